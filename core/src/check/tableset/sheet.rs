//! A table as it was filled in: a form, its resources and their bytes in, rows of texts and figures with their places out; a
//! cell that is no amount becomes an issue.

use super::claim::Claim;
use super::set::{ColumnForm, TableForm};
use crate::ingest::{Field, Files, Table, dialect, find_header, headers};
use crate::issue::Issue;
use crate::money::{Amount, Currency};
use crate::place::Place;
use crate::profile::Texts;
use daylight_scan::{Decimal, Record, Scanner};

/// A table of a set as a package has it.
pub(super) struct Sheet<'a> {
    pub form: &'a TableForm,
    /// The resources that hold it.
    pub resources: Vec<String>,
    pub rows: Vec<Line>,
    /// For each column of the form, whether a resource has it.
    pub found: Vec<bool>,
    /// Why it is empty, or what else is noted beneath it.
    pub note: Texts,
    /// The headers of columns that the form does not know, in the order of the files.
    pub further: Vec<String>,
    /// Where the descriptor says that it is this table.
    pub place: Place,
}

/// A row, by the columns of the form.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its file.
    pub file: String,
    /// Its place there, from one.
    pub number: u32,
    /// The text of each column; blank where the column holds amounts.
    pub texts: Vec<String>,
    /// The figure of each column that holds amounts.
    pub figures: Vec<Option<Figure>>,
    /// The cells of columns that the form does not know, as they are printed.
    pub further: Vec<String>,
}

/// A figure of a table.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// What it says.
    pub amount: Amount,
    /// One in the last decimal that it is printed with, in minor units.
    pub grain: i128,
    /// Its column in the file, from one.
    pub column: u32,
}

impl Line {
    pub(super) fn place(&self, column: usize) -> Place {
        match self.figures.get(column).copied().flatten() {
            Some(figure) => Place::cell(&self.file, self.number, figure.column),
            None => Place::row(&self.file, self.number),
        }
    }
}

impl<'a> Sheet<'a> {
    /// A table of which nothing is there yet.
    pub fn new(form: &'a TableForm, claim: &Claim) -> Self {
        let (found, place) = (vec![false; form.columns.len()], claim.place.clone());
        Self { form, resources: Vec::new(), rows: Vec::new(), found, note: Texts::new(), further: Vec::new(), place }
    }

