//! A row as the later stages see it: borrowed, with its place; plain data.

use super::layout::As;
use super::package::Table;
use super::state::{AxisState, MOST};
use crate::issue::Issue;
use crate::money::{Amount, AmountFault};
use daylight_scan::{Record, Symbol};

/// An amount, its absence, or what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountCell {
    /// Nothing stands there, which is not zero.
    Blank,
    /// An exact amount.
    Amount(Amount),
    /// No exact amount.
    Fault(AmountFault),
}

/// One row of a file.
#[derive(Debug)]
pub struct Row<'a> {
    /// The file it stands in.
    pub table: &'a Table,
    /// Its number, as a spreadsheet shows it.
    pub number: u32,
    /// What it is.
    pub row: As,
    /// The number of its class: rows of a class have the same key.
    pub class: usize,
    /// One symbol for each axis that was selected.
    pub key: &'a [Symbol],
    /// One cell for each measure of the table.
    pub amounts: &'a [AmountCell],
    /// For each measure, the codes that its amounts have whatever the row says: position in `key`, symbol.
    pub sets: &'a [Vec<(usize, Symbol)>],
    /// The selected axes with the codes seen so far.
    pub axes: &'a [AxisState],
    pub(super) record: &'a Record,
    pub(super) file: &'a [u8],
    pub(super) columns: &'a [Option<usize>],
}

impl Row<'_> {
    /// The text of a declared field; blank where the column is missing or not UTF-8.
    pub fn text(&self, field: usize) -> &str {
        std::str::from_utf8(self.bytes(field)).unwrap_or("")
    }

    /// The bytes of a declared field, spaces around them aside.
    pub fn bytes(&self, field: usize) -> &[u8] {
        self.columns[field].map_or(&[][..], |column| self.record.cell(self.file, column)).trim_ascii()
    }

    /// The column in which a field stands, from one, as a spreadsheet shows it.
    pub fn column(&self, field: usize) -> Option<u32> {
        self.columns[field].map(|column| column as u32 + 1)
    }

    /// Whether every cell is blank.
    pub fn is_blank(&self) -> bool {
        (0..self.record.len()).all(|column| self.record.cell(self.file, column).trim_ascii().is_empty())
    }

    /// Every amount of the row with its whole key: the row's own codes and those of the measure.
    pub fn facts(&self, mut visit: impl FnMut(&[Symbol], usize, Amount)) {
        let mut scratch = [Symbol::BLANK; MOST];
        for (measure, cell) in self.amounts.iter().enumerate() {
            if let AmountCell::Amount(amount) = *cell {
                visit(self.key_of(measure, &mut scratch), measure, amount);
            }
        }
    }

    /// The whole key of a measure's amount.
    pub fn key_of<'a>(&'a self, measure: usize, scratch: &'a mut [Symbol; MOST]) -> &'a [Symbol] {
        let sets = &self.sets[measure];
        match scratch.get_mut(..self.key.len()) {
            Some(key) if !sets.is_empty() => {
                key.copy_from_slice(self.key);
                for (position, symbol) in sets {
                    key[*position] = *symbol;
                }
                key
            }
            _ => self.key,
        }
    }
}

/// Who looks at the rows as they pass.
pub trait Visitor {
    /// A row that could be read; some of its amounts may be faults.
    fn row(&mut self, row: &Row<'_>);

    /// Something that is wrong.
    fn issue(&mut self, issue: Issue);
}
