//! A workbook as it is: its bytes in, an issue for each text in it that identifies a person out, hidden places, notes and
//! properties too. Fails where the workbook cannot be read.

use super::rule::Evidence;
use super::{Hiding, Search, Sheet};
use crate::import::{self, Workbook};
use crate::issue::Issue;
use crate::place::Place;

impl Search<'_> {
    /// Looks into every text of a workbook. `amounts` are headers of columns that hold amounts.
    ///
    /// # Errors
    /// Where the workbook, or a sheet of it, cannot be read.
    pub fn workbook(&mut self, file: &str, bytes: &[u8], amounts: &[&str]) -> Result<(), Issue> {
        let known = self.issues.len();
        let unread = |fault: import::Fault| fault.issue(file);
        let book = Workbook::open(bytes).map_err(unread)?;
        for index in 0..book.sheets().len() {
            let sheet = book.sheet(index).map_err(unread)?;
            self.visit(&Place { sheet: Some(sheet.name.clone()), ..Place::file(file) }, Hiding::Open, &sheet.name);
            let mut table = Sheet::new(self, file).on(&sheet.name);
            let (mut cells, mut number, mut hidden): (Vec<String>, u32, Hiding) = (Vec::new(), 0, Hiding::Open);
            let mut notes: Vec<(Place, String)> = Vec::new();
            sheet.visit(|row, column, text, hiding| {
                let place = Place { sheet: Some(sheet.name.clone()), ..Place::cell(file, row, column) };
                let hiding = match hiding {
                    Some(import::Hiding::Note) => return notes.push((place, text.to_owned())),
                    hiding => hiding_of(hiding),
                };
                if row != number {
                    table.row(number, hidden, &cells);
                    cells.clear();
                    (number, hidden) = (row, if hiding == Hiding::Column { Hiding::Open } else { hiding });
                }
                let at = column.saturating_sub(1) as usize;
                if hiding == Hiding::Column {
                    table.is_hidden(at, hiding);
                }
                if amounts.contains(&text) {
                    table.is_amount(at);
                }
                cells.resize(cells.len().max(at + 1), String::new());
                text.clone_into(&mut cells[at]);
            });
            table.row(number, hidden, &cells);
            table.finish();
            for (place, text) in notes {
                self.visit(&place, Hiding::Comment, &text);
            }
        }
        for text in book.properties().map_err(unread)? {
            self.visit(&Place::file(file), Hiding::Property, &text);
        }
        let has_found = self.issues.len() > known;
        book.visit_parts(|said| {
            // A string that a cell shows was told there.
            if !(said.is_shared && has_found) {
                self.part(file, &said);
            }
        })
        .map_err(unread)
    }

    /// Looks into a text of a part, which is named where the text is told.
    fn part(&mut self, file: &str, said: &import::Said<'_>) {
        let known = self.issues.len();
        let more = if said.is_value { Evidence::default() } else { Evidence::COLUMN };
        self.look(&Place::file(file), Hiding::Part, said.text, "", more);
        for issue in &mut self.issues[known..] {
            for (_, place) in issue.facts.iter_mut().filter(|(name, _)| *name == "where") {
                place.push(' ');
                place.push_str(said.part);
            }
        }
    }
}

fn hiding_of(hiding: Option<import::Hiding>) -> Hiding {
    match hiding {
        None => Hiding::Open,
        Some(import::Hiding::Sheet) => Hiding::Sheet,
        Some(import::Hiding::Row) => Hiding::Row,
        Some(import::Hiding::Column) => Hiding::Column,
        Some(import::Hiding::Note) => Hiding::Comment,
        Some(import::Hiding::Property) => Hiding::Property,
    }
}
