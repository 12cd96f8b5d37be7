//! Promise trackers in JSON: a list of promises, each with a title and the word that the tracker has for how far it is, in; topics
//! as goals, promises as tasks, what happened as updates and the tracker's words as evaluations out; `None` where it is none.
//!
//! The tracker's word is what somebody made of a promise, and never its status.

use super::super::cell::{At, Cell};
use super::super::draft::Draft;
use super::super::member::{first, leave_others, list_of};
use super::super::shape::Of;
use crate::import::html::plain;
use crate::json::{Node, Value};
use crate::span::Span;
use std::collections::BTreeSet;

const LISTS: [&str; 3] = ["promises", "pledges", "commitments"];
const ID: [&str; 5] = ["id", "slug", "key", "number", "uuid"];
const TITLE: [&str; 5] = ["title", "promise", "pledge", "name", "text"];
const STATUS: [&str; 5] = ["status", "state", "rating", "verdict", "ruling"];
const TOPIC: [&str; 6] = ["topic", "category", "theme", "area", "sector", "policyArea"];
const PARTY: [&str; 6] = ["party", "office", "responsible", "government", "ministry", "department"];
const WORDS: [&str; 6] = ["description", "explanation", "summary", "details", "comment", "notes"];
const TIMES: [&str; 5] = ["timelines", "timeline", "updates", "history", "events"];
const LINKS: [&str; 5] = ["links", "sources", "references", "evidence", "urls"];

const LABEL: [&str; 6] = ["label", "title", "text", "name", "description", "summary"];
const FROM: [&str; 5] = ["from", "date", "day", "start", "published"];
const TO: [&str; 3] = ["to", "until", "end"];
const URL: [&str; 3] = ["url", "link", "href"];

/// Reads promises.
pub fn read(root: &Node, draft: &mut Draft) -> Option<()> {
    let promises = list_of(root, &LISTS).unwrap_or_else(|| root.list());
    let is_text = |node: &Node, names: &[&str]| {
        first(node, names).and_then(|name| node.get(name)).is_some_and(|node| node.text().is_some())
    };
    let is_promise = |node: &Node| {
        let is_told = [&TOPIC[..], &PARTY, &TIMES, &LINKS].iter().any(|names| first(node, names).is_some());
        is_text(node, &TITLE) && is_text(node, &STATUS) && is_told
    };
    if promises.is_empty() || !promises.iter().all(|node| matches!(node.value, Value::Map(_))) {
        return None;
    }
    promises.first().filter(|node| is_promise(node))?;
    let topic = |promise: &Node| first(promise, &TOPIC).map(|name| words_of(promise, name).text);
    let topics: BTreeSet<String> = promises.iter().filter_map(topic).collect();
    let mut is_put = BTreeSet::new();
    for (number, promise) in promises.iter().enumerate() {
        read_promise(promise, number + 1, (&topics, &mut is_put), draft);
    }
    if promises.as_ptr() != root.list().as_ptr() {
        leave_others(root, &LISTS, "", draft);
    }
    Some(())
}

/// Reads a promise. `topics` are all that there are, and those that are goals already.
fn read_promise(
    promise: &Node,
    number: usize,
    (topics, is_put): (&BTreeSet<String>, &mut BTreeSet<String>),
    draft: &mut Draft,
) {
    let at = At::Byte(promise.at);
    let names = [&ID[..], &TITLE, &STATUS, &TOPIC, &PARTY, &WORDS].map(|names| first(promise, names));
    let [id, title, status, topic, party, words] =
        names.map(|name| name.map_or_else(|| Cell::blank(at), |name| words_of(promise, name)));
    let mut id = id.or(|| {
        draft.assume("promises.id", "1, 2, 3 …", at);
        Cell::new(&number.to_string(), at)
    });
    // Ids of promises and of topics are of one kind.
    if topics.contains(&id.text) {
        id.text.insert_str(0, "promise-");
    }
    if !topic.is_blank() && is_put.insert(topic.text.clone()) {
        draft.row(Of::Goals, [topic.clone(), topic.clone(), Cell::blank(at), Cell::blank(at)]);
    }
    let blank = || Cell::blank(at);
    draft.row(Of::Tasks, [id.clone(), title, topic, blank(), blank(), party, blank(), blank()]);
    let lists = [&TIMES[..], &LINKS].map(|names| (first(promise, names), list_of(promise, names).unwrap_or_default()));
    let [(times, entries), (links, sources)] = lists;
    for entry in entries {
        read_entry(entry, &id, draft);
    }
    let by = Cell::new(&draft.name, at);
    draft.assume("evaluations.by", &by.text, status.at);
    let (kind, sources) = (Cell::new("third-party", status.at), sources_of(sources, at, draft));
    draft.row(Of::Evaluations, [id, kind, by, sources, words, blank(), blank(), status]);
    let taken: Vec<&str> = names.into_iter().chain([times, links]).flatten().collect();
    leave_others(promise, &taken, "promises", draft);
}

