//! `daylight:layout`: the words `rows` and `read` of a resource in, rules for rows and numbers out; faults become issues.
//!
//! `rows` says which rows are no parts: totals, headings, notes. `read` says how a column writes numbers and years. The words
//! `areas` and `fill` belong to spreadsheets.

use super::package::Table;
use crate::issue::Issue;
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
    /// Exactly this text, spaces around it aside.
    Is(String),
    /// A pattern in which `*` stands for any text.
    Matches(String),
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
            Self::Is(text) => cell == text.as_bytes(),
            Self::Matches(pattern) => matches(pattern.as_bytes(), cell),
            Self::Blank => cell.is_empty(),
        }
    }
}

/// Whether `text` fits a pattern in which `*` stands for any text.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut star, mut resume, mut here) = (0, None, 0, 0);
    while here < text.len() {
        if pattern.get(at) == Some(&b'*') {
            star = Some(at);
            resume = here;
            at += 1;
        } else if pattern.get(at) == Some(&text[here]) {
            at += 1;
            here += 1;
        } else if let Some(star) = star {
            resume += 1;
            here = resume;
            at = star + 1;
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

/// Reads the property into a table; `file` and `line_of` place what is wrong.
pub(super) fn read_layout(node: &Node, table: &mut Table, place: &dyn Fn(&Node) -> Place, issues: &mut Vec<Issue>) {
    for rule in node.get("rows").map(Node::list).unwrap_or_default() {
        match read_rule(rule, table) {
            Some(rule) => table.layout.rows.push(rule),
            None => {
                issues.push(Issue::error("descriptor-unreadable", place(rule)).with("what", "daylight:layout rows"))
            }
        }
    }
    for (name, read) in node.get("read").map(Node::members).unwrap_or_default() {
        let Some(field) = table.field(name) else {
            issues.push(Issue::error("column-missing", place(read)).with("header", name));
            continue;
        };
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

fn read_rule(rule: &Node, table: &Table) -> Option<RowRule> {
    let when = rule.get("when")?;
    let field = table.field(when.text_of("field")?)?;
    let condition = if let Some(text) = when.get("is") {
        Condition::Is(text.plain()?.trim().to_owned())
    } else if let Some(pattern) = when.text_of("matches") {
        Condition::Matches(pattern.to_owned())
    } else if when.get("blank").and_then(Node::truth) == Some(true) {
        Condition::Blank
    } else {
        return None;
    };
    let row = match rule.text_of("as")? {
        "total" => As::Total,
        "heading" => As::Heading,
        "note" => As::Note,
        "skip" => As::Skip,
        _ => return None,
    };
    Some(RowRule { field, condition, row })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_one_joker() {
        for (pattern, text, fits) in [
            ("Total*", "Total (€)", true),
            ("*合计", "直辖市合计", true),
            ("*合计", "合计数", false),
            ("a*b*c", "aXXbYYbZc", true),
            ("", "", true),
            ("*", "", true),
            ("a", "", false),
        ] {
            assert_eq!(Condition::Matches(pattern.into()).holds(text.as_bytes()), fits, "{pattern} {text}");
        }
    }
}
