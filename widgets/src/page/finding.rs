//! What was found wrong with records: issues and words in, lines for a reader out, and whether anything can be shown; cannot fail.

use daylight_core::issue::{Issue, Severity};
use daylight_core::place::Place;
use daylight_core::words::Words;

/// More findings than anyone reads at once.
const MOST: usize = 50;

/// Whether no file as a whole is wrong: a faulty row is left out and told, a faulty file is not shown in part.
pub fn can_be_shown(issues: &[Issue]) -> bool {
    let is_of_file = |issue: &Issue| issue.severity == Severity::Error && issue.place.row.is_none();
    !issues.iter().any(is_of_file)
}

/// The state `failed`, and what is wrong, a line each.
pub fn refusal(issues: &[Issue], words: &Words) -> String {
    let errors = issues.iter().filter(|issue| issue.severity == Severity::Error);
    let lines = errors.take(MOST).map(|issue| said(issue, words));
    ["failed".to_owned()].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}

/// What was found, in the reader's words.
pub fn findings<'a>(issues: impl Iterator<Item = &'a Issue>, words: &Words) -> Vec<String> {
    let told = issues.filter(|issue| issue.severity != Severity::Note);
    told.take(MOST).map(|issue| said(issue, words)).collect()
}

fn said(issue: &Issue, words: &Words) -> String {
    let Place { file, row, column, .. } = &issue.place;
    let number = |number: &Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let key = match (row, column) {
        (Some(_), Some(_)) => "place.cell",
        (Some(_), None) => "place.row",
        _ => "place.file",
    };
    let place = words.fill(key, &[("file", file), ("row", &number(row)), ("column", &number(column))]);
    [place.as_str(), words.text("join.colon"), &words.message(issue)].concat()
}
