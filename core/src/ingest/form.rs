//! Tables of a form that a package profile prescribes: a form, a package and its files in, lines whose cells are asked for by the
//! form's names out; a cell that does not hold what its column must hold becomes an issue, and its line is told of it.
//!
//! A resource is the table that its `daylight:table` names, or whose id is its name. A column goes by its header, or by the
//! field's `daylight:column`. After a colon stands a language or another word that makes several columns of one: `name:en`,
//! `source:county`. A cell that holds one of the field's `categories` says what its label says.

use super::package::{Field, Measure, Package, Table};
use super::reader::{Files, dialect, find_header, headers};
use super::word::unknown_word;
use crate::day::{Day, DayOrder};
use crate::issue::{Issue, Severity};
use crate::json::{self, Node};
use crate::money::{Amount, Currency};
use crate::place::Place;
use crate::quantity::Quantity;
use crate::span::Span;
use crate::text::natural;
use daylight_scan::{Record, Scanner};

/// What a package profile prescribes.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The word in the descriptor's `profile`.
    pub id: &'static str,
    /// Its tables.
    pub tables: &'static [TableForm],
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub struct TableForm {
    /// The name of its resource.
    pub id: &'static str,
    /// Whether a package must have it.
    pub required: bool,
    /// Its columns.
    pub columns: &'static [Column],
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its header.
    pub id: &'static str,
    /// What its cells hold.
    pub holds: Holds,
    /// Whether none of them may be blank.
    pub required: bool,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// An id of its row.
    Id,
    /// The id of a row of another table.
    Reference(&'static str),
    /// A text.
    Text,
    /// A text that may stand in several languages, a column each.
    Texts,
    /// One of some words.
    Word(&'static [&'static str]),
    /// Money.
    Amount,
    /// Money, a column for each word after the colon.
    Amounts,
    /// A day.
    Day,
    /// A whole number.
    Count,
    /// A number with at most three decimals.
    Quantity,
    /// A number as statistics have them.
    Decimal,
    /// A span of time: a year, a quarter, some months, a day.
    Period,
    /// A text for each word after the colon, such as a group that a value is of.
    Variants,
}

impl TableForm {
    /// A column by its id.
    pub fn column(&self, id: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }
}

/// The tables of a form that a package has, in the form's order; a table may be in several files.
pub struct Forms<'a> {
    form: &'static Form,
    package: &'a Package,
    files: &'a dyn Files,
    claims: Vec<Claim>,
    words: &'a [(String, Vec<String>)],
    /// The currency of amounts: as the descriptor states it, until it is told otherwise.
    pub currency: Option<Currency>,
    /// What is wrong.
    pub issues: Vec<Issue>,
}

/// What a resource says of itself.
struct Claim {
    table: &'static str,
    columns: Vec<Told>,
    /// What holds for every row: the form's name and a text.
    constants: Vec<(String, String)>,
}

/// What a field says of itself.
struct Told {
    header: String,
    /// The form's name.
    id: String,
    order: DayOrder,
    /// What stands in cells, and what is meant by it.
    labels: Vec<(String, String)>,
}

impl<'a> Forms<'a> {
    /// Finds the tables; those that are required and missing are told. `words` are what may stand for a word of the form.
    pub fn find(
        form: &'static Form,
        (package, descriptor): (&'a Package, &str),
        files: &'a dyn Files,
        words: &'a [(String, Vec<String>)],
    ) -> Self {
        let root = json::read(descriptor).ok();
        let resources = root.as_ref().and_then(|root| root.get("resources")).map(Node::list).unwrap_or_default();
        let claims: Vec<Claim> = package
            .tables
            .iter()
            .map(|table| {
                let resource = resources.iter().find(|resource| resource.text_of("name") == Some(&table.name));
                let named = resource.and_then(|resource| resource.text_of("daylight:table")).unwrap_or(&table.name);
                let found = form.tables.iter().find(|form| form.id == named);
                let schema = resource.and_then(|resource| resource.get("schema"));
                let fields = schema.and_then(|schema| schema.get("fields")).map(Node::list).unwrap_or_default();
                let extra = schema.and_then(|schema| schema.get("extraFields")).map(Node::list).unwrap_or_default();
                Claim {
                    table: found.map_or("", |form| form.id),
                    columns: fields.iter().map(column_of).collect(),
                    constants: extra.iter().filter_map(constant_of).collect(),
                }
            })
            .collect();
        let is_there = |form: &TableForm| claims.iter().any(|claim| claim.table == form.id);
        let missing = form.tables.iter().filter(|form| form.required && !is_there(form));
        let issues = missing
            .map(|form| Issue::error("form-table-missing", Place::file("datapackage.json")).with("value", form.id))
            .collect();
        let currency = root.as_ref().and_then(|root| root.text_of("daylight:currency")).map(Currency::from_code);
        Self { form, package, files, claims, words, currency, issues }
    }

    /// The file of a table; of several, the first.
    pub fn file(&self, form: &TableForm) -> &'a str {
        self.tables(form).next().map_or("", |at| self.package.tables[at].path.as_str())
    }

