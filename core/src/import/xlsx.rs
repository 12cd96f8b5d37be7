//! XLSX workbooks (ECMA-376): the parts of an archive in, sheets out; formulas count by the value that was stored with them, and are
//! texts that begin with `=` where none was.

use super::archive::Archive;
use super::fault::Fault;
use super::limit::{ITEMS, TEXT};
use super::number::{date, is_date_format, is_date_number, written};
use super::sheet::{Range, Sheet};
use super::xml::{Element, Item, Xml};
use crate::place::read_address;
use std::borrow::Cow;
use std::io::BufRead;
use std::rc::Rc;

/// A workbook: where its sheets are, and what they share.
#[derive(Debug)]
pub struct Xlsx<'a> {
    archive: Archive<'a>,
    sheets: Vec<Part>,
    since_1904: bool,
    /// All strings one after the other, and where each ends.
    strings: Rc<str>,
    ends: Vec<usize>,
    /// For each style of cells, whether it shows dates.
    dates: Vec<bool>,
}

#[derive(Debug)]
struct Part {
    name: String,
    hidden: bool,
    path: String,
}

/// Calls `visit` with every element that opens in a part, if the part is there.
fn elements(
    archive: &Archive<'_>,
    path: &str,
    mut visit: impl FnMut(&Element) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if !archive.has(path) {
        return Ok(());
    }
    let mut xml = Xml::new(archive.part(path)?);
    while let Some(item) = xml.next()? {
        if let Item::Open(element) = item {
            visit(&element)?;
        }
    }
    Ok(())
}

/// The relations of a part: id, type and the path of the target.
fn relations(archive: &Archive<'_>, path: &str) -> Result<Vec<(String, String, String)>, Fault> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let beside = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let mut relations = Vec::new();
    elements(archive, &format!("{beside}_rels/{file}.rels"), |element| {
        if let ("Relationship", Some(id), Some(target)) =
            (element.name.as_str(), element.get("Id"), element.get("Target"))
        {
            let kind = element.get("Type").unwrap_or("").rsplit('/').next().unwrap_or("").to_owned();
            relations.push((id.to_owned(), kind, resolve(folder, target)));
        }
        if relations.len() > ITEMS { Err(Fault::TooLarge) } else { Ok(()) }
    })?;
    Ok(relations)
}

/// A target relative to a folder of the archive.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

impl<'a> Xlsx<'a> {
    /// Reads what the sheets share.
    pub fn open(archive: Archive<'a>) -> Result<Self, Fault> {
        let root = relations(&archive, "")?.into_iter().find(|(_, kind, _)| kind == "officeDocument");
        let path = root.map_or("xl/workbook.xml".to_owned(), |(_, _, target)| target);
        if !archive.has(&path) {
            return Err(Fault::Damaged);
        }
        if path.ends_with(".bin") {
            return Err(Fault::Foreign("XLSB"));
        }
        let targets = relations(&archive, &path)?;
        let of_kind = |kind: &str| targets.iter().find(|(_, known, _)| known == kind).map(|(_, _, path)| path.as_str());
        let (mut sheets, mut since_1904) = (Vec::new(), false);
        elements(&archive, &path, |element| {
            match element.name.as_str() {
                "workbookPr" => since_1904 = element.is("date1904"),
                "sheet" => {
                    let id = element.get("id");
                    let target =
                        targets.iter().find(|(known, kind, _)| Some(known.as_str()) == id && kind == "worksheet");
                    if let (Some(name), Some((_, _, path))) = (element.get("name"), target) {
                        let hidden = matches!(element.get("state"), Some("hidden" | "veryHidden"));
                        sheets.push(Part { name: name.to_owned(), hidden, path: path.clone() });
                    }
                }
                _ => {}
            }
            if sheets.len() > ITEMS { Err(Fault::TooLarge) } else { Ok(()) }
        })?;
        let dates = read_styles(&archive, of_kind("styles").unwrap_or("xl/styles.xml"))?;
        let (strings, ends) = read_strings(&archive, of_kind("sharedStrings").unwrap_or("xl/sharedStrings.xml"))?;
        Ok(Self { archive, sheets, since_1904, strings: strings.into(), ends, dates })
    }

