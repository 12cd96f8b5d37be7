//! `daylight:layout`: the words `rows` and `read` of a resource in, rules for rows and numbers out; faults become issues.
//!
//! `rows` says which rows are no parts: totals, headings, notes. `read` says how a column writes numbers and years. The words
//! `areas` and `fill` say where rows are; files that have them are brought into plain tables first (`crate::import`).

use super::package::Table;
use super::word::unknown_word;
use crate::issue::{Issue, Severity};
use crate::json::{Node, Value};
use crate::money::Unit;
use crate::place::Place;

/// The layout of a table.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Rules for rows, first match wins.
    pub rows: Vec<RowRule>,
}

/// What a row is, if its condition holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRule {
    /// The column to look at.
    pub field: usize,
    /// What to find there.
    pub condition: Condition,
    /// What the row then is.
    pub row: As,
}

/// What a rule looks for in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Exactly one of these texts, spaces around it aside.
    Is(Vec<String>),
    /// One of these patterns, in which `*` stands for any text and `?` for one character.
    Matches(Vec<String>),
    /// Nothing.
    Blank,
}

/// What a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum As {
    /// A part: its amounts are added.
    #[default]
    Part,
    /// A total: not added, but checked against its parts.
    Total,
    /// A heading: no amounts.
    Heading,
    /// A note: no amounts.
    Note,
    /// Nothing to us.
    Skip,
}

impl Condition {
    /// Whether a cell fulfils it.
    pub fn holds(&self, cell: &[u8]) -> bool {
        let cell = cell.trim_ascii();
        match self {
            Self::Is(texts) => texts.iter().any(|text| cell == text.as_bytes()),
            Self::Matches(patterns) => patterns.iter().any(|pattern| matches(pattern.as_bytes(), cell)),
            Self::Blank => cell.is_empty(),
        }
    }
}

