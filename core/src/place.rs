//! Where something stands in a source: file, row and column in, the same out in a spreadsheet's words; cannot fail.

/// A place in a file, counted from one as a spreadsheet shows it.
///
/// *Meaning*: `row` counts records of the file, its header included; a record that spans several lines is one row. In a
/// descriptor `row` is the line, and `column` counts characters.
/// *Validity*: `row` and `column` are at least 1. *Not checked*: that the file has that many.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as the descriptor names it.
    pub file: String,
    /// The row, if the problem has one.
    pub row: Option<u32>,
    /// The column, if the problem has one.
    pub column: Option<u32>,
}

impl Place {
    /// A whole file.
    pub fn file(file: &str) -> Self {
        Self { file: file.to_owned(), row: None, column: None }
    }

    /// A row of a file.
    pub fn row(file: &str, row: u32) -> Self {
        Self { file: file.to_owned(), row: Some(row), column: None }
    }

    /// A cell of a file; `column` counts from one.
    pub fn cell(file: &str, row: u32, column: u32) -> Self {
        Self { file: file.to_owned(), row: Some(row), column: Some(column) }
    }

    /// Whether it is a place in a text, which has lines and no cells.
    pub fn is_in_text(&self) -> bool {
        self.file.ends_with(".json")
    }

    /// The cell in a spreadsheet's notation, such as `C12`, if there is one.
    pub fn address(&self) -> Option<String> {
        if self.is_in_text() {
            return None;
        }
        Some(format!("{}{}", column_letters(self.column?), self.row?))
    }
}

/// Column 1 is `A`, 26 `Z`, 27 `AA`: bijective base 26.
pub fn column_letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        column -= 1;
        letters.push(char::from(b'A' + (column % 26) as u8));
        column /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_like_a_spreadsheet() {
        let seen: Vec<_> = [1, 26, 27, 52, 53, 702, 703].into_iter().map(column_letters).collect();
        assert_eq!(seen, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_cell_has_an_address_and_a_file_has_none() {
        assert_eq!(Place::cell("a.csv", 12, 3).address().as_deref(), Some("C12"));
        assert_eq!(Place::file("a.csv").address(), None);
        assert_eq!(Place::cell("datapackage.json", 12, 3).address(), None);
    }
}
