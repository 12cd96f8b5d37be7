//! Building a model: rows in, facts out; cannot fail.

use super::{About, Axis, Dimension, Fact, Model};
use crate::money::Amount;
use daylight_scan::Symbol;

/// Adds facts up by their key.
#[derive(Debug, Default)]
pub struct Builder {
    width: usize,
    keys: Vec<Symbol>,
    amounts: Vec<Amount>,
    counts: Vec<u32>,
    /// Fact numbers by hash of the key; `u32::MAX` is free.
    slots: Vec<u32>,
    last: u32,
}

const FREE: u32 = u32::MAX;

impl Builder {
    /// A builder of facts with so many symbols a key.
    pub fn new(width: usize) -> Self {
        Self { width, slots: vec![FREE; 256], last: FREE, ..Self::default() }
    }

    /// Adds an amount under a key and returns the number of its fact, counted from zero in order of first appearance.
    #[inline]
    pub fn add(&mut self, key: &[Symbol], amount: Amount) -> usize {
        debug_assert_eq!(key.len(), self.width);
        let number = if self.last != FREE && self.key(self.last) == key { self.last } else { self.number(key) };
        self.last = number;
        self.amounts[number as usize] += amount;
        self.counts[number as usize] += 1;
        number as usize
    }

    fn key(&self, number: u32) -> &[Symbol] {
        let from = number as usize * self.width;
        &self.keys[from..from + self.width]
    }

    fn number(&mut self, key: &[Symbol]) -> u32 {
        let mask = self.slots.len() - 1;
        let mut slot = hash(key) & mask;
        loop {
            match self.slots[slot] {
                FREE => break,
                number if self.key(number) == key => return number,
                _ => slot = (slot + 1) & mask,
            }
        }
        let number = self.amounts.len() as u32;
        self.keys.extend_from_slice(key);
        self.amounts.push(Amount::ZERO);
        self.counts.push(0);
        self.slots[slot] = number;
        if self.amounts.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let mut slots = vec![FREE; mask + 1];
        for number in 0..self.amounts.len() as u32 {
            let mut slot = hash(self.key(number)) & mask;
            while slots[slot] != FREE {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number;
        }
        self.slots = slots;
    }

    /// The facts so far, in order of first appearance.
    pub fn facts(&self) -> impl Iterator<Item = Fact<'_>> {
        (0..self.amounts.len() as u32).map(|number| Fact {
            key: self.key(number),
            amount: self.amounts[number as usize],
            count: self.counts[number as usize],
        })
    }
}

fn hash(key: &[Symbol]) -> usize {
    let mut state = 0_u64;
    for symbol in key {
        state = (state ^ u64::from(symbol.0)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        state ^= state >> 32;
    }
    state as usize
}

/// A model from what was read.
pub fn build_model(about: About, axes: Vec<Axis>, dimensions: Vec<Dimension>, rows: u64, facts: Builder) -> Model {
    Model { about, axes, dimensions, rows, keys: facts.keys, amounts: facts.amounts, counts: facts.counts }
}
