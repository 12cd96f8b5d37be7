//! Data on flows of funds in the forms of others — graphs and lists of edges, grants of 360Giving, contracts of OCDS, activities of
//! IATI — in, a package of the form "daylight-funds" out; fails where the file is damaged or grows too large.
//!
//! The kind is told by what the file holds, never by its name. What the form has no place for is a note with its count, and so is
//! what the file does not say and was concluded: docs/decisions/foreign-funds.md.

mod cell;
mod draft;
mod edges;
mod giving;
mod giving_table;
mod graph;
mod iati;
mod markup;
mod member;
mod merge;
mod mutual;
mod names;
mod ocds;

use super::decode::Decoder;
use super::fault::Fault;
use super::json_table::{is_json, read_document};
use super::limit::{JSON_VALUES, TEXT};
use super::load::{Loaded, load_package};
use super::origin::Origin;
use super::workbook::Workbook;
use crate::issue::Issue;
use crate::json::Node;
use crate::place::Place;
use cell::{At, places};
use draft::{Counts, Draft};

/// Loads a file of one of these forms, unzipped and in UTF-8 with or without a byte order mark; `None` where it is of none.
pub fn load_foreign(name: &str, text: &str, decoder: &dyn Decoder) -> Option<Result<Loaded, Issue>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut draft = Draft::default();
    let read = read(text, &mut draft)?;
    Some(read.map_err(|fault| fault.issue(name)).and_then(|()| finish(draft, (name, None), text, decoder)))
}

/// Loads a workbook with a sheet of grants, as publishers of 360Giving fill it; `None` where it has none.
pub fn load_foreign_workbook(name: &str, bytes: &[u8], decoder: &dyn Decoder) -> Option<Result<Loaded, Issue>> {
    let book = Workbook::open(bytes).ok()?;
    let (mut draft, mut read) = (Draft::default(), None);
    for index in 0..book.sheets().len() {
        let sheet = book.sheet(index).ok()?;
        if read.is_none() && giving_table::read_sheet(&sheet, &mut draft).is_some() {
            read = Some(sheet.name);
        } else if sheet.size() > (0, 0) {
            draft.leave(&sheet.name, At::Cell(1, 1));
        }
    }
    Some(finish(draft, (name, Some(read?)), "", decoder))
}

/// Loads what was read from a file, or from a sheet of it.
fn finish(
    mut draft: Draft,
    (name, sheet): (&str, Option<String>),
    text: &str,
    decoder: &dyn Decoder,
) -> Result<Loaded, Issue> {
    let (descriptor, tables) = draft.finish(name, text).map_err(|fault| fault.issue(name))?;
    let file = |wanted: &str| Some(tables.iter().find(|table| table.path() == wanted)?.bytes.clone());
    let mut loaded = load_package(&descriptor, &file, decoder)?;
    let mut issues = notes("foreign-left-out", &draft.left, name, text);
    issues.extend(notes("foreign-assumed", &draft.assumed, name, text));
    issues.extend(twice(&draft, name, text));
    issues.iter_mut().for_each(|issue| issue.place.sheet.clone_from(&sheet));
    loaded.issues.extend(issues);
    loaded.origins.extend(tables.into_iter().map(|table| {
        let origin = Origin { file: name.to_owned(), sheet: sheet.clone(), cells: table.cells, ..Origin::default() };
        (format!("{}.csv", table.id), origin)
    }));
    Ok(loaded)
}

/// Fills the tables; `None` where the text is of no known form.
fn read(text: &str, draft: &mut Draft) -> Option<Result<(), Fault>> {
    if iati::is_iati(text) {
        return Some(if text.len() > TEXT { Err(Fault::TooLarge) } else { iati::read(text, draft) });
    }
    if text.len() > TEXT {
        return None;
    }
    if !is_json(text.as_bytes()) {
        return giving_table::read_text(text, draft).or_else(|| edges::read(text, draft));
    }
    if text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() > JSON_VALUES {
        return None;
    }
    let root = read_document(text).ok().filter(|(_, before)| *before == 0)?.0;
    // A package describes its tables itself.
    if root.get("resources").is_some() {
        return None;
    }
    read_json(&root, draft).map(Ok)
}

fn read_json(root: &Node, draft: &mut Draft) -> Option<()> {
    let read = giving::read(root, draft).or_else(|| ocds::read(root, draft));
    read.or_else(|| graph::read(root, draft))
}

/// What was left out or concluded: a note for each, where it stands first.
fn notes(rule: &'static str, counts: &Counts, file: &str, text: &str) -> Vec<Issue> {
    let stood: Vec<At> = counts.values().map(|(_, at)| *at).collect();
    let notes = counts.iter().zip(places(text, &stood)).map(|(((name, instead), (count, _)), (row, column))| {
        let note = Issue::note(rule, Place::cell(file, row, column)).with("value", name).with("count", count);
        note.with("found", instead)
    });
    notes.collect()
}

/// What two reports tell and counts once: a note for each, with both places.
fn twice(draft: &Draft, file: &str, text: &str) -> Vec<Issue> {
    let stood: Vec<At> = draft.twice.iter().flat_map(|(_, at, elsewhere)| [*at, *elsewhere]).collect();
    let places = places(text, &stood);
    let pairs = draft.twice.iter().zip(places.chunks_exact(2));
    let notes = pairs.map(|((amount, ..), places)| {
        let note = Issue::note("foreign-twice", Place::cell(file, places[0].0, places[0].1)).with("value", amount);
        note.with("row", places[1].0).with("column", places[1].1)
    });
    notes.collect()
}
