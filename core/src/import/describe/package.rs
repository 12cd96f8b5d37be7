//! A package of a form: the sheets of a file in, a descriptor of all its tables out, and what to look at in it; none where no
//! sheet is a table of a form.

use super::super::form::{AboutWords, CONTACTS, FormWords, TableWords, Wording, plain};
use super::super::load::{profile_of_currency, profile_of_language, profile_texts};
use super::super::sheet::Sheet;
use super::part::{Known, Part, find_part};
use super::{Doubt, Form, Proposal, Told};
use crate::ingest::form::Holds;
use crate::issue::Issue;
use crate::json::{Node, Value};
use crate::place::Place;
use crate::profile::Texts;
use crate::profile::funds::FundTerms;

/// A table, and what is said of its sheet.
struct Taken {
    part: Part,
    sheet: String,
    hides: bool,
}

/// What the sheet on the package says.
#[derive(Default)]
struct About(Vec<(String, String)>);

/// The tables of forms in a file, which are looked for sheet by sheet.
pub(super) struct Search {
    /// By form.
    tables: Vec<Tables>,
    about: About,
}

/// The tables of one form.
struct Tables {
    words: &'static FormWords,
    taken: Vec<Taken>,
    /// Tables of a template that nobody filled in.
    blank: Vec<Taken>,
    /// Sheets that are none of its tables.
    passed: Vec<String>,
}

impl Search {
    /// Looks for tables of the form that is told, else of all.
    pub(super) fn new(told: &Told) -> Self {
        let is_meant = |words: &&FormWords| told.form.is_none_or(|form| words.form.id == form);
        let tables = |words| Tables { words, taken: Vec::new(), blank: Vec::new(), passed: Vec::new() };
        Self { tables: FormWords::all().iter().filter(is_meant).map(tables).collect(), about: About::default() }
    }

    /// Looks at a sheet; of a file without sheets, `name` is the file's.
    pub(super) fn look(&mut self, sheet: &Sheet, name: &str, told: &Told) {
        if sheet.hidden {
            return;
        }
        let find = |tables: &Tables| find_part(tables.words, sheet, name, told.header.as_deref());
        let parts: Vec<Option<Part>> = self.tables.iter().map(find).collect();
        let is_of_none = parts.iter().all(Option::is_none);
        if is_of_none && (self.about.read(sheet) || sheet.size().0 == 0) {
            return;
        }
        for (tables, part) in self.tables.iter_mut().zip(parts) {
            let Some(part) = part else {
                tables.passed.push(sheet.name.clone());
                continue;
            };
            let hides = !sheet.hidden_rows.is_empty() || !sheet.hidden_columns.is_empty();
            let list = if part.is_filled { &mut tables.taken } else { &mut tables.blank };
            list.push(Taken { part, sheet: sheet.name.clone(), hides });
        }
    }

    /// Proposes a package of the form most of whose tables the file has; `stem` is the file's name without its ending.
    /// Of a template in which nothing was filled in yet, all its tables.
    pub(super) fn propose(mut self, path: &str, stem: &str, form: &Form) -> Option<Proposal> {
        // Of two forms the first is taken where nothing speaks for the second.
        let at = (0..self.tables.len()).rev().max_by_key(|at| self.tables[*at].rank())?;
        let mut tables = self.tables.swap_remove(at);
        if tables.taken.is_empty() && tables.passed.is_empty() {
            tables.taken = std::mem::take(&mut tables.blank);
        }
        if tables.taken.is_empty() {
            return None;
        }
        let columns = || tables.taken.iter().flat_map(|table| &table.part.columns);
        let currency = columns().find_map(|column| column.currency.clone());
        let mut root = Node::from(Value::Map(Vec::new()));
        root.set("name", stem);
        root.set("title", stem);
        root.set("profile", tables.words.form.id);
        let profile =
            currency.as_deref().map_or_else(|| tables.language().and_then(profile_of_language), profile_of_currency);
        root.set("daylight:profile", profile.unwrap_or("generic"));
        if let Some(currency) = &currency {
            root.set("daylight:currency", currency.as_str());
        }
        self.about.write(&mut root);
        let mut resources = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for table in &tables.taken {
            resources.push(resource(path, table, form, &mut names));
        }
        root.set("resources", Value::List(resources));
        let typed = tables.taken.iter().flat_map(|table| table.typed(path)).collect();
        Some(Proposal { descriptor: root.pretty(), doubts: tables.doubts(currency.is_none()), typed })
    }
}

