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
    /// The sheet, if the file is a workbook.
    pub sheet: Option<String>,
    /// The row, if the problem has one.
    pub row: Option<u32>,
    /// The column, if the problem has one.
    pub column: Option<u32>,
}

impl Place {
    /// A whole file.
    pub fn file(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// A row of a file.
    pub fn row(file: &str, row: u32) -> Self {
        Self { file: file.to_owned(), row: Some(row), ..Self::default() }
    }

    /// A cell of a file; `column` counts from one.
    pub fn cell(file: &str, row: u32, column: u32) -> Self {
        Self { file: file.to_owned(), row: Some(row), column: Some(column), ..Self::default() }
    }

    /// Whether it is a place in a text, which has lines and no cells.
    pub fn is_in_text(&self) -> bool {
        let file = self.file.strip_suffix(".gz").unwrap_or(&self.file);
        let is_other = || [".ndjson", ".jsonl", ".xml", ".md"].iter().any(|ending| file.ends_with(ending));
        // A page has no lines of JSON, no XML, and no metadata of others.
        file.ends_with(".json") || cfg!(feature = "import") && is_other()
    }

    /// The cell in a spreadsheet's notation, such as `C12` or `Sheet2!C17`; of a sheet also a whole row, such as `Sheet2!17:17`.
    pub fn address(&self) -> Option<String> {
        if self.is_in_text() {
            return None;
        }
        let row = self.row?;
        match (&self.sheet, self.column) {
            (Some(sheet), Some(column)) => Some(format!("{sheet}!{}", cell_address(row, column))),
            (Some(sheet), None) => Some(format!("{sheet}!{row}:{row}")),
            (None, column) => Some(cell_address(row, column?)),
        }
    }
}

/// A cell in a spreadsheet's notation: row 12 of column 3 is `C12`.
pub fn cell_address(row: u32, column: u32) -> String {
    format!("{}{row}", column_letters(column))
}

/// The row and the column of a cell in a spreadsheet's notation, `$C$12` included.
pub fn read_address(text: &str) -> Option<(u32, u32)> {
    let text = text.trim().replace('$', "");
    let digits = text.find(|char: char| char.is_ascii_digit())?;
    let row: u32 = text[digits..].parse().ok()?;
    Some((row, read_column(&text[..digits])?)).filter(|_| row > 0)
}

/// The column that letters name: `A` is 1, `AA` 27.
pub fn read_column(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 4 || !letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    Some(letters.bytes().fold(0, |column, byte| column * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1))
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

/// Whether a path is of a file beside the one that names it or below: relative, no `..`, no scheme, no backslash (DESIGN "Data is
/// not trusted").
pub fn is_beside(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or("");
    !path.starts_with('/') && !path.contains('\\') && !first.contains(':') && path.split('/').all(|part| part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_like_a_spreadsheet() {
        let seen: Vec<_> = [1, 26, 27, 52, 53, 702, 703].into_iter().map(column_letters).collect();
        assert_eq!(seen, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
        assert_eq!(
            seen.iter().map(|letters| read_column(letters)).collect::<Vec<_>>(),
            [1, 26, 27, 52, 53, 702, 703].map(Some)
        );
        assert_eq!(
            ["XFD1048576", "$C$12", "c1"].map(read_address),
            [Some((1_048_576, 16_384)), Some((12, 3)), Some((1, 3))]
        );
        assert_eq!(["", "C", "12", "C0", "1C", "ABCDE1", "C99999999999"].map(read_address), [None; 7]);
    }

    #[test]
    fn a_cell_has_an_address_and_a_file_has_none() {
        assert_eq!(Place::cell("a.csv", 12, 3).address().as_deref(), Some("C12"));
        assert_eq!(Place::file("a.csv").address(), None);
        assert_eq!(Place::row("a.csv", 12).address(), None);
        let of_sheet = |place: Place| Place { sheet: Some("拨付".into()), ..place }.address();
        let places = [Place::cell("a.xlsx", 12, 3), Place::row("a.xlsx", 11), Place::file("a.xlsx")];
        assert_eq!(places.map(of_sheet), [Some("拨付!C12".into()), Some("拨付!11:11".into()), None]);
        assert_eq!(Place::cell("datapackage.json", 12, 3).address(), None);
    }

    #[test]
    fn paths_stay_beside_the_descriptor() {
        for path in ["data/a.csv", "a b.csv", "中.csv", "..a/b"] {
            assert!(is_beside(path), "{path}");
        }
        for path in ["../a.csv", "/etc/passwd", "a/../../b", "https://example.org/a.csv", "C:\\a.csv", "a\\..\\b"] {
            assert!(!is_beside(path), "{path}");
        }
    }
}
