//! A balance: what a package has of one in, two stacks beside each other, a table and a sentence that says whether both sides
//! come to the same out; cannot fail.

use super::highlight::Speaker;
use super::{Source, Telling};
use crate::check::tableset::{FoundBalance, FoundSide};
use crate::figure::budget::unit::choose_unit;
use crate::figure::budget::{BudgetFigure, Cell, Choice, Column, Switch, Table, TableRow, Wish};
use crate::figure::chart::{ChartKind, Frame, Group, Panel, Plan, Value};
use crate::money::Amount;
use crate::order::sort_by;
use crate::words::in_language;
use std::sync::Arc;

/// Parts of a side that a chart shows for themselves; the others are one.
const MOST_PARTS: usize = 12;

impl Telling<'_> {
    /// Shows a balance; whether it is the one that was wished for. `None` where there is none.
    pub(super) fn put_balance(&self, figure: &mut BudgetFigure, source: Source<'_>, wish: &Wish) -> Option<bool> {
        let all: Vec<&FoundBalance> = source.found.iter().flat_map(|found| &found.balances).collect();
        let wished = all.iter().find(|balance| balance.id == wish.path);
        let balance = *wished.or(all.first())?;
        let (words, lang) = (self.words, self.words.lang());
        let title = |balance: &FoundBalance| in_language(&balance.titles, lang).to_owned();
        let currency = self.profile.currency.unwrap_or(figure.currency);
        let totals = [balance.sides[0].total, balance.sides[1].total];
        let most = totals[0].abs().max(totals[1].abs());
        let (unit, unit_switch) = choose_unit(self.profile, currency, most, wish, words, &mut figure.refused);
        figure.granted.unit.clone_from(&unit.id);
        let speaker = Speaker { telling: self, currency, unit, decimals: 2 };
        figure.switches.retain(|switch| switch.id == "view");
        if all.len() > 1 {
            let options = all.iter().map(|other| Choice {
                id: other.id.clone(),
                label: title(other),
                chosen: other.id == balance.id,
            });
            let label = words.text("show.balance").to_owned();
            figure.switches.push(Switch { id: "path", label, options: options.collect() });
        }
        figure.switches.extend(unit_switch);
        figure.granted.path.clone_from(&balance.id);
        figure.name = [figure.title.as_str(), &title(balance)].join(words.text("join.title"));
        figure.unit_line = words.fill("unit.line", &[("unit", &words.unit(currency, &speaker.unit))]);
        let sides = [self.side(&balance.sides[0], "tables.in"), self.side(&balance.sides[1], "tables.out")];
        figure.sentence = speaker.balance(totals, &sides, &figure.granted.year);
        figure.table = speaker.two_sides(balance, &sides);
        (figure.total, figure.currency) = (totals[0], currency);
        figure.plan = Some(Arc::new(speaker.stacks(balance, &sides, figure)));
        Some(wished.is_some() || wish.path.is_empty())
    }

    /// The name of a side.
    fn side(&self, side: &FoundSide, otherwise: &str) -> String {
        match in_language(&side.titles, self.words.lang()) {
            "" => self.words.text(otherwise),
            title => title,
        }
        .to_owned()
    }
}

