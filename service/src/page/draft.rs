//! `/c/ID`: the draft with its clauses, and the form; what was sent in, the receipt or what is wrong out.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use daylight_core::consultation::{Stage, Standing};
use daylight_core::model::consultation::{Consultation, Document};
use daylight_core::words::{Words, in_language};

use super::form::Form;
use super::{Other, Said, html, refuse, stage_key};
use crate::call::{Call, wait};
use crate::catalogue::{Entry, day_of};
use crate::refusal::{Problem, Refusal};
use crate::service::Service;
use crate::store::Kept;
use crate::typed::Typed;
use crate::world::hex;

#[derive(Template)]
#[template(path = "draft.html")]
struct Draft<'a> {
    w: &'a Words,
    up: &'static str,
    other: Other,
    id: &'a str,
    name: Said<'a>,
    summary: Said<'a>,
    office: String,
    stage: &'a str,
    left: String,
    days: String,
    answer_by: String,
    documents: Vec<Shown<'a>>,
    clauses: Vec<Clause<'a>>,
    /// Whether there are comments to read, and an announcement.
    has_comments: bool,
    has_adoption: bool,
    /// What a link to the form keeps of the address.
    kept: String,
    problems: &'a [Problem],
    form: Option<Form<'a>>,
}

struct Shown<'a> {
    purpose: &'a str,
    name: Said<'a>,
    address: &'a str,
    href: &'a str,
}

struct Clause<'a> {
    id: &'a str,
    /// Its id as a query has it.
    query: String,
    title: String,
    /// The language of its heading, where that is not the page's.
    lang: &'a str,
    text: Said<'a>,
    explanation: Said<'a>,
}

#[derive(Template)]
#[template(path = "sent.html")]
struct Sent<'a> {
    w: &'a Words,
    up: &'static str,
    other: Other,
    id: &'a str,
    name: &'a str,
    receipt: &'a str,
    received: String,
}

/// The draft and an empty form; its subject may stand in the address.
pub async fn show(service: Arc<Service>, call: Call) -> Response {
    let words = service.wording.choose(call.asked("lang"), &call.headers);
    let entry = match service.find(&call.id, words) {
        Ok(entry) => entry,
        Err(refusal) => return refuse(words, "", &refusal),
    };
    let asked = |name| call.asked(name).unwrap_or_default().to_owned();
    let key = match service.world.draw() {
        Ok(bytes) => hex(&bytes),
        Err(_) => return refuse(words, "", &Refusal::of(StatusCode::SERVICE_UNAVAILABLE, words, "store").after(5)),
    };
    let typed = Typed {
        key,
        package: asked("package"),
        subject: asked("subject"),
        voucher: asked("voucher"),
        ..Typed::default()
    };
    page(&service, &entry, words, (&typed, service.token(&call.id)), None).await
}

/// Takes a comment.
pub async fn submit(service: Arc<Service>, call: Call) -> Response {
    let words = service.wording.choose(call.asked("lang"), &call.headers);
    let found = service.find(&call.id, words).and_then(|entry| Ok((entry, call.typed(words)?)));
    let (entry, mut typed) = match found {
        Ok(found) => found,
        Err(refusal) => return refuse(words, "", &refusal),
    };
    if !typed.language.is_empty() {
        let words = service.wording.choose(Some(&typed.language), &call.headers);
        let token = typed.token.clone();
        return page(&service, &entry, words, (&typed, token), None).await;
    }
    match service.submit(&entry, &typed, call.network, words).await {
        Ok(kept) => sent(&service, &entry, words, &kept),
        Err(refusal) => {
            // The form has been filled already: it may be sent again at once. One that nobody gave has to wait.
            // What was sent with the key before was something else: this is another comment.
            if let ("key-used", Ok(bytes)) = (refusal.rule(), service.world.draw()) {
                typed.key = hex(&bytes);
            }
            let token = refusal.token.clone().unwrap_or_else(|| service.renewed_token(&call.id));
            page(&service, &entry, words, (&typed, token), Some(&refusal)).await
        }
    }
}

fn sent(service: &Service, entry: &Entry, words: &Words, kept: &Kept) -> Response {
    let day = day_of(kept.received_ms, service.settings.utc_offset_minutes).map(|day| day.iso()).unwrap_or_default();
    let page = Sent {
        w: words,
        up: "",
        other: Other::none(words),
        id: &entry.told.id,
        name: in_language(&entry.told.names, words.lang()),
        receipt: &kept.receipt,
        received: words.fill("page.sent.day", &[("day", &words.date(&day))]),
    };
    html(StatusCode::CREATED, &page)
}

