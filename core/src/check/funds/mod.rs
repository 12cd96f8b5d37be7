//! Rules of funds: records of money on its way in, every problem with its place out; cannot fail.
//!
//! Sums are compared exactly: a difference of one minor unit is a difference, and is told with both figures.

mod contact;
mod flow;
mod group;
mod project;

use crate::ingest::{Files, Package, funds::read_funds, read_links};
use crate::issue::Issue;
use crate::model::funds::{Ledger, Pot};
use crate::money::{Amount, Currency};
use crate::profile::funds::FundTerms;

/// Reads the records of a package and checks them.
pub fn check_funds(
    (package, descriptor): (&Package, &str),
    files: &dyn Files,
    terms: &FundTerms,
    currency: Currency,
) -> (Ledger, Vec<Issue>) {
    let (mut ledger, mut issues) = read_funds((package, descriptor), files, terms, currency);
    ledger.contacts = contact::check(descriptor, terms, &mut issues);
    // What is wrong with links is told where any package is checked.
    ledger.links = read_links(package, descriptor, files).0;
    flow::check(&ledger, &mut issues);
    group::check(&ledger, &mut issues);
    project::check(&ledger, terms, &mut issues);
    (ledger, issues)
}

/// A unit as messages name it: its own language's name, else its id.
fn unit_name(ledger: &Ledger, unit: usize) -> String {
    let unit = &ledger.units[unit];
    unit.names.first().map_or_else(|| unit.id.clone(), |(_, name)| name.clone())
}

/// Fund and year as messages name them; blank where a package has neither.
fn pot_name(ledger: &Ledger, pot: Pot) -> String {
    let fund = &ledger.funds[pot.fund];
    let name = fund.names.first().map_or(fund.id.as_str(), |(_, name)| name.as_str());
    let parts = [name, ledger.years[pot.year].as_str()];
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn plain(ledger: &Ledger, amount: Amount) -> String {
    amount.plain(ledger.currency)
}

#[cfg(test)]
mod tests;
