//! Reading rows: a package, a selection of axes and the files' UTF-8 bytes in; rows and issues to a visitor out; never stops
//! at a fault.

use super::codelist::{CodeList, read_code_list};
use super::factor::believed_units;
use super::layout::As;
use super::package::{Field, Measure, Package, Role, Table};
use super::resolve::{Here, Resolved};
use super::row::{AmountCell, Row, Sum, Visitor, with_sets};
use super::state::{AxisState, MOST, Selection};
use crate::issue::Issue;
use crate::model::Kind;
use crate::money::{Amount, AmountFault, AmountReader, Currency, Notation, Unit};
use crate::place::Place;
use daylight_scan::{Dialect, Marks, Record, RecordFault, Scanner, Symbol};

/// Where the bytes of a package's files are: decoded to UTF-8, unzipped, without a byte order mark.
pub trait Files {
    /// The bytes of a file, if it could be loaded.
    fn bytes(&self, path: &str) -> Option<&[u8]>;
}

impl Files for Vec<(String, Vec<u8>)> {
    fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes.as_slice())
    }
}

/// Reads every file with amounts and returns the selected axes with the codes and labels that occur.
pub fn read_rows(
    package: &Package,
    selection: &Selection,
    files: &dyn Files,
    visitor: &mut dyn Visitor,
) -> Vec<AxisState> {
    let mut axes = AxisState::of(package, selection);
    let lists: Vec<CodeList> = package
        .tables
        .iter()
        .map(|table| match (table.role, files.bytes(&table.path)) {
            (Role::CodeList, Some(bytes)) => read_code_list(package, table, bytes, visitor),
            _ => CodeList::default(),
        })
        .collect();
    for table in &package.tables {
        match files.bytes(&table.path) {
            _ if table.path.is_empty() => {}
            None => visitor.issue(Issue::error("file-missing", Place::file(&table.path)).with("value", &table.path)),
            Some(bytes) if bytes.trim_ascii().is_empty() => {
                visitor.issue(Issue::error("file-empty", Place::file(&table.path)).with("value", &table.path));
            }
            Some(bytes) if is_html(bytes) => {
                visitor.issue(Issue::error("file-not-data", Place::file(&table.path)).with("value", &table.path));
            }
            Some(bytes) if table.role == Role::Facts => {
                let headers = table.continues.as_ref().and_then(|first| Some(headers(files.bytes(first)?, table)));
                read_table(table, &lists, (bytes, headers), &mut axes, visitor);
            }
            Some(_) => {}
        }
    }
    axes
}

/// Whether a server answered with a page instead of the file.
fn is_html(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    let begins = |text: &[u8]| start.get(..text.len()).is_some_and(|head| head.eq_ignore_ascii_case(text));
    begins(b"<!doctype html") || begins(b"<html")
}

/// The dialect with the delimiter and line end that the first lines show.
pub(super) fn with_told_delimiter(bytes: &[u8], stated: Dialect) -> Dialect {
    let head = bytes.get(..bytes.len().min(1 << 16)).unwrap_or(bytes);
    let terminator = if !head.contains(&b'\n') && head.contains(&b'\r') { b'\r' } else { b'\n' };
    let line = head.split(|byte| *byte == terminator).next().unwrap_or(head);
    let (mut counts, mut quoted) = ([0_usize; 4], false);
    for byte in line {
        quoted ^= Some(*byte) == stated.quote;
        if let (false, Some(candidate)) = (quoted, b",;\t|".iter().position(|candidate| candidate == byte)) {
            counts[candidate] += 1;
        }
    }
    let most = (0..4).max_by_key(|candidate| (counts[*candidate], 4 - candidate)).unwrap_or(0);
    Dialect { delimiter: if counts[most] > 0 { b",;\t|"[most] } else { stated.delimiter }, terminator, ..stated }
}

/// The headers of a file; of several header rows, joined by a space.
pub(crate) fn headers(bytes: &[u8], table: &Table) -> Vec<String> {
    skip_header(bytes, table, &mut Scanner::new(bytes, dialect(bytes, table))).0
}

/// The dialect of a file: as stated, else as its first lines show.
pub(crate) fn dialect(bytes: &[u8], table: &Table) -> Dialect {
    if table.delimiter_stated { table.dialect } else { with_told_delimiter(bytes, table.dialect) }
}

/// Reads past the header; returns the headers and the number of the last header row.
fn skip_header(bytes: &[u8], table: &Table, scanner: &mut Scanner<'_>) -> (Vec<String>, u32) {
    let last = table.header_rows.iter().copied().max().unwrap_or(0);
    let (mut headers, mut record): (Vec<String>, _) = (Vec::new(), Record::default());
    for row in 1..=last {
        if !scanner.read(&mut record) {
            break;
        }
        if !table.header_rows.contains(&row) {
            continue;
        }
        for column in 0..record.len() {
            let text = String::from_utf8_lossy(record.cell(bytes, column));
            let text = text.trim().trim_start_matches('\u{feff}');
            if headers.len() <= column {
                headers.push(String::new());
            }
            if !headers[column].is_empty() && !text.is_empty() {
                headers[column].push(' ');
            }
            headers[column].push_str(text);
        }
    }
    (headers, last)
}

