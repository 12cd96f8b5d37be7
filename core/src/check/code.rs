//! Rules of codes: a code that is missing where its row needs one.

use super::{Locate, Rule, Seen};
use crate::ingest::{As, Row, Source};
use crate::issue::Issue;
use crate::model::Kind;
use crate::place::Place;

/// A column of codes with blanks in it.
#[derive(Clone, Debug)]
struct Column {
    field: usize,
    kind: Kind,
    level: u8,
    header: String,
    filled: u64,
    blank: Option<(Place, u64)>,
}

/// `code-missing`: a column that must be filled is blank (error, each cell), or a column of codes is blank in some rows
/// (warning, once a column with the first place).
#[derive(Default)]
pub(super) struct Missing {
    columns: Vec<Column>,
    file: String,
    first: usize,
}

impl Rule for Missing {
    fn row(&mut self, row: &Row<'_>, issues: &mut Vec<Issue>) {
        if row.row != As::Part {
            return;
        }
        if self.file != row.table.path || self.columns.is_empty() {
            self.start(row);
        }
        let deepest = |kind: Kind, columns: &[Column]| {
            let filled = columns.iter().filter(|column| column.kind == kind && !row.bytes(column.field).is_empty());
            filled.map(|column| column.level).max().unwrap_or(0)
        };
        for index in self.first..self.columns.len() {
            let (kind, level) = (self.columns[index].kind, self.columns[index].level);
            let stops_above = level > 1 && deepest(kind, &self.columns[self.first..]) < level;
            let column = &mut self.columns[index];
            if !row.bytes(column.field).is_empty() {
                column.filled += 1;
                continue;
            }
            if stops_above {
                // A row of an upper level; the rule of parents looks at it.
                continue;
            }
            let Some(number) = row.column(column.field) else { continue };
            let place = Place::cell(&row.table.path, row.number, number);
            if row.table.fields[column.field].required || row.table.key.contains(&column.field) {
                issues.push(Issue::error("code-missing", place).with("header", &column.header).with("rows", 1));
            } else {
                column.blank.get_or_insert((place, 0)).1 += 1;
            }
        }
    }

    fn finish(&mut self, _: &Seen<'_>, issues: &mut Vec<Issue>) -> Option<Box<dyn Locate>> {
        for column in &self.columns {
            if let (Some((place, rows)), true) = (&column.blank, column.filled > 0) {
                issues.push(
                    Issue::warning("code-missing", place.clone()).with("header", &column.header).with("rows", rows),
                );
            }
        }
        None
    }
}

impl Missing {
    /// The columns of a table to watch: those that selected axes come from.
    fn start(&mut self, row: &Row<'_>) {
        self.file.clone_from(&row.table.path);
        self.first = self.columns.len();
        let table = row.table;
        for (axis, source) in &table.sources {
            let field = match source {
                Source::Field(field) | Source::Cut(field, _, _) | Source::Year(field) => *field,
                _ => continue,
            };
            let Some(state) = row.axes.iter().find(|state| state.index == *axis) else { continue };
            // Phase and currency have rules of their own.
            let other = matches!(state.kind, Kind::Phase | Kind::Currency);
            let known = self.columns[self.first..].iter().any(|column| column.field == field);
            if !other && !known {
                let header = table.fields[field].name.clone();
                let (kind, level) = (state.kind, state.level);
                self.columns.push(Column { field, kind, level, header, filled: 0, blank: None });
            }
        }
    }
}
