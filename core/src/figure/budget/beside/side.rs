//! A scene with the amounts that its view compares: what all comparisons write of them, marks, table and words; cannot fail.

use super::measure::Measure;
use super::standing::standings;
use super::{Beside, MOST_PARTS};
use crate::figure::budget::choose::key_words;
use crate::figure::budget::place::Scene;
use crate::figure::budget::unit::choose_unit;
use crate::figure::budget::{Cell, Column, Table, TableRow, View, Wish};
use crate::figure::chart::{ChartKind, Frame, Group, Note, Panel, Plan, Series, Value};
use crate::model::{AxisId, Kind};
use crate::money::Amount;
use crate::order::sort_by;
use crate::profile::UnitScale;
use crate::summary::{Compared, ComparisonQuestion, Standing, compare_level};
use crate::words::in_language;

/// A scene and the standings that its view compares.
pub(super) struct Side<'a> {
    pub scene: &'a Scene<'a>,
    pub years: Option<AxisId>,
    pub standings: Vec<Standing>,
    /// The amounts as stated, of which shares are.
    pub stated: Compared,
    /// The amounts that are shown: on the basis that was asked for.
    pub compared: Compared,
    pub measure: Measure<'a>,
    /// The parts, the largest first.
    pub order: Vec<usize>,
    /// The unit of all amounts: the figure's own, or of amounts per head the smallest.
    pub unit: UnitScale,
    /// The smallest unit that has a name.
    pub coin: UnitScale,
    /// Decimals in table and chart.
    decimals: u8,
    /// Decimals in sentences.
    spoken: u8,
}

impl<'a> Side<'a> {
    /// Adds up what the scene's view compares.
    pub fn new(scene: &'a Scene<'a>) -> Self {
        let (model, chosen) = (scene.model, scene.chosen);
        let years = model.single(Kind::Year);
        let keep = chosen.keep.iter().filter(|(axis, _)| Some(*axis) != years).copied().collect();
        let dimension = model.dimensions.iter().find(|dimension| dimension.name == scene.granted.dimension);
        let axes = dimension.map_or(&[][..], |dimension| &dimension.axes);
        let question = ComparisonQuestion {
            keep,
            path: axes.iter().copied().zip(scene.path.iter().copied()).collect(),
            axis: scene.level.axis,
            next: scene.level.axis.and_then(|_| axes.get(scene.path.len() + 1)).copied(),
            years,
            phases: chosen.phase_axis,
            standings: standings(scene, years),
        };
        let stated = compare_level(model, &question);
        let code = |standing: &Standing| years.map_or("", |axis| model.axis(axis).code(standing.year));
        let codes: Vec<&str> = question.standings.iter().map(code).collect();
        let (measure, compared) = match scene.granted.view {
            // Shares of a hundred are the same on any basis.
            View::Hundred => (Measure::default(), stated.clone()),
            _ => Measure::new(scene, &stated, &codes),
        };
        let smallest = Wish::default();
        let (coin, _) =
            choose_unit(scene.profile, chosen.currency, Amount::ZERO, &smallest, scene.words, &mut Vec::new());
        let unit = if measure.basis.population.is_some() { coin.clone() } else { scene.unit.clone() };
        let size = |part: usize| compared.parts[part].sums.iter().filter_map(|sum| sum.stated()).map(Amount::abs).max();
        let mut order: Vec<usize> = (0..compared.parts.len()).collect();
        sort_by(&mut order, |a, b| size(*b).cmp(&size(*a)).then(a.cmp(b)));
        let digits = chosen.currency.exponent();
        let minor = 10_i128.pow(digits.into());
        let mut amounts = compared.parts.iter().flat_map(|part| &part.sums).filter_map(|sum| sum.stated());
        let decimals = match () {
            () if unit.factor > 1 => 2,
            () if amounts.all(|amount| amount.minor() % minor == 0) => 0,
            () => digits,
        };
        let spoken = if measure.basis.is_nominal() { scene.spoken } else { decimals };
        let standings = question.standings;
        Self { scene, years, standings, stated, compared, measure, order, unit, coin, decimals, spoken }
    }

