//! A table: its rows in, an issue for each cell that identifies a person out; cannot fail.
//!
//! What stands around a cell counts: words above it, whether its column holds amounts, what the other numbers of the column look
//! like, and the cells beside it, over which a number may be split.

use super::rule::{Context, Evidence};
use super::scan::Hit;
use super::{Hiding, Search, best, labelled};
use crate::place::Place;

/// Rows at the top in which a word above a column is looked for; printed tables have titles above their headers.
const HEAD: u32 = 30;

/// Numbers of fewer digits than this tell nothing of whether a column holds amounts or numbers of persons.
const LONG: usize = 9;

/// A text of more characters is no header but a title or a note.
const LONGEST_HEADER: usize = 24;

/// No number is split over more cells than it has characters.
const MOST_PIECES: usize = 18;

/// What is known of a column.
#[derive(Clone, Debug, Default)]
struct Column {
    /// Rules of which a word stands above it.
    labelled: Vec<usize>,
    is_amount: bool,
    role: String,
    hiding: Option<Hiding>,
    /// How many of its cells are numbers.
    numbers: u32,
    /// Cells that count only if most numbers of the column are like them: row, rule.
    waiting: Vec<(u32, Hit)>,
}

/// A piece of a number that may be split: column, where it ends in the digits that are gathered.
type Piece = (usize, usize);

/// The search in one table.
pub struct Sheet<'s, 'a> {
    search: &'s mut Search<'a>,
    file: String,
    sheet: Option<String>,
    columns: Vec<Column>,
    digits: Vec<u8>,
    pieces: Vec<Piece>,
}

impl<'s, 'a> Sheet<'s, 'a> {
    /// A table that stands in a file.
    pub fn new(search: &'s mut Search<'a>, file: &str) -> Self {
        let file = file.to_owned();
        Self { search, file, sheet: None, columns: Vec::new(), digits: Vec::new(), pieces: Vec::new() }
    }

    /// The same on a sheet of a workbook.
    #[must_use]
    pub fn on(mut self, sheet: &str) -> Self {
        self.sheet = Some(sheet.to_owned());
        self
    }

    fn place(&self, row: u32, column: usize) -> Place {
        Place { sheet: self.sheet.clone(), ..Place::cell(&self.file, row, column as u32 + 1) }
    }

    /// States that a column, counted from zero, holds amounts.
    pub fn is_amount(&mut self, column: usize) {
        self.column(column).is_amount = true;
    }

    /// States the role of a column.
    pub fn has_role(&mut self, column: usize, role: &str) {
        role.clone_into(&mut self.column(column).role);
    }

    /// States that a column is hidden.
    pub fn is_hidden(&mut self, column: usize, hiding: Hiding) {
        self.column(column).hiding = Some(hiding);
    }

    /// States what stands above a column.
    pub fn has_header(&mut self, column: usize, header: &str) {
        let header = header.to_lowercase();
        let rules = self.search.rules.rules.iter().enumerate();
        let labelled: Vec<usize> =
            rules.filter(|(_, rule)| rule.is_labelled(&header)).map(|(index, _)| index).collect();
        if !labelled.is_empty() {
            self.column(column).labelled.extend(labelled);
        }
    }

    fn column(&mut self, column: usize) -> &mut Column {
        if self.columns.len() <= column {
            self.columns.resize_with(column + 1, Column::default);
        }
        &mut self.columns[column]
    }

    /// Looks into a row; `number` counts from one, as a spreadsheet does.
    pub fn row<T: AsRef<str>>(&mut self, number: u32, hiding: Hiding, cells: &[T]) {
        for (column, cell) in cells.iter().enumerate() {
            let cell = cell.as_ref();
            if !cell.is_empty() {
                self.cell(number, column, hiding, cell);
            }
        }
        self.split(number, hiding, cells);
    }

