//! One place: records and a unit in, what came to it, where that came from, where it is now and what it is for out; without a unit,
//! the places to choose from. Cannot fail.

use super::map::map;
use super::project::delivered;
use super::scene::Scene;
use super::way::way;
use super::{FundsFigure, Goal, View};
use crate::figure::page::{Block, Card, Fact, Portion, Step, Tone};
use crate::model::funds::{Hold, Holding, Payment, Pot};
use crate::money::Amount;
use crate::order::{sort_by, sort_by_key};
use crate::summary::funds::{Balance, Gaps, trace_back};
use crate::text::digits;
use crate::words::in_language;

/// Projects of a place that are told before all of them are asked for.
const FIRST_PROJECTS: usize = 5;

/// Ways of money that others paid which are told; the rest is with the projects.
const FIRST_WAYS: usize = 3;

/// Places of one parent that are listed; more are found by their names.
const MOST_STEPS: usize = 60;

pub(super) fn write(scene: &Scene<'_>, figure: &mut FundsFigure) {
    match scene.here {
        Some(unit) => write_place(scene, unit, figure),
        None => write_choice(scene, figure),
    }
}

/// The places of the lowest tier, by what they belong to.
fn write_choice(scene: &Scene<'_>, figure: &mut FundsFigure) {
    let ledger = scene.ledger;
    let lowest = ledger.units.iter().map(|unit| unit.tier).max().unwrap_or(0);
    let places: Vec<usize> = (0..ledger.units.len()).filter(|unit| ledger.units[*unit].tier == lowest).collect();
    let n = scene.words.integer(places.len() as u64);
    figure.page.sentence = scene.words.fill("funds.choose", &[("n", &n), ("year", &scene.year_words())]);
    if let Some((map, table)) = map(scene) {
        figure.map = Some(map);
        figure.page.blocks.push(Block::Table(table));
    }
    let mut parents: Vec<Option<usize>> = places.iter().map(|unit| ledger.units[*unit].parent).collect();
    sort_by_key(&mut parents, |parent| *parent);
    parents.dedup();
    if places.len() > MOST_STEPS * MOST_STEPS / 2 || parents.len() > MOST_STEPS {
        return;
    }
    for parent in parents {
        let own = places.iter().filter(|unit| ledger.units[**unit].parent == parent);
        let steps = own.take(MOST_STEPS).map(|unit| Step {
            label: scene.short_name(*unit).to_owned(),
            more: match scene.balances[*unit].total() {
                Amount::ZERO => String::new(),
                total => scene.amount(total),
            },
            goal: scene.goal(*unit),
        });
        let label = parent.map_or_else(|| scene.tier_name(lowest), |parent| scene.unit_name(parent));
        figure.page.blocks.push(Block::Steps { label, steps: steps.collect() });
    }
}

fn write_place(scene: &Scene<'_>, unit: usize, figure: &mut FundsFigure) {
    let balance = scene.balances[unit];
    let others = paid_by_others(scene, unit);
    figure.page.sentence = sentence(scene, unit, &balance, &others);
    figure.page.blocks.extend(whereabouts(scene, unit, &balance));
    figure.page.blocks.extend(kept(scene, unit));
    let sources = sources(scene, unit, &mut figure.page.remarks);
    figure.page.blocks.extend(sources);
    figure.page.blocks.extend(arrivals(scene, unit));
    figure.page.blocks.extend(onwards(scene, unit));
    figure.page.blocks.extend(payees(scene, unit));
    figure.page.blocks.extend(projects(scene, unit));
    if !others.is_empty() {
        figure.page.remarks.push(scene.words.text("funds.project.whole-fund").to_owned());
    }
    figure.page.blocks.extend(others.iter().take(FIRST_WAYS).flat_map(|paid| way_of_others(scene, paid)));
    let below = below(scene, unit);
    if !below.is_empty() {
        figure.page.blocks.push(Block::Steps { label: scene.words.text("funds.below").to_owned(), steps: below });
    }
    let mut facts = own_contacts(scene, unit);
    facts.append(&mut figure.page.contacts);
    figure.page.contacts = facts;
}

