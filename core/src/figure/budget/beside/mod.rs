//! Amounts side by side: a scene in, a chart's plan, its table, a sentence and what keeps amounts from being compared out;
//! cannot fail.

mod debt;
mod hundred;
mod measure;
mod outturn;
mod side;
mod standing;
#[cfg(test)]
mod tests;
mod years;

use super::place::Scene;
use super::{BudgetFigure, Link, Picture, Switch, Table, View};
use crate::figure::chart::Plan;
use crate::summary::Unlike;
use side::Side;
use std::sync::Arc;

/// Parts that a chart shows for themselves; the others are one.
const MOST_PARTS: usize = 12;

/// Changes that are told.
const MOST_CHANGES: usize = 3;

/// The colour of a budget and that of an outturn; of a limit and of debt.
const PAIR_TONES: [u8; 2] = [1, 0];

/// Amounts side by side: what takes the place of the picture, the table, the sentence and why a figure is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside {
    plan: Plan,
    table: Table,
    sentence: String,
    /// The stages that are compared.
    status: String,
    /// What keeps amounts from being compared, and other remarks.
    remarks: Vec<String>,
    empty: Option<String>,
    told: Told,
}

/// What a figure says around its picture otherwise than for one standing.
#[derive(Clone, Debug, Default)]
struct Told {
    /// The word of the basis; blank where amounts are as stated.
    basis: &'static str,
    /// The choice of a basis.
    switch: Option<Switch>,
    /// Where the numbers of the basis come from.
    sources: Vec<Link>,
    /// The stage that is compared, where it is one.
    phase: Option<String>,
    /// The unit of all amounts, where it is not the figure's.
    unit_line: Option<String>,
    /// Switches that change nothing here.
    moot: Vec<&'static str>,
}

impl BudgetFigure {
    /// Shows a comparison instead of one standing.
    #[inline(never)]
    pub(super) fn set_beside(&mut self, beside: Beside) {
        let Beside { plan, table, sentence, status, mut remarks, empty, told } = beside;
        self.picture = Picture::default();
        if empty.is_some() {
            (self.empty, self.sentence) = (empty, String::new());
            return;
        }
        remarks.append(&mut self.remarks);
        self.switches.retain(|switch| !told.moot.contains(&switch.id));
        if let Some(phase) = told.phase {
            let choices = self.switches.iter_mut().filter(|switch| switch.id == "phase");
            choices.flat_map(|switch| &mut switch.options).for_each(|choice| choice.chosen = choice.id == phase);
            self.granted.phase = phase;
        }
        self.switches.extend(told.switch);
        told.basis.clone_into(&mut self.granted.basis);
        self.sources.extend(told.sources);
        self.name.clone_from(&plan.name);
        self.unit_line = told.unit_line.unwrap_or(std::mem::take(&mut self.unit_line));
        (self.empty, self.table, self.sentence, self.status, self.remarks) = (None, table, sentence, status, remarks);
        self.plan = Some(Arc::new(plan));
    }
}

/// The comparison that a view asks for.
#[inline(never)]
pub(super) fn write_beside(scene: &Scene) -> Beside {
    let side = Side::new(scene);
    let beside = match (scene.granted.view, side.standings.len()) {
        (View::Hundred, _) => side.hundred(),
        (View::Years, 2..) => side.years(),
        (View::Panels, 2..) => side.panels(),
        (View::Years | View::Panels, _) => side.nothing("beside.one-year"),
        (View::Debt, 2..) => side.debt(),
        (View::Debt, _) => side.nothing("beside.no-debt"),
        (_, 2) => side.outturn(),
        _ => side.nothing("beside.no-outturn"),
    };
    side.tell(beside)
}

/// What keeps the whole from being compared, as a sentence.
fn unlike_key(why: Unlike) -> &'static str {
    match why {
        Unlike::Period => "beside.unlike-period",
        Unlike::Scope => "beside.unlike-scope",
        Unlike::Blank => "beside.unlike-blank",
        Unlike::Base => "beside.unlike-base",
    }
}

/// The same in a cell.
fn unlike_short(why: Unlike) -> &'static str {
    match why {
        Unlike::Period => "beside.cell-period",
        Unlike::Scope => "beside.cell-scope",
        Unlike::Blank => "amount.blank",
        Unlike::Base => "beside.cell-base",
    }
}
