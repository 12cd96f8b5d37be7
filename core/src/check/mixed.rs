//! Rules of what must not mix: columns that say the same of themselves, rows with and without a phase, more than one currency.

use super::{Locate, Rule, Seen};
use crate::ingest::{AmountCell, As, Measure, Package, Row};
use crate::issue::Issue;
use crate::model::Kind;
use crate::place::Place;
use daylight_scan::Symbol;

/// `amounts-added`: two columns of a table that have the same stage, year and direction are added up, which is right for parts
/// of an amount (by source of funds) and wrong where one column was meant to be another stage.
pub(super) fn added(package: &Package) -> Vec<Issue> {
    let mut issues = Vec::new();
    for table in &package.tables {
        let name = |measure: &Measure| table.fields[measure.field].name.as_str();
        for (at, measure) in table.measures.iter().enumerate() {
            let alike = |other: &&Measure| other.sets == measure.sets;
            let is_last = !table.measures[at + 1..].iter().any(|other| alike(&other));
            let columns: Vec<&str> = table.measures[..=at].iter().filter(alike).map(name).collect();
            if is_last && columns.len() > 1 {
                issues
                    .push(Issue::warning("amounts-added", Place::file(&table.path)).with("value", columns.join(", ")));
            }
        }
    }
    issues
}

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
