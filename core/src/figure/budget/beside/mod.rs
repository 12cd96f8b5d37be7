//! Budget beside outturn, and years beside each other: a scene in, a chart's plan, its table, a sentence and what keeps amounts
//! from being compared out; cannot fail.

#[cfg(test)]
mod tests;

use super::choose::key_words;
use super::place::Scene;
use super::{BudgetFigure, Cell, Column, Picture, Table, TableRow, View};
use crate::figure::chart::{ChartKind, Frame, Group, Note, Panel, Plan, Series, Value};
use crate::model::{AxisId, Kind};
use crate::money::Amount;
use crate::order::sort_by;
use crate::period::FiscalYear;
use crate::summary::{Compared, ComparisonQuestion, Standing, Unlike, compare_level};
use crate::words::in_language;
use daylight_scan::Symbol;
use std::sync::Arc;

/// Parts that a chart shows for themselves; the others are one.
const MOST_PARTS: usize = 12;

/// Changes that are told.
const MOST_CHANGES: usize = 3;

/// The colour of a budget and that of an outturn.
const TONES: [u8; 2] = [1, 0];

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
}

impl BudgetFigure {
    /// Shows a comparison instead of one standing.
    #[inline(never)]
    pub(super) fn set_beside(&mut self, beside: Beside) {
        let Beside { plan, table, sentence, status, mut remarks, empty } = beside;
        remarks.append(&mut self.remarks);
        self.picture = Picture::default();
        if empty.is_some() {
            (self.empty, self.sentence) = (empty, String::new());
            return;
        }
        (self.table, self.sentence, self.status, self.remarks) = (table, sentence, status, remarks);
        self.plan = Some(Arc::new(plan));
    }
}

/// The comparison that a view asks for.
#[inline(never)]
pub(super) fn write_beside(scene: &Scene) -> Beside {
    let side = Side::new(scene);
    match (scene.granted.view, side.standings.len()) {
        (View::Years, 2..) => side.years(),
        (View::Outturn, 2) => side.outturn(),
        (View::Years, _) => side.nothing("beside.one-year"),
        _ => side.nothing("beside.no-outturn"),
    }
}

/// A scene and the standings that its view compares.
struct Side<'a> {
    scene: &'a Scene<'a>,
    years: Option<AxisId>,
    /// Of an outturn, the budget and what became of it; else the years in their order.
    standings: Vec<Standing>,
    compared: Compared,
    /// The parts, the largest first.
    order: Vec<usize>,
    /// Decimals in table and chart.
    decimals: u8,
}

impl<'a> Side<'a> {
    fn new(scene: &'a Scene<'a>) -> Self {
        let (model, chosen) = (scene.model, scene.chosen);
        let years = model.single(Kind::Year);
        let keep = chosen.keep.iter().filter(|(axis, _)| Some(*axis) != years).copied().collect();
        let dimension = model.dimensions.iter().find(|dimension| dimension.name == scene.granted.dimension);
        let axes = dimension.map_or(&[][..], |dimension| &dimension.axes);
        let mut question = ComparisonQuestion {
            keep,
            path: axes.iter().copied().zip(scene.path.iter().copied()).collect(),
            axis: scene.level.axis,
            next: scene.level.axis.and_then(|_| axes.get(scene.path.len() + 1)).copied(),
            years,
            phases: chosen.phase_axis,
            standings: Vec::new(),
        };
        question.standings = match scene.granted.view {
            View::Outturn => outturn(scene),
            _ => years_of(scene, years),
        };
        let compared = compare_level(model, &question);
        let size = |part: usize| compared.parts[part].sums.iter().filter_map(|sum| sum.stated()).map(Amount::abs).max();
        let mut order: Vec<usize> = (0..compared.parts.len()).collect();
        sort_by(&mut order, |a, b| size(*b).cmp(&size(*a)).then(a.cmp(b)));
        let digits = chosen.currency.exponent();
        let minor = 10_i128.pow(digits.into());
        let mut amounts = compared.parts.iter().flat_map(|part| &part.sums).filter_map(|sum| sum.stated());
        let decimals = match () {
            () if scene.unit.factor > 1 => 2,
            () if amounts.all(|amount| amount.minor() % minor == 0) => 0,
            () => digits,
        };
        Self { scene, years, standings: question.standings, compared, order, decimals }
    }

