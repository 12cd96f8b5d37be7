//! Sums of one level: a model, a path and what is looked at in; every part in every phase out, in one pass; cannot fail.
//!
//! The question that a reader asks with every click. It gives the same sums as [`super::sum_by`], but counts by symbol and
//! not by hashed keys, so that a hundred thousand parts are added within a few milliseconds.

use crate::model::{AxisId, Model};
use crate::money::Amount;
use daylight_scan::Symbol;

/// What to add up.
#[derive(Clone, Debug, Default)]
pub struct LevelQuestion {
    /// What every fact must have: year, direction, currency.
    pub keep: Vec<(AxisId, Symbol)>,
    /// The way down to the node.
    pub path: Vec<(AxisId, Symbol)>,
    /// The axis whose codes are the parts. Without one the node is its own only part.
    pub axis: Option<AxisId>,
    /// The axis below that one, to tell which parts have parts.
    pub next: Option<AxisId>,
    /// The axis of phases, and the phases that stay apart. Without an axis there is one phase.
    pub phase_axis: Option<AxisId>,
    /// The phases wanted.
    pub phases: Vec<Symbol>,
}

/// Exact sums of a level.
#[derive(Clone, Debug, Default)]
pub struct LevelSums {
    /// The parts that have a fact in any phase, in the order in which their codes first appear in the file.
    pub parts: Vec<LevelPart>,
    /// For each phase, the sum of all parts.
    pub totals: Vec<Sum>,
    /// For each phase, the sum without regard to the path.
    pub whole: Vec<Sum>,
    /// For each code of the axis, the sums of its phases.
    sums: Vec<Sum>,
}

/// A part of a level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LevelPart {
    /// Its code on the level's axis.
    pub symbol: Symbol,
    /// Whether anything below it has a code.
    pub opens: bool,
}

/// A sum that knows whether anything was added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    amount: Amount,
    /// How many rows of the file.
    pub count: u64,
}

impl Sum {
    /// Adds another sum.
    pub(super) fn merge(&mut self, other: Self) {
        self.amount += other.amount;
        self.count += other.count;
    }

    pub(super) fn add(&mut self, amount: Amount, count: u32) {
        self.amount += amount;
        self.count += u64::from(count);
    }

    /// As many rows with another amount.
    pub(super) fn with_amount(self, amount: Amount) -> Self {
        Self { amount, ..self }
    }

    /// The amount; `None` where nothing is stated, which is not zero.
    pub fn stated(self) -> Option<Amount> {
        (self.count > 0).then_some(self.amount)
    }
}

impl LevelSums {
    /// The sum of a part in a phase, both by their place in the lists.
    pub fn sum(&self, part: usize, phase: usize) -> Sum {
        self.sums[self.parts[part].symbol.index() * self.totals.len() + phase]
    }
}

/// Adds up one level.
pub fn sum_level(model: &Model, question: &LevelQuestion) -> LevelSums {
    const NONE: usize = usize::MAX;
    let phases = if question.phase_axis.is_some() { question.phases.len() } else { 1 };
    let mut phase_of = vec![NONE; question.phase_axis.map_or(1, |axis| model.axis(axis).codes.len())];
    match question.phase_axis {
        Some(_) => question.phases.iter().enumerate().for_each(|(index, phase)| phase_of[phase.index()] = index),
        None => phase_of[0] = 0,
    }
    let codes = question.axis.map_or(1, |axis| model.axis(axis).codes.len());
    let mut sums = vec![Sum::default(); codes * phases];
    let mut opens = vec![false; codes];
    let mut whole = vec![Sum::default(); phases];
    let has = |key: &[Symbol], codes: &[(AxisId, Symbol)]| codes.iter().all(|(axis, symbol)| key[axis.0] == *symbol);
    let asked: Vec<AxisId> = question.axis.into_iter().chain(question.path.iter().map(|(axis, _)| *axis)).collect();
    for fact in model.facts_of(&asked) {
        let phase = phase_of[question.phase_axis.map_or(0, |axis| fact.key[axis.0].index())];
        if phase == NONE || !has(fact.key, &question.keep) {
            continue;
        }
        whole[phase].add(fact.amount, fact.count);
        if has(fact.key, &question.path) {
            let code = question.axis.map_or(0, |axis| fact.key[axis.0].index());
            sums[code * phases + phase].add(fact.amount, fact.count);
            opens[code] |= question.next.is_some_and(|axis| fact.key[axis.0] != Symbol::BLANK);
        }
    }
    let mut parts = Vec::with_capacity(codes.min(model.len()));
    let mut totals = vec![Sum::default(); phases];
    for (code, own) in sums.chunks_exact(phases.max(1)).enumerate() {
        if own.iter().any(|sum| sum.count > 0) {
            parts.push(LevelPart { symbol: Symbol(code as u32), opens: opens[code] });
            for (total, sum) in totals.iter_mut().zip(own) {
                total.merge(*sum);
            }
        }
    }
    LevelSums { parts, totals, whole, sums }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::budget::sketch::country;
    use crate::model::Kind;
    use crate::summary::{Question, sum_by};

    #[test]
    fn a_level_has_the_same_sums_as_the_general_question() {
        let model = country();
        let axis = |kind: Kind, level: u8| {
            model.axes.iter().position(|axis| axis.kind == kind && axis.level == level).map(AxisId).unwrap()
        };
        let find = |axis: AxisId, code: &str| (axis, model.axis(axis).codes.find(code.as_bytes()).unwrap());
        let (top, below, phase, year) =
            (axis(Kind::Functional, 1), axis(Kind::Functional, 2), axis(Kind::Phase, 1), axis(Kind::Year, 1));
        let question = LevelQuestion {
            keep: vec![find(year, "2014")],
            path: vec![find(top, "09")],
            axis: Some(below),
            next: None,
            phase_axis: Some(phase),
            phases: vec![find(phase, "approved").1, find(phase, "executed").1],
        };
        let level = sum_level(&model, &question);
        let keep: Vec<_> = question.keep.iter().chain(&question.path).copied().collect();
        let groups = sum_by(&model, &Question { by: vec![below, phase], keep }).groups;
        for group in &groups {
            let part = level.parts.iter().position(|part| part.symbol == group.key[0]).unwrap();
            let phase = question.phases.iter().position(|phase| *phase == group.key[1]).unwrap();
            assert_eq!(
                (level.sum(part, phase).stated(), level.sum(part, phase).count),
                (Some(group.amount), group.count)
            );
        }
        assert_eq!(groups.len(), 5);
        assert_eq!(level.sum(2, 1).stated(), None, "tertiary education was not executed: that is not zero");
        assert_eq!(
            level.totals[0].stated(),
            Some(groups.iter().filter(|group| group.key[1] == question.phases[0]).map(|group| group.amount).sum())
        );
        assert_eq!(level.whole[1].stated().map(Amount::minor), Some(64_800_000_050));
    }
}
