//! Highlights: a filled table, the profile's parts and what the package tells beside the money in, what does not add up or is
//! not told out; cannot fail.

use super::claim::Told;
use super::compare::{Compared, Teller};
use super::identity::{Find, check_identity};
use super::set::{Highlight, Identity, Term, Which};
use super::sheet::Sheet;
use crate::issue::Issue;
use crate::json::{self, Node};
use crate::money::Amount;
use crate::profile::{Texts, text_of, texts};
use crate::words::in_language;

/// A part of a highlight, with its own parts.
pub(super) struct Part {
    pub(super) id: String,
    pub(super) titles: Texts,
    pub(super) parts: Vec<Part>,
}

impl Part {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// The highlights of a profile.
pub(super) fn read_parts(profile: &str) -> Vec<Part> {
    fn part(node: &Node) -> Part {
        let parts = node.get("parts").map(Node::list).unwrap_or_default();
        Part { id: text_of(node, "id"), titles: texts(node, "titles"), parts: parts.iter().map(part).collect() }
    }
    let root = json::read(profile).ok();
    let highlights = root.as_ref().and_then(|root| root.get("highlights")).map(Node::list).unwrap_or_default();
    highlights.iter().map(part).collect()
}

/// Checks a highlight: each part is the sum of its own, in every phase; counts are given, and a change is explained.
pub(super) fn check_highlight<'a>(
    highlight: &Highlight,
    parts: &[Part],
    told: &[Told],
    find: &Find<'a>,
    teller: &Teller<'_>,
    ledger: &mut Vec<Compared>,
) -> Vec<Issue> {
    let Some(sheet) = find(&highlight.table).filter(|sheet| !sheet.is_empty()) else { return Vec::new() };
    let mut issues = Vec::new();
    if let Some(whole) = parts.iter().find(|part| part.id == highlight.id) {
        for identity in highlight.compare.iter().flat_map(|phase| identities(whole, phase, highlight, sheet)) {
            issues.extend(check_identity(&identity, Some(sheet), find, teller, ledger));
        }
    }
    let lang = teller.words.lang();
    let told = told.iter().find(|told| told.id == highlight.id);
    let is_told = |id: &String| told.is_some_and(|told| told.counts.iter().any(|(known, _)| known == id));
    let missing = highlight.counts.iter().filter(|(id, _)| !is_told(id));
    let mut missing: Vec<&str> = missing.map(|(_, titles)| in_language(titles, lang)).collect();
    if highlight.reason && has_changed(highlight, sheet) && !told.is_some_and(|told| told.has_reason()) {
        missing.push(teller.words.text("tables.reason"));
    }
    if !missing.is_empty() {
        let place = told.map_or(&sheet.place, |told| &told.place).clone();
        let issue = highlight.known.issue("highlight-incomplete", place).with("table", sheet.form.title(lang));
        issues.push(issue.with("what", missing.join(", ")).with("write", write(highlight)));
    }
    issues
}

/// What the descriptor must say.
fn write(highlight: &Highlight) -> String {
    let counts: Vec<String> = highlight.counts.iter().map(|(id, _)| format!("\"{id}\": 0")).collect();
    let reason = if highlight.reason { ", \"reason\": \"…\"" } else { "" };
    format!("\"daylight:highlights\": {{\"{}\": {{\"counts\": {{{}}}{reason}}}}}", highlight.id, counts.join(", "))
}

/// A highlight as a package has it.
#[derive(Clone, Debug, Default)]
pub struct FoundHighlight {
    /// Its id.
    pub id: String,
    /// The id of the table that has its figures.
    pub table: String,
    /// The phases that stand side by side, by their ids.
    pub phases: Vec<String>,
    /// Its parts: the whole first, each before its own.
    pub parts: Vec<FoundPart>,
    /// What is counted beside the money, and how many there are, where the package says so.
    pub counts: Vec<(Texts, Option<i64>)>,
    /// Why it changed, where the package says so.
    pub reason: Texts,
}

