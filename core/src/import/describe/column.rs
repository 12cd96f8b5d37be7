//! What the columns of a table may mean: their headers and cells in, names, types and units out; a guess.

use super::super::arrange::{header, is_same};
use super::super::sheet::Sheet;
use super::find::{NOTATIONS, Shape, is_decimal, is_nothing, is_number};
use crate::ingest::{header_hint, header_unit, is_amount_header};
use crate::money::Notation;
use crate::place::column_letters;

/// A column and what it may mean.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Where it stands, from one.
    pub column: u32,
    /// Its header; where another column has the same, with a number.
    pub name: String,
    /// Whether another column before it has the same header.
    pub is_again: bool,
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
    /// The marks of its numbers, decimal and between groups, where they are not a point and commas.
    pub marks: Option<(char, char)>,
    /// What stands for "nothing" among its amounts.
    pub missing: Vec<String>,
}

/// Rows that are looked at.
const ROWS: u32 = 200;

/// The columns of the first page, and those of further pages that it does not have.
pub fn columns(sheet: &Sheet, shape: &Shape, stated: Option<u64>) -> Vec<Column> {
    let page = shape.pages.first().copied().unwrap_or((1, sheet.size().1));
    let mut columns: Vec<Column> = Vec::new();
    for column in shape.columns.iter().copied().filter(|column| *column >= page.0) {
        let name = if shape.header.is_empty() { column_letters(column) } else { header(sheet, &shape.names, column) };
        if column > page.1 && columns.iter().any(|known| is_same(&known.name, &name)) {
            continue;
        }
        let (currency, factor) = header_unit(&name);
        let hint = header_hint(&name);
        // Below the name of a group stands what its columns are: 2023年 预算数.
        let lowest = shape.header.iter().rev().map(|row| sheet.text(*row, column).trim());
        let lowest = lowest.clone().find(|text| !text.is_empty()).unwrap_or("");
        let is_amount = is_amount_header(&name) || is_amount_header(lowest) || factor.is_some();
        let is_guessed = !is_amount && hint.is_none() && holds_money(sheet, shape, column);
        columns.push(Column {
            is_amount: is_amount || is_guessed,
            is_guessed,
            kind: if is_amount || is_guessed { Some("value".to_owned()) } else { hint },
            factor: factor.or(stated.filter(|_| is_amount || is_guessed)).filter(|factor| *factor != 1),
            currency,
            is_again: false,
            column,
            name,
            ..Column::default()
        });
    }
    // Where headers of a page name amounts, other numbers of it are something else.
    let page_of = |column: u32| shape.pages.iter().position(|page| (page.0..=page.1).contains(&column)).unwrap_or(0);
    let is_named = |column: &&Column| column.is_amount && !column.is_guessed;
    let named: Vec<usize> = columns.iter().filter(is_named).map(|column| page_of(column.column)).collect();
    for column in columns.iter_mut().filter(|column| column.is_guessed && named.contains(&page_of(column.column))) {
        (column.is_amount, column.kind, column.factor) = (false, None, None);
    }
    for column in columns.iter_mut().filter(|column| column.is_amount) {
        let cells = cells(sheet, shape, column.column);
        column.marks = marks(&cells);
        let nothing = cells.iter().filter(|text| is_nothing(text)).map(|text| (*text).to_owned());
        column.missing = nothing.collect();
    }
    number_repeated(&mut columns);
    columns
}

/// The cells of a column that are looked at, those that hold anything.
fn cells<'a>(sheet: &'a Sheet, shape: &Shape, column: u32) -> Vec<&'a str> {
    let rows = shape.data..=sheet.size().0.min(shape.data.saturating_add(ROWS));
    rows.map(|row| sheet.text(row, column).trim()).filter(|text| !text.is_empty()).collect()
}

