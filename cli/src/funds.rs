//! Funds for the command: records in, the balance of each tier and what was promised for each year out, as lines or JSON; cannot
//! fail.

use crate::columns::aligned;
use daylight_core::figure::csv::CsvWriter;
use daylight_core::json::Writer;
use daylight_core::model::funds::Ledger;
use daylight_core::model::{AxisId, Kind, Model};
use daylight_core::money::{Amount, Currency};
use daylight_core::summary::funds::{Balance, Choice, TierBalance, tier_balances};
use daylight_core::summary::{Group, Question, sum_by};
use daylight_core::words::{Words, in_language};

/// The parts of a balance in their order, with the keys of their words.
fn parts(tier: &TierBalance) -> [(&'static str, Amount); 9] {
    let Balance { received, own, passed, sent, spent, retained, pending, .. } = tier.balance;
    [
        ("received", received),
        ("own", own),
        ("passed", passed),
        ("sent", sent),
        ("spent", spent),
        ("retained", retained),
        ("pending", pending),
        ("unaccounted", tier.gaps.missing),
        ("from-nowhere", -tier.gaps.beyond),
    ]
}

/// Years and tiers with their balances, those without any left out.
fn rows(ledger: &Ledger) -> Vec<(&str, usize, TierBalance)> {
    let mut rows = Vec::new();
    for (year, name) in ledger.years.iter().enumerate() {
        let tiers = tier_balances(ledger, Choice { fund: None, year: Some(year) });
        let filled =
            tiers.into_iter().enumerate().filter(|(_, tier)| !tier.balance.is_empty() || tier.inside != Amount::ZERO);
        rows.extend(filled.map(|(tier, balance)| (name.as_str(), tier, balance)));
    }
    rows
}

/// `[{"year", "tier", "received", "own", "passed", "sent", "spent", "retained", "pending", "unaccounted", "from-nowhere", "inside"}]`.
pub fn write_json(ledger: &Ledger, out: &mut Writer) {
    out.open('[');
    for (year, tier, balance) in rows(ledger) {
        out.open('{').key("year").text(year).key("tier").text(&ledger.tiers[tier].id);
        out.key("currency").text(ledger.currency.code());
        for (name, amount) in parts(&balance) {
            out.key(name).text(&amount.plain(ledger.currency));
        }
        out.key("inside").text(&balance.inside.plain(ledger.currency)).close('}');
    }
    out.close(']');
}

/// The same as CSV.
pub fn csv(ledger: &Ledger) -> String {
    let mut out = CsvWriter::default();
    let names = parts(&TierBalance::default()).map(|(name, _)| name);
    ["year", "tier", "currency"].iter().chain(&names).chain(&["inside"]).for_each(|name| out.text(name));
    out.end_row();
    for (year, tier, balance) in rows(ledger) {
        [year, &ledger.tiers[tier].id, ledger.currency.code()].iter().for_each(|text| out.text(text));
        parts(&balance).iter().for_each(|(_, amount)| out.number(&amount.plain(ledger.currency)));
        out.number(&balance.inside.plain(ledger.currency));
        out.end_row();
    }
    out.finish()
}

/// Whether there is any balance.
pub fn is_any(ledger: &Ledger) -> bool {
    !rows(ledger).is_empty()
}

/// A table for a terminal, with what went between units of one tier where any did.
pub fn lines(ledger: &Ledger, words: &Words) -> String {
    let rows = rows(ledger);
    let is_any_inside = rows.iter().any(|(.., tier)| tier.inside != Amount::ZERO);
    let heads = [
        "funds.year",
        "funds.tier",
        "funds.received",
        "funds.own",
        "funds.passed",
        "funds.sent",
        "funds.spent",
        "funds.retained",
        "funds.pending",
        "funds.unaccounted",
        "funds.from-nowhere",
    ];
    let heads = heads.into_iter().chain(is_any_inside.then_some("sum.inside"));
    let mut cells = vec![heads.map(|head| words.text(head).to_owned()).collect::<Vec<_>>()];
    for (year, tier, balance) in &rows {
        let tier = &ledger.tiers[*tier];
        let name = in_language(&tier.titles, words.lang());
        let mut row = vec![(*year).to_owned(), if name.is_empty() { tier.id.clone() } else { name.to_owned() }];
        row.extend(parts(balance).iter().map(|(_, amount)| amount.plain(ledger.currency)));
        row.extend(is_any_inside.then(|| balance.inside.plain(ledger.currency)));
        cells.push(row);
    }
    aligned(&cells, 2)
}

/// What was promised: by year, kind and currency, since promises of different kinds may be the same one.
pub struct Promise {
    year: String,
    kind: String,
    currency: Currency,
    amount: Amount,
    count: u64,
}

/// Phases that are no promises: money that was passed, kept or paid.
const MOVED: [&str; 5] = ["transfers", "holdings", "projects", "payments", "groups"];

/// The promises of a package of funds, in any currency.
pub fn promises(model: &Model) -> Vec<Promise> {
    let axes = [Kind::Year, Kind::Phase].map(|kind| model.single(kind));
    let by: Vec<AxisId> = axes.into_iter().flatten().collect();
    let summary = sum_by(model, &Question { by: by.clone(), keep: Vec::new() });
    let promise = |group: &Group| {
        let code = |axis: Option<AxisId>| {
            let at = by.iter().position(|known| Some(*known) == axis);
            at.map_or_else(String::new, |at| model.axis(by[at]).code(group.key[at]).to_owned())
        };
        let [year, kind] = axes.map(code);
        let Group { amount, count, currency, .. } = *group;
        Promise { year, kind, currency, amount, count }
    };
    summary.groups.iter().map(promise).filter(|promise| !MOVED.contains(&promise.kind.as_str())).collect()
}

/// `[{"year", "kind", "currency", "amount", "count"}]`.
pub fn write_promises(promises: &[Promise], out: &mut Writer) {
    out.open('[');
    for Promise { year, kind, currency, amount, count } in promises {
        out.open('{').key("year").text(year).key("kind").text(kind).key("currency").text(currency.code());
        out.key("amount").text(&amount.plain(*currency)).key("count").raw(&count.to_string()).close('}');
    }
    out.close(']');
}

/// A table of promises for a terminal.
pub fn promise_lines(promises: &[Promise], words: &Words) -> String {
    let heads = ["funds.year", "sum.kind", "sum.currency", "funds.amount", "sum.count"];
    let mut cells = vec![heads.map(|head| words.text(head).to_owned()).to_vec()];
    for Promise { year, kind, currency, amount, count } in promises {
        let code = currency.code().to_owned();
        cells.push(vec![year.clone(), kind.clone(), code, amount.plain(*currency), count.to_string()]);
    }
    [words.text("sum.promised"), "\n", &aligned(&cells, 3)].concat()
}
