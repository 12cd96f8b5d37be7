//! Tables of a form, cell by cell: a form, a package and its files in, what each cell says and means out; what a cell does not hold
//! is told by whoever reads its records, and is here as it stands.

use super::form::{Form, Forms, Found, Holds, Line};
use super::package::{Package, Table};
use super::reader::{Files, find_header, headers};
use crate::day::Day;
use crate::model::record::{Cell, Record, RecordTable, RecordTables};
use crate::money::Currency;
use crate::quantity::Quantity;
use crate::span::Span;
use crate::text::natural;

pub use super::link::FORM as LINKS;

/// Reads the tables of a form. `words` are what may stand for a word of the form; amounts are in the package's currency, or in the
/// one given.
pub fn read_records(
    form: &'static Form,
    (package, descriptor): (&Package, &str),
    files: &dyn Files,
    words: &[(String, Vec<String>)],
    currency: Currency,
) -> RecordTables {
    let mut forms = Forms::find(form, (package, descriptor), files, words);
    forms.currency = forms.currency.or(Some(currency));
    let mut tables = RecordTables::default();
    for form in form.tables {
        let mut table = RecordTable { id: form.id, ..RecordTable::default() };
        let mut others: (String, Vec<(String, usize)>) = Default::default();
        forms.show(form, &mut |line| {
            if others.0 != line.table.path {
                others = (line.table.path.clone(), unknown_columns(line.bytes, line.table, line.columns));
            }
            put_line(line, &others.1, &mut table);
        });
        tables.0.push(table);
    }
    tables
}

/// The described columns of a file that the form does not know: headers, and where they stand.
fn unknown_columns(bytes: &[u8], table: &Table, known: &[Found<'_>]) -> Vec<(String, usize)> {
    let headers = headers(bytes, table);
    let fields = table.fields.iter().enumerate();
    let fields = fields.filter(|(_, field)| known.iter().all(|found| !std::ptr::eq(found.field, *field)));
    let place =
        |order, name: &str| if table.header_rows.is_empty() { Some(order) } else { find_header(&headers, name) };
    fields.filter_map(|(order, field)| Some((field.name.clone(), place(order, &field.name)?))).collect()
}

fn put_line(line: &mut Line<'_>, others: &[(String, usize)], table: &mut RecordTable) {
    let mut cells = Vec::new();
    let mut put = |table: &mut RecordTable, id: &str, cell: Cell| {
        let at = table.put_column(id);
        if cells.len() <= at {
            cells.resize(at + 1, Cell::default());
        }
        cells[at] = cell;
    };
    let columns = line.columns;
    for found in columns {
        let cell = cell(line, found);
        match found.variant.as_str() {
            "" => put(table, found.column.id, cell),
            variant => put(table, &[found.column.id, ":", variant].concat(), cell),
        }
    }
    for (id, text) in line.constants {
        if columns.iter().all(|found| found.column.id != id) {
            put(table, id, Cell { text: text.clone(), value: text.clone() });
        }
    }
    for (header, at) in others {
        let bytes = if *at < line.record.len() { line.record.cell(line.bytes, *at) } else { &[] };
        let text = String::from_utf8_lossy(bytes).trim().to_owned();
        put(table, header, Cell { value: text.clone(), text });
    }
    table.rows.push(Record { row: line.number, cells });
}

fn cell<'a>(line: &mut Line<'a>, found: &Found<'a>) -> Cell {
    let text = line.cell(found);
    let as_written = || Cell { text: text.to_owned(), value: text.to_owned() };
    let same = |value: String| Cell { text: value.clone(), value };
    let decimal = || found.field.notation.decimal(text.as_bytes()).ok().flatten().and_then(Quantity::new);
    let cell = match found.column.holds {
        Holds::Amount | Holds::Amounts => line.amount_of(found).map(|amount| same(amount.plain(line.currency))),
        Holds::Day => Day::read(text, found.order).map(|day| same(day.iso())),
        Holds::Count => natural(text).map(|count| same(count.to_string())),
        Holds::Quantity | Holds::Decimal => {
            decimal().map(|number| Cell { text: number.plain(), value: number.nano().to_string() })
        }
        Holds::Period => Span::read(text)
            .map(|span| Cell { text: text.to_owned(), value: [span.first.iso(), span.last.iso()].join("/") }),
        Holds::Word(allowed) => {
            let stands_for = |(word, others): &&(String, Vec<String>)| {
                allowed.contains(&word.as_str()) && others.iter().any(|other| other == text)
            };
            line.words.iter().find(stands_for).map(|(word, _)| same(word.clone()))
        }
        Holds::Id | Holds::Reference(_) | Holds::Text | Holds::Texts | Holds::Variants => None,
    };
    cell.unwrap_or_else(as_written)
}
