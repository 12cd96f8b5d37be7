//! From cells to codes: a record's cells in, one symbol for each selected axis out; a date without a year becomes an issue.
//!
//! What is derived from a cell (a prefix, a year, an entry of a code list) is worked out once for each distinct cell, and the
//! key once for each *class* of rows: those from whose cells the same is derived.

use super::codelist::CodeList;
use super::label::LabelRead;
use super::package::{CodeShape, Source, Table};
use super::row::Visitor;
use super::state::AxisState;
use crate::issue::Issue;
use crate::period::year_of;
use crate::place::Place;
use daylight_scan::{Record, Symbol, Symbols, Tuples};

/// A record and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub record: &'a Record,
    pub file: &'a [u8],
    pub table: &'a Table,
    pub number: u32,
}

impl Here<'_> {
    /// The bytes of a column, spaces around them aside.
    #[inline]
    pub(super) fn cell(&self, column: usize) -> &[u8] {
        self.record.cell(self.file, column).trim_ascii()
    }
}

/// How an axis gets its symbol.
#[derive(Clone, Debug)]
pub(super) enum Read {
    /// The table does not have it.
    Absent,
    /// The same for all rows.
    Constant(Symbol),
    /// From a column: which of those that matter, and the position among the axes that come from it.
    Column { raw: usize, position: usize, how: How },
}

/// A column that matters.
///
/// Its texts are many (days), what is derived from them may be few (years): rows are told apart by the derived.
#[derive(Debug)]
struct Raw {
    column: usize,
    texts: Symbols,
    /// How each axis that comes from it is derived: position of the axis, derivation.
    axes: Vec<(usize, How)>,
    /// For each text, the number of what is derived from it.
    derived: Vec<u32>,
    /// What is derived: one symbol for each of `axes`.
    tuples: Tuples,
}

/// How a code is derived from a cell.
#[derive(Clone, Debug)]
pub(super) enum How {
    /// As it stands.
    Whole,
    /// A level of a code that is one string.
    Cut(CodeShape, u8),
    /// The year of a date or of an era.
    Year(Vec<(String, i64)>),
    /// Code list, key column there, wanted column there; the code may itself be cut first.
    Through(Option<(CodeShape, u8)>, usize, usize, usize),
}

const UNKNOWN: u32 = u32::MAX;

/// The sources of a table, resolved to the columns of its file.
pub(super) struct Resolved<'a> {
    reads: Vec<Read>,
    raws: Vec<Raw>,
    /// What was derived from each column of the row, and every combination of that so far with its key.
    tuple: Vec<Symbol>,
    classes: Tuples,
    keys: Vec<Symbol>,
    labels: Vec<LabelRead>,
    lists: &'a [CodeList],
}

impl<'a> Resolved<'a> {
    pub(super) fn new(table: &Table, columns: &[Option<usize>], lists: &'a [CodeList], axes: &mut [AxisState]) -> Self {
        let mut raws: Vec<Raw> = Vec::new();
        let mut reads = Vec::new();
        for (index, axis) in axes.iter_mut().enumerate() {
            let source = table.sources.iter().find(|(known, _)| *known == axis.index).map(|(_, source)| source);
            let column = |source: &Source| base(source).and_then(|field| Some((field, columns[field]?)));
            reads.push(match source {
                None => Read::Absent,
                Some(Source::Constant(text)) => Read::Constant(axis.codes.intern(text.as_bytes())),
                Some(source) => match column(source) {
                    None => Read::Absent,
                    Some((field, column)) => {
                        let how = how(source, table, field);
                        let raw = raws.iter().position(|raw| raw.column == column).unwrap_or_else(|| {
                            raws.push(Raw::new(column));
                            raws.len() - 1
                        });
                        raws[raw].axes.push((index, how.clone()));
                        Read::Column { raw, position: raws[raw].axes.len() - 1, how }
                    }
                },
            });
        }
        for raw in &mut raws {
            raw.tuples = Tuples::new(raw.axes.len());
        }
        let labels =
            table.labels.iter().filter_map(|label| LabelRead::new(label, table, columns, &reads, axes)).collect();
        let width = raws.len();
        Self {
            reads,
            raws,
            tuple: vec![Symbol::BLANK; width],
            classes: Tuples::new(width),
            keys: Vec::new(),
            labels,
            lists,
        }
    }