/// Whether `text` fits a pattern in which `*` stands for any text and `?` for one character.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut star, mut resume, mut here) = (0, None, 0, 0);
    // A character of UTF-8 is its first byte and those after it that begin with 10.
    let next = |here: usize| here + 1 + text[here + 1..].iter().take_while(|byte| **byte & 0xc0 == 0x80).count();
    while here < text.len() {
        if pattern.get(at) == Some(&b'*') {
            star = Some(at);
            resume = here;
            at += 1;
        } else if pattern.get(at) == Some(&b'?') {
            at += 1;
            here = next(here);
        } else if pattern.get(at) == Some(&text[here]) {
            at += 1;
            here += 1;
        } else if let Some(star) = star {
            resume = next(resume);
            here = resume;
            at = star + 1;
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

/// The words of the property. Where nothing is imported, a file with areas has to be published before it can be shown.
#[cfg(feature = "import")]
const WORDS: [&str; 4] = ["areas", "rows", "fill", "read"];
#[cfg(not(feature = "import"))]
const WORDS: [&str; 2] = ["rows", "read"];

/// The words for how a column is read.
#[cfg(feature = "import")]
const READ: [&str; 6] = ["factor", "minus", "digits", "era", "markup", "withhold"];
#[cfg(not(feature = "import"))]
const READ: [&str; 3] = ["factor", "minus", "era"];

/// The words for what a row is.
const ROWS: [(&str, As); 4] = [("total", As::Total), ("heading", As::Heading), ("note", As::Note), ("skip", As::Skip)];

/// Reads the property into a table; `place` says where a node stands.
pub(super) fn read_layout(node: &Node, table: &mut Table, place: &dyn Fn(&Node) -> Place, issues: &mut Vec<Issue>) {
    for (word, value) in node.members().iter().filter(|(word, _)| !WORDS.contains(&word.as_str())) {
        let unread = ["areas", "fill"].contains(&word.as_str());
        let severity = if unread { Severity::Error } else { Severity::Warning };
        issues.push(unknown_word(severity, place(value), word, &WORDS));
    }
    for rule in node.get("rows").map(Node::list).unwrap_or_default() {
        match read_rule(rule, table, place) {
            Ok(rule) => table.layout.rows.push(rule),
            Err(issue) => issues.push(issue),
        }
    }
    for (name, read) in node.get("read").map(Node::members).unwrap_or_default() {
        let Some(field) = table.field(name) else {
            issues.push(Issue::error("column-missing", place(read)).with("header", name));
            continue;
        };
        for (word, value) in read.members().iter().filter(|(word, _)| !READ.contains(&word.as_str())) {
            // What is withheld must not be shown by whoever does not know the word.
            let severity = if word == "withhold" { Severity::Error } else { Severity::Warning };
            issues.push(unknown_word(severity, place(value), word, &READ));
        }
        let field = &mut table.fields[field];
        if let Some(factor) = read.get("factor") {
            match factor.integer().and_then(|factor| u64::try_from(factor).ok()).and_then(Unit::new) {
                Some(unit) => field.unit = unit,
                None => issues.push(Issue::error("unit-unknown", place(factor)).with("header", name)),
            }
        }
        if read
            .get("minus")
            .is_some_and(|minus| minus.list().iter().chain([minus]).any(|mark| mark.text() == Some("trailing")))
        {
            field.notation = field.notation.with_trailing_minus();
        }
        for (era, year) in read.get("era").map(Node::members).unwrap_or_default() {
            if let Value::Number(_) = year.value {
                field.eras.push((era.clone(), year.integer().unwrap_or(0)));
            }
        }
    }
}

fn read_rule(rule: &Node, table: &Table, place: &dyn Fn(&Node) -> Place) -> Result<RowRule, Issue> {
    let lacks = |node: &Node, what: &str| Issue::error("descriptor-incomplete", place(node)).with("what", what);
    let when = rule.get("when").ok_or_else(|| lacks(rule, "when"))?;
    let header = when.get("field").ok_or_else(|| lacks(when, "field"))?;
    let word = rule.get("as").ok_or_else(|| lacks(rule, "as"))?;
    let unknown =
        |node: &Node, allowed: &[&str]| unknown_word(Severity::Error, place(node), node.text().unwrap_or(""), allowed);
    let field = header.text().and_then(|name| table.field(name)).ok_or_else(|| {
        let headers: Vec<&str> = table.fields.iter().map(|field| field.name.as_str()).collect();
        unknown(header, &headers)
    })?;
    let row = ROWS.iter().find(|(known, _)| word.text() == Some(*known)).map(|(_, row)| *row);
    Ok(RowRule {
        field,
        condition: read_condition(when).ok_or_else(|| lacks(when, "is, matches, blank"))?,
        row: row.ok_or_else(|| unknown(word, &ROWS.map(|(known, _)| known)))?,
    })
}

/// `is` and `matches` take a text or a list of texts.
pub(crate) fn read_condition(when: &Node) -> Option<Condition> {
    let texts =
        |node: &Node| -> Vec<String> { [node].into_iter().chain(node.list()).filter_map(Node::plain).collect() };
    if let Some(node) = when.get("is") {
        let texts: Vec<String> = texts(node).iter().map(|text| text.trim().to_owned()).collect();
        Some(texts).filter(|texts| !texts.is_empty()).map(Condition::Is)
    } else if let Some(node) = when.get("matches") {
        Some(texts(node)).filter(|patterns| !patterns.is_empty()).map(Condition::Matches)
    } else {
        (when.get("blank").and_then(Node::truth) == Some(true)).then_some(Condition::Blank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_two_jokers() {
        for (pattern, text, fits) in [
            ("Total*", "Total (€)", true),
            ("*合计", "直辖市合计", true),
            ("*合计", "合计数", false),
            ("a*b*c", "aXXbYYbZc", true),
            ("", "", true),
            ("*", "", true),
            ("a", "", false),
            ("???", "201", true),
            ("???", "20101", false),
            ("第?类*", "第一类合计", true),
            ("*?计", "合计", true),
            ("*?计", "计", false),
        ] {
            assert_eq!(Condition::Matches(vec![pattern.into()]).holds(text.as_bytes()), fits, "{pattern} {text}");
        }
    }
}
