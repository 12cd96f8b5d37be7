//! A row as the later stages see it: borrowed, with its place; plain data.

use super::layout::As;
use super::package::Table;
use super::state::{AxisState, MOST};
use crate::issue::Issue;
use crate::money::{Amount, AmountFault, Unit};
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
    /// One symbol for each axis that was selected.
    pub key: &'a [Symbol],
    /// One cell for each measure of the table.
    pub amounts: &'a [AmountCell],
    /// For each measure, the codes that its amounts have whatever the row says: position in `key`, symbol.
    pub sets: &'a [Vec<(usize, Symbol)>],
    /// The unit in which each measure's cells are read.
    pub units: &'a [Unit],
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
        with_sets(self.key, &self.sets[measure], scratch)
    }
}

/// A row's key with the codes that a measure sets.
pub(super) fn with_sets<'a>(
    key: &'a [Symbol],
    sets: &[(usize, Symbol)],
    scratch: &'a mut [Symbol; MOST],
) -> &'a [Symbol] {
    match scratch.get_mut(..key.len()) {
        Some(whole) if !sets.is_empty() => {
            whole.copy_from_slice(key);
            for (position, symbol) in sets {
                whole[*position] = *symbol;
            }
            whole
        }
        _ => key,
    }
}

/// What amounts of one measure and one key add up to.
#[derive(Debug)]
pub struct Sum<'a> {
    /// The file they stand in.
    pub table: &'a Table,
    /// Their measure.
    pub measure: usize,
    /// Their whole key.
    pub key: &'a [Symbol],
    /// Exactly.
    pub amount: Amount,
    /// How many there are.
    pub count: u32,
    /// How many of them were in rows that were not shown.
    pub unseen: u32,
}

/// Who is told of the rows: of each as it passes, and of their sums.
pub trait Visitor {
    /// Whether every row of a file is to be shown. Otherwise *usual* rows are not: those in which no code, amount or
    /// combination of codes is new, blank, or anything but an exact amount.
    fn looks_at_rows(&self, _table: &Table) -> bool {
        true
    }

    /// A row that could be read; some of its amounts may be faults.
    fn row(&mut self, row: &Row<'_>);

    /// A sum of parts. All sums of a file follow its rows; a key may come again.
    fn sum(&mut self, _sum: &Sum<'_>) {}

    /// A file was read: how many rows it has, and how many of them are parts.
    fn file(&mut self, _rows: u64, _parts: u64) {}

    /// Something that is wrong.
    fn issue(&mut self, issue: Issue);
}
