//! The data of an indicator as Open SDG has them: a table with years, values and whatever else in, the series of it, each with
//! its headline, out; `None` where a table has no years and values.
//!
//! A column whose cells are the same in every row tells no groups apart. Series and units that differ are indicators of their own.

use super::super::cell::Cell;
use super::super::draft::Draft;
use crate::money::Notation;
use crate::quantity::Quantity;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

const SERIES: [&str; 1] = ["series"];
const UNITS: [&str; 5] = ["units", "unit", "unit measure", "unit of measure", "unit_measure"];
const MULTIPLIERS: [&str; 2] = ["unit multiplier", "unit_mult"];
const STATUSES: [&str; 4] = ["observation status", "obs status", "observation_status", "obs_status"];
/// A column that was made for the publisher's own sums.
const OWN: [&str; 1] = ["progress"];

/// A multiplier that multiplies by one.
const ONE: [&str; 3] = ["", "units", "1"];

/// What stands where there is no value.
const BLANKS: [&str; 10] = ["-", "–", "—", "..", "...", "…", ":", "n/a", "na", "nan"];

/// How final a value is: how its status begins, as the form of results has it.
const QUALITIES: [&str; 3] = ["provisional", "revised", "final"];

/// A table with the meaning of its columns.
pub struct Data {
    rows: Vec<Vec<Cell>>,
    year: usize,
    value: usize,
    series: Option<usize>,
    unit: Option<usize>,
    multiplier: Option<usize>,
    status: Option<usize>,
    /// The columns of groups.
    groups: Vec<usize>,
    /// Columns that say the same in every row, or were made for something else.
    others: Vec<usize>,
}

/// One indicator of the table.
pub struct Series {
    /// Its series, its unit and by how much that is multiplied, as the table writes them.
    pub key: [String; 3],
    /// Its rows, by their positions.
    pub rows: Vec<usize>,
}

/// A value of all groups together.
pub struct Headline {
    /// Its period.
    pub span: Span,
    /// The period as it is written.
    pub period: Cell,
    /// The value.
    pub value: Cell,
}

impl Data {
    /// Finds the columns of a table whose first row is its header.
    pub fn find(mut rows: Vec<Vec<Cell>>) -> Option<Self> {
        let header: Vec<String> = rows.first()?.iter().map(|cell| cell.text.to_lowercase()).collect();
        rows.retain(|row| row.iter().any(|cell| !cell.is_blank()));
        let by = |names: &[&str]| header.iter().position(|header| names.contains(&header.as_str()));
        let (year, value) = (by(&["year"])?, by(&["value"])?);
        let [series, unit, multiplier, status] = [&SERIES[..], &UNITS, &MULTIPLIERS, &STATUSES].map(by);
        let known: Vec<usize> =
            [Some(year), Some(value), series, unit, multiplier, status].into_iter().flatten().collect();
        let mut data =
            Self { rows, year, value, series, unit, multiplier, status, groups: Vec::new(), others: Vec::new() };
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for (column, name) in header.iter().enumerate().filter(|(column, _)| !known.contains(column)) {
            let said: BTreeSet<&str> = data.rows[1..].iter().map(|row| text(row, column)).collect();
            let is_constant = said.len() == 1 && data.rows.len() > 2;
            if said.iter().all(|text| text.is_empty()) {
                continue;
            }
            if is_constant || name.is_empty() || OWN.contains(&name.as_str()) || !names.insert(name) {
                data.others.push(column);
            } else {
                data.groups.push(column);
            }
        }
        Some(data)
    }