    /// The names of the sheets, and whether each is hidden.
    pub fn sheets(&self) -> Vec<(String, bool)> {
        self.sheets.iter().map(|sheet| (sheet.name.clone(), sheet.hidden)).collect()
    }

    /// The properties of the document that hold text.
    pub fn properties(&self) -> Result<Vec<(String, String)>, Fault> {
        let mut properties = Vec::new();
        for path in ["docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"] {
            if self.archive.has(path) {
                read_properties(&mut Xml::new(self.archive.part(path)?), &mut properties)?;
            }
        }
        Ok(properties)
    }

    /// Reads a sheet.
    pub fn sheet(&self, index: usize) -> Result<Sheet, Fault> {
        let part = self.sheets.get(index).ok_or(Fault::Damaged)?;
        let mut sheet = Sheet::new(&part.name, part.hidden, Rc::clone(&self.strings));
        let mut xml = Xml::new(self.archive.part(&part.path)?);
        let (mut row, mut column) = (0_u32, 0_u32);
        while let Some(item) = xml.next()? {
            let Item::Open(element) = item else { continue };
            match element.name.as_str() {
                "row" => {
                    row = element.number("r").unwrap_or(row.saturating_add(1));
                    column = 0;
                    if element.is("hidden") {
                        sheet.hide_rows(row, row)?;
                    }
                }
                "c" => {
                    let stated = element.get("r").and_then(read_address);
                    (row, column) = stated.unwrap_or((row.max(1), column.saturating_add(1)));
                    self.read_cell(&mut xml, &element, (row, column), &mut sheet)?;
                }
                "col" if element.is("hidden") => {
                    if let (Some(first), Some(last)) = (element.number("min"), element.number("max")) {
                        sheet.hidden_columns.push((first, last));
                    }
                }
                "mergeCell" => {
                    if let Some(range) = element.get("ref").and_then(Range::read) {
                        sheet.merge(range)?;
                    }
                }
                _ => {}
            }
            if sheet.hidden_columns.len() > ITEMS {
                return Err(Fault::TooLarge);
            }
        }
        for (_, kind, path) in relations(&self.archive, &part.path)? {
            if matches!(kind.as_str(), "comments" | "threadedComment") && self.archive.has(&path) {
                read_notes(&mut Xml::new(self.archive.part(&path)?), &mut sheet)?;
            }
        }
        Ok(sheet.finished())
    }

    /// Reads the cell that has just opened.
    fn read_cell<R: BufRead>(
        &self,
        xml: &mut Xml<R>,
        cell: &Element,
        (row, column): (u32, u32),
        sheet: &mut Sheet,
    ) -> Result<(), Fault> {
        let (mut value, mut inline, mut formula) = (String::new(), String::new(), None);
        while let Some(item) = xml.next()? {
            match item {
                Item::Open(element) if element.name == "v" => value = xml.text("v", &[])?,
                Item::Open(element) if element.name == "is" => inline = xml.text("is", &["rPh"])?,
                Item::Open(element) if element.name == "f" => formula = Some(xml.text("f", &[])?),
                Item::Close(name) if name == "c" => break,
                _ => {}
            }
        }
        // A text may be blank, and is then stored as one. A number that is not there was never worked out.
        if let Some(formula) = formula.filter(|_| value.trim().is_empty() && cell.get("t") != Some("str")) {
            return sheet.put(row, column, &format!("={formula}"));
        }
        match cell.get("t").unwrap_or("n") {
            "s" => {
                let index: usize = value.trim().parse().map_err(|_| Fault::Damaged)?;
                let end = *self.ends.get(index).ok_or(Fault::Damaged)?;
                let start = if index == 0 { 0 } else { self.ends[index - 1] };
                sheet.put_shared(row, column, (start, end))
            }
            "inlineStr" => sheet.put(row, column, &unescaped(&inline)),
            "b" => sheet.put(row, column, if value.trim() == "1" { "TRUE" } else { "FALSE" }),
            "n" => {
                let style: usize = cell.number("s").unwrap_or(0);
                let is_date = self.dates.get(style).copied().unwrap_or(false);
                let shown = is_date.then(|| date(value.trim().parse().ok()?, self.since_1904)).flatten();
                sheet.put(row, column, &shown.unwrap_or_else(|| written(&value)))
            }
            _ => sheet.put(row, column, &unescaped(&value)),
        }
    }
}

