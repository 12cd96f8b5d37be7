//! Money on its way: records in; what was told twice or in two ways, goes round in a circle, comes back, arrives before it was
//! decided, or is nowhere out; cannot fail.

use super::{plain, pot_name, unit_name};
use crate::graph::{Edge, order_acyclic};
use crate::issue::Issue;
use crate::model::funds::{Ledger, Transfer};
use crate::money::Amount;
use crate::order::order;
use crate::place::Place;
use crate::summary::funds::{Choice, balances_by_pot};

pub(super) fn check(ledger: &Ledger, issues: &mut Vec<Issue>) {
    check_units(ledger, issues);
    check_repeated(ledger, issues);
    check_days(ledger, issues);
    check_circles(ledger, issues);
    check_holdings(ledger, issues);
    check_gaps(ledger, issues);
    check_sources(ledger, issues);
}

/// A unit belongs to one of a higher tier.
fn check_units(ledger: &Ledger, issues: &mut Vec<Issue>) {
    for unit in &ledger.units {
        if let Some(parent) = unit.parent.map(|parent| &ledger.units[parent]).filter(|above| above.tier >= unit.tier) {
            let place = Place::row(&ledger.files.units, unit.row);
            issues.push(Issue::error("unit-above-below", place).with("code", &unit.id).with("value", &parent.id));
        }
    }
}

/// Two records of one transfer: the same is told, and so is what they differ in.
fn check_repeated(ledger: &Ledger, issues: &mut Vec<Issue>) {
    check_repeated_payments(ledger, issues);
    let transfers = &ledger.transfers;
    let sorted = order(transfers.len(), &mut |one, other| transfers[one].id.cmp(&transfers[other].id));
    for pair in sorted.windows(2) {
        let [one, other] = [&transfers[pair[0]], &transfers[pair[1]]];
        if one.id.is_empty() || one.id != other.id {
            continue;
        }
        let place = ledger.transfer_place(other.row);
        let facts = |transfer: &Transfer| {
            let Transfer { from, to, amount, pot, decided, arrived, .. } = transfer;
            (*from, *to, *amount, *pot, *decided, *arrived)
        };
        issues.push(if facts(one) == facts(other) {
            Issue::error("code-duplicate", place).with("code", &one.id)
        } else {
            let told = Issue::error("transfer-disagrees", place).with("code", &one.id).with("row", one.row);
            told.with("expected", plain(ledger, one.amount)).with("found", plain(ledger, other.amount))
        });
    }
}

fn check_repeated_payments(ledger: &Ledger, issues: &mut Vec<Issue>) {
    let payments = &ledger.payments;
    let sorted = order(payments.len(), &mut |one, other| payments[one].id.cmp(&payments[other].id));
    for pair in sorted.windows(2) {
        let [one, other] = [&payments[pair[0]], &payments[pair[1]]];
        if !one.id.is_empty() && one.id == other.id {
            let place = Place::row(&ledger.files.payments, other.row);
            issues.push(Issue::error("code-duplicate", place).with("code", &one.id));
        }
    }
}

fn check_days(ledger: &Ledger, issues: &mut Vec<Issue>) {
    let mut returned: Vec<&Transfer> = Vec::new();
    for transfer in &ledger.transfers {
        if let (Some(decided), Some(arrived)) = (transfer.decided, transfer.arrived)
            && arrived < decided
        {
            let issue = Issue::error("arrived-before-decided", ledger.transfer_place(transfer.row));
            issues.push(issue.with("expected", decided.iso()).with("found", arrived.iso()));
        }
        if ledger.is_return(transfer) {
            returned.push(transfer);
        }
    }
    if let Some(first) = returned.first() {
        let total: Amount = returned.iter().map(|transfer| transfer.amount.abs()).sum();
        let issue = Issue::note("money-returned", ledger.transfer_place(first.row)).with("rows", returned.len());
        issues.push(issue.with("found", plain(ledger, total)));
    }
}

/// Money that comes round to a unit that it left: told at the transfer with which it does.
fn check_circles(ledger: &Ledger, issues: &mut Vec<Issue>) {
    let onwards = || ledger.transfers.iter().filter(|transfer| !ledger.is_return(transfer));
    let edges: Vec<(Edge, u32)> = onwards()
        .filter_map(|transfer| {
            let edge = Edge { from: transfer.from?, to: transfer.to, weight: transfer.amount.minor() };
            Some((edge, transfer.row))
        })
        .collect();
    let bare: Vec<Edge> = edges.iter().map(|(edge, _)| *edge).collect();
    let acyclic = order_acyclic(ledger.units.len(), &bare, &|unit| ledger.units[unit].tier);
    let mut told: Vec<(usize, usize)> = Vec::new();
    for index in acyclic.cut {
        let (Edge { from, to, .. }, row) = edges[index];
        if !told.contains(&(from, to)) {
            told.push((from, to));
            let issue = Issue::warning("money-circles", ledger.transfer_place(row));
            issues.push(issue.with("code", unit_name(ledger, from)).with("value", unit_name(ledger, to)));
        }
    }
}

/// What is kept is kept for a reason, and since a day.
fn check_holdings(ledger: &Ledger, issues: &mut Vec<Issue>) {
    for holding in &ledger.holdings {
        let missing = match (holding.reason.is_empty(), holding.since) {
            (true, _) => "reason",
            (_, None) => "since",
            _ => continue,
        };
        let place = Place::row(&ledger.files.holdings, holding.row);
        let issue = Issue::error("holding-unexplained", place).with("header", missing);
        issues.push(issue.with("code", unit_name(ledger, holding.unit)).with("found", plain(ledger, holding.amount)));
    }
}

/// What is left over in a unit when everything is counted, by fund and year.
fn check_gaps(ledger: &Ledger, issues: &mut Vec<Issue>) {
    for (unit, pot, balance) in balances_by_pot(ledger, Choice::default()) {
        let gap = balance.gap(ledger, unit);
        // Where nothing came, what is missing is a source.
        if gap == Amount::ZERO || balance.begins() {
            continue;
        }
        let rule = if gap.is_negative() { "money-from-nowhere" } else { "money-unaccounted" };
        let issue = Issue::warning(rule, Place::row(&ledger.files.units, ledger.units[unit].row));
        let issue = issue.with("code", unit_name(ledger, unit)).with("value", pot_name(ledger, pot));
        let issue = issue.with("expected", plain(ledger, balance.total()));
        let issue = issue.with("found", plain(ledger, balance.accounted()));
        issues.push(issue.with("difference", plain(ledger, gap.abs())));
    }
}

/// Money begins at the top, or where the package says so: a unit below that gives and never received is told.
fn check_sources(ledger: &Ledger, issues: &mut Vec<Issue>) {
    for (unit, pot, balance) in balances_by_pot(ledger, Choice::default()) {
        let record = &ledger.units[unit];
        let gave = balance.accounted();
        if balance.begins() && balance.gap(ledger, unit) != Amount::ZERO {
            let issue = Issue::warning("money-without-source", Place::row(&ledger.files.units, record.row));
            let issue = issue.with("code", unit_name(ledger, unit)).with("value", pot_name(ledger, pot));
            issues.push(issue.with("found", plain(ledger, gave)));
        }
    }
}
