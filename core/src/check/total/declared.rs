//! `total-differs`, `total-rounded`: a row that the layout declares a total is compared with the sum of the parts that
//! share its codes; a difference that rounding explains is called so. `total-without-parts`: nothing stands below its code.

use super::super::rounding::{grain, is_rounding};
use super::super::{
    Locate, Rule, Seen,
    amount::{compared, place, stated},
};
use crate::ingest::{As, Row, RowRule, Source};
use crate::issue::Issue;
use crate::model::{Kind, Model};
use crate::money::{Amount, Currency};
use crate::place::Place;
use daylight_scan::{Decimal, Symbol};

/// Keeps the total rows as they pass and adds up their parts at the end.
///
/// A part belongs to a total if it has the same codes wherever the total has one. A column that marks the row as a total
/// (by one of the layout's rules) does not count, unless its codes hold several levels: the total of 201 is that of the parts
/// under 201. Neither does a code that no part has.
#[derive(Default)]
pub(in crate::check) struct Declared {
    totals: Vec<Total>,
}

struct Total {
    place: Place,
    header: String,
    amount: Amount,
    currency: Currency,
    /// The amount in the words of its cell.
    stated: String,
    /// The smallest amount that its cell could tell, by the decimals that it has: 0.01 of its unit.
    grain: i128,
    /// The row's codes.
    whole: Vec<Symbol>,
    /// The codes that its parts have, one an axis; `None` where any will do.
    key: Vec<Option<Symbol>>,
    /// The axis of the row's own code, where a column holds several levels.
    own: Option<usize>,
    /// That code, if nothing stands below it.
    alone: Option<String>,
    parts: Amount,
    count: u64,
}

impl Total {
    /// Whether an amount with this key is a part of it.
    fn holds(&self, key: &[Symbol]) -> bool {
        self.key.iter().zip(key).all(|(wanted, symbol)| wanted.is_none_or(|wanted| wanted == *symbol))
    }

    /// Any code will do where the row's own, such as "all", is that of no part. A number that stands among the levels of other
    /// numbers is a code of which nothing is there.
    fn forget_codes_of_no_part(&mut self, model: &Model, occurs: &[Vec<bool>]) {
        for (axis, code) in self.key.iter_mut().enumerate() {
            let Some(lost) = code.filter(|code| !occurs[axis][code.index()]) else { continue };
            *code = None;
            let text = model.axes[axis].code(lost);
            if self.own == Some(axis) && text.bytes().all(|byte| byte.is_ascii_digit()) {
                self.alone = Some(text.to_owned());
            }
        }
    }
}

impl Rule for Declared {
    fn row(&mut self, row: &Row<'_>, _: &mut Vec<Issue>) {
        if row.row != As::Total {
            return;
        }
        let source = |axis: usize| {
            let index = row.axes[axis].index;
            row.table.sources.iter().find(|(known, _)| *known == index).map(|(_, source)| source)
        };
        let marks = |axis: usize| match source(axis) {
            Some(Source::Field(field)) => {
                let holds = |rule: &RowRule| rule.condition.holds(row.bytes(*field));
                row.table.layout.rows.iter().any(|rule| rule.row == As::Total && rule.field == *field && holds(rule))
            }
            _ => false,
        };
        let codes = row.key.iter().enumerate();
        let own: Vec<Option<Symbol>> =
            codes.map(|(axis, code)| (*code != Symbol::BLANK && !marks(axis)).then_some(*code)).collect();
        let deepest =
            (0..own.len()).rev().find(|axis| own[*axis].is_some() && matches!(source(*axis), Some(Source::Cut(..))));
        let currency_axis = row.axes.iter().position(|axis| axis.kind == Kind::Currency);
        row.facts(|whole, measure, amount| {
            let mut key = own.clone();
            for (position, symbol) in &row.sets[measure] {
                key[*position] = Some(*symbol);
            }
            let currency = Currency::from_code(currency_axis.map_or("", |axis| row.axes[axis].codes.text(whole[axis])));
            self.totals.push(Total {
                place: place(row, measure),
                header: row.table.fields[row.table.measures[measure].field].name.clone(),
                amount,
                currency,
                stated: stated(row, measure, amount, currency),
                grain: own_grain(row, measure, currency),
                whole: whole.to_vec(),
                key,
                own: deepest,
                alone: None,
                parts: Amount::ZERO,
                count: 0,
            });
        });
    }

    fn finish(&mut self, seen: &Seen<'_>, issues: &mut Vec<Issue>) -> Option<Box<dyn Locate>> {
        let occurs = codes_of_parts(seen);
        for total in &mut self.totals {
            total.forget_codes_of_no_part(seen.model, &occurs);
        }
        for fact in seen.model.facts() {
            for total in self.totals.iter_mut().filter(|total| total.holds(fact.key)) {
                total.parts += fact.amount;
                total.count += u64::from(fact.count);
            }
        }
        let amounts = seen.model.facts().map(|fact| fact.amount);
        let grain = grain(amounts.chain(self.totals.iter().map(|total| total.amount)));
        let wrong: Vec<&Total> = self.totals.iter().filter(|total| total.parts != total.amount).collect();
        // What is in no sum for a reason of its own makes no total above it wrong.
        let alone = || wrong.iter().filter(|total| total.alone.is_some()).map(|total| total.whole.as_slice());
        for total in &wrong {
            match &total.alone {
                Some(code) => {
                    issues.push(Issue::error("total-without-parts", total.place.clone()).with("code", code));
                }
                None if seen.gaps.keys().chain(alone()).any(|key| total.holds(key)) => {}
                None => issues.push(differs(total, grain)),
            }
        }
        None
    }
}

fn differs(total: &Total, grain: i128) -> Issue {
    let (difference, currency) = (total.amount - total.parts, total.currency);
    // Parts of more decimals than the total has were rounded to make it.
    let is_rounding = is_rounding(difference, total.amount, total.count, grain)
        || is_rounding(difference, total.amount, 0, total.grain);
    let issue = match is_rounding {
        true => Issue::warning("total-rounded", total.place.clone()),
        false => Issue::error("total-differs", total.place.clone()),
    };
    let issue = issue.with("header", &total.header).with("rows", total.count);
    let issue = issue.with("expected", &total.stated).with("found", total.parts.plain(currency));
    if is_rounding {
        return issue.with("difference", difference.abs().plain(currency));
    }
    compared(issue, total.amount, total.parts, currency)
}

/// One in the last decimal of an amount's cell.
fn own_grain(row: &Row<'_>, measure: usize, currency: Currency) -> i128 {
    let field = row.table.measures[measure].field;
    let decimal = row.table.fields[field].notation.decimal(row.bytes(field)).ok().flatten();
    let one = decimal.map(|decimal| Decimal { mantissa: 1, ..decimal });
    one.and_then(|one| row.units[measure].minor(one, currency).ok()).unwrap_or(1)
}

/// For each axis, which of its codes some part has, whether or not its amount could be read.
fn codes_of_parts(seen: &Seen<'_>) -> Vec<Vec<bool>> {
    let mut occurs: Vec<Vec<bool>> = seen.model.axes.iter().map(|axis| vec![false; axis.codes.len()]).collect();
    for key in seen.model.facts().map(|fact| fact.key).chain(seen.gaps.keys()) {
        for (axis, symbol) in key.iter().enumerate() {
            occurs[axis][symbol.index()] = true;
        }
    }
    occurs
}
