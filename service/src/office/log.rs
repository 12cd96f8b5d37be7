//! The log, the latest entry first.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::people::Names;
use super::policy::Act;
use super::{Desk, Frame, html};
use crate::refusal::Refusal;
use crate::store::Logged;

/// Entries of a page.
const PAGE: i64 = 100;

#[derive(Template)]
#[template(path = "office/log.html")]
struct Log<'a> {
    f: Frame<'a>,
    head: String,
    rows: Vec<Entry>,
    next: Option<i64>,
}

/// An entry as it is read.
pub struct Entry {
    pub seq: i64,
    pub at: String,
    pub who: String,
    pub what: String,
    pub consultation: String,
    pub target: String,
    pub digest: String,
}

/// The page before a place.
pub async fn show(desk: &Desk) -> Result<Response, Refusal> {
    let before = desk.field("before").and_then(|seq| seq.parse().ok()).unwrap_or(i64::MAX);
    let failed = |failure| desk.failed(&failure);
    let logged = desk.service.store.logged(None, before, PAGE).await.map_err(failed)?;
    let head = desk.service.store.head().await.map_err(failed)?;
    let next = logged.last().filter(|last| last.seq > 1).map(|last| last.seq);
    let rows = entries(desk, logged).await?;
    let page = Log { f: desk.frame("", desk.words().text("office.log")), head: head.digest, rows, next };
    Ok(html(StatusCode::OK, &page))
}

/// Entries as they are read.
pub async fn entries(desk: &Desk, logged: Vec<Logged>) -> Result<Vec<Entry>, Refusal> {
    let names = Names::of(desk).await?;
    let words = desk.words();
    let entry = |one: Logged| Entry {
        seq: one.seq,
        at: desk.day(one.at_ms),
        who: names.name(one.person),
        what: words.find(&["office.act.", &one.act].concat()).unwrap_or(&one.act).to_owned(),
        consultation: one.consultation,
        target: one.target,
        digest: one.digest,
    };
    Ok(logged.into_iter().map(entry).collect())
}
