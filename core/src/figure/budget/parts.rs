//! The parts of one level: a model, a path and what never mixes in, exact sums of each part out; cannot fail.

use super::choose::Chosen;
use crate::model::{AxisId, Dimension, Model};
use crate::money::Amount;
use crate::order::first;
use crate::summary::{LevelPart, LevelQuestion, LevelSums, sum_level};
use daylight_scan::Symbol;

/// One level below a node.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    /// The axis of the parts. `None` where the node has no parts and stands for itself.
    pub axis: Option<AxisId>,
    sums: LevelSums,
}

impl Level {
    /// The parts in the order of the file.
    pub fn parts(&self) -> &[LevelPart] {
        &self.sums.parts
    }

    /// The amount of a part in a phase; `None` where the data states nothing, which is not zero.
    pub fn amount(&self, part: usize, phase: usize) -> Option<Amount> {
        self.sums.sum(part, phase).stated()
    }

    /// The sum of a phase.
    pub fn total(&self, phase: usize) -> Option<Amount> {
        self.sums.totals.get(phase)?.stated()
    }

    /// How many rows of the file stand behind the sum of a phase.
    pub fn rows(&self, phase: usize) -> u64 {
        self.sums.totals.get(phase).map_or(0, |sum| sum.count)
    }

    /// The sum of a phase without regard to the path.
    pub fn whole(&self, phase: usize) -> Option<Amount> {
        self.sums.whole.get(phase)?.stated()
    }

    /// The largest `wanted` parts of a phase, largest first. What is not stated comes last, equal amounts keep the order of the
    /// file.
    pub fn largest(&self, phase: usize, wanted: usize) -> Vec<usize> {
        first(self.parts().len(), wanted, &mut |a, b| self.amount(b, phase).cmp(&self.amount(a, phase)))
    }
}

/// Adds up the level below `path`, a node of `dimension`.
pub(super) fn add_level(model: &Model, dimension: Option<&Dimension>, path: &[Symbol], chosen: &Chosen) -> Level {
    let axes = dimension.map_or(&[][..], |dimension| &dimension.axes);
    let mut question = LevelQuestion {
        keep: chosen.keep.clone(),
        path: axes.iter().copied().zip(path.iter().copied()).collect(),
        axis: axes.get(path.len()).copied(),
        next: axes.get(path.len() + 1).copied(),
        phase_axis: chosen.phase_axis,
        phases: chosen.phases.clone(),
    };
    let sums = sum_level(model, &question);
    let has_no_parts = match sums.parts.as_slice() {
        [] => true,
        // A blank code with nothing below it is no part but the node itself.
        [only] => only.symbol == Symbol::BLANK && !only.opens,
        _ => false,
    };
    if question.axis.is_some() && has_no_parts {
        (question.axis, question.next) = (None, None);
        return Level { axis: None, sums: sum_level(model, &question) };
    }
    Level { axis: question.axis, sums }
}
