//! Results of Decidim's accountability as it exports them, in CSV or JSON: results in; those that others are parts of as goals, the
//! others as tasks, their dated entries as updates, and progress and status as the evaluation of who is responsible out; `None`
//! where it is none. In CSV, members of members have slashes between them.

use super::super::cell::{At, Cell, read_cells};
use super::super::draft::Draft;
use super::super::member::date;
use super::super::shape::Of;
use crate::import::fault::Fault;
use crate::import::html::plain;
use crate::json::{Node, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Texts that stand in several languages: the member, and the columns that they become.
const TITLE: &str = "title";
const DESCRIPTION: &str = "description";
const STATUS: &str = "status/name";

/// What a result belongs to, the first that is said.
const KINDS: [&str; 2] = ["category/name", "taxonomies/name"];

/// Lists of dated entries, by any of their names.
const ENTRIES: [&str; 4] = ["timeline_entries", "timelineEntries", "timeline", "milestones"];
const ENTRY_DAYS: [&str; 3] = ["entry_date", "entryDate", "date"];

/// What is taken over as it is.
const TAKEN: [&str; 8] = ["id", "parent/id", "start_date", "end_date", "progress", "url", "weight", "status/key"];

/// A result: its members by their paths, and its dated entries.
struct Result<'a> {
    at: At,
    members: Vec<(String, Cell)>,
    entries: &'a [Node],
}

impl Result<'_> {
    fn cell(&self, path: &str) -> Cell {
        let found = self.members.iter().find(|(known, _)| known == path);
        found.map_or_else(|| Cell::blank(self.at), |(_, cell)| cell.clone())
    }

    /// A text by language; blank for one that has none.
    fn texts<'b>(&'b self, path: &'b str) -> impl Iterator<Item = (&'b str, Cell)> {
        self.members.iter().filter_map(move |(known, cell)| {
            let language = known.strip_prefix(path)?;
            let language = if language.is_empty() { language } else { language.strip_prefix('/')? };
            is_language(language).then(|| (language, Cell { text: plain(&cell.text), at: cell.at }))
        })
    }

    /// A text in one of some languages, in that order.
    fn text(&self, path: &str, languages: &[String]) -> Vec<Cell> {
        let found: BTreeMap<&str, Cell> = self.texts(path).collect();
        languages.iter().map(|of| found.get(of.as_str()).cloned().unwrap_or_else(|| Cell::blank(self.at))).collect()
    }
}

/// Whether a part of a path names a language, or is blank.
fn is_language(text: &str) -> bool {
    let known = |char: char| char.is_ascii_alphanumeric() || char == '-';
    text.is_empty()
        || text.starts_with(|char: char| char.is_ascii_lowercase()) && text.len() < 12 && text.chars().all(known)
}

/// Whether members are those of a result.
fn is_result<'a>(members: impl Iterator<Item = &'a str>) -> bool {
    let members: BTreeSet<&str> = members.collect();
    let begins = |begin: &str| members.iter().any(|name| name.starts_with(begin));
    members.contains("id") && members.contains("progress") && begins("title") && begins("parent/") && begins("status/")
}

/// Reads CSV.
pub fn read_text(text: &str, draft: &mut Draft) -> Option<std::result::Result<(), Fault>> {
    let header = read_cells(text, 1, At::Cell).ok()?;
    if !is_result(header.first()?.iter().map(|cell| cell.text.as_str())) {
        return None;
    }
    let rows = match read_cells(text, usize::MAX, At::Cell) {
        Ok(rows) => rows,
        Err(fault) => return Some(Err(fault)),
    };
    let (header, rows) = rows.split_first()?;
    let filled = rows.iter().filter(|row| row.iter().any(|cell| !cell.is_blank()));
    let results = filled.map(|row| Result {
        at: row[0].at,
        members: header.iter().zip(row).map(|(name, cell)| (name.text.clone(), cell.clone())).collect(),
        entries: &[],
    });
    put(&results.collect::<Vec<_>>(), draft);
    Some(Ok(()))
}

