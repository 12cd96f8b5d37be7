//! What differs between the tables of records of two packages: rows that came, went or changed, found again by their keys; and of
//! results, what a reader must see first. Cannot fail.

mod key;
mod promise;

pub use promise::{How, Said, Told, compare_promises};

use crate::model::funds::Texts;
use crate::model::record::{Cell, RecordTable, RecordTables};
use key::{ID, keys};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What differs in a table of records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableDifference {
    /// Its id in the form.
    pub id: &'static str,
    /// Rows that only the second has.
    pub added: Vec<Whole>,
    /// Rows that only the first has.
    pub removed: Vec<Whole>,
    /// Rows that both have and that say something else.
    pub changed: Vec<Changed>,
}

/// A row that only one has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// What tells it from others: its id, or the texts of its key.
    pub key: String,
    /// What it is called.
    pub names: Texts,
    /// Its number in its file.
    pub row: u32,
    /// All that it says: columns and texts, without blank ones.
    pub cells: Vec<(String, String)>,
}

/// A row that says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What tells it from others, as the first has it.
    pub key: String,
    /// What it is called in the second.
    pub names: Texts,
    /// Its number in the first and in the second.
    pub rows: [u32; 2],
    /// The cells that differ.
    pub cells: Vec<CellChange>,
}

/// A cell that says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellChange {
    /// The column, by the form's name with what stands after the colon.
    pub column: String,
    /// What it said; blank where it said nothing.
    pub before: String,
    /// What it says.
    pub after: String,
}

/// Compares the tables of records of two packages; tables that do not differ are left out.
pub fn compare_records(before: &RecordTables, after: &RecordTables) -> Vec<TableDifference> {
    let none = RecordTable::default();
    let mut ids: Vec<&'static str> = Vec::new();
    for table in after.0.iter().chain(&before.0) {
        if !ids.contains(&table.id) {
            ids.push(table.id);
        }
    }
    let compare = |id| {
        let [old, new] = [before, after].map(|tables| tables.table(id).unwrap_or(&none));
        Side::compare(id, old, new)
    };
    let found = ids.into_iter().map(compare);
    found.filter(|table| !(table.added.is_empty() && table.removed.is_empty() && table.changed.is_empty())).collect()
}

/// A table and where the columns of both tables stand in it.
struct Side<'a> {
    table: &'a RecordTable,
    places: Vec<Option<usize>>,
}

impl<'a> Side<'a> {
    fn new(table: &'a RecordTable, columns: &[String]) -> Self {
        let place = |column| table.columns.iter().position(|known| known == column);
        Self { table, places: columns.iter().map(place).collect() }
    }

    fn cell(&self, record: usize, column: usize) -> &'a Cell {
        self.table.cell(record, self.places[column].unwrap_or(usize::MAX))
    }

    /// What a row means in some columns; nothing where it says nothing there.
    fn values(&self, record: usize, columns: &[usize]) -> Option<Vec<&'a str>> {
        let values: Vec<&str> = columns.iter().map(|column| self.cell(record, *column).value.as_str()).collect();
        values.iter().any(|value| !value.is_empty()).then_some(values)
    }

    fn compare(id: &'static str, before: &'a RecordTable, after: &'a RecordTable) -> TableDifference {
        let new = after.columns.iter().filter(|column| !before.columns.contains(column));
        let columns: Vec<String> = before.columns.iter().chain(new).cloned().collect();
        let [old, new] = [before, after].map(|table| Side::new(table, &columns));
        let all: Vec<usize> = (0..columns.len()).collect();
        let places = |names: &[&str]| -> Vec<usize> {
            let stem = |at: &usize| columns[*at].split(':').next().unwrap_or_default();
            all.iter().copied().filter(|at| names.contains(&stem(at))).collect()
        };
        let mut left = [(0..before.rows.len()).collect(), (0..after.rows.len()).collect()];
        // Rows that say the same are the same, wherever they stand.
        pair(&mut left, [&old, &new], &all, &[]);
        // Where an id is the key itself, there is none beside it.
        let own = if keys(id).iter().any(|key| key.contains(&ID)) { Vec::new() } else { places(&[ID]) };
        let mut pairs = pair(&mut left, [&old, &new], &own, &[]);
        for key in keys(id) {
            pairs.extend(pair(&mut left, [&old, &new], &places(key), &own));
        }
        pairs.sort_by_key(|(_, record)| *record);
        let closest = places(keys(id)[0]);
        let name = |side: &Side<'_>, record: usize| side.name(record, &own, &closest);
        let whole = |side: &Side<'_>, record: usize| Whole {
            key: name(side, record),
            names: side.table.texts(record, "name"),
            row: side.table.rows[record].row,
            cells: side.said(record),
        };
        let changed = pairs.into_iter().map(|(from, to)| {
            let cells = all.iter().map(|at| (at, old.cell(from, *at), new.cell(to, *at)));
            let cells = cells.filter(|(_, before, after)| before.value != after.value);
            Changed {
                key: name(&old, from),
                names: new.table.texts(to, "name"),
                rows: [before.rows[from].row, after.rows[to].row],
                cells: cells
                    .map(|(at, before, after)| CellChange {
                        column: columns[*at].clone(),
                        before: before.text.clone(),
                        after: after.text.clone(),
                    })
                    .collect(),
            }
        });
        TableDifference {
            id,
            changed: changed.collect(),
            removed: left[0].iter().map(|record| whole(&old, *record)).collect(),
            added: left[1].iter().map(|record| whole(&new, *record)).collect(),
        }
    }

    /// What tells a row from others: its id, else what its key says, a text for each column that is told in several languages.
    fn name(&self, record: usize, own: &[usize], closest: &[usize]) -> String {
        let said = |columns: &[usize]| -> Vec<&str> {
            let texts = columns.iter().map(|column| self.cell(record, *column).text.as_str());
            texts.filter(|text| !text.is_empty()).collect()
        };
        let id = said(own);
        if id.is_empty() { said(closest) } else { id }.join(", ")
    }

    fn said(&self, record: usize) -> Vec<(String, String)> {
        let columns = self.table.columns.iter().enumerate();
        let said = columns.map(|(at, column)| (column.clone(), self.table.cell(record, at).text.clone()));
        said.filter(|(_, text)| !text.is_empty()).collect()
    }
}

/// Takes out of what is left the rows of both that mean the same in some columns, in their order; rows that both have an id of their
/// own are not the same because of other columns.
fn pair(left: &mut [Vec<usize>; 2], [old, new]: [&Side<'_>; 2], by: &[usize], own: &[usize]) -> Vec<(usize, usize)> {
    let mut waiting: BTreeMap<Vec<&str>, VecDeque<usize>> = BTreeMap::new();
    for record in &left[1] {
        if let Some(values) = new.values(*record, by) {
            waiting.entry(values).or_default().push_back(*record);
        }
    }
    let mut pairs = Vec::new();
    for record in &left[0] {
        let Some(others) = old.values(*record, by).and_then(|values| waiting.get_mut(&values)) else { continue };
        let is_named = old.values(*record, own).is_some();
        let other = others.iter().position(|other| !(is_named && new.values(*other, own).is_some()));
        pairs.extend(other.and_then(|at| Some((*record, others.remove(at)?))));
    }
    let [from, to]: [BTreeSet<usize>; 2] =
        [pairs.iter().map(|pair| pair.0).collect(), pairs.iter().map(|pair| pair.1).collect()];
    left[0].retain(|record| !from.contains(record));
    left[1].retain(|record| !to.contains(record));
    pairs
}

#[cfg(test)]
mod tests;
