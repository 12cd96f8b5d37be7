//! Gaps: rows in, the keys of parts whose amount could not be read out; cannot fail.
//!
//! A sum over a gap is smaller than it should be. The cell is told where it stands; totals above it are not called wrong too.

use crate::ingest::{AmountCell, As, MOST, Row};
use crate::model::Builder;
use crate::money::Amount;
use daylight_scan::Symbol;

/// The keys of amounts that are in no sum.
pub(super) struct Gaps {
    keys: Builder,
}

impl Gaps {
    /// For keys of so many axes.
    pub(super) fn new(width: usize) -> Self {
        Self { keys: Builder::new(width) }
    }

    /// A row passes.
    pub(super) fn row(&mut self, row: &Row<'_>) {
        let mut scratch = [Symbol::BLANK; MOST];
        for (measure, cell) in row.amounts.iter().enumerate() {
            if let (As::Part, AmountCell::Fault(_)) = (row.row, cell) {
                self.keys.add(row.key_of(measure, &mut scratch), Amount::ZERO);
            }
        }
    }

    /// The keys, each once.
    pub(super) fn keys(&self) -> impl Iterator<Item = &[Symbol]> {
        self.keys.facts().map(|fact| fact.key)
    }
}
