//! What is new as a feed: records, words and the page's address in, Atom (RFC 4287) out; cannot fail.
//!
//! An entry is an update, a published figure, an evaluation or a rectification, newest first. Its id is the page's address with what
//! tells the entry from all others, so that it stays when the package is published again.

use super::Told;
use super::scene::Scene;
use crate::day::Day;
use crate::figure::svg::push_escaped;
use crate::model::results::{Of, Results};
use crate::order::sort_by_key;

/// Entries that a feed has at the most.
const MOST: usize = 200;

/// Where the entries lead.
pub struct Feed<'a> {
    /// The full address of the page that shows the element.
    pub page: &'a str,
    /// The page with something of an id shown.
    pub address: &'a dyn Fn(&str) -> String,
}

/// An entry.
struct Entry {
    day: Day,
    id: String,
    of: Of,
    title: String,
    text: String,
}

/// Writes the feed.
pub fn write_feed(results: &Results, told: Told<'_>, feed: &Feed<'_>) -> String {
    let scene = Scene::new(results, &super::Wish::default(), told);
    let words = told.words;
    let mut entries = entries(&scene);
    sort_by_key(&mut entries, |entry| std::cmp::Reverse(entry.day));
    entries.truncate(MOST);
    let frame = scene.frame().page;
    let updated = entries.first().map(|entry| entry.day).or(results.as_of);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"",
    );
    out.push_str(words.lang());
    out.push_str("\">\n");
    element(&mut out, "  ", "id", feed.page);
    element(&mut out, "  ", "title", &frame.title);
    element(&mut out, "  ", "updated", &moment(updated));
    attribute(&mut out, "  <link rel=\"alternate\" href=\"", feed.page);
    out.push_str("  <author>");
    element(&mut out, "", "name", if frame.publisher.text.is_empty() { &frame.title } else { &frame.publisher.text });
    out.push_str("  </author>\n");
    for remark in &frame.remarks {
        element(&mut out, "  ", "subtitle", remark);
    }
    for entry in &entries {
        let address = (feed.address)(results.id(entry.of));
        out.push_str("  <entry>\n");
        element(&mut out, "    ", "id", &[feed.page, "#", &entry.id].concat());
        element(&mut out, "    ", "title", &entry.title);
        element(&mut out, "    ", "updated", &moment(Some(entry.day)));
        attribute(&mut out, "    <link rel=\"alternate\" href=\"", &address);
        element(&mut out, "    ", "summary", &entry.text);
        out.push_str("  </entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

fn entries(scene: &Scene<'_>) -> Vec<Entry> {
    let (results, words) = (scene.results, scene.words);
    let mut entries = Vec::new();
    // A row goes by its own id, else by what it is of, its day and its number among those.
    let mut taken: Vec<String> = Vec::new();
    let mut add = |table: &str, own: &str, of: Of, day: Day, text: String| {
        let key = match own {
            "" => [table, "/", results.id(of), "/", &day.iso()].concat(),
            own => [table, "/", own].concat(),
        };
        let same = taken.iter().filter(|known| **known == key).count();
        let id = if same == 0 { key.clone() } else { [key.as_str(), "/", &(same + 1).to_string()].concat() };
        taken.push(key);
        let status = scene.standings.of(of).map(|standing| scene.status_words(standing)).unwrap_or_default();
        let parts = [scene.name(of), status];
        let title = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect::<Vec<_>>();
        entries.push(Entry { day, id, of, title: title.join(words.text("join.colon")), text });
    };
    for update in &results.updates {
        add("updates", &update.id, update.of, update.day, scene.say(&update.text).to_owned());
    }
    for (at, indicator) in results.indicators.iter().enumerate() {
        for value in &indicator.values {
            let Some((day, figure)) = value.published.zip(value.value) else { continue };
            let period = words.period(value.period.span, &value.period.text);
            let figure = words.measured(figure, scene.say(&indicator.unit));
            add("values", "", Of::Indicator(at), day, [period.as_str(), &figure].join(words.text("join.colon")));
        }
    }
    for evaluation in &results.evaluations {
        let Some(day) = evaluation.days[1].or(evaluation.days[0]) else { continue };
        let parts = [scene.say(&evaluation.by), scene.say(&evaluation.verdict)];
        let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(words.text("join.colon"));
        add("evaluations", &evaluation.id, evaluation.of, day, text);
    }
    for part in &results.rectifications {
        let Some(day) = part.day else { continue };
        let state = super::finding::state_name(scene, crate::summary::results::settled(part, results.as_of));
        let parts = [state, scene.say(&part.measure)];
        let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(words.text("join.colon"));
        add("rectifications", "", Of::Finding(part.finding), day, text);
    }
    entries
}

fn moment(day: Option<Day>) -> String {
    [day.map_or_else(|| "1970-01-01".to_owned(), Day::iso), "T00:00:00Z".to_owned()].concat()
}

fn element(out: &mut String, indent: &str, name: &str, text: &str) {
    out.push_str(indent);
    out.extend(["<", name, ">"]);
    push_escaped(out, text);
    out.extend(["</", name, ">\n"]);
}

fn attribute(out: &mut String, begin: &str, address: &str) {
    out.push_str(begin);
    push_escaped(out, address);
    out.push_str("\"/>\n");
}
