//! From cells to codes: a record's cells in, one symbol for each selected axis out; a date without a year becomes an issue.
//!
//! What a code is derived from (a prefix, a date, a code list) is worked out once for each distinct cell, not for each row.

use super::package::{CodeShape, Package, Source, Table};
use super::reader::{find_columns, read_header, with_told_delimiter};
use super::row::Visitor;
use super::state::AxisState;
use crate::issue::Issue;
use crate::period::year_of;
use crate::place::Place;
use daylight_scan::{Record, Scanner, Symbol, Symbols};

/// A code list: rows of texts by key.
#[derive(Debug, Default)]
pub(super) struct CodeList {
    keys: Vec<(usize, Symbols)>,
    rows: Vec<Vec<String>>,
}

impl CodeList {
    /// The text in `column` of the row whose `key` column holds `code`.
    fn find(&self, key: usize, code: &str, column: usize) -> Option<&str> {
        let symbols = &self.keys.iter().find(|(field, _)| *field == key)?.1;
        let row = symbols.find(code.as_bytes())?.index().checked_sub(1)?;
        self.rows.get(row)?.get(column).map(String::as_str)
    }
}

/// Reads a code list; a key that occurs twice is told, and the first row counts.
pub(super) fn read_code_list(package: &Package, table: &Table, bytes: &[u8], visitor: &mut impl Visitor) -> CodeList {
    let dialect = if table.delimiter_stated { table.dialect } else { with_told_delimiter(bytes, table.dialect) };
    let told = Table { dialect, path: table.path.clone(), header_rows: table.header_rows.clone(), ..Table::default() };
    let headers = read_header(bytes, &told);
    let columns = find_columns(table, &headers, 1, visitor);
    let references = package.tables.iter().flat_map(|table| &table.references);
    let mut keys: Vec<usize> = references
        .filter(|(_, there, _)| std::ptr::eq(&package.tables[*there], table))
        .map(|(_, _, key)| *key)
        .collect();
    keys.dedup();
    keys.truncate(1);
    let mut list = CodeList { keys: keys.into_iter().map(|key| (key, Symbols::default())).collect(), rows: Vec::new() };
    let (mut scanner, mut record, mut number) = (Scanner::new(bytes, dialect), Record::default(), 0);
    let first = table.header_rows.iter().copied().max().unwrap_or(0);
    while scanner.read(&mut record) {
        number += 1;
        let cell = |field: usize| columns[field].map_or(&[][..], |column| record.cell(bytes, column).trim_ascii());
        let Some((key, symbols)) = list.keys.first_mut().filter(|_| number > first) else { continue };
        let code = cell(*key);
        if code.is_empty() {
            if !record.is_empty() {
                let place = Place {
                    file: table.path.clone(),
                    row: Some(number),
                    column: columns[*key].map(|column| column as u32 + 1),
                };
                visitor.issue(
                    Issue::error("code-missing", place).with("header", &table.fields[*key].name).with("rows", 1),
                );
            }
            continue;
        }
        if symbols.find(code).is_some() {
            let place = Place {
                file: table.path.clone(),
                row: Some(number),
                column: columns[*key].map(|column| column as u32 + 1),
            };
            visitor.issue(Issue::error("code-duplicate", place).with("code", String::from_utf8_lossy(code)));
            continue;
        }
        symbols.intern(code);
        let texts = (0..table.fields.len()).map(|field| String::from_utf8_lossy(cell(field)).into_owned());
        list.rows.push(texts.collect());
    }
    list
}

/// How an axis gets its symbol.
#[derive(Clone, Debug)]
enum Read {
    /// The table does not have it.
    Absent,
    /// From a cell as it stands.
    Column(usize),
    /// The same for all rows.
    Constant(Symbol),
    /// From a cell through a derivation: the raw column, and the symbol for each raw symbol so far.
    Derived { raw: usize, how: How, cache: Vec<u32> },
}

/// How a code is derived from a cell.
#[derive(Clone, Debug)]
enum How {
    Cut(CodeShape, u8),
    Year(Vec<(String, i64)>),
    /// Code list, key column there, wanted column there; the code may itself be cut first.
    Through(Option<(CodeShape, u8)>, usize, usize, usize),
}

