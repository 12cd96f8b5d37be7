//! Identities: the filled tables of a set and what must hold in them in, an issue for each that does not out; cannot fail.
//!
//! A row or a column that is not there is a blank of its sum: an office prints what it has. Where a whole side is not there,
//! nothing was compared, and that is counted.

use super::compare::{Compared, Outcome, Sum, Teller, What, compare};
use super::set::{Identity, SameRows, Side, Term, Which};
use super::sheet::{Line, Sheet, is_same};
use crate::issue::Issue;
use crate::place::Place;
use crate::words::in_language;

/// The filled tables of a set by their ids.
pub(super) type Find<'a> = dyn Fn(&str) -> Option<&'a Sheet<'a>> + 'a;

/// Looks at an identity: once, or for each row of `own` where it speaks of each.
pub(super) fn check_identity<'a>(
    identity: &Identity,
    own: Option<&'a Sheet<'a>>,
    find: &Find<'a>,
    teller: &Teller<'_>,
    ledger: &mut Vec<Compared>,
) -> Vec<Issue> {
    let terms = || identity.left.iter().chain(&identity.right);
    let sheet = |term: &Term| term.table.as_deref().map_or(own, find);
    // What a table that is not there should hold is told by its absence.
    let Some(first) = terms().next().and_then(sheet).filter(|_| terms().all(|term| sheet(term).is_some())) else {
        return Vec::new();
    };
    let lang = teller.words.lang();
    let title = first.form.title(lang);
    let tables: Vec<&str> = terms().filter_map(sheet).map(|sheet| sheet.form.id.as_str()).collect();
    let mut look = |line: Option<&Line>| {
        let side = |terms: &[Term]| {
            let read: Vec<Read> = terms.iter().filter_map(|term| read(term, sheet(term)?, line)).collect();
            let place = read.iter().find_map(|read| read.place.clone());
            let mut sum = Sum::default();
            read.iter().flat_map(|read| &read.figures).for_each(|figure| sum.add(*figure));
            (!read.is_empty()).then_some((sum, place))
        };
        let sides = (side(&identity.left), side(&identity.right));
        let place = [&sides.0, &sides.1].into_iter().flatten().find_map(|(_, place)| place.clone());
        let label = line.map(label);
        let what = What {
            table: title,
            tables: &tables,
            row: label.as_deref().filter(|label| !label.is_empty()),
            rule: in_language(&identity.titles, lang),
            known: identity.known,
            place: place.unwrap_or_else(|| first.place.clone()),
        };
        let (Some((left, _)), Some((right, _))) = sides else {
            ledger.push(what.compared(Outcome::Unseen, Default::default()));
            return None;
        };
        compare(left, right, &what, teller, ledger)
    };
    if terms().any(|term| term.row == Which::Each) {
        first.rows.iter().filter_map(|line| look(Some(line))).collect()
    } else {
        look(None).into_iter().collect()
    }
}

/// The figures that a term means, and the place of the first.
pub(super) struct Read {
    pub figures: Vec<super::sheet::Figure>,
    place: Option<Place>,
}

/// Reads a term; `None` where the row or the column is not there.
pub(super) fn read(term: &Term, sheet: &Sheet<'_>, line: Option<&Line>) -> Option<Read> {
    if sheet.is_empty() {
        // An empty table says that there is nothing.
        return Some(Read { figures: Vec::new(), place: None });
    }
    let column = sheet.form.column(&term.column).filter(|column| sheet.found[*column])?;
    let lines: Vec<&Line> = match &term.row {
        Which::Each => line.into_iter().collect(),
        Which::Row(id) => find_row(id, column, sheet).into_iter().collect(),
        Which::Numbered(by) => {
            let by = sheet.form.column(by)?;
            sheet.rows.iter().filter(|line| unnumbered(sheet, by, line).is_some()).collect()
        }
    };
    let first = lines.iter().find(|line| line.figures[column].is_some()).or(lines.first())?;
    let place = first.figures[column].map(|_| first.place(column));
    Some(Read { figures: lines.iter().filter_map(|line| line.figures[column]).collect(), place })
}

/// The row of an id. Its label may stand twice, once beside the figure.
pub(super) fn find_row<'s>(id: &str, column: usize, sheet: &'s Sheet<'_>) -> Option<&'s Line> {
    let row = sheet.form.rows.iter().find(|row| row.id == *id)?;
    let is_row = |line: &&Line| row.names.iter().any(|name| line.texts.iter().any(|text| is_same(text, name)));
    let filled = sheet.rows.iter().filter(is_row).find(|line| line.figures[column].is_some());
    filled.or_else(|| sheet.rows.iter().find(is_row))
}

