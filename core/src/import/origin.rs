//! Where the cells of an imported table came from: a place in the table in, the place in the file out; cannot fail.

use crate::issue::Issue;
use crate::place::Place;

/// Where the rows and columns of an imported table stood.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The file, as the descriptor names it.
    pub file: String,
    /// Its sheet, if it is a workbook.
    pub sheet: Option<String>,
    /// Columns beside the rows of the table that no area names.
    pub left_out: Vec<String>,
    pub(super) cells: Cells,
}

/// How places of the table become places of the file.
#[derive(Clone, Debug, Default)]
pub(super) enum Cells {
    /// They are the same.
    #[default]
    Same,
    /// The row of each row, and of each the run of columns that it has.
    Moved {
        /// Row and number of the run in `columns`.
        rows: Vec<(u32, u32)>,
        /// For each run, the column of each column; zero where there is none.
        columns: Vec<Vec<u32>>,
    },
    /// Line and column of a text, of so many cells a row.
    Text {
        /// Cells of a row.
        width: usize,
        /// Line and column of each cell, row after row.
        at: Vec<(u32, u32)>,
    },
    /// The same of several files.
    Files {
        /// Cells of a row.
        width: usize,
        /// The files.
        files: Vec<String>,
        /// The number of the file of each cell, row after row.
        of: Vec<u32>,
        /// Line and column of each cell.
        at: Vec<(u32, u32)>,
    },
}

impl Origin {
    /// How many rows the table has, if they moved.
    pub(super) fn row_count(&self) -> Option<u32> {
        match &self.cells {
            Cells::Moved { rows, .. } => u32::try_from(rows.len()).ok(),
            _ => None,
        }
    }

    /// Puts the place in the file where the place in the table is.
    pub fn trace(&self, place: &mut Place) {
        place.file.clone_from(&self.file);
        place.sheet.clone_from(&self.sheet);
        let index = |number: Option<u32>| (number.unwrap_or(1).max(1) - 1) as usize;
        match &self.cells {
            Cells::Same => {}
            Cells::Moved { rows, columns } => {
                let (row, run) = rows.get(index(place.row)).copied().unwrap_or((0, 0));
                let column = columns.get(run as usize).and_then(|run| run.get(index(place.column))).copied();
                place.row = place.row.and(Some(row).filter(|row| *row > 0));
                place.column = place.column.and(column.filter(|column| *column > 0));
            }
            Cells::Text { width, at } | Cells::Files { width, at, .. } => {
                let cell = index(place.row) * width + index(place.column);
                if let Cells::Files { files, of, .. } = &self.cells
                    && let Some(file) = of.get(cell).and_then(|file| files.get(*file as usize))
                {
                    place.file.clone_from(file);
                }
                let found = place.row.and_then(|_| at.get(cell));
                (place.row, place.column) = (found.map(|(line, _)| *line), found.map(|(_, column)| *column));
            }
        }
    }
}

/// Tells each issue of an imported table by its place in the file. `origins` has the name of each table among the files.
pub fn trace_issues(origins: &[(String, Origin)], issues: &mut [Issue]) {
    for issue in issues {
        if let Some((_, origin)) = origins.iter().find(|(name, _)| *name == issue.place.file) {
            origin.trace(&mut issue.place);
        }
    }
}