    fn cell(&mut self, row: u32, column: usize, hiding: Hiding, cell: &str) {
        self.search.scan_text(cell);
        let is_number = self.search.scan.is_number();
        if row <= HEAD && !is_number && cell.chars().count() <= LONGEST_HEADER {
            self.has_header(column, cell);
        }
        let hits = &self.search.scan.hits;
        if !is_number && hits.is_empty() {
            return;
        }
        if self.columns.len() <= column {
            self.columns.resize_with(column + 1, Column::default);
        }
        let (rules, known) = (self.search.rules, &mut self.columns[column]);
        known.numbers += u32::from(is_number && self.search.scan.digits() >= LONG);
        if hits.is_empty() {
            return;
        }
        let labelled = labelled(rules, hits, cell);
        let context = |hit: &Hit| match () {
            () if known.labelled.contains(&hit.rule) || labelled[hit.rule] => Context::Labelled,
            () if known.is_amount || hit.is_amount => Context::Amount,
            () => Context::Anywhere,
        };
        let now = best(rules, hits, &known.role, context, Evidence::default());
        let later = best(rules, hits, &known.role, context, Evidence::COLUMN);
        match (now, later) {
            (Some(hit), _) => {
                let hiding = known.hiding.unwrap_or(hiding);
                self.search.tell(self.place(row, column), hiding, hit);
            }
            (None, Some(hit)) => known.waiting.push((row, hit)),
            (None, None) => {}
        }
    }

    /// Joins cells beside one another that are pieces of a number each; blank cells between them do not part them.
    fn split<T: AsRef<str>>(&mut self, row: u32, hiding: Hiding, cells: &[T]) {
        self.digits.clear();
        self.pieces.clear();
        for (column, cell) in cells.iter().enumerate() {
            let cell = cell.as_ref();
            if cell.trim().is_empty() {
                continue;
            }
            if let Some(digits) = self.search.scan.piece(cell) {
                self.digits.extend_from_slice(digits);
                self.pieces.push((column, self.digits.len()));
            } else {
                self.join(row, hiding);
            }
        }
        self.join(row, hiding);
    }

    /// Looks into the pieces that were gathered.
    fn join(&mut self, row: u32, hiding: Hiding) {
        let rules = self.search.rules;
        let mut found: Option<(usize, usize)> = None;
        for first in 0..self.pieces.len().saturating_sub(1) {
            let from = if first == 0 { 0 } else { self.pieces[first - 1].1 };
            for last in first + 1..self.pieces.len().min(first + MOST_PIECES) {
                let number = &self.digits[from..self.pieces[last].1];
                let Some(fitting) = rules.by_length.get(number.len()) else { break };
                for (index, shape) in fitting {
                    let rule = &rules.rules[*index];
                    let is_above =
                        |piece: &Piece| self.columns.get(piece.0).is_some_and(|column| column.labelled.contains(index));
                    let is_labelled = self.pieces[first..=last].iter().any(is_above);
                    let context = if is_labelled { Context::SplitLabelled } else { Context::Split };
                    if rule.shapes()[*shape].fits(number) && rule.is_enough(rule.evidence(number), context) {
                        found.get_or_insert((self.pieces[first].0, *index));
                    }
                }
            }
        }
        self.digits.clear();
        self.pieces.clear();
        if let Some((column, rule)) = found {
            let how = self.search.words.text("check.as-split").to_owned();
            self.search.tell_rule(self.place(row, column), hiding, rule, &how);
        }
    }

    /// Tells of the cells that waited for the rest of their columns.
    pub fn finish(self) {
        let mut alike = vec![0_u32; self.search.rules.rules.len()];
        for (index, column) in self.columns.iter().enumerate() {
            alike.fill(0);
            column.waiting.iter().for_each(|(_, hit)| alike[hit.rule] += 1);
            let hiding = column.hiding.unwrap_or(Hiding::Open);
            for (row, hit) in column.waiting.iter().filter(|(_, hit)| alike[hit.rule] * 2 >= column.numbers) {
                self.search.tell(
                    Place { sheet: self.sheet.clone(), ..Place::cell(&self.file, *row, index as u32 + 1) },
                    hiding,
                    *hit,
                );
            }
        }
    }
}
