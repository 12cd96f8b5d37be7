//! `total-differs`, `total-rounded`: a row that the layout declares a total is compared with the sum of the parts that
//! share its codes; a difference that rounding explains is called so.

use super::super::rounding::{grain, is_rounding};
use super::super::{Locate, Rule, Seen, amount::place};
use crate::ingest::{AmountCell, As, Row, Source};
use crate::issue::Issue;
use crate::model::Model;
use crate::money::Amount;
use crate::place::Place;
use daylight_scan::Symbol;

/// Keeps the total rows as they pass and adds up their parts at the end.
///
/// A part belongs to a total if it has the same codes wherever the total has one. A column that marks the row as a total
/// (one of the layout's rules) does not count, unless its codes hold several levels: the total of 201 is that of the parts
/// under 201. Neither does a code that no part has.
#[derive(Default)]
pub(in crate::check) struct Declared {
    totals: Vec<Total>,
}

struct Total {
    place: Place,
    header: String,
    amount: Amount,
    /// One code an axis; `None` where any will do.
    key: Vec<Option<Symbol>>,
    parts: Amount,
    count: u64,
}

impl Rule for Declared {
    fn row(&mut self, row: &Row<'_>, _: &mut Vec<Issue>) {
        if row.row != As::Total {
            return;
        }
        let marks = |field: usize| {
            row.table.layout.rows.iter().any(|rule| rule.row == As::Total && rule.field == field)
        };
        let marked = |index: usize| {
            let sources = row.table.sources.iter().filter(|(axis, _)| *axis == row.axes[index].index);
            sources.into_iter().any(|(_, source)| matches!(source, Source::Field(field) if marks(*field)))
        };
        let is_marked: Vec<bool> = (0..row.key.len()).map(marked).collect();
        for (measure, cell) in row.amounts.iter().enumerate() {
            let AmountCell::Amount(amount) = cell else { continue };
            let mut key: Vec<Option<Symbol>> = row
                .key
                .iter()
                .zip(&is_marked)
                .map(|(symbol, marked)| (!marked && *symbol != Symbol::BLANK).then_some(*symbol))
                .collect();
            for (position, symbol) in &row.sets[measure] {
                key[*position] = Some(*symbol);
            }
            let header = row.table.fields[row.table.measures[measure].field].name.clone();
            self.totals.push(Total {
                place: place(row, measure),
                header,
                amount: *amount,
                key,
                parts: Amount::ZERO,
                count: 0,
            });
        }
    }

    fn finish(&mut self, seen: &Seen<'_>, issues: &mut Vec<Issue>) -> Option<Box<dyn Locate>> {
        let model = seen.model;
        let occurs = codes_of_parts(model);
        for total in &mut self.totals {
            for (axis, code) in total.key.iter_mut().enumerate() {
                *code = code.filter(|symbol| occurs[axis].get(symbol.index()).copied().unwrap_or(false));
            }
        }
        for fact in model.facts() {
            for total in &mut self.totals {
                if total.key.iter().zip(fact.key).all(|(wanted, symbol)| wanted.is_none_or(|wanted| wanted == *symbol))
                {
                    total.parts += fact.amount;
                    total.count += u64::from(fact.count);
                }
            }
        }
        let grain = grain(model.facts().map(|fact| fact.amount).chain(self.totals.iter().map(|total| total.amount)));
        for total in self.totals.iter().filter(|total| total.parts != total.amount) {
            let codes: Vec<Symbol> = total.key.iter().map(|code| code.unwrap_or_default()).collect();
            let currency = model.currency(&codes);
            let difference = total.amount - total.parts;
            let issue = match is_rounding(difference, total.amount, total.count, grain) {
                true => Issue::warning("total-rounded", total.place.clone()),
                false => Issue::error("total-differs", total.place.clone()),
            };
            let issue = issue.with("header", &total.header).with("rows", total.count);
            let issue = issue.with("expected", total.amount.plain(currency)).with("found", total.parts.plain(currency));
            issues.push(issue.with("difference", difference.plain(currency)));
        }
        None
    }
}

/// For each axis, which of its codes some part has.
fn codes_of_parts(model: &Model) -> Vec<Vec<bool>> {
    let mut occurs: Vec<Vec<bool>> = model.axes.iter().map(|axis| vec![false; axis.codes.len()]).collect();
    for fact in model.facts() {
        for (axis, symbol) in fact.key.iter().enumerate() {
            occurs[axis][symbol.index()] = true;
        }
    }
    occurs
}
