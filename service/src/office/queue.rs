//! Comments that are looked for in, a page of them out, and what is done to many of them at once.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use daylight_core::model::consultation::Disposition;
use daylight_core::words::in_language;

use super::policy::Act;
use super::{Choice, Desk, Frame, choices, disposition_word, dispositions, due, html, name, search};
use crate::refusal::Refusal;
use crate::store::{Case, Change, Done, Match, Said, Seen, Show, set_digest};

/// Comments of a page.
const PAGE: usize = 50;
/// Letters of a comment that are shown in the list.
const SHORT: usize = 400;
/// Letters of a reason, and of an answer.
pub const LONG: usize = 5000;
/// The page of the list, among the fields.
const AFTER: &str = "after";

#[derive(Template)]
#[template(path = "office/queue.html")]
struct Queue<'a> {
    f: Frame<'a>,
    name: &'a str,
    progress: String,
    settled: i64,
    all: i64,
    shows: Vec<Choice>,
    themes: Vec<Choice>,
    units: Vec<Choice>,
    subjects: Vec<Choice>,
    q: &'a str,
    after: i64,
    own: bool,
    kept: Vec<(&'static str, String)>,
    /// The same as it stands behind an address.
    query: String,
    rows: Vec<Row>,
    /// How many match, on this page or not.
    matching: usize,
    /// What tells whether they are still the same, as they were seen.
    set: String,
    next: Option<String>,
    work: Work<'a>,
}

impl Queue<'_> {
    /// Where what is done is sent to.
    fn at(&self) -> String {
        [self.f.id, "/"].concat()
    }
}

/// What can be done to comments.
pub struct Work<'a> {
    pub can_sort: bool,
    pub can_propose: bool,
    pub can_settle: bool,
    pub themes: Vec<Choice>,
    pub withholding: Vec<Choice>,
    pub dispositions: Vec<Choice>,
    pub unit: &'a str,
    /// To which days terms come.
    pub days: String,
    pub terms: Vec<Choice>,
    pub disposition_reason: &'a str,
    pub answer: &'a str,
}

impl<'a> Work<'a> {
    /// For a comment, or for many.
    pub fn new(desk: &'a Desk, case: Option<&'a Case>) -> Result<Self, Refusal> {
        let (words, told) = (desk.words(), &desk.entry()?.told);
        let lang = words.lang();
        let settlement = case.and_then(|case| case.settlement.as_ref());
        let text = |text: Option<&'a Option<String>>| text.and_then(|text| text.as_deref()).unwrap_or_default();
        Ok(Self {
            can_sort: desk.may(Act::Sort),
            can_propose: desk.may(Act::Propose),
            can_settle: desk.may(Act::Settle),
            themes: choices(
                told.themes.iter().map(|theme| (theme.id.as_str(), in_language(&theme.names, lang))),
                text(case.map(|case| &case.theme)),
            ),
            withholding: choices(
                told.terms.withholding.iter().map(|(id, titles)| (id.as_str(), in_language(titles, lang))),
                "",
            ),
            dispositions: dispositions(words, settlement.map_or("", |settlement| settlement.disposition.as_str())),
            unit: text(case.map(|case| &case.unit)),
            days: due::hint(desk)?,
            terms: due::choices(desk)?,
            disposition_reason: text(settlement.map(|settlement| &settlement.reason)),
            answer: text(settlement.map(|settlement| &settlement.answer)),
        })
    }
}

/// A comment in the list.
pub struct Row {
    pub id: i64,
    pub version: i64,
    pub day: String,
    pub channel: String,
    pub subject: String,
    pub text: String,
    pub state: String,
    pub outcome: String,
    pub theme: String,
    pub unit: String,
    pub due: String,
    pub is_overdue: bool,
    pub same: String,
    pub voice: Option<i64>,
    pub flagged: bool,
    /// Whether it is left out where all are chosen.
    pub held: bool,
    pub number: Option<i64>,
}

