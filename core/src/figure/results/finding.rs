//! What audits found: a scene in, how it balances by state, the ledger of findings, and of one what became of it out; cannot fail.

use super::scene::{Scene, state_of_word};
use super::{ResultsFigure, seek};
use crate::figure::budget::{Table, TableRow};
use crate::figure::funds::search::folded;
use crate::figure::page::{Block, Fact, Seek, Step, Tone};
use crate::model::results::{Of, State};
use crate::money::Amount;
use crate::order::sort_by_key;
use crate::summary::results::{Account, Book, book, settled};

pub(super) fn write(scene: &Scene<'_>, figure: &mut ResultsFigure) {
    figure.page.unit_line = scene.unit_line();
    match scene.here {
        Some(Of::Finding(at)) => write_one(scene, figure, at),
        _ => write_all(scene, figure),
    }
}

/// The word of a state's name.
pub(super) fn state_name<'a>(scene: &Scene<'a>, state: State) -> &'a str {
    let words: &'a crate::words::Words = scene.words;
    words.text(match state {
        State::Done => "results.state.done",
        State::UnderWay => "results.state.under-way",
        State::NotDone => "results.state.not-done",
    })
}

fn write_all(scene: &Scene<'_>, figure: &mut ResultsFigure) {
    let whole = book(scene.results, &scene.accounts, None);
    figure.page.sentence = sentence(scene, &whole);
    let (found, seek) = search(scene);
    figure.seek = Some(seek);
    let blocks = &mut figure.page.blocks;
    blocks.push(Block::Table(books(scene, whole)));
    blocks.push(Block::Table(ledger(scene, &found)));
}

