//! `/c/`: the consultations of the site in, a list of them out, the newest first.

use std::cmp::Reverse;
use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use daylight_core::consultation::{Stage, Standing};
use daylight_core::day::Day;
use daylight_core::model::consultation::{Consultation, Round};
use daylight_core::words::Words;

use super::{Other, Said, html, refuse, stage_key, up};
use crate::call::Call;
use crate::service::Service;

#[derive(Template)]
#[template(path = "list.html")]
struct List<'a> {
    w: &'a Words,
    up: &'a str,
    other: Other,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    id: &'a str,
    name: Said<'a>,
    stage: String,
}

/// The list.
pub async fn show(service: Arc<Service>, call: Call) -> Response {
    let words = service.wording.choose(call.asked("lang"), &call.headers);
    let up = up(&service.settings, call.path);
    let catalogue = service.catalogue();
    let mut rows = Vec::new();
    for entry in catalogue.all() {
        let standing = match service.told(entry).await {
            Ok((_, standing)) => entry.as_opened(standing),
            Err(failure) => return refuse(words, &up, &service.failed(&failure, words)),
        };
        let told = &entry.told;
        let mut name = Said::new(told, &told.names, words);
        if name.is_empty() {
            name.text = &told.id;
        }
        rows.push((newest(told), Row { id: &told.id, name, stage: stage(told, &standing, words) }));
    }
    rows.sort_by_key(|(opens, _)| Reverse(*opens));
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    html(StatusCode::OK, &List { w: words, up: &up, other: Other::new(words, &call.query), rows })
}

/// The day on which its last round opens.
fn newest(told: &Consultation) -> Option<Day> {
    told.rounds.iter().filter_map(|round| round.opens).max()
}

/// How far it is, with the day on which that changes.
fn stage(told: &Consultation, standing: &Standing, words: &Words) -> String {
    let round = standing.round.and_then(|at| told.rounds.get(at));
    let changes = match standing.stage {
        Stage::Planned => ("page.all.planned", round.and_then(|round| round.opens)),
        Stage::Open => ("page.all.open", round.and_then(Round::last)),
        Stage::Closed | Stage::Answered => ("", None),
    };
    match changes {
        (key, Some(day)) => words.fill(key, &[("day", &words.date(&day.iso()))]),
        (_, None) => words.text(stage_key(standing.stage)).to_owned(),
    }
}
