//! All comments out as a table for a spreadsheet, and the same table with changes in, by codes or by what they are called. A row that
//! cannot be taken is named with its place, and then nothing is taken.

use std::collections::HashMap;

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::Response;
use daylight_core::day::{Day, DayOrder};
use daylight_core::figure::csv::CsvWriter;
use daylight_core::model::consultation::Disposition;
use daylight_core::words::Words;
use encoding_rs::{GB18030, UTF_8};

use super::due::has_passed;
use super::policy::Act;
use super::queue::LONG;
use super::term::Terms;
use super::{Desk, Frame, file, html};
use crate::call::Call;
use crate::refusal::{Problem, Refusal};
use crate::rule;
use crate::store::{Case, Change, Failure, Filter, Revision, Said, Seen};

/// The columns. Those from `theme` on can be changed.
pub(super) const COLUMNS: [&str; 16] = [
    "id",
    "version",
    "received",
    "channel",
    "subject",
    "state",
    "number",
    "same-as",
    "text",
    "theme",
    "unit",
    "due",
    "proposal",
    "disposition",
    "reason",
    "answer",
];

/// Where what can be changed begins.
const FIRST: usize = 9;

/// Problems that are told.
const TOLD: usize = 50;
/// Letters of a value that is told to be wrong.
const SHORT: usize = 60;
/// Letters of a unit.
const UNIT: usize = 100;

#[derive(Template)]
#[template(path = "office/table.html")]
struct Page<'a> {
    f: Frame<'a>,
    problems: &'a [Problem],
    can_change: bool,
}

/// The fields of a form, whichever way it was sent. A file is a field with its text; what is no UTF-8 is read as GB18030, in which
/// spreadsheets of China save. `None` where it cannot be read.
pub async fn fields(call: &Call) -> Option<Vec<(String, String)>> {
    let said = call.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if said.starts_with("application/x-www-form-urlencoded") {
        let fields = form_urlencoded::parse(&call.body);
        // No database takes a NUL.
        return Some(fields.map(|(name, value)| (name.into_owned(), value.replace('\0', ""))).collect());
    }
    let boundary = multer::parse_boundary(said).ok()?;
    let mut form = multer::Multipart::with_reader(&call.body[..], boundary);
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await.ok()? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.ok()?;
        fields.push((name, text_of(&bytes).replace('\0', "")));
    }
    Some(fields)
}

fn text_of(bytes: &[u8]) -> String {
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => text.trim_start_matches('\u{feff}').to_owned(),
        None => GB18030.decode(bytes).0.into_owned(),
    }
}

/// The page.
pub async fn show(desk: &Desk) -> Result<Response, Refusal> {
    Ok(page(desk, &[], StatusCode::OK))
}

fn page(desk: &Desk, problems: &[Problem], status: StatusCode) -> Response {
    let can_change = desk.may(Act::Sort) || desk.may(Act::Settle);
    html(status, &Page { f: desk.frame("../", desk.words().text("office.table")), problems, can_change })
}

async fn cases(desk: &Desk) -> Result<Vec<Case>, Refusal> {
    let filter = Filter { consultation: &desk.call.id, ..Filter::default() };
    desk.service.store.cases(&filter, (0, usize::MAX), |_| true).await.map_err(|failure| desk.failed(&failure))
}

/// A case as a row.
fn cells(desk: &Desk, case: &Case) -> [String; 16] {
    // One that speaks with another has the outcome of that one.
    let own = case.settlement.as_ref().filter(|_| case.voice.is_none());
    let day = crate::catalogue::day_of(case.received_ms, desk.service.settings.utc_offset_minutes);
    let proposal = match &case.proposed {
        Some((what, code, _)) if case.state == "received" => {
            code.as_ref().map_or(what.clone(), |code| [what, ":", code].concat())
        }
        _ => String::new(),
    };
    let subject = [case.package.as_deref().unwrap_or_default(), case.subject.as_deref().unwrap_or_default()];
    [
        case.id.to_string(),
        case.version.to_string(),
        day.map(|day| day.iso()).unwrap_or_default(),
        case.channel.clone(),
        subject.join(" ").trim().to_owned(),
        case.state.clone(),
        case.number.map(|number| number.to_string()).unwrap_or_default(),
        case.voice.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
        case.text.clone(),
        case.theme.clone().unwrap_or_default(),
        case.unit.clone().unwrap_or_default(),
        case.due.clone().unwrap_or_default(),
        proposal,
        own.map(|own| own.disposition.clone()).unwrap_or_default(),
        own.and_then(|own| own.reason.clone()).unwrap_or_default(),
        own.and_then(|own| own.answer.clone()).unwrap_or_default(),
    ]
}