/// Reads JSON.
pub fn read_json(root: &Node, draft: &mut Draft) -> Option<()> {
    let list = root.get("results").map_or_else(|| root.list(), Node::list);
    let read = |node: &'_ Node| {
        let mut members = Vec::new();
        visit(node, "", &mut |path, node| members.push((path.to_owned(), Cell::of(node))));
        members
    };
    let first = read(list.first()?);
    if !is_result(first.iter().map(|(path, _)| path.as_str())) {
        return None;
    }
    let results = list.iter().map(|node| Result {
        at: At::Byte(node.at),
        members: read(node),
        entries: ENTRIES.iter().find_map(|name| node.get(name)).map(Node::list).unwrap_or_default(),
    });
    put(&results.collect::<Vec<_>>(), draft);
    Some(())
}

/// Shows the members of members by their paths, as the export in CSV names them. A list of objects is passed over.
fn visit(node: &Node, path: &str, show: &mut dyn FnMut(&str, &Node)) {
    match &node.value {
        Value::Map(members) => {
            for (name, node) in members {
                let whole = if path.is_empty() { name.clone() } else { [path, "/", name].concat() };
                visit(node, &whole, show);
            }
        }
        Value::List(nodes) if nodes.iter().any(|node| matches!(node.value, Value::Map(_))) => {}
        Value::List(nodes) => nodes.iter().take(1).for_each(|node| show(path, node)),
        _ => show(path, node),
    }
}

