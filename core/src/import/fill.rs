//! `fill`: fields that stand once for the rows below in, rows that say them each for itself out; a contradiction becomes an issue.
//!
//! The fields are named from the outermost: a new value of one ends those after it. An amount among them stands once for the
//! fields before it, however often a file repeats it: it is kept in the first row that has them and left out of the others,
//! and a row that held nothing else goes.

use crate::issue::Issue;
use crate::place::Place;
use std::collections::HashMap;

/// The fields of a table that are filled, and what they hold.
#[derive(Debug)]
pub struct Fill {
    /// Columns of codes and labels, from the outermost, with what stands in them now.
    codes: Vec<(usize, String)>,
    /// Columns of amounts that stand once.
    amounts: Vec<usize>,
    /// All columns of amounts.
    measures: Vec<usize>,
    /// The amounts of each combination of codes.
    seen: HashMap<Vec<String>, Vec<String>>,
}

/// What is to be done with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is a row of the table.
    Keep,
    /// It held nothing but amounts that stand once and were met before.
    Drop,
}

impl Fill {
    /// For the columns named in `fill`; `measures` are those of amounts.
    pub fn new(fill: &[usize], measures: &[usize]) -> Self {
        let (amounts, codes): (Vec<usize>, Vec<usize>) = fill.iter().partition(|column| measures.contains(column));
        let codes = codes.into_iter().map(|column| (column, String::new())).collect();
        Self { codes, amounts, measures: measures.to_vec(), seen: HashMap::new() }
    }

    /// Forgets what stands above: another table begins.
    pub fn restart(&mut self) {
        self.codes.iter_mut().for_each(|(_, text)| text.clear());
    }

    /// Fills a row; `place` is that of its first cell.
    pub fn row(&mut self, row: &mut [String], place: impl Fn(usize) -> Place, issues: &mut Vec<Issue>) -> Then {
        let mut is_new = false;
        for (column, text) in &mut self.codes {
            let Some(cell) = row.get_mut(*column) else { continue };
            if cell.is_empty() && !is_new {
                cell.clone_from(text);
            } else {
                is_new |= cell != text;
                text.clone_from(cell);
            }
        }
        if self.amounts.is_empty() {
            return Then::Keep;
        }
        let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
        let codes: Vec<String> = self.codes.iter().map(|(column, _)| cell(row, *column)).collect();
        let amounts: Vec<String> = self.amounts.iter().map(|column| cell(row, *column)).collect();
        let Some(first) = self.seen.get(&codes) else {
            self.seen.insert(codes, amounts);
            return Then::Keep;
        };
        for ((column, amount), first) in self.amounts.iter().zip(&amounts).zip(first) {
            if !amount.is_empty() && amount != first {
                let issue = Issue::error("amount-repeated-otherwise", place(*column)).with("value", amount);
                issues.push(issue.with("expected", first).with("code", codes.join(" · ")));
            }
            if let Some(cell) = row.get_mut(*column) {
                cell.clear();
            }
        }
        let is_blank = |column: &usize| row.get(*column).is_none_or(String::is_empty);
        if self.measures.iter().all(is_blank) { Then::Drop } else { Then::Keep }
    }
}