/// A comment as it stands in a list.
pub fn row(desk: &Desk, case: &Case) -> Result<Row, Refusal> {
    let (words, told) = (desk.words(), &desk.entry()?.told);
    let lang = words.lang();
    let titled = |all: &[(String, Vec<(String, String)>)], id: &str| {
        all.iter()
            .find(|(known, _)| known == id)
            .map_or(id.to_owned(), |(_, titles)| in_language(titles, lang).to_owned())
    };
    let of = [&case.package, &case.subject].map(|id| id.as_deref().unwrap_or_default());
    let subject = desk.service.subject_title(told, (of[0], of[1]), words);
    let (state, code) = match (case.state.as_str(), &case.proposed) {
        ("received", None) => ("office.state.fresh", None),
        ("received", Some((what, code, _))) if what == "publish" => ("office.state.proposed-publish", code.as_deref()),
        ("received", Some((_, code, _))) => ("office.state.proposed-withhold", code.as_deref()),
        ("published", _) => ("office.state.published", None),
        _ => ("office.state.withheld", case.withheld.as_deref()),
    };
    let code = code.map(|code| titled(&told.terms.withholding, code)).unwrap_or_default();
    let outcome = case.settlement.as_ref().map(|settlement| {
        let became = disposition_word(words, &settlement.disposition);
        let key = match (settlement.approved_ms, &settlement.returned) {
            (Some(_), _) => "office.outcome.settled",
            (None, Some(_)) => "office.outcome.returned",
            (None, None) => "office.outcome.drafted",
        };
        words.fill(key, &[("became", &became)])
    });
    let short: String = case.text.chars().take(SHORT).collect();
    let is_short = short.len() == case.text.len();
    let today = desk.service.today().map(|day| day.iso()).unwrap_or_default();
    Ok(Row {
        id: case.id,
        version: case.version,
        day: desk.day(case.received_ms),
        channel: titled(&told.terms.channels, &case.channel),
        subject,
        text: if is_short { short } else { short + "…" },
        state: words.fill(state, &[("reason", &code)]),
        outcome: outcome.unwrap_or_default(),
        theme: case
            .theme
            .as_ref()
            .map(|id| {
                let theme = told.themes.iter().find(|theme| theme.id == *id);
                theme.map_or(id.clone(), |theme| in_language(&theme.names, lang).to_owned())
            })
            .unwrap_or_default(),
        unit: case.unit.clone().unwrap_or_default(),
        is_overdue: case.due.as_ref().is_some_and(|due| *due < today)
            && case.settlement.as_ref().is_none_or(|settlement| settlement.approved_ms.is_none()),
        due: case.due.as_ref().map(|due| words.date(due)).unwrap_or_default(),
        same: if case.same > 0 { words.fill("office.same", &[("n", &case.same.to_string())]) } else { String::new() },
        voice: case.voice.as_ref().map(|(id, _)| *id),
        flagged: case.flagged,
        held: case.flagged,
        number: case.number,
    })
}

/// A number, however it is typed.
pub fn number_of(typed: &str) -> Option<i64> {
    let plain = |typed: char| match u32::from(typed) {
        full @ 0xff10..=0xff19 => char::from_u32(full - 0xff10 + u32::from('0')).unwrap_or(typed),
        _ => typed,
    };
    typed.trim().chars().map(plain).collect::<String>().parse().ok().filter(|number| *number > 0)
}

