//! How many promises are how far: a scene in, a sentence, a board, tables by kind and by who answers, the promises themselves, what is
//! new, and the rule out; cannot fail.

use super::scene::Scene;
use super::{ResultsFigure, board, seek};
use crate::figure::budget::{Cell, Table, TableRow, link};
use crate::figure::page::{Block, Fact};
use crate::model::results::{Of, Update, deadline};
use crate::order::sort_by_key;
use crate::summary::results::{Standing, Status};

/// Updates that are told on the overview.
const NEWEST: usize = 5;

pub(super) fn write(scene: &Scene<'_>, figure: &mut ResultsFigure) {
    let promises = scene.promises();
    let (found, seek) = seek::seek(scene, &promises);
    figure.page.sentence = sentence(scene, &promises);
    figure.board = board::place(scene, &|of| found.contains(&of));
    figure.seek = Some(seek);
    let blocks = &mut figure.page.blocks;
    blocks.push(Block::Table(listed(scene, scene.words.text("results.promises").to_owned(), &found)));
    let by_kind: Vec<(String, Vec<Of>)> = groups(&promises, &|of| scene.kind_name(scene.kind(of)));
    if by_kind.len() > 1 {
        blocks.push(Block::Table(counted(scene, "results.by-kind", "results.kind", by_kind)));
    }
    let mut by_office = groups(&promises, &|of| scene.office(of).to_owned());
    by_office.retain(|(office, _)| !office.is_empty());
    if by_office.len() > 1 {
        blocks.push(Block::Table(counted(scene, "results.by-office", "results.office", by_office)));
    }
    if !scene.results.updates.is_empty() {
        blocks.push(Block::Heading(scene.words.text("results.newest").to_owned()));
        blocks.push(Block::Facts(updates(scene, &|_| true, NEWEST)));
    }
    blocks.push(Block::Heading(scene.words.text("results.rule").to_owned()));
    blocks.extend(rule(scene).into_iter().map(Block::Said));
}

fn sentence(scene: &Scene<'_>, promises: &[Of]) -> String {
    let words = scene.words;
    let count = |status: Status| promises.iter().filter(|of| scene.standing(**of).status == status).count() as u64;
    let told = Status::ALL.into_iter().filter(|status| count(*status) > 0).map(|status| {
        let key = ["results.sentence.", status.word()].concat();
        words.fill(&key, &[("n", &words.integer(count(status)))])
    });
    let told = told.collect::<Vec<_>>().join(words.text("join.list"));
    let n = words.integer(promises.len() as u64);
    let date = scene.date_or_blank(scene.results.as_of);
    words.fill("results.sentence", &[("n", &n), ("date", &date), ("told", &told)])
}

/// Promises by what they have in common, in the order in which it comes first.
fn groups(promises: &[Of], of: &dyn Fn(Of) -> String) -> Vec<(String, Vec<Of>)> {
    let mut groups: Vec<(String, Vec<Of>)> = Vec::new();
    for promise in promises {
        let name = of(*promise);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all)) => all.push(*promise),
            None => groups.push((name, vec![*promise])),
        }
    }
    groups
}

/// How many of each group are how far.
fn counted(scene: &Scene<'_>, caption: &str, head: &'static str, groups: Vec<(String, Vec<Of>)>) -> Table {
    let row = |name: String, promises: &[Of]| -> TableRow {
        let count = |status: Status| promises.iter().filter(|of| scene.standing(**of).status == status).count() as u64;
        let counts = Status::ALL.map(|status| scene.count_cell(count(status)));
        let mut cells = vec![Scene::text_cell(name)];
        cells.extend(counts);
        cells.push(scene.count_cell(promises.len() as u64));
        Scene::row(None, cells)
    };
    let all: Vec<Of> = groups.iter().flat_map(|(_, promises)| promises.iter().copied()).collect();
    let total = row(scene.words.text("results.total").to_owned(), &all);
    let rows = groups.into_iter().map(|(name, promises)| {
        let name = if name.is_empty() { scene.words.text("results.other-kind").to_owned() } else { name };
        row(name, &promises)
    });
    let keys = [
        head,
        "results.status.done#",
        "results.status.on-track#",
        "results.status.late#",
        "results.status.not-measurable#",
        "results.total#",
    ];
    scene.table(scene.words.text(caption).to_owned(), &keys, rows.collect(), Some(total))
}