    fn tables(&self, form: &TableForm) -> impl Iterator<Item = usize> {
        let id = form.id;
        self.claims.iter().enumerate().filter(move |(_, claim)| claim.table == id).map(|(at, _)| at)
    }

    /// The currency of the first row that states one.
    pub fn first_currency(&mut self) -> Currency {
        let tables = self.form.tables.iter().filter(|form| form.column("currency").is_some());
        let codes = tables.flat_map(|form| self.glance(form, "currency"));
        codes.map(|code| Currency::from_code(&code)).find(|currency| currency.is_stated()).unwrap_or_default()
    }

    /// A column of a table that will be read; nothing is told.
    pub fn glance(&mut self, form: &'static TableForm, column: &str) -> Vec<String> {
        let (told, mut cells) = (std::mem::take(&mut self.issues), Vec::new());
        self.show(form, &mut |line| cells.push(line.text(column).to_owned()));
        self.issues = told;
        cells
    }

    /// Shows every line of a table.
    pub fn read(&mut self, form: &'static TableForm, visit: &mut dyn FnMut(&mut Line<'_>)) {
        self.show(form, &mut |line| {
            line.look_for_blanks();
            visit(line);
        });
    }

    /// Shows every line of a table, and looks for nothing in it.
    pub(super) fn show(&mut self, form: &'static TableForm, visit: &mut dyn FnMut(&mut Line<'_>)) {
        let tables: Vec<usize> = self.tables(form).collect();
        for at in tables {
            let (table, claim) = (&self.package.tables[at], &self.claims[at]);
            // A file that is not there is told where rows are read.
            let Some(bytes) = self.files.bytes(&table.path) else { continue };
            let columns = find_columns(form, table, claim, bytes, &mut self.issues);
            let last = table.header_rows.iter().copied().max().unwrap_or(0);
            let mut scanner = Scanner::new(bytes, dialect(bytes, table));
            let (mut record, mut number) = (Record::default(), 0);
            while scanner.read(&mut record) {
                number += 1;
                let is_blank = |at: usize| record.cell(bytes, at).trim_ascii().is_empty();
                if number <= last || (0..record.len()).all(is_blank) {
                    continue;
                }
                let mut line = Line {
                    number,
                    form,
                    columns: &columns,
                    constants: &claim.constants,
                    record: &record,
                    bytes,
                    table,
                    currency: self.currency.unwrap_or_default(),
                    words: self.words,
                    issues: &mut self.issues,
                };
                visit(&mut line);
            }
        }
    }
}

fn column_of(field: &Node) -> Told {
    let header = field.text_of("name").unwrap_or("");
    let id = field.text_of("daylight:column").unwrap_or(header);
    let label = |category: &Node| Some((category.get("value")?.plain()?, category.text_of("label")?.to_owned()));
    Told {
        header: header.to_owned(),
        id: id.to_owned(),
        order: DayOrder::of_format(field.text_of("format").unwrap_or("")),
        labels: field.get("categories").map(Node::list).unwrap_or_default().iter().filter_map(label).collect(),
    }
}

/// The form's name of a field that holds the same in every row, as the Fiscal Data Package writes it, and what it holds.
fn constant_of(field: &Node) -> Option<(String, String)> {
    Some((column_of(field).id, field.get("constant")?.plain()?))
}

/// A column of the file that the form knows.
pub(super) struct Found<'a> {
    pub(super) column: &'static Column,
    /// What stands after the colon.
    pub(super) variant: String,
    at: usize,
    pub(super) field: &'a Field,
    pub(super) order: DayOrder,
    /// What stands in its cells, and what is meant by it.
    labels: &'a [(String, String)],
}

