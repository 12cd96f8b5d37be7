//! Data in the forms of others — flows of funds as graphs, lists of edges, grants of 360Giving, contracts of OCDS, activities of
//! IATI; results as Open SDG, promise trackers and Decidim have them — in, a package of the form "daylight-funds" or
//! "daylight-results" out; fails where the file is damaged or grows too large.
//!
//! The kind is told by what the file holds, never by its name. What the form has no place for is a note with its count, and so is
//! what the file does not say and was concluded: docs/decisions/foreign-funds.md and foreign-results.md.

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
mod results;
mod shape;

use super::decode::{Decoder, decode};
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

pub use results::companions;

/// Loads a file of one of these forms, unzipped and in UTF-8 with or without a byte order mark; `None` where it is of none.
pub fn load_foreign(name: &str, text: &str, decoder: &dyn Decoder) -> Option<Result<Loaded, Issue>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut draft = Draft::of(name);
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

/// Loads indicators of Open SDG: values and metadata in pairs of files, among some whose bytes `read` gives by their paths; `None`
/// where there are none. Their folder has a name.
pub fn load_indicators(
    name: &str,
    paths: &[String],
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
    decoder: &dyn Decoder,
) -> Option<Result<Loaded, Issue>> {
    let pairs = results::pairs(paths);
    let mut text = |path: &str| {
        let missing = || Issue::error("file-missing", Place::file(path)).with("value", path);
        let bytes = decode(path, read(path).ok_or_else(missing)?, None, decoder)?;
        String::from_utf8(bytes).map_err(|_| Issue::error("encoding-wrong", Place::file(path)).with("value", path))
    };
    let mut draft = Draft::of(name);
    let issues = results::read_pairs(&pairs, &mut text, &mut draft)?;
    Some(finish(draft, (name, None), "", decoder).map(|mut loaded| {
        loaded.issues.extend(issues);
        loaded
    }))
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
    let file_of = |at: At| draft.files.get(at.file() as usize).map_or(name, String::as_str);
    let mut issues = notes("foreign-left-out", &draft.left, &file_of, text);
    issues.extend(notes("foreign-assumed", &draft.assumed, &file_of, text));
    issues.extend(twice(&draft, name, text));
    issues.iter_mut().for_each(|issue| issue.place.sheet.clone_from(&sheet));
    loaded.issues.extend(issues);
    loaded.origins.extend(tables.into_iter().map(|table| {
        let path = table.path();
        let origin = Origin { file: name.to_owned(), sheet: sheet.clone(), cells: table.cells, ..Origin::default() };
        (path, origin)
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
        let read = giving_table::read_text(text, draft).or_else(|| results::read_text(text, draft));
        return read.or_else(|| edges::read(text, draft));
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
    read.or_else(|| results::read_json(root, draft)).or_else(|| graph::read(root, draft))
}

/// What was left out or concluded: a note for each, where it stands first.
fn notes<'a>(rule: &'static str, counts: &Counts, file: &dyn Fn(At) -> &'a str, text: &str) -> Vec<Issue> {
    let stood: Vec<At> = counts.values().map(|(_, at)| *at).collect();
    let notes = counts.iter().zip(places(text, &stood)).map(|(((name, instead), (count, at)), (row, column))| {
        let note = Issue::note(rule, Place::cell(file(*at), row, column)).with("value", name).with("count", count);
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