    /// How many classes of rows there are so far.
    pub(super) fn classes(&self) -> usize {
        self.classes.len()
    }

    /// The key of a class.
    #[inline]
    pub(super) fn key(&self, class: usize) -> &[Symbol] {
        &self.keys[class * self.reads.len()..(class + 1) * self.reads.len()]
    }

    /// The class of a record; keeps the labels that it shows.
    #[inline]
    pub(super) fn read_class(&mut self, here: Here<'_>, axes: &mut [AxisState], visitor: &mut dyn Visitor) -> usize {
        for (symbol, raw) in self.tuple.iter_mut().zip(&mut self.raws) {
            let text = raw.texts.intern(here.cell(raw.column));
            *symbol = match raw.derived.get(text.index()) {
                Some(&known) if known != UNKNOWN => Symbol(known),
                _ => raw.derive(text, here, self.lists, axes, visitor),
            };
        }
        let known = self.classes.len();
        let class = self.classes.intern(&self.tuple);
        if class == known {
            self.add_key();
        }
        let key = &self.keys[class * self.reads.len()..(class + 1) * self.reads.len()];
        for label in &mut self.labels {
            label.keep(here, axes, key, self.lists, visitor);
        }
        class
    }

    /// The key of a new class.
    #[cold]
    fn add_key(&mut self) {
        for read in &self.reads {
            self.keys.push(match read {
                Read::Absent => Symbol::BLANK,
                Read::Constant(symbol) => *symbol,
                Read::Column { raw, position, .. } => self.raws[*raw].tuples.get(self.tuple[*raw].index())[*position],
            });
        }
    }
}

impl Raw {
    fn new(column: usize) -> Self {
        Self { column, texts: Symbols::default(), axes: Vec::new(), derived: Vec::new(), tuples: Tuples::default() }
    }

    /// Derives the codes of a text that was not seen before.
    #[cold]
    fn derive(
        &mut self,
        symbol: Symbol,
        here: Here<'_>,
        lists: &[CodeList],
        axes: &mut [AxisState],
        visitor: &mut dyn Visitor,
    ) -> Symbol {
        let text = self.texts.text(symbol);
        let mut tuple = Vec::with_capacity(self.axes.len());
        for (axis, how) in &self.axes {
            let code = derive(how, text, lists);
            if code.is_none() && !text.is_empty() && matches!(how, How::Year(_)) {
                let place = Place::cell(&here.table.path, here.number, self.column as u32 + 1);
                visitor.issue(Issue::error("year-unreadable", place).with("value", text));
            }
            tuple.push(axes[*axis].codes.intern(code.unwrap_or_default().as_bytes()));
        }
        let number = self.tuples.intern(&tuple) as u32;
        if self.derived.len() <= symbol.index() {
            self.derived.resize(symbol.index() + 1, UNKNOWN);
        }
        self.derived[symbol.index()] = number;
        Symbol(number)
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

/// How a source is derived from its column.
fn how(source: &Source, table: &Table, field: usize) -> How {
    let eras = &table.fields[field].eras;
    match source {
        Source::Field(_) if !eras.is_empty() => How::Year(eras.clone()),
        Source::Field(_) | Source::Constant(_) => How::Whole,
        Source::Year(_) => How::Year(eras.clone()),
        Source::Cut(_, shape, level) => How::Cut(shape.clone(), *level),
        Source::Through(inner, reference, column) => {
            let (_, there, key) = table.references[*reference];
            let cut = match &**inner {
                Source::Cut(_, shape, level) => Some((shape.clone(), *level)),
                _ => None,
            };
            How::Through(cut, there, key, *column)
        }
    }
}

fn derive(how: &How, text: &str, lists: &[CodeList]) -> Option<String> {
    match how {
        How::Whole => Some(text.to_owned()),
        How::Cut(shape, level) => Some(shape.cut(text, *level).to_owned()),
        How::Year(eras) => year_of(text, eras),
        How::Through(cut, list, key, column) => {
            let code = cut.as_ref().map_or(text, |(shape, level)| shape.cut(text, *level));
            lists.get(*list)?.find(*key, code, *column).map(str::to_owned)
        }
    }
}