/// Whom to ask at the place itself: its office by telephone, and where it is.
fn own_contacts(scene: &Scene<'_>, unit: usize) -> Vec<Fact> {
    let (own, words) = (&scene.ledger.units[unit], scene.words);
    let stated = in_language(&own.office, words.lang());
    let office = if stated.is_empty() { scene.unit_name(unit) } else { stated.to_owned() };
    let mut facts = match (stated.is_empty(), own.phone.is_empty()) {
        (_, false) => vec![scene.contact(&office, &own.phone)],
        (false, true) => vec![scene.contact(words.text("funds.office"), stated)],
        (true, true) => Vec::new(),
    };
    if !own.address.is_empty() {
        facts.push(scene.contact(words.text("funds.address"), &own.address));
    }
    facts
}

/// Money that another unit paid for what is built and done here.
struct Paid {
    pot: Pot,
    unit: usize,
    amount: Amount,
    projects: Vec<usize>,
}

/// What units elsewhere paid for the projects of a place, the most first: a village is often built for, and given nothing.
fn paid_by_others(scene: &Scene<'_>, unit: usize) -> Vec<Paid> {
    let ledger = scene.ledger;
    let mut all: Vec<Paid> = Vec::new();
    for payment in ledger.payments.iter().filter(|payment| scene.choice.has(payment.pot)) {
        let Some(project) = payment.project.filter(|project| {
            scene.is_within(ledger.projects[*project].unit, unit) && !scene.is_within(payment.unit, unit)
        }) else {
            continue;
        };
        match all.iter_mut().find(|paid| (paid.pot, paid.unit) == (payment.pot, payment.unit)) {
            Some(paid) => {
                paid.amount += payment.amount;
                if !paid.projects.contains(&project) {
                    paid.projects.push(project);
                }
            }
            None => {
                all.push(Paid { pot: payment.pot, unit: payment.unit, amount: payment.amount, projects: vec![project] })
            }
        }
    }
    sort_by(&mut all, |one, other| other.amount.cmp(&one.amount));
    all
}

/// The way of money that another unit paid for this place.
fn way_of_others(scene: &Scene<'_>, paid: &Paid) -> Vec<Block> {
    let values = [("name", scene.unit_name(paid.unit)), ("amount", scene.amount(paid.amount))];
    let values = values.each_ref().map(|(key, text)| (*key, text.as_str()));
    let mut blocks = vec![Block::Heading(scene.words.fill("funds.place.way", &values))];
    blocks.extend(way(scene, paid.pot, paid.unit));
    blocks
}

/// What a balance says of where the money is, part by part, without those that are nothing. They add up to all that there was; what
/// went beyond what came is below zero.
pub(super) fn parts(balance: &Balance, gaps: Gaps) -> Vec<(&'static str, Amount, Tone)> {
    let whole = if balance.begins() { balance.accounted() - gaps.beyond } else { balance.total() };
    let arrived = whole - balance.accounted() - gaps.missing + gaps.beyond;
    let mut parts = vec![
        ("spent", balance.spent, Tone::Plain),
        ("passed", balance.passed, Tone::Plain),
        ("sent", balance.sent, Tone::Waiting),
        ("pending", balance.pending, Tone::Waiting),
        ("retained", balance.retained, Tone::Waiting),
        ("arrived", arrived, Tone::Plain),
        ("gap", gaps.missing, Tone::Missing),
        ("from-nowhere", -gaps.beyond, Tone::Missing),
    ];
    parts.retain(|(_, amount, _)| *amount != Amount::ZERO);
    parts
}