    fn nothing(&self, key: &str) -> Beside {
        Beside { empty: Some(self.scene.words.text(key).to_owned()), ..Beside::default() }
    }

    /// Budget against outturn: two bars a part.
    fn outturn(&self) -> Beside {
        let words = self.scene.words;
        let columns = [self.phase_words(0), self.phase_words(1)];
        let series = columns.iter().zip(TONES).enumerate().map(|(at, (label, tone))| Series {
            label: label.clone(),
            tone,
            is_hollow: at == 0,
            is_line: false,
        });
        let groups = self.groups(&columns);
        let mut remarks = Vec::new();
        let whole = self.compared.rate(None, 0, 1);
        let scope = self.compared.scope(0, 1);
        for (key, parts) in [("beside.only-base", &scope.only_first), ("beside.only-done", &scope.only_second)] {
            if !parts.is_empty() {
                let n = words.integer(parts.len() as u64);
                let names: Vec<String> = parts.iter().take(MOST_CHANGES).map(|part| self.label(*part)).collect();
                let parts = names.join(words.text("join.list"));
                remarks.push(
                    words.fill(key, &[("n", &n), ("parts", &parts), ("base", &columns[0]), ("done", &columns[1])]),
                );
            }
        }
        let (amounts, year) = (self.total_words(), self.year_words(0));
        let mut values = vec![
            ("base", words.inline(&columns[0])),
            ("done", columns[1].clone()),
            ("due", amounts[0].clone()),
            ("amount", amounts[1].clone()),
            ("year", year),
        ];
        let key = match whole {
            Ok((done, due)) => {
                values.push(("share", words.share(done, due)));
                "beside.outturn"
            }
            Err(why) => {
                remarks.insert(0, words.text(unlike_key(why)).to_owned());
                "beside.outturn-bare"
            }
        };
        let mut sentence = self.fill(key, &values);
        // The parts that went farthest beyond their budget, and that stayed farthest behind it.
        let mut rates: Vec<(usize, Amount, Amount)> = (0..self.compared.parts.len())
            .filter_map(|part| self.compared.rate(Some(part), 0, 1).ok().map(|(done, due)| (part, done, due)))
            .collect();
        // By cross multiplication, which is exact.
        sort_by(&mut rates, |a, b| {
            let product = |amount: Amount, other: Amount| amount.minor().checked_mul(other.minor());
            product(a.1, b.2).cmp(&product(b.1, a.2)).then(a.0.cmp(&b.0))
        });
        if let ([first, .., last], true) = (rates.as_slice(), self.scene.level.axis.is_some()) {
            let (name, name2) = (self.label(first.0), self.label(last.0));
            let (share, share2) = (words.share(first.1, first.2), words.share(last.1, last.2));
            let values = [("name", name), ("share", share), ("name2", name2), ("share2", share2)];
            sentence.push_str(words.text("join.sentence"));
            sentence.push_str(&self.fill("beside.farthest", &values));
        }
        let mut table = self.table(&columns);
        let head = words.fill("beside.rate", &[("base", &words.inline(&columns[0]))]);
        table.columns.push(Column { id: "rate".to_owned(), label: head, numeric: true });
        let rate = |part: Option<usize>| match self.compared.rate(part, 0, 1) {
            Ok((done, due)) => Cell { text: words.share(done, due), sort: done.share_permille(due).map(i128::from) },
            Err(why) => Cell { text: words.text(unlike_short(why)).to_owned(), sort: None },
        };
        for (row, part) in table.rows.iter_mut().zip(&self.order) {
            row.cells.push(rate(Some(*part)));
        }
        if let Some(total) = &mut table.total {
            total.cells.push(rate(None));
        }
        let plan = self.plan(ChartKind::Bars, series.collect(), groups, &sentence, Vec::new());
        let status = columns.join(words.text("join.list"));
        Beside { plan, table, sentence, status, remarks, empty: None }
    }

