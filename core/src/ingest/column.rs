//! Columns that a descriptor names: tables of one file and its bytes in, the same rows with these columns only out; cannot fail.

use super::package::Table;
use super::reader::{dialect, find_columns, headers};
use crate::place::column_letters;
use daylight_scan::{Dialect, Record, Scanner};

/// The member of a resource that lists what its file had and is not published.
pub const LEFT_OUT: &str = "daylight:left-out";

/// What is left of a file, and what is not.
#[derive(Debug, PartialEq, Eq)]
pub struct Kept {
    /// The rows with the columns that are named: a row for each row, whatever the row is.
    pub bytes: Vec<u8>,
    /// The headers of the columns that are left out; of a column without one, its letters.
    pub left_out: Vec<String>,
}

/// Leaves out the columns that none of the tables names; `None` where that is none with anything in it. The tables tell of one
/// file; where it goes on with another and repeats no header, `first` is that one.
pub fn keep_named(tables: &[&Table], bytes: &[u8], first: Option<&[u8]>) -> Option<Kept> {
    let table = tables.first()?;
    let headers = headers(first.unwrap_or(bytes), table);
    let mut kept: Vec<bool> = Vec::new();
    for column in tables.iter().flat_map(|table| find_columns(table, &headers)).flatten() {
        kept.resize(kept.len().max(column + 1), false);
        kept[column] = true;
    }
    let is_kept = |column: usize| kept.get(column).copied().unwrap_or(false);
    let dialect = dialect(bytes, table);
    let ends = if bytes.windows(2).any(|pair| pair == b"\r\n") { b"\r\n" } else { &[dialect.terminator][..] };
    let (mut scanner, mut record) = (Scanner::new(bytes, dialect), Record::default());
    let (mut out, mut filled) = (Vec::with_capacity(bytes.len()), Vec::new());
    while scanner.read(&mut record) {
        let mut is_first = true;
        for column in 0..record.len() {
            let cell = record.cell(bytes, column);
            if is_kept(column) {
                if !is_first {
                    out.push(dialect.delimiter);
                }
                is_first = false;
                write_cell(cell, dialect, &mut out);
            } else if !cell.trim_ascii().is_empty() && !filled.contains(&column) {
                filled.push(column);
            }
        }
        out.extend_from_slice(ends);
    }
    filled.sort_unstable();
    let name = |column: usize| match headers.get(column).filter(|header| !header.is_empty()) {
        Some(header) => header.clone(),
        None => column_letters(column as u32 + 1),
    };
    (!filled.is_empty()).then(|| Kept { bytes: out, left_out: filled.into_iter().map(name).collect() })
}

/// A cell as the dialect writes it: in quotes where it must be.
fn write_cell(cell: &[u8], dialect: Dialect, out: &mut Vec<u8>) {
    let is_special = |byte: &u8| *byte == dialect.delimiter || Some(*byte) == dialect.quote || b"\r\n".contains(byte);
    let Some(quote) = dialect.quote.filter(|_| cell.iter().any(is_special)) else {
        return out.extend_from_slice(cell);
    };
    out.push(quote);
    for byte in cell {
        out.extend(std::iter::repeat_n(*byte, if *byte == quote { 2 } else { 1 }));
    }
    out.push(quote);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Field;

    fn table(fields: &[&str], header_rows: &[u32]) -> Table {
        let fields = fields.iter().map(|name| Field::named(name)).collect();
        Table { fields, header_rows: header_rows.to_vec(), ..Table::default() }
    }

    fn kept(table: &Table, text: &str) -> Option<(String, Vec<String>)> {
        let kept = keep_named(&[table], text.as_bytes(), None)?;
        Some((String::from_utf8(kept.bytes).unwrap(), kept.left_out))
    }

    #[test]
    fn columns_that_are_not_named_go_and_rows_stay() {
        let some = table(&["code", "amount"], &[2]);
        let text = "a title,,made by someone\r\ncode,note,amount,\r\n1,\"x, y\",\"1,000\",\r\n\r\n2,z,\"say \"\"two\"\"\",\r\n# a remark,,\r\n";
        let left =
            "a title,made by someone\r\ncode,amount\r\n1,\"1,000\"\r\n\r\n2,\"say \"\"two\"\"\"\r\n# a remark,\r\n";
        assert_eq!(kept(&some, text), Some((left.to_owned(), vec!["note".to_owned()])));
        assert_eq!(kept(&some, left), None);
        assert_eq!(kept(&table(&["code", "note", "amount"], &[2]), text), None, "a blank column is no column");
    }

    #[test]
    fn without_headers_the_first_columns_are_named() {
        let text = "1,2,3\n4,5,6\n";
        assert_eq!(kept(&table(&["a", "b"], &[]), text), Some(("1,2\n4,5\n".to_owned(), vec!["C".to_owned()])));
        let cells_further_right = "title,x,secret\na,b\n1,2\n";
        let left = ("title,x\na,b\n1,2\n".to_owned(), vec!["C".to_owned()]);
        assert_eq!(kept(&table(&["a", "b"], &[2]), cells_further_right), Some(left));
    }
}