fn sentence(scene: &Scene<'_>, unit: usize, balance: &Balance, others: &[Paid]) -> String {
    let words = scene.words;
    let (name, year) = (scene.unit_name(unit), scene.year_words());
    let paid_for = paid_for(scene, others);
    if balance.is_empty() && !others.is_empty() {
        return words.fill("funds.place.built", &[("name", &name), ("year", &year), ("paid", &paid_for)]);
    }
    let mut parts: Vec<String> = parts(balance, scene.gaps[unit])
        .iter()
        .map(|(part, amount, _)| clause(scene, part, *amount))
        .chain((balance.coming != Amount::ZERO).then(|| clause(scene, "coming", balance.coming)))
        .collect();
    if parts.is_empty() && balance.returned != Amount::ZERO {
        parts.push(clause(scene, "returned", balance.returned));
    }
    let parts = parts.join(words.text("join.list"));
    let total = scene.amount(balance.total());
    let key = match (balance.is_empty(), balance.begins()) {
        (true, _) => "funds.place.nothing",
        (_, true) => "funds.place.begins",
        _ => "funds.place.had",
    };
    let mut values = vec![("name", name.as_str()), ("year", &year), ("total", &total), ("parts", &parts)];
    if !others.is_empty() {
        values.push(("paid", &paid_for));
    }
    words.fill(key, &values)
}

/// "206.37 was paid out".
pub(super) fn clause(scene: &Scene<'_>, part: &str, amount: Amount) -> String {
    let key = ["funds.clause.", if amount.is_negative() { "from-nowhere" } else { part }].concat();
    scene.words.fill(&key, &[("amount", &scene.amount(amount.abs()))])
}

/// "2,063,700 yuan for one project, by Shuanghe Town".
fn paid_for(scene: &Scene<'_>, others: &[Paid]) -> String {
    let words = scene.words;
    let amount: Amount = others.iter().map(|paid| paid.amount).sum();
    let mut projects: Vec<usize> = others.iter().flat_map(|paid| paid.projects.iter().copied()).collect();
    let mut payers: Vec<usize> = others.iter().map(|paid| paid.unit).collect();
    for list in [&mut projects, &mut payers] {
        sort_by_key(list, |at| *at);
        list.dedup();
    }
    let names: Vec<String> = payers.iter().map(|unit| scene.unit_name(*unit)).collect();
    let values = [
        ("amount", scene.amount(amount)),
        ("n", words.integer(projects.len() as u64)),
        ("by", names.join(words.text("join.list"))),
    ];
    let values = values.each_ref().map(|(key, text)| (*key, text.as_str()));
    words.fill("funds.place.paid-for", &values)
}

/// Where the money is now: a bar that is divided, and each part in words.
fn whereabouts(scene: &Scene<'_>, unit: usize, balance: &Balance) -> Vec<Block> {
    let whole = balance.total();
    let parts = parts(balance, scene.gaps[unit]);
    if parts.is_empty() && balance.coming == Amount::ZERO {
        return Vec::new();
    }
    let words = scene.words;
    let name = |part: &str| words.text(part_key(part)).to_owned();
    let mut facts = Vec::new();
    if whole != Amount::ZERO {
        let total = Fact { label: words.text("funds.had").to_owned(), text: scene.amount(whole), ..Fact::default() };
        facts.push(total);
    }
    facts.extend(parts.iter().map(|(part, amount, tone)| {
        let share = if whole == Amount::ZERO { String::new() } else { words.share(*amount, whole) };
        Fact { label: name(part), text: scene.amount(*amount), more: share, tone: *tone, ..Fact::default() }
    }));
    if balance.coming != Amount::ZERO {
        let label = words.text("funds.coming").to_owned();
        facts.push(Fact { label, text: scene.amount(balance.coming), tone: Tone::Waiting, ..Fact::default() });
    }
    let mut blocks = vec![Block::Heading(words.text("funds.where-now").to_owned())];
    let is_whole = parts.iter().all(|(_, amount, _)| !amount.is_negative()) && whole != Amount::ZERO;
    if is_whole {
        let portions = parts.iter().enumerate().map(|(at, (part, amount, tone))| {
            let share = words.share(*amount, whole);
            let values = [("name", name(part)), ("amount", scene.amount(*amount)), ("share", share)];
            let values = values.each_ref().map(|(key, text)| (*key, text.as_str()));
            let millionths = (amount.minor() * 1_000_000 / whole.minor().max(1)) as u32;
            Portion { name: words.fill("part.name", &values), millionths, tone: *tone, colour: at as u8 }
        });
        blocks.push(Block::Bar(portions.collect()));
    }
    blocks.push(Block::Facts(facts));
    blocks
}