/// A label to keep: the axes it may belong to, deepest first, its language and where it comes from.
#[derive(Clone, Debug)]
struct LabelRead {
    axes: Vec<usize>,
    language: String,
    column: Option<usize>,
    field: Option<usize>,
    through: Option<(usize, usize, usize)>,
    told: Vec<bool>,
}

const UNKNOWN: u32 = u32::MAX;

/// The sources of a table, resolved to the columns of its file.
pub(super) struct Resolved<'a> {
    reads: Vec<Read>,
    raws: Vec<(usize, Symbols, Symbol)>,
    labels: Vec<LabelRead>,
    lists: &'a [CodeList],
}

impl<'a> Resolved<'a> {
    pub(super) fn new(table: &Table, columns: &[Option<usize>], lists: &'a [CodeList], axes: &mut [AxisState]) -> Self {
        let mut raws: Vec<(usize, Symbols, Symbol)> = Vec::new();
        let mut raw = |column: usize| {
            let known = raws.iter().position(|(known, ..)| *known == column);
            known.unwrap_or_else(|| {
                raws.push((column, Symbols::default(), Symbol::BLANK));
                raws.len() - 1
            })
        };
        let mut reads = Vec::new();
        for axis in axes.iter_mut() {
            let source = table.sources.iter().find(|(index, _)| *index == axis.index).map(|(_, source)| source);
            reads.push(match source {
                None => Read::Absent,
                Some(Source::Constant(text)) => Read::Constant(axis.codes.intern(text.as_bytes())),
                Some(source) => match base(source).and_then(|field| Some((field, columns[field]?))) {
                    None => Read::Absent,
                    Some((field, column)) => match how(source, table, field) {
                        None => Read::Column(column),
                        Some(how) => Read::Derived { raw: raw(column), how, cache: Vec::new() },
                    },
                },
            });
        }
        let labels = table.labels.iter().filter_map(|(axis, language, source)| {
            let position = axes.iter().position(|state| state.index == *axis)?;
            let mut siblings = vec![position];
            let mut label =
                LabelRead { axes: Vec::new(), language: language.clone(), column: None, field: None, through: None, told: Vec::new() };
            match source {
                Source::Field(field) => {
                    label.field = Some(*field);
                    label.column = Some(columns[*field]?);
                    // A label beside a code of one string belongs to the level at which that code stops.
                    if let Read::Derived { raw, how: How::Cut(..), .. } = &reads[position] {
                        let same = |read: &Read| matches!(read, Read::Derived { raw: other, how: How::Cut(..), .. } if other == raw);
                        siblings = (0..reads.len()).filter(|index| same(&reads[*index])).collect();
                        siblings.sort_by_key(|index| std::cmp::Reverse(axes[*index].level));
                    }
                }
                Source::Through(_, reference, column) => {
                    let (_, there, key) = table.references[*reference];
                    label.through = Some((there, key, *column));
                }
                _ => return None,
            }
            label.axes = siblings;
            Some(label)
        });
        let labels = labels.collect();
        Self { reads, raws, labels, lists }
    }

    /// Fills the key of a record and keeps the labels that it shows.
    #[inline]
    #[allow(clippy::too_many_arguments, reason = "the hot path borrows each part on its own")]
    pub(super) fn read_key(
        &mut self,
        record: &Record,
        file: &[u8],
        table: &Table,
        number: u32,
        axes: &mut [AxisState],
        key: &mut [Symbol],
        visitor: &mut impl Visitor,
    ) {
        for (column, symbols, symbol) in &mut self.raws {
            *symbol = symbols.intern(record.cell(file, *column).trim_ascii());
        }
        for (index, read) in self.reads.iter_mut().enumerate() {
            key[index] = match read {
                Read::Absent => Symbol::BLANK,
                Read::Constant(symbol) => *symbol,
                Read::Column(column) => axes[index].codes.intern(record.cell(file, *column).trim_ascii()),
                Read::Derived { raw, how, cache } => {
                    let (column, symbols, symbol) = &self.raws[*raw];
                    match cache.get(symbol.index()) {
                        Some(&known) if known != UNKNOWN => Symbol(known),
                        _ => {
                            let text = symbols.text(*symbol);
                            let code = derive(how, text, self.lists);
                            if code.is_none() && !text.is_empty() && matches!(how, How::Year(_)) {
                                let place = Place::cell(&table.path, number, *column as u32 + 1);
                                visitor.issue(Issue::error("year-unreadable", place).with("value", text));
                            }
                            let derived = axes[index].codes.intern(code.unwrap_or_default().as_bytes());
                            if cache.len() <= symbol.index() {
                                cache.resize(symbol.index() + 1, UNKNOWN);
                            }
                            cache[symbol.index()] = derived.0;
                            derived
                        }
                    }
                }
            };
        }
        for label in &mut self.labels {
            label.keep(record, file, table, number, axes, key, self.lists, visitor);
        }
    }
}

