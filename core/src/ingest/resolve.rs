//! From cells to codes: a record's cells in, one symbol for each selected axis out; a date without a year becomes an issue.
//!
//! What is derived from a cell (a prefix, a year, an entry of a code list) is worked out once for each distinct cell; the key,
//! the labels and what a row is once for each *class* of rows: those from whose cells the same is derived.

use super::codelist::CodeList;
use super::label::LabelRead;
use super::layout::As;
use super::package::{CodeShape, Source, Table};
use super::row::Visitor;
use super::state::AxisState;
use crate::issue::Issue;
use crate::period::year_of;
use crate::place::Place;
use daylight_scan::{Dialect, Fixed, Marks, Record, Rows, Scanner, Symbol, Tuples};

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
    /// How each axis that comes from it is derived: position of the axis, derivation.
    axes: Vec<(usize, How)>,
    /// Whether rows with different texts are different classes, whatever is derived: it holds labels, or says what rows are.
    each: bool,
    /// What is derived: one symbol for each of `axes`, and one for the text itself where each counts.
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

/// The sources of a table, resolved to the columns of its file.
pub(super) struct Resolved<'a> {
    reads: Vec<Read>,
    raws: Vec<Raw>,
    /// The texts of each raw column with the number of what is derived from them, and the classes.
    rows: Rows,
    /// What was derived from each raw column of a row.
    tuple: Vec<Symbol>,
    /// The keys of all classes.
    keys: Vec<Symbol>,
    /// What the rows of each class are.
    kinds: Vec<As>,
    labels: Vec<LabelRead>,
    lists: &'a [CodeList],
    columns: &'a [Option<usize>],
}

impl<'a> Resolved<'a> {
    /// For a file of so many columns, of which some hold `numbers`.
    pub(super) fn new(
        table: &Table,
        dialect: Dialect,
        (columns, width): (&'a [Option<usize>], usize),
        numbers: &[(usize, Marks)],
        lists: &'a [CodeList],
        axes: &mut [AxisState],
    ) -> Self {
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
                        let raw = Raw::position(&mut raws, column);
                        raws[raw].axes.push((index, how.clone()));
                        Read::Column { raw, position: raws[raw].axes.len() - 1, how }
                    }
                },
            });
        }
        let labels: Vec<LabelRead> =
            table.labels.iter().filter_map(|label| LabelRead::new(label, table, columns, &reads, axes)).collect();
        let rules = table.layout.rows.iter().filter_map(|rule| columns[rule.field]);
        for column in labels.iter().filter_map(LabelRead::column).chain(rules) {
            let raw = Raw::position(&mut raws, column);
            raws[raw].each = true;
        }
        for raw in &mut raws {
            raw.tuples = Tuples::new(raw.axes.len() + usize::from(raw.each));
        }
        let codes: Vec<usize> = raws.iter().map(|raw| raw.column).collect();
        Self {
            reads,
            rows: Rows::new(dialect, width, &codes, numbers),
            tuple: vec![Symbol::BLANK; raws.len()],
            raws,
            keys: Vec::new(),
            kinds: Vec::new(),
            labels,
            lists,
            columns,
        }
    }

    /// How many classes of rows there are so far.
    pub(super) fn classes(&self) -> usize {
        self.rows.classes()
    }

    /// The key of a class.
    #[inline]
    pub(super) fn key(&self, class: usize) -> &[Symbol] {
        &self.keys[class * self.reads.len()..(class + 1) * self.reads.len()]
    }

    /// What the rows of a class are.
    #[inline]
    pub(super) fn kind(&self, class: usize) -> As {
        self.kinds[class]
    }

    /// Reads and adds up usual rows, in which nothing is new or odd, and returns how many there were.
    pub(super) fn sum_usual(&mut self, scanner: &mut Scanner<'_>) -> u32 {
        self.rows.sum(scanner)
    }

    /// What the usual rows of a class add up to in a column of numbers, and how many numbers that are.
    pub(super) fn total(&self, class: usize, number: usize) -> (i128, u32) {
        self.rows.total(class, number)
    }

    /// States how a class holds the numbers of a column.
    pub(super) fn hold(&mut self, class: usize, number: usize, fixed: Fixed) {
        self.rows.hold(class, number, fixed);
    }

    /// The class of a record in which anything may be new; keeps the labels that a new class shows.
    pub(super) fn read_class(&mut self, here: Here<'_>, axes: &mut [AxisState], visitor: &mut dyn Visitor) -> usize {
        for (index, raw) in self.raws.iter_mut().enumerate() {
            let (symbol, known) = self.rows.intern(index, here.cell(raw.column));
            self.tuple[index] = known.unwrap_or_else(|| {
                let derived = raw.derive((symbol, self.rows.text(index, symbol)), here, self.lists, axes, visitor);
                self.rows.set_meaning(index, symbol, derived);
                derived
            });
        }
        let known = self.rows.classes();
        let class = self.rows.class(&self.tuple);
        if class < known {
            return class;
        }
        self.add_key();
        self.kinds.push(kind(here, self.columns));
        let key = &self.keys[class * self.reads.len()..];
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
    /// The position of the column among those that matter, added now if it is new.
    fn position(raws: &mut Vec<Self>, column: usize) -> usize {
        raws.iter().position(|raw| raw.column == column).unwrap_or_else(|| {
            raws.push(Self { column, axes: Vec::new(), each: false, tuples: Tuples::default() });
            raws.len() - 1
        })
    }

    /// The number of what is derived from a text that was not seen before.
    #[cold]
    fn derive(
        &mut self,
        (symbol, text): (Symbol, &str),
        here: Here<'_>,
        lists: &[CodeList],
        axes: &mut [AxisState],
        visitor: &mut dyn Visitor,
    ) -> Symbol {
        let mut tuple = Vec::with_capacity(self.axes.len() + 1);
        for (axis, how) in &self.axes {
            let code = derive(how, text, lists);
            if code.is_none() && !text.is_empty() && matches!(how, How::Year(_)) {
                let place = Place::cell(&here.table.path, here.number, self.column as u32 + 1);
                visitor.issue(Issue::error("year-unreadable", place).with("value", text));
            }
            tuple.push(axes[*axis].codes.intern(code.unwrap_or_default().as_bytes()));
        }
        if self.each {
            tuple.push(symbol);
        }
        Symbol(self.tuples.intern(&tuple) as u32)
    }
}

/// What a row is, by the first rule of the layout that holds.
fn kind(here: Here<'_>, columns: &[Option<usize>]) -> As {
    let rule = here.table.layout.rows.iter().find(|rule| {
        let cell = columns[rule.field].map_or(&[][..], |column| here.record.cell(here.file, column));
        rule.condition.holds(cell)
    });
    rule.map_or(As::Part, |rule| rule.row)
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
