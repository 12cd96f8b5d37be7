//! A list of edges as CSV: a table with a column of payers, one of receivers and one of amounts in, units and transfers out; `None`
//! where its header names no such columns. A header such as `amount (EUR million)` says in what its amounts are.

use super::cell::{At, Cell};
use super::draft::Draft;
use super::names::{CURRENCY, DAY, FROM, TO, VALUE, YEAR};
use super::shape::Of;
use crate::import::fault::Fault;
use crate::import::limit::CELLS;
use crate::ingest::{Table, csv_dialect, csv_headers, header_unit};
use daylight_scan::{Record, Scanner};

/// Names of columns that tell which row it is.
const ID: [&str; 1] = ["id"];

/// Columns, by what they hold.
#[derive(Default)]
struct Columns {
    from: usize,
    to: usize,
    value: usize,
    year: Option<usize>,
    currency: Option<usize>,
    day: Option<usize>,
    id: Option<usize>,
    unit: Unit,
}

/// The unit that the header of the amounts states.
#[derive(Default)]
struct Unit {
    currency: String,
    factor: u64,
}

/// The column of amounts, and their unit: one that is not understood is none, and neither is its column.
fn find_value(headers: &[String]) -> Option<(usize, Unit)> {
    let read = |header: &String, name: &str| {
        let (begin, unit) = match header.find(['(', '（']) {
            Some(end) => (&header[..end], header_unit(header)),
            None => (header.as_str(), (None, Some(1))),
        };
        let unit = Unit { currency: unit.0.unwrap_or_default(), factor: unit.1? };
        Some(unit).filter(|_| begin.trim().eq_ignore_ascii_case(name))
    };
    VALUE.iter().find_map(|name| (0..).zip(headers).find_map(|(at, header)| Some((at, read(header, name)?))))
}

fn find(headers: &[String]) -> Option<Columns> {
    let by = |names: &[&str]| {
        names.iter().find_map(|name| headers.iter().position(|header| header.trim().eq_ignore_ascii_case(name)))
    };
    let (value, unit) = find_value(headers)?;
    Some(Columns {
        from: by(&FROM)?,
        to: by(&TO)?,
        value,
        unit,
        year: by(&YEAR),
        currency: by(&CURRENCY),
        day: by(&DAY),
        id: by(&ID),
    })
}

/// Reads the rows.
pub fn read(text: &str, draft: &mut Draft) -> Option<Result<(), Fault>> {
    let bytes = text.as_bytes();
    let table = Table { header_rows: vec![1], ..Table::default() };
    let headers = csv_headers(bytes, &table);
    let columns = find(&headers)?;
    Some(read_rows(bytes, &table, &headers, &columns, draft))
}

fn read_rows(
    bytes: &[u8],
    table: &Table,
    headers: &[String],
    columns: &Columns,
    draft: &mut Draft,
) -> Result<(), Fault> {
    let Columns { from, to, value, year, currency, day, id, ref unit } = *columns;
    let taken: Vec<usize> =
        [from, to, value].into_iter().chain([year, currency, day, id].into_iter().flatten()).collect();
    let (mut scanner, mut record, mut row) = (Scanner::new(bytes, csv_dialect(bytes, table)), Record::default(), 0_u32);
    while scanner.read(&mut record) {
        row += 1;
        let filled = |column: usize| !record.cell(bytes, column).trim_ascii().is_empty();
        if row == 1 || !(0..record.len()).any(filled) {
            continue;
        }
        if row as usize > CELLS {
            return Err(Fault::TooLarge);
        }
        let at = |column: usize| At::Cell(row, column as u32 + 1);
        let cell = |column: usize| {
            let bytes = if column < record.len() { record.cell(bytes, column) } else { &[] };
            Cell::new(std::str::from_utf8(bytes).unwrap_or(""), at(column))
        };
        let optional = |column: Option<usize>| column.map_or_else(|| Cell::blank(at(from)), cell);
        let [from_unit, to_unit] = [from, to].map(|column| draft.unit(&cell(column).text, "", "node", at(column)));
        let (amount, document) = (cell(value).times(unit.factor), Cell::blank(at(from)));
        let of_header = || Cell::new(&unit.currency, at(value));
        let cells = [
            optional(id),
            optional(year),
            from_unit,
            to_unit,
            amount,
            optional(day),
            document,
            optional(currency).upper().or(of_header),
        ];
        draft.row(Of::Transfers, cells);
        for column in (0..record.len()).filter(|column| !taken.contains(column) && filled(*column)) {
            let header = headers.get(column).map_or("", String::as_str);
            draft.leave(header, at(column));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_in_what_its_amounts_are() {
        let read = |header: &str| find_value(&[header.to_owned()]).map(|(_, unit)| (unit.currency, unit.factor));
        for (header, currency, factor) in [
            ("Value", "", 1),
            ("amount (million)", "", 1_000_000),
            ("金额（万元）", "CNY", 10_000),
            ("sum (EUR)", "EUR", 1),
        ] {
            assert_eq!(read(header), Some((currency.to_owned(), factor)), "{header}");
        }
        assert_eq!(["amount (net)", "weight kg"].map(read), [None, None]);
    }
}