/// The list.
pub async fn show(desk: &Desk) -> Result<Response, Refusal> {
    let (words, store) = (desk.words(), &desk.service.store);
    let entry = desk.entry()?;
    let told = &entry.told;
    let today = desk.service.today().map(|day| day.iso()).unwrap_or_default();
    let filter = search::filter(desk, &today);
    let wanted = search::wanted(desk);
    let keep = |text: &str| wanted.as_ref().is_none_or(|wanted| wanted.matches(text));
    let after = desk.field("after").and_then(|after| after.parse::<i64>().ok()).unwrap_or(0);
    let failed = |failure| desk.failed(&failure);
    let cases = store.cases(&filter, (after, PAGE), keep).await.map_err(failed)?;
    let matching = store.matching(&filter, keep).await.map_err(failed)?;
    let kept = search::kept(&desk.fields);
    let next = (cases.len() == PAGE).then(|| cases.last().map(|last| last.id)).flatten();
    let next = next.map(|after| search::query(&kept, &[("after", after.to_string())]));
    let progress = store.progress(&told.id).await.map_err(failed)?;
    let units = store.units(&told.id).await.map_err(failed)?;
    let lang = words.lang();
    let none = ("-", words.text("office.filter.none"));
    let shows = Show::ALL.map(|show| (show.word(), show_key(show)));
    let (settled, all) = (words.integer(progress.settled as u64), words.integer(progress.all as u64));
    let clause = |clause: &daylight_core::model::consultation::Clause| {
        let title = [in_language(&clause.numbers, lang), in_language(&clause.headings, lang)].join(" ");
        (clause.id.clone(), title.trim().to_owned())
    };
    let clauses: Vec<(String, String)> = told.clauses.iter().map(clause).collect();
    let page = Queue {
        f: desk.frame("", name(told, words)),
        name: name(told, words),
        progress: words.fill("office.progress", &[("n", &settled), ("all", &all)]),
        settled: progress.settled,
        all: progress.all,
        shows: choices(shows.iter().map(|(word, key)| (*word, words.text(key))), filter.show.word()),
        themes: choices(
            std::iter::once(none)
                .chain(told.themes.iter().map(|theme| (theme.id.as_str(), in_language(&theme.names, lang)))),
            desk.field("in-theme").unwrap_or_default(),
        ),
        units: choices(
            std::iter::once(none).chain(units.iter().map(|unit| (unit.as_str(), unit.as_str()))),
            desk.field("in-unit").unwrap_or_default(),
        ),
        subjects: choices(
            clauses.iter().map(|(id, title)| (id.as_str(), title.as_str())),
            desk.field("subject").unwrap_or_default(),
        ),
        q: desk.field("q").unwrap_or_default(),
        after,
        own: filter.own,
        rows: cases.iter().map(|case| row(desk, case)).collect::<Result<_, _>>()?,
        set: as_seen(&matching),
        matching: matching.len(),
        next,
        query: search::query(&kept, &[]),
        kept,
        work: Work::new(desk, None)?,
    };
    Ok(html(StatusCode::OK, &page))
}

fn show_key(show: Show) -> &'static str {
    [
        "office.show.all",
        "office.show.fresh",
        "office.show.proposed",
        "office.show.published",
        "office.show.withheld",
        "office.show.open",
        "office.show.drafted",
        "office.show.settled",
        "office.show.overdue",
        "office.show.leading",
        "office.show.returned",
        "office.show.flagged",
    ][show as usize]
}

/// The comments that a form speaks of: those that were ticked, as `ID.VERSION`, or all that were looked for.
pub async fn seen(desk: &Desk) -> Result<Vec<Seen>, Refusal> {
    Ok(seen_but(desk, false).await?.0)
}

/// The same; of all that were looked for, those are left out that may hold personal data, where that is wanted: how many.
pub async fn seen_but(desk: &Desk, spare_flagged: bool) -> Result<(Vec<Seen>, usize), Refusal> {
    if desk.field("scope") == Some("all") {
        let all = search::matching(desk).await?;
        return desk.all_as_seen(&all, |one| spare_flagged && one.flagged);
    }
    let read = |value: &str| {
        let (id, version) = value.split_once('.')?;
        Some((id.parse().ok()?, Some(version.parse().ok()?)))
    };
    if desk.field("scope") == Some("page") {
        let mut seen: Vec<Seen> = desk.all("shown").filter_map(read).collect();
        let held: Vec<Seen> = desk.all("shown-held").filter_map(read).collect();
        if !spare_flagged {
            seen.extend(&held);
        }
        return Ok((seen, if spare_flagged { held.len() } else { 0 }));
    }
    let seen: Vec<Seen> = desk.all("comment").filter_map(read).collect();
    if seen.is_empty() { Err(desk.refusal("none-chosen", "comment")) } else { Ok((seen, 0)) }
}

/// What tells whether comments are still the same, as they were seen.
pub fn as_seen(all: &[Match]) -> String {
    set_digest(all.iter().flat_map(|one| [one.id, one.version]))
}

impl Desk {
    /// All of some comments, where they are still as they were seen, but those that are left out: how many.
    pub fn all_as_seen(&self, all: &[Match], is_left: impl Fn(&Match) -> bool) -> Result<(Vec<Seen>, usize), Refusal> {
        // Whoever did not see what came or changed since decides nothing about it.
        if self.field("set") != Some(as_seen(all).as_str()) {
            return Err(self.stale());
        }
        let left = all.iter().filter(|one| is_left(one)).count();
        let seen = all.iter().filter(|one| !is_left(one)).map(|one| (one.id, Some(one.version)));
        Ok((seen.collect(), left))
    }

    /// What somebody saw is not so any more.
    pub fn stale(&self) -> Refusal {
        Refusal::of(StatusCode::CONFLICT, self.words(), "stale")
    }

