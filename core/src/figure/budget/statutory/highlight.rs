//! A highlight: what a package has of it in, a chart's plan, a table, a sentence and what is counted beside the money out;
//! cannot fail.
//!
//! All phases of a highlight stand in one table of one year, by the same parts: so they may be compared where both are stated.

use super::{Source, Telling};
use crate::check::tableset::{FoundHighlight, FoundPart};
use crate::figure::budget::unit::choose_unit;
use crate::figure::budget::{BudgetFigure, Cell, Choice, Column, Switch, Table, TableRow, Wish};
use crate::figure::chart::{ChartKind, Frame, Group, Panel, Plan, Series, Value};
use crate::money::{Amount, Currency};
use crate::profile::{PhaseKind, UnitScale};
use crate::words::in_language;
use std::sync::Arc;

/// The colours of phases: what was intended, and what became of it.
const TONES: [u8; 2] = [1, 0];

impl Telling<'_> {
    /// Shows a highlight; whether it is the one that was wished for. `None` where there is none.
    pub(super) fn put_highlight(&self, figure: &mut BudgetFigure, source: Source<'_>, wish: &Wish) -> Option<bool> {
        let all: Vec<&FoundHighlight> = source.found.iter().flat_map(|found| &found.highlights).collect();
        let wished = all.iter().find(|highlight| highlight.id == wish.path);
        let highlight = *wished.or(all.first())?;
        let whole = highlight.parts.first()?;
        let lang = self.words.lang();
        let currency = self.profile.currency.unwrap_or(figure.currency);
        let most = whole.amounts.iter().flatten().map(|amount| amount.abs()).max().unwrap_or_default();
        let (unit, unit_switch) = choose_unit(self.profile, currency, most, wish, self.words, &mut figure.refused);
        figure.granted.unit.clone_from(&unit.id);
        let teller = Speaker { telling: self, currency, unit, decimals: 2 };
        let name = in_language(&whole.titles, lang).to_owned();
        let phases: Vec<String> = highlight.phases.iter().map(|phase| self.phase(phase)).collect();
        figure.switches.retain(|switch| switch.id == "view");
        if all.len() > 1 {
            let options = all.iter().map(|other| Choice {
                id: other.id.clone(),
                label: other.parts.first().map_or("", |part| in_language(&part.titles, lang)).to_owned(),
                chosen: other.id == highlight.id,
            });
            let label = self.words.text("show.highlights").to_owned();
            figure.switches.push(Switch { id: "path", label, options: options.collect() });
        }
        figure.switches.extend(unit_switch);
        figure.granted.path.clone_from(&highlight.id);
        figure.name = [figure.title.as_str(), &name].join(self.words.text("join.title"));
        figure.status = phases.join(self.words.text("join.list"));
        figure.unit_line = self.words.fill("unit.line", &[("unit", &self.words.unit(currency, &teller.unit))]);
        figure.sentence = teller.sentence(highlight, &name, &phases, &figure.granted.year);
        figure.remarks.splice(0..0, teller.told(highlight));
        figure.table = teller.table(highlight, &figure.name, &phases);
        (figure.total, figure.currency) = (whole.amounts.last().copied().flatten().unwrap_or_default(), currency);
        figure.plan = Some(Arc::new(teller.plan(highlight, figure, &phases)));
        Some(wished.is_some() || wish.path.is_empty())
    }

    fn phase(&self, id: &str) -> String {
        let phase = self.profile.phases.iter().find(|phase| phase.id == id);
        phase.map_or(id, |phase| in_language(&phase.titles, self.words.lang())).to_owned()
    }

    /// Whether a phase says what may be spent.
    fn is_intended(&self, id: &str) -> bool {
        self.profile.phases.iter().any(|phase| phase.id == id && phase.kind == PhaseKind::Authorised)
    }
}

/// Amounts in words.
pub(super) struct Speaker<'a> {
    pub telling: &'a Telling<'a>,
    pub currency: Currency,
    pub unit: UnitScale,
    pub decimals: u8,
}