/// The marks with which every number of a column can be read, where a point and commas do not do.
fn marks(cells: &[&str]) -> Option<(char, char)> {
    let numbers: Vec<&&str> = cells.iter().filter(|text| is_number(text) && !text.starts_with('=')).collect();
    let reads = |marks: &(char, char)| numbers.iter().all(|text| is_decimal(text, *marks));
    if reads(&NOTATIONS[0]) {
        return None;
    }
    let marks = NOTATIONS.into_iter().find(reads)?;
    // Spaces part groups anyway.
    let is_spaced = numbers.iter().any(|text| text.contains([' ', '\u{a0}', '\u{2009}', '\u{202f}']));
    let has_group = numbers.iter().any(|text| text.contains(marks.1));
    Some(if is_spaced && !has_group { (marks.0, ' ') } else { marks })
}

/// A column that is in every row the sum of others beside it, and these: their positions.
pub fn total_beside(sheet: &Sheet, shape: &Shape, columns: &[Column]) -> Option<(usize, Vec<usize>)> {
    // A part need not look like money.
    let has_numbers = |(at, values): &(usize, Vec<Option<i128>>)| {
        columns[*at].is_amount || columns[*at].kind.is_none() && values.iter().any(Option::is_some)
    };
    let (amounts, values): (Vec<usize>, Vec<Vec<Option<i128>>>) =
        columns.iter().map(|column| values(sheet, shape, column)).enumerate().filter(has_numbers).unzip();
    let is_sum = |total: usize, parts: std::ops::Range<usize>| {
        let (mut rows, mut is_mixed) = (0, false);
        for (row, value) in values[total].iter().enumerate() {
            let Some(value) = value.filter(|value| *value != 0) else { continue };
            let of_row = || parts.clone().filter_map(|part| values[part][row]);
            if of_row().sum::<i128>() != value {
                return false;
            }
            is_mixed |= of_row().filter(|value| *value != 0).count() > 1;
            rows += 1;
        }
        rows > 1 && is_mixed
    };
    for (total, at) in amounts.iter().enumerate() {
        let after = (total + 3..=amounts.len()).rev().map(|end| total + 1..end);
        let before = (0..total.saturating_sub(1)).map(|start| start..total);
        if !columns[*at].is_amount {
            continue;
        }
        let is_alike = |parts: &std::ops::Range<usize>| {
            let mut amounts = amounts[parts.clone()].iter().filter(|part| columns[**part].is_amount).peekable();
            amounts.peek().is_some() && amounts.all(|part| columns[*part].factor == columns[*at].factor)
        };
        if let Some(parts) = after.chain(before).find(|parts| is_alike(parts) && is_sum(total, parts.clone())) {
            return Some((*at, amounts[parts].to_vec()));
        }
    }
    None
}

/// The amounts of a column in millionths, row by row; none where there is no number.
fn values(sheet: &Sheet, shape: &Shape, column: &Column) -> Vec<Option<i128>> {
    const DECIMALS: u8 = 6;
    let (decimal, group) = column.marks.unwrap_or(NOTATIONS[0]);
    let notation = Notation::new(decimal, Some(group));
    let rows = shape.data..=sheet.size().0.min(shape.data.saturating_add(ROWS));
    let value = |row: u32| {
        let number = notation.decimal(sheet.text(row, column.column).trim().as_bytes()).ok()??;
        let power = 10_i128.checked_pow(u32::from(DECIMALS.checked_sub(number.scale)?))?;
        // So that no sum of columns runs over.
        number.mantissa.checked_mul(power).filter(|value| value.unsigned_abs() < 1 << 100)
    };
    rows.map(value).collect()
}

/// Columns that repeat a header get a number, so that each of them can be named.
fn number_repeated(columns: &mut [Column]) {
    for at in 1..columns.len() {
        let is_taken = |name: &str, columns: &[Column]| columns.iter().any(|column| is_same(&column.name, name));
        if !is_taken(&columns[at].name, &columns[..at]) {
            continue;
        }
        let own = columns[at].name.clone();
        let numbered = |number: usize| format!("{own} {number}").trim().to_owned();
        let free = (2..).map(numbered).find(|name| !is_taken(name, columns));
        columns[at].name = free.unwrap_or(own);
        columns[at].is_again = true;
    }
}

/// Whether the cells of a column look like amounts: numbers of different lengths, some large or with decimals, no years.
fn holds_money(sheet: &Sheet, shape: &Shape, column: u32) -> bool {
    let mut cells = cells(sheet, shape, column);
    cells.retain(|text| !is_nothing(text));
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
