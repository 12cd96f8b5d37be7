//! `/c/ID/adoption`: what became of the comments, once it is announced.

use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use daylight_core::model::consultation::{Comment, Consultation, Disposition};
use daylight_core::summary::consultation::outcome;
use daylight_core::words::{Words, in_language};

use super::announced::Stamp;
use super::{Other, Said, html, refuse};
use crate::api::document::adopted;
use crate::call::Call;
use crate::catalogue::Entry;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::store::Failure;
use crate::subject::title;
use crate::wording;

/// What was announced, as it is read.
pub struct Adoption {
    pub day: String,
    /// What, and how many.
    pub counts: Vec<(String, String)>,
    /// The sum, written out.
    pub balance: String,
    pub answers: Vec<Answered>,
    /// How many were withheld after it was announced, in words.
    pub withdrawn: String,
    /// The digest of the log.
    pub log: String,
}

/// An answer, and to which comments it is.
pub struct Answered {
    pub comments: String,
    /// What of other packages these are of, in words.
    pub about: String,
    pub text: String,
    /// The language of its words, where that is not the page's.
    pub lang: String,
}

/// Numbers that are named one by one.
const NAMED: usize = 30;

impl Adoption {
    /// Of a consultation with its announcement, its comments and its answers.
    pub fn of(told: &Consultation, words: &Words) -> Self {
        let Some(announcement) = &told.announcement else {
            return Self {
                day: String::new(),
                counts: Vec::new(),
                balance: String::new(),
                answers: Vec::new(),
                withdrawn: String::new(),
                log: String::new(),
            };
        };
        let written = |count: Option<u64>| words.integer(count.unwrap_or_default());
        let mut counts = vec![(words.text("page.adoption.received").to_owned(), written(announcement.received))];
        for (disposition, count) in Disposition::ALL.iter().zip(announcement.counts) {
            counts.push((wording::outcome(words, *disposition).to_owned(), written(count)));
        }
        counts.push((words.text("page.adoption.withheld").to_owned(), written(announcement.withheld)));
        let parts: Vec<String> = announcement.counts.iter().map(|count| written(*count)).collect();
        let hidden = told.comments.iter().filter(|comment| !comment.withheld.is_empty()).count() as u64;
        let mut answered: Vec<Vec<&Comment>> = vec![Vec::new(); told.answers.len()];
        for comment in &told.comments {
            if let Some(comments) = outcome(told, comment).answer.and_then(|at| answered.get_mut(at)) {
                comments.push(comment);
            }
        }
        let sum: u64 = announcement.counts.iter().map(|count| count.unwrap_or_default()).sum();
        let answer = |(at, answer): (usize, &daylight_core::model::consultation::Answer)| {
            let numbers: Vec<&str> = answered[at].iter().map(|comment| comment.id.as_str()).collect();
            let named = numbers[..numbers.len().min(NAMED)].join(words.text("office.comma"));
            let more = numbers.len().saturating_sub(NAMED).to_string();
            let key = if numbers.len() > NAMED { "page.adoption.to-many" } else { "page.adoption.to" };
            let said = Said::new(told, &answer.texts, words);
            Answered {
                comments: words.fill(key, &[("ids", &named), ("more", &more)]),
                about: about(told, &answered[at], words),
                text: in_language(&answer.texts, words.lang()).to_owned(),
                lang: said.lang.to_owned(),
            }
        };
        Self {
            day: announcement
                .day
                .map(|day| words.fill("page.adoption.day", &[("day", &words.date(&day.iso()))]))
                .unwrap_or_default(),
            counts,
            balance: match announcement.received.unwrap_or_default() == sum {
                true => [&written(announcement.received), " = ", &parts.join(" + ")].concat(),
                // Before all have an outcome, nothing is said to be equal that is not.
                false => words.fill(
                    "page.adoption.so-far",
                    &[
                        ("received", &written(announcement.received)),
                        ("sum", &written(Some(sum))),
                        ("parts", &parts.join(" + ")),
                    ],
                ),
            },
            answers: told.answers.iter().enumerate().map(answer).collect(),
            withdrawn: match hidden.saturating_sub(announcement.withheld.unwrap_or_default()) {
                0 => String::new(),
                more => words.fill("page.adoption.withdrawn", &[("n", &more.to_string())]),
            },
            log: announcement.log.clone(),
        }
    }
}

/// What of other packages comments are of: each once, the first that are named, in words.
fn about(told: &Consultation, comments: &[&Comment], words: &Words) -> String {
    let mut seen = HashSet::new();
    let others = comments.iter().filter(|comment| !comment.package.is_empty());
    let new = others.filter(|comment| seen.insert((&comment.package, &comment.subject)));
    let titles = new.map(|comment| title(told, (&comment.package, &comment.subject), &comment.subject_names, words));
    let titles: Vec<String> = titles.take(NAMED).collect();
    match titles.as_slice() {
        [] => String::new(),
        titles => [words.text("page.subject.about"), &titles.join(words.text("office.comma"))]
            .join(words.text("office.colon")),
    }
}

#[derive(Template)]
#[template(path = "adoption.html")]
struct Page<'a> {
    w: &'a Words,
    up: &'static str,
    other: Other,
    id: &'a str,
    name: &'a str,
    adoption: &'a Adoption,
}

/// The page.
pub async fn show(service: Arc<Service>, call: Call) -> Response {
    let words = service.wording.choose(call.asked("lang"), &call.headers);
    let entry = match service.find(&call.id, words) {
        Ok(entry) => entry,
        Err(refusal) => return refuse(words, "../", &refusal),
    };
    let adoption = match of(&service, &entry, words).await {
        Ok(Some(adoption)) => adoption,
        Ok(None) => return refuse(words, "../", &Refusal::of(StatusCode::NOT_FOUND, words, "unannounced")),
        Err(failure) => return refuse(words, "../", &service.failed(&failure, words)),
    };
    let told = &entry.told;
    let page = Page {
        w: words,
        up: "../",
        other: Other::new(words, &call.query),
        id: &told.id,
        name: in_language(&told.names, words.lang()),
        adoption: &adoption,
    };
    html(StatusCode::OK, &page)
}

/// What was announced; `None` where nothing is. It takes long to compute where there are many comments, and each reader asks for it.
async fn of(service: &Service, entry: &Arc<Entry>, words: &Words) -> Result<Option<Arc<Adoption>>, Failure> {
    let id = &entry.told.id;
    let loads = service.subjects.loads();
    // Without an announcement, comments may still change.
    let stamp: Option<Stamp> = if entry.told.announcement.is_some() && !entry.told.comments.is_empty() {
        Some((String::new(), 0, loads))
    } else if let Some(announced) = service.store.announced(id).await? {
        Some((announced.log, service.store.withheld(id).await?, loads))
    } else {
        None
    };
    let kept = stamp.as_ref().and_then(|stamp| service.announced.find(entry, words.lang(), stamp));
    if kept.is_some() {
        return Ok(kept);
    }
    let told = adopted(service, entry).await?;
    let adoption = told.map(|told| Adoption::of(&told, words));
    Ok(adoption.map(|adoption| match stamp {
        Some(stamp) => service.announced.keep(entry, words.lang(), stamp, adoption),
        None => Arc::new(adoption),
    }))
}
