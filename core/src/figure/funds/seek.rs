//! Search among projects: those of a place and a year in, those that a reader asks for out, and what else can be asked for; cannot
//! fail.
//!
//! A project is found by parts of its name, its id, its place and what that belongs to, what is built and who builds it, in any of
//! the languages of the data; of several words each must be found.

use super::ProjectState;
use super::project::is_short;
use super::scene::Scene;
use super::search::folded;
use crate::figure::page::Seek;
use crate::model::funds::Project;
use crate::money::Amount;

/// A project and what was paid for it.
type Found = (usize, Amount);

pub(super) fn seek(scene: &Scene<'_>, all: &[Found]) -> (Vec<Found>, Seek) {
    let (words, wished) = (scene.words, &scene.granted.states);
    let projects = &scene.ledger.projects;
    let parts: Vec<String> = scene.granted.query.split_whitespace().map(folded).collect();
    let named: Vec<Found> = all.iter().filter(|(at, _)| is_named(scene, &projects[*at], &parts)).copied().collect();
    let count = |state| named.iter().filter(|(at, _)| is(scene, &projects[*at], state)).count() as u64;
    let states = ProjectState::ALL.into_iter().filter_map(|state| {
        let (n, is_wished) = (count(state), wished.contains(&state));
        let label = words.fill(state_key(state), &[("n", &words.integer(n))]);
        (n > 0 || is_wished).then(|| (state.word().to_owned(), label, is_wished))
    });
    let states = states.collect();
    let is_found = |found: &Found| wished.iter().all(|state| is(scene, &projects[found.0], *state));
    let found: Vec<Found> = named.into_iter().filter(is_found).collect();
    let planned: Amount = found.iter().filter_map(|(at, _)| projects[*at].planned).sum();
    let [n, whole] = [&found[..], all].map(|list| words.integer(list.len() as u64));
    let key = if found.is_empty() { "funds.seek.none" } else { "funds.seek.found" };
    let is_asked = !parts.is_empty() || !wished.is_empty();
    let said = words.fill(key, &[("n", &n), ("all", &whole), ("planned", &scene.amount(planned))]);
    let said = if is_asked { said } else { String::new() };
    (found, Seek { label: words.text("funds.seek").to_owned(), states, said })
}

/// Whether every part is in what a project is called, where it is, what it is and who builds it.
fn is_named(scene: &Scene<'_>, project: &Project, parts: &[String]) -> bool {
    if parts.is_empty() {
        return true;
    }
    let mut texts: Vec<&str> = vec![&project.id];
    let columns = ["content", "contractor", "type"].map(|column| project.texts(column));
    texts.extend([&project.names[..]].into_iter().chain(columns).flatten().map(|(_, text)| text.as_str()));
    let mut at = Some(project.unit);
    // A circle of parents ends where it has been once around.
    for _ in 0..=scene.ledger.tiers.len() {
        let Some(unit) = at.map(|unit| &scene.ledger.units[unit]) else { break };
        texts.extend(unit.names.iter().map(|(_, name)| name.as_str()).chain([unit.id.as_str(), &unit.initials]));
        at = unit.parent;
    }
    let texts: Vec<String> = texts.into_iter().map(folded).collect();
    parts.iter().all(|part| texts.iter().any(|text| text.contains(part.as_str())))
}

fn is(scene: &Scene<'_>, project: &Project, state: ProjectState) -> bool {
    match state {
        ProjectState::Accepted => project.accepted.is_some(),
        ProjectState::Unaccepted => project.accepted.is_none(),
        ProjectState::Short => is_short(project),
        // The last day is one on which objections are heard.
        ProjectState::Open => match (scene.now(), project.notice) {
            (Some(now), [from, Some(until)]) => from.is_none_or(|from| from <= now) && now <= until,
            _ => false,
        },
    }
}

/// The key of the words for a state.
const fn state_key(state: ProjectState) -> &'static str {
    match state {
        ProjectState::Accepted => "funds.seek.accepted",
        ProjectState::Unaccepted => "funds.seek.unaccepted",
        ProjectState::Open => "funds.seek.open",
        ProjectState::Short => "funds.seek.short",
    }
}