/// What a row is called: its last text, which stands behind its code. Lines that were broken for print are joined.
fn label(line: &Line) -> String {
    let text = line.texts.iter().rev().find(|text| !text.is_empty()).map_or("", String::as_str);
    let mut label = String::new();
    for part in text.lines().map(str::trim) {
        if label.ends_with(|char: char| char.is_ascii()) && part.starts_with(|char: char| char.is_ascii()) {
            label.push(' ');
        }
        label.push_str(part);
    }
    label
}

/// The text of a cell behind the number of its item; `None` where it has none and the column numbers its items.
pub(super) fn unnumbered<'a>(sheet: &Sheet<'_>, column: usize, line: &'a Line) -> Option<&'a str> {
    let text = line.texts[column].as_str();
    let Some(marks) = &sheet.form.columns[column].numbered else { return Some(text) };
    let mark = marks.chars().next_back()?;
    let (number, rest) = text.split_once(mark)?;
    let is_number = !number.is_empty() && number.trim().chars().all(|digit| marks.contains(digit));
    is_number.then_some(rest)
}

/// Looks at rows that must be the same in two tables, found by their labels.
pub(super) fn check_same_rows<'a>(
    same: &SameRows,
    find: &Find<'a>,
    teller: &Teller<'_>,
    ledger: &mut Vec<Compared>,
) -> Vec<Issue> {
    let (Some(left), Some(right)) = (find(&same.left.table), find(&same.right.table)) else { return Vec::new() };
    if left.is_empty() || right.is_empty() {
        return Vec::new();
    }
    let lang = teller.words.lang();
    let (here, there) = (rows(left, &same.left), rows(right, &same.right));
    let mut issues = Vec::new();
    for row in &here {
        let what = What {
            table: left.form.title(lang),
            tables: &[&left.form.id, &right.form.id],
            row: Some(row.label),
            rule: in_language(&same.titles, lang),
            known: same.known,
            place: row.place.clone(),
        };
        match there.iter().find(|other| is_same(other.label, row.label)) {
            Some(other) => issues.extend(compare(row.sum, other.sum, &what, teller, ledger)),
            None => issues.extend(unmatched(row, left, right, teller)),
        }
    }
    let is_lone = |row: &&Row<'_>| !here.iter().any(|other| is_same(other.label, row.label));
    issues.extend(there.iter().filter(is_lone).filter_map(|row| unmatched(row, right, left, teller)));
    issues
}

/// A row by its label.
struct Row<'a> {
    label: &'a str,
    sum: Sum,
    place: Place,
}

/// The rows of a side, those without a figure too.
fn rows<'a>(sheet: &'a Sheet<'_>, side: &Side) -> Vec<Row<'a>> {
    let (Some(by), Some(column)) = (sheet.form.column(&side.by), sheet.form.column(&side.column)) else {
        return Vec::new();
    };
    let depth = sheet.form.depth.as_ref().and_then(|depth| Some((sheet.form.column(&depth.column)?, depth)));
    let is_meant = |line: &&Line| match (side.level, depth) {
        (Some(level), Some((code, depth))) => depth.lengths.get(level - 1) == Some(&line.texts[code].trim().len()),
        _ => true,
    };
    let row = |line: &'a Line| {
        let label = unnumbered(sheet, by, line).filter(|label| !label.is_empty())?;
        let sum = line.figures[column].map(Sum::from).unwrap_or_default();
        Some(Row { label, sum, place: line.place(column) })
    };
    sheet.rows.iter().filter(is_meant).filter_map(row).collect()
}

/// A warning for a figure that the other table has under no name, or under another.
fn unmatched(row: &Row<'_>, here: &Sheet<'_>, there: &Sheet<'_>, teller: &Teller<'_>) -> Option<Issue> {
    let lang = teller.words.lang();
    let issue = Issue::warning("table-row-unmatched", row.place.clone()).with("row", row.label);
    let issue = issue.with("found", teller.tell(row.sum.amount)).with("table", here.form.title(lang));
    (row.sum.amount != crate::money::Amount::ZERO).then(|| issue.with("other", there.form.title(lang)))
}
