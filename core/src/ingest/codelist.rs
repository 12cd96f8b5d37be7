//! Code lists: the bytes of a file that explains codes in, its rows by key out; a key that occurs twice becomes an issue.

use super::package::{Package, Table};
use super::reader::{dialect, find_columns_or_tell, headers};
use super::row::Visitor;
use crate::issue::Issue;
use crate::order::sort_by_key;
use crate::place::Place;
use daylight_scan::{Record, Scanner, Symbols};

/// A code list: rows of texts, by each column that another file refers to.
#[derive(Debug, Default)]
pub(super) struct CodeList {
    keys: Vec<Key>,
    rows: Vec<Vec<String>>,
}

/// A column that others refer to.
#[derive(Debug)]
struct Key {
    field: usize,
    codes: Symbols,
    /// The row of each code, in order of the codes; the blank has none.
    rows: Vec<usize>,
}

impl CodeList {
    /// The text in `column` of the row whose `key` column holds `code`.
    pub(super) fn find(&self, key: usize, code: &str, column: usize) -> Option<&str> {
        let key = self.keys.iter().find(|known| known.field == key)?;
        let place = key.codes.find(code.as_bytes())?.index().checked_sub(1)?;
        self.rows.get(*key.rows.get(place)?)?.get(column).map(String::as_str)
    }
}

/// Reads a code list; a key that is blank or occurs twice is told, and the first row counts.
pub(super) fn read_code_list(package: &Package, table: &Table, bytes: &[u8], visitor: &mut dyn Visitor) -> CodeList {
    let columns = find_columns_or_tell(table, &headers(bytes, table), 1, visitor);
    let references = package.tables.iter().flat_map(|table| &table.references);
    let mut keys: Vec<usize> = references
        .filter(|(_, there, _)| std::ptr::eq(&package.tables[*there], table))
        .map(|(_, _, key)| *key)
        .collect();
    sort_by_key(&mut keys, |key| *key);
    keys.dedup();
    let key = |field| Key { field, codes: Symbols::default(), rows: Vec::new() };
    let mut list = CodeList { keys: keys.into_iter().map(key).collect(), rows: Vec::new() };
    let (mut scanner, mut record, mut number) = (Scanner::new(bytes, dialect(bytes, table)), Record::default(), 0);
    let first = table.header_rows.iter().copied().max().unwrap_or(0);
    while scanner.read(&mut record) {
        number += 1;
        if number <= first || record.is_empty() {
            continue;
        }
        let cell = |field: usize| columns[field].map_or(&[][..], |column| record.cell(bytes, column).trim_ascii());
        for key in &mut list.keys {
            let code = cell(key.field);
            let column = columns[key.field].map(|column| column as u32 + 1);
            let place = Place { column, ..Place::row(&table.path, number) };
            if code.is_empty() {
                let header = &table.fields[key.field].name;
                visitor.issue(Issue::error("code-missing", place).with("header", header).with("rows", 1));
            } else if key.codes.find(code).is_some() {
                visitor.issue(Issue::error("code-duplicate", place).with("code", String::from_utf8_lossy(code)));
            } else {
                key.codes.intern(code);
                key.rows.push(list.rows.len());
            }
        }
        let texts = (0..table.fields.len()).map(|field| String::from_utf8_lossy(cell(field)).into_owned());
        list.rows.push(texts.collect());
    }
    list
}
