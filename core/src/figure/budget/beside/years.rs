//! Years beside each other: amounts of one stage in, lines, bars or a panel a part with the change out; cannot fail.

use super::side::Side;
use super::{Beside, MOST_CHANGES, Told, unlike_key, unlike_short};
use crate::figure::budget::{Cell, Column, Table};
use crate::figure::chart::{ChartKind, Group, Note, Panel, Plan, Series, Value};

impl Side<'_> {
    /// Of two years, a line a part; of more, the whole over time.
    pub(super) fn years(&self) -> Beside {
        let columns = self.year_columns();
        let (kind, series, groups) = if columns.len() == 2 && self.scene.level.axis.is_some() {
            let series = columns.iter().map(|label| Series { label: label.clone(), ..Series::default() });
            (ChartKind::Slope, series.collect::<Vec<_>>(), self.groups(&columns))
        } else {
            let status = self.stage();
            let amount = |at: usize| self.value(&columns[at], &status, self.compared.amount(None, at));
            let groups = (0..columns.len()).map(|at| self.year_group(&columns[at], at, amount(at)));
            (ChartKind::Years, vec![Series { label: status.clone(), ..Series::default() }], groups.collect())
        };
        self.over_years(&columns, |sentence, notes| self.plan(kind, series, groups, sentence, notes))
    }

    /// Small multiples: the years of each part in a panel of its own, all with one axis.
    pub(super) fn panels(&self) -> Beside {
        let columns = self.year_columns();
        let panel = |part: Group| {
            let year = |(at, value): (usize, Value)| Group {
                path: part.path.clone(),
                opens: part.opens.clone(),
                ..self.year_group(&columns[at], at, value)
            };
            Panel { label: part.label, groups: part.values.into_iter().enumerate().map(year).collect() }
        };
        let panels: Vec<Panel> = self.groups(&columns).into_iter().map(panel).collect();
        let series = vec![Series { label: self.stage(), ..Series::default() }];
        self.over_years(&columns, |sentence, notes| Plan {
            panels,
            ..self.plan(ChartKind::Panels, series, Vec::new(), sentence, notes)
        })
    }

    fn year_columns(&self) -> Vec<String> {
        (0..self.standings.len()).map(|at| self.year_words(at)).collect()
    }

    /// The stage that is compared.
    fn stage(&self) -> String {
        let stage =
            if self.scene.chosen.phase_axis.is_some() { self.phase_words(0) } else { self.scene.status.clone() };
        if stage.is_empty() { self.scene.words.text("column.amount").to_owned() } else { stage }
    }

    fn year_group(&self, label: &str, at: usize, value: Value) -> Group {
        let (_, signs) = self.breaks();
        Group { label: label.to_owned(), values: vec![value], note: signs[at].clone(), ..Group::default() }
    }

    /// What is said of years, whatever is drawn of them.
    fn over_years(&self, columns: &[String], plan: impl FnOnce(&str, Vec<Note>) -> Plan) -> Beside {
        let (scene, words) = (self.scene, self.scene.words);
        let last = columns.len() - 1;
        let (notes, _) = self.breaks();
        let amounts = self.total_words();
        let mut remarks = Vec::new();
        let status = self.stage();
        if scene.chosen.phases.get(scene.chosen.phase).is_some_and(|shown| *shown != self.standings[0].phase) {
            remarks.push(words.fill("beside.other-stage", &[("shown", &scene.status), ("phase", &status)]));
        }
        let values = [
            ("phase", status.clone()),
            ("before", amounts[0].clone()),
            ("amount", amounts[last].clone()),
            ("from", columns[0].clone()),
            ("to", columns[last].clone()),
        ];
        let mut sentence = match self.compared.change(None, 0, last) {
            Ok(change) => {
                let key = if change.is_negative() { "beside.less" } else { "beside.more" };
                let difference = self.amount_words(change.abs());
                self.fill(key, &[&values[..], &[("difference", difference)]].concat())
            }
            Err(why) => {
                remarks.push(words.text(unlike_key(why)).to_owned());
                self.fill("beside.years-bare", &values)
            }
        };
        let changes = self.compared.largest_changes(0, last, MOST_CHANGES);
        if scene.level.axis.is_some() && !changes.is_empty() {
            let told = changes.iter().map(|(part, change)| {
                let key = if change.is_negative() { "beside.change-less" } else { "beside.change-more" };
                self.fill(key, &[("name", self.label(*part)), ("amount", self.amount_words(change.abs()))])
            });
            let told: Vec<String> = told.collect();
            sentence.push_str(words.text("join.sentence"));
            sentence.push_str(&words.fill("beside.changes", &[("changes", &told.join(words.text("join.list")))]));
        }
        remarks.extend(
            notes.iter().map(|note| self.fill("beside.note", &[("n", note.sign.clone()), ("text", note.text.clone())])),
        );
        let mut plan = plan(&sentence, notes);
        plan.name = self.name_over(&columns[0], &columns[last]);
        let told = Told { phase: self.phase_code(), moot: vec!["year"], ..Told::default() };
        let mut table = self.changes(columns);
        table.caption = words.fill("caption", &[("name", &plan.name), ("dimension", &scene.dimension_words)]);
        let status = if scene.chosen.phase_axis.is_some() { status } else { scene.status.clone() };
        Beside { plan, table, sentence, status, remarks, empty: None, told }
    }

    /// All parts in all years, and what changed from the first to the last.
    fn changes(&self, columns: &[String]) -> Table {
        let last = columns.len() - 1;
        let mut table = self.table(columns);
        let label = self.fill("beside.change", &[("from", columns[0].clone()), ("to", columns[last].clone())]);
        table.columns.push(Column { id: "change".to_owned(), label, numeric: true });
        let change = |part: Option<usize>| match self.compared.change(part, 0, last) {
            Ok(change) => Cell { text: self.number(change), sort: Some(change.minor()) },
            Err(why) => Cell { text: self.scene.words.text(unlike_short(why)).to_owned(), sort: None },
        };
        for (row, part) in table.rows.iter_mut().zip(&self.order) {
            row.cells.push(change(Some(*part)));
        }
        if let Some(total) = &mut table.total {
            total.cells.push(change(None));
        }
        table
    }

    /// The code of the stage that is compared.
    fn phase_code(&self) -> Option<String> {
        let axis = self.scene.model.axis(self.scene.chosen.phase_axis?);
        Some(axis.code(self.standings[0].phase).to_owned())
    }
}
