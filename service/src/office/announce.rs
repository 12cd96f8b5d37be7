//! What became of the comments, as it would be announced now or was: a page, a table, and a document for a word processor. What keeps
//! it from being announced is said.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use daylight_core::check::consultation::announcing;
use daylight_core::figure::csv::CsvWriter;
use daylight_core::model::consultation::{Announcement, Consultation, Disposition};
use daylight_core::summary::consultation::{Tally, outcome};
use daylight_core::words::{Words, in_language};

use super::policy::{Act, State};
use super::rich::Rich;
use super::{Desk, Frame, disposition_word, file, html, name};
use crate::api::document::whole;
use crate::page::Adoption;
use crate::refusal::Refusal;
use crate::store::{Failure, Progress, counts_json};
use crate::subject::title;

#[derive(Template)]
#[template(path = "office/announcement.html")]
struct Page<'a> {
    f: Frame<'a>,
    adoption: Adoption,
    is_announced: bool,
    can_announce: bool,
    /// What keeps it from being announced.
    obstacles: Vec<String>,
    /// The counts, as they would be announced.
    counts: String,
}

/// All of it, with the counts as they would be announced where nothing is yet.
async fn told(desk: &Desk) -> Result<(Consultation, Progress), Refusal> {
    let entry = desk.entry()?;
    let failed = |failure: Failure| desk.failed(&failure);
    let mut told = whole(&desk.service, entry).await.map_err(failed)?;
    let progress = desk.service.store.progress(&desk.call.id).await.map_err(failed)?;
    if desk.state != Some(State::Announced) {
        // All that were received, though some have no place in public yet: then it does not balance, and is not announced.
        let received = u64::try_from(progress.all).ok();
        told.announcement = Some(Announcement { received, ..computed(&told) });
    }
    Ok((told, progress))
}

/// The counts are computed: nobody types them.
fn computed(told: &Consultation) -> Announcement {
    let tally = Tally::of(told);
    Announcement {
        received: Some(tally.received),
        counts: tally.settled.map(Some),
        withheld: Some(tally.hidden()),
        ..Announcement::default()
    }
}

/// The same as JSON.
fn counts(told: &Consultation) -> String {
    let tally = Tally::of(told);
    counts_json(tally.received, tally.settled, tally.hidden())
}

/// What keeps it from being announced, in words; of a kind, the first few.
fn obstacles(desk: &Desk, told: &Consultation, progress: Progress) -> Vec<String> {
    let words = desk.words();
    let mut all = Vec::new();
    let counts = [
        ("office.obstacle.open", progress.all - progress.settled),
        ("office.obstacle.unnumbered", progress.all - progress.numbered),
    ];
    for (key, count) in counts {
        if count > 0 {
            all.push(words.fill(key, &[("n", &count.to_string())]));
        }
    }
    let core = Words::built_in(words.lang());
    let issues = announcing(told);
    // Those without an outcome are counted above. Answers to questions alone are a comment too, without words.
    let told_above: &[&str] = if all.is_empty() {
        &["comment-blank"]
    } else {
        &["comment-unsettled", "comment-blank", "announcement-unbalanced", "announcement-count"]
    };
    let issues = issues.iter().filter(|issue| !told_above.contains(&issue.rule));
    all.extend(issues.take(20).map(|issue| core.message(issue)));
    if desk.state == Some(State::Running) {
        all.push(words.text("rule.still-open").to_owned());
    }
    all
}

/// The page.
pub async fn show(desk: &Desk) -> Result<Response, Refusal> {
    let (told, progress) = told(desk).await?;
    let words = desk.words();
    let is_announced = desk.state == Some(State::Announced);
    let page = Page {
        adoption: Adoption::of(&told, words),
        is_announced,
        can_announce: desk.may(Act::Announce),
        obstacles: if is_announced { Vec::new() } else { obstacles(desk, &told, progress) },
        counts: counts(&told),
        f: desk.frame("../", words.text("office.announcement")),
    };
    Ok(html(StatusCode::OK, &page))
}

/// Announces it, once.
pub async fn announce(desk: &Desk) -> Result<Response, Refusal> {
    let (told, progress) = told(desk).await?;
    let obstacles = obstacles(desk, &told, progress);
    if let Some(first) = obstacles.into_iter().next() {
        let mut refusal = Refusal::of(StatusCode::CONFLICT, desk.words(), "unfinished");
        refusal.problems[0].message = first;
        return Err(refusal);
    }
    if desk.field("sure").is_none() {
        return Err(desk.refusal("not-sure", "sure"));
    }
    // What somebody saw is what is announced.
    let counts = counts(&told);
    if desk.field("counts") != Some(counts.as_str()) {
        return Err(desk.stale());
    }
    let received = i64::try_from(told.comments.len()).unwrap_or(i64::MAX);
    let announced = desk.service.store.announce(&desk.by(), received, &counts).await;
    announced.map_err(|failure| desk.failed(&failure))?;
    Ok(desk.onward("../", &format!("{}/announcement?done=announced", desk.call.id)))
}

