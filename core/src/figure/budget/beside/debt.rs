//! Debt beside its limit: the limit and the debt of each year in, a chart that names what is above its limit out; cannot fail.

use super::side::Side;
use super::{Beside, MOST_CHANGES, PAIR_TONES, Told, unlike_short};
use crate::figure::budget::{Cell, Column};
use crate::figure::chart::{ChartKind, Group, Series};
use crate::order::sort_by;

impl Side<'_> {
    /// Of one year, limit and debt of each part; of more, those of the whole: the limit as a line above the bars.
    pub(super) fn debt(&self) -> Beside {
        let (scene, words) = (self.scene, self.scene.words);
        let years = self.standings.len() / 2;
        let last = [self.standings.len() - 2, self.standings.len() - 1];
        let names = last.map(|at| self.phase_words(at));
        let series = names.iter().zip(PAIR_TONES).enumerate().map(|(at, (label, tone))| Series {
            label: label.clone(),
            tone,
            is_hollow: at == 0,
            is_line: at == 0 && years > 1,
        });
        let (kind, groups) = match years {
            1 => (ChartKind::Bars, self.groups(&names)),
            _ => {
                let year = |year: usize| Group {
                    label: self.year_words(2 * year),
                    values: [0, 1]
                        .map(|of| {
                            let amount = self.compared.amount(None, 2 * year + of);
                            self.value(&self.year_words(2 * year), &names[of], amount)
                        })
                        .to_vec(),
                    ..Group::default()
                };
                (ChartKind::Years, (0..years).map(year).collect())
            }
        };
        let amounts = self.total_words();
        let mut values = vec![
            ("year", self.year_words(last[1])),
            ("limit", amounts[last[0]].clone()),
            ("debt", amounts[last[1]].clone()),
        ];
        let key = match self.stated.rate(None, last[0], last[1]) {
            Ok((debt, limit)) => {
                values.push(("share", words.share(debt, limit)));
                if debt > limit { "beside.debt-above" } else { "beside.debt" }
            }
            Err(_) => "beside.debt-bare",
        };
        let mut sentence = self.fill(key, &values);
        let above = self.above(last);
        if scene.level.axis.is_some() && !above.is_empty() {
            let told = above.iter().take(MOST_CHANGES).map(|part| {
                let over = self.compared.change(Some(*part), last[0], last[1]).unwrap_or_default();
                self.fill("beside.debt-over", &[("name", self.label(*part)), ("amount", self.amount_words(over))])
            });
            let told: Vec<String> = told.collect();
            let n = words.integer(above.len() as u64);
            let parts = told.join(words.text("join.list"));
            sentence.push_str(words.text("join.sentence"));
            sentence.push_str(&words.fill("beside.debt-parts", &[("n", &n), ("parts", &parts)]));
        }
        let columns = (0..self.standings.len()).map(|at| match years {
            1 => self.phase_words(at),
            _ => [self.year_words(at).as_str(), words.text("join.title"), &self.phase_words(at)].concat(),
        });
        let mut table = self.table(&columns.collect::<Vec<_>>());
        let head = words.fill("beside.rate", &[("base", &words.inline(&names[0]))]);
        table.columns.push(Column { id: "rate".to_owned(), label: head, numeric: true });
        let rate = |part: Option<usize>| match self.stated.rate(part, last[0], last[1]) {
            Ok((debt, limit)) => {
                Cell { text: words.share(debt, limit), sort: debt.share_permille(limit).map(i128::from) }
            }
            Err(why) => Cell { text: words.text(unlike_short(why)).to_owned(), sort: None },
        };
        for (row, part) in table.rows.iter_mut().zip(&self.order) {
            row.cells.push(rate(Some(*part)));
        }
        if let Some(total) = &mut table.total {
            total.cells.push(rate(None));
        }
        let mut plan = self.plan(kind, series.collect(), groups, &sentence, Vec::new());
        if years > 1 {
            plan.name = self.name_over(&self.year_words(0), &self.year_words(last[1]));
            table.caption = words.fill("caption", &[("name", &plan.name), ("dimension", &scene.dimension_words)]);
        }
        let status = names.join(words.text("join.list"));
        let moot = if years > 1 { vec!["phase", "year"] } else { vec!["phase"] };
        Beside {
            plan,
            table,
            sentence,
            status,
            remarks: Vec::new(),
            empty: None,
            told: Told { moot, ..Told::default() },
        }
    }

    /// The parts whose debt is above their limit, by how much.
    fn above(&self, [limit, debt]: [usize; 2]) -> Vec<usize> {
        let over = |part: usize| self.stated.change(Some(part), limit, debt).ok();
        let is_above = |part: &usize| over(*part).is_some_and(|over| over > crate::money::Amount::ZERO);
        let mut above: Vec<usize> = (0..self.stated.parts.len()).filter(is_above).collect();
        sort_by(&mut above, |a, b| over(*b).cmp(&over(*a)).then(a.cmp(b)));
        above
    }
}
