//! A table being written: rows of texts with the place of each in, CSV and its origin out; fails where it grows too large.

use super::fault::Fault;
use super::limit::{GRID, TEXT};
use super::origin::Cells;

/// A table as CSV.
#[derive(Debug, Default)]
pub struct Writer {
    /// Its bytes.
    pub bytes: Vec<u8>,
    cells: u64,
}

impl Writer {
    /// Writes a row.
    pub fn row<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> Result<(), Fault> {
        for (index, cell) in cells.enumerate() {
            if index > 0 {
                self.bytes.push(b',');
            }
            if cell.contains([',', '"', '\n', '\r']) {
                self.bytes.push(b'"');
                self.bytes.extend(cell.replace('"', "\"\"").bytes());
                self.bytes.push(b'"');
            } else {
                self.bytes.extend(cell.bytes());
            }
            self.cells += 1;
        }
        self.bytes.push(b'\n');
        if self.cells > GRID || self.bytes.len() > 2 * TEXT { Err(Fault::TooLarge) } else { Ok(()) }
    }
}

/// A table that was imported.
#[derive(Debug)]
pub struct Arranged {
    /// CSV in UTF-8, with commas.
    pub bytes: Vec<u8>,
    /// The rows of its header, from one.
    pub header_rows: Vec<u32>,
    /// Columns beside its rows that it does not have.
    pub left_out: Vec<String>,
    /// Where its cells stood.
    pub(super) cells: Cells,
}
