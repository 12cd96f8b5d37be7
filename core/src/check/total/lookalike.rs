//! `looks-like-total`: a code whose amounts equal the sum of all the others on its axis, or of all codes that begin with it,
//! rounding aside.

use super::super::amount::{place, stated};
use super::super::rounding::{grain, is_rounding};
use super::super::{Locate, Rule, Seen};
use crate::ingest::{As, Row};
use crate::issue::Issue;
use crate::model::{AxisId, Kind, Model};
use crate::money::{Amount, Currency};
use crate::order::{sort_by, sort_by_key};
use daylight_scan::Symbol;

/// Looks for totals among their parts, axis by axis, by exact arithmetic: a plain sum would count them twice.
pub(in crate::check) struct Lookalikes;

impl Rule for Lookalikes {
    fn finish(&mut self, seen: &Seen<'_>, _: &mut Vec<Issue>) -> Option<Box<dyn Locate>> {
        let mut found: Vec<(usize, Symbol)> = Vec::new();
        for index in 0..seen.model.axes.len() {
            let axis = &seen.model.axes[index];
            if axis.kind.is_always_a_key() || !is_leaf(seen.model, AxisId(index)) {
                continue;
            }
            let groups = amounts_by_code(seen.model, index);
            found.extend(
                whole_totals(seen.model, &groups)
                    .into_iter()
                    .chain(prefix_totals(seen.model, index, &groups))
                    .map(|symbol| (index, symbol)),
            );
        }
        sort_by_key(&mut found, |finding| *finding);
        found.dedup();
        (!found.is_empty()).then(|| Box::new(Found { found }) as Box<dyn Locate>)
    }
}

/// Whether no level stands below the axis; the rule of parents looks at the others.
fn is_leaf(model: &Model, id: AxisId) -> bool {
    model
        .dimensions
        .iter()
        .filter(|dimension| dimension.axes.contains(&id))
        .all(|dimension| dimension.axes.last() == Some(&id))
}

/// A phase, year, direction and currency, and the sum of each code under them.
type Grouped = (Vec<Symbol>, Vec<(Symbol, Amount)>);

/// For each phase, year, direction and currency, the sum of each code of an axis.
fn amounts_by_code(model: &Model, index: usize) -> Vec<Vec<(Symbol, Amount)>> {
    let always: Vec<usize> = (0..model.axes.len()).filter(|axis| model.axes[*axis].kind.is_always_a_key()).collect();
    let mut sums = crate::model::Builder::new(always.len() + 1);
    let mut key = vec![Symbol::BLANK; always.len() + 1];
    for fact in model.facts() {
        for (part, axis) in key.iter_mut().zip(&always) {
            *part = fact.key[*axis];
        }
        key[always.len()] = fact.key[index];
        sums.add(&key, fact.amount);
    }
    let mut groups: Vec<Grouped> = Vec::new();
    for fact in sums.facts() {
        let (always, code) = fact.key.split_at(always.len());
        let position = groups.iter().position(|(known, _)| known == always).unwrap_or_else(|| {
            groups.push((always.to_vec(), Vec::new()));
            groups.len() - 1
        });
        groups[position].1.push((code[0], fact.amount));
    }
    groups.into_iter().map(|(_, codes)| codes).collect()
}

/// Codes that, in every group in which they occur, equal the sum of all other codes, rounding aside; or, up to three of them
/// together, where a grand total and subtotals stand side by side, are equal and leave the same sum to the rest.
fn whole_totals(model: &Model, groups: &[Vec<(Symbol, Amount)>]) -> Vec<Symbol> {
    let grain = grain(model.facts().map(|fact| fact.amount));
    let facts = model.len() as u64;
    // By symbol: nothing of a code that did not occur yet.
    let mut verdicts: Vec<Option<bool>> = Vec::new();
    for codes in groups {
        let total: Amount = codes.iter().map(|(_, amount)| *amount).sum();
        let mut largest: Vec<&(Symbol, Amount)> = codes.iter().filter(|(_, amount)| amount.minor() != 0).collect();
        sort_by_key(&mut largest, |(_, amount)| std::cmp::Reverse(amount.abs()));
        let mut totals: &[&(Symbol, Amount)] = &[];
        for many in 1..=3_usize.min(largest.len().saturating_sub(2)) {
            let whole = largest[0].1;
            let same = largest[..many].iter().all(|(_, amount)| *amount == whole);
            let difference = total - (0..=many).map(|_| whole).sum::<Amount>();
            if same && (difference == Amount::ZERO || is_rounding(difference, whole, facts, grain)) {
                totals = &largest[..many];
            }
        }
        for (symbol, _) in codes.iter().filter(|(_, amount)| amount.minor() != 0) {
            let is_total = totals.iter().any(|(total, _)| total == symbol);
            if verdicts.len() <= symbol.index() {
                verdicts.resize(symbol.index() + 1, None);
            }
            let verdict = verdicts[symbol.index()].get_or_insert(true);
            *verdict &= is_total;
        }
    }
    let totals = verdicts.iter().enumerate().filter(|(_, verdict)| **verdict == Some(true));
    totals.map(|(index, _)| Symbol(index as u32)).collect()
}

/// Codes that equal the sum of at least two codes that begin with them.
fn prefix_totals(model: &Model, index: usize, groups: &[Vec<(Symbol, Amount)>]) -> Vec<Symbol> {
    let axis = &model.axes[index];
    let mut found = Vec::new();
    for codes in groups {
        let mut sorted: Vec<(&str, Symbol, Amount)> =
            codes.iter().map(|(symbol, amount)| (axis.code(*symbol), *symbol, *amount)).collect();
        sort_by(&mut sorted, |a, b| a.0.cmp(b.0));
        for (at, (code, symbol, amount)) in sorted.iter().enumerate() {
            if code.is_empty() || amount.minor() == 0 {
                continue;
            }
            let below = sorted[at + 1..].iter().take_while(|(other, _, _)| other.starts_with(code));
            // Only the level right below: of codes that begin with each other, the shortest.
            let (mut children, mut many, mut last) = (Amount::ZERO, 0, "");
            for (other, _, amount) in below {
                if last.is_empty() || !other.starts_with(last) {
                    children += *amount;
                    many += 1;
                    last = other;
                }
            }
            if many >= 2 && children == *amount {
                found.push(*symbol);
            }
        }
    }
    found
}

struct Found {
    found: Vec<(usize, Symbol)>,
}

impl Locate for Found {
    fn locate(&mut self, row: &Row<'_>, issues: &mut Vec<Issue>) {
        if row.row != As::Part {
            return;
        }
        for (axis, symbol) in &self.found {
            if row.key[*axis] != *symbol {
                continue;
            }
            row.facts(|key, measure, amount| {
                let currency = row.axes.iter().position(|axis| axis.kind == Kind::Currency);
                let code = currency.map_or("", |position| row.axes[position].codes.text(key[position]));
                let issue = Issue::error("looks-like-total", place(row, measure))
                    .with("value", row.axes[*axis].codes.text(*symbol));
                issues.push(issue.with("found", stated(row, measure, amount, Currency::from_code(code))));
            });
        }
    }
}
