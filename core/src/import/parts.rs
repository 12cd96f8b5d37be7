//! What the parts of an office document say beside its cells: an archive in, texts with the name of their part out; fails where a
//! part holds more than is read.
//!
//! Nothing of it is written anywhere, and nothing here knows what a part is for: whatever is no cell, no note and no property is
//! shown, be it a defined name, a header of a page, a list of a validation, a title of a chart, a cache or a formula.

use super::archive::Archive;
use super::fault::Fault;
use super::limit::RUN;
use super::xml::{Element, Item, Xml};
use std::io::Read;

/// Fewer digits than these tell of nobody.
const FEWEST: usize = 6;

/// A text of a part.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The name of the part.
    pub part: &'a str,
    /// The text.
    pub text: &'a str,
    /// Whether it is a value, an attribute or a formula, where a bare number may be an amount.
    pub is_value: bool,
    /// Whether it is a string that cells may share, so that a cell has told of it too.
    pub is_shared: bool,
}

/// Shows every text and attribute of every part that may tell of somebody.
pub fn visit_parts(archive: &Archive<'_>, visit: &mut dyn FnMut(Said<'_>)) -> Result<(), Fault> {
    for part in archive.names() {
        let name = part.to_ascii_lowercase();
        if ![".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end)) {
            continue;
        }
        match visit_part(archive, part, visit) {
            Err(Fault::Damaged) => visit_bytes(archive, part, visit)?,
            read => read?,
        }
    }
    Ok(())
}

/// Whether a text has an address or digits enough for a number.
fn speaks(text: &str) -> bool {
    let is_digit = |char: &char| char.is_numeric() || "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖".contains(*char);
    text.contains(['@', '＠']) || text.chars().filter(is_digit).take(FEWEST).count() == FEWEST
}

/// Where in a part a reader is.
#[derive(Default)]
struct At {
    /// Roots of parts whose texts others read: notes, properties; their attributes are read here.
    is_read: bool,
    is_shared: bool,
    /// The cells of an XLSX sheet.
    cells: bool,
    /// Formulas and readings in it.
    beside: usize,
    /// A cell of an ODS sheet whose text is its value.
    cell: bool,
    notes: usize,
}

impl At {
    fn open(&mut self, element: &Element) {
        match element.name.as_str() {
            "comments" | "ThreadedComments" | "Properties" | "coreProperties" | "document-meta" => self.is_read = true,
            "sst" => self.is_shared = true,
            "sheetData" => self.cells = true,
            "f" | "rPh" => self.beside += 1,
            "annotation" => self.notes += 1,
            "table-cell" | "covered-table-cell" => {
                let kind = element.get("value-type");
                self.cell = kind.is_none_or(|kind| kind == "string");
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "sheetData" => self.cells = false,
            "f" | "rPh" => self.beside = self.beside.saturating_sub(1),
            "annotation" => self.notes = self.notes.saturating_sub(1),
            "table-cell" | "covered-table-cell" => self.cell = false,
            _ => {}
        }
    }

    /// Whether a text here is one that the reader of sheets shows.
    fn is_known(&self) -> bool {
        self.is_read || self.notes > 0 || self.cell || self.cells && self.beside == 0
    }
}

/// Elements inside a run of text, which may stand between its parts.
const INSIDE: [&str; 8] = ["t", "r", "rPr", "span", "a", "s", "fld", "pPr"];

/// Elements that end a run of text.
const ENDS: [&str; 7] = ["p", "si", "is", "rPh", "txBody", "comment", "row"];

fn visit_part(archive: &Archive<'_>, part: &str, visit: &mut dyn FnMut(Said<'_>)) -> Result<(), Fault> {
    let mut xml = Xml::new(archive.part(part)?);
    let (mut at, mut text, mut inside) = (At::default(), String::new(), String::new());
    while let Some(item) = xml.next()? {
        match item {
            Item::Open(element) => {
                at.open(&element);
                let is_cell = at.cells || element.name.starts_with("table-cell");
                for (key, value) in element.attributes() {
                    let is_told = if is_cell { key == "formula" || key == "string-value" } else { true };
                    if is_told && !is_identifier(value) && speaks(value) {
                        let is_value = element.name != "s";
                        visit(Said { part, text: value, is_value, is_shared: false });
                    }
                }
                inside = element.name;
            }
            Item::Text(more) if !at.is_known() => {
                if text.len() + more.len() > RUN {
                    return Err(Fault::TooLarge);
                }
                text.push_str(&more);
            }
            Item::Text(_) => {}
            Item::Close(name) => {
                let ends = ENDS.contains(&name.as_str()) || name == inside && !INSIDE.contains(&name.as_str());
                if ends && !text.is_empty() {
                    if speaks(&text) {
                        let is_value =
                            matches!(name.as_str(), "v" | "f" | "p") && at.beside + usize::from(name == "v") > 0;
                        visit(Said { part, text: &text, is_value, is_shared: at.is_shared && at.beside == 0 });
                    }
                    text.clear();
                }
                at.close(&name);
            }
        }
    }
    if speaks(&text) {
        visit(Said { part, text: &text, is_value: false, is_shared: false });
    }
    Ok(())
}

/// `{00000000-0000-…}`, by which programs know their own objects.
fn is_identifier(value: &str) -> bool {
    value.len() == 38 && value.starts_with('{') && value.ends_with('}')
}

/// What stands between the marks of a part that is not well formed, or is in another encoding.
fn visit_bytes(archive: &Archive<'_>, part: &str, visit: &mut dyn FnMut(Said<'_>)) -> Result<(), Fault> {
    let mut bytes = Vec::new();
    let Ok(stream) = archive.part(part) else { return Ok(()) };
    // What was unzipped before it broke is looked into.
    let _ = stream.take(RUN as u64).read_to_end(&mut bytes);
    bytes.retain(|byte| *byte != 0);
    for text in String::from_utf8_lossy(&bytes).split(['<', '>', '"']).filter(|text| speaks(text)) {
        visit(Said { part, text, is_value: true, is_shared: false });
    }
    Ok(())
}

/// Runs of characters in bytes, of one byte or of two each, wherever they begin.
pub fn visit_runs(part: &str, data: &[u8], visit: &mut dyn FnMut(Said<'_>)) {
    let mut tell = |text: &str| {
        if speaks(text) {
            visit(Said { part, text, is_value: false, is_shared: false });
        }
    };
    for run in data.split(|byte| !(0x20..0x7f).contains(byte)) {
        tell(&String::from_utf8_lossy(run));
    }
    for start in 0..2.min(data.len()) {
        let units = data[start..].as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
        let text: String = char::decode_utf16(units).map(|char| char.unwrap_or('\n')).collect();
        text.split(char::is_control).for_each(&mut tell);
    }
}