/// The key of the word for a part of a balance.
pub(super) fn part_key(part: &str) -> &'static str {
    match part {
        "spent" => "funds.spent",
        "passed" => "funds.passed",
        "pending" => "funds.pending",
        "retained" => "funds.retained",
        "arrived" => "funds.arrived-there",
        "sent" => "funds.sent",
        "from-nowhere" => "funds.from-nowhere",
        _ => "funds.unaccounted",
    }
}

/// What a holding says: how much, why, since when and for how long.
pub(super) fn holding_fact(scene: &Scene<'_>, holding: &Holding) -> Fact {
    let words = scene.words;
    let part = match holding.hold {
        Hold::Retained => "retained",
        Hold::Pending => "pending",
    };
    let reason = in_language(&holding.reason, words.lang());
    let mut more = Vec::new();
    more.push(if reason.is_empty() { words.text("funds.no-reason").to_owned() } else { reason.to_owned() });
    if let Some(since) = holding.since {
        more.push(words.fill("funds.since", &[("date", &scene.date(since))]));
        if let Some(as_of) = scene.ledger.as_of.filter(|as_of| *as_of > since) {
            more.push(scene.days(as_of.since(since)));
        }
    }
    let label = [words.text(part_key(part)), &scene.pot_name(holding.pot)].join(words.text("join.title"));
    let tone = if reason.is_empty() { Tone::Missing } else { Tone::Waiting };
    Fact {
        label,
        text: scene.amount(holding.amount),
        more: more.join(words.text("join.title")),
        tone,
        ..Fact::default()
    }
}

/// What stays here, with why and since when.
fn kept(scene: &Scene<'_>, unit: usize) -> Vec<Block> {
    let own = scene.ledger.holdings.iter().filter(|holding| holding.unit == unit && scene.choice.has(holding.pot));
    let facts: Vec<Fact> = own.map(|holding| holding_fact(scene, holding)).collect();
    if facts.is_empty() {
        return Vec::new();
    }
    vec![Block::Heading(scene.words.text("funds.kept-here").to_owned()), Block::Facts(facts)]
}

/// Where the money came from in the end.
pub(super) fn sources(scene: &Scene<'_>, unit: usize, remarks: &mut Vec<String>) -> Vec<Block> {
    let trace = trace_back(scene.ledger, scene.choice, unit);
    let is_own = matches!(trace.ends[..], [(end, _)] if end == unit) && trace.round == Amount::ZERO;
    if trace.amount == Amount::ZERO || trace.ends.is_empty() && trace.unknown == Amount::ZERO || is_own {
        return Vec::new();
    }
    if trace.is_proportional {
        remarks.push(scene.words.text("funds.proportional").to_owned());
    }
    let share = |amount: Amount| Scene::text_cell(scene.words.share(amount, trace.amount));
    let mut ends = trace.ends.clone();
    sort_by(&mut ends, |one, other| other.1.cmp(&one.1));
    let mut rows: Vec<_> = ends
        .iter()
        .map(|(end, amount)| {
            let tier = scene.tier_name(scene.ledger.units[*end].tier);
            let name = match *end == unit {
                true => scene.words.text("funds.own").to_owned(),
                false => scene.unit_name(*end),
            };
            let cells =
                vec![Scene::text_cell(name), Scene::text_cell(tier), scene.amount_cell(*amount), share(*amount)];
            Scene::row(Some(scene.goal(*end)), cells)
        })
        .collect();
    for (key, amount) in [("funds.source-unknown", trace.unknown), ("funds.source-round", trace.round)] {
        if amount != Amount::ZERO {
            let name = Scene::text_cell(scene.words.text(key));
            rows.push(Scene::row(None, vec![name, Scene::text_cell(""), scene.amount_cell(amount), share(amount)]));
        }
    }
    let total = vec![
        Scene::text_cell(scene.words.text("funds.total")),
        Scene::text_cell(""),
        scene.amount_cell(trace.amount),
        share(trace.amount),
    ];
    let caption = scene.words.text("funds.came-from").to_owned();
    let keys = ["funds.unit", "funds.tier", "funds.amount#", "funds.share#"];
    let table = scene.table(caption, &keys, rows, Some(Scene::row(None, total)));
    vec![Block::Table(table)]
}

