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

    /// The number of the fact with a key, counted from zero in order of first appearance; a new one has nothing added.
    #[inline]
    pub fn fact(&mut self, key: &[Symbol]) -> usize {
        let number = self.keys.intern(key);
        if number == self.amounts.len() {
            self.amounts.push(Amount::ZERO);
            self.counts.push(0);
        }
        number
    }

    /// Adds an amount to a fact.
    #[inline]
    pub fn add_to(&mut self, number: usize, amount: Amount) {
        self.amounts[number] += amount;
        self.counts[number] += 1;
    }

    /// Adds an amount under a key and returns the number of its fact.
    #[inline]
    pub fn add(&mut self, key: &[Symbol], amount: Amount) -> usize {
        let number = self.fact(key);
        self.add_to(number, amount);
        number
    }

    /// Adds an amount that `count` rows make up.
    pub fn put(&mut self, key: &[Symbol], amount: Amount, count: u32) {
        let number = self.fact(key);
        self.amounts[number] += amount;
        self.counts[number] += count;
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
