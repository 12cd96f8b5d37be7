//! What others prepared: proposals and outcomes in, what holds from now on out. Nobody lets their own work hold.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::policy::Act;
use super::queue::{Row, row};
use super::{Desk, Frame, disposition_word, html};
use crate::refusal::Refusal;
use crate::store::{Case, Filter, Seen, Show};

/// Proposals of a page.
const PAGE: usize = 100;
/// Proposals that are looked at for all of them.
const MOST: usize = 200_000;
/// Letters of a reason to give something back.
const REASON: usize = 2000;

#[derive(Template)]
#[template(path = "office/pending.html")]
struct Pending<'a> {
    f: Frame<'a>,
    proposals: Vec<(Row, String, bool)>,
    /// How many were proposed by others.
    by_others: usize,
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

async fn proposals(desk: &Desk) -> Result<Vec<Case>, Refusal> {
    let filter = Filter { consultation: &desk.call.id, show: Show::Proposed, ..Filter::default() };
    let all = desk.service.store.cases(&filter, (0, MOST), |_| true).await;
    all.map_err(|failure| desk.failed(&failure))
}

fn is_own(desk: &Desk, case: &Case) -> bool {
    case.proposed.as_ref().is_some_and(|(.., by)| *by == desk.person.id)
}

/// Both lists.
pub async fn show(desk: &Desk) -> Result<Response, Refusal> {
    let (words, store) = (desk.words(), &desk.service.store);
    let people = store.people().await.map_err(|failure| desk.failed(&failure))?;
    let who =
        |id: i64| people.iter().find(|person| person.id == id).map_or(String::new(), |person| person.name.clone());
    let all = proposals(desk).await?;
    let proposed = |case: &Case| {
        let by = case.proposed.as_ref().map(|(.., by)| who(*by)).unwrap_or_default();
        Ok((row(desk, case)?, by, is_own(desk, case)))
    };
    let drafted = store.drafted(&desk.call.id).await.map_err(|failure| desk.failed(&failure))?;
    let drafted_by_others = drafted.iter().filter(|(settlement, _)| settlement.prepared_by != desk.person.id).count();
    let settlement = |(settlement, count): (crate::store::Settlement, i64)| Drafted {
        value: format!("{}.{count}", settlement.id),
        id: settlement.id,
        became: disposition_word(words, &settlement.disposition),
        reason: settlement.reason.unwrap_or_default(),
        answer: settlement.answer.unwrap_or_default(),
        count: words.fill("office.of-comments", &[("n", &count.to_string())]),
        who: who(settlement.prepared_by),
        is_own: settlement.prepared_by == desk.person.id,
        returned: settlement.returned.unwrap_or_default(),
    };
    let page = Pending {
        proposals: all.iter().take(PAGE).map(proposed).collect::<Result<_, Refusal>>()?,
        by_others: all.iter().filter(|case| !is_own(desk, case)).count(),
        settlements: drafted.into_iter().map(settlement).collect(),
        drafted_by_others,
        f: desk.frame("../", words.text("office.pending")),
    };
    Ok(html(StatusCode::OK, &page))
}

/// Publishes or withholds what is ticked, or all that others proposed.
pub async fn release(desk: &Desk) -> Result<Response, Refusal> {
    let seen: Vec<Seen> = if desk.field("scope") == Some("all") {
        let all = proposals(desk).await?;
        let all: Vec<Seen> =
            all.iter().filter(|case| !is_own(desk, case)).map(|case| (case.id, Some(case.version))).collect();
        let counted = desk.field("matching").and_then(|n| n.parse::<usize>().ok());
        if counted != Some(all.len()) {
            return Err(desk.stale());
        }
        all
    } else {
        super::queue::seen(desk).await?
    };
    let done = desk.service.store.release(&desk.by(), &seen).await.map_err(|failure| desk.failed(&failure))?;
    onward(desk, "released", done)
}

/// Approves outcomes that are ticked, or gives them back.
pub async fn approve(desk: &Desk) -> Result<Response, Refusal> {
    let read = |value: &str| {
        let (id, count) = value.split_once('.')?;
        Some((id.parse::<i64>().ok()?, count.parse::<i64>().ok()?))
    };
    let chosen: Vec<(i64, i64)> = desk.all("settlement").filter_map(read).collect();
    if chosen.is_empty() {
        return Err(desk.refusal("none-chosen", "settlement"));
    }
    let store = &desk.service.store;
    if desk.field("act") == Some("give-back") {
        let reason = desk.text("reason", REASON)?.ok_or_else(|| desk.refusal("no-reason", "reason"))?;
        let ids: Vec<i64> = chosen.iter().map(|(id, _)| *id).collect();
        let done = store.give_back(&desk.by(), &ids, &reason).await.map_err(|failure| desk.failed(&failure))?;
        return onward(desk, "returned", done);
    }
    let done = store.approve(&desk.by(), &chosen).await.map_err(|failure| desk.failed(&failure))?;
    onward(desk, "approved", done)
}

fn onward(desk: &Desk, what: &str, done: crate::store::Done) -> Result<Response, Refusal> {
    if done.done == 0 {
        return Err(desk.stale());
    }
    let path = format!("{}/pending?done={what}&n={}&left={}", desk.call.id, done.done, done.left);
    Ok(desk.onward("../", &path))
}