/// Every arrival with its days.
fn arrivals(scene: &Scene<'_>, unit: usize) -> Vec<Block> {
    let ledger = scene.ledger;
    let mut came: Vec<usize> = (0..ledger.transfers.len())
        .filter(|at| ledger.transfers[*at].to == unit && scene.choice.has(ledger.transfers[*at].pot))
        .collect();
    if came.is_empty() {
        return Vec::new();
    }
    sort_by_key(&mut came, |at| (ledger.transfers[*at].arrived, ledger.transfers[*at].decided));
    let day = |day: Option<crate::day::Day>| Scene::text_cell(day.map(|day| scene.date(day)).unwrap_or_default());
    let rows = came.iter().map(|at| {
        let transfer = &ledger.transfers[*at];
        let from = transfer.from.map_or_else(|| scene.words.text("funds.own").to_owned(), |from| scene.unit_name(from));
        let days = match (transfer.decided, transfer.arrived) {
            (Some(decided), Some(arrived)) => digits(arrived.since(decided).max(0).unsigned_abs().into()),
            (Some(_), None) => scene.words.text("funds.on-its-way").to_owned(),
            _ => String::new(),
        };
        let cells = vec![
            Scene::text_cell(from),
            Scene::text_cell(scene.pot_name(transfer.pot)),
            scene.amount_cell(transfer.amount),
            day(transfer.decided),
            day(transfer.arrived),
            Scene::text_cell(days),
        ];
        Scene::row(transfer.from.map(|from| scene.goal(from)), cells)
    });
    let caption = scene.words.text("funds.arrivals").to_owned();
    let keys = ["funds.from", "funds.fund", "funds.amount#", "funds.decided", "funds.arrived", "funds.days-under-way#"];
    let table = scene.table(caption, &keys, rows.collect(), None);
    vec![Block::Table(table)]
}

/// To whom it was passed on.
fn onwards(scene: &Scene<'_>, unit: usize) -> Vec<Block> {
    let ledger = scene.ledger;
    let own = ledger.transfers.iter().filter(|transfer| transfer.from == Some(unit) && scene.choice.has(transfer.pot));
    let mut to: Vec<(usize, Amount)> = own.map(|transfer| (transfer.to, transfer.amount)).collect();
    sort_by_key(&mut to, |(unit, _)| *unit);
    let mut sums: Vec<(usize, Amount)> = Vec::new();
    for (unit, amount) in to {
        match sums.last_mut().filter(|(known, _)| *known == unit) {
            Some((_, sum)) => *sum += amount,
            None => sums.push((unit, amount)),
        }
    }
    if sums.is_empty() {
        return Vec::new();
    }
    sort_by(&mut sums, |one, other| other.1.cmp(&one.1));
    let rows = sums.iter().map(|(to, amount)| {
        let cells = vec![Scene::text_cell(scene.unit_name(*to)), scene.amount_cell(*amount)];
        Scene::row(Some(scene.goal(*to)), cells)
    });
    let caption = scene.words.text("funds.passed-to").to_owned();
    let table = scene.table(caption, &["funds.unit", "funds.amount#"], rows.collect(), None);
    vec![Block::Table(table)]
}