/// Whether a declared field is among the headers: a row of figures names none.
pub(crate) fn names_columns(table: &Table, headers: &[String]) -> bool {
    headers.iter().any(|header| is_declared(table, header))
}

/// Whether a text is the name of a declared field, however its words are spaced.
fn is_declared(table: &Table, text: &str) -> bool {
    table.fields.iter().any(|field| field.name.split_whitespace().eq(text.split_whitespace()))
}

/// The column with a header, however its words are spaced.
pub(crate) fn find_header(headers: &[String], name: &str) -> Option<usize> {
    let exact = headers.iter().position(|header| header == name.trim());
    exact.or_else(|| headers.iter().position(|header| header.split_whitespace().eq(name.split_whitespace())))
}

/// The column of each declared field in a file with these headers; without a header, fields are columns in their order.
pub(crate) fn find_columns(table: &Table, headers: &[String]) -> Vec<Option<usize>> {
    let is_headed = !table.header_rows.is_empty();
    let column = |(at, field): (usize, &Field)| if is_headed { find_header(headers, &field.name) } else { Some(at) };
    table.fields.iter().enumerate().map(column).collect()
}

/// The same, and what cannot be found is told once.
pub(super) fn find_columns_or_tell(
    table: &Table,
    headers: &[String],
    header_row: u32,
    visitor: &mut dyn Visitor,
) -> Vec<Option<usize>> {
    let columns = find_columns(table, headers);
    if table.header_rows.is_empty() {
        return columns;
    }
    for (at, (field, column)) in table.fields.iter().zip(&columns).enumerate() {
        let Some(column) = column else {
            let row = Place::row(&table.path, header_row);
            visitor.issue(Issue::error("column-missing", row).with("header", &field.name));
            continue;
        };
        // Two fields that are read from one column count it twice; of two columns of one header, one is never read.
        let is_again = columns[..at].contains(&Some(*column));
        if is_again || headers.iter().filter(|header| **header == headers[*column]).count() > 1 {
            let place = Place::cell(&table.path, header_row, *column as u32 + 1);
            let is_amount = table.measures.iter().any(|measure| measure.field == at);
            let issue = if is_amount || is_again { Issue::error } else { Issue::warning };
            visitor.issue(issue("column-duplicate", place).with("header", &field.name));
        }
    }
    columns
}

/// The row that names declared columns, where the stated header names none: titles stand above many a table.
fn header_further_down(bytes: &[u8], table: &Table, headers: &[String], mut scanner: Scanner<'_>) -> Option<u32> {
    /// More lines than any title has.
    const LINES: u32 = 20;
    let first = table.header_rows.iter().copied().max()? + 1;
    if names_columns(table, headers) {
        return None;
    }
    let (mut record, mut best) = (Record::default(), (0, None));
    for row in first..first + LINES {
        if !scanner.read(&mut record) {
            break;
        }
        let cells = (0..record.len()).filter_map(|column| std::str::from_utf8(record.cell(bytes, column)).ok());
        let named = cells.filter(|cell| is_declared(table, cell)).count();
        if named > best.0 {
            best = (named, Some(row));
        }
    }
    best.1
}

