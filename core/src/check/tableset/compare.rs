//! Two sums that should be the same: figures in; whether they are, or differ as rounding explains, or differ out; cannot fail.

use super::set::Known;
use super::sheet::Figure;
use crate::issue::{Issue, Severity};
use crate::money::{Amount, Currency};
use crate::place::Place;
use crate::profile::UnitScale;
use crate::words::Words;

/// A sum of figures of a table.
#[derive(Clone, Copy, Default)]
pub(super) struct Sum {
    pub amount: Amount,
    /// What rounding each of its figures may have changed, doubled to stay a whole number.
    pub doubled_slack: i128,
    /// How many figures it is of.
    pub figures: usize,
}

impl Sum {
    pub fn add(&mut self, figure: Figure) {
        self.amount += figure.amount;
        self.doubled_slack += figure.grain;
        self.figures += 1;
    }
}

impl From<Figure> for Sum {
    fn from(figure: Figure) -> Self {
        let mut sum = Self::default();
        sum.add(figure);
        sum
    }
}

/// How many comparisons came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The same.
    pub equal: usize,
    /// Apart by what rounding explains.
    pub rounded: usize,
    /// Apart by more.
    pub different: usize,
    /// A row or a column is not there.
    pub unseen: usize,
}

/// Tells figures in the unit of a set.
pub(super) struct Teller<'a> {
    pub words: &'a Words,
    pub currency: Currency,
    pub unit: UnitScale,
}

impl Teller<'_> {
    /// An amount with as many decimals as it needs, and no fewer than two.
    pub fn tell(&self, amount: Amount) -> String {
        let one = i128::from(self.unit.factor) * 10_i128.pow(u32::from(self.currency.exponent()));
        let is_whole = |decimals: &u8| amount.minor() * 10_i128.pow(u32::from(*decimals)) % one == 0;
        let decimals = (2..=12).find(is_whole).unwrap_or(12);
        self.words.amount(amount, self.currency, &self.unit, decimals)
    }
}

/// What is compared, for whom it is told.
pub(super) struct What<'a> {
    /// The title of the table.
    pub table: &'a str,
    /// The label of the row, if it is about one.
    pub row: Option<&'a str>,
    /// What should hold.
    pub rule: &'a str,
    pub known: Known,
    pub place: Place,
}

/// Compares two sums; blank and blank are not compared.
pub(super) fn compare(
    left: Sum,
    right: Sum,
    what: &What<'_>,
    teller: &Teller<'_>,
    counts: &mut Counts,
) -> Option<Issue> {
    if left.figures + right.figures == 0 {
        return None;
    }
    let difference = (left.amount - right.amount).abs();
    if difference == Amount::ZERO {
        counts.equal += 1;
        return None;
    }
    // Each figure was rounded by half of its last decimal at most.
    let is_rounding = difference.minor() * 2 <= left.doubled_slack + right.doubled_slack;
    let issue = if is_rounding {
        counts.rounded += 1;
        Issue { severity: Severity::Note, ..what.known.issue("table-sum-rounded", what.place.clone()) }
    } else {
        counts.different += 1;
        what.known.issue("table-sum-differs", what.place.clone())
    };
    let issue = issue.with("table", what.table).with("what", what.rule);
    let issue = match what.row {
        Some(row) => issue.with("row", row),
        None => issue,
    };
    let told = issue.with("found", teller.tell(left.amount)).with("expected", teller.tell(right.amount));
    Some(told.with("difference", teller.tell(difference)))
}
