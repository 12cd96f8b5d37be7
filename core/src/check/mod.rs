//! Checks: rows in, the believed model and every problem out, each with its place; cannot fail.
//!
//! A rule looks at the rows as they pass, or at the finished model, or at both. All of them run in one pass beside the sums,
//! so that what was checked is what was added. Adding a rule: a file with a struct, and its line in [`rules`].

mod amount;
mod code;
pub mod consultation;
mod debt;
mod disclosure;
pub mod funds;
mod gap;
mod key;
mod link;
mod mixed;
pub mod personal;
mod report;
pub mod results;
mod rounding;
pub mod tableset;
mod total;

pub use debt::{check_debt, check_series};
pub use disclosure::{ROLES, check_disclosure};
pub use link::{check_answers, check_links};
pub use report::Report;

use crate::ingest::{Files, Package, Row, Selection, Sum, Table, Visitor, model_axes, read_rows};
use crate::issue::Issue;
use crate::model::{Builder, Model, build_model};
use gap::Gaps;

/// A rule: what it makes of the rows and of the model.
trait Rule {
    /// Whether every row of a file must pass. Otherwise usual rows do not: see [`Visitor::looks_at_rows`].
    fn looks_at_rows(&self, _table: &Table) -> bool {
        false
    }

    /// A row passes.
    fn row(&mut self, _row: &Row<'_>, _issues: &mut Vec<Issue>) {}

    /// The rows of a file have passed; these amounts were added.
    fn sum(&mut self, _sum: &Sum<'_>) {}

    /// All rows have passed. Returns what is to be located by a second look at the rows, if anything is.
    fn finish(&mut self, _seen: &Seen<'_>, _issues: &mut Vec<Issue>) -> Option<Box<dyn Locate>> {
        None
    }
}

/// Finds the rows of what a rule found in the model.
trait Locate {
    /// Tells each row that belongs to the finding.
    fn locate(&mut self, row: &Row<'_>, issues: &mut Vec<Issue>);
}

/// What a rule may look at when all rows have passed.
struct Seen<'a> {
    model: &'a Model,
    gaps: &'a Gaps,
}

/// How deep to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Errors and warnings: whether the figures can be believed, which a reader wants to know.
    Warnings,
    /// Notes too, for which every row is looked at: what a publisher wants to know.
    Notes,
}

/// A form says itself which cells may be blank and which rows are in another currency, and what one of its units receives is no total
/// of what others do.
fn rules(package: &Package, depth: Depth) -> Vec<Box<dyn Rule>> {
    let mut rules: Vec<Box<dyn Rule>> =
        vec![Box::new(amount::Faults), Box::new(amount::Unstated::default()), Box::new(amount::Signs::new(depth))];
    if !package.is_form {
        rules.push(Box::new(code::Missing::default()));
    }
    rules.push(Box::new(key::Repeated::new(depth)));
    if !package.is_form {
        rules.push(Box::new(mixed::Mixed::default()));
    }
    rules.push(Box::new(total::Declared::default()));
    rules.push(Box::new(total::Parents));
    if !package.is_form {
        rules.push(Box::new(total::Lookalikes));
        // What a publisher is told of the words of rows, a page need not know.
        #[cfg(feature = "import")]
        rules.push(Box::new(total::Named::new(depth)));
    }
    rules
}

/// Reads a package, checks it and adds it up by the selected axes.
pub fn check_package(package: &Package, selection: &Selection, files: &dyn Files, depth: Depth) -> (Model, Report) {
    let mut pass = Pass {
        rules: rules(package, depth),
        facts: Builder::new(selection.axes.len()),
        gaps: Gaps::new(selection.axes.len()),
        issues: package.issues.clone(),
        rows: 0,
        parts: 0,
    };
    pass.issues.append(&mut mixed::added(package));
    let states = read_rows(package, selection, files, &mut pass);
    let Pass { mut rules, facts, gaps, mut issues, rows, parts, .. } = pass;
    let (axes, dimensions) = model_axes(package, states);
    let model = build_model(package.about.clone(), axes, dimensions, parts, facts);
    let seen = Seen { model: &model, gaps: &gaps };
    let found: Vec<Box<dyn Locate>> = rules.iter_mut().filter_map(|rule| rule.finish(&seen, &mut issues)).collect();
    if !found.is_empty() {
        let mut second = SecondLook { found, issues: Vec::new() };
        read_rows(package, selection, files, &mut second);
        // A row is told once, by what is known of its code rather than of its name.
        let is_told =
            |issue: &Issue| second.issues.iter().any(|told| told.rule == issue.rule && told.place == issue.place);
        issues.retain(|issue| issue.rule != "looks-like-total" || !is_told(issue));
        issues.append(&mut second.issues);
    }
    (model, Report::new(rows, issues))
}

/// One pass over the rows.
struct Pass {
    rules: Vec<Box<dyn Rule>>,
    facts: Builder,
    gaps: Gaps,
    issues: Vec<Issue>,
    rows: u64,
    parts: u64,
}

impl Visitor for Pass {
    fn looks_at_rows(&self, table: &Table) -> bool {
        self.rules.iter().any(|rule| rule.looks_at_rows(table))
    }

    fn row(&mut self, row: &Row<'_>) {
        self.gaps.row(row);
        for rule in &mut self.rules {
            rule.row(row, &mut self.issues);
        }
    }

    fn sum(&mut self, sum: &Sum<'_>) {
        self.facts.add_sum(sum.key, sum.amount, sum.count);
        for rule in &mut self.rules {
            rule.sum(sum);
        }
    }

    fn file(&mut self, rows: u64, parts: u64) {
        self.rows += rows;
        self.parts += parts;
    }

    fn issue(&mut self, issue: Issue) {
        // A record that could not be read is a row all the same.
        self.rows += u64::from(matches!(issue.rule, "row-malformed" | "quote-unclosed" | "text-after-quote"));
        self.issues.push(issue);
    }
}

/// A second pass that only locates what was found.
struct SecondLook {
    found: Vec<Box<dyn Locate>>,
    issues: Vec<Issue>,
}

impl Visitor for SecondLook {
    fn row(&mut self, row: &Row<'_>) {
        for finding in &mut self.found {
            finding.locate(row, &mut self.issues);
        }
    }

    fn issue(&mut self, _: Issue) {}
}