impl Speaker<'_> {
    pub fn amount(&self, amount: Option<Amount>) -> String {
        let words = self.telling.words;
        let told = amount.map(|amount| words.amount(amount, self.currency, &self.unit, self.decimals()));
        told.unwrap_or_else(|| words.text("amount.blank").to_owned())
    }

    pub fn number(&self, amount: Option<Amount>) -> Cell {
        let words = self.telling.words;
        match amount {
            Some(amount) => Cell {
                text: words.scaled(amount, self.currency, &self.unit, self.decimals()),
                sort: Some(amount.minor()),
            },
            None => Cell { text: words.text("amount.blank").to_owned(), sort: None },
        }
    }

    /// No decimals where figures of larger units are told in the currency's own.
    fn decimals(&self) -> u8 {
        if self.unit.factor == 1 { 0 } else { self.decimals }
    }

    /// The share of the first phase that the last one came to, where both are stated.
    fn rate(&self, part: &FoundPart) -> Option<String> {
        let (base, done) = (part.amounts.first().copied()??, part.amounts.last().copied()??);
        (part.amounts.len() > 1 && base > Amount::ZERO && done >= Amount::ZERO)
            .then(|| self.telling.words.share(done, base))
    }

    /// The whole in both phases, and its largest part.
    fn sentence(&self, highlight: &FoundHighlight, name: &str, phases: &[String], year: &str) -> String {
        let (words, lang) = (self.telling.words, self.telling.words.lang());
        let whole = &highlight.parts[0];
        let (Some(base), Some(done)) = (phases.first(), phases.last()) else { return String::new() };
        let [due, amount] =
            [whole.amounts.first(), whole.amounts.last()].map(|amount| self.amount(amount.copied().flatten()));
        let year = words.year(year);
        let inline = words.inline(base);
        let values = [
            ("name", name.to_owned()),
            ("year", year),
            ("base", inline),
            ("done", words.inline(done)),
            ("due", due),
            ("amount", amount),
            ("share", self.rate(whole).unwrap_or_default()),
        ];
        let mut sentence = self.telling.fill("tables.highlight", &values);
        let leaves = highlight.parts[1..].iter().filter(|part| !part.has_parts);
        let last = |part: &FoundPart| part.amounts.last().copied().flatten().filter(|amount| *amount > Amount::ZERO);
        if let Some((part, amount)) =
            leaves.filter_map(|part| Some((part, last(part)?))).max_by_key(|(_, amount)| *amount)
        {
            let values = [("name", in_language(&part.titles, lang).to_owned()), ("amount", self.amount(Some(amount)))];
            sentence.push_str(words.text("join.sentence"));
            sentence.push_str(&self.telling.fill("tables.highlight-largest", &values));
        }
        sentence
    }

    /// What is counted, and why it changed.
    fn told(&self, highlight: &FoundHighlight) -> Vec<String> {
        let (words, lang) = (self.telling.words, self.telling.words.lang());
        let count = |(titles, count): &(crate::profile::Texts, Option<i64>)| {
            let n = match count {
                Some(count) => words.integer(count.unsigned_abs()),
                None => words.text("amount.blank").to_owned(),
            };
            [in_language(titles, lang), words.text("join.colon"), &n].concat()
        };
        let counts: Vec<String> = highlight.counts.iter().map(count).collect();
        let reason = in_language(&highlight.reason, lang);
        let mut told = Vec::new();
        if !counts.is_empty() {
            told.push(counts.join(words.text("join.title")));
        }
        if !reason.is_empty() {
            told.push(words.fill("tables.why", &[("reason", reason)]));
        }
        told
    }

    /// The parts as rows, a column a phase, and the rate.
    fn table(&self, highlight: &FoundHighlight, name: &str, phases: &[String]) -> Table {
        let words = self.telling.words;
        let column = |id: String, label: &str, numeric| Column { id, label: label.to_owned(), numeric };
        let mut columns = vec![column("name".to_owned(), words.text("column.name"), false)];
        columns.extend(
            highlight.phases.iter().zip(phases).map(|(id, label)| column(["phase:", id].concat(), label, true)),
        );
        let rate = words.fill("beside.rate", &[("base", &words.inline(&phases[0]))]);
        columns.push(column("rate".to_owned(), &rate, true));
        let row = |part: &FoundPart| {
            let mut cells = vec![Cell { text: self.label(part), sort: None }];
            cells.extend(part.amounts.iter().map(|amount| self.number(*amount)));
            let rate = self.rate(part).unwrap_or_else(|| words.text("beside.cell-base").to_owned());
            cells.push(Cell { text: rate, sort: None });
            TableRow { path: part.id.clone(), opens: None, cells }
        };
        let (whole, parts) = (&highlight.parts[0], &highlight.parts[1..]);
        Table {
            caption: name.to_owned(),
            columns,
            rows: parts.iter().map(row).collect(),
            total: Some(row(whole)),
            ..Table::default()
        }
    }

    /// A part's name; of a part of a part, after a dash.
    fn label(&self, part: &FoundPart) -> String {
        let title = in_language(&part.titles, self.telling.words.lang());
        if part.level > 1 { ["– ", title].concat() } else { title.to_owned() }
    }

    fn plan(&self, highlight: &FoundHighlight, figure: &BudgetFigure, phases: &[String]) -> Plan {
        let words = self.telling.words;
        let series = highlight.phases.iter().zip(phases).enumerate().map(|(at, (id, label))| Series {
            label: label.clone(),
            tone: TONES[usize::from(at + 1 == phases.len())],
            is_hollow: self.telling.is_intended(id),
            is_line: false,
        });
        let group = |part: &FoundPart| {
            let label = self.label(part);
            let value = |(amount, phase): (&Option<Amount>, &String)| {
                let said = self.amount(*amount);
                Value {
                    amount: *amount,
                    name: [label.as_str(), phase, &said].join(words.text("join.name")),
                    label: self.number(*amount).text,
                }
            };
            Group {
                values: part.amounts.iter().zip(phases).map(value).collect(),
                path: Some(part.id.clone()),
                label,
                ..Group::default()
            }
        };
        let granted = &figure.granted;
        Plan {
            kind: ChartKind::Bars,
            name: figure.name.clone(),
            sentence: figure.sentence.clone(),
            lang: words.lang().to_owned(),
            unit_line: figure.unit_line.clone(),
            currency: self.currency,
            unit: self.unit.clone(),
            series: series.collect(),
            panels: vec![Panel { label: String::new(), groups: highlight.parts.iter().map(group).collect() }],
            notes: Vec::new(),
            frame: Frame::of(granted),
        }
    }
}
