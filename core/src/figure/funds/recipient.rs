//! Recipients as groups: records and what is chosen of them in, groups so large that nobody can be told from them out; cannot fail.
//!
//! Groups are merged over all places before any are chosen: what a reader chooses must not change what is merged with what, or
//! two answers could be subtracted.

use super::FundsFigure;
use super::scene::Scene;
use crate::figure::budget::{Cell, Table, TableRow};
use crate::figure::page::Block;
use crate::money::Amount;
use crate::order::{sort_by, sort_by_key};
use crate::summary::funds::{LEAST_GROUP, Merged, merge_small_groups};
use crate::words::in_language;

#[inline(never)]
pub(super) fn write(scene: &Scene<'_>, figure: &mut FundsFigure) {
    let words = scene.words;
    let merged = merge_small_groups(scene.ledger, LEAST_GROUP);
    let is_here =
        |group: &&Merged| scene.here.is_none_or(|here| group.unit.is_some_and(|unit| scene.is_within(unit, here)));
    let is_chosen = |group: &&Merged| scene.choice.has(scene.ledger.groups[group.groups[0]].pot);
    let mut groups: Vec<&Merged> = merged.iter().filter(is_chosen).filter(is_here).collect();
    sort_by_key(&mut groups, |group| (group.unit, group.groups[0]));
    let total: Amount = groups.iter().filter_map(|group| group.amount).sum();
    figure.page.sentence = sentence(scene, &groups, total);
    if !groups.is_empty() {
        figure.page.blocks.extend([kinds(scene, &groups, total), table(scene, &groups, total)].map(Block::Table));
    }
    remarks(scene, &merged, &groups, figure);
    figure.page.remarks.push(words.text("funds.recipients.never").to_owned());
}

fn sentence(scene: &Scene<'_>, groups: &[&Merged], total: Amount) -> String {
    let place = scene.here.map(|unit| scene.unit_name(unit));
    let (n, year, total) = (scene.words.integer(groups.len() as u64), scene.year_words(), scene.amount(total));
    let mut values = vec![("n", n.as_str()), ("year", &year), ("total", &total)];
    values.extend(place.as_deref().map(|place| ("place", place)));
    scene.words.fill(if groups.is_empty() { "funds.recipients.none" } else { "funds.recipients.sentence" }, &values)
}

/// What a group is called: its kind in the reader's language.
fn kind<'a>(scene: &'a Scene<'_>, group: &Merged) -> &'a str {
    in_language(&scene.ledger.groups[group.groups[0]].kind, scene.words.lang())
}

/// What went to each kind, the most first.
fn kinds(scene: &Scene<'_>, groups: &[&Merged], total: Amount) -> Table {
    let mut sums: Vec<(&str, Amount)> = Vec::new();
    for (kind, amount) in groups.iter().filter_map(|group| Some((kind(scene, group), group.amount?))) {
        match sums.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, sum)) => *sum += amount,
            None => sums.push((kind, amount)),
        }
    }
    sort_by(&mut sums, |one, other| other.1.cmp(&one.1));
    let row = |name: &str, amount: Amount| {
        let share = Scene::text_cell(scene.words.share(amount, total));
        Scene::row(None, vec![Scene::text_cell(name), scene.amount_cell(amount), share])
    };
    let rows = sums.iter().map(|(kind, amount)| row(kind, *amount)).collect();
    let all = row(scene.words.text("funds.total"), total);
    let caption = scene.words.text("funds.recipients.by-kind").to_owned();
    scene.table(caption, &["funds.recipients.kind", "funds.amount#", "funds.share#"], rows, Some(all))
}

