//! One comment: what it says, what is done with it, what colleagues say of it, and what was done.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use daylight_core::json::{self, Node};
use daylight_core::words::in_language;

use super::people::Names;
use super::policy::Act;
use super::queue::{Row, Work, row};
use super::search::{self, Way};
use super::{Desk, Frame, html, log};
use crate::refusal::Refusal;
use crate::store::{Case, Change, Failure, comment_target, settlement_target};

/// Letters of a note.
const NOTE: usize = 2000;
/// Entries of the log that are shown.
const ENTRIES: i64 = 50;

#[derive(Template)]
#[template(path = "office/comment.html")]
struct Page<'a> {
    f: Frame<'a>,
    row: Row,
    case: &'a Case,
    answers: Vec<(String, String)>,
    reason: &'a str,
    answer: &'a str,
    returned: &'a str,
    prepared: String,
    approved: String,
    proposer: String,
    suspicions: Vec<String>,
    notes: Vec<(String, String, String)>,
    entries: Vec<log::Entry>,
    work: Work<'a>,
    can_note: bool,
    /// What is sent to give an approved outcome back; blank where it may not be.
    reopen: String,
    can_withdraw: bool,
    way: Way,
}

impl Page<'_> {
    /// Where what is done is sent to.
    fn at(&self) -> &'static str {
        "../"
    }
}

/// The page of a comment.
pub async fn show(desk: &Desk) -> Result<Response, Refusal> {
    let store = &desk.service.store;
    let failed = |failure: Failure| desk.failed(&failure);
    let found = store.case(&desk.call.id, desk.call.number).await.map_err(failed)?;
    let case = found.ok_or_else(|| Refusal::of(StatusCode::NOT_FOUND, desk.words(), "unknown-comment"))?;
    let names = Names::of(desk).await?;
    let notes = store.notes(case.id).await.map_err(failed)?;
    let logged =
        store.logged(Some((&desk.call.id, &comment_target(case.id))), i64::MAX, ENTRIES).await.map_err(failed)?;
    let words = desk.words();
    let settlement = case.settlement.as_ref();
    let mut logged = logged;
    if let Some(settlement) = settlement {
        let target = settlement_target(settlement.id);
        logged.extend(store.logged(Some((&desk.call.id, &target)), i64::MAX, ENTRIES).await.map_err(failed)?);
        logged.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    }
    let said = |text: Option<&'_ Option<String>>| text.and_then(|text| text.clone()).unwrap_or_default();
    let [reason, answer, returned] = [
        said(settlement.map(|settlement| &settlement.reason)),
        said(settlement.map(|settlement| &settlement.answer)),
        said(settlement.map(|settlement| &settlement.returned)),
    ];
    let fields = [("text", case.text.as_str()), ("name", case.name.as_deref().unwrap_or_default())];
    let suspicions = desk.service.suspect(&fields, words);
    let title = words.fill("office.comment.title", &[("n", &case.id.to_string())]);
    let page = Page {
        row: Row { text: case.text.clone(), ..row(desk, &case)? },
        case: &case,
        answers: answers(desk, &case)?,
        reason: &reason,
        answer: &answer,
        returned: &returned,
        prepared: settlement.map(|settlement| names.name(settlement.prepared_by)).unwrap_or_default(),
        approved: settlement.and_then(|settlement| settlement.approved_by).map(|id| names.name(id)).unwrap_or_default(),
        proposer: case.proposed.as_ref().map(|(.., by)| names.name(*by)).unwrap_or_default(),
        suspicions,
        notes: notes.into_iter().map(|(person, at, text)| (names.name(person), desk.day(at), text)).collect(),
        entries: log::entries(desk, logged).await?,
        work: Work::new(desk, Some(&case))?,
        can_note: desk.may(Act::Note),
        reopen: settlement
            .filter(|settlement| settlement.approved_by.is_some() && settlement.prepared_by != desk.person.id)
            .filter(|_| desk.may(Act::Approve))
            .map(|settlement| format!("{}.", settlement.id))
            .unwrap_or_default(),
        can_withdraw: desk.may(Act::Withdraw) && case.state == "published",
        way: Way::from(desk).await?,
        f: desk.frame("../../", &title),
    };
    Ok(html(StatusCode::OK, &page))
}

/// Answers to the questions of the consultation, as they are read.
fn answers(desk: &Desk, case: &Case) -> Result<Vec<(String, String)>, Refusal> {
    let told = &desk.entry()?.told;
    let lang = desk.words().lang();
    let Some(read) = case.answers.as_ref().and_then(|answers| json::read(answers).ok()) else { return Ok(Vec::new()) };
    let one = |(id, node): &(String, Node)| {
        let question = told.questions.iter().find(|question| question.id == *id);
        let asked = question.map_or(id.as_str(), |question| in_language(&question.texts, lang)).to_owned();
        let options: Vec<&str> =
            question.map_or("", |question| in_language(&question.options, lang)).split('|').collect();
        let list = if node.list().is_empty() { std::slice::from_ref(node) } else { node.list() };
        let given = list.iter().filter_map(|node| {
            let plain = node.plain()?;
            let chosen = plain.parse::<usize>().ok().and_then(|at| options.get(at.checked_sub(1)?));
            let is_choice = question.is_some_and(|question| {
                use daylight_core::model::consultation::QuestionKind::{Multiple, Single};
                matches!(question.kind, Single | Multiple)
            });
            Some(chosen.filter(|_| is_choice).map_or(plain.to_string(), |chosen| chosen.trim().to_owned()))
        });
        (asked, given.collect::<Vec<_>>().join(" · "))
    };
    Ok(read.members().iter().map(one).collect())
}

/// Tells colleagues something.
pub async fn note(desk: &Desk) -> Result<Response, Refusal> {
    let text = desk.text("text", NOTE)?.ok_or_else(|| desk.refusal("blank-note", "text"))?;
    let noted = desk.service.store.note(&desk.by(), desk.call.number, &text).await;
    noted.map_err(|failure| unknown(desk, failure))?;
    Ok(back(desk, "noted"))
}

/// Withholds what was published.
pub async fn withdraw(desk: &Desk) -> Result<Response, Refusal> {
    let code = desk.field("reason-code").unwrap_or_default();
    if desk.entry()?.told.terms.withholding.iter().all(|(known, _)| known != code) {
        return Err(desk.refusal("reason-code", "reason-code"));
    }
    let done = desk.service.store.withdraw(&desk.by(), desk.call.number, code).await;
    done.map_err(|failure| unknown(desk, failure))?;
    Ok(back(desk, "withdrawn"))
}

/// Lets a comment speak for itself.
pub async fn alone(desk: &Desk) -> Result<Response, Refusal> {
    let version = desk.field("version").and_then(|version| version.parse().ok());
    let seen = [(desk.call.number, Some(version.ok_or_else(|| desk.stale())?))];
    let done = desk.service.store.change(&desk.by(), &seen, &Change::Alone).await;
    if done.map_err(|failure| desk.failed(&failure))?.done == 0 {
        return Err(desk.stale());
    }
    Ok(back(desk, "changed"))
}

fn unknown(desk: &Desk, failure: Failure) -> Refusal {
    match failure {
        Failure::NotThere => Refusal::of(StatusCode::NOT_FOUND, desk.words(), "unknown-comment"),
        failure => desk.failed(&failure),
    }
}

fn back(desk: &Desk, done: &str) -> Response {
    let more = [("done", done.to_owned()), ("n", "1".to_owned())];
    let query = search::query(&search::kept(&desk.fields), &more);
    desk.onward("../../../", &format!("{}/comment/{}{query}", desk.call.id, desk.call.number))
}
