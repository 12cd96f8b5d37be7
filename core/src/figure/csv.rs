//! CSV: cells in, a file that spreadsheets open and that reads back to the same cells out; cannot fail.

/// Opens a file: spreadsheets take UTF-8 for their own code page without it.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// Builds a CSV file row by row (RFC 4180).
#[derive(Clone, Debug)]
pub struct CsvWriter {
    out: String,
    is_row_begun: bool,
}

impl Default for CsvWriter {
    fn default() -> Self {
        Self { out: BYTE_ORDER_MARK.to_string(), is_row_begun: false }
    }
}

impl CsvWriter {
    /// Adds a text. What a spreadsheet would take for a formula gets an apostrophe, which spreadsheets take for "text".
    pub fn text(&mut self, text: &str) {
        self.separate();
        let apostrophe = if is_formula(text) { "'" } else { "" };
        if text.contains(['"', ',', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ') {
            self.out.push('"');
            self.out.push_str(apostrophe);
            self.out.push_str(&text.replace('"', "\"\""));
            self.out.push('"');
        } else {
            self.out.push_str(apostrophe);
            self.out.push_str(text);
        }
    }

    /// Adds a number in plain decimals; never changed.
    pub fn number(&mut self, number: &str) {
        self.separate();
        self.out.push_str(number);
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.out.push_str("\r\n");
        self.is_row_begun = false;
    }

    /// The finished file.
    pub fn finish(self) -> String {
        self.out
    }

    fn separate(&mut self) {
        if self.is_row_begun {
            self.out.push(',');
        }
        self.is_row_begun = true;
    }
}

/// Whether a spreadsheet might run a text: it begins like a formula, in either width, and is no plain number.
fn is_formula(text: &str) -> bool {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    begins && !is_number(text)
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part].iter().all(|run| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(cells: &[&str]) -> String {
        let mut writer = CsvWriter::default();
        cells.iter().for_each(|cell| writer.text(cell));
        writer.end_row();
        writer.finish()
    }

    #[test]
    fn what_looks_like_a_formula_is_made_text_and_numbers_stay() {
        assert_eq!(row(&["=1+1", "-2.50", "+3", "-x", "@a", "a=b"]), "\u{feff}'=1+1,-2.50,+3,'-x,'@a,a=b\r\n");
        assert_eq!(row(&["-", "-1-1", "\t=1", "＝1"]), "\u{feff}'-,'-1-1,'\t=1,'＝1\r\n");
        assert_eq!(row(&["=\"a\",b"]), "\u{feff}\"'=\"\"a\"\",b\"\r\n");
    }

    proptest! {
        #[test]
        fn cells_read_back(cells in proptest::collection::vec("[a-z中 ,\"\n0-9.-]{0,8}", 1..6)) {
            let file = row(&cells.iter().map(String::as_str).collect::<Vec<_>>());
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file.trim_start_matches(BYTE_ORDER_MARK).as_bytes());
            let Some(record) = reader.records().next() else {
                prop_assert!(cells.iter().all(|cell| cell.is_empty()));
                return Ok(());
            };
            let read: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
            let safe: Vec<String> = cells.iter().map(|cell| if is_formula(cell) { format!("'{cell}") } else { cell.clone() }).collect();
            prop_assert_eq!(read, safe);
        }
    }
}