fn find_columns<'a>(
    form: &'static TableForm,
    table: &'a Table,
    claim: &'a Claim,
    bytes: &[u8],
    issues: &mut Vec<Issue>,
) -> Vec<Found<'a>> {
    let headers = headers(bytes, table);
    let mut found = Vec::new();
    for (order, field) in table.fields.iter().enumerate() {
        let told = claim.columns.iter().find(|told| told.header == field.name);
        let id = told.map_or(field.name.as_str(), |told| &told.id);
        let (id, variant) = id.split_once(':').unwrap_or((id, ""));
        let Some(column) = form.column(id) else { continue };
        let at = if table.header_rows.is_empty() { Some(order) } else { find_header(&headers, &field.name) };
        match at {
            Some(at) => found.push(Found {
                column,
                variant: variant.to_owned(),
                at,
                field,
                order: told.map(|told| told.order).unwrap_or_default(),
                // Other tables know a row by what stands there.
                labels: told.filter(|_| !is_id(column)).map_or(&[], |told| &told.labels),
            }),
            None => issues.push(Issue::error("column-missing", Place::row(&table.path, 1)).with("header", &field.name)),
        }
    }
    for column in form.columns.iter().filter(|column| column.required) {
        let is_constant = claim.constants.iter().any(|(id, _)| id == column.id);
        if !is_constant && !found.iter().any(|found| found.column.id == column.id) {
            let issue = Issue::error("form-column-missing", Place::file(&table.path));
            issues.push(issue.with("header", column.id).with("table", form.id));
        }
    }
    found
}

fn is_id(column: &Column) -> bool {
    matches!(column.holds, Holds::Id | Holds::Reference(_))
}

/// A line of a table. Whoever asks for a cell gets what it holds; what it does not hold is told and missing.
pub struct Line<'a> {
    /// Its number, as a spreadsheet shows it.
    pub number: u32,
    form: &'static TableForm,
    pub(super) columns: &'a [Found<'a>],
    pub(super) constants: &'a [(String, String)],
    pub(super) record: &'a Record,
    pub(super) bytes: &'a [u8],
    pub(super) table: &'a Table,
    pub(super) currency: Currency,
    pub(super) words: &'a [(String, Vec<String>)],
    issues: &'a mut Vec<Issue>,
}

impl<'a> Line<'a> {
    pub(super) fn cell(&self, found: &Found<'a>) -> &'a str {
        let bytes: &'a [u8] = self.bytes;
        let cell = if found.at < self.record.len() { self.record.cell(bytes, found.at) } else { &[] };
        let text = std::str::from_utf8(cell).unwrap_or("").trim();
        if found.field.missing.iter().any(|missing| missing == text) {
            return "";
        }
        found.labels.iter().find(|(value, _)| value == text).map_or(text, |(_, label)| label)
    }

    fn find(&self, id: &str) -> Option<&'a Found<'a>> {
        debug_assert!(self.form.column(id).is_some(), "{id} is a column of {}", self.form.id);
        let columns: &'a [Found<'a>] = self.columns;
        columns.iter().find(|found| found.column.id == id && found.variant.is_empty())
    }

    /// Where a cell stands; the row, where the file has no such column.
    pub fn place(&self, id: &str) -> Place {
        let at = self.columns.iter().find(|found| found.column.id == id);
        match at {
            Some(found) => Place::cell(&self.table.path, self.number, found.at as u32 + 1),
            None => Place::row(&self.table.path, self.number),
        }
    }

