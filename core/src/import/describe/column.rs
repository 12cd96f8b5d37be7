//! What the columns of a table may mean: their headers and cells in, names, types and units out; a guess.

use super::super::sheet::Sheet;
use super::find::{Shape, is_number};
use crate::ingest::{header_hint, header_unit, is_amount_header};

/// A column and what it may mean.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its header.
    pub name: String,
    /// Its column type, if the header says one.
    pub kind: Option<String>,
    /// Whether it may hold amounts.
    pub is_amount: bool,
    /// Whether only its cells say so.
    pub is_guessed: bool,
    /// The factor of its unit, if one is stated that is not one.
    pub factor: Option<u64>,
    /// The currency that its header states.
    pub currency: Option<String>,
}

/// Rows that are looked at.
const ROWS: u32 = 200;

/// The columns of the first page.
pub fn columns(sheet: &Sheet, shape: &Shape, stated: Option<u64>) -> Vec<Column> {
    let page = shape.pages.first().copied().unwrap_or((1, sheet.size().1));
    let mut columns: Vec<Column> = Vec::new();
    for column in shape.columns.iter().copied().filter(|column| (page.0..=page.1).contains(column)) {
        let texts: Vec<&str> =
            shape.header.iter().map(|row| sheet.text(*row, column).trim()).filter(|text| !text.is_empty()).collect();
        let name = if shape.header.is_empty() { format!("column {column}") } else { texts.join(" ") };
        let (currency, factor) = header_unit(&name);
        let hint = header_hint(&name);
        let is_amount = is_amount_header(&name) || factor.is_some();
        let is_guessed = !is_amount && hint.is_none() && holds_money(sheet, shape, column);
        columns.push(Column {
            is_amount: is_amount || is_guessed,
            is_guessed,
            kind: if is_amount || is_guessed { Some("value".to_owned()) } else { hint },
            factor: factor.or(stated.filter(|_| is_amount || is_guessed)).filter(|factor| *factor != 1),
            currency,
            name,
        });
    }
    // Where headers name amounts, other numbers are something else.
    if columns.iter().any(|column| column.is_amount && !column.is_guessed) {
        for column in columns.iter_mut().filter(|column| column.is_guessed) {
            (column.is_amount, column.kind, column.factor) = (false, None, None);
        }
    }
    columns
}

/// Whether the cells of a column look like amounts: numbers of different lengths, some large or with decimals, no years.
fn holds_money(sheet: &Sheet, shape: &Shape, column: u32) -> bool {
    let rows = shape.data..=sheet.size().0.min(shape.data.saturating_add(ROWS));
    let cells: Vec<&str> = rows.map(|row| sheet.text(row, column).trim()).filter(|text| !text.is_empty()).collect();
    let numbers: Vec<&str> = cells.iter().copied().filter(|text| is_number(text)).collect();
    if numbers.is_empty() || numbers.len() * 10 < cells.len() * 9 {
        return false;
    }
    let is_year = |text: &&str| text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    let has_zero_before = |text: &&str| text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    if numbers.iter().all(is_year) || numbers.iter().any(has_zero_before) {
        return false;
    }
    let lengths: Vec<usize> = numbers.iter().map(|text| text.len()).collect();
    let varies = lengths.iter().any(|length| *length != lengths[0]) || numbers.len() < 4;
    varies && numbers.iter().any(|text| text.contains('.') || text.len() > 4)
}
