//! What others prepared: proposals and outcomes in, what holds from now on out. Nobody lets their own work hold.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::people::Names;
use super::policy::Act;
use super::queue::{Row, as_seen, row};
use super::{Desk, Frame, disposition_word, html};
use crate::refusal::Refusal;
use crate::store::{Case, Change, Done, Filter, Seen, Show, set_digest};

/// Proposals of a page.
const PAGE: usize = 100;
/// Comments that are published in one act: others wait no longer than for these.
const AT_ONCE: usize = 100;
/// Letters of a reason to give something back.
const REASON: usize = 2000;

#[derive(Template)]
#[template(path = "office/pending.html")]
struct Pending<'a> {
    f: Frame<'a>,
    /// What others proposed, and who.
    proposals: Vec<(Row, String)>,
    /// How many there are, on this page or not.
    by_others: usize,
    /// What tells whether they are still the same, as they were seen.
    set: String,
    /// How many are one's own.
    own: String,
    next: Option<i64>,
    settlements: Vec<Drafted>,
    /// How many others prepared.
    drafted_by_others: usize,
}

struct Drafted {
    value: String,
    id: i64,
    became: String,
    reason: String,
    answer: String,
    count: String,
    who: String,
    is_own: bool,
    returned: String,
}

/// What others proposed.
fn filter(desk: &Desk) -> Filter<'_> {
    let not_proposed_by = Some(desk.person.id);
    Filter { consultation: &desk.call.id, show: Show::Proposed, not_proposed_by, ..Filter::default() }
}

/// Both lists.
pub async fn show(desk: &Desk) -> Result<Response, Refusal> {
    let (words, store) = (desk.words(), &desk.service.store);
    let names = Names::of(desk).await?;
    let failed = |failure| desk.failed(&failure);
    let after = desk.field("after").and_then(|after| after.parse().ok()).unwrap_or(0);
    let cases = store.cases(&filter(desk), (after, PAGE), |_| true).await.map_err(failed)?;
    let all = store.matching(&filter(desk), |_| true).await.map_err(failed)?;
    let proposed = store.progress(&desk.call.id).await.map_err(failed)?.proposed;
    let own = proposed - all.len() as i64;
    let full = |case: &Case| {
        let by = case.proposed.as_ref().map(|(.., by)| names.name(*by)).unwrap_or_default();
        // All of it: nobody publishes what they did not read.
        let to_publish = case.proposed.as_ref().is_some_and(|(what, ..)| what == "publish");
        Ok((Row { text: case.text.clone(), held: case.flagged && to_publish, ..row(desk, case)? }, by))
    };
    let drafted = store.drafted(&desk.call.id).await.map_err(failed)?;
    let drafted_by_others = drafted.iter().filter(|(settlement, _)| settlement.prepared_by != desk.person.id).count();
    let settlement = |(settlement, comments): (crate::store::Settlement, Vec<i64>)| Drafted {
        value: format!("{}.{}", settlement.id, set_digest(comments.iter().copied())),
        id: settlement.id,
        became: disposition_word(words, &settlement.disposition),
        reason: settlement.reason.unwrap_or_default(),
        answer: settlement.answer.unwrap_or_default(),
        count: words.fill("office.of-comments", &[("n", &comments.len().to_string())]),
        who: names.name(settlement.prepared_by),
        is_own: settlement.prepared_by == desk.person.id,
        returned: settlement.returned.unwrap_or_default(),
    };
    let page = Pending {
        next: (cases.len() == PAGE).then(|| cases.last().map(|last| last.id)).flatten(),
        proposals: cases.iter().map(full).collect::<Result<_, Refusal>>()?,
        by_others: all.len(),
        set: as_seen(&all),
        own: if own > 0 { words.fill("office.pending.own-count", &[("n", &own.to_string())]) } else { String::new() },
        settlements: drafted.into_iter().map(settlement).collect(),
        drafted_by_others,
        f: desk.frame("../", words.text("office.pending")),
    };
    Ok(html(StatusCode::OK, &page))
}

/// Publishes or withholds what is ticked, or all that others proposed; or gives it back.
pub async fn release(desk: &Desk) -> Result<Response, Refusal> {
    let store = &desk.service.store;
    let failed = |failure| desk.failed(&failure);
    let (seen, flagged): (Vec<Seen>, usize) = if desk.field("scope") == Some("all") {
        let all = store.matching(&filter(desk), |_| true).await.map_err(failed)?;
        desk.all_as_seen(&all, |one| one.flagged && !one.to_withhold)?
    } else {
        super::queue::seen_but(desk, true).await?
    };
    if desk.field("act") == Some("give-back") {
        let done = store.change(&desk.by(), &seen, &Change::Retract).await.map_err(failed)?;
        return onward(desk, "returned", done, flagged);
    }
    let mut all = Done::default();
    for some in seen.chunks(AT_ONCE) {
        let done = store.release(&desk.by(), some).await.map_err(failed)?;
        all = Done { done: all.done + done.done, left: all.left + done.left };
    }
    onward(desk, "released", all, flagged)
}

/// Approves outcomes that are ticked, or gives them back.
pub async fn approve(desk: &Desk) -> Result<Response, Refusal> {
    let read = |value: &str| {
        let (id, set) = value.split_once('.')?;
        Some((id.parse::<i64>().ok()?, set.to_owned()))
    };
    let chosen: Vec<(i64, String)> = desk.all("settlement").filter_map(read).collect();
    if chosen.is_empty() {
        return Err(desk.refusal("none-chosen", "settlement"));
    }
    let store = &desk.service.store;
    if desk.field("act") == Some("give-back") {
        let reason = desk.text("reason", REASON)?.ok_or_else(|| desk.refusal("no-return-reason", "reason"))?;
        let ids: Vec<i64> = chosen.iter().map(|(id, _)| *id).collect();
        let done = store.give_back(&desk.by(), &ids, &reason).await.map_err(|failure| desk.failed(&failure))?;
        return onward(desk, "returned", done, 0);
    }
    let done = store.approve(&desk.by(), &chosen).await.map_err(|failure| desk.failed(&failure))?;
    onward(desk, "approved", done, 0)
}

fn onward(desk: &Desk, what: &str, done: Done, flagged: usize) -> Result<Response, Refusal> {
    if done.done == 0 && flagged == 0 {
        return Err(desk.stale());
    }
    let path = format!("{}/pending?done={what}&n={}&left={}&flagged={flagged}", desk.call.id, done.done, done.left);
    Ok(desk.onward("../", &path))
}