    /// Years: of two, a line a part; of more, the whole over time.
    fn years(&self) -> Beside {
        let words = self.scene.words;
        let columns: Vec<String> = (0..self.standings.len()).map(|at| self.year_words(at)).collect();
        let last = columns.len() - 1;
        let (notes, signs) = self.breaks();
        let (first_year, last_year) = (columns[0].clone(), columns[last].clone());
        let amounts = self.total_words();
        let mut remarks = Vec::new();
        let status =
            if self.scene.chosen.phase_axis.is_some() { self.phase_words(0) } else { self.scene.status.clone() };
        let values = [
            ("phase", status.clone()),
            ("before", amounts[0].clone()),
            ("amount", amounts[last].clone()),
            ("from", first_year),
            ("to", last_year),
        ];
        let change = self.compared.change(None, 0, last);
        let mut sentence = match change {
            Ok(change) => {
                let key = if change.is_negative() { "beside.less" } else { "beside.more" };
                let difference = self.scene.amount_words(change.abs());
                self.fill(key, &[&values[..], &[("difference", difference)]].concat())
            }
            Err(why) => {
                remarks.push(words.text(unlike_key(why)).to_owned());
                self.fill("beside.years-bare", &values)
            }
        };
        let changes = self.compared.largest_changes(0, last, MOST_CHANGES);
        if self.scene.level.axis.is_some() && !changes.is_empty() {
            let told = changes.iter().map(|(part, change)| {
                let key = if change.is_negative() { "beside.change-less" } else { "beside.change-more" };
                self.fill(key, &[("name", self.label(*part)), ("amount", self.scene.amount_words(change.abs()))])
            });
            let told: Vec<String> = told.collect();
            sentence.push_str(words.text("join.sentence"));
            sentence.push_str(&words.fill("beside.changes", &[("changes", &told.join(words.text("join.list")))]));
        }
        remarks.extend(
            notes.iter().map(|note| self.fill("beside.note", &[("n", note.sign.clone()), ("text", note.text.clone())])),
        );
        let (kind, series, groups) = if last == 1 && self.scene.level.axis.is_some() {
            let series = columns.iter().map(|label| Series { label: label.clone(), ..Series::default() });
            (ChartKind::Slope, series.collect::<Vec<_>>(), self.groups(&columns))
        } else {
            let series = Series { label: status.clone(), ..Series::default() };
            let groups = columns.iter().zip(&signs).enumerate().map(|(at, (label, sign))| Group {
                label: label.clone(),
                values: vec![self.value(label, &status, self.compared.amount(None, at))],
                note: sign.clone(),
                ..Group::default()
            });
            (ChartKind::Years, vec![series], groups.collect())
        };
        let plan = self.plan(kind, series, groups, &sentence, notes);
        let mut table = self.table(&columns);
        let head = self.fill("beside.change", &[("from", columns[0].clone()), ("to", columns[last].clone())]);
        table.columns.push(Column { id: "change".to_owned(), label: head, numeric: true });
        let change = |part: Option<usize>| match self.compared.change(part, 0, last) {
            Ok(change) => Cell { text: self.number(change), sort: Some(change.minor()) },
            Err(why) => Cell { text: words.text(unlike_short(why)).to_owned(), sort: None },
        };
        for (row, part) in table.rows.iter_mut().zip(&self.order) {
            row.cells.push(change(Some(*part)));
        }
        if let Some(total) = &mut table.total {
            total.cells.push(change(None));
        }
        Beside { plan, table, sentence, status, remarks, empty: None }
    }

    fn plan(&self, kind: ChartKind, series: Vec<Series>, groups: Vec<Group>, sentence: &str, notes: Vec<Note>) -> Plan {
        let scene = self.scene;
        Plan {
            kind,
            name: scene.name.clone(),
            sentence: sentence.to_owned(),
            lang: scene.words.lang().to_owned(),
            unit_line: scene
                .words
                .fill("unit.line", &[("unit", &scene.words.unit(scene.chosen.currency, &scene.unit))]),
            currency: scene.chosen.currency,
            unit: scene.unit.clone(),
            series,
            panels: vec![Panel { label: String::new(), groups }],
            notes,
            frame: Frame {
                width: scene.granted.width_px as i32 * 100,
                height: if scene.granted.height_px == 0 { 40_000 } else { scene.granted.height_px as i32 * 100 },
                font: scene.font_size(),
                least: scene.granted.least_px as i32 * 100,
            },
        }
    }