async fn page(
    service: &Service,
    entry: &Entry,
    words: &Words,
    (typed, token): (&Typed, String),
    refusal: Option<&Refusal>,
) -> Response {
    let (told, standing) = match service.told(entry).await {
        Ok(found) => found,
        Err(failure) => return refuse(words, "", &service.failed(&failure, words)),
    };
    let (told, lang) = (told.as_ref(), words.lang());
    let clauses = clauses(told, &standing, words);
    let titles: Vec<(String, String)> =
        clauses.iter().map(|clause| (clause.id.to_owned(), clause.title.clone())).collect();
    let is_open = entry.may_open && standing.stage == Stage::Open;
    // What was typed is shown even where it comes too late.
    let has_form = is_open || refusal.is_some() || !typed.language.is_empty();
    let most = service.settings.limits.text_characters;
    let office = in_language(&told.office, lang);
    let about = service.subject_title(told, (&typed.package, &typed.subject), words);
    let answer_by = told.answer_by.filter(|_| standing.stage != Stage::Answered).map(|day| words.date(&day.iso()));
    let draft = Draft {
        w: words,
        up: "",
        other: other(words, typed, has_form),
        id: &told.id,
        name: Said::new(told, &told.names, words),
        summary: Said::new(told, &told.summary, words),
        office: if office.is_empty() { String::new() } else { words.fill("page.office", &[("office", office)]) },
        stage: words.text(stage_key(standing.stage)),
        left: left(&standing, words),
        days: days(told, &standing, words),
        answer_by: answer_by.map(|day| words.fill("page.answer-by", &[("day", &day)])).unwrap_or_default(),
        documents: told.documents.iter().map(|document| shown(told, document, words)).collect(),
        clauses,
        has_comments: has_comments(service, entry).await,
        has_adoption: told.announcement.is_some(),
        kept: kept(words, typed),
        problems: refusal.map(|refusal| refusal.problems.as_slice()).unwrap_or_default(),
        form: has_form.then(|| Form::new((told, &titles, about), (typed, token), refusal, (words, most))),
    };
    let mut response = html(refusal.map_or(StatusCode::OK, |refusal| refusal.status), &draft);
    if let Some(refusal) = refusal {
        wait(&mut response, refusal);
    }
    response
}

/// Whether there are comments to read; where that cannot be known now, the page is shown without them.
async fn has_comments(service: &Service, entry: &Entry) -> bool {
    if !entry.told.comments.is_empty() {
        return true;
    }
    service.store.has_published(&entry.told.id).await.unwrap_or_default()
}

/// The way to the other language: with all that was typed, or may be typed meanwhile, where there is a form; with what the address
/// says of it where there is none.
fn other(words: &Words, typed: &Typed, has_form: bool) -> Other {
    let named = [("package", &typed.package), ("subject", &typed.subject), ("voucher", &typed.voucher)];
    let is_kept = |name: &str, value: &str| !value.is_empty() && (!has_form || name == "voucher");
    let kept = named.into_iter().filter(|(name, value)| is_kept(name, value));
    let query: Vec<(String, String)> = kept.map(|(name, value)| (name.to_owned(), value.clone())).collect();
    let other = Other::new(words, &query);
    if has_form { other.of_form("say") } else { other }
}

/// The language, and what the host vouches with.
fn kept(words: &Words, typed: &Typed) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("lang", words.lang());
    if !typed.voucher.is_empty() {
        query.append_pair("voucher", &typed.voucher);
    }
    query.finish()
}

fn left(standing: &Standing, words: &Words) -> String {
    let Some(days) = standing.days_left else { return String::new() };
    let number = days.to_string();
    match (standing.stage, days) {
        (Stage::Planned, _) => words.fill("page.opens-in", &[("n", &number)]),
        (_, 0) => words.text("page.last-day").to_owned(),
        _ => words.fill("page.days-left", &[("n", &number)]),
    }
}

fn days(told: &Consultation, standing: &Standing, words: &Words) -> String {
    let round = standing.round.and_then(|at| told.rounds.get(at));
    let days = round.and_then(|round| Some((round.opens?, round.last()?)));
    let written = |(from, until): (daylight_core::day::Day, daylight_core::day::Day)| {
        let (from, until) = (words.date(&from.iso()), words.date(&until.iso()));
        words.fill("page.days", &[("from", &from), ("until", &until)])
    };
    days.map(written).unwrap_or_default()
}

fn shown<'a>(told: &'a Consultation, document: &'a Document, words: &'a Words) -> Shown<'a> {
    let purpose = document.purpose.map(|purpose| {
        [
            "page.purpose.draft",
            "page.purpose.explanation",
            "page.purpose.basis",
            "page.purpose.evidence",
            "page.purpose.decision",
        ][purpose as usize]
    });
    let is_link = ["https://", "http://"].iter().any(|scheme| document.address.starts_with(scheme));
    let (href, address) = if is_link { (document.address.as_str(), "") } else { ("", document.address.as_str()) };
    let mut name = Said::new(told, &document.names, words);
    if name.is_empty() {
        name.text = href;
    }
    Shown { purpose: purpose.map_or("", |key| words.text(key)), name, address, href }
}

fn clauses<'a>(told: &'a Consultation, standing: &Standing, words: &Words) -> Vec<Clause<'a>> {
    let round = standing.round.unwrap_or(0);
    let one = |clause: &'a daylight_core::model::consultation::Clause| {
        let text = clause.text_in(round).or(clause.texts.first().map(|(_, texts)| texts));
        let heading = Said::new(told, &clause.headings, words);
        let number = Said::new(told, &clause.numbers, words);
        let title = [number.text, heading.text].join(" ").trim().to_owned();
        Clause {
            id: &clause.id,
            query: form_urlencoded::byte_serialize(clause.id.as_bytes()).collect(),
            title: if title.is_empty() { clause.id.clone() } else { title },
            lang: heading.lang,
            text: Said::new(told, text.map_or(&[], Vec::as_slice), words),
            explanation: Said::new(told, &clause.explanation, words),
        }
    };
    told.clauses.iter().map(one).collect()
}