    /// What is said of the basis, beside what a comparison says.
    pub fn tell(&self, mut beside: Beside) -> Beside {
        let measure = &self.measure;
        beside.remarks.extend(measure.remarks.iter().cloned());
        let told = &mut beside.told;
        (told.basis, told.switch, told.sources) = (measure.id, measure.switch.clone(), measure.sources.clone());
        if !measure.words.is_empty() {
            told.unit_line = Some(beside.plan.unit_line.clone());
            let words = self.scene.words;
            beside.sentence.push_str(words.text("join.sentence"));
            beside.sentence.push_str(&words.fill("beside.basis-sentence", &[("basis", &measure.words)]));
            beside.plan.sentence.clone_from(&beside.sentence);
            let caption = &mut beside.table.caption;
            *caption = [caption.as_str(), words.text("join.title"), &measure.words].concat();
            if measure.basis.population.is_some() {
                told.moot.push("unit");
            }
        }
        beside
    }

    pub fn nothing(&self, key: &str) -> Beside {
        Beside { empty: Some(self.scene.words.text(key).to_owned()), ..Beside::default() }
    }

    pub fn plan(
        &self,
        kind: ChartKind,
        series: Vec<Series>,
        groups: Vec<Group>,
        sentence: &str,
        notes: Vec<Note>,
    ) -> Plan {
        let scene = self.scene;
        Plan {
            kind,
            name: scene.name.clone(),
            sentence: sentence.to_owned(),
            lang: scene.words.lang().to_owned(),
            unit_line: scene.words.fill("unit.line", &[("unit", &self.unit_words())]),
            currency: scene.chosen.currency,
            unit: self.unit.clone(),
            series,
            panels: vec![Panel { label: String::new(), groups }],
            notes,
            frame: Frame::of(scene.granted),
        }
    }

    /// The largest parts, and one for the others where there are more.
    pub fn groups(&self, columns: &[String]) -> Vec<Group> {
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

    pub fn value(&self, label: &str, column: &str, amount: Option<Amount>) -> Value {
        let words = self.scene.words;
        let said = match amount {
            Some(amount) => self.measured(&self.amount_words(amount)),
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
    pub fn table(&self, columns: &[String]) -> Table {
        self.table_of(&self.order, columns)
    }

    /// The same in another order.
    pub fn table_of(&self, order: &[usize], columns: &[String]) -> Table {
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
            rows: order.iter().map(row).collect(),
            total: Some(TableRow { path: scene.granted.path.clone(), opens: None, cells: total }),
            more: 0,
            sort: String::new(),
        }
    }

    /// What changed between years in what is counted: numbered notes, and for each year the sign of the note that begins there.
    pub fn breaks(&self) -> (Vec<Note>, Vec<String>) {
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

    pub fn label(&self, part: usize) -> String {
        self.scene.label_of(self.compared.parts[part].symbol)
    }

    pub fn number(&self, amount: Amount) -> String {
        self.scene.words.scaled(amount, self.scene.chosen.currency, &self.unit, self.decimals)
    }

    /// The figure's name with all years that are compared.
    pub fn name_over(&self, from: &str, to: &str) -> String {
        let words = self.scene.words;
        let period = words.fill("beside.period", &[("from", from), ("to", to)]);
        let name = [self.scene.title.as_str(), &period, &self.scene.here].into_iter().filter(|part| !part.is_empty());
        name.collect::<Vec<&str>>().join(words.text("join.title"))
    }

    /// An amount with its unit.
    pub fn amount_words(&self, amount: Amount) -> String {
        self.scene.words.amount(amount, self.scene.chosen.currency, &self.unit, self.spoken)
    }

    /// The unit of all amounts, with their basis.
    pub fn unit_words(&self) -> String {
        self.measured(&self.scene.words.unit(self.scene.chosen.currency, &self.unit))
    }

    /// A text and the basis of its amount.
    fn measured(&self, text: &str) -> String {
        match self.measure.words.as_str() {
            "" => text.to_owned(),
            basis => self.scene.words.fill("beside.measured", &[("text", text), ("basis", basis)]),
        }
    }

    pub fn total_words(&self) -> Vec<String> {
        let total = |at: usize| match self.compared.amount(None, at) {
            Some(amount) => self.amount_words(amount),
            None => self.scene.words.text("amount.blank").to_owned(),
        };
        (0..self.standings.len()).map(total).collect()
    }

    pub fn phase_words(&self, at: usize) -> String {
        let scene = self.scene;
        let axis = scene.chosen.phase_axis;
        axis.map_or(String::new(), |axis| {
            key_words(scene.model, scene.profile, scene.words, axis, self.standings[at].phase)
        })
    }

    pub fn year_words(&self, at: usize) -> String {
        self.years.map_or(String::new(), |axis| {
            self.scene.words.year(self.scene.model.axis(axis).code(self.standings[at].year))
        })
    }

    pub fn fill(&self, key: &str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.scene.words.fill(key, &values)
    }
}