/// Reads a file with amounts. One that goes on with another is given with the headers of that one: where it does not repeat
/// them, its columns are the same.
fn read_table(
    table: &Table,
    lists: &[CodeList],
    (bytes, continued): (&[u8], Option<Vec<String>>),
    axes: &mut [AxisState],
    visitor: &mut dyn Visitor,
) {
    let dialect = dialect(bytes, table);
    let mut scanner = Scanner::new(bytes, dialect);
    let (mut headers, mut header_row) = skip_header(bytes, table, &mut scanner);
    if let Some(first) = continued.filter(|first| *first != headers && !names_columns(table, &headers)) {
        (headers, header_row, scanner) = (first, 0, Scanner::new(bytes, dialect));
    }
    if let Some(row) = header_further_down(bytes, table, &headers, scanner.clone()) {
        let issue = Issue::error("header-elsewhere", Place::row(&table.path, row)).with("row", row);
        visitor.issue(issue.with("write", format!("\"dialect\": {{\"headerRows\": [{row}]}}")));
        return;
    }
    let columns = find_columns_or_tell(table, &headers, header_row, visitor);
    if columns.iter().all(Option::is_none) {
        return;
    }
    let width = if headers.is_empty() { table.fields.len() } else { headers.len() };
    let mut resolved = Resolved::new(table, dialect, (&columns, width), &numbers(table, &columns), lists, axes);
    let mut amounts = Amounts::new(table, &columns, bytes, &scanner, axes, visitor);

    let (mut record, mut number) = (Record::default(), header_row);
    let mut cells = vec![AmountCell::Blank; table.measures.len()];
    let (mut rows, mut parts) = (0, 0);
    let looks = visitor.looks_at_rows(table);
    loop {
        if !looks {
            let many = resolved.sum_usual(&mut scanner);
            (number, rows, parts) = (number + many, rows + u64::from(many), parts + u64::from(many));
        }
        let start = scanner.position();
        if !scanner.read(&mut record) {
            break;
        }
        number += 1;
        let here = Here { record: &record, file: bytes, table, number };
        if !is_row(here, width, visitor) {
            if record.fault.is_some() {
                scanner.skip_line(start);
            }
            continue;
        }
        let class = resolved.read_class(here, axes, visitor);
        amounts.read(&record, bytes, resolved.key(class), axes, &mut cells);
        if cells.iter().all(|cell| *cell == AmountCell::Blank) && is_blank(&record, bytes) {
            continue;
        }
        rows += 1;
        if resolved.kind(class) == As::Part {
            parts += 1;
            amounts.add(class, &cells, &mut resolved, axes);
        }
        visitor.row(&Row {
            table,
            number,
            row: resolved.kind(class),
            key: resolved.key(class),
            amounts: &cells,
            sets: &amounts.sets,
            units: &amounts.units,
            axes,
            record: &record,
            file: bytes,
            columns: &columns,
        });
    }
    for class in (0..resolved.classes()).filter(|class| resolved.kind(*class) == As::Part) {
        amounts.sum(class, &resolved, axes, table, visitor);
    }
    visitor.file(rows, parts);
}

/// Whether a record has the cells of a row; what is wrong with it otherwise is told.
fn is_row(here: Here<'_>, width: usize, visitor: &mut dyn Visitor) -> bool {
    let Here { record, file, table, number } = here;
    if let Some((fault, column)) = record.fault {
        let rule = match fault {
            RecordFault::UnclosedQuote => "quote-unclosed",
            RecordFault::TextAfterQuote => "text-after-quote",
        };
        let place = Place::cell(&table.path, number, column as u32 + 1);
        visitor.issue(Issue::error(rule, place).with("expected", width).with("found", record.len()));
        return false;
    }
    if record.is_empty() {
        return false;
    }
    let surplus = |column: usize| !record.cell(file, column).trim_ascii().is_empty();
    if record.len() == width || (record.len() > width && !(width..record.len()).any(surplus)) {
        return true;
    }
    if !is_blank(record, file) {
        let place = Place::row(&table.path, number);
        visitor.issue(Issue::error("row-malformed", place).with("expected", width).with("found", record.len()));
    }
    false
}

/// Whether all cells of a record are blank.
fn is_blank(record: &Record, bytes: &[u8]) -> bool {
    (0..record.len()).all(|column| record.cell(bytes, column).trim_ascii().is_empty())
}

/// The columns of a file that hold amounts, in the order of the measures, with their marks.
fn numbers(table: &Table, columns: &[Option<usize>]) -> Vec<(usize, Marks)> {
    let column = |measure: &Measure| Some((columns[measure.field]?, *table.fields[measure.field].notation.marks()));
    table.measures.iter().filter_map(column).collect()
}

/// Reads the amount columns of a table.
struct Amounts {
    columns: Vec<Option<usize>>,
    /// For each measure, a reader by currency; most files have one currency.
    readers: Vec<Vec<(Symbol, AmountReader)>>,
    /// For each measure, the codes that it sets: position in the key, symbol.
    sets: Vec<Vec<(usize, Symbol)>>,
    /// Position of the currency in the key.
    currency: Option<usize>,
    /// For each measure, its unit: the stated one unless the figures contradict it.
    units: Vec<Unit>,
    /// For each measure, how numbers are written and what means "blank".
    plans: Vec<(Notation, Vec<String>)>,
    /// Of rows that are not usual, the sum and count of each measure, class after class.
    sums: Vec<(Amount, u32)>,
}

