//! One file of a package: its bytes and its plan in, a plain table and where its cells stood out; a file that cannot be read is
//! an issue, and so is whatever stands otherwise than the descriptor says.

use super::arrange::arrange;
use super::fault::Fault;
use super::json_table::read_json_texts;
use super::limit::CELLS;
use super::origin::Origin;
use super::plan::Plan;
use super::sheet::Sheet;
use super::table::{Arranged, Writer};
use super::unit::stated_units;
use super::workbook::Workbook;
use crate::ingest::{Kept, Table, csv_dialect, csv_headers, find_columns, names_columns};
use crate::issue::Issue;
use crate::place::{Place, column_letters};
use daylight_scan::{Dialect, Record, Scanner};

/// A file as a plain table.
#[derive(Debug)]
pub struct Imported {
    /// CSV in UTF-8, with commas.
    pub bytes: Vec<u8>,
    /// The rows of its header.
    pub header_rows: Vec<u32>,
    /// Where its cells stood.
    pub origin: Origin,
    /// What stands otherwise than the descriptor says, by its place in the file.
    pub issues: Vec<Issue>,
}

impl Imported {
    /// Lets a table describe this file, under a name, in place of the one that it was made from.
    pub fn replace(&self, table: &mut Table, name: &str) {
        name.clone_into(&mut table.path);
        table.header_rows.clone_from(&self.header_rows);
        (table.dialect, table.delimiter_stated) = (Dialect::default(), true);
    }
}

/// What of an imported table may be published: a header of the fields that its descriptor names, and in each row nothing but them.
/// Titles, machine rows, columns without a name in the descriptor and blank rows stay behind; the columns are told. `first` holds
/// the header of a table that this one goes on.
///
/// # Errors
/// An issue of the file where it grows too large.
pub fn publishable(bytes: &[u8], table: &Table, first: Option<&[u8]>) -> Result<Kept, Issue> {
    let refused = |fault: Fault| fault.issue(&table.path);
    let own = csv_headers(bytes, table);
    let continued = first.filter(|_| !names_columns(table, &own));
    let headers = continued.map_or(own, |first| csv_headers(first, table));
    let head = if continued.is_some() { 0 } else { table.header_rows.iter().copied().max().unwrap_or(0) };
    let columns = find_columns(table, &headers);
    let mut others = vec![false; headers.len()];
    let mut out = Writer::default();
    out.row(table.fields.iter().map(|field| field.name.as_str())).map_err(refused)?;
    let (mut scanner, mut record, mut row) = (Scanner::new(bytes, csv_dialect(bytes, table)), Record::default(), 0);
    while scanner.read(&mut record) {
        row += 1;
        let cell = |column: &Option<usize>| {
            let bytes =
                column.filter(|column| *column < record.len()).map_or(&[][..], |column| record.cell(bytes, column));
            std::str::from_utf8(bytes).unwrap_or("").trim()
        };
        if row > head && columns.iter().any(|column| !cell(column).is_empty()) {
            out.row(columns.iter().map(cell)).map_err(refused)?;
        }
        for (column, is_filled) in others.iter_mut().enumerate().filter(|_| row > head) {
            *is_filled |= !columns.contains(&Some(column)) && !cell(&Some(column)).is_empty();
        }
    }
    let left_out = (1..).zip(&headers).zip(others).filter(|(_, is_filled)| *is_filled);
    let name = |((number, header), _): ((u32, &String), bool)| column_name(header, number);
    Ok(Kept { bytes: out.bytes, left_out: left_out.map(name).collect() })
}

/// A column by its header; one without, by its letters.
pub(super) fn column_name(header: &str, number: u32) -> String {
    if header.is_empty() { column_letters(number) } else { header.to_owned() }
}

