//! Code lists: the bytes of a file that explains codes in, its rows by key out; a key that occurs twice becomes an issue.

use super::package::{Package, Table};
use super::reader::{find_columns, read_header, with_told_delimiter};
use super::row::Visitor;
use crate::issue::Issue;
use crate::place::Place;
use daylight_scan::{Record, Scanner, Symbols};

/// A code list: rows of texts by key.
#[derive(Debug, Default)]
pub(super) struct CodeList {
    keys: Vec<(usize, Symbols)>,
    rows: Vec<Vec<String>>,
}

impl CodeList {
    /// The text in `column` of the row whose `key` column holds `code`.
    pub(super) fn find(&self, key: usize, code: &str, column: usize) -> Option<&str> {
        let symbols = &self.keys.iter().find(|(field, _)| *field == key)?.1;
        let row = symbols.find(code.as_bytes())?.index().checked_sub(1)?;
        self.rows.get(row)?.get(column).map(String::as_str)
    }
}

/// Reads a code list; a key that occurs twice is told, and the first row counts.
pub(super) fn read_code_list(package: &Package, table: &Table, bytes: &[u8], visitor: &mut dyn Visitor) -> CodeList {
    let dialect = if table.delimiter_stated { table.dialect } else { with_told_delimiter(bytes, table.dialect) };
    let told = Table { dialect, path: table.path.clone(), header_rows: table.header_rows.clone(), ..Table::default() };
    let headers = read_header(bytes, &told);
    let columns = find_columns(table, &headers, 1, visitor);
    let references = package.tables.iter().flat_map(|table| &table.references);
    let mut keys: Vec<usize> = references
        .filter(|(_, there, _)| std::ptr::eq(&package.tables[*there], table))
        .map(|(_, _, key)| *key)
        .collect();
    keys.dedup();
    keys.truncate(1);
    let mut list = CodeList { keys: keys.into_iter().map(|key| (key, Symbols::default())).collect(), rows: Vec::new() };
    let (mut scanner, mut record, mut number) = (Scanner::new(bytes, dialect), Record::default(), 0);
    let first = table.header_rows.iter().copied().max().unwrap_or(0);
    while scanner.read(&mut record) {
        number += 1;
        let cell = |field: usize| columns[field].map_or(&[][..], |column| record.cell(bytes, column).trim_ascii());
        let Some((key, symbols)) = list.keys.first_mut().filter(|_| number > first) else { continue };
        let code = cell(*key);
        if code.is_empty() {
            if !record.is_empty() {
                let place = Place {
                    file: table.path.clone(),
                    row: Some(number),
                    column: columns[*key].map(|column| column as u32 + 1),
                };
                visitor.issue(
                    Issue::error("code-missing", place).with("header", &table.fields[*key].name).with("rows", 1),
                );
            }
            continue;
        }
        if symbols.find(code).is_some() {
            let place = Place {
                file: table.path.clone(),
                row: Some(number),
                column: columns[*key].map(|column| column as u32 + 1),
            };
            visitor.issue(Issue::error("code-duplicate", place).with("code", String::from_utf8_lossy(code)));
            continue;
        }
        symbols.intern(code);
        let texts = (0..table.fields.len()).map(|field| String::from_utf8_lossy(cell(field)).into_owned());
        list.rows.push(texts.collect());
    }
    list
}
