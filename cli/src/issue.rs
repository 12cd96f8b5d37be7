//! Problems on a terminal: issues in, a line each out, in the reader's language; cannot fail.

use daylight_core::check::Report;
use daylight_core::issue::{Issue, Severity};
use daylight_core::words::Words;

/// So many places of one rule are listed as text; the JSON has them all.
const LISTED: usize = 20;

/// A rule of which every place is listed: whoever leaves one out has not taken it out.
const LISTED_WHOLE: &str = "personal-data";

/// `error amount-unreadable a.csv C12: “abc” …`; of a descriptor, `datapackage.json line 12, column 3`.
pub fn line(issue: &Issue, words: &Words) -> String {
    let place = &issue.place;
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let spot = |key: &str| words.fill(key, &[("row", &number(place.row)), ("column", &number(place.column))]);
    let spot = match place.address() {
        Some(address) => format!(" {address}"),
        None if place.is_in_text() && place.column.is_some() => spot("check.line"),
        None if place.row.is_some() => spot("check.row"),
        None => String::new(),
    };
    let severity = format!("severity.{}", issue.severity.id());
    format!("{} {} {}{spot}: {}", words.text(&severity), issue.rule, place.file, issue.message(words))
}

/// Why nothing was written: the errors of a check, and how many there are.
pub fn refusal(report: &Report, words: &Words) -> Vec<String> {
    let errors = report.issues.iter().filter(|issue| issue.severity == Severity::Error);
    let many = report.count(Severity::Error).to_string();
    lines(errors, words).into_iter().chain([words.fill("check.refused", &[("n", &many)])]).collect()
}

/// A line for each issue, of most rules the first few.
pub fn lines<'a>(issues: impl Iterator<Item = &'a Issue>, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    let mut listed: Vec<(&str, usize)> = Vec::new();
    for issue in issues {
        let position = listed.iter().position(|(rule, _)| *rule == issue.rule).unwrap_or_else(|| {
            listed.push((issue.rule, 0));
            listed.len() - 1
        });
        listed[position].1 += 1;
        if listed[position].1 <= LISTED || issue.rule == LISTED_WHOLE {
            lines.push(line(issue, words));
        }
    }
    let more = listed.iter().filter(|(rule, many)| *many > LISTED && *rule != LISTED_WHOLE);
    lines.extend(
        more.map(|(rule, many)| words.fill("check.more", &[("n", &(many - LISTED).to_string()), ("rule", rule)])),
    );
    lines
}
