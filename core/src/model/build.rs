//! Building a model: rows in, facts out; cannot fail.

use super::{About, Axis, Dimension, Fact, Kind, Model};
use crate::money::Amount;
use daylight_scan::{Symbol, Tuples};

/// A plain column with more distinct texts than this is no way to divide a budget.
const MOST_TEXTS: usize = 300;

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

    /// The number of the fact of a key.
    pub fn find(&self, key: &[Symbol]) -> Option<usize> {
        self.keys.find(key)
    }

    /// The sum of a fact and how many rows it adds up.
    pub fn sum(&self, number: usize) -> (Amount, u32) {
        (self.amounts[number], self.counts[number])
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
pub fn build_model(about: About, axes: Vec<Axis>, mut dimensions: Vec<Dimension>, rows: u64, facts: Builder) -> Model {
    for dimension in &mut dimensions {
        let texts = dimension.axes.first().map_or(0, |first| axes[first.0].codes.len());
        dimension.is_offered = dimension.kind != Kind::Other || texts <= MOST_TEXTS;
    }
    let Builder { keys, amounts, counts } = facts;
    Model { about, axes, dimensions, rows, keys: keys.into_members(), amounts, counts, ends: Vec::new() }
}

/// An outline from what was read: facts for each dimension.
pub fn build_outline(
    about: About,
    axes: Vec<Axis>,
    dimensions: Vec<Dimension>,
    rows: u64,
    facts: impl Iterator<Item = Builder>,
) -> Model {
    let mut model = Model { about, axes, dimensions, rows, ..Model::default() };
    for Builder { keys, amounts, counts } in facts {
        model.keys.extend(keys.into_members());
        model.amounts.extend(amounts);
        model.counts.extend(counts);
        model.ends.push(model.amounts.len());
    }
    model
}

/// What an outline does not have of a dimension: the parts of one node and what is below them.
#[derive(Debug)]
pub struct Branch {
    /// The dimension's position.
    pub dimension: usize,
    /// The way from the top to the node.
    pub path: Vec<Symbol>,
    /// The axes of the whole model, with the codes of the parts.
    pub axes: Vec<Axis>,
    /// The facts beneath the node, keyed as the model is.
    pub facts: Builder,
}

impl Model {
    /// The outline with a branch in the place that was kept for it.
    pub fn with_branch(&self, branch: Branch) -> Self {
        let Branch { dimension: grown, path, axes, facts } = branch;
        let own = &self.dimensions[grown].axes;
        let stands_for_it = |fact: &Fact| {
            let leads_there = path.iter().zip(own).all(|(symbol, axis)| fact.key[axis.0] == *symbol);
            let axis = own.get(path.len());
            leads_there && axis.is_some_and(|axis| self.axis(*axis).elsewhere(fact.key[axis.0]).is_some())
        };
        let cubes = (0..self.ends.len()).map(|dimension| {
            let mut cube = Builder::new(axes.len());
            let grows = dimension == grown;
            let kept = self.facts_in(self.range(dimension)).filter(|fact| !grows || !stands_for_it(fact));
            for fact in kept.chain(facts.facts().filter(|_| grows)) {
                cube.add_sum(fact.key, fact.amount, fact.count);
            }
            cube
        });
        build_outline(self.about.clone(), axes.clone(), self.dimensions.clone(), self.rows, cubes)
    }
}