/// The table.
pub async fn out(desk: &Desk) -> Result<Response, Refusal> {
    let mut csv = CsvWriter::default();
    COLUMNS.iter().for_each(|column| csv.text(column));
    csv.end_row();
    for case in cases(desk).await? {
        cells(desk, &case).iter().for_each(|cell| csv.text(cell));
        csv.end_row();
    }
    Ok(file(csv.finish(), "text/csv; charset=utf-8", &format!("{}-comments.csv", desk.call.id)))
}

/// What is to be changed, each with the comments that it is of.
#[derive(Default)]
struct Changes {
    seen: Vec<Seen>,
    themes: HashMap<Option<String>, Vec<i64>>,
    units: HashMap<(Option<String>, Option<String>), Vec<i64>>,
    /// `None` takes a proposal back; the code of a reason is that to withhold.
    proposals: HashMap<Option<Option<String>>, Vec<i64>>,
    outcomes: Vec<(Option<Outcome>, Vec<i64>)>,
}

/// What became of comments: a word, a reason and an answer.
type Outcome = (&'static str, Option<String>, Option<String>);

/// Takes a table with changes: all of them or, where something is wrong with one, none.
pub async fn take(desk: &Desk) -> Result<Response, Refusal> {
    let text = desk.all("file").next().unwrap_or_default().to_owned();
    let cases = cases(desk).await?;
    let mut problems = Vec::new();
    let terms = Terms::of(desk).await?;
    let changes = read(desk, &text, (&cases, &terms), &mut problems)?;
    if !problems.is_empty() {
        problems.truncate(TOLD);
        return Ok(page(desk, &problems, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let done = apply(desk, &changes).await.map_err(|failure| match failure {
        Failure::NotThere => desk.stale(),
        failure => desk.failed(&failure),
    })?;
    if done == 0 {
        return Ok(page(desk, &[Problem::new(desk.words(), "table-unchanged", "file", &[])], StatusCode::OK));
    }
    Ok(desk.onward("../", &format!("{}/table?done=table&n={done}", desk.call.id)))
}

fn read(
    desk: &Desk,
    text: &str,
    (cases, terms): (&[Case], &Terms),
    problems: &mut Vec<Problem>,
) -> Result<Changes, Refusal> {
    let words = desk.words();
    // A workbook is an archive.
    if text.starts_with("PK\u{3}\u{4}") {
        return Err(desk.refusal("table-workbook", "file"));
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter(text)).from_reader(text.as_bytes());
    let heads = reader.headers().map_err(|_| desk.refusal("table-unread", "file"))?.clone();
    let mut at = [None; 16];
    for (place, column) in at.iter_mut().zip(COLUMNS) {
        *place = heads.iter().position(|head| head.trim() == column);
    }
    if at[0].is_none() || at[1].is_none() {
        return Err(desk.refusal("table-columns", "file"));
    }
    let known: HashMap<i64, &Case> = cases.iter().map(|case| (case.id, case)).collect();
    let mut changes = Changes::default();
    // A table opened in a spreadsheet has its head in the first row.
    for (record, number) in reader.records().zip(2_u32..) {
        let Ok(record) = record else {
            problems.push(placed(words, "table-unread", number, "", &[]));
            break;
        };
        // By its code, where it is called otherwise.
        let cell = |column: usize| {
            let cell = at[column].and_then(|at| record.get(at)).map(unguarded)?;
            Some(terms.code(COLUMNS[column], &cell).map_or(cell, str::to_owned))
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let id = cell(0).and_then(|id| id.trim().parse().ok());
        let Some(case) = id.and_then(|id: i64| known.get(&id)) else {
            problems.push(placed(words, "table-id", number, "id", &[("value", &cell(0).unwrap_or_default())]));
            continue;
        };
        let now = cells(desk, case);
        if at[8].and_then(|at| record.get(at)).is_some_and(|text| !is_same_text(text, &now[8])) {
            problems.push(placed(words, "table-text", number, "text", &[]));
            continue;
        }
        // A text may begin with an apostrophe of its own.
        let raw = |column: usize| at[column].and_then(|at| record.get(at));
        let is_changed = |column: usize| {
            let day = |text: &str| Day::read(text.trim(), DayOrder::YearFirst);
            // A day is the same day however a spreadsheet writes it.
            let is_same_day = column == 11 && raw(11).and_then(day).is_some_and(|given| day(&now[11]) == Some(given));
            let is_same = |text: &str| normal(text) == normal(&now[column]);
            !is_same_day
                && raw(column).is_some_and(|cell| !is_same(cell))
                && cell(column).is_some_and(|cell| !is_same(&cell))
        };
        if !(FIRST..16).any(is_changed) {
            continue;
        }
        if cell(1).and_then(|version| version.trim().parse().ok()) != Some(case.version) {
            problems.push(placed(words, "table-stale", number, "version", &[]));
            continue;
        }
        one(
            (desk, terms),
            (case, number),
            &|column| cell(column).unwrap_or_else(|| now[column].clone()),
            &is_changed,
            &mut changes,
            problems,
        )?;
    }
    Ok(changes)
}

/// What is changed on one comment.
fn one(
    (desk, terms): (&Desk, &Terms),
    (case, number): (&Case, u32),
    cell: &dyn Fn(usize) -> String,
    is_changed: &dyn Fn(usize) -> bool,
    changes: &mut Changes,
    problems: &mut Vec<Problem>,
) -> Result<(), Refusal> {
    let (words, told) = (desk.words(), &desk.entry()?.told);
    changes.seen.push((case.id, Some(case.version)));
    let given = |column: usize| Some(cell(column).trim().to_owned()).filter(|text| !text.is_empty());
    let mut tell = |rule, column: usize| {
        let value = cell(column);
        let (n, most) = (value.chars().count().to_string(), if column == 10 { UNIT } else { LONG }.to_string());
        let short = match value.char_indices().nth(SHORT) {
            Some((end, _)) => [&value[..end], "…"].concat(),
            None => value,
        };
        let told =
            if column == 11 { words.text("office.table.day").to_owned() } else { terms.told(COLUMNS[column], words) };
        let values = [("value", short.as_str()), ("allowed", &told), ("n", &n), ("most", &most)];
        problems.push(placed(words, rule, number, COLUMNS[column], &values));
    };
    let needed = [
        (9, Act::Sort),
        (10, Act::Sort),
        (11, Act::Sort),
        (12, Act::Propose),
        (13, Act::Settle),
        (14, Act::Settle),
        (15, Act::Settle),
    ];
    for (column, act) in needed {
        if is_changed(column) && !desk.may(act) {
            tell("table-not-allowed", column);
            return Ok(());
        }
    }
    if is_changed(9) {
        let theme = given(9);
        if theme.as_ref().is_some_and(|theme| told.themes.iter().all(|known| known.id != *theme)) {
            tell("table-value", 9);
        } else {
            changes.themes.entry(theme).or_default().push(case.id);
        }
    }
    if is_changed(10) || is_changed(11) {
        let due = given(11);
        let day = due.as_ref().and_then(|due| Day::read(due, DayOrder::YearFirst));
        if due.is_some() && day.is_none() {
            tell("table-value", 11);
        } else if is_changed(11) && day.is_some_and(|day| has_passed(desk, day)) {
            tell("table-passed", 11);
        } else {
            match given(10).map(|unit| rule::clean(&unit, UNIT)).transpose() {
                Ok(unit) => changes.units.entry((unit, day.map(|day| day.iso()))).or_default().push(case.id),
                Err(rule::TextFault::Blank) => tell("table-value", 10),
                Err(rule::TextFault::TooLong { .. }) => tell("too-long", 10),
            }
        }
    }
    if is_changed(12) {
        let proposal = given(12);
        let code = proposal.as_ref().and_then(|proposal| proposal.strip_prefix("withhold:"));
        let change = match (proposal.as_deref(), code) {
            (None, _) => Some(None),
            (Some("publish"), _) => Some(Some(None)),
            (_, Some(code)) if told.terms.withholding.iter().any(|(known, _)| known == code) => {
                Some(Some(Some(code.to_owned())))
            }
            _ => None,
        };
        match change.filter(|_| case.state == "received") {
            Some(change) => changes.proposals.entry(change).or_default().push(case.id),
            None => tell("table-value", 12),
        }
    }
    if (13..16).any(is_changed) {
        let outcome = match given(13) {
            None if given(14).is_none() && given(15).is_none() => None,
            word => {
                let Some(disposition) = word.as_deref().and_then(Disposition::of_word) else {
                    tell("table-value", 13);
                    return Ok(());
                };
                let mut texts = [None, None];
                for (text, column) in texts.iter_mut().zip([14, 15]) {
                    match given(column).map(|typed| rule::clean(&typed, LONG)) {
                        Some(Ok(clean)) => *text = Some(clean),
                        Some(Err(_)) => {
                            tell("too-long", column);
                            return Ok(());
                        }
                        None => {}
                    }
                }
                let [reason, answer] = texts;
                if disposition.needs_reason() && reason.is_none() && answer.is_none() {
                    tell("table-no-reason", 14);
                    return Ok(());
                }
                Some((disposition.word(), reason, answer))
            }
        };
        match changes.outcomes.iter_mut().find(|(known, _)| *known == outcome) {
            Some((_, all)) => all.push(case.id),
            None => changes.outcomes.push((outcome, vec![case.id])),
        }
    }
    Ok(())
}

/// All of it in one act, or nothing of it: how many changes.
async fn apply(desk: &Desk, changes: &Changes) -> Result<usize, Failure> {
    let mut revision = Revision::default();
    let mut add = |change, ids: &Vec<i64>| revision.changes.push((change, ids.clone()));
    for (theme, ids) in &changes.themes {
        add(Change::Theme(theme.as_deref()), ids);
    }
    for ((unit, due), ids) in &changes.units {
        add(Change::Place(unit.as_deref(), due.as_deref()), ids);
    }
    for (proposal, ids) in &changes.proposals {
        let change = match proposal {
            None => Change::Retract,
            Some(None) => Change::Publish,
            Some(Some(code)) => Change::Withhold(code),
        };
        add(change, ids);
    }
    for (outcome, ids) in &changes.outcomes {
        match outcome {
            None => revision.changes.push((Change::Unsettle, ids.clone())),
            Some((disposition, reason, answer)) => {
                let said = Said { disposition, reason: reason.as_deref(), answer: answer.as_deref() };
                revision.outcomes.push((said, ids.clone()));
            }
        }
    }
    desk.service.store.revise(&desk.by(), &changes.seen, &revision).await
}

/// Spreadsheets of some countries save with semicolons, and all can with tabs.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    [b',', b';', b'\t'].into_iter().max_by_key(|sign| head.bytes().filter(|byte| byte == sign).count()).unwrap_or(b',')
}

/// A cell without the apostrophe that kept a spreadsheet from running it.
fn unguarded(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) => {
            rest.to_owned()
        }
        _ => cell.to_owned(),
    }
}

/// Whether a text is the one that went out: some spreadsheets save without the characters that their code page lacks.
fn is_same_text(text: &str, known: &str) -> bool {
    let kept = |text: &str| {
        text.chars().filter(|char| !['?', '\u{fffd}'].contains(char) && u32::from(*char) < 0x1_0000).collect::<String>()
    };
    [text, &unguarded(text)].iter().any(|text| kept(&normal(text)) == kept(&normal(known)))
}

/// Spreadsheets write their own line breaks.
fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

fn placed(words: &Words, rule: &'static str, row: u32, column: &str, values: &[(&str, &str)]) -> Problem {
    let mut problem = Problem::new(words, rule, "file", values);
    let place = words.fill("office.table.place", &[("row", &row.to_string()), ("column", column)]);
    problem.message = [&place, words.text("office.colon"), &problem.message].concat();
    problem
}