    /// The largest parts, and one for the others where there are more.
    fn groups(&self, columns: &[String]) -> Vec<Group> {
        let words = self.scene.words;
        let shown = if self.order.len() > MOST_PARTS { MOST_PARTS - 1 } else { self.order.len() };
        let group = |(rank, part): (usize, &usize)| {
            let (label, compared) = (self.label(*part), &self.compared.parts[*part]);
            let path = self.scene.path_of(compared.symbol);
            let values = columns.iter().enumerate();
            let values = values.map(|(at, column)| self.value(&label, column, self.compared.amount(Some(*part), at)));
            Group {
                values: values.collect(),
                opens: compared.opens.then(|| path.clone()),
                path: Some(path),
                tone: (rank % 8) as u8,
                label,
                ..Group::default()
            }
        };
        let mut groups: Vec<Group> = self.order[..shown].iter().enumerate().map(group).collect();
        let rest = &self.order[shown..];
        if !rest.is_empty() {
            let label = words.fill("others", &[("n", &words.integer(rest.len() as u64))]);
            let sum = |at: usize| {
                let stated = rest.iter().filter_map(|part| self.compared.amount(Some(*part), at));
                stated.reduce(|sum, amount| sum + amount)
            };
            let values = columns.iter().enumerate().map(|(at, column)| self.value(&label, column, sum(at))).collect();
            groups.push(Group { label, values, tone: 8, ..Group::default() });
        }
        groups
    }

    fn value(&self, label: &str, column: &str, amount: Option<Amount>) -> Value {
        let words = self.scene.words;
        let said = match amount {
            Some(amount) => self.scene.amount_words(amount),
            None => words.text("amount.blank").to_owned(),
        };
        let name = [label, column, &said].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<&str>>();
        Value {
            amount,
            name: name.join(words.text("join.name")),
            label: amount.map_or(said, |amount| self.number(amount)),
        }
    }

    /// All parts as rows, a column a standing.
    fn table(&self, columns: &[String]) -> Table {
        let (scene, words) = (self.scene, self.scene.words);
        let has_codes = scene.level.axis.is_some_and(|axis| scene.model.axis(axis).has_labels());
        let column = |id: &str, label: &str, numeric| Column { id: id.to_owned(), label: label.to_owned(), numeric };
        let mut all = Vec::new();
        if has_codes {
            all.push(column("code", words.text("column.code"), false));
        }
        all.push(column("name", words.text("column.name"), false));
        for (at, label) in columns.iter().enumerate() {
            all.push(column(&["standing:", &crate::text::digits(at as u64)].concat(), label, true));
        }
        let text = |text: &str| Cell { text: text.to_owned(), sort: None };
        let amount = |amount: Option<Amount>| match amount {
            Some(amount) => Cell { text: self.number(amount), sort: Some(amount.minor()) },
            None => text(words.text("amount.blank")),
        };
        let row = |part: &usize| {
            let compared = &self.compared.parts[*part];
            let path = scene.path_of(compared.symbol);
            let mut cells = Vec::new();
            if has_codes {
                cells.push(text(scene.level.axis.map_or("", |axis| scene.model.axis(axis).code(compared.symbol))));
            }
            cells.push(text(&self.label(*part)));
            cells.extend((0..columns.len()).map(|at| amount(self.compared.amount(Some(*part), at))));
            TableRow { opens: compared.opens.then(|| path.clone()), path, cells }
        };
        let mut total = vec![text(words.text("table.total"))];
        if has_codes {
            total.insert(0, Cell::default());
        }
        total.extend((0..columns.len()).map(|at| amount(self.compared.amount(None, at))));
        Table {
            caption: words.fill("caption", &[("name", &scene.name), ("dimension", &scene.dimension_words)]),
            columns: all,
            rows: self.order.iter().map(row).collect(),
            total: Some(TableRow { path: scene.granted.path.clone(), opens: None, cells: total }),
            more: 0,
            sort: String::new(),
        }
    }