/// Imports the sheet of a workbook that the plan names.
///
/// # Errors
/// An issue of the file.
pub fn import_workbook(bytes: &[u8], plan: &Plan, table: &Table) -> Result<Imported, Issue> {
    let refused = |fault: Fault| fault.issue(&table.path);
    let sheet = Workbook::open(bytes).and_then(|book| book.find(&plan.which)).map_err(refused)?;
    let mut issues = Vec::new();
    let arranged = arrange(&sheet, plan, table, &mut issues).map_err(refused)?;
    tell_units(&sheet, table, &mut issues);
    let mut imported = imported(arranged, table, Some(sheet.name.clone()), issues);
    tell_hidden(&sheet, &mut imported);
    tell_formulas(&mut imported, table);
    Ok(imported)
}

/// Imports the tables that a plan finds in a text: CSV, or JSON where the plan or the text says so.
///
/// # Errors
/// An issue of the file.
pub fn import_text(text: &str, plan: &Plan, table: &Table) -> Result<Imported, Issue> {
    let refused = |fault: Fault| fault.issue(&table.path);
    let mut issues = Vec::new();
    let arranged = if plan.is_json || plan.property.is_some() {
        let mut missing =
            |name: &str| issues.push(Issue::error("column-missing", Place::default()).with("header", name));
        read_json_texts(text, plan.property.as_deref(), &plan.read, &mut missing).map_err(refused)?
    } else {
        let sheet = read_csv(text, table).map_err(refused)?;
        tell_units(&sheet, table, &mut issues);
        arrange(&sheet, plan, table, &mut issues).map_err(refused)?
    };
    Ok(imported(arranged, table, None, issues))
}

fn imported(arranged: Arranged, table: &Table, sheet: Option<String>, mut issues: Vec<Issue>) -> Imported {
    for issue in issues.iter_mut().filter(|issue| issue.place.file.is_empty()) {
        issue.place.file.clone_from(&table.path);
        issue.place.sheet.clone_from(&sheet);
    }
    let origin = Origin { file: table.path.clone(), sheet, left_out: arranged.left_out, cells: arranged.cells };
    Imported { bytes: arranged.bytes, header_rows: arranged.header_rows, origin, issues }
}

/// A CSV as a sheet, to be looked at.
///
/// # Errors
/// An issue where it is too large.
pub fn sheet_of_text(text: &str, table: &Table) -> Result<Sheet, Issue> {
    read_csv(text, table).map_err(|fault| fault.issue(&table.path))
}

/// What a CSV whose rows stand as they are says otherwise than its descriptor, above its header: the unit in a title line.
pub(super) fn tell_titles(text: &str, table: &Table) -> Vec<Issue> {
    let above = table.header_rows.iter().copied().min().map_or(0, |first| first.saturating_sub(1));
    let mut issues = Vec::new();
    if let Ok(sheet) = read_rows(text, table, above) {
        tell_units(&sheet, table, &mut issues);
    }
    issues.iter_mut().for_each(|issue| issue.place.file.clone_from(&table.path));
    issues
}

/// `mark-unread`: a row has a mark that the dialect gives a meaning which is not read, a remark or an escape.
///
/// # Errors
/// The first such row.
pub(super) fn refuse_marks(text: &str, plan: &Plan, table: &Table) -> Result<(), Issue> {
    let bytes = text.as_bytes();
    for (member, mark) in &plan.marks {
        let (mut scanner, mut record, mut row) = (Scanner::new(bytes, csv_dialect(bytes, table)), Record::default(), 0);
        loop {
            let start = scanner.position();
            if !scanner.read(&mut record) {
                break;
            }
            row += 1;
            if record.fault.is_some() {
                scanner.skip_line(start);
            }
            let line = text.get(start..scanner.position()).unwrap_or("").trim_start();
            if line.starts_with(mark.as_str()) || *member == "escapeChar" && line.contains(mark.as_str()) {
                let issue = Issue::error("mark-unread", Place::row(&table.path, row));
                return Err(issue.with("value", mark).with("what", member));
            }
        }
    }
    Ok(())
}

/// A CSV as a sheet.
pub(super) fn read_csv(text: &str, table: &Table) -> Result<Sheet, Fault> {
    read_rows(text, table, u32::MAX)
}