/// To whom it was paid out, and for which project: those who got most first.
fn payees(scene: &Scene<'_>, unit: usize) -> Option<Block> {
    let (ledger, lang) = (scene.ledger, scene.words.lang());
    let own = ledger.payments.iter().filter(|payment| payment.unit == unit && scene.choice.has(payment.pot));
    let key = |payment: &Payment| (in_language(&payment.payee, lang).to_owned(), payment.project);
    let mut paid: Vec<((String, Option<usize>), Amount)> = own
        .map(|payment| (key(payment), payment.amount))
        .filter(|((payee, project), _)| !payee.is_empty() || project.is_some())
        .collect();
    sort_by(&mut paid, |one, other| one.0.cmp(&other.0));
    let mut sums: Vec<((String, Option<usize>), Amount)> = Vec::new();
    for (key, amount) in paid {
        match sums.last_mut().filter(|(known, _)| *known == key) {
            Some((_, sum)) => *sum += amount,
            None => sums.push((key, amount)),
        }
    }
    sort_by(&mut sums, |one, other| other.1.cmp(&one.1));
    let rows: Vec<_> = sums
        .into_iter()
        .map(|((payee, project), amount)| {
            let project = project.map(|project| &ledger.projects[project]);
            let name = project.map(|project| in_language(&project.names, lang).to_owned()).unwrap_or_default();
            let cells = vec![Scene::text_cell(payee), Scene::text_cell(name), scene.amount_cell(amount)];
            Scene::row(project.map(|project| Goal::Project(project.id.clone()).word()), cells)
        })
        .collect();
    let caption = scene.words.text("funds.paid-to").to_owned();
    let keys = ["funds.payee", "funds.project", "funds.amount#"];
    (!rows.is_empty()).then(|| Block::Table(scene.table(caption, &keys, rows, None)))
}

/// What is built and done here, the largest first.
fn projects(scene: &Scene<'_>, unit: usize) -> Vec<Block> {
    let lang = scene.words.lang();
    let year = scene.choice.year.map(|year| scene.ledger.years[year].as_str());
    let is_of_year = |of: &str| year.is_none_or(|year| of.is_empty() || of == year);
    let mut here: Vec<_> = scene
        .ledger
        .projects
        .iter()
        .filter(|project| scene.is_within(project.unit, unit) && is_of_year(&project.year))
        .collect();
    if here.is_empty() {
        return Vec::new();
    }
    sort_by(&mut here, |one, other| other.planned.cmp(&one.planned));
    let cards = here.iter().take(FIRST_PROJECTS).map(|project| {
        let planned = project.planned.map_or_else(
            || scene.missing(scene.words.text("funds.planned")),
            |planned| Fact {
                label: scene.words.text("funds.planned").to_owned(),
                text: scene.amount(planned),
                ..Fact::default()
            },
        );
        let place = Fact {
            label: scene.words.text("funds.unit").to_owned(),
            text: scene.unit_name(project.unit),
            ..Fact::default()
        };
        let mut facts = if project.unit == unit { vec![planned] } else { vec![place, planned] };
        facts.push(delivered(scene, project));
        Card {
            title: in_language(&project.names, lang).to_owned(),
            goal: Some(Goal::Project(project.id.clone()).word()),
            facts,
        }
    });
    let mut blocks = vec![Block::Heading(scene.words.text("funds.what-for").to_owned()), Block::Cards(cards.collect())];
    if here.len() > FIRST_PROJECTS {
        let n = scene.words.integer(here.len() as u64);
        let step = Step {
            label: scene.words.fill("funds.all-projects", &[("n", &n)]),
            more: String::new(),
            goal: Goal::View(View::Projects).word(),
        };
        blocks.push(Block::Steps { label: String::new(), steps: vec![step] });
    }
    blocks
}

/// The units that belong to one.
fn below(scene: &Scene<'_>, unit: usize) -> Vec<Step> {
    let units = &scene.ledger.units;
    let own = (0..units.len()).filter(|other| units[*other].parent == Some(unit)).take(MOST_STEPS);
    let step =
        |unit: usize| Step { label: scene.short_name(unit).to_owned(), more: String::new(), goal: scene.goal(unit) };
    own.map(step).collect()
}