    /// What changed between years in what is counted: numbered notes, and for each year the sign of the note that begins there.
    fn breaks(&self) -> (Vec<Note>, Vec<String>) {
        let mut notes: Vec<Note> = Vec::new();
        let mut signs = vec![String::new(); self.standings.len()];
        let year = |at: usize| self.years.map_or("", |axis| self.scene.model.axis(axis).code(self.standings[at].year));
        for (from, text) in &self.scene.model.about.breaks {
            let Some(at) = (1..self.standings.len()).find(|at| year(*at) == from) else { continue };
            let sign = crate::text::digits(notes.len() as u64 + 1);
            signs[at].clone_from(&sign);
            notes.push(Note { sign, text: in_language(text, self.scene.words.lang()).to_owned() });
        }
        (notes, signs)
    }

    fn label(&self, part: usize) -> String {
        self.scene.label_of(self.compared.parts[part].symbol)
    }

    fn number(&self, amount: Amount) -> String {
        self.scene.words.scaled(amount, self.scene.chosen.currency, &self.scene.unit, self.decimals)
    }

    fn total_words(&self) -> Vec<String> {
        let total = |at: usize| match self.compared.amount(None, at) {
            Some(amount) => self.scene.amount_words(amount),
            None => self.scene.words.text("amount.blank").to_owned(),
        };
        (0..self.standings.len()).map(total).collect()
    }

    fn phase_words(&self, at: usize) -> String {
        let scene = self.scene;
        let axis = scene.chosen.phase_axis;
        axis.map_or(String::new(), |axis| {
            key_words(scene.model, scene.profile, scene.words, axis, self.standings[at].phase)
        })
    }

    fn year_words(&self, at: usize) -> String {
        self.years.map_or(String::new(), |axis| {
            self.scene.words.year(self.scene.model.axis(axis).code(self.standings[at].year))
        })
    }

    fn fill(&self, key: &str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.scene.words.fill(key, &values)
    }
}

/// The budget and what became of it, both of the year that is shown.
fn outturn(scene: &Scene) -> Vec<Standing> {
    let year = scene.model.single(Kind::Year);
    let kept = scene.chosen.keep.iter().find(|(axis, _)| Some(*axis) == year);
    let year = kept.map_or(Symbol::BLANK, |(_, symbol)| *symbol);
    let phases = scene.chosen.budget_and_outturn(scene.model, scene.profile);
    phases.map_or(Vec::new(), |phases| phases.map(|phase| Standing { year, phase }).to_vec())
}

/// All years that state one phase, early to late: the one that is shown where two years have it, else the one that most have.
/// Phases never mix, so that years without it are left out.
fn years_of(scene: &Scene, years: Option<AxisId>) -> Vec<Standing> {
    let Some(years) = years else { return Vec::new() };
    let others: Vec<_> = scene.chosen.keep.iter().filter(|(axis, _)| *axis != years).collect();
    let mut found: Vec<Standing> = Vec::new();
    for fact in scene.model.facts_of(&[]) {
        let is_shown = others.iter().all(|(axis, symbol)| fact.key[axis.0] == *symbol);
        let phase = scene.chosen.phase_axis.map_or(Symbol::BLANK, |axis| fact.key[axis.0]);
        let standing = Standing { year: fact.key[years.0], phase };
        if is_shown && standing.year != Symbol::BLANK && !found.contains(&standing) {
            found.push(standing);
        }
    }
    let many = |phase: Symbol| found.iter().filter(|standing| standing.phase == phase).count();
    let order = |phase: Symbol| {
        scene.chosen.phase_axis.map_or(0, |axis| scene.profile.phase_order(scene.model.axis(axis).code(phase)))
    };
    let shown = scene.chosen.phases.get(scene.chosen.phase).copied().unwrap_or_default();
    let phases = found.iter().map(|standing| standing.phase);
    let phase = match many(shown) {
        2.. => shown,
        _ => phases.max_by_key(|phase| (many(*phase), order(*phase))).unwrap_or(shown),
    };
    found.retain(|standing| standing.phase == phase);
    let code = |standing: &Standing| scene.model.axis(years).code(standing.year);
    sort_by(&mut found, |a, b| FiscalYear::read(code(a)).cmp(&FiscalYear::read(code(b))).then(code(a).cmp(code(b))));
    found
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
