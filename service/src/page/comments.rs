//! `/c/ID/comments`: published comments in their public order, a page at a time, and a search in all of them.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use daylight_core::words::{Words, in_language};

use super::{Other, html, refuse};
use crate::api::document::{Wanted, listed};
use crate::call::Call;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::subject::title;
use crate::wording::outcome;

#[derive(Template)]
#[template(path = "comments.html")]
struct Page<'a> {
    w: &'a Words,
    up: &'static str,
    other: Other,
    id: &'a str,
    name: &'a str,
    q: &'a str,
    rows: Vec<Row>,
    next: String,
}

struct Row {
    number: String,
    title: String,
    day: String,
    about: String,
    name: String,
    text: String,
    withheld: String,
    outcome: String,
    reason: String,
    answer: String,
    same: String,
}

/// The page after a number.
pub async fn show(service: Arc<Service>, call: Call) -> Response {
    let words = service.wording.choose(call.asked("lang"), &call.headers);
    match page(&service, &call, words).await {
        Ok(response) => response,
        Err(refusal) => refuse(words, "../", &refusal),
    }
}

async fn page(service: &Service, call: &Call, words: &Words) -> Result<Response, Refusal> {
    let entry = service.find(&call.id, words)?;
    let q = call.asked("q").unwrap_or_default().trim();
    if !q.is_empty() {
        service.spare_search(call.network, words)?;
    }
    let after = call.asked("after").and_then(|after| after.parse::<u32>().ok()).unwrap_or(0);
    let wanted = Wanted {
        after: i64::from(after),
        words: (!q.is_empty()).then_some(q),
        theme: call.asked("theme").filter(|theme| !theme.is_empty()),
        subject: call.asked("subject").filter(|subject| !subject.is_empty()),
    };
    let listed = listed(service, &entry, &wanted).await.map_err(|failure| service.failed(&failure, words))?;
    let (told, lang) = (&entry.told, words.lang());
    let row = |(at, same): &(usize, u64)| {
        let comment = &listed.told.comments[*at];
        let titles = told.terms.withholding.iter().find(|(id, _)| *id == comment.withheld).map(|(_, titles)| titles);
        let answer = comment.answer.and_then(|at| listed.told.answers.get(at));
        let became = comment.disposition.map(|became| outcome(words, became).to_owned());
        Row {
            number: comment.id.clone(),
            title: words.fill("office.comment.title", &[("n", &comment.id)]),
            day: comment.received.map(|day| words.date(&day.iso())).unwrap_or_default(),
            about: title(told, (&comment.package, &comment.subject), &comment.subject_names, words),
            name: comment.name.clone(),
            text: comment.text.clone(),
            withheld: titles.map_or(comment.withheld.clone(), |titles| in_language(titles, lang).to_owned()),
            outcome: became.unwrap_or_default(),
            reason: in_language(&comment.reason, lang).to_owned(),
            answer: answer.map(|answer| in_language(&answer.texts, lang).to_owned()).unwrap_or_default(),
            same: if *same > 0 { words.fill("page.comments.same", &[("n", &same.to_string())]) } else { String::new() },
        }
    };
    // The language goes with the address of the next page.
    let next = if listed.next.is_empty() { String::new() } else { format!("{}&lang={lang}", listed.next) };
    let page = Page {
        w: words,
        up: "../",
        other: Other::new(words, &call.query),
        id: &told.id,
        name: in_language(&told.names, lang),
        q,
        rows: listed.page.iter().map(row).collect(),
        next,
    };
    Ok(html(StatusCode::OK, &page))
}
