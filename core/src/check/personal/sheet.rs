//! A table: its rows in, an issue for each cell that identifies a person out; cannot fail.
//!
//! What stands around a cell counts: words above it, whether its column holds amounts, what the other numbers of the column look
//! like, and the cells beside it, over which a number may be split.

use super::rule::{Context, Evidence};
use super::scan::{self, Hit};
use super::{CODE, Hiding, Search, best, said};
use crate::place::Place;

/// Rows at the top in which a word above a column is looked for; printed tables have titles above their headers.
const HEAD: u32 = 30;

/// Numbers of fewer digits than this tell nothing of whether a column holds amounts or numbers of persons.
const LONG: usize = 9;

/// A text of more characters is no header but a title or a note.
const LONGEST_HEADER: usize = 24;

/// A header that says that codes stand below it has fewer digits than these.
const FEW: usize = 6;

/// No number is split over more cells than it has characters.
const MOST_PIECES: usize = 18;

/// What is known of a column.
#[derive(Clone, Debug, Default)]
struct Column {
    /// Rules of which a word stands above it.
    labelled: Vec<usize>,
    /// Whether a word above it says that it has codes of projects or bodies.
    coded: bool,
    is_amount: bool,
    role: String,
    hiding: Option<Hiding>,
    /// How many of its cells are numbers.
    numbers: u32,
    /// Cells that count only if most numbers of the column are like them: row, rule.
    waiting: Vec<(u32, Hit)>,
}

/// A piece of a number that may be split: column, where it ends in the digits that are gathered, whether it was a date.
type Piece = (usize, usize, bool);

/// Numbers in pieces that begin in one column and might be there by chance: how many rows have such pieces, and the rows where
/// enough speaks for a person.
#[derive(Clone, Debug)]
struct Chance {
    column: usize,
    rule: usize,
    seen: usize,
    rows: Vec<(u32, Hiding)>,
}

/// The search in one table.
pub struct Sheet<'s, 'a> {
    search: &'s mut Search<'a>,
    file: String,
    sheet: Option<String>,
    columns: Vec<Column>,
    digits: Vec<u8>,
    pieces: Vec<Piece>,
    chances: Vec<Chance>,
}

impl<'s, 'a> Sheet<'s, 'a> {
    /// A table that stands in a file.
    pub fn new(search: &'s mut Search<'a>, file: &str) -> Self {
        let file = file.to_owned();
        let (digits, pieces, chances) = (Vec::new(), Vec::new(), Vec::new());
        Self { search, file, sheet: None, columns: Vec::new(), digits, pieces, chances }
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
        // A cell of data with a word and a number in it says nothing of its column.
        let is_header = header.chars().filter(|char| char.is_numeric()).count() < FEW;
        let rest = self.search.rules.without_codes(&header);
        if is_header && rest.is_some() {
            self.column(column).coded = true;
        }
        let header = rest.unwrap_or(header);
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
        let said = said(rules, hits, cell);
        // What a header calls an identity number no role makes a code.
        let is_code = |hit: &Hit| known.role == CODE && !rules.rules[hit.rule].has_date();
        let context = |hit: &Hit| match () {
            () if said.labelled[hit.rule] => Context::Labelled,
            () if known.labelled.contains(&hit.rule) && !is_code(hit) => Context::Labelled,
            () if known.coded || known.role == CODE || said.coded => Context::Coded,
            () if known.is_amount || hit.is_amount => Context::Amount,
            () => Context::Anywhere,
        };
        let now = best(rules, hits, &known.role, context, Evidence::default());
        let later = best(rules, hits, &known.role, context, Evidence::COLUMN);
        match (now, later) {
            (Some(hit), _) => {
                let hiding = known.hiding.unwrap_or(hiding);
                // Of what a header calls an identity number no role says that it is a code.
                let has_remedy = context(&hit) != Context::Labelled || !rules.rules[hit.rule].has_date();
                self.search.tell(self.place(row, column), hiding, hit, has_remedy);
            }
            (None, Some(hit)) => known.waiting.push((row, hit)),
            (None, None) => {}
        }
    }

    /// Joins cells beside one another that are pieces of a number each; blank cells, dashes and short words do not part them.
    fn split<T: AsRef<str>>(&mut self, row: u32, hiding: Hiding, cells: &[T]) {
        self.digits.clear();
        self.pieces.clear();
        for (column, cell) in cells.iter().enumerate() {
            let cell = cell.as_ref();
            if cell.trim().is_empty() {
                continue;
            }
            let (digits, is_date) = match self.search.scan.piece(cell) {
                scan::Piece::Digits(digits) => (digits, false),
                scan::Piece::Date(digits) => (digits, true),
                scan::Piece::Nothing => continue,
                scan::Piece::End => {
                    self.join(row, hiding);
                    continue;
                }
            };
            self.digits.extend_from_slice(digits);
            self.pieces.push((column, self.digits.len(), is_date));
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
                    if !rule.shapes()[*shape].fits(number) {
                        continue;
                    }
                    let pieces = &self.pieces[first..=last];
                    let columns = || pieces.iter().filter_map(|piece| self.columns.get(piece.0));
                    let is_labelled = columns().any(|column| column.labelled.contains(index));
                    let is_other = columns().any(|column| column.is_amount || column.coded || column.role == CODE);
                    let length = |at: usize| self.pieces[at].1 - if at == 0 { 0 } else { self.pieces[at - 1].1 };
                    let is_group = rule.is_grouped((first..=last).map(length));
                    let evidence = rule.evidence(number) | Evidence::GROUPED.when(is_group);
                    let column = self.pieces[first].0;
                    if pieces.iter().any(|piece| piece.2) && !is_labelled {
                        // A code, a day and a number beside one another are common; they have the right check by chance.
                        if evidence.has(Evidence::START | Evidence::DATE) {
                            let row = evidence.is_certain().then_some((row, hiding));
                            count(&mut self.chances, (column, *index), row);
                        }
                        continue;
                    }
                    let context = if is_labelled { Context::SplitLabelled } else { Context::Split };
                    let may_be = !is_other || is_labelled || evidence.is_certain();
                    let is_enough = may_be && rule.is_enough(evidence, context);
                    if is_group && !is_labelled && !evidence.is_certain() {
                        // Amounts beside one another may be cut like that, too; not in most rows.
                        count(&mut self.chances, (column, *index), is_enough.then_some((row, hiding)));
                    } else if is_enough {
                        found.get_or_insert((column, *index));
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
                let place = Place { sheet: self.sheet.clone(), ..Place::cell(&self.file, *row, index as u32 + 1) };
                self.search.tell(place, hiding, *hit, true);
            }
        }
        for chance in self.chances.iter().filter(|chance| chance.rows.len() * 2 >= chance.seen) {
            for (row, hiding) in &chance.rows {
                let how = self.search.words.text("check.as-split").to_owned();
                let place =
                    Place { sheet: self.sheet.clone(), ..Place::cell(&self.file, *row, chance.column as u32 + 1) };
                self.search.tell_rule(place, *hiding, chance.rule, &how);
            }
        }
    }
}

/// Counts a number in pieces that begins in a column, with its row where its check holds.
fn count(chances: &mut Vec<Chance>, (column, rule): (usize, usize), row: Option<(u32, Hiding)>) {
    let known = chances.iter().position(|known| (known.column, known.rule) == (column, rule));
    let at = known.unwrap_or_else(|| {
        chances.push(Chance { column, rule, seen: 0, rows: Vec::new() });
        chances.len() - 1
    });
    chances[at].seen += 1;
    chances[at].rows.extend(row);
}
