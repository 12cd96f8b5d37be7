//! Comments that say the same: proposed by the core, decided by a clerk. A group is one voice with a count; nothing is deleted.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use daylight_core::consultation::same::{self, Likeness};
use sha2::{Digest, Sha256};

use super::policy::Act;
use super::{Desk, Frame, html};
use crate::refusal::Refusal;
use crate::store::{Case, Change, Done, Filter, Seen};
use crate::world::hex;

/// Groups of a page.
const PAGE: usize = 50;
/// Comments that are not the same letter by letter and are shown of a group.
const OTHERS: usize = 20;

#[derive(Template)]
#[template(path = "office/groups.html")]
struct Groups<'a> {
    f: Frame<'a>,
    rows: Vec<Row>,
    more: String,
}

/// A group that is proposed.
struct Row {
    /// What is sent of it.
    value: String,
    id: i64,
    subject: String,
    text: String,
    exact: String,
    near: String,
    added: String,
    others: Vec<(i64, String, bool)>,
}

/// A group: its leader, and each other with how like it is.
struct Group {
    leader: i64,
    /// What all of them are of: the package and the id there.
    of: (String, String),
    text: String,
    members: Vec<(Seen, Likeness, String)>,
}

impl Group {
    fn count(&self, likeness: Likeness) -> usize {
        self.members.iter().filter(|(_, known, _)| *known == likeness).count()
    }

    /// Its leader, and what tells whether it is still the same.
    fn value(&self) -> String {
        let members: Vec<String> = self
            .members
            .iter()
            .map(|((id, version), likeness, _)| format!("{id} {version:?} {}", likeness.id()))
            .collect();
        format!("{}.{}", self.leader, hex(&Sha256::digest(members.join("\n"))[..8]))
    }
}

/// The groups of all that speak for themselves.
async fn groups(desk: &Desk) -> Result<Vec<Group>, Refusal> {
    let filter = Filter { consultation: &desk.call.id, own: true, ..Filter::default() };
    let cases = desk.service.store.cases(&filter, (0, usize::MAX), |_| true).await;
    let cases = cases.map_err(|failure| desk.failed(&failure))?;
    // It takes a while where there are many: other requests do not wait for it.
    let grouped = tokio::task::spawn_blocking(move || group_cases(&cases)).await;
    grouped.map_err(|_| desk.failed(&crate::store::Failure::Busy))
}

/// Groups of comments on one thing.
fn group_cases(cases: &[Case]) -> Vec<Group> {
    let mut by_subject: HashMap<(&Option<String>, &Option<String>), Vec<&Case>> = HashMap::new();
    for case in cases.iter().filter(|case| !case.text.is_empty()) {
        by_subject.entry((&case.package, &case.subject)).or_default().push(case);
    }
    let mut all: Vec<Group> = by_subject.values().flat_map(|cases| group_alike(cases)).collect();
    all.sort_by_key(|group| (std::cmp::Reverse(group.members.len()), group.leader));
    all
}

fn of(case: &Case) -> (String, String) {
    (case.package.clone().unwrap_or_default(), case.subject.clone().unwrap_or_default())
}

fn group_alike(cases: &[&Case]) -> Vec<Group> {
    let ids: Vec<String> = cases.iter().map(|case| case.id.to_string()).collect();
    let said: Vec<same::Said<'_>> = cases
        .iter()
        .zip(&ids)
        .map(|(case, id)| same::Said { id, received: case.received_ms, text: &case.text })
        .collect();
    let known: HashMap<&str, &Case> = ids.iter().map(String::as_str).zip(cases.iter().copied()).collect();
    let one = |group: same::Group<'_>| {
        let members: Vec<(&Case, Likeness)> =
            group.members.iter().filter_map(|member| Some((*known.get(member.id)?, member.likeness))).collect();
        // One that others speak with already goes on to lead.
        let leader = members.iter().map(|(case, _)| *case).filter(|case| case.same > 0).max_by_key(|case| case.same);
        let leader = leader.or_else(|| known.get(group.representative).copied())?;
        let is_open = |case: &Case| case.settlement.as_ref().is_none_or(|settlement| settlement.approved_ms.is_none());
        let others = members.iter().filter(|(case, _)| case.id != leader.id && case.same == 0 && is_open(case));
        let others: Vec<_> =
            others.map(|(case, likeness)| ((case.id, Some(case.version)), *likeness, case.text.clone())).collect();
        let is_group = !others.is_empty() && is_open(leader);
        is_group.then(|| Group { leader: leader.id, of: of(leader), text: leader.text.clone(), members: others })
    };
    same::group(&said).into_iter().filter_map(one).collect()
}

