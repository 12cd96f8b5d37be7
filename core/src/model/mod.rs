//! The believed facts of a package: rows in, a small table of distinct keys with exact sums out; cannot fail.
//!
//! A model keeps no row. It keeps, for every distinct combination of codes, the exact sum and the count of its rows, so that
//! any question of the summary stage is one pass over a small table.

mod axis;
mod build;

pub use axis::{About, Axis, AxisId, Contact, Dimension, Kind, Source};
pub use build::{Builder, build_model};
pub use daylight_scan::{Symbol, Symbols};

use crate::money::{Amount, Currency};

/// A package that was read: what it is about, its axes and its facts.
///
/// *Meaning*: every fact is the sum of all rows that share its codes. *Validity*: each fact has one symbol per axis.
/// *Not checked*: that the rows add up; that is the check stage's work.
#[derive(Debug, Default)]
pub struct Model {
    /// Title, sources, status and dates, as the descriptor states them.
    pub about: About,
    /// The columns of the key: each level of each dimension, and phase, year, direction and currency.
    pub axes: Vec<Axis>,
    /// The dimensions, in the order of the descriptor; each names its axes from the top level down.
    pub dimensions: Vec<Dimension>,
    /// Rows read, totals and notes not counted.
    pub rows: u64,
    keys: Vec<Symbol>,
    amounts: Vec<Amount>,
    counts: Vec<u32>,
}

/// One fact of a model.
#[derive(Clone, Copy, Debug)]
pub struct Fact<'a> {
    /// One symbol per axis of the model.
    pub key: &'a [Symbol],
    /// The sum of its rows.
    pub amount: Amount,
    /// How many rows.
    pub count: u32,
}

impl Model {
    /// Every fact.
    pub fn facts(&self) -> impl Iterator<Item = Fact<'_>> {
        let width = self.axes.len();
        (0..self.amounts.len()).map(move |index| Fact {
            key: &self.keys[index * width..(index + 1) * width],
            amount: self.amounts[index],
            count: self.counts[index],
        })
    }

    /// How many facts there are.
    pub fn len(&self) -> usize {
        self.amounts.len()
    }

    /// Whether there is no fact at all.
    pub fn is_empty(&self) -> bool {
        self.amounts.is_empty()
    }

    /// An axis by its id.
    pub fn axis(&self, id: AxisId) -> &Axis {
        &self.axes[id.0]
    }

    /// The axis of a kind that has a single level: phase, year, direction, currency.
    pub fn single(&self, kind: Kind) -> Option<AxisId> {
        self.axes.iter().position(|axis| axis.kind == kind).map(AxisId)
    }

    /// The currency of a symbol of the currency axis; where the package states one for all rows, that one.
    pub fn currency(&self, key: &[Symbol]) -> Currency {
        match self.single(Kind::Currency) {
            Some(id) => Currency::from_code(self.axis(id).code(key[id.0])),
            None => Currency::UNSTATED,
        }
    }

    /// Whether another model holds the same facts under the same codes and labels.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let same_axis = |(one, two): (&Axis, &Axis)| {
            let codes = || one.codes.iter().zip(two.codes.iter()).all(|(a, b)| one.code(a) == two.code(b));
            one.kind == two.kind && one.codes.len() == two.codes.len() && codes() && one.labels == two.labels
        };
        self.rows == other.rows
            && self.axes.len() == other.axes.len()
            && self.axes.iter().zip(&other.axes).all(same_axis)
            && (&self.keys, &self.amounts, &self.counts) == (&other.keys, &other.amounts, &other.counts)
    }
}
