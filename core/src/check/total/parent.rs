//! `parent-differs` and `looks-like-total`: rows that carry an upper level's code alone, beside rows of the levels below it.

use super::super::amount::{compared, place, stated};
use super::super::{Locate, Rule, Seen};
use crate::ingest::{As, Row};
use crate::issue::Issue;
use crate::model::{AxisId, Builder, Kind, Model};
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
        let dimensions = seen.model.dimensions.iter().filter(|dimension| dimension.axes.len() > 1);
        let mut found: Vec<Parent> = dimensions.flat_map(|dimension| parents(seen.model, &dimension.axes)).collect();
        found.retain(|parent| !seen.gaps.keys().any(|key| parent.is_above(key)));
        (!found.is_empty()).then(|| Box::new(Found { parents: found }) as Box<dyn Locate>)
    }
}

impl Parent {
    /// Whether an amount with this key stands at the code or below it.
    fn is_above(&self, key: &[Symbol]) -> bool {
        self.key.iter().all(|(axis, symbol)| key[*axis] == *symbol)
    }
}

/// The codes of a dimension that have rows of their own beside rows further down.
///
/// From the deepest level up: a code stands for its own rows where it has any, else for what stands below it, so that a
/// subtotal is not counted again with its parts.
fn parents(model: &Model, path: &[AxisId]) -> Vec<Parent> {
    const OWN: Symbol = Symbol::BLANK;
    const BELOW: Symbol = Symbol(1);
    let always: Vec<usize> = (0..model.axes.len()).filter(|index| model.axes[*index].kind.is_always_a_key()).collect();
    let (mut found, mut standing) = (Vec::new(), Vec::<(Vec<Symbol>, Amount)>::new());
    for depth in (1..=path.len()).rev() {
        let keys: Vec<usize> = always.iter().copied().chain(path[..depth].iter().map(|id| id.0)).collect();
        let (last, below) = (keys[keys.len() - 1], path.get(depth).map(|id| id.0));
        let mut sums = Builder::new(keys.len() + 1);
        let is_own = |key: &[Symbol]| below.is_none_or(|below| key[below] == Symbol::BLANK);
        for fact in model.facts().filter(|fact| fact.key[last] != Symbol::BLANK && is_own(fact.key)) {
            let key: Vec<Symbol> = keys.iter().map(|axis| fact.key[*axis]).chain([OWN]).collect();
            sums.add(&key, fact.amount);
        }
        for (key, amount) in standing.iter().filter(|(key, _)| key[keys.len() - 1] != Symbol::BLANK) {
            sums.add(&[&key[..keys.len()], &[BELOW]].concat(), *amount);
        }
        let mut groups: Vec<(Vec<Symbol>, Amount)> =
            sums.facts().map(|fact| (fact.key.to_vec(), fact.amount)).collect();
        sort_by(&mut groups, |one, other| one.0.cmp(&other.0));
        standing.clear();
        for (mut key, amount) in groups {
            let is_below = key.pop() == Some(BELOW);
            match (below, standing.last()) {
                (Some(below), Some((code, own))) if is_below && *code == key => {
                    let currency = model.single(Kind::Currency).map_or(Currency::UNSTATED, |id| {
                        let position = keys.iter().position(|axis| *axis == id.0);
                        Currency::from_code(position.map_or("", |position| model.axis(id).code(key[position])))
                    });
                    let key = keys.iter().copied().zip(key).collect();
                    found.push(Parent { key, below, own: *own, children: amount, currency });
                }
                _ => standing.push((key, amount)),
            }
        }
    }
    found
}

struct Found {
    parents: Vec<Parent>,
}

impl Locate for Found {
    fn locate(&mut self, row: &Row<'_>, issues: &mut Vec<Issue>) {
        if row.row != As::Part {
            return;
        }
        row.facts(|key, measure, amount| {
            for parent in self.parents.iter().filter(|parent| parent.is_above(key)) {
                if key[parent.below] != Symbol::BLANK {
                    continue;
                }
                let place = place(row, measure);
                let code = parent.key.iter().rev().find(|(axis, _)| !row.axes[*axis].kind.is_always_a_key());
                let code = code.map_or("", |(axis, symbol)| row.axes[*axis].codes.text(*symbol));
                // One row of several says only a part of the amount.
                let own = match amount == parent.own {
                    true => stated(row, measure, amount, parent.currency),
                    false => parent.own.plain(parent.currency),
                };
                issues.push(tell(parent, place, code, &own));
            }
        });
    }
}

fn tell(parent: &Parent, place: Place, code: &str, own: &str) -> Issue {
    if parent.own == parent.children {
        return Issue::error("looks-like-total", place).with("value", code).with("found", own);
    }
    let issue = Issue::error("parent-differs", place).with("code", code).with("found", own);
    let issue = issue.with("expected", parent.children.plain(parent.currency));
    compared(issue, parent.own, parent.children, parent.currency)
}