/// What is proposed.
pub async fn show(desk: &Desk) -> Result<Response, Refusal> {
    let all = groups(desk).await?;
    let words = desk.words();
    let counted = |group: &Group, likeness, key| {
        let count = group.count(likeness);
        if count == 0 { String::new() } else { words.fill(key, &[("n", &count.to_string())]) }
    };
    let more = all.len().saturating_sub(PAGE);
    let told = &desk.entry()?.told;
    let row = |group: &Group| Row {
        value: group.value(),
        id: group.leader,
        subject: desk.service.subject_title(told, (&group.of.0, &group.of.1), words),
        exact: counted(group, Likeness::Exact, "office.group.exact"),
        near: counted(group, Likeness::Near, "office.group.near"),
        added: counted(group, Likeness::WithAdditions, "office.group.added"),
        text: group.text.clone(),
        others: group
            .members
            .iter()
            .filter(|(_, likeness, _)| *likeness != Likeness::Exact)
            .take(OTHERS)
            .map(|((id, _), likeness, text)| (*id, text.clone(), *likeness == Likeness::WithAdditions))
            .collect(),
    };
    let page = Groups {
        rows: all.iter().take(PAGE).map(row).collect(),
        more: if more > 0 { words.fill("office.group.more", &[("n", &more.to_string())]) } else { String::new() },
        f: desk.frame("../", words.text("office.groups")),
    };
    Ok(html(StatusCode::OK, &page))
}

/// Lets those that are ticked speak as one voice: the same texts, and near ones where that is said. Who added something of their own
/// is answered for it, and joins one by one.
pub async fn group(desk: &Desk) -> Result<Response, Refusal> {
    let near = desk.field("near").is_some();
    let chosen: Vec<&str> = desk.all("group").collect();
    if let Some(leader) = desk.field("leader") {
        return join(desk, leader).await;
    }
    if chosen.is_empty() {
        return Err(desk.refusal("none-chosen", "group"));
    }
    let mut all = Done::default();
    for group in groups(desk).await?.iter().filter(|group| chosen.contains(&group.value().as_str())) {
        for likeness in [Likeness::Exact, Likeness::Near] {
            let seen: Vec<Seen> =
                group.members.iter().filter(|(_, known, _)| *known == likeness).map(|(seen, ..)| *seen).collect();
            if seen.is_empty() || likeness == Likeness::Near && !near {
                continue;
            }
            let change = Change::Voice(group.leader, likeness.id());
            let done = desk.service.store.change(&desk.by(), &seen, &change).await;
            let done = done.map_err(|failure| desk.failed(&failure))?;
            all = Done { done: all.done + done.done, left: all.left + done.left };
        }
    }
    if all.done == 0 {
        return Err(desk.stale());
    }
    Ok(desk.onward("../", &format!("{}/groups?done=grouped&n={}&left={}", desk.call.id, all.done, all.left)))
}

/// Lets one comment speak with another, by the number that it has here.
async fn join(desk: &Desk, leader: &str) -> Result<Response, Refusal> {
    let leader = super::queue::number_of(leader).ok_or_else(|| desk.refusal("leader", "leader"))?;
    let seen = super::queue::seen(desk).await?;
    let change = Change::Voice(leader, Likeness::WithAdditions.id());
    let done = desk.service.store.change(&desk.by(), &seen, &change).await.map_err(|failure| desk.failed(&failure))?;
    if done.done == 0 {
        return Err(desk.refusal("leader", "leader"));
    }
    desk.done("changed", done)
}