    /// Back to where something was done from, with what came of it.
    pub fn done(&self, what: &str, done: Done) -> Result<Response, Refusal> {
        self.done_but(what, done, (0, None))
    }

    fn done_but(&self, what: &str, done: Done, (flagged, due): (usize, Option<&str>)) -> Result<Response, Refusal> {
        if done.done == 0 && flagged == 0 {
            return Err(self.stale());
        }
        let mut more = vec![("done", what.to_owned()), ("n", done.done.to_string())];
        if flagged > 0 {
            more.push(("flagged", flagged.to_string()));
        }
        if done.left > 0 {
            more.push(("left", done.left.to_string()));
        }
        more.extend(due.map(|due| ("due", due.to_owned())));
        if let Some(id) = self.field("back").filter(|back| back.parse::<i64>().is_ok()) {
            let query = search::query(&search::kept(&self.fields), &more);
            return Ok(self.onward("../", &format!("{}/comment/{id}{query}", self.call.id)));
        }
        let mut kept = search::kept(&self.fields);
        kept.extend(self.field(AFTER).map(|after| (AFTER, after.to_owned())));
        Ok(self.onward("../", &format!("{}{}", self.call.id, search::query(&kept, &more))))
    }

    async fn change(&self, change: &Change<'_>) -> Result<Response, Refusal> {
        // Nobody publishes a telephone number by choosing all.
        let (seen, flagged) = seen_but(self, matches!(change, Change::Publish)).await?;
        let done = self.service.store.change(&self.by(), &seen, change).await;
        let done = done.map_err(|failure| self.failed(&failure))?;
        let due = if let Change::Unit(_, due) = change { *due } else { None };
        self.done_but("changed", done, (flagged, due))
    }
}

/// Puts comments under a theme.
pub async fn theme(desk: &Desk) -> Result<Response, Refusal> {
    let theme = desk.field("theme");
    let told = &desk.entry()?.told;
    if theme.is_some_and(|id| told.themes.iter().all(|known| known.id != id)) {
        return Err(desk.refusal("answer", "theme"));
    }
    desk.change(&Change::Theme(theme)).await
}

/// Gives comments to a unit, with a day.
pub async fn assign(desk: &Desk) -> Result<Response, Refusal> {
    if desk.field("act") == Some("clear") {
        return desk.change(&Change::Place(None, None)).await;
    }
    let (unit, due) = (desk.text("unit", 100)?, due::typed(desk)?.map(|day| day.iso()));
    if unit.is_none() && due.is_none() {
        return Err(desk.refusal("no-unit", "unit"));
    }
    desk.change(&Change::Unit(unit.as_deref(), due.as_deref())).await
}

/// Proposes that comments are published or withheld, or takes that back.
pub async fn propose(desk: &Desk) -> Result<Response, Refusal> {
    let change = match desk.field("proposal") {
        Some("publish") => Change::Publish,
        Some("retract") => Change::Retract,
        Some("withhold") => {
            let code = desk.field("reason-code").unwrap_or_default();
            let known = desk.entry()?.told.terms.withholding.iter().any(|(known, _)| known == code);
            if !known {
                return Err(desk.refusal("reason-code", "reason-code"));
            }
            Change::Withhold(code)
        }
        _ => return Err(desk.refusal("malformed", "proposal")),
    };
    desk.change(&change).await
}

/// Says what became of comments, or takes that back.
pub async fn settle(desk: &Desk) -> Result<Response, Refusal> {
    if desk.field("act") == Some("unsettle") {
        return desk.change(&Change::Unsettle).await;
    }
    let disposition = desk.field("disposition").and_then(Disposition::of_word);
    let disposition = disposition.ok_or_else(|| desk.refusal("disposition", "disposition"))?;
    let (reason, answer) = (desk.text("reason", LONG)?, desk.text("answer", LONG)?);
    if disposition.needs_reason() && reason.is_none() && answer.is_none() {
        return Err(desk.refusal("no-reason", "reason"));
    }
    let seen = seen(desk).await?;
    let said = Said { disposition: disposition.word(), reason: reason.as_deref(), answer: answer.as_deref() };
    let settled = desk.service.store.settle(&desk.by(), &seen, &said).await;
    let (_, done) = settled.map_err(|failure| match failure {
        crate::store::Failure::NotThere => desk.stale(),
        failure => desk.failed(&failure),
    })?;
    desk.done("settled", done)
}
