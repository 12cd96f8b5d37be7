//! Codes within a table: a filled table in, an issue for each code that is not the sum of those below it, or has none where
//! the table must go deeper, out; cannot fail.

use super::compare::{Compared, Sum, Teller, What, compare};
use super::set::Depth;
use super::sheet::{Line, Sheet, is_same};
use crate::issue::Issue;
use crate::place::Place;

/// A code with its rows added, since one may stand for several offices.
struct Node<'a> {
    code: &'a str,
    level: usize,
    sums: Vec<Sum>,
    first: &'a Line,
}

/// Checks the levels of a table that has codes.
pub(super) fn check_nesting(sheet: &Sheet<'_>, teller: &Teller<'_>, ledger: &mut Vec<Compared>) -> Vec<Issue> {
    let form = sheet.form;
    let Some((depth, code)) = form.depth.as_ref().and_then(|depth| Some((depth, form.column(&depth.column)?))) else {
        return Vec::new();
    };
    let nodes = nodes(sheet, depth, code);
    let lang = teller.words.lang();
    let mut issues = Vec::new();
    let mut columns = |whole: &[Sum], parts: &[&Node<'_>], line: &Line, row: &str, issues: &mut Vec<Issue>| {
        for (column, whole) in whole.iter().enumerate().filter(|(column, _)| form.columns[*column].is_amount) {
            let mut sum = Sum::default();
            for part in parts {
                sum.amount += part.sums[column].amount;
                sum.doubled_slack += part.sums[column].doubled_slack;
                sum.figures += part.sums[column].figures;
            }
            let what = What {
                table: form.title(lang),
                tables: &[&form.id],
                row: Some(row),
                rule: teller.words.text("tables.parts-make-up"),
                known: form.known,
                place: line.place(column),
            };
            issues.extend(compare(*whole, sum, &what, teller, ledger));
        }
    };
    let of_level = |level: usize| nodes.iter().filter(move |node| node.level == level);
    for node in &nodes {
        let parts: Vec<&Node<'_>> = of_level(node.level + 1).filter(|part| part.code.starts_with(node.code)).collect();
        if !parts.is_empty() {
            columns(&node.sums, &parts, node.first, node.code, &mut issues);
        } else if node.level + 1 < depth.lengths.len() && node.sums.iter().any(|sum| sum.amount.minor() != 0) {
            let place = Place::row(&node.first.file, node.first.number);
            let issue = form.known.issue("table-too-shallow", place).with("table", form.title(lang));
            let digits = depth.lengths.last().copied().unwrap_or(0);
            issues.push(issue.with("code", node.code).with("digits", digits));
        }
    }
    let total = depth.total.as_ref().and_then(|total| form.rows.iter().find(|row| row.id == *total));
    let is_total = |line: &&Line| {
        total.is_some_and(|row| row.names.iter().any(|name| line.texts.iter().any(|text| is_same(text, name))))
    };
    let classes: Vec<&Node<'_>> = of_level(0).collect();
    if let Some(line) = sheet.rows.iter().find(is_total).filter(|_| !classes.is_empty()) {
        let whole: Vec<Sum> = line.figures.iter().map(|figure| figure.map(Sum::from).unwrap_or_default()).collect();
        let label = line.texts.iter().find(|text| !text.is_empty()).map_or("", String::as_str);
        columns(&whole, &classes, line, label, &mut issues);
    }
    issues
}

/// The codes of a table, each once.
fn nodes<'a>(sheet: &'a Sheet<'_>, depth: &Depth, column: usize) -> Vec<Node<'a>> {
    let mut nodes: Vec<Node<'a>> = Vec::new();
    for line in &sheet.rows {
        let code = line.texts[column].trim();
        let Some(level) = depth.lengths.iter().position(|length| *length == code.len()) else { continue };
        if !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            continue;
        }
        let at = nodes.iter().position(|node| node.code == code).unwrap_or_else(|| {
            nodes.push(Node { code, level, sums: vec![Sum::default(); line.figures.len()], first: line });
            nodes.len() - 1
        });
        for (sum, figure) in nodes[at].sums.iter_mut().zip(&line.figures) {
            figure.iter().for_each(|figure| sum.add(*figure));
        }
    }
    nodes
}
