//! `parent-differs` and `looks-like-total`: rows that carry an upper level's code alone, beside rows of the levels below it.

use super::super::{Locate, Rule, Seen};
use crate::ingest::{As, Row};
use crate::issue::Issue;
use crate::model::{AxisId, Kind, Model};
use crate::money::{Amount, Currency};
use crate::order::sort_by;
use crate::place::Place;
use daylight_scan::Symbol;

/// In a dimension with levels, a row that stops at an upper level while other rows go deeper below the same code is that
/// code's total. Equal to the sum of those below, it would double it; different, one of the two is wrong.
pub(in crate::check) struct Parents;

/// A code whose rows stop at its level, in one phase, year, direction and currency.
struct Parent {
    /// The axes of the dimension down to the code's level with their codes, and the keys that are always apart.
    key: Vec<(usize, Symbol)>,
    /// The axis below.
    below: usize,
    own: Amount,
    children: Amount,
    currency: Currency,
}

impl Rule for Parents {
    fn finish(&mut self, seen: &Seen<'_>, _: &mut Vec<Issue>) -> Option<Box<dyn Locate>> {
        let model = seen.model;
        let mut found = Vec::new();
        for dimension in model.dimensions.iter().filter(|dimension| dimension.axes.len() > 1) {
            for depth in 1..dimension.axes.len() {
                found.extend(parents(model, &dimension.axes[..depth], dimension.axes[depth]));
            }
        }
        (!found.is_empty()).then(|| Box::new(Found { parents: found }) as Box<dyn Locate>)
    }
}

/// The codes at the last of `path` whose own rows stand beside rows of the axis `below`.
fn parents(model: &Model, path: &[AxisId], below: AxisId) -> Vec<Parent> {
    let always: Vec<usize> = (0..model.axes.len()).filter(|index| model.axes[*index].kind.is_always_a_key()).collect();
    let keys: Vec<usize> = path.iter().map(|id| id.0).chain(always).collect();
    let last = path[path.len() - 1];
    let mut sums = crate::model::Builder::new(keys.len() + 1);
    let mut key = vec![Symbol::BLANK; keys.len() + 1];
    for fact in model.facts().filter(|fact| fact.key[last.0] != Symbol::BLANK) {
        for (part, axis) in key.iter_mut().zip(&keys) {
            *part = fact.key[*axis];
        }
        key[keys.len()] = Symbol(u32::from(fact.key[below.0] != Symbol::BLANK));
        sums.add(&key, fact.amount);
    }
    let groups: Vec<(Vec<Symbol>, Amount)> = sums.facts().map(|fact| (fact.key.to_vec(), fact.amount)).collect();
    let mut sorted: Vec<&(Vec<Symbol>, Amount)> = groups.iter().collect();
    sort_by(&mut sorted, |a, b| a.0.cmp(&b.0));
    let pairs = sorted.windows(2).filter(|pair| pair[0].0[..keys.len()] == pair[1].0[..keys.len()]);
    pairs
        .map(|pair| Parent {
            key: keys.iter().copied().zip(pair[0].0.iter().copied()).collect(),
            below: below.0,
            own: pair[0].1,
            children: pair[1].1,
            currency: model.single(Kind::Currency).map_or(Currency::UNSTATED, |id| {
                let position = keys.iter().position(|axis| *axis == id.0);
                Currency::from_code(position.map_or("", |position| model.axis(id).code(pair[0].0[position])))
            }),
        })
        .collect()
}

struct Found {
    parents: Vec<Parent>,
}

impl Locate for Found {
    fn locate(&mut self, row: &Row<'_>, issues: &mut Vec<Issue>) {
        if row.row != As::Part {
            return;
        }
        row.facts(|key, measure, _| {
            for parent in &self.parents {
                let same = parent.key.iter().all(|(axis, symbol)| key[*axis] == *symbol);
                if !same || key[parent.below] != Symbol::BLANK {
                    continue;
                }
                let place = super::super::amount::place(row, measure);
                let code = parent.key.iter().rev().find(|(axis, _)| !row.axes[*axis].kind.is_always_a_key());
                let code = code.map_or("", |(axis, symbol)| row.axes[*axis].codes.text(*symbol));
                issues.push(tell(parent, place, code));
            }
        });
    }
}

fn tell(parent: &Parent, place: Place, code: &str) -> Issue {
    let plain = |amount: Amount| amount.plain(parent.currency);
    if parent.own == parent.children {
        return Issue::error("looks-like-total", place).with("value", code).with("found", plain(parent.own));
    }
    Issue::error("parent-differs", place)
        .with("code", code)
        .with("found", plain(parent.own))
        .with("expected", plain(parent.children))
        .with("difference", plain(parent.own - parent.children))
}
