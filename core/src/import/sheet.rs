//! A sheet as cells with their places: what the format readers found in, rows of texts and whatever is hidden out.
//!
//! Only cells that hold something are kept. Rows and columns count from one, as a spreadsheet shows them.

use super::fault::Fault;
use super::limit::{CELLS, GRID, ITEMS, TEXT};
use crate::place::read_column;
use std::rc::Rc;

/// A range of cells, corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u32, u32),
}

/// The first and, where it is said, the last row or column of a range.
pub type Run = (u32, Option<u32>);

impl Range {
    /// Reads `A5:D60`, or one cell.
    pub fn read(text: &str) -> Option<Self> {
        let (rows, columns) = read_corners(text)?;
        Some(Self { rows: (rows.0, rows.1?), columns: (columns.0, columns.1?) })
    }

    /// Whether a cell lies in it.
    pub fn holds(&self, row: u32, column: u32) -> bool {
        (self.rows.0..=self.rows.1).contains(&row) && (self.columns.0..=self.columns.1).contains(&column)
    }
}

/// The rows and the columns of `A5:D60`, of `A5:D` (to the last row), `A:D` (all rows), `5:60` (all columns), or of one cell.
pub fn read_corners(text: &str) -> Option<(Run, Run)> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    let corner = |text: &str| {
        let text = text.trim().replace('$', "");
        let digits = text.find(|char: char| char.is_ascii_digit()).unwrap_or(text.len());
        let column = if digits == 0 { None } else { Some(read_column(&text[..digits])?) };
        let row =
            if digits == text.len() { None } else { Some(text[digits..].parse::<u32>().ok().filter(|row| *row > 0)?) };
        (row.is_some() || column.is_some()).then_some((row, column))
    };
    let ((first_row, first_column), (last_row, last_column)) = (corner(from)?, corner(to)?);
    let run = |first: Option<u32>, last: Option<u32>| match (first.unwrap_or(1), last) {
        (first, Some(last)) => (first.min(last), Some(first.max(last))),
        (first, None) => (first, None),
    };
    Some((run(first_row, last_row), run(first_column, last_column)))
}

/// A cell that holds something.
#[derive(Clone, Copy, Debug)]
struct Cell {
    row: u32,
    column: u32,
    /// Where its text stands: in the shared strings, or behind them in the sheet's own.
    start: u32,
    length: u32,
}

/// Why a reader of the spreadsheet does not see a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hiding {
    /// The whole sheet is hidden.
    Sheet,
    /// Its row is hidden.
    Row,
    /// Its column is hidden.
    Column,
    /// It is a note to a cell.
    Note,
    /// It is a property of the document: its author, a title.
    Property,
}

/// A sheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Ranges shown as one cell; the value belongs to the first.
    pub merged: Vec<Range>,
    /// Runs of hidden rows, first and last.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Runs of hidden columns, first and last.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Notes: row, column, text.
    pub notes: Vec<(u32, u32, String)>,
    cells: Vec<Cell>,
    shared: Rc<str>,
    own: String,
    text: usize,
    last: (u32, u32),
    sorted: bool,
}

impl Sheet {
    /// A sheet without cells whose texts may stand in strings that it shares with others.
    pub fn new(name: &str, hidden: bool, shared: Rc<str>) -> Self {
        Self { name: name.to_owned(), hidden, shared, sorted: true, ..Self::default() }
    }

    /// Puts a text into a cell; a blank one is passed over.
    pub fn put(&mut self, row: u32, column: u32, text: &str) -> Result<(), Fault> {
        if self.own.len() + text.len() > TEXT {
            return Err(Fault::TooLarge);
        }
        let start = self.shared.len() + self.own.len();
        self.own.push_str(text);
        self.add(row, column, start, text.len())
    }

    /// Puts one of the shared strings into a cell.
    pub fn put_shared(&mut self, row: u32, column: u32, (start, end): (usize, usize)) -> Result<(), Fault> {
        self.add(row, column, start, end - start)
    }

    fn add(&mut self, row: u32, column: u32, start: usize, length: usize) -> Result<(), Fault> {
        if length == 0 || row == 0 || column == 0 {
            return Ok(());
        }
        // The text counts as often as it is shown: a long string that a million cells share is long a million times.
        self.text += length;
        if self.cells.len() >= CELLS || self.text > TEXT {
            return Err(Fault::TooLarge);
        }
        self.sorted &= self.cells.last().is_none_or(|last| (last.row, last.column) < (row, column));
        self.last = (self.last.0.max(row), self.last.1.max(column));
        if u64::from(self.last.0) * u64::from(self.last.1) > GRID {
            return Err(Fault::FarAway { row, column });
        }
        let at = |number| u32::try_from(number).map_err(|_| Fault::TooLarge);
        self.cells.push(Cell { row, column, start: at(start)?, length: at(length)? });
        Ok(())
    }

