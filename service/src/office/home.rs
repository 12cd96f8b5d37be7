//! The consultations of the site in, how far the work on each is out.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::policy::Act;
use super::{Desk, Frame, html, name};
use crate::page::stage_key;
use crate::refusal::Refusal;

#[derive(Template)]
#[template(path = "office/home.html")]
struct Home<'a> {
    f: Frame<'a>,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    id: String,
    name: &'a str,
    stage: &'a str,
    left: String,
    progress: String,
    pending: i64,
}

/// The list.
pub async fn show(desk: &Desk) -> Result<Response, Refusal> {
    let (words, service) = (desk.words(), &desk.service);
    let catalogue = service.catalogue();
    let mut rows = Vec::new();
    for entry in catalogue.all() {
        let failed = |failure| desk.failed(&failure);
        let (_, standing) = service.told(entry).await.map_err(failed)?;
        let progress = service.store.progress(&entry.told.id).await.map_err(failed)?;
        let (settled, all) = (words.integer(progress.settled as u64), words.integer(progress.all as u64));
        let came = entry.told.comments.len();
        let progress_said = match progress.all {
            0 if came > 0 => words.fill("office.home.package", &[("n", &words.integer(came as u64))]),
            0 => words.text("office.home.empty").to_owned(),
            _ => words.fill("office.progress", &[("n", &settled), ("all", &all)]),
        };
        let left = standing.days_left.map(|days| days.to_string());
        rows.push(Row {
            id: entry.told.id.clone(),
            name: name(&entry.told, words),
            stage: words.text(stage_key(standing.stage)),
            left: left.map(|n| words.fill("office.days-left", &[("n", &n)])).unwrap_or_default(),
            progress: progress_said,
            pending: progress.drafted + progress.proposed,
        });
    }
    Ok(html(StatusCode::OK, &Home { f: desk.frame("", words.text("office.home")), rows }))
}
