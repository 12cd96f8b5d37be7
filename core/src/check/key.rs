//! Rules of keys: rows that repeat the key of another row.

use super::{Depth, Locate, Rule, Seen};
use crate::ingest::{As, Row, Table};
use crate::issue::Issue;
use crate::place::Place;
use daylight_scan::Symbols;

/// `code-duplicate` (error): a row repeats the declared primary key of another. `row-repeated` (note): rows that are the same
/// to the letter, counted, with the first place; real ledgers have them, a copying mistake looks like them.
pub(super) struct Repeated {
    notes: bool,
    file: String,
    keys: Symbols,
    whole: Symbols,
    scratch: Vec<u8>,
    first: Option<(Place, u64)>,
    found: Vec<(Place, u64)>,
}

impl Repeated {
    pub(super) fn new(depth: Depth) -> Self {
        Self {
            notes: depth == Depth::Notes,
            file: String::new(),
            keys: Symbols::default(),
            whole: Symbols::default(),
            scratch: Vec::new(),
            first: None,
            found: Vec::new(),
        }
    }
}

impl Rule for Repeated {
    fn looks_at_rows(&self, table: &Table) -> bool {
        self.notes || !table.key.is_empty()
    }

    fn row(&mut self, row: &Row<'_>, issues: &mut Vec<Issue>) {
        if row.row != As::Part || !self.looks_at_rows(row.table) {
            return;
        }
        if self.file != row.table.path {
            self.found.extend(self.first.take());
            self.file.clone_from(&row.table.path);
            self.keys = Symbols::default();
            self.whole = Symbols::default();
        }
        if !row.table.key.is_empty() {
            self.scratch.clear();
            for field in &row.table.key {
                self.scratch.extend_from_slice(row.bytes(*field));
                self.scratch.push(0x1f);
            }
            let known = self.keys.len();
            self.keys.intern(&self.scratch);
            if self.keys.len() == known {
                let column = row.column(row.table.key[0]);
                let place = Place { column, ..Place::row(&row.table.path, row.number) };
                let code = String::from_utf8_lossy(&self.scratch).trim_end_matches('\u{1f}').replace('\u{1f}', " · ");
                issues.push(Issue::error("code-duplicate", place).with("code", code));
            }
            return;
        }
        self.scratch.clear();
        for field in 0..row.table.fields.len() {
            self.scratch.extend_from_slice(row.bytes(field));
            self.scratch.push(0x1f);
        }
        let known = self.whole.len();
        self.whole.intern(&self.scratch);
        if self.whole.len() == known {
            let place = Place::row(&row.table.path, row.number);
            self.first.get_or_insert((place, 0)).1 += 1;
        }
    }

    fn finish(&mut self, _: &Seen<'_>, issues: &mut Vec<Issue>) -> Option<Box<dyn Locate>> {
        self.found.extend(self.first.take());
        for (place, rows) in &self.found {
            issues.push(Issue::note("row-repeated", place.clone()).with("rows", rows));
        }
        None
    }
}
