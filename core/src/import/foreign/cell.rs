//! Cells that a reader takes over: a text and where it stood in, line and column in the file out; only a table that grows too
//! large fails.

use crate::import::fault::Fault;
use crate::import::limit::CELLS;
use crate::ingest::{Table, csv_dialect};
use crate::json::Node;
use daylight_scan::{Record, Scanner};

/// Where something stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// A byte of a text.
    Byte(usize),
    /// Row and column of a table, from one.
    Cell(u32, u32),
    /// Of several files the number of one; line, or row, and column, from one.
    In(u32, u32, u32),
}

impl At {
    /// The number of the file.
    pub const fn file(self) -> u32 {
        if let Self::In(file, ..) = self { file } else { 0 }
    }
}

/// A text and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The text; blank where nothing is said.
    pub text: String,
    /// Its place, or that of what it is missing from.
    pub at: At,
}

impl Cell {
    /// A text at its place, spaces around it aside.
    pub fn new(text: &str, at: At) -> Self {
        Self { text: text.trim().to_owned(), at }
    }

    /// Nothing.
    pub fn blank(at: At) -> Self {
        Self { text: String::new(), at }
    }

    /// A value of JSON.
    pub fn of(node: &Node) -> Self {
        let text = node.plain().unwrap_or_default();
        Self { text: text.trim().to_owned(), at: At::Byte(node.at) }
    }

    /// A member of an object; where it has none, a blank at the object.
    pub fn member(node: &Node, name: &str) -> Self {
        node.get(name).map_or_else(|| Self::blank(At::Byte(node.at)), Self::of)
    }

    /// A member that is money: `1.5e6` is written out.
    pub fn money(node: &Node, name: &str) -> Self {
        let cell = Self::member(node, name);
        Self { text: written_out(&cell.text).unwrap_or(cell.text), at: cell.at }
    }

    /// An amount in units of so many: multiplied exactly. One of which a comma may part thousands or decimals is left unreadable,
    /// to be told as such.
    #[must_use]
    pub fn times(self, factor: u64) -> Self {
        let zeros = factor.checked_ilog10().filter(|zeros| 10_u64.checked_pow(*zeros) == Some(factor)).unwrap_or(0);
        if self.is_blank() || factor == 1 {
            return self;
        }
        let grouped = self.text.matches(',').count() > 1 || self.text.find(',') < self.text.rfind('.');
        let digits = if grouped { self.text.replace(',', "") } else { self.text.clone() };
        let text = Some(zeros).filter(|zeros| *zeros > 0).and_then(|zeros| written_out(&format!("{digits}e{zeros}")));
        Self { text: text.unwrap_or_else(|| format!("{} × {factor}", self.text)), at: self.at }
    }

    /// A code of a currency.
    #[must_use]
    pub fn upper(self) -> Self {
        Self { text: self.text.to_ascii_uppercase(), ..self }
    }

    /// Whether nothing is said.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// This, unless it is blank.
    #[must_use]
    pub fn or(self, other: impl FnOnce() -> Self) -> Self {
        if self.is_blank() { other() } else { self }
    }
}

/// A number with an exponent as a plain decimal; `None` where it has none, or one beyond all money.
fn written_out(text: &str) -> Option<String> {
    const FARTHEST: i32 = 60;
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.abs() <= FARTHEST)?;
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || !whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = [whole, part].concat();
    let point = i32::try_from(whole.len()).ok()? + exponent;
    let (before, after) = match usize::try_from(point) {
        Ok(point) if point >= digits.len() => (format!("{digits}{}", "0".repeat(point - digits.len())), String::new()),
        Ok(point) if point > 0 => (digits[..point].to_owned(), digits[point..].to_owned()),
        _ => ("0".to_owned(), format!("{}{digits}", "0".repeat(usize::try_from(-point).ok()?))),
    };
    let before = match before.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let after = after.trim_end_matches('0');
    Some(if after.is_empty() { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") })
}

/// So many rows of a CSV whose first row is its header, or all of them, cell by cell; `place` says where row and column are.
pub fn read_cells(text: &str, most: usize, place: impl Fn(u32, u32) -> At) -> Result<Vec<Vec<Cell>>, Fault> {
    let (bytes, table) = (text.as_bytes(), Table { header_rows: vec![1], ..Table::default() });
    let (mut scanner, mut record) = (Scanner::new(bytes, csv_dialect(bytes, &table)), Record::default());
    let (mut rows, mut cells) = (Vec::new(), 0);
    while rows.len() < most && scanner.read(&mut record) {
        let row = rows.len() as u32 + 1;
        let cell = |column: usize| {
            Cell::new(std::str::from_utf8(record.cell(bytes, column)).unwrap_or(""), place(row, column as u32 + 1))
        };
        rows.push((0..record.len()).map(cell).collect());
        cells += record.len();
        if cells > CELLS {
            return Err(Fault::TooLarge);
        }
    }
    Ok(rows)
}

/// Lines and columns, in one walk over the text however they are ordered.
pub fn places(text: &str, stood: &[At]) -> Vec<(u32, u32)> {
    let mut places = vec![(1, 1); stood.len()];
    let mut bytes: Vec<(usize, usize)> = Vec::new();
    for (index, at) in stood.iter().enumerate() {
        match at {
            At::Cell(row, column) | At::In(_, row, column) => places[index] = (*row, *column),
            At::Byte(byte) => bytes.push((*byte, index)),
        }
    }
    bytes.sort_unstable();
    let (mut walked, mut line, mut column) = (0, 1, 1);
    for (byte, index) in bytes {
        let byte = (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        for char in text[walked..byte].chars() {
            (line, column) = if char == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        walked = byte;
        places[index] = (line, column);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_are_written_out_exactly() {
        for (text, plain) in [
            ("1.5e6", "1500000"),
            ("6.269533E8", "626953300"),
            ("-12e-3", "-0.012"),
            ("1.25e1", "12.5"),
            ("100e-2", "1"),
            ("0e0", "0"),
        ] {
            assert_eq!(written_out(text).as_deref(), Some(plain), "{text}");
        }
        for text in ["15", "1e999", "e5", "1.x5e3", "", "-e1"] {
            assert_eq!(written_out(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_in_millions_are_written_out() {
        let times = |text: &str| Cell::new(text, At::Byte(0)).times(1_000_000).text;
        let seen = ["1.5", "-0.0000015", "1,234.5", "1,234,567", "1,5", "", "x"].map(times);
        let expected = ["1500000", "-1.5", "1234500000", "1234567000000", "1,5 × 1000000", "", "x × 1000000"];
        assert_eq!(seen, expected);
    }

    #[test]
    fn places_are_told_in_any_order() {
        let stood = [At::Byte(7), At::Byte(0), At::Cell(9, 4), At::Byte(3), At::Byte(99)];
        assert_eq!(places("a\n中b\nc", &stood), [(3, 1), (1, 1), (9, 4), (2, 1), (3, 2)], "never inside a character");
    }
}
