//! Tables of records as they stand, cell by cell, to lay two versions side by side; plain data, nothing to fail.

use super::funds::Texts;

/// The tables of a package whose rows are records.
#[derive(Clone, Debug, Default)]
pub struct RecordTables(pub Vec<RecordTable>);

/// A table of records; several files of one table are one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordTable {
    /// Its id in the form.
    pub id: &'static str,
    /// Its columns by the form's name with what stands after the colon; one that the form does not know by its header.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Record>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number, as a spreadsheet shows it.
    pub row: u32,
    /// Its cells, one a column; those after the last are blank.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says, for people; money in units of the currency.
    pub text: String,
    /// What it means: two that are written otherwise and mean the same have the same.
    pub value: String,
}

impl RecordTables {
    /// A table by its id.
    pub fn table(&self, id: &str) -> Option<&RecordTable> {
        self.0.iter().find(|table| table.id == id)
    }
}

impl RecordTable {
    /// The column of a name; a new one where there is none.
    pub fn put_column(&mut self, id: &str) -> usize {
        self.columns.iter().position(|known| known == id).unwrap_or_else(|| {
            self.columns.push(id.to_owned());
            self.columns.len() - 1
        })
    }

    /// The cell of a row in a column; blank where it has none.
    pub fn cell(&self, record: usize, column: usize) -> &Cell {
        const BLANK: &Cell = &Cell { text: String::new(), value: String::new() };
        self.rows[record].cells.get(column).unwrap_or(BLANK)
    }

    /// What a row says in the columns of a name, by what stands after the colon.
    pub fn texts(&self, record: usize, name: &str) -> Texts {
        let columns = self.columns.iter().enumerate();
        let said = columns.filter_map(|(at, id)| {
            let (stem, variant) = id.split_once(':').unwrap_or((id, ""));
            (stem == name).then(|| (variant.to_owned(), self.cell(record, at).text.clone()))
        });
        said.filter(|(_, text)| !text.is_empty()).collect()
    }
}
