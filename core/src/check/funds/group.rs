//! Groups of recipients: records in; groups so small that someone could be told from them, and groups that received more than was
//! paid out; cannot fail.

use super::{plain, pot_name, unit_name};
use crate::issue::Issue;
use crate::model::funds::Ledger;
use crate::money::Amount;
use crate::place::Place;
use crate::summary::funds::LEAST_GROUP;

pub(super) fn check(ledger: &Ledger, issues: &mut Vec<Issue>) {
    check_small(ledger, issues);
    check_paid(ledger, issues);
}

/// What is published of a group must not be one family: the rows stand in a file that everyone can load.
fn check_small(ledger: &Ledger, issues: &mut Vec<Issue>) {
    for group in &ledger.groups {
        let counts = [("persons", group.persons), ("households", group.households)];
        let small = counts.into_iter().find_map(|(header, count)| {
            let count = count.filter(|count| (1..LEAST_GROUP).contains(count))?;
            Some((header, count))
        });
        if let Some((header, count)) = small {
            let place = Place::row(&ledger.files.groups, group.row);
            let issue = Issue::error("group-too-small", place).with("header", header).with("found", count);
            issues.push(issue.with("expected", LEAST_GROUP).with("code", unit_name(ledger, group.unit)));
        }
    }
}

/// What groups received was paid by someone: in a fund and year of which payments are on record, by no less.
fn check_paid(ledger: &Ledger, issues: &mut Vec<Issue>) {
    for pot in crate::summary::funds::Choice::default().pots(ledger) {
        let groups = || ledger.groups.iter().filter(|group| group.pot == pot);
        let got: Amount = groups().filter_map(|group| group.amount).sum();
        let paid: Amount =
            ledger.payments.iter().filter(|payment| payment.pot == pot).map(|payment| payment.amount).sum();
        if let Some(first) = groups().find(|_| paid > Amount::ZERO && got > paid) {
            let issue = Issue::warning("groups-beyond-paid", Place::row(&ledger.files.groups, first.row));
            let issue = issue.with("value", pot_name(ledger, pot)).with("expected", plain(ledger, paid));
            issues.push(issue.with("found", plain(ledger, got)));
        }
    }
}
