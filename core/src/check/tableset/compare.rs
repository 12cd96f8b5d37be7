//! Two sums that should be the same: figures in; whether they are, or differ as rounding explains, or differ out; cannot fail.

use super::set::Known;
use super::sheet::Figure;
use crate::issue::{Issue, Severity};
use crate::money::{Amount, Currency};
use crate::place::Place;
use crate::profile::{Profile, UnitScale};
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

/// How a comparison came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The same.
    #[default]
    Equal,
    /// A row or a column is not there.
    Unseen,
    /// Apart by what rounding explains.
    Rounded,
    /// Apart by more.
    Different,
}

/// A comparison, in the reader's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// How it came out.
    pub outcome: Outcome,
    /// The ids of the tables that its figures stand in, each once.
    pub tables: Vec<String>,
    /// What should hold.
    pub rule: String,
    /// The row that it was looked at for, where it holds for each.
    pub row: Option<String>,
    /// Both figures, and how far they are apart, in the unit of the set; blank where there is nothing to compare.
    pub figures: [String; 3],
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

impl Counts {
    /// Counts comparisons.
    pub fn of(compared: &[Compared]) -> Self {
        let mut counts = Self::default();
        for one in compared {
            *match one.outcome {
                Outcome::Equal => &mut counts.equal,
                Outcome::Rounded => &mut counts.rounded,
                Outcome::Different => &mut counts.different,
                Outcome::Unseen => &mut counts.unseen,
            } += 1;
        }
        counts
    }
}

/// Tells figures in the unit of a set.
pub(crate) struct Teller<'a> {
    pub words: &'a Words,
    pub currency: Currency,
    pub unit: UnitScale,
}

impl<'a> Teller<'a> {
    /// Tells figures in a unit of a profile.
    pub fn new(words: &'a Words, profile: &Profile, unit: &str) -> Self {
        let currency = profile.currency.unwrap_or_default();
        let unit = profile.units.iter().find(|known| known.id == unit).cloned();
        Self { words, currency, unit: unit.unwrap_or(UnitScale { factor: 1, ..UnitScale::default() }) }
    }

    /// An amount with its unit.
    pub fn tell(&self, amount: Amount) -> String {
        self.words.amount(amount, self.currency, &self.unit, self.decimals(amount, 2))
    }

    /// The same without its unit.
    pub fn number(&self, amount: Amount, least: u8) -> String {
        self.words.scaled(amount, self.currency, &self.unit, self.decimals(amount, least))
    }

    /// A figure without its unit, with as many decimals as it is printed with.
    pub fn printed(&self, figure: &Figure) -> String {
        let one = i128::from(self.unit.factor) * 10_i128.pow(u32::from(self.currency.exponent()));
        let printed = (0..=9).find(|decimals| figure.grain * 10_i128.pow(*decimals) >= one).unwrap_or(9);
        self.number(figure.amount, printed as u8)
    }

    /// As many decimals as an amount needs, and no fewer than `least`.
    fn decimals(&self, amount: Amount, least: u8) -> u8 {
        let one = i128::from(self.unit.factor) * 10_i128.pow(u32::from(self.currency.exponent()));
        let is_whole = |decimals: &u8| amount.minor() * 10_i128.pow(u32::from(*decimals)) % one == 0;
        (least..=12).find(is_whole).unwrap_or(12)
    }
}

/// What is compared, for whom it is told.
pub(super) struct What<'a> {
    /// The title of the table.
    pub table: &'a str,
    /// The ids of the tables that the figures stand in.
    pub tables: &'a [&'a str],
    /// The label of the row, if it is about one.
    pub row: Option<&'a str>,
    /// What should hold.
    pub rule: &'a str,
    pub known: Known,
    pub place: Place,
}

impl What<'_> {
    /// A comparison of it.
    pub fn compared(&self, outcome: Outcome, figures: [String; 3]) -> Compared {
        let mut tables: Vec<String> = Vec::new();
        for id in self.tables {
            if !tables.iter().any(|known| known == id) {
                tables.push((*id).to_owned());
            }
        }
        Compared { outcome, tables, rule: self.rule.to_owned(), row: self.row.map(str::to_owned), figures }
    }
}

/// Compares two sums; blank and blank are not compared.
pub(super) fn compare(
    left: Sum,
    right: Sum,
    what: &What<'_>,
    teller: &Teller<'_>,
    ledger: &mut Vec<Compared>,
) -> Option<Issue> {
    if left.figures + right.figures == 0 {
        return None;
    }
    let difference = (left.amount - right.amount).abs();
    let outcome = match difference {
        Amount::ZERO => Outcome::Equal,
        // Each figure was rounded by half of its last decimal at most.
        _ if difference.minor() * 2 <= left.doubled_slack + right.doubled_slack => Outcome::Rounded,
        _ => Outcome::Different,
    };
    let figures = [left.amount, right.amount, difference];
    ledger.push(what.compared(outcome, figures.map(|amount| teller.number(amount, 2))));
    let issue = match outcome {
        Outcome::Equal | Outcome::Unseen => return None,
        Outcome::Rounded => {
            Issue { severity: Severity::Note, ..what.known.issue("table-sum-rounded", what.place.clone()) }
        }
        Outcome::Different => what.known.issue("table-sum-differs", what.place.clone()),
    };
    let issue = issue.with("table", what.table).with("what", what.rule);
    let issue = match what.row {
        Some(row) => issue.with("row", row),
        None => issue,
    };
    let [found, expected, difference] = figures.map(|amount| teller.tell(amount));
    Some(issue.with("found", found).with("expected", expected).with("difference", difference))
}
