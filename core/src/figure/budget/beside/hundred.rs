//! Of every hundred: the amounts of one standing in, what of every hundred of the currency's unit goes where out; cannot fail.
//!
//! A hundred is divided by largest remainders among all parts above zero, so that what is shown adds up to a hundred; the others
//! of a long list are the sum of theirs. What is below zero takes part in no hundred and is told apart.

use super::side::Side;
use super::{Beside, MOST_CHANGES, MOST_PARTS, Told};
use crate::figure::budget::{Cell, Column};
use crate::figure::chart::{ChartKind, Group, Series, Value};
use crate::money::Amount;
use crate::summary::of_hundred;

impl Side<'_> {
    /// A bar a part, as long as its share of a hundred.
    pub(super) fn hundred(&self) -> Beside {
        let words = self.scene.words;
        let amount = |part: usize| self.compared.amount(Some(part), 0);
        // By amount with its sign: what is below zero comes last.
        let mut order: Vec<usize> = (0..self.compared.parts.len()).filter(|part| amount(*part).is_some()).collect();
        crate::order::sort_by(&mut order, |a, b| amount(*b).cmp(&amount(*a)).then(a.cmp(b)));
        let amounts: Vec<Amount> = order.iter().filter_map(|part| amount(*part)).collect();
        let Some(shares) = of_hundred(&amounts) else { return self.nothing("beside.no-hundred") };
        let positive = amounts.iter().filter(|amount| **amount > Amount::ZERO).count();
        let below = amounts.iter().filter(|amount| amount.is_negative());
        let mut remarks = vec![words.text("beside.hundred-rule").to_owned()];
        if below.clone().count() > 0 {
            let n = words.integer(below.clone().count() as u64);
            let sum = self.amount_words(below.copied().sum());
            remarks.insert(0, words.fill("beside.hundred-below", &[("n", &n), ("amount", &sum)]));
        }
        let hundred = self.coins(100);
        let shown = if positive > MOST_PARTS { MOST_PARTS - 1 } else { positive };
        let head = words.fill("beside.hundred-head", &[("hundred", &hundred)]);
        let group = |at: usize| {
            let compared = &self.compared.parts[order[at]];
            let path = self.scene.path_of(compared.symbol);
            let value = self.share(&self.label(order[at]), shares[at].into(), Some(amounts[at]));
            let opens = compared.opens.then(|| path.clone());
            Group { label: self.label(order[at]), values: vec![value], opens, path: Some(path), ..Group::default() }
        };
        let mut groups: Vec<Group> = (0..shown).map(group).collect();
        if shown < positive {
            let label = words.fill("others", &[("n", &words.integer((positive - shown) as u64))]);
            let coins = shares[shown..].iter().map(|share| u64::from(*share)).sum();
            let value = self.share(&label, coins, Some(amounts[shown..positive].iter().copied().sum()));
            groups.push(Group { values: vec![value], label, ..Group::default() });
        }
        let told = (0..positive.min(MOST_CHANGES)).map(|at| {
            let coins = self.coins(shares[at].into());
            words.fill("beside.hundred-part", &[("name", &self.label(order[at])), ("coins", &coins)])
        });
        let told: Vec<String> = told.collect();
        let values = [
            ("scope", crate::figure::budget::sentence::scope(self.scene)),
            ("hundred", hundred),
            ("parts", told.join(words.text("join.list"))),
        ];
        let sentence = self.fill("beside.hundred", &values);
        let mut table = self
            .table_of(&order, &[[words.text("column.amount"), words.text("join.title"), &self.unit_words()].concat()]);
        table.columns.push(Column { id: "hundred".to_owned(), label: head.clone(), numeric: true });
        for (row, share) in table.rows.iter_mut().zip(&shares) {
            row.cells.push(Cell { text: words.integer((*share).into()), sort: Some((*share).into()) });
        }
        if let Some(total) = &mut table.total {
            total.cells.push(Cell { text: words.integer(100), sort: Some(100) });
        }
        let series = vec![Series { label: head, ..Series::default() }];
        let mut plan = self.plan(ChartKind::Bars, series, groups, &sentence, Vec::new());
        // The axis counts coins, not the figure's unit.
        plan.unit_line = words.fill("unit.line", &[("unit", &words.unit(plan.currency, &self.coin))]);
        plan.unit = self.coin.clone();
        let status = self.scene.status.clone();
        let told = Told { unit_line: Some(plan.unit_line.clone()), ..Told::default() };
        Beside { plan, table, sentence, status, remarks, empty: None, told }
    }

    /// So many units of the currency: "100 yuan", "£23".
    fn coins(&self, coins: u64) -> String {
        self.scene.words.amount(self.coin_amount(coins), self.scene.chosen.currency, &self.coin, 0)
    }

    fn coin_amount(&self, coins: u64) -> Amount {
        Amount::from_minor(i128::from(coins) * 10_i128.pow(self.scene.chosen.currency.exponent().into()))
    }

    /// A part's share of a hundred; what is above zero and gets nothing is less than one.
    fn share(&self, label: &str, coins: u64, amount: Option<Amount>) -> Value {
        let words = self.scene.words;
        let is_less = coins == 0 && amount.is_some_and(|amount| amount > Amount::ZERO);
        let said = match is_less {
            true => words.fill("number.below", &[("n", &self.coins(1))]),
            false => self.coins(coins),
        };
        let exact = amount.map_or(String::new(), |amount| self.amount_words(amount));
        let name = [label, &said, &exact].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<&str>>();
        Value { amount: Some(self.coin_amount(coins)), name: name.join(words.text("join.name")), label: said }
    }
}
