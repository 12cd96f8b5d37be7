//! Words that a descriptor may choose from: what it says and what is allowed in, an issue that names both out; cannot fail.

use crate::issue::{Issue, Severity};
use crate::place::Place;

/// A word that is none of those allowed: what is said, what may be said, and what was probably meant.
pub(crate) fn unknown_word(severity: Severity, place: Place, value: &str, allowed: &[&str]) -> Issue {
    let issue = Issue { severity, ..Issue::warning("word-unknown", place) };
    let issue = issue.with("value", value).with("allowed", allowed.join(", "));
    match nearest(value, allowed) {
        Some(nearest) => issue.with("nearest", nearest),
        None => issue,
    }
}

/// The word that differs least from `value`, if so little that a slip explains it.
pub(super) fn nearest<'a>(value: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let slips = allowed.iter().map(|word| (distance(value, word), *word));
    let (slips, word) = slips.min_by_key(|(slips, _)| *slips)?;
    (slips <= 1 + value.chars().count() / 8 && slips * 4 <= word.chars().count().max(4)).then_some(word)
}

/// How many letters have to be put in, taken out or changed to make one text of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (before, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = before + 1;
        for (column, wanted) in other.iter().enumerate() {
            let change = diagonal + usize::from(letter != *wanted);
            diagonal = row[column + 1];
            row[column + 1] = change.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_word() {
        let rows = ["total", "heading", "note", "skip"];
        assert_eq!(nearest("totl", &rows), Some("total"));
        assert_eq!(nearest("Total", &rows), Some("total"));
        assert_eq!(nearest("sum", &rows), None);
        let types = ["functional-classification", "functional", "geo"];
        assert_eq!(nearest("functional-clasification", &types), Some("functional-classification"));
        assert_eq!(nearest("fin-source", &types), None);
        assert_eq!(nearest("x", &[]), None);
    }

    #[test]
    fn distances_count_letters() {
        let of = |one, other| (distance(one, other), distance(other, one));
        assert_eq!(of("kitten", "sitting"), (3, 3));
        assert_eq!(of("", "财政"), (2, 2));
        assert_eq!(of("款", "款"), (0, 0));
    }
}
