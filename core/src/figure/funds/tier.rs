//! Tiers: records in, what each tier received and did with it, how long it was under way, what it keeps and of what nobody says where
//! it is out; cannot fail.

use super::place::{holding_fact, part_key};
use super::scene::Scene;
use super::{Block, FundsFigure};
use crate::figure::budget::TableRow;
use crate::money::Amount;
use crate::order::{sort_by, sort_by_key};
use crate::summary::funds::{balances_by_pot, tier_balances, transits};
use crate::text::digits;

pub(super) fn write(scene: &Scene<'_>, figure: &mut FundsFigure) {
    let words = scene.words;
    let tiers = tier_balances(scene.ledger, scene.choice);
    let gaps: Amount = tiers.iter().map(|tier| tier.gaps[0]).sum();
    let units: usize = tiers.iter().map(|tier| tier.units_with_gap).sum();
    let paid: Amount = tiers.iter().map(|tier| tier.balance.spent).sum();
    let kept: Amount = tiers.iter().map(|tier| tier.balance.retained + tier.balance.pending).sum();
    let values = [
        ("year", scene.year_words()),
        ("paid", scene.amount(paid)),
        ("kept", scene.amount(kept)),
        ("gap", scene.amount(gaps)),
        ("n", digits(units as u64)),
    ];
    let values = values.each_ref().map(|(key, text)| (*key, text.as_str()));
    figure.sentence = words.fill(if units == 0 { "funds.tiers.sentence" } else { "funds.tiers.sentence-gap" }, &values);
    let rows = tiers.iter().enumerate().filter(|(_, tier)| !tier.balance.is_empty() || tier.inside != Amount::ZERO);
    let rows: Vec<TableRow> = rows
        .map(|(at, tier)| {
            let own = &tier.balance;
            let amounts =
                [own.received, own.own, own.passed, own.spent, own.pending, own.retained, tier.gaps[0], tier.gaps[1]];
            let mut cells = vec![Scene::text_cell(scene.tier_name(at))];
            cells.extend(amounts.iter().map(|amount| scene.amount_cell(*amount)));
            Scene::row(None, cells)
        })
        .collect();
    let caption = words.fill("funds.tiers.caption", &[("year", &scene.year_words())]);
    let keys = [
        "funds.tier",
        "funds.received#",
        "funds.own#",
        "funds.passed#",
        "funds.spent#",
        "funds.pending#",
        "funds.retained#",
        "funds.unaccounted#",
        "funds.from-nowhere#",
    ];
    figure.blocks.push(Block::Table(scene.table(caption, &keys, rows, None)));
    // Down the tiers the same money is received again and again.
    figure.remarks.push(words.text("funds.tiers.no-total").to_owned());
    figure.blocks.extend(days(scene));
    figure.blocks.extend(gaps_of_units(scene));
    figure.blocks.extend(kept_by_units(scene));
}

/// How long money was under way to each tier.
fn days(scene: &Scene<'_>) -> Option<Block> {
    let transits = transits(scene.ledger, scene.choice);
    let under_way = transits.iter().enumerate().filter(|(_, transit)| transit.count > 0 || !transit.waiting.is_empty());
    let number = |days: Option<i32>| {
        Scene::text_cell(days.map(|days| digits(days.max(0).unsigned_abs().into())).unwrap_or_default())
    };
    let rows: Vec<TableRow> = under_way
        .map(|(tier, transit)| {
            let longest = transit.longest.map(|(_, transfer)| scene.ledger.transfers[transfer].to);
            let cells = vec![
                Scene::text_cell(scene.tier_name(tier)),
                number(transit.median),
                number(transit.longest.map(|(days, _)| days)),
                Scene::text_cell(longest.map(|unit| scene.unit_name(unit)).unwrap_or_default()),
                Scene::text_cell(if transit.waiting.is_empty() {
                    String::new()
                } else {
                    digits(transit.waiting.len() as u64)
                }),
            ];
            Scene::row(longest.map(|unit| scene.goal(unit)), cells)
        })
        .collect();
    let keys = ["funds.tier", "funds.days-median#", "funds.days-longest#", "funds.days-where", "funds.on-its-way#"];
    let caption = scene.words.text("funds.days-under-way-to").to_owned();
    (!rows.is_empty()).then(|| Block::Table(scene.table(caption, &keys, rows, None)))
}

/// The units of which some money is not accounted for, by fund and year.
fn gaps_of_units(scene: &Scene<'_>) -> Option<Block> {
    let all = balances_by_pot(scene.ledger);
    let mut gaps: Vec<_> = all
        .iter()
        .filter(|(unit, pot, balance)| scene.choice.has(*pot) && scene.gap(*unit, balance) != Amount::ZERO)
        .map(|(unit, pot, balance)| (*unit, *pot, scene.gap(*unit, balance)))
        .collect();
    sort_by(&mut gaps, |one, other| other.2.abs().cmp(&one.2.abs()));
    let rows: Vec<TableRow> = gaps
        .iter()
        .map(|(unit, pot, gap)| {
            let cells = vec![
                Scene::text_cell(scene.unit_name(*unit)),
                Scene::text_cell(scene.pot_name(*pot)),
                Scene::text_cell(scene.words.exact_with_currency(*gap, scene.ledger.currency)),
            ];
            Scene::row(Some(scene.goal(*unit)), cells)
        })
        .collect();
    let caption = scene.words.text("funds.gaps").to_owned();
    (!rows.is_empty())
        .then(|| Block::Table(scene.table(caption, &["funds.unit", "funds.fund", "funds.amount#"], rows, None)))
}

/// What units keep, the longest first.
fn kept_by_units(scene: &Scene<'_>) -> Option<Block> {
    let mut holdings: Vec<_> = scene.ledger.holdings.iter().filter(|holding| scene.choice.has(holding.pot)).collect();
    sort_by_key(&mut holdings, |holding| (holding.since.is_none(), holding.since));
    let rows: Vec<TableRow> = holdings
        .iter()
        .map(|holding| {
            let fact = holding_fact(scene, holding);
            let state = match holding.hold {
                crate::model::funds::Hold::Retained => "retained",
                crate::model::funds::Hold::Pending => "pending",
            };
            let cells = vec![
                Scene::text_cell(scene.unit_name(holding.unit)),
                Scene::text_cell(scene.words.text(part_key(state))),
                scene.amount_cell(holding.amount),
                Scene::text_cell(fact.more),
            ];
            Scene::row(Some(scene.goal(holding.unit)), cells)
        })
        .collect();
    let keys = ["funds.unit", "funds.state", "funds.amount#", "funds.reason"];
    let caption = scene.words.text("funds.kept").to_owned();
    (!rows.is_empty()).then(|| Block::Table(scene.table(caption, &keys, rows, None)))
}