/// Every group. Households and persons are not added up: the same ones may be in several groups.
fn table(scene: &Scene<'_>, groups: &[&Merged], total: Amount) -> Table {
    let is_counted = |of: fn(&Merged) -> Option<u64>| groups.iter().any(|group| of(group).is_some());
    let (has_households, has_persons) = (is_counted(|group| group.households), is_counted(|group| group.persons));
    let pot = |group: &Merged| scene.ledger.groups[group.groups[0]].pot;
    let first = groups.first().map(|group| pot(group));
    let has_pots = groups.iter().any(|group| Some(pot(group)) != first);
    let columns = [
        ("funds.unit", true),
        ("funds.recipients.kind", true),
        ("funds.fund", has_pots),
        ("funds.recipients.households#", has_households),
        ("funds.recipients.persons#", has_persons),
        ("funds.amount#", true),
        ("funds.recipients.per-person#", has_persons),
        ("funds.recipients.per-household#", has_households && !has_persons),
    ];
    let row = |goal, cells: [Cell; 8]| -> TableRow {
        let cells = cells.into_iter().zip(&columns).filter(|(_, (_, is_there))| *is_there).map(|(cell, _)| cell);
        Scene::row(goal, cells.collect())
    };
    let hidden = || Scene::text_cell(scene.words.text("funds.recipients.hidden"));
    let count = |group: &Merged, count: Option<u64>| match count {
        Some(count) => Cell { text: scene.words.integer(count), sort: Some(count.into()) },
        None if group.is_hidden => hidden(),
        None => Scene::text_cell(""),
    };
    let rows = groups.iter().map(|group| {
        let amount = match group.amount {
            Some(amount) => scene.amount_cell(amount),
            None if group.is_hidden => hidden(),
            None => Scene::text_cell(""),
        };
        let cells = [
            Scene::text_cell(place(scene, group)),
            Scene::text_cell(kind(scene, group)),
            Scene::text_cell(scene.pot_name(pot(group))),
            count(group, group.households),
            count(group, group.persons),
            amount,
            average(scene, group.amount, group.persons),
            average(scene, group.amount, group.households),
        ];
        row(group.unit.map(|unit| scene.goal(unit)), cells)
    });
    let blank = || Scene::text_cell("");
    let name = Scene::text_cell(scene.words.text("funds.total"));
    let all = [name, blank(), blank(), blank(), blank(), scene.amount_cell(total), blank(), blank()];
    let keys: Vec<&str> = columns.iter().filter(|(_, is_there)| *is_there).map(|(key, _)| *key).collect();
    let caption = scene.words.text("funds.recipients.groups");
    let caption = match first.map(|pot| scene.pot_name(pot)).filter(|pot| !has_pots && !pot.is_empty()) {
        Some(pot) => [caption, &pot].join(scene.words.text("join.title")),
        None => caption.to_owned(),
    };
    scene.table(caption, &keys, rows.collect(), Some(row(None, all)))
}

/// The place of a group; of a merged one how many places it stands for.
fn place(scene: &Scene<'_>, group: &Merged) -> String {
    let places = places(scene, group);
    let name = group.unit.map(|unit| scene.unit_name(unit));
    if places < 2 {
        return name.unwrap_or_default();
    }
    let n = scene.words.integer(places as u64);
    let mut values = vec![("n", n.as_str())];
    values.extend(name.as_deref().map(|name| ("name", name)));
    scene.words.fill("funds.recipients.together", &values)
}

/// How many places a group stands for.
fn places(scene: &Scene<'_>, group: &Merged) -> usize {
    let mut units: Vec<usize> = group.groups.iter().map(|at| scene.ledger.groups[*at].unit).collect();
    sort_by_key(&mut units, |unit| *unit);
    units.dedup();
    units.len()
}

/// An amount by heads, in the currency's own unit: a mean of what a whole group received, to the minor unit below.
fn average(scene: &Scene<'_>, amount: Option<Amount>, heads: Option<u64>) -> Cell {
    let (Some(amount), Some(heads @ LEAST_GROUP..)) = (amount, heads) else { return Scene::text_cell("") };
    let mean = Amount::from_minor(amount.minor() / i128::from(heads));
    let text = scene.words.exact_with_currency(mean, scene.ledger.currency);
    Cell { text, sort: Some(mean.minor()) }
}

/// What was merged and why, and what is told elsewhere for that reason.
fn remarks(scene: &Scene<'_>, merged: &[Merged], groups: &[&Merged], figure: &mut FundsFigure) {
    let words = scene.words;
    let least = words.integer(LEAST_GROUP);
    let count = |is: &dyn Fn(&Merged) -> bool| groups.iter().filter(|group| is(group)).count() as u64;
    let mut remark = |key: &str, n: u64| {
        if n > 0 {
            figure.page.remarks.push(words.fill(key, &[("n", &words.integer(n)), ("least", &least)]));
        }
    };
    remark("funds.recipients.merged", count(&|group| places(scene, group) > 1));
    remark("funds.recipients.hidden-groups", count(&|group| group.is_hidden));
    // A village of which a group was merged is told in its township.
    let Some(here) = scene.here else { return };
    let is_elsewhere = |group: &&Merged| {
        let unit = |at: &usize| scene.ledger.groups[*at].unit;
        group.groups.iter().any(|at| scene.is_within(unit(at), here))
            && !group.unit.is_some_and(|unit| scene.is_within(unit, here))
            && scene.choice.has(scene.ledger.groups[group.groups[0]].pot)
    };
    remark("funds.recipients.elsewhere", merged.iter().filter(is_elsewhere).count() as u64);
}