/// So many rows of a CSV, or all, as a sheet.
fn read_rows(text: &str, table: &Table, most: u32) -> Result<Sheet, Fault> {
    let bytes = text.as_bytes();
    let (mut scanner, mut record) = (Scanner::new(bytes, csv_dialect(bytes, table)), Record::default());
    let mut sheet = Sheet::new("", false, "".into());
    let mut row = 0;
    while row < most && scanner.read(&mut record) {
        row += 1;
        if row as usize > CELLS {
            return Err(Fault::TooLarge);
        }
        for column in 0..record.len() {
            let text = std::str::from_utf8(record.cell(bytes, column)).unwrap_or("");
            sheet.put(row, column as u32 + 1, text)?;
        }
    }
    Ok(sheet)
}

/// `unit-contradicted`: the sheet states a unit that is that of none of its amounts.
fn tell_units(sheet: &Sheet, table: &Table, issues: &mut Vec<Issue>) {
    let declared: Vec<u64> = table.measures.iter().map(|measure| table.fields[measure.field].unit.factor()).collect();
    let units = stated_units(sheet);
    let differs = |factor: &u64| !declared.contains(factor);
    if declared.is_empty() || !units.iter().all(|(.., factor)| differs(factor)) {
        return;
    }
    if let Some((row, column, text, factor)) = units.into_iter().next() {
        let issue = Issue::error("unit-contradicted", Place::cell("", row, column)).with("value", text);
        issues.push(issue.with("expected", factor).with("found", declared[0]));
    }
}

/// `formula-unread`: a code or a name is a formula whose value was never stored. Of amounts that is told as they are read.
fn tell_formulas(imported: &mut Imported, table: &Table) {
    let bytes = &imported.bytes;
    let dialect = Dialect::default();
    let (mut scanner, mut record, mut row) = (Scanner::new(bytes, dialect), Record::default(), 0);
    let plain = Table { header_rows: imported.header_rows.clone(), delimiter_stated: true, ..table.clone() };
    let plain = Table { dialect, ..plain };
    let columns = find_columns(&plain, &csv_headers(bytes, &plain));
    let is_amount = |field: usize| table.measures.iter().any(|measure| measure.field == field);
    let head = imported.header_rows.iter().copied().max().unwrap_or(0);
    while scanner.read(&mut record) {
        row += 1;
        for (field, column) in columns.iter().enumerate().filter(|(field, _)| row > head && !is_amount(*field)) {
            let Some(column) = column.filter(|column| *column < record.len()) else { continue };
            let text = record.cell(bytes, column);
            if text.first() == Some(&b'=') && text.get(1) != Some(&b'=') {
                let mut place = Place::cell("", row, column as u32 + 1);
                imported.origin.trace(&mut place);
                let value = String::from_utf8_lossy(text);
                let issue = Issue::error("formula-unread", place).with("value", value);
                imported.issues.push(issue.with("header", &table.fields[field].name));
            }
        }
    }
}

/// `rows-hidden`: rows of the table that a reader of the spreadsheet does not see. They count all the same, as they do in the
/// spreadsheet's own sums.
fn tell_hidden(sheet: &Sheet, imported: &mut Imported) {
    let head = imported.header_rows.iter().copied().max().unwrap_or(0);
    let mut hidden: Vec<u32> = Vec::new();
    let last = imported.origin.row_count().unwrap_or(sheet.size().0);
    for row in head + 1..=last {
        let mut place = Place::row("", row);
        imported.origin.trace(&mut place);
        let Some(row) = place.row else { continue };
        if sheet.is_hidden_row(row) && sheet.row(row).next().is_some() && !hidden.contains(&row) {
            hidden.push(row);
        }
    }
    if let Some(first) = hidden.first() {
        let place = Place { sheet: imported.origin.sheet.clone(), ..Place::row(&imported.origin.file, *first) };
        imported.issues.push(Issue::warning("rows-hidden", place).with("rows", hidden.len()));
    }
}