fn sentence(scene: &Scene<'_>, whole: &Book) -> String {
    let words = scene.words;
    let [done, under_way, not_done] = whole.counts.map(|count| words.integer(count));
    let values = [
        ("n", words.integer(whole.count)),
        ("amount", scene.amount(whole.amount)),
        ("done", done),
        ("under-way", under_way),
        ("not-done", not_done),
        ("overdue", words.integer(whole.overdue)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    words.fill("results.findings.sentence", &values)
}

/// How the findings of each audit balance: how many and how much money in each state.
fn books(scene: &Scene<'_>, whole: Book) -> Table {
    let row = |name: String, book: &Book| -> TableRow {
        let mut cells = vec![Scene::text_cell(name), scene.count_cell(book.count)];
        cells.extend(book.counts.map(|count| scene.count_cell(count)));
        cells.push(scene.count_cell(book.overdue));
        cells.push(scene.amount_cell(Some(book.amount)));
        cells.extend(
            book.amounts.map(|amount| scene.amount_cell(Some(amount).filter(|amount| *amount != Amount::ZERO))),
        );
        Scene::row(None, cells)
    };
    let audits = scene.results.audits.iter().enumerate();
    let rows: Vec<TableRow> = audits
        .map(|(at, audit)| {
            let parts = [scene.say(&audit.names), scene.say(&audit.auditor), &scene.date_or_blank(audit.published)];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            row(parts.join(scene.words.text("join.title")), &book(scene.results, &scene.accounts, Some(at)))
        })
        .collect();
    let is_one = rows.len() == 1 && scene.results.findings.iter().all(|finding| finding.audit.is_some());
    let total = (!is_one).then(|| row(scene.words.text("results.total").to_owned(), &whole));
    let keys = [
        "results.audit.name",
        "results.findings#",
        "results.count.done#",
        "results.count.under-way#",
        "results.count.not-done#",
        "results.overdue.head#",
        "results.amount#",
        "results.money.done#",
        "results.money.under-way#",
        "results.money.not-done#",
    ];
    scene.table(scene.words.text("results.books").to_owned(), &keys, rows, total)
}

/// Findings, the overdue ones first.
pub(super) fn ledger(scene: &Scene<'_>, found: &[usize]) -> Table {
    let mut found = found.to_vec();
    sort_by_key(&mut found, |at| {
        let account = &scene.accounts[*at];
        (!account.is_overdue, std::cmp::Reverse(account.state), account.deadline.is_none(), account.deadline)
    });
    let rows = found.into_iter().map(|at| {
        let (finding, account) = (&scene.results.findings[at], &scene.accounts[at]);
        let mut state = state_name(scene, account.state).to_owned();
        if account.is_overdue {
            state = [state.as_str(), scene.words.text("results.overdue")].join(scene.words.text("join.name"));
        }
        let cells = vec![
            Scene::text_cell(scene.name(Of::Finding(at))),
            Scene::text_cell(state),
            scene.amount_cell(finding.amount),
            Scene::text_cell(scene.date_or_blank(account.deadline)),
            Scene::text_cell(scene.say(&finding.office)),
            Scene::text_cell(answered(scene, at)),
        ];
        Scene::row(Some(scene.goal(Of::Finding(at))), cells)
    });
    let keys = [
        "results.finding",
        "results.state",
        "results.amount#",
        "results.due",
        "results.office",
        "results.accountability",
    ];
    scene.table(scene.words.text("results.ledger").to_owned(), &keys, rows.collect(), None)
}

/// Who had to answer for a finding, in short.
fn answered(scene: &Scene<'_>, finding: usize) -> String {
    let all = scene.results.accountability.iter().filter(|one| one.finding == finding);
    let said = all.map(|one| {
        let counts = counts(scene, one.units, one.persons);
        let parts = [scene.say(&one.measure), &counts];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(scene.words.text("join.name"))
    });
    said.collect::<Vec<_>>().join(scene.words.text("join.title"))
}

fn counts(scene: &Scene<'_>, units: Option<u64>, persons: Option<u64>) -> String {
    let words = scene.words;
    let said = |key: &str, count: Option<u64>| count.map(|count| words.fill(key, &[("n", &words.integer(count))]));
    let both = [said("results.units", units), said("results.persons", persons)];
    both.into_iter().flatten().collect::<Vec<_>>().join(words.text("join.list"))
}

fn search(scene: &Scene<'_>) -> (Vec<usize>, Seek) {
    let (words, granted) = (scene.words, &scene.granted);
    let parts: Vec<String> = granted.query.split_whitespace().map(folded).collect();
    let all = 0..scene.results.findings.len();
    let named: Vec<usize> = all.clone().filter(|at| seek::is_named(scene, Of::Finding(*at), &parts)).collect();
    let states = State::ALL.into_iter().filter_map(|state| {
        let n = named.iter().filter(|at| scene.accounts[**at].state == state).count() as u64;
        let is_wished = granted.status == state.word();
        let values = [("name", state_name(scene, state)), ("n", &words.integer(n))];
        let label = words.fill("results.kind-count", &values);
        (n > 0 || is_wished).then(|| (state.word().to_owned(), label, is_wished))
    });
    let states = states.collect();
    let wished = state_of_word(&granted.status);
    let is_found = |at: &usize| wished.is_none_or(|state| scene.accounts[*at].state == state);
    let found: Vec<usize> = named.into_iter().filter(is_found).collect();
    let is_asked = !parts.is_empty() || wished.is_some();
    let [n, whole] = [found.len(), all.len()].map(|count| words.integer(count as u64));
    let key = if found.is_empty() { "results.seek.none" } else { "results.seek.found" };
    let said = if is_asked { words.fill(key, &[("n", &n), ("all", &whole)]) } else { String::new() };
    (found, Seek { label: words.text("results.seek.findings").to_owned(), states, said })
}

fn write_one(scene: &Scene<'_>, figure: &mut ResultsFigure, at: usize) {
    let words = scene.words;
    let (finding, account) = (&scene.results.findings[at], &scene.accounts[at]);
    let name = scene.name(Of::Finding(at));
    let state = state_name(scene, account.state);
    let key = match account.is_overdue {
        true if finding.extended.is_some() && !finding.extension.is_empty() => "results.finding.overdue.again",
        true => "results.finding.overdue",
        false => "results.finding.is",
    };
    let date = scene.date_or_blank(account.deadline);
    figure.page.sentence = words.fill(key, &[("name", &name), ("state", state), ("date", &date)]);
    let blocks = &mut figure.page.blocks;
    let mut facts: Vec<Fact> = Vec::new();
    facts.extend(scene.fact("results.amount", finding.amount.map(|amount| scene.amount(amount)).unwrap_or_default()));
    facts.extend(portions(scene, account));
    facts.extend(scene.fact("results.office", scene.office(Of::Finding(at))));
    facts.extend(scene.fact("results.found", scene.date_or_blank(finding.found)));
    let is_done = account.state == State::Done;
    facts.extend(scene.deadline(finding.due, finding.extended, scene.say(&finding.extension), is_done));
    if let Some(audit) = finding.audit.map(|audit| &scene.results.audits[audit]) {
        let mut fact = scene.fact("results.audit.name", scene.say(&audit.names)).unwrap_or_default();
        fact.more = scene.say(&audit.auditor).to_owned();
        facts.push(fact);
        facts.extend(scene.document("results.report", &audit.report));
    }
    blocks.push(Block::Facts(facts));
    if let Some(of) = finding.of {
        let more = scene.standings.of(of).map(|standing| scene.status_words(standing)).unwrap_or_default();
        let step = Step { label: scene.name(of), more, goal: scene.goal(of) };
        blocks.push(Block::Steps { label: words.text("results.about").to_owned(), steps: vec![step] });
    }
    blocks.extend(rectified(scene, at).map(Block::Table));
    blocks.extend(accountable(scene, at).map(Block::Table));
}

/// How much of a finding's money is in which state, and what nobody accounts for.
fn portions(scene: &Scene<'_>, account: &Account) -> Vec<Fact> {
    let keys = ["results.money.done", "results.money.under-way", "results.money.not-done"];
    let mut facts: Vec<Fact> = Vec::new();
    for (key, amount) in keys.into_iter().zip(account.amounts) {
        if amount != Amount::ZERO {
            facts.extend(scene.fact(key, scene.amount(amount)));
        }
    }
    if account.gap != Amount::ZERO {
        let gap = scene.fact("results.gap", scene.amount(account.gap));
        facts.extend(gap.map(|fact| Fact { tone: Tone::Missing, ..fact }));
    }
    facts
}

fn rectified(scene: &Scene<'_>, finding: usize) -> Option<Table> {
    let parts = scene.results.rectifications.iter().filter(|part| part.finding == finding);
    let rows: Vec<TableRow> = parts
        .map(|part| {
            let cells = vec![
                Scene::text_cell(scene.say(&part.measure)),
                Scene::text_cell(state_name(scene, settled(part, scene.results.as_of))),
                scene.amount_cell(part.amount),
                Scene::text_cell(scene.date_or_blank(part.day)),
                Scene::text_cell(scene.say(&part.evidence)),
            ];
            Scene::row(None, cells)
        })
        .collect();
    let keys = ["results.measure", "results.state", "results.amount#", "results.day", "results.evidence"];
    let caption = scene.words.text("results.rectifications").to_owned();
    (!rows.is_empty()).then(|| scene.table(caption, &keys, rows, None))
}

fn accountable(scene: &Scene<'_>, finding: usize) -> Option<Table> {
    let all = scene.results.accountability.iter().filter(|one| one.finding == finding);
    let rows: Vec<TableRow> = all
        .map(|one| {
            let cells = vec![
                Scene::text_cell(scene.say(&one.measure)),
                Scene::text_cell(scene.date_or_blank(one.day)),
                Scene::text_cell(one.units.map(|units| scene.words.integer(units)).unwrap_or_default()),
                Scene::text_cell(one.persons.map(|persons| scene.words.integer(persons)).unwrap_or_default()),
            ];
            Scene::row(None, cells)
        })
        .collect();
    let keys = ["results.accountability", "results.day", "results.units.head#", "results.persons.head#"];
    let caption = scene.words.text("results.accountability").to_owned();
    (!rows.is_empty()).then(|| scene.table(caption, &keys, rows, None))
}