/// A text of a member, without the marks of a page.
fn words_of(node: &Node, name: &str) -> Cell {
    let cell = Cell::member(node, name);
    Cell { text: plain(&cell.text), ..cell }
}

/// What happened, as an update. What lasted is told on its last day, and so is a month; the words say how it is written.
fn read_entry(entry: &Node, of: &Cell, draft: &mut Draft) {
    let at = At::Byte(entry.at);
    let [label, from, to, url] = [&LABEL[..], &FROM, &TO, &URL].map(|names| first(entry, names));
    let cell = |name: Option<&str>| name.map_or_else(|| Cell::blank(at), |name| Cell::member(entry, name));
    let (text, from, to, link) =
        (label.map_or_else(|| Cell::blank(at), |name| words_of(entry, name)), cell(from), cell(to), cell(url));
    let taken: Vec<&str> = [label, first(entry, &FROM), first(entry, &TO), url].into_iter().flatten().collect();
    leave_others(entry, &taken, "promises.timelines", draft);
    let last = if to.is_blank() { &from } else { &to };
    let span = Span::read(&last.text);
    let is_day = span.is_none_or(|span| span.first == span.last);
    if to.is_blank() && is_day {
        // A day that is none is told where days are read.
        return draft.row(Of::Updates, [of.clone(), from, text, link]);
    }
    if !is_day {
        draft.assume("promises.timelines.day", "YYYY-MM → YYYY-MM-31", last.at);
    }
    let written = if to.is_blank() { from.text.clone() } else { [from.text.as_str(), "/", &to.text].concat() };
    let day = Cell { text: span.map_or_else(|| last.text.clone(), |span| span.last.iso()), at: last.at };
    let text = Cell { text: format!("{} ({written})", text.text), at: text.at };
    draft.row(Of::Updates, [of.clone(), day, text, link]);
}

/// What a word rests on: a line for each source.
fn sources_of(sources: &[Node], at: At, draft: &mut Draft) -> Cell {
    let mut lines: Vec<String> = Vec::new();
    for source in sources {
        let [name, url] = [&LABEL[..], &URL].map(|names| first(source, names));
        let text = |name: Option<&str>| name.map_or_else(String::new, |name| words_of(source, name).text);
        let own = source.plain().unwrap_or_default();
        let parts = [own, text(name), text(url)];
        let line: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        // A source that says nothing is one that somebody forgot to fill in.
        if line.is_empty() {
            draft.leave("promises.links", At::Byte(source.at));
        } else {
            lines.push(line.join(" ").replace('\n', " "));
        }
        leave_others(source, &[name, url].into_iter().flatten().collect::<Vec<_>>(), "promises.links", draft);
    }
    Cell::new(&lines.join("\n"), sources.first().map_or(at, |source| At::Byte(source.at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn promises_are_told_by_what_they_say() {
        let is = |text: &str| read(&json::read(text).unwrap(), &mut Draft::default()).is_some();
        assert!(is(r#"[{"title": "a", "status": "done", "party": "p"}]"#));
        assert!(is(r#"{"promises": [{"text": "a", "rating": "broken", "sources": []}], "about": "x"}"#));
        assert!(!is(r#"[{"title": "a", "status": {"key": "done"}, "party": "p"}]"#), "a status with a name of its own");
        assert!(!is(r#"[{"title": "a", "status": "open"}]"#), "any list of things to do");
        assert!(!is(r#"[{"source": "a", "target": "b", "value": 1}]"#));
        assert!(!is("[]") && !is("{}") && !is("[1]"));
    }
}