/// Promises, a row each: the late ones first, since they are asked for most.
pub(super) fn listed(scene: &Scene<'_>, caption: String, promises: &[Of]) -> Table {
    let mut promises = promises.to_vec();
    let rank = |of: &Of| match scene.standing(*of).status {
        Status::Late => 0,
        Status::OnTrack => 1,
        Status::NotMeasurable => 2,
        Status::Done => 3,
    };
    sort_by_key(&mut promises, rank);
    let rows = promises.into_iter().map(|of| {
        let standing = scene.standing(of);
        let cells = vec![
            Scene::text_cell(scene.name(of)),
            Scene::text_cell(scene.status_name(standing.status)),
            progress_cell(scene, standing),
            Scene::text_cell(due(scene, of)),
            Scene::text_cell(scene.office(of)),
        ];
        Scene::row(Some(scene.goal(of)), cells)
    });
    let keys = ["results.promise", "results.status", "results.progress#", "results.due", "results.office"];
    scene.table(caption, &keys, rows.collect(), None)
}

pub(super) fn progress_cell(scene: &Scene<'_>, standing: Standing) -> Cell {
    let text = standing.permille.map(|permille| scene.words.thousandths(permille)).unwrap_or_default();
    Cell { text, sort: standing.permille.map(i128::from) }
}

/// By when a promise is to be kept.
fn due(scene: &Scene<'_>, of: Of) -> String {
    match of {
        Of::Task(at) => {
            let task = &scene.results.tasks[at];
            scene.date_or_blank(deadline(task.due, task.extended, &task.extension))
        }
        Of::Indicator(at) => {
            let target =
                scene.results.indicators[at].targets.iter().filter_map(|target| target.period.as_ref()).next_back();
            target.map(|period| scene.words.period(period.span, &period.text)).unwrap_or_default()
        }
        Of::Plan(_) | Of::Goal(_) | Of::Finding(_) => String::new(),
    }
}

/// What happened, newest first.
pub(super) fn updates(scene: &Scene<'_>, is_of: &dyn Fn(Of) -> bool, most: usize) -> Vec<Fact> {
    let mut all: Vec<&Update> = scene.results.updates.iter().filter(|update| is_of(update.of)).collect();
    sort_by_key(&mut all, |update| update.day);
    let told = all.into_iter().rev().take(most).map(|update| {
        let names = [scene.name(update.of), scene.say(&update.office).to_owned()];
        let more: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let href = link("", Some(&update.link)).href;
        Fact {
            label: scene.date(update.day),
            text: scene.say(&update.text).to_owned(),
            more: more.join(scene.words.text("join.title")),
            href,
            ..Fact::default()
        }
    });
    told.collect()
}

/// What is said of the rule; the last depends on whether its numbers are the package's own. A table, since a choice between two
/// constants may become a sum of one of them, and the other stayed behind in the part of the module that is not there yet.
const RULE: [(&str, Option<bool>); 7] = [
    ("results.rule.computed", None),
    ("results.rule.path", None),
    ("results.rule.steps", None),
    ("results.rule.parts", None),
    ("results.rule.not", None),
    ("results.rule.own", Some(true)),
    ("results.rule.profile", Some(false)),
];

/// The rule in words, with its numbers.
pub(super) fn rule(scene: &Scene<'_>) -> Vec<String> {
    let (words, rule) = (scene.words, &scene.results.rule);
    let share = words.thousandths(u32::try_from(rule.on_path_permille).unwrap_or(1000));
    let values = [
        ("share", share.as_str()),
        ("due", &rule.figure_due_days.to_string()),
        ("stale", &rule.stale_days.to_string()),
        ("least", &rule.least_answers.to_string()),
        ("id", &rule.id),
    ];
    let said = RULE.iter().filter(|(_, own)| own.is_none_or(|own| own == scene.results.own_rule));
    said.map(|(key, _)| words.fill(key, &values)).collect()
}
