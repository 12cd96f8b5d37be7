//! Rules of results: a package in, its records and every problem with its place out; cannot fail.
//!
//! What is computed from the records is computed all the same: a rule tells what is missing for it, or what does not balance.

mod audit;
#[cfg(feature = "import")]
mod doubt;
mod promise;
mod typed;

use crate::ingest::{Files, Package, read_links, results::read_results};
use crate::issue::Issue;
use crate::model::results::Results;
use crate::money::Currency;
use crate::place::Place;
use crate::profile::results::ResultTerms;

/// Reads the records of a package and checks them.
pub fn check_results(
    (package, descriptor): (&Package, &str),
    files: &dyn Files,
    terms: &ResultTerms,
    currency: Currency,
) -> (Results, Vec<Issue>) {
    let (mut results, mut issues) = read_results((package, descriptor), files, terms, currency);
    // What is wrong with links is told where any package is checked.
    results.links = read_links(package, descriptor, files).0;
    if results.rule.id.is_empty() {
        issues.push(Issue::error("result-rule-missing", Place::file("datapackage.json")));
    }
    typed::check((package, descriptor), files, &mut issues);
    promise::check(&results, &mut issues);
    audit::check(&results, &mut issues);
    // What a publisher is told of what is said, a page need not know.
    #[cfg(feature = "import")]
    doubt::check(&results, &mut issues);
    (results, issues)
}

/// Where a row of a table stands.
fn row(results: &Results, table: &str, row: u32) -> Place {
    Place::row(results.file(table), row)
}