/// A part of a highlight as a package has it.
#[derive(Clone, Debug, Default)]
pub struct FoundPart {
    /// Its id.
    pub id: String,
    /// Its name.
    pub titles: Texts,
    /// How deep it stands: 0 for the whole.
    pub level: u8,
    /// Whether it has parts of its own.
    pub has_parts: bool,
    /// Its amount in each phase; `None` where the table has no figure.
    pub amounts: Vec<Option<Amount>>,
}

/// What a package has of a highlight; `None` where its table has no figure.
pub(super) fn find_highlight(
    highlight: &Highlight,
    parts: &[Part],
    told: &[Told],
    sheet: Option<&Sheet<'_>>,
) -> Option<FoundHighlight> {
    let sheet = sheet.filter(|sheet| !sheet.is_empty())?;
    let whole = parts.iter().find(|part| part.id == highlight.id)?;
    let told = told.iter().find(|told| told.id == highlight.id);
    let count = |id: &String| told?.counts.iter().find(|(known, _)| known == id).map(|(_, count)| *count);
    let mut found = Vec::new();
    add_parts(whole, 0, highlight, sheet, &mut found);
    Some(FoundHighlight {
        id: highlight.id.clone(),
        table: highlight.table.clone(),
        phases: highlight.compare.clone(),
        parts: found,
        counts: highlight.counts.iter().map(|(id, titles)| (titles.clone(), count(id))).collect(),
        reason: told.map(|told| told.reason.clone()).unwrap_or_default(),
    })
}

/// Adds a part and its own.
fn add_parts(part: &Part, level: u8, highlight: &Highlight, sheet: &Sheet<'_>, found: &mut Vec<FoundPart>) {
    found.push(FoundPart {
        id: part.id.clone(),
        titles: part.titles.clone(),
        level,
        has_parts: !part.parts.is_empty(),
        amounts: highlight.compare.iter().map(|phase| amount(&part.id, phase, sheet)).collect(),
    });
    part.parts.iter().for_each(|part| add_parts(part, level + 1, highlight, sheet, found));
}

/// What a part comes to in a phase: the figures of its column.
fn amount(part: &str, phase: &str, sheet: &Sheet<'_>) -> Option<Amount> {
    let column = column(part, phase, sheet)?;
    let amounts = sheet.rows.iter().filter_map(|line| line.figures[column]).map(|figure| figure.amount);
    amounts.reduce(|sum, amount| sum + amount)
}

/// Whether the whole is not the same in the phases that stand side by side.
fn has_changed(highlight: &Highlight, sheet: &Sheet<'_>) -> bool {
    let mut totals = highlight.compare.iter().map(|phase| amount(&highlight.id, phase, sheet));
    let first = totals.next();
    totals.any(|total| Some(total) != first)
}

/// The column of a part in a phase.
fn column(part: &str, phase: &str, sheet: &Sheet<'_>) -> Option<usize> {
    let is_its = |(known, at): &(String, String)| known == part && at == phase;
    sheet.form.columns.iter().position(|column| column.part.as_ref().is_some_and(is_its))
}

/// What must hold in a phase: every part that has parts is their sum.
fn identities(whole: &Part, phase: &str, highlight: &Highlight, sheet: &Sheet<'_>) -> Vec<Identity> {
    if whole.parts.is_empty() {
        return Vec::new();
    }
    let term = |part: &Part| {
        let column = column(&part.id, phase, sheet)?;
        Some(Term { table: None, column: sheet.form.columns[column].id.clone(), row: Which::Each })
    };
    let own = term(whole).map(|right| Identity {
        titles: whole.titles.clone(),
        known: highlight.known,
        left: whole.parts.iter().filter_map(term).collect(),
        right: vec![right],
        ..Identity::default()
    });
    let of_parts = whole.parts.iter().flat_map(|part| identities(part, phase, highlight, sheet));
    own.into_iter().chain(of_parts).collect()
}