impl LabelRead {
    #[allow(clippy::too_many_arguments, reason = "the hot path borrows each part on its own")]
    fn keep(
        &mut self,
        record: &Record,
        file: &[u8],
        table: &Table,
        number: u32,
        axes: &mut [AxisState],
        key: &[Symbol],
        lists: &[CodeList],
        visitor: &mut impl Visitor,
    ) {
        let Some(&index) = self.axes.iter().find(|index| key[**index] != Symbol::BLANK) else { return };
        let (axis, symbol) = (&mut axes[index], key[index]);
        if let Some((list, wanted, column)) = self.through {
            if self.told.get(symbol.index()).copied().unwrap_or(false) {
                return;
            }
            self.tell(symbol);
            let code = axis.codes.text(symbol).to_owned();
            match lists[list].find(wanted, &code, column) {
                Some(text) => {
                    axis.label(symbol, &self.language, text.as_bytes());
                }
                None => {
                    let place = Place::row(&table.path, number);
                    visitor
                        .issue(Issue::warning("code-unknown", place).with("code", code).with("header", &axis.header));
                }
            }
            return;
        }
        let Some(column) = self.column else { return };
        let text = record.cell(file, column).trim_ascii();
        let Some(other) = axis.label(symbol, &self.language, text).map(str::to_owned) else { return };
        if self.told.get(symbol.index()).copied().unwrap_or(false) {
            return;
        }
        self.tell(symbol);
        let place = Place::cell(&table.path, number, column as u32 + 1);
        let code = axis.codes.text(symbol);
        let header = self.field.map_or("", |field| &table.fields[field].name);
        let issue = Issue::warning("label-differs", place).with("code", code).with("header", header);
        visitor.issue(issue.with("expected", other).with("found", String::from_utf8_lossy(text)));
    }

    fn tell(&mut self, symbol: Symbol) {
        if self.told.len() <= symbol.index() {
            self.told.resize(symbol.index() + 1, false);
        }
        self.told[symbol.index()] = true;
    }
}

/// The column in which a source begins.
fn base(source: &Source) -> Option<usize> {
    match source {
        Source::Field(field) | Source::Cut(field, _, _) | Source::Year(field) => Some(*field),
        Source::Through(inner, _, _) => base(inner),
        Source::Constant(_) => None,
    }
}

/// How a source is derived from its column; `None` where the cell is the code.
fn how(source: &Source, table: &Table, field: usize) -> Option<How> {
    let eras = &table.fields[field].eras;
    match source {
        Source::Field(_) if eras.is_empty() => None,
        Source::Field(_) | Source::Year(_) => Some(How::Year(eras.clone())),
        Source::Cut(_, shape, level) => Some(How::Cut(shape.clone(), *level)),
        Source::Through(inner, reference, column) => {
            let (_, there, key) = *table.references.get(*reference)?;
            let cut = match &**inner {
                Source::Cut(_, shape, level) => Some((shape.clone(), *level)),
                _ => None,
            };
            Some(How::Through(cut, there, key, *column))
        }
        Source::Constant(_) => None,
    }
}

fn derive(how: &How, text: &str, lists: &[CodeList]) -> Option<String> {
    match how {
        How::Cut(shape, level) => Some(shape.cut(text, *level).to_owned()),
        How::Year(eras) => year_of(text, eras),
        How::Through(cut, list, key, column) => {
            let code = cut.as_ref().map_or(text, |(shape, level)| shape.cut(text, *level));
            lists.get(*list)?.find(*key, code, *column).map(str::to_owned)
        }
    }
}