    /// Marks a run of rows as hidden.
    pub fn hide_rows(&mut self, first: u32, last: u32) -> Result<(), Fault> {
        if let Some(run) = self.hidden_rows.last_mut().filter(|run| run.1.checked_add(1) == Some(first)) {
            run.1 = last;
            return Ok(());
        }
        if self.hidden_rows.len() >= ITEMS {
            return Err(Fault::TooLarge);
        }
        self.hidden_rows.push((first, last));
        Ok(())
    }

    /// Keeps a range of merged cells.
    pub fn merge(&mut self, range: Range) -> Result<(), Fault> {
        if self.merged.len() >= ITEMS {
            return Err(Fault::TooLarge);
        }
        self.merged.push(range);
        Ok(())
    }

    /// Keeps a note.
    pub fn note(&mut self, row: u32, column: u32, text: String) -> Result<(), Fault> {
        if self.notes.len() >= ITEMS {
            return Err(Fault::TooLarge);
        }
        if !text.trim().is_empty() {
            self.notes.push((row.max(1), column.max(1), text));
        }
        Ok(())
    }

    /// Brings cells that came in another order into that of rows and columns; of two in one place the later counts.
    #[must_use]
    pub fn finished(mut self) -> Self {
        if !self.sorted {
            self.cells.reverse();
            self.cells.sort_by_key(|cell| (cell.row, cell.column));
            self.cells.dedup_by_key(|cell| (cell.row, cell.column));
            self.sorted = true;
        }
        self
    }

    /// The last row and the last column that hold anything.
    pub fn size(&self) -> (u32, u32) {
        self.last
    }

    /// Whether a row is hidden.
    pub fn is_hidden_row(&self, row: u32) -> bool {
        self.hidden_rows.iter().any(|(first, last)| (*first..=*last).contains(&row))
    }

    /// Whether a column is hidden.
    pub fn is_hidden_column(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    fn text_of(&self, cell: &Cell) -> &str {
        let (start, end) = (cell.start as usize, (cell.start + cell.length) as usize);
        let shared = self.shared.len();
        let text =
            if start >= shared { self.own.get(start - shared..end - shared) } else { self.shared.get(start..end) };
        text.unwrap_or("")
    }

    /// The cells of a row that hold something, by column.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &str)> {
        let first = self.cells.partition_point(|cell| cell.row < row);
        self.cells[first..].iter().take_while(move |cell| cell.row == row).map(|cell| (cell.column, self.text_of(cell)))
    }

    /// The text of a cell; blank where there is none.
    pub fn text(&self, row: u32, column: u32) -> &str {
        let found = self.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column));
        found.map_or("", |at| self.text_of(&self.cells[at]))
    }

    /// Every text of the sheet with its row, its column and, where a reader does not see it, why.
    pub fn visit(&self, mut visit: impl FnMut(u32, u32, &str, Option<Hiding>)) {
        let (mut row, mut is_hidden_row) = (0, false);
        for cell in &self.cells {
            if cell.row != row {
                (row, is_hidden_row) = (cell.row, self.is_hidden_row(cell.row));
            }
            let hiding = match () {
                () if self.hidden => Some(Hiding::Sheet),
                () if is_hidden_row => Some(Hiding::Row),
                () if self.is_hidden_column(cell.column) => Some(Hiding::Column),
                () => None,
            };
            visit(cell.row, cell.column, self.text_of(cell), hiding);
        }
        for (row, column, text) in &self.notes {
            visit(*row, *column, text, Some(Hiding::Note));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read_corners;

    #[test]
    fn ranges_may_be_open() {
        for (text, range) in [
            ("A5:D60", Some(((5, Some(60)), (1, Some(4))))),
            ("D60:A5", Some(((5, Some(60)), (1, Some(4))))),
            ("$B$2", Some(((2, Some(2)), (2, Some(2))))),
            ("A5:D", Some(((5, None), (1, Some(4))))),
            ("A:D", Some(((1, None), (1, Some(4))))),
            ("5:60", Some(((5, Some(60)), (1, None)))),
            ("", None),
            ("A5:", None),
            ("5A:6B", None),
            ("A0:B1", None),
        ] {
            assert_eq!(read_corners(text), range, "{text}");
        }
    }
}