    /// The names of the groups.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|column| text(&self.rows[0], *column))
    }

    /// The series, in the order in which they appear.
    pub fn series(&self) -> Vec<Series> {
        let mut found: Vec<Series> = Vec::new();
        let mut positions: BTreeMap<[&str; 3], usize> = BTreeMap::new();
        for (position, row) in self.rows.iter().enumerate().skip(1) {
            let key = [self.series, self.unit, self.multiplier].map(|column| column.map_or("", |at| text(row, at)));
            let known = positions.entry(key).or_insert_with(|| {
                found.push(Series { key: key.map(str::to_owned), rows: Vec::new() });
                found.len() - 1
            });
            found[*known].rows.push(position);
        }
        found
    }

    /// Where the unit of a series stands.
    pub fn unit(&self, series: &Series) -> Option<Cell> {
        let cell = self.rows[*series.rows.first()?].get(self.unit?)?;
        let [_, _, multiplier] = &series.key;
        let is_one = ONE.iter().any(|one| multiplier.eq_ignore_ascii_case(one));
        let text = if is_one { cell.text.clone() } else { format!("{} ({multiplier})", cell.text) };
        Some(Cell { text, ..cell.clone() })
    }

    /// A row: its period, its value and how final that is, then its groups.
    pub fn row(&self, position: usize) -> ([Cell; 3], Vec<Cell>) {
        let row = &self.rows[position];
        let cell = |column: usize| row.get(column).cloned().unwrap_or_else(|| Cell::blank(row[0].at));
        let value = cell(self.value);
        let value = if is_blank(&value.text) { Cell::blank(value.at) } else { value };
        let quality = self.status.map_or_else(|| Cell::blank(value.at), cell);
        let word = quality_of(&quality.text).unwrap_or("");
        let quality = Cell::new(word, quality.at);
        ([cell(self.year), value, quality], self.groups.iter().map(|column| cell(*column)).collect())
    }

    /// The values of all groups together that are there, in the order of the table.
    pub fn headline(&self, series: &Series) -> Vec<Headline> {
        let read = |position: &usize| {
            let ([period, value, _], groups) = self.row(*position);
            let is_whole = groups.iter().all(Cell::is_blank) && quantity(&value.text).is_some();
            Some(Headline { span: Span::read(&period.text).filter(|_| is_whole)?, period, value })
        };
        series.rows.iter().filter_map(read).collect()
    }

    /// Tells what is not taken over.
    pub fn leave_others(&self, draft: &mut Draft) {
        for column in &self.others {
            draft.leave(text(&self.rows[0], *column), self.rows[0][*column].at);
        }
        let cells = |column: usize| self.rows[1..].iter().filter_map(move |row| row.get(column));
        if let Some(column) = self.status {
            for cell in cells(column).filter(|cell| !cell.is_blank() && quality_of(&cell.text).is_none()) {
                draft.leave(text(&self.rows[0], column), cell.at);
            }
        }
    }
}

fn text(row: &[Cell], column: usize) -> &str {
    row.get(column).map_or("", |cell| &cell.text)
}

fn is_blank(text: &str) -> bool {
    BLANKS.iter().any(|blank| text.eq_ignore_ascii_case(blank))
}

fn quality_of(status: &str) -> Option<&'static str> {
    let status = status.to_lowercase();
    QUALITIES.into_iter().find(|word| status.starts_with(word))
}

/// A number, where a text is one.
pub fn quantity(text: &str) -> Option<Quantity> {
    let decimal = Notation::default().decimal(text.as_bytes()).ok().flatten()?;
    Quantity::new(decimal).or_else(|| Quantity::rounded(decimal))
}

#[cfg(test)]
mod tests {
    use super::super::super::cell::{At, read_cells};
    use super::*;

    fn data(text: &str) -> Data {
        Data::find(read_cells(text, usize::MAX, At::Cell).unwrap()).unwrap()
    }

    #[test]
    fn what_is_the_same_in_every_row_is_no_group_and_units_that_differ_are_indicators() {
        let data = data(
            "Year,Units,Sex,Place,Observation status,Progress,Value\n2015,%,,X,Provisional value,1,0\n2016,%,F,X,Normal,,..\n2016,Number,,X,,,3\n",
        );
        assert_eq!(data.groups().collect::<Vec<_>>(), ["Sex"]);
        let series = data.series();
        assert_eq!(series.iter().map(|series| series.rows.len()).collect::<Vec<_>>(), [2, 1]);
        let headline: Vec<String> = data.headline(&series[0]).into_iter().map(|of| of.value.text).collect();
        assert_eq!(headline, ["0"], "zero is a value");
        let ([_, value, quality], groups) = data.row(2);
        assert_eq!((value.text.as_str(), quality.text.as_str(), groups[0].text.as_str()), ("", "", "F"));
        assert_eq!(data.row(1).0[2].text, "provisional");
        let mut draft = Draft::default();
        data.leave_others(&mut draft);
        let left: Vec<_> = draft.left.into_iter().map(|((name, _), (count, _))| (name, count)).collect();
        let expected = [("Observation status", 1), ("Place", 1), ("Progress", 1)];
        assert_eq!(left, expected.map(|(name, count)| (name.to_owned(), count)));
    }
}