    /// The file that it stands in.
    pub fn file(&self) -> &'a str {
        &self.table.path
    }

    /// Whether the file has a column.
    pub fn has(&self, id: &str) -> bool {
        self.find(id).is_some()
    }

    /// Tells something about the line.
    pub fn tell(&mut self, issue: Issue) {
        self.issues.push(issue);
    }

    /// What holds for every row of the file.
    fn constant(&self, id: &str) -> &'a str {
        let constants: &'a [(String, String)] = self.constants;
        constants.iter().find(|(known, _)| known == id).map_or("", |(_, text)| text)
    }

    /// The text of a cell; blank where the file has no such column.
    pub fn text(&self, id: &str) -> &'a str {
        self.find(id).map_or_else(|| self.constant(id), |found| self.cell(found))
    }

    /// A text by language.
    pub fn texts(&self, id: &str) -> Vec<(String, String)> {
        let columns = self.columns.iter().filter(|found| found.column.id == id);
        let said = columns.map(|found| (found.variant.clone(), self.cell(found).to_owned()));
        let constant = Some((String::new(), self.constant(id).to_owned()));
        said.chain(constant).filter(|(_, text)| !text.is_empty()).collect()
    }

    /// One of the column's words.
    pub fn word(&mut self, id: &str) -> Option<usize> {
        let (text, Some(Holds::Word(allowed))) = (self.text(id), self.form.column(id).map(|column| column.holds))
        else {
            return None;
        };
        let stands_for = |others: &[String]| others.iter().any(|other| other == text);
        let said = self.words.iter().find(|(word, others)| allowed.contains(&word.as_str()) && stands_for(others));
        let text = said.map_or(text, |(word, _)| word.as_str());
        let word = allowed.iter().position(|word| *word == text);
        if word.is_none() && !text.is_empty() {
            let issue = unknown_word(Severity::Error, self.place(id), text, allowed);
            self.tell(issue);
        }
        word
    }

    /// Money.
    pub fn amount(&mut self, id: &str) -> Option<Amount> {
        let found = self.find(id)?;
        self.amount_of(found)
    }

    /// Money by the word after the colon.
    pub fn amounts(&mut self, id: &str) -> Vec<(String, Amount)> {
        let columns: &'a [Found<'a>] = self.columns;
        let columns = columns.iter().filter(|found| found.column.id == id);
        columns.filter_map(|found| Some((found.variant.clone(), self.amount_of(found)?))).collect()
    }

    pub(super) fn amount_of(&mut self, found: &Found<'a>) -> Option<Amount> {
        let text = self.cell(found);
        match Amount::read(text.as_bytes(), &found.field.notation, found.field.unit, self.currency) {
            Ok(amount) => amount,
            Err(fault) => {
                // Where the column is a measure too, the row reader tells it.
                let is_told = |measure: &Measure| std::ptr::eq(&self.table.fields[measure.field], found.field);
                if !self.table.measures.iter().any(is_told) {
                    self.unreadable(fault.rule(), found, text);
                }
                None
            }
        }
    }

    fn unreadable(&mut self, rule: &'static str, found: &Found<'_>, text: &str) {
        let place = Place::cell(&self.table.path, self.number, found.at as u32 + 1);
        self.tell(Issue::error(rule, place).with("value", text).with("header", &found.field.name));
    }

    /// A day.
    pub fn day(&mut self, id: &str) -> Option<Day> {
        let found = self.find(id)?;
        let text = self.cell(found);
        let day = Day::read(text, found.order);
        if day.is_none() && !text.is_empty() {
            self.unreadable("day-unreadable", found, text);
        }
        day
    }

    /// A whole number.
    pub fn count(&mut self, id: &str) -> Option<u64> {
        let found = self.find(id)?;
        let text = self.cell(found);
        let count = natural(text);
        if count.is_none() && !text.is_empty() {
            self.unreadable("count-unreadable", found, text);
        }
        count
    }

    /// A number in thousandths.
    pub fn quantity(&mut self, id: &str) -> Option<i64> {
        let found = self.find(id)?;
        let text = self.cell(found);
        let decimal = found.field.notation.decimal(text.as_bytes()).ok().flatten();
        let quantity = decimal.and_then(|decimal| {
            let power = 10_i128.checked_pow(3_u32.checked_sub(decimal.scale.into())?)?;
            i64::try_from(decimal.mantissa.checked_mul(power)?).ok()
        });
        if quantity.is_none() && !text.is_empty() {
            self.unreadable("quantity-unreadable", found, text);
        }
        quantity
    }

    /// A number as statistics have them; one that is longer than a quantity is rounded, and told.
    pub fn decimal(&mut self, id: &str) -> Option<Quantity> {
        let found = self.find(id)?;
        let text = self.cell(found);
        let decimal = found.field.notation.decimal(text.as_bytes()).ok().flatten();
        let quantity = decimal.and_then(Quantity::new);
        if quantity.is_some() || text.is_empty() {
            return quantity;
        }
        // Sums of statistics in floats end in digits that nobody measured.
        let rounded = decimal.and_then(Quantity::rounded);
        match rounded {
            Some(rounded) => {
                let place = Place::cell(&self.table.path, self.number, found.at as u32 + 1);
                let note = Issue::note("decimal-rounded", place).with("value", text).with("found", rounded.plain());
                self.tell(note.with("header", &found.field.name));
            }
            None => self.unreadable("decimal-unreadable", found, text),
        }
        rounded
    }

    /// A span of time.
    pub fn period(&mut self, id: &str) -> Option<Span> {
        let Some(found) = self.find(id) else { return Span::read(self.constant(id)) };
        let text = self.cell(found);
        let span = Span::read(text);
        if span.is_none() && !text.is_empty() {
            self.unreadable("period-unreadable", found, text);
        }
        span
    }

    fn look_for_blanks(&mut self) {
        let columns: &'a [Found<'a>] = self.columns;
        for found in columns.iter().filter(|found| found.column.required && found.variant.is_empty()) {
            if self.cell(found).is_empty() {
                self.unreadable("form-cell-blank", found, "");
            }
        }
    }
}
