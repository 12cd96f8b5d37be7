//! Sums by any axes: a model and a question in, exact groups out; cannot fail, since cells are capped.

mod agree;
mod basis;
mod comparison;
pub mod consultation;
mod difference;
mod file;
pub mod funds;
mod hundred;
mod level;
mod outline;
#[cfg(feature = "import")]
pub mod records;
pub mod results;
mod slice;

pub use agree::{is_outline_of, sums_agree};

pub use basis::{Basis, Lacking, is_value};
pub use comparison::{Compared, ComparedPart, ComparisonQuestion, Scope, Standing, Unlike, compare_level};
pub use difference::{Change, Difference, Part, Relabelled, Restated, compare_models};
pub use file::{SummaryFile, read_summary};
pub use hundred::of_hundred;
pub use level::{LevelPart, LevelQuestion, LevelSums, Sum, sum_level};
pub use outline::{Published, is_rest_code, write_outline};
pub use slice::{Refused, read_slice};

use crate::model::{AxisId, Builder, Kind, Model};
use crate::money::{Amount, Currency};
use crate::order::sort_by;
use daylight_scan::Symbol;
use std::cmp::Ordering;

/// What to add up.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The axes that stay apart, in this order.
    pub by: Vec<AxisId>,
    /// Only facts that have these codes.
    pub keep: Vec<(AxisId, Symbol)>,
}

/// The answer: exact sums by the axes asked for.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The axes of the keys.
    pub by: Vec<AxisId>,
    /// One group a distinct key, ordered by code.
    pub groups: Vec<Group>,
}

/// The sum of all facts that share a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// One symbol for each axis of the summary.
    pub key: Vec<Symbol>,
    /// Their exact sum.
    pub amount: Amount,
    /// How many rows of the file it adds up.
    pub count: u64,
    /// The currency, if it is the same for all.
    pub currency: Currency,
}

/// Adds a model up by the axes of a question. Currency is a key even where it was not asked for.
pub fn sum_by(model: &Model, question: &Question) -> Summary {
    let currency = model.single(Kind::Currency);
    let by = &question.by;
    let hidden = currency.filter(|id| !by.contains(id));
    let mut sums = Builder::new(by.len() + 1);
    let mut counts: Vec<u64> = Vec::new();
    let mut key = vec![Symbol::BLANK; by.len() + 1];
    let asked: Vec<AxisId> = by.iter().copied().chain(question.keep.iter().map(|(axis, _)| *axis)).collect();
    for fact in model.facts_of(&asked) {
        if question.keep.iter().any(|(axis, symbol)| fact.key[axis.0] != *symbol) {
            continue;
        }
        for (part, axis) in key.iter_mut().zip(by) {
            *part = fact.key[axis.0];
        }
        key[by.len()] = hidden.map_or(Symbol::BLANK, |id| fact.key[id.0]);
        let number = sums.add(&key, fact.amount);
        if number == counts.len() {
            counts.push(0);
        }
        counts[number] += u64::from(fact.count);
    }
    let mut groups: Vec<Group> = sums
        .facts()
        .zip(counts)
        .map(|(fact, count)| Group {
            key: fact.key[..by.len()].to_vec(),
            amount: fact.amount,
            count,
            currency: match (hidden, by.iter().position(|id| Some(*id) == currency)) {
                (Some(id), _) => Currency::from_code(model.axis(id).code(fact.key[by.len()])),
                (None, Some(at)) => Currency::from_code(model.axis(by[at]).code(fact.key[at])),
                (None, None) => Currency::UNSTATED,
            },
        })
        .collect();
    sort_by(&mut groups, |a: &Group, b: &Group| {
        let mut codes = by.iter().zip(a.key.iter().zip(&b.key)).map(|(id, (a, b))| {
            let axis = model.axis(*id);
            axis.code(*a).cmp(axis.code(*b))
        });
        codes.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
    Summary { by: by.clone(), groups }
}
