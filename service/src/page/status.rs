//! `/c/ID/status`: a receipt in, what became of the comment out.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use daylight_core::model::consultation::Disposition;
use daylight_core::words::{Words, in_language};

use super::{Other, html, refuse};
use crate::call::{Call, wait};
use crate::catalogue::{Entry, day_of};
use crate::refusal::{Problem, Refusal};
use crate::service::Service;
use crate::store::Standing;
use crate::typed::Typed;
use crate::wording::outcome;

#[derive(Template)]
#[template(path = "status.html")]
struct Page<'a> {
    w: &'a Words,
    up: &'static str,
    other: Other,
    id: &'a str,
    name: &'a str,
    receipt: &'a str,
    problems: &'a [Problem],
    facts: Vec<(&'a str, String)>,
}

/// The question.
pub async fn show(service: Arc<Service>, call: Call) -> Response {
    let words = service.wording.choose(call.asked("lang"), &call.headers);
    match service.find(&call.id, words) {
        Ok(entry) => page(&entry, words, ("", Vec::new()), None),
        Err(refusal) => refuse(words, "../", &refusal),
    }
}

/// The answer.
pub async fn ask(service: Arc<Service>, call: Call) -> Response {
    let words = service.wording.choose(call.asked("lang"), &call.headers);
    let found = service.find(&call.id, words).and_then(|entry| Ok((entry, call.typed(words)?)));
    let (entry, Typed { receipt, language, .. }) = match found {
        Ok(found) => found,
        Err(refusal) => return refuse(words, "../", &refusal),
    };
    let is_turned = !language.is_empty();
    if is_turned && receipt.is_empty() {
        return page(&entry, words, ("", Vec::new()), None);
    }
    match service.standing(&call.id, &receipt, call.network, words).await {
        Ok(found) => page(&entry, words, (&receipt, facts(&service, &entry, &found, words)), None),
        // Whoever wanted another language has not asked yet.
        Err(_) if is_turned => page(&entry, words, (&receipt, Vec::new()), None),
        Err(refusal) => page(&entry, words, (&receipt, Vec::new()), Some(&refusal)),
    }
}

fn page(
    entry: &Entry,
    words: &Words,
    (receipt, facts): (&str, Vec<(&str, String)>),
    refusal: Option<&Refusal>,
) -> Response {
    let page = Page {
        w: words,
        up: "../",
        other: Other::new(words, &[]).of_form("ask"),
        id: &entry.told.id,
        name: in_language(&entry.told.names, words.lang()),
        receipt,
        problems: refusal.map(|refusal| refusal.problems.as_slice()).unwrap_or_default(),
        facts,
    };
    let mut response = html(refusal.map_or(StatusCode::OK, |refusal| refusal.status), &page);
    if let Some(refusal) = refusal {
        wait(&mut response, refusal);
    }
    response
}

fn facts<'a>(service: &Service, entry: &Entry, found: &Standing, words: &'a Words) -> Vec<(&'a str, String)> {
    let number = found.number.map(|number| number.to_string()).unwrap_or_default();
    let day = day_of(found.received_ms, service.settings.utc_offset_minutes).map(|day| day.iso()).unwrap_or_default();
    let mut facts = vec![
        (words.text("page.status.state"), words.fill(&format!("state.{}", found.state), &[("n", &number)])),
        (words.text("page.status.received"), words.date(&day)),
    ];
    let of = [&found.package, &found.subject].map(|id| id.as_deref().unwrap_or_default());
    let about = service.subject_title(&entry.told, (of[0], of[1]), words);
    if !about.is_empty() {
        facts.push((words.text("page.subject.about"), about));
    }
    if let Some(code) = &found.withheld {
        let titles = entry.told.terms.withholding.iter().find(|(id, _)| id == code).map(|(_, titles)| titles);
        let reason = titles.map_or(code.as_str(), |titles| in_language(titles, words.lang()));
        facts.push((words.text("page.status.withheld"), reason.to_owned()));
    }
    if let Some(became) = found.disposition.as_deref().and_then(Disposition::of_word) {
        facts.push((words.text("page.status.became"), outcome(words, became).to_owned()));
    }
    for (key, text) in [("page.status.reason", &found.reason), ("page.status.answer", &found.answer)] {
        if let Some(text) = text {
            facts.push((words.text(key), text.clone()));
        }
    }
    facts.push((words.text("page.status.digest"), found.digest.clone()));
    facts
}
