//! The believed facts of a package: rows in, a small table of distinct keys with exact sums out; cannot fail.
//!
//! A model keeps no row. It keeps, for every distinct combination of codes, the exact sum and the count of its rows, so that
//! any question of the summary stage is one pass over a small table.

mod axis;
mod build;
pub mod consultation;
pub mod funds;
pub mod link;
pub mod path;
pub mod record;
pub mod results;

pub use axis::{About, Axis, AxisId, Contact, Dimension, ELSEWHERE, Kind, Series, SeriesKind, Source};
pub use build::{Branch, Builder, build_model, build_outline};
pub use daylight_scan::{Symbol, Symbols};

use crate::money::{Amount, Currency};
use std::ops::Range;

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
    /// In an outline, where the facts of each dimension end; nothing where every fact has the codes of all dimensions.
    ends: Vec<usize>,
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
        self.facts_in(0..self.amounts.len())
    }

    /// The facts to ask about some axes. In an outline they are those of the dimension that has one of the axes, or of any
    /// dimension where none has.
    pub fn facts_of(&self, axes: &[AxisId]) -> impl Iterator<Item = Fact<'_>> {
        let asked = |at: &usize| self.dimensions[*at].axes.iter().any(|axis| axes.contains(axis));
        let mut filled = (0..self.ends.len()).filter(|at| !self.range(*at).is_empty());
        let at = filled.clone().find(asked).or_else(|| filled.next());
        self.facts_in(at.map_or(0..self.amounts.len(), |at| self.range(at)))
    }

    fn facts_in(&self, range: Range<usize>) -> impl Iterator<Item = Fact<'_>> {
        let width = self.axes.len();
        range.map(move |index| Fact {
            key: &self.keys[index * width..(index + 1) * width],
            amount: self.amounts[index],
            count: self.counts[index],
        })
    }

    /// Where the facts of a dimension are in an outline.
    fn range(&self, dimension: usize) -> Range<usize> {
        dimension.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[dimension]
    }

    /// Whether it is an outline: sums of each dimension for itself, from the top down as far as they are here.
    pub fn is_outline(&self) -> bool {
        !self.ends.is_empty()
    }

    /// The number of the slice that has the parts of a node, where they are not here.
    pub fn slice_at(&self, dimension: &Dimension, path: &[Symbol]) -> Option<u32> {
        let axis = dimension.axes.get(path.len()).filter(|_| self.is_outline())?;
        let leads_there =
            |fact: &Fact| path.iter().zip(&dimension.axes).all(|(symbol, axis)| fact.key[axis.0] == *symbol);
        let facts = self.facts_of(&dimension.axes).filter(leads_there);
        facts.filter_map(|fact| self.axis(*axis).elsewhere(fact.key[axis.0])).next()
    }

    /// Whether parts of it are in slices.
    pub fn has_slices(&self) -> bool {
        let is_elsewhere =
            |fact: Fact| self.axes.iter().zip(fact.key).any(|(axis, symbol)| axis.elsewhere(*symbol).is_some());
        self.is_outline() && self.facts().any(is_elsewhere)
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
}