impl Taken {
    /// Columns with a status that somebody typed in, each where its header stands.
    fn typed(&self, path: &str) -> impl Iterator<Item = Issue> {
        let row = self.part.header.iter().copied().max().unwrap_or(1);
        self.part.status.iter().map(move |(column, header)| {
            let mut place = Place::cell(path, row, *column);
            place.sheet = Some(self.sheet.clone()).filter(|sheet| !sheet.is_empty());
            Issue::error("status-typed", place).with("header", header).with("table", self.part.table.form.id)
        })
    }
}

impl Tables {
    /// How much speaks for the form: its tables with something in them, those without, and the columns that it knows.
    fn rank(&self) -> [usize; 3] {
        let columns = self.taken.iter().chain(&self.blank).map(|table| table.part.columns.len());
        [self.taken.len(), self.blank.len(), columns.sum()]
    }

    /// The language in which most headers begin.
    fn language(&self) -> Option<&'static str> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for known in self.taken.iter().flat_map(|table| &table.part.columns) {
            let name = plain(&known.name);
            let begins = |(_, title): &&(String, String)| name.starts_with(&plain(title));
            let Some((lang, _)) = known.wording.titles.iter().find(begins) else { continue };
            match counts.iter_mut().find(|(told, _)| told == lang) {
                Some((_, many)) => *many += 1,
                None => counts.push((lang, 1)),
            }
        }
        counts.into_iter().max_by_key(|(_, many)| *many).map(|(lang, _)| lang)
    }

    fn doubts(&self, lacks_currency: bool) -> Vec<Doubt> {
        let tell = |word: &'static str, facts: Vec<(&'static str, String)>| Doubt { word, facts };
        let names: Vec<String> = self.taken.iter().map(Taken::name).collect();
        let facts = vec![("form", self.words.form.id.to_owned()), ("tables", names.join(", "))];
        let mut doubts = vec![tell("describe.form", facts)];
        if self.taken.iter().all(|table| !table.part.is_filled) {
            doubts.push(tell("describe.form.blank", Vec::new()));
        }
        if !self.passed.is_empty() {
            doubts.push(tell("describe.form.passed", vec![("others", self.passed.join(", "))]));
        }
        for table in &self.taken {
            let Part { columns, others, status, lacks_unit, .. } = &table.part;
            if !status.is_empty() {
                let facts = vec![
                    ("table", table.name()),
                    ("headers", status.iter().map(|(_, header)| header.as_str()).collect::<Vec<_>>().join(", ")),
                ];
                doubts.push(tell("describe.form.status", facts));
            }
            if !others.is_empty() {
                let facts = vec![("table", table.name()), ("headers", others.join(", "))];
                doubts.push(tell("describe.form.others", facts));
            }
            if let Some(factor) = columns.iter().find_map(|column| column.factor.filter(|factor| *factor != 1)) {
                let facts = vec![("table", table.name()), ("factor", factor.to_string())];
                doubts.push(tell("describe.form.unit", facts));
            }
            if *lacks_unit {
                doubts.push(tell("describe.form.no-unit", vec![("table", table.name())]));
            }
        }
        if self.taken.iter().any(|table| table.hides) {
            doubts.push(tell("describe.hidden", Vec::new()));
        }
        let has_money = |part: &Part| part.columns.iter().any(|known| known.wording.is_money(part.table));
        if lacks_currency && self.taken.iter().any(|table| has_money(&table.part)) {
            doubts.push(tell("describe.currency", Vec::new()));
        }
        doubts
    }
}

impl Taken {
    /// What messages call it: its sheet, or of a file without sheets the table.
    fn name(&self) -> String {
        if self.sheet.is_empty() { self.part.table.form.id.to_owned() } else { self.sheet.clone() }
    }
}

/// A list of texts, or of numbers.
fn list(nodes: impl Iterator<Item = Node>) -> Node {
    Value::List(nodes.collect()).into()
}

fn number(number: impl std::fmt::Display) -> Node {
    Value::Number(number.to_string()).into()
}

fn texts(texts: &Texts) -> Node {
    Value::Map(texts.iter().map(|(lang, text)| (lang.clone(), Node::from(text.as_str()))).collect()).into()
}

