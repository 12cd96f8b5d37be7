//! Tiers: records in, what each tier received and did with it, how long it was under way, what it keeps and of what nobody says where
//! it is out; cannot fail.

use super::FundsFigure;
use super::place::{holding_fact, part_key};
use super::scene::Scene;
use crate::figure::budget::TableRow;
use crate::figure::page::Block;
use crate::money::Amount;
use crate::order::{sort_by, sort_by_key};
use crate::summary::funds::{Gaps, balances_by_pot, tier_balances, transits};
use crate::text::digits;

#[inline(never)]
pub(super) fn write(scene: &Scene<'_>, figure: &mut FundsFigure) {
    let words = scene.words;
    let tiers = tier_balances(scene.ledger, scene.choice);
    let gaps: Amount = tiers.iter().map(|tier| tier.gaps.missing).sum();
    let units: usize = tiers.iter().map(|tier| tier.units_missing).sum();
    let is_even = tiers.iter().all(|tier| tier.gaps.is_empty());
    let paid: Amount = tiers.iter().map(|tier| tier.balance.spent).sum();
    let kept: Amount = tiers.iter().map(|tier| tier.balance.retained + tier.balance.pending).sum();
    let sent: Amount = tiers.iter().map(|tier| tier.balance.sent).sum();
    let beyond: Amount = tiers.iter().map(|tier| tier.gaps.beyond).sum();
    // What there is none of is not said.
    let some = |amount: Amount| if amount == Amount::ZERO { String::new() } else { scene.amount(amount) };
    let values = [
        ("year", scene.year_words()),
        ("paid", scene.amount(paid)),
        ("kept", scene.amount(kept)),
        ("gap", some(gaps)),
        ("n", digits(units as u64)),
        ("beyond", some(beyond)),
        ("coming", some(sent)),
    ];
    let values = values.each_ref().map(|(key, text)| (*key, text.as_str()));
    let is_whole = is_even && sent == Amount::ZERO;
    figure.page.sentence =
        words.fill(if is_whole { "funds.tiers.sentence" } else { "funds.tiers.sentence-gap" }, &values);
    let has_sent = sent != Amount::ZERO;
    let rows = tiers.iter().enumerate().filter(|(_, tier)| !tier.balance.is_empty() || tier.inside != Amount::ZERO);
    let rows: Vec<TableRow> = rows
        .map(|(at, tier)| {
            let own = &tier.balance;
            let Gaps { missing, beyond } = tier.gaps;
            let under_way = has_sent.then_some(own.sent);
            let amounts = [own.received, own.own, own.passed].into_iter().chain(under_way);
            let amounts = amounts.chain([own.spent, own.pending, own.retained, missing, beyond]);
            let name = Scene::text_cell(scene.tier_name(at));
            Scene::row(None, [name].into_iter().chain(amounts.map(|amount| scene.amount_cell(amount))).collect())
        })
        .collect();
    let caption = words.fill("funds.tiers.caption", &[("year", &scene.year_words())]);
    let mut keys = vec![
        "funds.tier",
        "funds.received#",
        "funds.own#",
        "funds.passed#",
        "funds.sent#",
        "funds.spent#",
        "funds.pending#",
        "funds.retained#",
        "funds.unaccounted#",
        "funds.from-nowhere#",
    ];
    keys.retain(|key| has_sent || *key != "funds.sent#");
    figure.page.blocks.push(Block::Table(scene.table(caption, &keys, rows, None)));
    // Down the tiers the same money is received again and again.
    figure.page.remarks.push(words.text("funds.tiers.no-total").to_owned());
    figure.page.blocks.extend(days(scene));
    figure.page.blocks.extend(not_arrived(scene));
    figure.page.blocks.extend(gaps_of_units(scene));
    figure.page.blocks.extend(kept_by_units(scene));
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

/// What was decided and has not arrived, the longest under way first.
fn not_arrived(scene: &Scene<'_>) -> Option<Block> {
    let transfers = &scene.ledger.transfers;
    let mut waiting: Vec<usize> =
        transits(scene.ledger, scene.choice).into_iter().flat_map(|tier| tier.waiting).collect();
    sort_by_key(&mut waiting, |at| transfers[*at].decided);
    let rows: Vec<TableRow> = waiting
        .iter()
        .map(|at| {
            let transfer = &transfers[*at];
            let days = transfer.decided.zip(scene.now()).map(|(decided, now)| now.since(decided).max(0));
            let cells = vec![
                Scene::text_cell(scene.unit_name(transfer.to)),
                Scene::text_cell(transfer.from.map(|from| scene.unit_name(from)).unwrap_or_default()),
                scene.amount_cell(transfer.amount),
                Scene::text_cell(transfer.decided.map(|day| scene.date(day)).unwrap_or_default()),
                Scene::text_cell(days.map(|days| digits(days.unsigned_abs().into())).unwrap_or_default()),
            ];
            Scene::row(Some(scene.goal(transfer.to)), cells)
        })
        .collect();
    let keys = ["funds.to", "funds.from", "funds.amount#", "funds.decided", "funds.days-under-way#"];
    let caption = scene.words.text("funds.on-its-way").to_owned();
    (!rows.is_empty()).then(|| Block::Table(scene.table(caption, &keys, rows, None)))
}

/// The units of which some money is not accounted for, by fund and year.
fn gaps_of_units(scene: &Scene<'_>) -> Option<Block> {
    let all = balances_by_pot(scene.ledger, scene.choice);
    let gaps = all.iter().map(|(unit, pot, balance)| (*unit, *pot, balance.gap(scene.ledger, *unit)));
    let mut gaps: Vec<_> = gaps.filter(|(.., gap)| *gap != Amount::ZERO).collect();
    sort_by(&mut gaps, |one, other| other.2.abs().cmp(&one.2.abs()));
    let rows: Vec<TableRow> = gaps
        .iter()
        .map(|(unit, pot, gap)| {
            let cells = vec![
                Scene::text_cell(scene.unit_name(*unit)),
                Scene::text_cell(scene.pot_name(*pot)),
                scene.amount_cell(*gap),
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
