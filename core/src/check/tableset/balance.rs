//! Balances: the filled tables of a set and the identities that it calls balances in, both sides with what each is made of out;
//! cannot fail.
//!
//! What a side is made of stands in the set already: in the identities whose right side is the figure that is divided. They are
//! followed only where they hold, so that no side is shown with parts that do not make it up.

use super::identity::{Find, find_row, read, unnumbered};
use super::set::{Identity, TableForm, TableSet, Term, Which};
use super::sheet::{Line, Sheet};
use crate::money::Amount;
use crate::profile::Texts;

/// How often a part is divided once more: the year, its kinds, and what those are of.
const DEEPEST: usize = 3;

/// Two sides that come to the same total, as a package has them.
#[derive(Clone, Debug, Default)]
pub struct FoundBalance {
    /// The id of its table; of a balance between tables, its own.
    pub id: String,
    /// The id of the table that its first figure stands in.
    pub table: String,
    /// The name of its table; of a balance between tables, what should hold.
    pub titles: Texts,
    /// What comes in, and what goes out.
    pub sides: [FoundSide; 2],
}

/// A side of a balance.
#[derive(Clone, Debug, Default)]
pub struct FoundSide {
    /// Its name.
    pub titles: Texts,
    /// Its total as printed.
    pub total: Amount,
    /// What it is made of, in the order of the table, without what is blank.
    pub parts: Vec<(Texts, Amount)>,
}

/// What a package has of the balances of a set; those with a figure on both sides.
pub(super) fn find_balances<'a>(set: &TableSet, sheets: &'a [Option<Sheet<'a>>], find: &Find<'a>) -> Vec<FoundBalance> {
    let within = sheets.iter().flatten().flat_map(|sheet| {
        let own = sheet.form.identities.iter().filter(|identity| identity.is_balance);
        own.map(move |identity| (identity, Some(sheet)))
    });
    let between = set.identities.iter().filter(|identity| identity.is_balance).map(|identity| (identity, None));
    let found = within.chain(between).filter_map(|(identity, own)| {
        let side = |terms: &[Term]| side(terms, own, find);
        let sides = [side(&identity.left)?, side(&identity.right)?];
        let (id, titles) = own.map_or((&identity.id, &identity.titles), |own| (&own.form.id, &own.form.titles));
        let first = own.map_or_else(|| identity.left.first()?.table.clone(), |own| Some(own.form.id.clone()));
        Some(FoundBalance { id: id.clone(), table: first?, titles: titles.clone(), sides })
    });
    found.collect()
}

/// A side; `None` where one of its tables is not there, or it has no figure.
fn side<'a>(terms: &[Term], own: Option<&'a Sheet<'a>>, find: &Find<'a>) -> Option<FoundSide> {
    let mut side = FoundSide::default();
    let mut has_figure = false;
    for term in terms {
        let sheet = term.table.as_deref().map_or(own, find)?;
        if let Some(total) = amount(term, sheet) {
            has_figure = true;
            side.total += total;
            divide(term, total, sheet, DEEPEST, &mut side.parts);
        }
    }
    let (first, sheet) = terms.first().and_then(|term| Some((term, term.table.as_deref().map_or(own, find)?)))?;
    side.titles = name(first, terms.len(), sheet);
    has_figure.then_some(side)
}

/// A side is called as its table; where both are of one table, as what stands above its column.
fn name(term: &Term, terms: usize, sheet: &Sheet<'_>) -> Texts {
    let column = sheet.form.column(&term.column).map(|column| &sheet.form.columns[column]);
    match column {
        Some(column) if term.table.is_none() && terms == 1 => column.head.first().unwrap_or(&column.titles).clone(),
        _ if term.table.is_some() => sheet.form.titles.clone(),
        _ => Texts::new(),
    }
}

/// Adds what a figure is made of; the figure itself where the set does not say, or its parts do not make it up.
fn divide(term: &Term, whole: Amount, sheet: &Sheet<'_>, depth: usize, parts: &mut Vec<(Texts, Amount)>) {
    let is_its = |identity: &&Identity| {
        !identity.is_balance && matches!(&identity.right[..], [one] if one.column == term.column && one.row == term.row)
    };
    let divided = (sheet.form.identities.iter().filter(is_its)).filter(|_| depth > 0 && term.row != Which::Each);
    for identity in divided {
        let mut found = Vec::new();
        for part in &identity.left {
            match &part.row {
                Which::Numbered(by) => numbered(part, by, sheet, &mut found),
                _ => {
                    if let Some(amount) = amount(part, sheet) {
                        divide(part, amount, sheet, depth - 1, &mut found);
                    }
                }
            }
        }
        if !found.is_empty() && found.iter().fold(Amount::ZERO, |sum, (_, amount)| sum + *amount) == whole {
            return parts.append(&mut found);
        }
    }
    if whole != Amount::ZERO {
        parts.push((titles(term, sheet.form), whole));
    }
}

/// Adds the numbered rows that have a figure other than zero.
fn numbered(term: &Term, by: &str, sheet: &Sheet<'_>, parts: &mut Vec<(Texts, Amount)>) {
    let (Some(by), Some(column)) = (sheet.form.column(by), sheet.form.column(&term.column)) else { return };
    for line in &sheet.rows {
        let (Some(name), Some(figure)) = (unnumbered(sheet, by, line), line.figures[column]) else { continue };
        if figure.amount != Amount::ZERO {
            parts.push((vec![(String::new(), name.trim().to_owned())], figure.amount));
        }
    }
}

/// What a term comes to: of one that holds for every row, in the row of the total.
fn amount(term: &Term, sheet: &Sheet<'_>) -> Option<Amount> {
    let total = || -> Option<&Line> {
        let id = sheet.form.depth.as_ref()?.total.as_ref()?;
        let column = sheet.form.column(&term.column)?;
        find_row(id, column, sheet)
    };
    let line = if term.row == Which::Each { Some(total()?) } else { None };
    let figures = read(term, sheet, line)?.figures;
    figures.into_iter().map(|figure| figure.amount).reduce(|sum, amount| sum + amount)
}

/// What a term is called: its row, or its column where it holds for every row.
fn titles(term: &Term, form: &TableForm) -> Texts {
    let row = match &term.row {
        Which::Row(id) => form.rows.iter().find(|row| row.id == *id).map(|row| &row.titles),
        _ => form.column(&term.column).map(|column| &form.columns[column].titles),
    };
    row.cloned().unwrap_or_default()
}