/// Every comment with its outcome, in the columns of the form `daylight-consultation`.
pub async fn csv(desk: &Desk) -> Result<Response, Refusal> {
    let (told, _) = told(desk).await?;
    let mut csv = CsvWriter::default();
    let lang = desk.words().lang();
    let columns = [
        "id",
        "received",
        "channel",
        "package",
        "subject",
        "name",
        "text",
        "theme",
        "voice",
        "disposition",
        "reason",
        "answer",
        "withheld",
    ];
    columns.iter().for_each(|column| csv.text(column));
    csv.end_row();
    for comment in &told.comments {
        let became = outcome(&told, comment);
        let answer = became.answer.and_then(|at| told.answers.get(at));
        csv.text(&comment.id);
        csv.text(&comment.received.map(|day| day.iso()).unwrap_or_default());
        for text in [&comment.channel, &comment.package, &comment.subject, &comment.name, &comment.text] {
            csv.text(text);
        }
        csv.text(comment.theme.map_or("", |at| &told.themes[at].id));
        csv.text(comment.voice.map_or("", |at| &told.comments[at].id));
        csv.text(became.disposition.map_or("", Disposition::word));
        csv.text(in_language(&became.reason, lang));
        csv.text(answer.map_or("", |answer| in_language(&answer.texts, lang)));
        csv.text(&comment.withheld);
        csv.end_row();
    }
    Ok(file(csv.finish(), "text/csv; charset=utf-8", &file_name(desk, "csv")))
}

/// What is not announced yet says so in its name.
fn file_name(desk: &Desk, ending: &str) -> String {
    let what = if desk.state == Some(State::Announced) { "announcement" } else { "preview" };
    [&desk.call.id, "-", what, ".", ending].concat()
}

/// A document for a word processor.
pub async fn rtf(desk: &Desk) -> Result<Response, Refusal> {
    let (told, _) = told(desk).await?;
    let words = desk.words();
    let lang = words.lang();
    let adoption = Adoption::of(&told, words);
    let mut rich = Rich::new(lang);
    rich.heading(1, &[name(&told, words), words.text("office.dash"), words.text("page.adoption")].concat());
    if desk.state != Some(State::Announced) {
        rich.paragraph(words.text("office.announcement.not-yet"));
    }
    if !adoption.day.is_empty() {
        rich.paragraph(&adoption.day);
    }
    rich.heading(2, words.text("page.adoption.counts"));
    for (label, count) in &adoption.counts {
        rich.row(&[label, count], &[70, 30], false);
    }
    rich.paragraph(&adoption.balance);
    if !adoption.withdrawn.is_empty() {
        rich.paragraph(&adoption.withdrawn);
    }
    if !adoption.answers.is_empty() {
        rich.heading(2, words.text("page.adoption.answers"));
    }
    for answer in &adoption.answers {
        rich.heading(3, &answer.comments);
        if !answer.about.is_empty() {
            rich.paragraph(&answer.about);
        }
        rich.paragraph(&answer.text);
    }
    rich.heading(2, words.text("page.comments"));
    let widths = [12, 50, 38];
    let head = ["page.comments.number", "page.comments.text", "page.comments.outcome"].map(|key| words.text(key));
    rich.row(&head, &widths, true);
    for comment in &told.comments {
        let became = outcome(&told, comment);
        let word =
            became.disposition.map(|disposition| disposition_word(words, disposition.word())).unwrap_or_default();
        let reason = in_language(&became.reason, lang);
        let said = if reason.is_empty() { word } else { [&word, words.text("office.dash"), reason].concat() };
        let why = told.terms.withholding.iter().find(|(code, _)| *code == comment.withheld);
        let withheld = [words.text("page.comments.withheld"), why.map_or("", |(_, titles)| in_language(titles, lang))];
        let withheld = withheld.join(words.text("office.colon"));
        let text = if comment.withheld.is_empty() { comment.text.as_str() } else { withheld.as_str() };
        let about = title(&told, (&comment.package, &comment.subject), &comment.subject_names, words);
        let about = [words.text("page.subject.about"), &about].join(words.text("office.colon"));
        let text = if comment.subject.is_empty() { text.to_owned() } else { [&about, text].join("\n") };
        let who = [comment.id.as_str(), comment.name.as_str()].join(" ");
        rich.row(&[who.trim(), &text, &said], &widths, false);
    }
    if !adoption.log.is_empty() {
        rich.paragraph(&words.fill("page.adoption.log", &[("digest", &adoption.log)]));
    }
    Ok(file(rich.finish(), "application/rtf", &file_name(desk, "rtf")))
}
