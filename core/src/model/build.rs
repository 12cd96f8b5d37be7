//! Building a model: rows in, facts out; cannot fail.

use super::{About, Axis, Dimension, Fact, Model};
use crate::money::Amount;
use daylight_scan::{Symbol, Tuples};

/// Adds facts up by their key.
#[derive(Debug, Default)]
pub struct Builder {
    keys: Tuples,
    amounts: Vec<Amount>,
    counts: Vec<u32>,
}

impl Builder {
    /// A builder of facts with so many symbols a key.
    pub fn new(width: usize) -> Self {
        Self { keys: Tuples::new(width), ..Self::default() }
    }

    /// Adds an amount under a key and returns the number of its fact, counted from zero in order of first appearance.
    #[inline]
    pub fn add(&mut self, key: &[Symbol], amount: Amount) -> usize {
        self.add_sum(key, amount, 1)
    }

    /// Adds the sum of many amounts under a key, and returns the number of its fact.
    pub fn add_sum(&mut self, key: &[Symbol], amount: Amount, count: u32) -> usize {
        let number = self.keys.intern(key);
        if number == self.amounts.len() {
            self.amounts.push(Amount::ZERO);
            self.counts.push(0);
        }
        self.amounts[number] += amount;
        self.counts[number] += count;
        number
    }

    /// The facts so far, in order of first appearance.
    pub fn facts(&self) -> impl Iterator<Item = Fact<'_>> {
        (0..self.amounts.len()).map(|number| Fact {
            key: self.keys.get(number),
            amount: self.amounts[number],
            count: self.counts[number],
        })
    }
}

/// A model from what was read.
pub fn build_model(about: About, axes: Vec<Axis>, dimensions: Vec<Dimension>, rows: u64, facts: Builder) -> Model {
    Model {
        about,
        axes,
        dimensions,
        rows,
        keys: facts.keys.into_members(),
        amounts: facts.amounts,
        counts: facts.counts,
    }
}