/// A string without the escapes of characters that XML cannot hold: `_x000D_` is a carriage return.
fn unescaped(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find("_x") else { return Cow::Borrowed(text) };
    let (mut out, mut rest) = (text[..first].to_owned(), &text[first..]);
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let code = rest.get(2..6).filter(|_| rest.as_bytes().get(6) == Some(&b'_'));
        let char = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match char {
            Some(char) => {
                out.push(char);
                rest = &rest[7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// For each style of cells, whether it shows dates.
fn read_styles(archive: &Archive<'_>, path: &str) -> Result<Vec<bool>, Fault> {
    let (mut codes, mut dates, mut of_cells): (Vec<(u32, bool)>, Vec<bool>, bool) = (Vec::new(), Vec::new(), false);
    elements(archive, path, |element| {
        match element.name.as_str() {
            "numFmt" => {
                if let (Some(id), Some(code)) = (element.number("numFmtId"), element.get("formatCode")) {
                    codes.push((id, is_date_format(code)));
                }
            }
            "cellXfs" => of_cells = true,
            "cellStyles" | "dxfs" => of_cells = false,
            "xf" if of_cells => {
                let id = element.number("numFmtId").unwrap_or(0);
                let own = codes.iter().find(|(known, _)| *known == id);
                dates.push(own.map_or(is_date_number(id), |(_, is_date)| *is_date));
            }
            _ => {}
        }
        if codes.len() > ITEMS || dates.len() > ITEMS { Err(Fault::TooLarge) } else { Ok(()) }
    })?;
    Ok(dates)
}

/// The strings that cells share, one after the other, and where each ends; how they are pronounced is left out.
fn read_strings(archive: &Archive<'_>, path: &str) -> Result<(String, Vec<usize>), Fault> {
    let (mut strings, mut ends) = (String::new(), Vec::new());
    if !archive.has(path) {
        return Ok((strings, ends));
    }
    let mut xml = Xml::new(archive.part(path)?);
    while let Some(item) = xml.next()? {
        if matches!(&item, Item::Open(element) if element.name == "si") {
            strings.push_str(&unescaped(&xml.text("si", &["rPh"])?));
            ends.push(strings.len());
            if strings.len() > TEXT || ends.len() > super::limit::CELLS {
                return Err(Fault::TooLarge);
            }
        }
    }
    Ok((strings, ends))
}

/// Notes in either form: the text of a `comment` or `threadedComment`, with the cell that it names.
fn read_notes<R: BufRead>(xml: &mut Xml<R>, sheet: &mut Sheet) -> Result<(), Fault> {
    while let Some(item) = xml.next()? {
        let Item::Open(element) = item else { continue };
        if matches!(element.name.as_str(), "comment" | "threadedComment") {
            let (row, column) = element.get("ref").and_then(read_address).unwrap_or((1, 1));
            let text = xml.text(&element.name, &[])?;
            sheet.note(row, column, text)?;
        }
        if element.name == "author" {
            let author = xml.text("author", &[])?;
            sheet.note(1, 1, author)?;
        }
    }
    Ok(())
}

/// Properties: every element that holds text, by its name.
pub(super) fn read_properties<R: BufRead>(
    xml: &mut Xml<R>,
    properties: &mut Vec<(String, String)>,
) -> Result<(), Fault> {
    let mut name = String::new();
    while let Some(item) = xml.next()? {
        match item {
            Item::Open(element) => name = element.get("name").map_or(element.name.clone(), str::to_owned),
            Item::Text(text) if !text.trim().is_empty() => properties.push((name.clone(), text.trim().to_owned())),
            _ => {}
        }
        if properties.len() > ITEMS {
            return Err(Fault::TooLarge);
        }
    }
    Ok(())
}
