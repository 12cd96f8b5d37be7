//! Highlights: a filled table, the profile's parts and what the package tells beside the money in, what does not add up or is
//! not told out; cannot fail.

use super::claim::Told;
use super::compare::{Counts, Teller};
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
    id: String,
    titles: Texts,
    parts: Vec<Part>,
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
    counts: &mut Counts,
) -> Vec<Issue> {
    let Some(sheet) = find(&highlight.table).filter(|sheet| !sheet.is_empty()) else { return Vec::new() };
    let mut issues = Vec::new();
    if let Some(whole) = parts.iter().find(|part| part.id == highlight.id) {
        for identity in highlight.compare.iter().flat_map(|phase| identities(whole, phase, highlight, sheet)) {
            issues.extend(check_identity(&identity, Some(sheet), find, teller, counts));
        }
    }
    let lang = teller.words.lang();
    let told = told.iter().find(|told| told.id == highlight.id);
    let is_told = |id: &String| told.is_some_and(|told| told.counts.contains(id));
    let missing = highlight.counts.iter().filter(|(id, _)| !is_told(id));
    let mut missing: Vec<&str> = missing.map(|(_, titles)| in_language(titles, lang)).collect();
    if highlight.reason && has_changed(highlight, sheet) && !told.is_some_and(|told| told.has_reason) {
        missing.push(teller.words.text("check.reason"));
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

/// Whether the whole is not the same in the phases that stand side by side.
fn has_changed(highlight: &Highlight, sheet: &Sheet<'_>) -> bool {
    let total = |phase: &String| -> Option<Amount> {
        let column = column(&highlight.id, phase, sheet)?;
        Some(sheet.rows.iter().filter_map(|line| line.figures[column]).map(|figure| figure.amount).sum())
    };
    let mut totals = highlight.compare.iter().map(total);
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
    });
    let of_parts = whole.parts.iter().flat_map(|part| identities(part, phase, highlight, sheet));
    own.into_iter().chain(of_parts).collect()
}
