//! The way of some money: a fund with its year and the unit that paid in, what every unit above it received and did with it out;
//! cannot fail.

use super::place::holding_fact;
use super::scene::Scene;
use crate::figure::budget::TableRow;
use crate::figure::page::{Block, Fact, Tone};
use crate::model::funds::{Ledger, Pot};
use crate::money::Amount;
use crate::order::order;
use crate::summary::funds::{Balance, Choice, Gaps, balances, trace_back};

/// A column of the table: its key, the amount of a balance, and whether it is there even where nothing stands in it.
type Part = (&'static str, fn(&Balance, Gaps) -> Amount, bool);

const PARTS: [Part; 9] = [
    ("funds.received#", |balance, _| balance.received, true),
    ("funds.own#", |balance, _| balance.own, false),
    ("funds.passed#", |balance, _| balance.passed, true),
    ("funds.sent#", |balance, _| balance.sent, false),
    ("funds.spent#", |balance, _| balance.spent, true),
    ("funds.retained#", |balance, _| balance.retained, true),
    ("funds.pending#", |balance, _| balance.pending, true),
    ("funds.unaccounted#", |_, gaps| gaps.missing, false),
    ("funds.from-nowhere#", |_, gaps| gaps.beyond, false),
];

const fn of_pot(pot: Pot) -> Choice {
    Choice { fund: Some(pot.fund), year: Some(pot.year) }
}

/// The units on the way of a pot's money to one of them, the highest first.
fn units_on_way(ledger: &Ledger, pot: Pot, unit: usize) -> Vec<usize> {
    let trace = trace_back(ledger, of_pot(pot), unit);
    let mut found: Vec<usize> = Vec::new();
    for unit in trace.links.iter().flat_map(|link| [link.from, link.to]).chain([unit]) {
        if !found.contains(&unit) {
            found.push(unit);
        }
    }
    // Units of one tier, or without tiers, stay in the order of the flow.
    let rank = |at: usize| (ledger.units[found[at]].tier, at);
    order(found.len(), &mut |one, other| rank(one).cmp(&rank(other))).into_iter().map(|at| found[at]).collect()
}

/// Every amount that the way tells.
pub(super) fn amounts(ledger: &Ledger, pot: Pot, unit: usize) -> Vec<Amount> {
    let (balances, gaps) = balances(ledger, of_pot(pot));
    let units = units_on_way(ledger, pot, unit);
    units.into_iter().flat_map(|unit| PARTS.map(|(_, amount, _)| amount(&balances[unit], gaps[unit]))).collect()
}

/// The balance of each unit on the way of a pot's money to one of them, and what stays with them, why and for how long.
pub(super) fn way(scene: &Scene<'_>, pot: Pot, unit: usize) -> Vec<Block> {
    let (ledger, words) = (scene.ledger, scene.words);
    let (balances, gaps) = balances(ledger, of_pot(pot));
    let units = units_on_way(ledger, pot, unit);
    let amount = |part: &Part, unit: usize| part.1(&balances[unit], gaps[unit]);
    let is_told = |part: &Part| part.2 || units.iter().any(|unit| amount(part, *unit) != Amount::ZERO);
    let parts: Vec<Part> = PARTS.into_iter().filter(is_told).collect();
    let row = |unit: usize| -> TableRow {
        let amounts = parts.iter().map(|part| scene.amount_cell(amount(part, unit)));
        let cells = std::iter::once(Scene::text_cell(scene.unit_name(unit))).chain(amounts).collect();
        Scene::row(Some(scene.goal(unit)), cells)
    };
    let keys: Vec<&str> = ["funds.unit"].into_iter().chain(parts.iter().map(|(key, ..)| *key)).collect();
    let caption = words.fill("funds.way", &[("pot", &scene.pot_name(pot))]);
    let table = scene.table(caption, &keys, units.iter().map(|unit| row(*unit)).collect(), None);
    let kept: Vec<Fact> = units.iter().flat_map(|unit| kept(scene, pot, *unit, gaps[*unit])).collect();
    let has_gap = units.iter().any(|unit| !gaps[*unit].is_empty());
    let whole = (!has_gap).then(|| Block::Said(words.text("funds.way.whole").to_owned()));
    let kept = (!kept.is_empty()).then_some(Block::Facts(kept));
    [Block::Table(table)].into_iter().chain(kept).chain(whole).collect()
}

/// What a unit keeps of a pot's money, and what it does not account for.
fn kept(scene: &Scene<'_>, pot: Pot, unit: usize, gaps: Gaps) -> Vec<Fact> {
    let words = scene.words;
    let label = |part: &str| [&scene.unit_name(unit), part].join(words.text("join.title"));
    let own = scene.ledger.holdings.iter().filter(|holding| holding.unit == unit && holding.pot == pot);
    let mut facts: Vec<Fact> = own
        .map(|holding| {
            let part = words.text(super::place::part_key(holding.hold.id()));
            Fact { label: label(part), goal: Some(scene.goal(unit)), ..holding_fact(scene, holding) }
        })
        .collect();
    let gaps = [("funds.unaccounted", gaps.missing), ("funds.from-nowhere", gaps.beyond)];
    let gaps = gaps.into_iter().filter(|(_, gap)| *gap != Amount::ZERO);
    facts.extend(gaps.map(|(key, gap)| Fact {
        label: label(words.text(key)),
        text: scene.amount(gap),
        more: words.text("funds.no-reason").to_owned(),
        goal: Some(scene.goal(unit)),
        tone: Tone::Missing,
        ..Fact::default()
    }));
    facts
}
