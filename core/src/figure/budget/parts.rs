//! The parts of one level: a model, a path and what never mixes in, exact sums of each part out; cannot fail.

use super::choose::Chosen;
use crate::model::{AxisId, Dimension, Model};
use crate::money::Amount;
use crate::summary::{Question, sum_by};
use daylight_scan::Symbol;

/// One part of a level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// Its code on the level's axis.
    pub symbol: Symbol,
    /// Its sum in each phase; `None` where the data states nothing, which is not zero.
    pub amounts: Vec<Option<Amount>>,
    /// How many rows of the file stand behind the phase shown.
    pub count: u64,
    /// Whether there is anything below it.
    pub opens: bool,
    /// Its place among its siblings in the order of the file, whatever the year and phase; chooses its colour.
    pub place: usize,
}

/// One level below a node.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    /// The axis of the parts. `None` where the node has no parts and stands for itself.
    pub axis: Option<AxisId>,
    /// The parts, in no order that means anything.
    pub parts: Vec<Part>,
    /// The sum of each phase.
    pub totals: Vec<Option<Amount>>,
    /// How many rows stand behind the phase shown.
    pub count: u64,
}

/// Adds up the level below `path`, a node of `dimension`.
pub(super) fn sum_level(model: &Model, dimension: Option<&Dimension>, path: &[Symbol], chosen: &Chosen) -> Level {
    let axes = dimension.map_or(&[][..], |dimension| &dimension.axes);
    let mut keep = chosen.keep.clone();
    keep.extend(axes.iter().copied().zip(path.iter().copied()));
    let below = axes.get(path.len()).copied();
    let level = sum_parts(model, below, axes.get(path.len() + 1).copied(), keep.clone(), chosen);
    let is_whole = matches!(level.parts.as_slice(), [only] if only.symbol == Symbol::BLANK) || level.parts.is_empty();
    if below.is_some() && is_whole { sum_parts(model, None, None, keep, chosen) } else { level }
}

fn sum_parts(
    model: &Model,
    axis: Option<AxisId>,
    next: Option<AxisId>,
    keep: Vec<(AxisId, Symbol)>,
    chosen: &Chosen,
) -> Level {
    let by: Vec<AxisId> = chosen.phase_axis.into_iter().chain(axis).collect();
    let phases = chosen.phases.len();
    let mut level = Level { axis, totals: vec![None; phases], ..Level::default() };
    // Where the part of each symbol stands.
    let mut found = vec![usize::MAX; axis.map_or(1, |axis| model.axis(axis).codes.len())];
    for group in sum_by(model, &Question { by, keep: keep.clone() }).groups {
        let phase = match chosen.phase_axis {
            Some(_) => chosen.phases.iter().position(|phase| *phase == group.key[0]),
            None => Some(0),
        };
        let Some(phase) = phase else { continue };
        let symbol = if axis.is_some() { group.key[group.key.len() - 1] } else { Symbol::BLANK };
        if found[symbol.index()] == usize::MAX {
            found[symbol.index()] = level.parts.len();
            level.parts.push(Part { symbol, amounts: vec![None; phases], ..Part::default() });
        }
        let part = &mut level.parts[found[symbol.index()]];
        add(&mut part.amounts[phase], group.amount);
        add(&mut level.totals[phase], group.amount);
        if phase == chosen.phase {
            part.count += group.count;
            level.count += group.count;
        }
    }
    if let (Some(axis), Some(next)) = (axis, next) {
        for fact in model.facts() {
            let index = found[fact.key[axis.0].index()];
            if index != usize::MAX
                && fact.key[next.0] != Symbol::BLANK
                && keep.iter().all(|(axis, symbol)| fact.key[axis.0] == *symbol)
            {
                level.parts[index].opens = true;
            }
        }
    }
    // Symbols are numbered in the order of the file.
    for (place, index) in found.into_iter().filter(|index| *index != usize::MAX).enumerate() {
        level.parts[index].place = place;
    }
    level
}

fn add(sum: &mut Option<Amount>, amount: Amount) {
    *sum = Some(sum.unwrap_or(Amount::ZERO) + amount);
}