fn resource(path: &str, table: &Taken, form: &Form, names: &mut Vec<String>) -> Node {
    let Part { table: words, header, columns, .. } = &table.part;
    let mut resource = Node::from(Value::Map(Vec::new()));
    let numbered = (2..).map(|number| format!("{}-{number}", words.form.id));
    let free = std::iter::once(words.form.id.to_owned()).chain(numbered).find(|name| !names.contains(name));
    let name = free.unwrap_or_default();
    resource.set("name", name.as_str());
    if name != words.form.id {
        resource.set("daylight:table", words.form.id);
    }
    names.push(name);
    resource.set("path", path);
    resource.set("format", form.format);
    if let Some(encoding) = &form.encoding {
        resource.set("encoding", encoding.as_str());
    }
    resource.set("daylight:titles", texts(&words.titles));
    let mut dialect = Node::from(Value::Map(Vec::new()));
    if let Some(delimiter) = form.delimiter {
        dialect.set("delimiter", char::from(delimiter).to_string().as_str());
    }
    if !table.sheet.is_empty() {
        dialect.set("sheetName", table.sheet.as_str());
    }
    dialect.set("headerRows", list(header.iter().map(number)));
    resource.set("dialect", dialect);
    let mut read = Node::from(Value::Map(Vec::new()));
    for known in columns {
        if let Some(factor) = known.factor.filter(|factor| *factor != 1) {
            let mut of_column = Node::from(Value::Map(Vec::new()));
            of_column.set("factor", number(factor));
            read.set(&known.name, of_column);
        }
    }
    if !read.members().is_empty() {
        let mut layout = Node::from(Value::Map(Vec::new()));
        layout.set("read", read);
        resource.set("daylight:layout", layout);
    }
    let mut schema = Node::from(Value::Map(Vec::new()));
    schema.set("fields", list(columns.iter().map(|known| field(known, words))));
    schema.set("missingValues", list([Node::from("")].into_iter()));
    resource.set("schema", schema);
    resource
}

fn field(known: &Known, table: &TableWords) -> Node {
    let mut field = Node::from(Value::Map(Vec::new()));
    field.set("name", known.name.as_str());
    field.set(
        "type",
        match table.column(&known.wording.id).map(|column| column.holds) {
            Some(Holds::Amount | Holds::Amounts | Holds::Quantity | Holds::Decimal) => "number",
            Some(Holds::Count) => "integer",
            Some(Holds::Day) => "date",
            _ => "string",
        },
    );
    if known.name != known.id {
        field.set("daylight:column", known.id.as_str());
    }
    if !known.wording.titles.is_empty() {
        field.set("daylight:titles", texts(&known.wording.titles));
    }
    if let Some(role) = &known.wording.role {
        field.set("daylight:role", role.as_str());
    }
    field
}

impl About {
    /// Reads a sheet of names and values; false where it is another.
    fn read(&mut self, sheet: &Sheet) -> bool {
        let words = AboutWords::all();
        let contacts: Vec<Wording> = profile_texts()
            .flat_map(|text| FundTerms::read(text).contacts)
            .map(|contact| Wording::new(&format!("{CONTACTS}.{}", contact.id), contact.titles))
            .collect();
        let mut many = 0;
        for row in 1..=sheet.size().0 {
            let label = plain(sheet.text(row, 1));
            let lines = words.rows.iter().filter(|line| line.id != CONTACTS).chain(&contacts);
            let Some(line) = lines.into_iter().find(|line| !label.is_empty() && line.is_called(&label)) else {
                continue;
            };
            many += 1;
            let value = sheet.text(row, 2).trim();
            if !value.is_empty() {
                self.0.push((line.id.clone(), value.to_owned()));
            }
        }
        many > 1
    }

    /// Says it in a descriptor; what stands behind a point is a member of a member.
    fn write(&self, root: &mut Node) {
        for (id, value) in &self.0 {
            match id.split_once('.') {
                Some((outer, inner)) => {
                    if root.get(outer).is_none() {
                        root.set(outer, Value::Map(Vec::new()));
                    }
                    if let Some(outer) = root.get_mut(outer) {
                        outer.set(inner, value.as_str());
                    }
                }
                None if id == "sources" => {
                    let mut source = Node::from(Value::Map(Vec::new()));
                    source.set("title", value.as_str());
                    root.set(id, list([source].into_iter()));
                }
                None => root.set(id, value.as_str()),
            }
        }
    }
}
