//! Rules of what must not mix: rows with and without a phase, more than one currency.

use super::{Locate, Rule, Seen};
use crate::ingest::{AmountCell, As, Row};
use crate::issue::Issue;
use crate::model::Kind;
use crate::place::Place;
use daylight_scan::Symbol;

/// `phases-mixed`: some amounts have a phase and others have none. `currencies-mixed`: more than one currency; sums stay apart.
#[derive(Default)]
pub(super) struct Mixed {
    with_phase: bool,
    without_phase: Option<Place>,
    currencies: Vec<Symbol>,
    second_currency: Option<Place>,
}

impl Rule for Mixed {
    fn row(&mut self, row: &Row<'_>, _: &mut Vec<Issue>) {
        if row.row != As::Part {
            return;
        }
        for (measure, cell) in row.amounts.iter().enumerate() {
            if !matches!(cell, AmountCell::Amount(_)) {
                continue;
            }
            let code = |kind: Kind| {
                let position = row.axes.iter().position(|axis| axis.kind == kind)?;
                let set = row.sets[measure].iter().find(|(set, _)| *set == position).map(|(_, symbol)| *symbol);
                Some(set.unwrap_or(row.key[position])).filter(|symbol| *symbol != Symbol::BLANK)
            };
            match code(Kind::Phase) {
                Some(_) => self.with_phase = true,
                None => {
                    self.without_phase.get_or_insert_with(|| super::amount::place(row, measure));
                }
            }
            if let Some(currency) = code(Kind::Currency).filter(|currency| !self.currencies.contains(currency)) {
                if !self.currencies.is_empty() {
                    self.second_currency.get_or_insert_with(|| super::amount::place(row, measure));
                }
                self.currencies.push(currency);
            }
        }
    }

    fn finish(&mut self, seen: &Seen<'_>, issues: &mut Vec<Issue>) -> Option<Box<dyn Locate>> {
        if let (true, Some(place)) = (self.with_phase, &self.without_phase) {
            issues.push(Issue::warning("phases-mixed", place.clone()));
        }
        if let (Some(place), Some(axis)) = (&self.second_currency, seen.model.single(Kind::Currency)) {
            let codes: Vec<&str> = self.currencies.iter().map(|symbol| seen.model.axis(axis).code(*symbol)).collect();
            issues.push(Issue::warning("currencies-mixed", place.clone()).with("found", codes.join(", ")));
        }
        None
    }
}
