//! Rules of amounts: cells that are no exact amount, a currency that is not stated, blanks, zeros and negative amounts.

use super::{Depth, Locate, Rule, Seen};
use crate::ingest::{AmountCell, As, Row, Sum, Table};
use crate::issue::Issue;
use crate::model::Kind;
use crate::money::{Amount, AmountFault, Currency};
use crate::place::Place;
use daylight_scan::Symbol;

/// `amount-unreadable`, `formula-unread`, `amount-too-precise`, `amount-out-of-range`, `amount-ambiguous`: a cell cannot be held exactly, so the
/// row's amount is not in any sum.
pub(super) struct Faults;

impl Rule for Faults {
    fn row(&mut self, row: &Row<'_>, issues: &mut Vec<Issue>) {
        if !matches!(row.row, As::Part | As::Total) {
            return;
        }
        for (measure, cell) in row.amounts.iter().enumerate() {
            if let AmountCell::Fault(fault) = cell {
                let field = row.table.measures[measure].field;
                // Where a spreadsheet has a formula without its value, the formula is what stands there.
                let is_formula = *fault == AmountFault::Unreadable && row.text(field).starts_with('=');
                let rule = if is_formula { "formula-unread" } else { fault.rule() };
                let issue = Issue::error(rule, place(row, measure)).with("value", row.text(field));
                issues.push(issue.with("header", &row.table.fields[field].name));
            }
        }
    }
}

/// `unit-unknown`: amounts without a currency, neither in a column nor in the descriptor. `code-unknown` for a currency that
/// is no ISO 4217 code.
#[derive(Default)]
pub(super) struct Unstated {
    told: bool,
    bad: Vec<Symbol>,
}

impl Rule for Unstated {
    fn row(&mut self, row: &Row<'_>, issues: &mut Vec<Issue>) {
        if row.row != As::Part {
            return;
        }
        let currency = row.axes.iter().position(|axis| axis.kind == Kind::Currency);
        for (measure, cell) in row.amounts.iter().enumerate() {
            if !matches!(cell, AmountCell::Amount(_)) {
                continue;
            }
            let set =
                row.sets[measure].iter().find(|(position, _)| Some(*position) == currency).map(|(_, symbol)| *symbol);
            let symbol = set.or_else(|| currency.map(|position| row.key[position])).unwrap_or(Symbol::BLANK);
            if symbol == Symbol::BLANK && !self.told {
                self.told = true;
                let field = &row.table.fields[row.table.measures[measure].field];
                issues.push(Issue::error("unit-unknown", place(row, measure)).with("header", &field.name));
            }
            let code = currency.map_or("", |position| row.axes[position].codes.text(symbol));
            let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
            if symbol != Symbol::BLANK && !is_code && !self.bad.contains(&symbol) {
                self.bad.push(symbol);
                let header = currency.map_or("", |position| row.axes[position].header.as_str());
                issues.push(
                    Issue::error("code-unknown", Place::row(&row.table.path, row.number))
                        .with("code", code)
                        .with("header", header),
                );
            }
        }
    }
}

/// What a column was found to hold beside ordinary amounts.
#[derive(Clone, Debug)]
struct Column {
    header: String,
    /// Cells that are not blank.
    filled: u64,
    blank: Option<(Place, u64)>,
    zero: Option<(Place, u64)>,
    negative: Option<(Place, u64)>,
}

/// `amount-blank`, `amount-zero`, `amount-negative`: kept as they are, and counted, once a column with the first place. The
/// last two are notes.
pub(super) struct Signs {
    notes: bool,
    columns: Vec<Column>,
    table: String,
    first: usize,
}

impl Signs {
    pub(super) fn new(depth: Depth) -> Self {
        Self { notes: depth == Depth::Notes, columns: Vec::new(), table: String::new(), first: 0 }
    }
}

impl Rule for Signs {
    fn looks_at_rows(&self, _: &Table) -> bool {
        self.notes
    }

    fn sum(&mut self, sum: &Sum<'_>) {
        if let Some(column) = self.columns.get_mut(self.first + sum.measure) {
            column.filled += u64::from(sum.unseen);
        }
    }

    fn row(&mut self, row: &Row<'_>, _: &mut Vec<Issue>) {
        if row.row != As::Part {
            return;
        }
        if self.table != row.table.path || self.columns.is_empty() {
            self.table.clone_from(&row.table.path);
            self.first = self.columns.len();
            let column = |measure: &crate::ingest::Measure| Column {
                header: row.table.fields[measure.field].name.clone(),
                filled: 0,
                blank: None,
                zero: None,
                negative: None,
            };
            self.columns.extend(row.table.measures.iter().map(column));
        }
        for (measure, cell) in row.amounts.iter().enumerate() {
            let column = &mut self.columns[self.first + measure];
            column.filled += u64::from(*cell != AmountCell::Blank);
            let seen = match cell {
                AmountCell::Blank => &mut column.blank,
                AmountCell::Amount(amount) if amount.is_negative() => &mut column.negative,
                AmountCell::Amount(amount) if amount.minor() == 0 => &mut column.zero,
                _ => continue,
            };
            match seen {
                Some((_, rows)) => *rows += 1,
                None => *seen = Some((place(row, measure), 1)),
            }
        }
    }

    fn finish(&mut self, _: &Seen<'_>, issues: &mut Vec<Issue>) -> Option<Box<dyn Locate>> {
        for column in &self.columns {
            let mut tell = |issue: fn(&'static str, Place) -> Issue, rule, seen: &Option<(Place, u64)>| {
                if let Some((place, rows)) = seen {
                    issues.push(issue(rule, place.clone()).with("header", &column.header).with("rows", rows));
                }
            };
            // Blanks in a column that is mostly blank are its way of saying "does not apply".
            let few = column.blank.as_ref().is_some_and(|(_, rows)| rows * 2 <= column.filled);
            tell(if few { Issue::warning } else { Issue::note }, "amount-blank", &column.blank);
            if self.notes {
                tell(Issue::note, "amount-zero", &column.zero);
                tell(Issue::note, "amount-negative", &column.negative);
            }
        }
        None
    }
}

/// An amount as its cell says it, its unit, and what that is: `“1,234.50” × 10000 = 12345000.00`.
pub(super) fn stated(row: &Row<'_>, measure: usize, amount: Amount, currency: Currency) -> String {
    let (text, plain) = (row.text(row.table.measures[measure].field), amount.plain(currency));
    match row.units[measure].factor() {
        1 if text == plain => plain,
        1 => format!("“{text}” = {plain}"),
        factor => format!("“{text}” × {factor} = {plain}"),
    }
}

/// An issue that says which of two amounts is larger, and by how much.
pub(super) fn compared(issue: Issue, total: Amount, parts: Amount, currency: Currency) -> Issue {
    let difference = (total - parts).abs().plain(currency);
    issue.with(if total > parts { "surplus" } else { "shortfall" }, difference)
}

/// The cell of a measure.
pub(super) fn place(row: &Row<'_>, measure: usize) -> Place {
    let field = row.table.measures[measure].field;
    Place { column: row.column(field), ..Place::row(&row.table.path, row.number) }
}
