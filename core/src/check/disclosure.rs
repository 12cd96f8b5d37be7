//! What a descriptor says of persons, of its review and of what it withholds: its text in, an issue for each thing that may not
//! be said so out; cannot fail.
//!
//! `daylight:role` of a field is one of [`ROLES`]. `daylight:review` says who looked before publication, when, on which basis and
//! with which result. `daylight:withheld` lists what stays closed, so that nothing is silently absent.

use super::personal::{CODE, Rules};
use crate::ingest::{Files, Package, Table, headers, unknown_word};
use crate::issue::{Issue, Severity};
use crate::json::{self, Node};
use crate::place::Place;

/// Roles of a field: a contact of an office, a legal person and codes of projects or bodies may be published, a natural person never.
pub const ROLES: [&str; 4] = ["official-contact", "legal-person", CODE, NATURAL];

/// The role of a field that is never published.
const NATURAL: &str = "natural-person";

/// What a review must say.
const REVIEW: [&str; 4] = ["who", "when", "basis", "result"];

/// What must be said of a thing that is withheld, beside `field` or `item`.
const WITHHELD: [&str; 3] = ["reason", "basis", "until"];

/// Checks the descriptor's words, and warns of columns whose headers speak of persons' names.
pub fn check_disclosure(package: &Package, descriptor: &str, files: &dyn Files, rules: &Rules) -> Vec<Issue> {
    let mut issues = Vec::new();
    let root = json::read(descriptor).ok();
    let place = |node: &Node| {
        let (line, column) = json::Fault { at: node.at, expected: "" }.line_and_column(descriptor);
        Place::cell("datapackage.json", line, column)
    };
    let mut roles = Vec::new();
    for (resource, field) in root.iter().flat_map(fields) {
        let (name, Some(role)) = (field.text_of("name").unwrap_or(""), field.get("daylight:role")) else { continue };
        match role.text().unwrap_or("") {
            NATURAL => issues.push(Issue::error("natural-person", place(role)).with("header", name)),
            known if ROLES.contains(&known) => {}
            other => issues.push(unknown_word(Severity::Error, place(role), other, &ROLES)),
        }
        // Codes are no persons: such a role says nothing of a column of names.
        if role.text() != Some(CODE) {
            roles.push((resource.text_of("name").unwrap_or(""), name));
        }
    }
    for table in &package.tables {
        let named = table.fields.iter().map(|field| field.name.as_str());
        let is_silent = |name: &&str| !roles.contains(&(table.name.as_str(), name));
        for header in named.filter(is_silent).filter(|header| rules.names_persons(header)) {
            issues.push(Issue::warning("person-names", header_place(table, files, header)).with("header", header));
        }
    }
    let Some(root) = root else { return issues };
    if let Some(review) = root.get("daylight:review") {
        issues.extend(missing(review, "daylight:review", &REVIEW, &place));
        if let Some(when) = review.get("when").filter(|when| !when.text().is_some_and(is_day)) {
            issues.push(
                Issue::error("descriptor-incomplete", place(when)).with("what", "daylight:review when 2025-01-31"),
            );
        }
    }
    for withheld in root.get("daylight:withheld").map(Node::list).unwrap_or_default() {
        issues.extend(missing(withheld, "daylight:withheld", &WITHHELD, &place));
        match withheld.text_of("field") {
            None if !is_said(withheld.get("item")) => {
                issues.push(
                    Issue::error("descriptor-incomplete", place(withheld))
                        .with("what", "daylight:withheld field, item"),
                );
            }
            Some(name) if fields(&root).any(|(_, field)| field.text_of("name") == Some(name)) => {
                issues.push(Issue::error("withheld-published", place(withheld)).with("header", name));
            }
            _ => {}
        }
    }
    issues
}

/// Every field that a descriptor names, with its resource.
fn fields(root: &Node) -> impl Iterator<Item = (&Node, &Node)> {
    root.get("resources").map(Node::list).unwrap_or_default().iter().flat_map(|resource| {
        let fields = resource.get("schema").and_then(|schema| schema.get("fields")).map(Node::list).unwrap_or_default();
        fields.iter().map(move |field| (resource, field))
    })
}

/// What a record lacks of what it must say.
fn missing(record: &Node, name: &str, members: &[&str], place: &dyn Fn(&Node) -> Place) -> Option<Issue> {
    let missing: Vec<&str> = members.iter().copied().filter(|member| !is_said(record.get(member))).collect();
    let issue = Issue::error("descriptor-incomplete", place(record));
    (!missing.is_empty()).then(|| issue.with("what", format!("{name} {}", missing.join(", "))))
}

/// Whether a member is a text, or texts by language, and none of them blank.
fn is_said(node: Option<&Node>) -> bool {
    let is_text = |node: &Node| node.text().is_some_and(|text| !text.trim().is_empty());
    node.is_some_and(|node| {
        is_text(node) || !node.members().is_empty() && node.members().iter().all(|(_, text)| is_text(text))
    })
}

/// Whether a text is a day as ISO 8601 writes it.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_as = |(at, byte): (usize, &u8)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() };
    bytes.len() == 10 && bytes.iter().enumerate().all(is_as)
}

/// The cell in which a header stands, as far as it can be told.
fn header_place(table: &Table, files: &dyn Files, header: &str) -> Place {
    let found = files.bytes(&table.path).map(|bytes| headers(bytes, table)).unwrap_or_default();
    let column = found.iter().position(|found| found == header).map(|column| column as u32 + 1);
    Place { row: table.header_rows.last().copied(), column, ..Place::file(&table.path) }
}
