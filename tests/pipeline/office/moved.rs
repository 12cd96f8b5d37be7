//! The same file otherwise: a descriptor and its data in, a folder with rows shuffled, columns moved and headers renamed out.

use daylight_core::import::{Sheet, Which, Workbook};
use daylight_tests::moved::{rename, shuffled};
use rust_xlsxwriter::Workbook as Writer;
use serde_json::{Map, Value};
use std::fs;
use std::io::Read;
use std::path::Path;
use tempfile::TempDir;

/// What may be moved without another meaning.
pub enum Move {
    /// All rows below a header in this row, and all columns, which get new names.
    Columns(u32),
    /// Rows within each of these runs.
    Rows(Vec<(u32, u32)>),
    /// The objects of this member, whose members get new names.
    Items(&'static str),
}

/// Writes the file of a descriptor with one resource, moved, and the descriptor that then fits.
pub fn moved(descriptor: &Path, data: &Path, how: &Move) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut package: Value = serde_json::from_str(&fs::read_to_string(descriptor).unwrap()).unwrap();
    let path = package["resources"][0]["path"].as_str().unwrap().to_owned();
    let bytes = fs::read(data.join(&path)).unwrap();
    let names = match how {
        Move::Items(member) => {
            let mut text = String::new();
            flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
            let (document, names) = moved_items(&text, member);
            package["resources"][0]["path"] = "moved.json".into();
            fs::write(folder.path().join("moved.json"), document.to_string()).unwrap();
            names
        }
        Move::Columns(_) | Move::Rows(_) => {
            let which = package["resources"][0]["dialect"]["sheetName"].as_str().map(|name| Which::Named(name.into()));
            let sheet = Workbook::open(&bytes).unwrap().find(&which.unwrap_or_default()).unwrap();
            package["resources"][0]["path"] = "moved.xlsx".into();
            write_moved(&sheet, how, &folder.path().join("moved.xlsx"))
        }
    };
    rename(&mut package["resources"][0], &names);
    fs::write(folder.path().join("datapackage.json"), package.to_string()).unwrap();
    folder
}

/// Writes a sheet into a workbook of its own; returns old and new headers.
fn write_moved(sheet: &Sheet, how: &Move, path: &Path) -> Vec<(String, String)> {
    let (last, width) = sheet.size();
    let (mut rows, mut columns): (Vec<u32>, Vec<u32>) = ((1..=last).collect(), (1..=width).collect());
    let mut names = Vec::new();
    match how {
        Move::Columns(header) => {
            rows = (1..=*header).chain(shuffled(header + 1..=last)).collect();
            columns = shuffled(1..=width);
            let headers = (1..=width).map(|column| sheet.text(*header, column).to_owned());
            names = headers.enumerate().map(|(at, name)| (name, format!("Rubrik {at}"))).collect();
        }
        Move::Rows(runs) => {
            for (first, last) in runs {
                rows.splice(*first as usize - 1..*last as usize, shuffled(*first..=*last));
            }
        }
        Move::Items(_) => {}
    }
    let mut book = Writer::new();
    let out = book.add_worksheet();
    out.set_name(&sheet.name).unwrap();
    for (to_row, row) in rows.iter().enumerate() {
        for (to_column, column) in columns.iter().enumerate() {
            let text = sheet.text(*row, *column);
            let is_header = matches!(how, Move::Columns(header) if header == row);
            let (to_row, to_column) = (to_row as u32, to_column as u16);
            match text.parse::<f64>() {
                _ if text.is_empty() => {}
                _ if is_header => drop(out.write(to_row, to_column, &names[*column as usize - 1].1).unwrap()),
                // A code with a zero before it is a text.
                Ok(number) if number.to_string() == text => drop(out.write(to_row, to_column, number).unwrap()),
                _ => drop(out.write(to_row, to_column, text).unwrap()),
            }
        }
    }
    book.save(path).unwrap();
    names
}

/// A document with the objects of a member in another order and their members under new names.
fn moved_items(text: &str, member: &str) -> (Value, Vec<(String, String)>) {
    let mut document: Value = serde_json::from_str(text).unwrap();
    let items = document[member].as_array().unwrap();
    let names: Vec<(String, String)> = items[0]
        .as_object()
        .unwrap()
        .keys()
        .enumerate()
        .map(|(at, name)| (name.clone(), format!("member {at}")))
        .collect();
    let renamed = |item: &Value| {
        let members = names.iter().rev().map(|(old, new)| (new.clone(), item[old].clone()));
        Value::Object(members.collect::<Map<String, Value>>())
    };
    let moved = shuffled(0..items.len() as u32).iter().map(|at| renamed(&items[*at as usize])).collect();
    document[member] = Value::Array(moved);
    (document, names)
}
