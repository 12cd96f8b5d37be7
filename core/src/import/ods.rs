//! ODS spreadsheets (OASIS OpenDocument 1.2): the parts of an archive in, sheets out.

use super::archive::Archive;
use super::fault::Fault;
use super::limit::ITEMS;
use super::number::written;
use super::sheet::{Range, Sheet};
use super::xlsx::read_properties;
use super::xml::{Element, Item, Xml};
use std::io::BufRead;

/// A spreadsheet: all sheets are in one part, which is read again for each.
#[derive(Debug)]
pub struct Ods<'a> {
    archive: Archive<'a>,
    sheets: Vec<(String, bool)>,
}

/// Which rows and columns those that repeat are, from one.
fn run(element: &Element, name: &str, after: u32) -> (u32, u32) {
    let many: u32 = element.number(name).unwrap_or(1).max(1);
    (after.saturating_add(1), after.saturating_add(many))
}

impl<'a> Ods<'a> {
    /// Reads the names of the sheets.
    pub fn open(archive: Archive<'a>) -> Result<Self, Fault> {
        let mut encrypted = false;
        if archive.has("META-INF/manifest.xml") {
            let mut xml = Xml::new(archive.part("META-INF/manifest.xml")?);
            while let Some(item) = xml.next()? {
                encrypted |= matches!(&item, Item::Open(element) if element.name == "encryption-data");
            }
        }
        if encrypted {
            return Err(Fault::Protected);
        }
        let (mut sheets, mut hidden, mut style) = (Vec::new(), Vec::new(), String::new());
        let mut xml = Xml::new(archive.part("content.xml")?);
        while let Some(item) = xml.next()? {
            let Item::Open(element) = item else { continue };
            match element.name.as_str() {
                "style" => style = element.get("name").unwrap_or("").to_owned(),
                "table-properties" if element.get("display") == Some("false") => hidden.push(style.clone()),
                "table" => {
                    let is_hidden =
                        element.get("style-name").is_some_and(|name| hidden.iter().any(|style| style == name));
                    sheets.push((element.get("name").unwrap_or("").to_owned(), is_hidden));
                }
                _ => {}
            }
            if sheets.len() > ITEMS || hidden.len() > ITEMS {
                return Err(Fault::TooLarge);
            }
        }
        Ok(Self { archive, sheets })
    }

    /// The names of the sheets, and whether each is hidden.
    pub fn sheets(&self) -> Vec<(String, bool)> {
        self.sheets.clone()
    }

    /// The properties of the document that hold text.
    pub fn properties(&self) -> Result<Vec<(String, String)>, Fault> {
        let mut properties = Vec::new();
        if self.archive.has("meta.xml") {
            read_properties(&mut Xml::new(self.archive.part("meta.xml")?), &mut properties)?;
        }
        Ok(properties)
    }

    /// Reads a sheet.
    pub fn sheet(&self, index: usize) -> Result<Sheet, Fault> {
        let (name, hidden) = self.sheets.get(index).ok_or(Fault::Damaged)?;
        let mut xml = Xml::new(self.archive.part("content.xml")?);
        let mut before = index + 1;
        while before > 0 {
            match xml.next()?.ok_or(Fault::Damaged)? {
                Item::Open(element) if element.name == "table" => before -= 1,
                _ => {}
            }
        }
        let mut sheet = Sheet::new(name, *hidden, "".into());
        let (mut row, mut column) = (0, 0);
        while let Some(item) = xml.next()? {
            let element = match item {
                Item::Close(name) if name == "table" => break,
                Item::Open(element) => element,
                _ => continue,
            };
            let is_hidden = matches!(element.get("visibility"), Some("collapse" | "filter"));
            match element.name.as_str() {
                "table-column" => {
                    let (first, last) = run(&element, "number-columns-repeated", column);
                    column = last;
                    if is_hidden {
                        sheet.hidden_columns.push((first, last));
                    }
                }
                "table-row" => {
                    let rows = run(&element, "number-rows-repeated", row);
                    row = rows.1;
                    if is_hidden {
                        sheet.hide_rows(rows.0, rows.1)?;
                    }
                    read_row(&mut xml, rows, &mut sheet)?;
                }
                _ => {}
            }
            if sheet.hidden_columns.len() > ITEMS {
                return Err(Fault::TooLarge);
            }
        }
        Ok(sheet.finished())
    }
}

/// Reads the cells of a row that has just opened and stands for a run of rows.
fn read_row<R: BufRead>(xml: &mut Xml<R>, rows: (u32, u32), sheet: &mut Sheet) -> Result<(), Fault> {
    let mut column = 0;
    while let Some(item) = xml.next()? {
        let element = match item {
            Item::Close(name) if name == "table-row" => break,
            Item::Open(element) => element,
            _ => continue,
        };
        if !matches!(element.name.as_str(), "table-cell" | "covered-table-cell") {
            continue;
        }
        let columns = run(&element, "number-columns-repeated", column);
        column = columns.1;
        let spanned = |name| element.number::<u32>(name).unwrap_or(1).max(1) - 1;
        let (down, right) = (spanned("number-rows-spanned"), spanned("number-columns-spanned"));
        if down + right > 0 {
            let (rows, columns) = ((rows.0, rows.0.saturating_add(down)), (columns.0, columns.0.saturating_add(right)));
            sheet.merge(Range { rows, columns })?;
        }
        let shown = read_cell(xml, &element, (rows.0, columns.0), sheet)?;
        if shown.is_empty() {
            continue;
        }
        for row in rows.0..=rows.1 {
            for column in columns.0..=columns.1 {
                sheet.put(row, column, &shown)?;
            }
        }
    }
    Ok(())
}

/// The text of the cell that has just opened; a note in it is kept.
fn read_cell<R: BufRead>(
    xml: &mut Xml<R>,
    cell: &Element,
    (row, column): (u32, u32),
    sheet: &mut Sheet,
) -> Result<String, Fault> {
    let (mut shown, mut inside) = (String::new(), false);
    while let Some(item) = xml.next()? {
        match item {
            Item::Open(element) if element.name == "annotation" => {
                let text = xml.text("annotation", &[])?;
                sheet.note(row, column, text)?;
            }
            Item::Open(element) if element.name == "p" => {
                inside = true;
                if !shown.is_empty() {
                    shown.push('\n');
                }
            }
            Item::Close(name) if name == "p" => inside = false,
            Item::Open(element) if matches!(element.name.as_str(), "s" | "tab") => {
                let many = element.number("c").unwrap_or(1).min(1000);
                shown.extend(std::iter::repeat_n(' ', many));
            }
            Item::Open(element) if element.name == "line-break" => shown.push('\n'),
            Item::Text(text) if inside => shown.push_str(&text),
            Item::Close(name) if name == cell.name => break,
            _ => {}
        }
    }
    if let Some(formula) = cell.get("formula").filter(|_| cell.get("value-type").is_none() && shown.trim().is_empty()) {
        // It was never worked out.
        return Ok(format!("={}", formula.trim_start_matches("of:").trim_start_matches('=')));
    }
    Ok(match cell.get("value-type") {
        Some("float" | "currency" | "percentage") => written(cell.get("value").unwrap_or("")),
        Some("date") => cell.get("date-value").unwrap_or("").trim_end_matches("T00:00:00").to_owned(),
        Some("boolean") => cell.get("boolean-value").unwrap_or("").to_ascii_uppercase(),
        Some(_) => shown,
        // Without a type a cell is blank, whatever white space stands in it.
        None => shown.trim().to_owned(),
    })
}