impl Speaker<'_> {
    /// Both totals, and what they are apart.
    fn balance(&self, totals: [Amount; 2], sides: &[String; 2], year: &str) -> String {
        let words = self.telling.words;
        let [income, outlay] = totals.map(|total| self.amount(Some(total)));
        let mut values = vec![
            ("year", words.year(year)),
            ("in", sides[0].clone()),
            ("out", words.inline(&sides[1])),
            ("income", income),
            ("outlay", outlay),
        ];
        let difference = totals[0] - totals[1];
        if difference == Amount::ZERO {
            return self.telling.fill("tables.balance", &values);
        }
        values.push(("difference", self.amount(Some(difference.abs()))));
        self.telling.fill("tables.balance-apart", &values)
    }

    /// The parts of both sides beneath each other, a column a side.
    fn two_sides(&self, balance: &FoundBalance, sides: &[String; 2]) -> Table {
        let (words, lang) = (self.telling.words, self.telling.words.lang());
        let column = |id: &str, label: &str, numeric| Column { id: id.to_owned(), label: label.to_owned(), numeric };
        let row = |name: &str, amounts: [Option<Amount>; 2]| {
            let cell = |amount: Option<Amount>| amount.map_or_else(Cell::default, |amount| self.number(Some(amount)));
            let [left, right] = amounts.map(cell);
            let name = Cell { text: name.to_owned(), sort: None };
            TableRow { path: String::new(), opens: None, cells: vec![name, left, right] }
        };
        let rows = balance.sides.iter().enumerate().flat_map(|(at, side)| {
            side.parts.iter().map(move |(titles, amount)| {
                let mut amounts = [None; 2];
                amounts[at] = Some(*amount);
                row(in_language(titles, lang), amounts)
            })
        });
        let totals = [Some(balance.sides[0].total), Some(balance.sides[1].total)];
        Table {
            caption: words.fill("tables.balance-caption", &[("name", in_language(&balance.titles, lang))]),
            columns: vec![
                column("name", words.text("column.name"), false),
                column("in", &sides[0], true),
                column("out", &sides[1], true),
            ],
            rows: rows.collect(),
            total: Some(row(words.text("table.total"), totals)),
            ..Table::default()
        }
    }

    /// A stack a side. Where a part is below zero no stack would be as high as its total, and bars from a common zero are drawn.
    fn stacks(&self, balance: &FoundBalance, sides: &[String; 2], figure: &BudgetFigure) -> Plan {
        let words = self.telling.words;
        let is_below = balance.sides.iter().flat_map(|side| &side.parts).any(|(_, amount)| amount.is_negative());
        let panel = |(side, name): (&FoundSide, &String)| {
            let total = self.number(Some(side.total)).text;
            Panel { label: [name, words.text("join.colon"), &total].concat(), groups: self.parts(side, name) }
        };
        Plan {
            kind: if is_below { ChartKind::Bars } else { ChartKind::Stacks },
            name: figure.name.clone(),
            sentence: figure.sentence.clone(),
            lang: words.lang().to_owned(),
            unit_line: figure.unit_line.clone(),
            currency: self.currency,
            unit: self.unit.clone(),
            panels: balance.sides.iter().zip(sides).map(panel).collect(),
            frame: Frame::of(&figure.granted),
            ..Plan::default()
        }
    }

    /// The parts of a side in the order of the table: the largest, and one for the others where there are more.
    fn parts(&self, side: &FoundSide, name: &str) -> Vec<Group> {
        let words = self.telling.words;
        let parts = &side.parts;
        let mut shown: Vec<usize> = (0..parts.len()).collect();
        if parts.len() > MOST_PARTS {
            sort_by(&mut shown, |a, b| parts[*b].1.abs().cmp(&parts[*a].1.abs()).then(a.cmp(b)));
            shown.truncate(MOST_PARTS - 1);
            sort_by(&mut shown, Ord::cmp);
        }
        let group = |label: String, amount: Amount, tone: u8| {
            let said = self.amount(Some(amount));
            let value = Value {
                amount: Some(amount),
                name: [name, &label, &said].join(words.text("join.name")),
                label: self.number(Some(amount)).text,
            };
            Group { label, values: vec![value], tone, ..Group::default() }
        };
        let mut groups: Vec<Group> = (shown.iter().enumerate())
            .map(|(rank, at)| {
                let (titles, amount) = &parts[*at];
                group(in_language(titles, words.lang()).to_owned(), *amount, (rank % 8) as u8)
            })
            .collect();
        let rest = parts.len() - shown.len();
        if rest > 0 {
            let others = (0..parts.len()).filter(|at| !shown.contains(at));
            let sum = others.fold(Amount::ZERO, |sum, at| sum + parts[at].1);
            groups.push(group(words.fill("others", &[("n", &words.integer(rest as u64))]), sum, 8));
        }
        groups
    }
}
