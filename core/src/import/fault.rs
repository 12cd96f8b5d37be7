//! Why a workbook or a table in JSON cannot be read: a fault in, an issue of the file out.

use crate::issue::Issue;
use crate::place::{Place, cell_address};

/// Why a workbook, or a sheet of it, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It breaks off, or is not what it says it is.
    Damaged,
    /// It is JSON up to here.
    Json {
        /// The line, from one.
        line: u32,
        /// The column, from one.
        column: u32,
    },
    /// It holds more than [`super::limit`] allows.
    TooLarge,
    /// A cell stands so far from the others that the table to it would hold more than [`super::limit::GRID`] cells.
    FarAway {
        /// Its row, from one.
        row: u32,
        /// Its column, from one.
        column: u32,
    },
    /// It asks for a password.
    Protected,
    /// A format that is not read: Excel 95 and earlier, Excel's binary workbook.
    Foreign(&'static str),
    /// A sheet that the descriptor names is not there; these are.
    NoSheet {
        /// What the descriptor asks for.
        wanted: String,
        /// The names of the sheets.
        sheets: Vec<String>,
    },
}

impl Fault {
    /// The problem in a file.
    pub fn issue(&self, file: &str) -> Issue {
        let rule = match self {
            Self::Damaged => "workbook-damaged",
            Self::Json { .. } => "json-unreadable",
            Self::TooLarge => "workbook-too-large",
            Self::FarAway { .. } => "cell-far-away",
            Self::Protected => "workbook-protected",
            Self::Foreign(_) => "workbook-foreign",
            Self::NoSheet { .. } => "sheet-missing",
        };
        let place = match self {
            Self::Json { line, column } => Place::cell(file, *line, *column),
            _ => Place::file(file),
        };
        let issue = Issue::error(rule, place).with("value", file);
        match self {
            Self::FarAway { row, column } => issue.with("cell", cell_address(*row, *column)),
            Self::Foreign(format) => issue.with("format", format),
            Self::NoSheet { wanted, sheets } => issue.with("sheet", wanted).with("candidates", sheets.join(", ")),
            Self::TooLarge => issue
                .with("cells", super::limit::CELLS)
                .with("text", super::limit::TEXT >> 20)
                .with("unzipped", super::limit::UNZIPPED >> 20),
            Self::Damaged | Self::Json { .. } | Self::Protected => issue,
        }
    }
}