impl Amounts {
    fn new(
        table: &Table,
        columns: &[Option<usize>],
        bytes: &[u8],
        scanner: &Scanner<'_>,
        axes: &mut [AxisState],
        visitor: &mut dyn Visitor,
    ) -> Self {
        let (units, contradicted) = believed_units(table, columns, bytes, scanner.clone());
        if contradicted {
            for measure in table.measures.iter().filter(|measure| table.fields[measure.field].unit.factor() != 1) {
                let field = &table.fields[measure.field];
                let column = columns[measure.field].map(|column| column as u32 + 1);
                let place = Place { column, ..Place::file(&table.path) };
                let issue = Issue::warning("factor-contradicted", place).with("header", &field.name);
                visitor.issue(issue.with("value", field.unit.factor()));
            }
        }
        let currency = axes.iter().position(|axis| axis.kind == Kind::Currency);
        let sets = table.measures.iter().map(|measure| {
            let set = |(axis, code): &(usize, String)| {
                let position = axes.iter().position(|state| state.index == *axis)?;
                Some((position, axes[position].codes.intern(code.as_bytes())))
            };
            measure.sets.iter().filter_map(set).collect()
        });
        Self {
            sets: sets.collect(),
            columns: table.measures.iter().map(|measure| columns[measure.field]).collect(),
            readers: vec![Vec::new(); table.measures.len()],
            sums: Vec::new(),
            currency,
            units,
            plans: (table.measures.iter())
                .map(|measure| {
                    let field = &table.fields[measure.field];
                    (field.notation, field.missing.clone())
                })
                .collect(),
        }
    }

    /// The amounts of a row whose cells are read with care.
    fn read(&mut self, record: &Record, bytes: &[u8], key: &[Symbol], axes: &[AxisState], cells: &mut [AmountCell]) {
        for (measure, cell) in cells.iter_mut().enumerate() {
            let Some(column) = self.columns[measure] else { continue };
            let text = record.cell(bytes, column);
            *cell = match self.reader(measure, key, axes).read(text) {
                Ok(Some(amount)) => AmountCell::Amount(amount),
                Ok(None) => AmountCell::Blank,
                Err(AmountFault::Unreadable) if self.is_missing(measure, text) => AmountCell::Blank,
                Err(fault) => AmountCell::Fault(fault),
            };
        }
    }

    /// Adds the amounts of a part that is not usual. After the first amount of its kind others may be.
    fn add(&mut self, class: usize, cells: &[AmountCell], resolved: &mut Resolved<'_>, axes: &[AxisState]) {
        if self.sums.len() < (class + 1) * cells.len() {
            self.sums.resize((class + 1) * cells.len(), (Amount::ZERO, 0));
        }
        for (measure, cell) in cells.iter().enumerate() {
            let AmountCell::Amount(amount) = cell else { continue };
            let (sum, count) = &mut self.sums[class * cells.len() + measure];
            *sum += *amount;
            *count += 1;
            if *count == 1
                && let Some(number) = self.number(measure)
            {
                let fixed = self.reader(measure, resolved.key(class), axes).fixed();
                resolved.hold(class, number, fixed);
            }
        }
    }

    /// Tells what the parts of a class add up to.
    fn sum(
        &mut self,
        class: usize,
        resolved: &Resolved<'_>,
        axes: &[AxisState],
        table: &Table,
        visitor: &mut dyn Visitor,
    ) {
        for measure in 0..self.columns.len() {
            let Some(&(amount, count)) = self.sums.get(class * self.columns.len() + measure) else { continue };
            // The first amount of a class is never usual.
            if count == 0 {
                continue;
            }
            let key = resolved.key(class);
            let (usual, unseen) = self.number(measure).map_or((0, 0), |number| resolved.total(class, number));
            let amount = amount + self.reader(measure, key, axes).amount(usual);
            let mut scratch = [Symbol::BLANK; MOST];
            let key = with_sets(key, &self.sets[measure], &mut scratch);
            visitor.sum(&Sum { table, measure, key, amount, count: count + unseen, unseen });
        }
    }

    /// The place of a measure among those whose columns are there.
    fn number(&self, measure: usize) -> Option<usize> {
        self.columns[measure].map(|_| self.columns[..measure].iter().flatten().count())
    }

    /// The reader of a measure's column in the currency of a row.
    fn reader(&mut self, measure: usize, key: &[Symbol], axes: &[AxisState]) -> &AmountReader {
        let set = self.sets[measure].iter().find(|(position, _)| Some(*position) == self.currency);
        let stated = set.map(|(_, symbol)| *symbol).or_else(|| self.currency.map(|position| key[position]));
        let currency = stated.unwrap_or(Symbol::BLANK);
        let readers = &mut self.readers[measure];
        let known = readers.iter().position(|(symbol, _)| *symbol == currency).unwrap_or_else(|| {
            let code = self.currency.map_or("", |position| axes[position].codes.text(currency));
            let notation = self.plans[measure].0;
            readers.push((currency, AmountReader::new(notation, self.units[measure], Currency::from_code(code))));
            readers.len() - 1
        });
        &readers[known].1
    }

    fn is_missing(&self, measure: usize, text: &[u8]) -> bool {
        self.plans[measure].1.iter().any(|missing| missing.as_bytes() == text.trim_ascii())
    }
}
