//! How those can be reached who asked for it and whose comment is settled, until they were.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::policy::Act;
use super::{Desk, Frame, html};
use crate::refusal::Refusal;

#[derive(Template)]
#[template(path = "office/contacts.html")]
struct Contacts<'a> {
    f: Frame<'a>,
    rows: Vec<(i64, String)>,
}

/// The list.
pub async fn show(desk: &Desk) -> Result<Response, Refusal> {
    let rows = desk.service.store.contacts(&desk.call.id).await.map_err(|failure| desk.failed(&failure))?;
    Ok(html(StatusCode::OK, &Contacts { f: desk.frame("../", desk.words().text("office.contacts")), rows }))
}

/// Deletes those that were used.
pub async fn forget(desk: &Desk) -> Result<Response, Refusal> {
    let ids: Vec<i64> = desk.all("comment").filter_map(|id| id.parse().ok()).collect();
    if ids.is_empty() {
        return Err(desk.refusal("none-chosen", "comment"));
    }
    let done = desk.service.store.forget(&desk.by(), &ids).await.map_err(|failure| desk.failed(&failure))?;
    Ok(desk.onward("../", &format!("{}/contacts?done=forgotten&n={}", desk.call.id, done.done)))
}
