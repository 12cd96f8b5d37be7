//! Budget against outturn: amounts side by side in, two bars a part with rates and what keeps from them out; cannot fail.

use super::side::Side;
use super::{Beside, MOST_CHANGES, PAIR_TONES, Told, unlike_key, unlike_short};
use crate::figure::budget::{Cell, Column};
use crate::figure::chart::{ChartKind, Series};
use crate::money::Amount;
use crate::order::sort_by;

impl Side<'_> {
    /// Budget against outturn: two bars a part.
    pub(super) fn outturn(&self) -> Beside {
        let words = self.scene.words;
        let columns = [self.phase_words(0), self.phase_words(1)];
        let series = columns.iter().zip(PAIR_TONES).enumerate().map(|(at, (label, tone))| Series {
            label: label.clone(),
            tone,
            is_hollow: at == 0,
            is_line: false,
        });
        let groups = self.groups(&columns);
        let mut remarks = Vec::new();
        let whole = self.stated.rate(None, 0, 1);
        let scope = self.stated.scope(0, 1);
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
            .filter_map(|part| self.stated.rate(Some(part), 0, 1).ok().map(|(done, due)| (part, done, due)))
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
        let rate = |part: Option<usize>| match self.stated.rate(part, 0, 1) {
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
        Beside { plan, table, sentence, status, remarks, empty: None, told: Told::default() }
    }
}