/// The languages in which any result says something.
fn languages(results: &[Result<'_>], path: &str) -> Vec<String> {
    let said = results.iter().flat_map(|result| result.texts(path)).filter(|(_, cell)| !cell.is_blank());
    let found: BTreeSet<&str> = said.map(|(language, _)| language).collect();
    found.into_iter().map(str::to_owned).collect()
}

fn columns(column: &str, languages: &[String]) -> Vec<String> {
    let of = |language: &String| if language.is_empty() { column.to_owned() } else { format!("{column}:{language}") };
    languages.iter().map(of).collect()
}

/// Puts results into the tables.
fn put(results: &[Result<'_>], draft: &mut Draft) {
    let ids: BTreeSet<String> = results.iter().map(|result| result.cell("id").text).collect();
    let parents: BTreeSet<String> = results.iter().map(|result| result.cell("parent/id").text).collect();
    // The name itself is a column of the form; one without a language is in it.
    let named = |path: &str| languages(results, path).into_iter().filter(|of| !of.is_empty()).collect::<Vec<_>>();
    let (titles, statuses, descriptions) = (named(TITLE), named(STATUS), languages(results, DESCRIPTION));
    let begin = |draft: &mut Draft, of: Of, columns: Vec<String>| draft.begin(of, of.shape().id, columns);
    begin(draft, Of::Goals, [columns("name", &titles), columns("summary", &descriptions)].concat());
    begin(draft, Of::Tasks, [columns("name", &titles), columns("measure", &descriptions)].concat());
    begin(draft, Of::Evaluations, columns("verdict", &statuses));
    for result in results {
        let blank = || Cell::blank(result.at);
        let (id, progress) = (result.cell("id"), result.cell("progress"));
        let mut parent = result.cell("parent/id");
        if !parent.is_blank() && !ids.contains(&parent.text) {
            draft.leave("parent/id", parent.at);
            parent.text.clear();
        }
        let kind = KINDS.iter().flat_map(|path| result.texts(path)).map(|(_, cell)| cell).find(|cell| !cell.is_blank());
        let kind = kind.unwrap_or_else(blank);
        let name = result.text(TITLE, &[String::new()]).pop().unwrap_or_else(blank);
        let further = [result.text(TITLE, &titles), result.text(DESCRIPTION, &descriptions)].concat();
        let [started, due] = ["start_date", "end_date"].map(|path| result.cell(path));
        if parents.contains(&id.text) {
            for (name, day) in [("start_date", &started), ("end_date", &due)] {
                if !day.is_blank() {
                    draft.leave(&format!("{name} of a result with parts"), day.at);
                }
            }
            draft.row_with(Of::Goals, [id.clone(), name, parent, kind], further);
        } else {
            let [started, due] = [started, due].map(|cell| date(&cell).0);
            let cells = [id.clone(), name, parent, kind, result.cell("weight"), blank(), started, due];
            draft.row_with(Of::Tasks, cells, further);
        }
        put_evaluation(result, (&id, progress), &statuses, draft);
        for entry in result.entries {
            put_entry(entry, &id, draft);
        }
        leave_others(result, draft);
    }
}

/// What who is responsible makes of a result, where it is said.
fn put_evaluation(result: &Result<'_>, (id, progress): (&Cell, Cell), languages: &[String], draft: &mut Draft) {
    let verdicts = result.text(STATUS, languages);
    let own = result.text(STATUS, &[String::new()]).pop().unwrap_or_else(|| Cell::blank(result.at));
    let is_named = !own.is_blank() || verdicts.iter().any(|verdict| !verdict.is_blank());
    let own = if is_named { own } else { result.cell("status/key") };
    if progress.is_blank() && own.is_blank() && !is_named {
        return;
    }
    let blank = || Cell::blank(result.at);
    let most = if progress.is_blank() { blank() } else { Cell::new("100", progress.at) };
    let (kind, by) = (Cell::new("self", progress.at), Cell::new(&draft.name, progress.at));
    draft.assume("evaluations.by", &by.text, progress.at);
    let cells = [id.clone(), kind, by, blank(), result.cell("url"), progress, most, own];
    draft.row_with(Of::Evaluations, cells, verdicts);
}

/// A dated entry, in the first language that it is in.
fn put_entry(entry: &Node, of: &Cell, draft: &mut Draft) {
    let at = At::Byte(entry.at);
    let mut members = Vec::new();
    visit(entry, "", &mut |path, node| members.push((path.to_owned(), Cell::of(node))));
    let entry = Result { at, members, entries: &[] };
    let day = ENTRY_DAYS.iter().map(|name| entry.cell(name)).find(|day| !day.is_blank());
    let day = day.map_or_else(|| Cell::blank(at), |day| date(&day).0);
    let texts = [TITLE, DESCRIPTION].map(|path| {
        let mut said: Vec<Cell> = entry.texts(path).map(|(_, cell)| cell).filter(|cell| !cell.is_blank()).collect();
        said.iter().skip(1).for_each(|other| draft.leave("entries in further languages", other.at));
        said.truncate(1);
        said.pop().map_or_else(String::new, |cell| cell.text)
    });
    let said: Vec<&str> = texts.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    draft.row(Of::Updates, [of.clone(), day, Cell::new(&said.join("\n"), at), Cell::blank(at)]);
}

/// Tells what was not taken over.
fn leave_others(result: &Result<'_>, draft: &mut Draft) {
    for (path, cell) in result.members.iter().filter(|(_, cell)| !cell.is_blank()) {
        let is_text = |of: &str| path.strip_prefix(of).is_some_and(|rest| is_language(rest.trim_start_matches('/')));
        let mut of_texts = [TITLE, DESCRIPTION, STATUS].into_iter().chain(KINDS);
        let is_taken = TAKEN.contains(&path.as_str()) || of_texts.any(is_text);
        if !is_taken {
            draft.leave(path, cell.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_told_by_their_members_and_texts_by_their_languages() {
        let is = |header: &str| is_result(header.split(';'));
        assert!(is("id;category/id;parent/id;title/en;title/ca;status/key;progress"));
        assert!(!is("id;title/en;status/key;progress") && !is("id;title;parent/id;status"));
        assert!(is_language("pt-BR") && is_language("") && !is_language("machine_translations/en"));
    }
}
