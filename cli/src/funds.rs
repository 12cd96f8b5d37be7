//! Funds for the command: records in, the balance of each tier for each year out, as lines or JSON; cannot fail.

use daylight_core::figure::csv::CsvWriter;
use daylight_core::json::Writer;
use daylight_core::model::funds::Ledger;
use daylight_core::money::Amount;
use daylight_core::summary::funds::{Balance, Choice, TierBalance, tier_balances};
use daylight_core::text::terminal_columns;
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
    ["year", "tier", "currency"].iter().chain(&names).for_each(|name| out.text(name));
    out.end_row();
    for (year, tier, balance) in rows(ledger) {
        [year, &ledger.tiers[tier].id, ledger.currency.code()].iter().for_each(|text| out.text(text));
        parts(&balance).iter().for_each(|(_, amount)| out.number(&amount.plain(ledger.currency)));
        out.end_row();
    }
    out.finish()
}

/// A table for a terminal.
pub fn lines(ledger: &Ledger, words: &Words) -> String {
    let rows = rows(ledger);
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
    let mut cells = vec![heads.map(|head| words.text(head).to_owned()).to_vec()];
    for (year, tier, balance) in &rows {
        let tier = &ledger.tiers[*tier];
        let name = in_language(&tier.titles, words.lang());
        let mut row = vec![(*year).to_owned(), if name.is_empty() { tier.id.clone() } else { name.to_owned() }];
        row.extend(parts(balance).iter().map(|(_, amount)| amount.plain(ledger.currency)));
        cells.push(row);
    }
    let widest: Vec<usize> = (0..cells[0].len())
        .map(|column| cells.iter().map(|row| terminal_columns(&row[column])).max().unwrap_or(0))
        .collect();
    let mut out = String::new();
    for row in &cells {
        let padded = row.iter().zip(&widest).enumerate().map(|(column, (cell, widest))| {
            let gap = " ".repeat(widest - terminal_columns(cell));
            if column < 2 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
        });
        out += padded.collect::<Vec<_>>().join("  ").trim_end();
        out.push('\n');
    }
    out
}