    /// Whether it has no figure.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|line| line.figures.iter().all(Option::is_none))
    }

    /// Adds what a file of a resource holds; `first` is the file that it goes on with.
    pub fn read(
        &mut self,
        (table, first): (&Table, Option<&Table>),
        claim: &Claim,
        files: &dyn Files,
        currency: Currency,
        issues: &mut Vec<Issue>,
    ) {
        let Some(bytes) = files.bytes(&table.path) else { return };
        let dialect = dialect(bytes, table);
        let mut header = headers(bytes, table);
        let mut last = table.header_rows.iter().copied().max().unwrap_or(0);
        let names_any = |header: &[String]| table.fields.iter().any(|field| find_header(header, &field.name).is_some());
        if let Some(first) = first.and_then(|first| Some(headers(files.bytes(&first.path)?, first)))
            && !names_any(&header)
        {
            (header, last) = (first, 0);
        }
        let places: Vec<Vec<(usize, &Field)>> =
            self.form.columns.iter().map(|column| fields_of(column, table, claim, &header)).collect();
        for (found, places) in self.found.iter_mut().zip(&places) {
            *found |= !places.is_empty();
        }
        let further: Vec<(usize, usize)> = self.find_further(table, &header, &places);
        let (mut scanner, mut record, mut number) = (Scanner::new(bytes, dialect), Record::default(), 0);
        while scanner.read(&mut record) {
            number += 1;
            let is_blank = |column| record.cell(bytes, column).trim_ascii().is_empty();
            if number <= last || (0..record.len()).all(is_blank) {
                continue;
            }
            let cell =
                |column: usize| if column < record.len() { record.cell(bytes, column).trim_ascii() } else { b"" };
            let mut line = Line { file: table.path.clone(), number, ..Line::default() };
            line.further = vec![String::new(); self.further.len()];
            for (at, further) in &further {
                line.further[*further] = String::from_utf8_lossy(cell(*at)).into_owned();
            }
            for (column, places) in self.form.columns.iter().zip(&places) {
                let text: String = places.iter().map(|(at, _)| String::from_utf8_lossy(cell(*at))).collect();
                let field = places.first().filter(|_| column.is_amount);
                let figure = field.and_then(|(at, field)| match read_figure(cell(*at), field, currency) {
                    Ok(figure) => figure.map(|figure| Figure { column: *at as u32 + 1, ..figure }),
                    Err(rule) => {
                        let is_told =
                            table.measures.iter().any(|measure| table.fields[measure.field].name == field.name);
                        let place = Place::cell(&table.path, number, *at as u32 + 1);
                        let issue = Issue::error(rule, place).with("value", &text).with("header", &field.name);
                        issues.extend((!is_told).then_some(issue));
                        None
                    }
                });
                line.figures.push(figure);
                line.texts.push(if column.is_amount { String::new() } else { text });
            }
            self.rows.push(line);
        }
        let many = self.further.len();
        self.rows.iter_mut().for_each(|line| line.further.resize(many, String::new()));
    }

    /// The described columns of a file that are none of the form, each with its place among all of them.
    fn find_further(
        &mut self,
        table: &Table,
        header: &[String],
        places: &[Vec<(usize, &Field)>],
    ) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for field in &table.fields {
            let is_known = places.iter().flatten().any(|(_, known)| std::ptr::eq(*known, field));
            let Some(at) = find_header(header, &field.name).filter(|_| !is_known) else { continue };
            let place = self.further.iter().position(|known| *known == field.name).unwrap_or_else(|| {
                self.further.push(field.name.clone());
                self.further.len() - 1
            });
            found.push((at, place));
        }
        found
    }
}

/// The fields that make up a column, with their places in the file: those that say so, else the one whose header is a name of
/// the column. A code may stand in several.
fn fields_of<'a>(column: &ColumnForm, table: &'a Table, claim: &Claim, headers: &[String]) -> Vec<(usize, &'a Field)> {
    let told = |field: &&Field| claim.columns.iter().find(|(name, _)| *name == field.name).map(|(_, id)| id.as_str());
    let at = |field: &'a Field| {
        let by_order = || table.fields.iter().position(|known| std::ptr::eq(known, field));
        let at = if table.header_rows.is_empty() { by_order() } else { find_header(headers, &field.name) };
        Some((at?, field))
    };
    let said: Vec<_> =
        table.fields.iter().filter(|field| told(field) == Some(column.id.as_str())).filter_map(at).collect();
    if !said.is_empty() {
        return said;
    }
    let is_named = |field: &&Field| column.names.iter().any(|name| is_same(name, &field.name));
    table.fields.iter().filter(|field| told(field).is_none()).filter(is_named).filter_map(at).take(1).collect()
}

/// Whether two labels are the same but for white space and the width of brackets.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|char| !char.is_whitespace()).map(|char| match char {
            '（' => '(',
            '）' => ')',
            '"' | '“' | '”' | '＂' => '"',
            other => other,
        })
    }
    letters(one).eq(letters(other))
}

/// A cell as a figure; blank is `None`. The rule that is broken where it is no amount.
fn read_figure(cell: &[u8], field: &Field, currency: Currency) -> Result<Option<Figure>, &'static str> {
    if field.missing.iter().any(|missing| missing.as_bytes() == cell) {
        return Ok(None);
    }
    let fault = |fault: crate::money::AmountFault| fault.rule();
    let Some(decimal) = field.notation.decimal(cell).map_err(fault)? else { return Ok(None) };
    let amount = Amount::from_minor(field.unit.minor(decimal, currency).map_err(fault)?);
    let one = Decimal { mantissa: 1, ..decimal };
    Ok(Some(Figure { amount, grain: field.unit.minor(one, currency).unwrap_or(1), column: 0 }))
}
