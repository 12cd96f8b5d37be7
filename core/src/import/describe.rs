//! `describe`: a file that came without a descriptor in, a descriptor ready to edit and the doubts about it out; what is no
//! table at all is an issue.
//!
//! Nothing here is believed by anybody: a person reads the proposal, and the file is then read as the descriptor says.

mod column;
mod find;
mod package;
mod part;

use super::arrange::header;
use super::fault::Fault;
use super::file::column_name;
use super::json_table::{read_document, read_json_table, tables};
use super::load::profile_of_currency;
use super::sheet::Sheet;
use super::unit::{heads_with_unit, stated_currency, stated_factor, stated_units};
use super::workbook::Workbook;
use crate::ingest::Table;
use crate::issue::Issue;
use crate::json::{self, Writer};
use crate::place::{Place, cell_address, column_letters};
use crate::profile::Profile;
use column::{Column, columns, total_beside};
use find::{Shape, find_shape};

/// Something in a proposal that a person has to look at: a key of the words and what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The key.
    pub word: &'static str,
    /// What the message names.
    pub facts: Vec<(&'static str, String)>,
}

/// What a person has said already of what is to be described.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The sheet, by its position.
    pub sheet: Option<usize>,
    /// The rows of the header; an empty list where there is none.
    pub header: Option<Vec<u32>>,
    /// The form of the package that it belongs to, by its id.
    pub form: Option<&'static str>,
}

/// A descriptor that was proposed.
#[derive(Debug)]
pub struct Proposal {
    /// The descriptor, as JSON on lines that a person can edit.
    pub descriptor: String,
    /// What to look at.
    pub doubts: Vec<Doubt>,
    /// Columns with a status that somebody typed in, which no descriptor names.
    pub typed: Vec<Issue>,
}

/// What kind of file it is, with what the dialect of a descriptor says of it.
struct Form {
    format: &'static str,
    encoding: Option<String>,
    delimiter: Option<u8>,
    sheet: Option<String>,
    property: Option<String>,
}

/// Describes a workbook: all its tables of a form, or the sheet that is asked for by its position, or else the visible one with most
/// numbers.
///
/// # Errors
/// An issue where it cannot be read.
pub fn describe_workbook(name: &str, bytes: &[u8], told: &Told) -> Result<Proposal, Issue> {
    let refused = |fault: Fault| fault.issue(name);
    let book = Workbook::open(bytes).map_err(refused)?;
    let mut best: Option<(usize, Sheet)> = None;
    let mut doubts = Vec::new();
    let names = book.sheets();
    let mut form = Form { format: book.format(), encoding: None, delimiter: None, sheet: None, property: None };
    let mut search = package::Search::new(told);
    for (index, (_, hidden)) in names.iter().enumerate() {
        if told.sheet.is_some_and(|wanted| wanted != index) {
            continue;
        }
        let sheet = book.sheet(index).map_err(refused)?;
        search.look(&sheet, &sheet.name, told);
        let numbers = find::count_numbers(&sheet);
        if (!hidden || told.sheet.is_some()) && best.as_ref().is_none_or(|(most, _)| numbers > *most) {
            best = Some((numbers, sheet));
        }
    }
    if let Some(proposal) = search.propose(name, stem(name), &form) {
        return Ok(proposal);
    }
    let Some((_, sheet)) = best else { return Err(Fault::Damaged.issue(name)) };
    if sheet.size().0 == 0 {
        return Err(is_empty(name));
    }
    let others: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).filter(|name| *name != sheet.name).collect();
    if !others.is_empty() {
        doubts.push(Doubt {
            word: "describe.sheets",
            facts: vec![("sheet", sheet.name.clone()), ("others", others.join(", "))],
        });
    }
    form.sheet = Some(sheet.name.clone());
    Ok(propose(name, &sheet, &form, told, doubts))
}

/// A package of a form in a workbook: its descriptor; `None` where the workbook is no such package.
///
/// # Errors
/// An issue where the workbook cannot be read.
pub fn describe_package(name: &str, bytes: &[u8]) -> Result<Option<(String, Vec<Issue>)>, Issue> {
    let refused = |fault: Fault| fault.issue(name);
    let book = Workbook::open(bytes).map_err(refused)?;
    let told = Told::default();
    let mut search = package::Search::new(&told);
    for index in 0..book.sheets().len() {
        let sheet = book.sheet(index).map_err(refused)?;
        search.look(&sheet, &sheet.name, &told);
    }
    let form = Form { format: book.format(), encoding: None, delimiter: None, sheet: None, property: None };
    Ok(search.propose(name, stem(name), &form).map(|proposal| (proposal.descriptor, proposal.typed)))
}

/// The name of a file without folder and ending.
fn stem(name: &str) -> &str {
    let own = name.rsplit('/').next().unwrap_or(name);
    let own = own.strip_suffix(".gz").unwrap_or(own);
    match own.rsplit_once('.') {
        // An ending has no space, and no more letters than `geojson`.
        Some((stem, ending)) if ending.len() <= 7 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) => stem,
        _ => own,
    }
}

/// A file without a cell.
fn is_empty(name: &str) -> Issue {
    Issue::error("file-empty", Place::file(name)).with("value", name)
}

/// Describes a text that was decoded from `encoding`: CSV, or a JSON document. `is_certain` where the encoding was told by the
/// bytes, not chosen among several.
///
/// # Errors
/// An issue where there is no table in it.
pub fn describe_text(name: &str, text: &str, encoding: &str, is_certain: bool, told: &Told) -> Result<Proposal, Issue> {
    if text.trim().is_empty() {
        return Err(is_empty(name));
    }
    let mut doubts = Vec::new();
    if !is_certain {
        doubts.push(Doubt { word: "describe.encoding", facts: vec![("encoding", encoding.to_owned())] });
    }
    let mut form =
        Form { format: "csv", encoding: Some(encoding.to_owned()), delimiter: None, sheet: None, property: None };
    let table = if super::is_json(text.as_bytes()) {
        (form.format, form.encoding) = ("json", None);
        let (root, _) = read_document(text).map_err(|_| no_table(name))?;
        // The longest list of a document is its table.
        let length = |member: &String| root.get(member).map_or(0, |rows| rows.list().len());
        let mut members = tables(&root);
        members.sort_by_key(|member| std::cmp::Reverse(length(member)));
        form.property = members.first().cloned();
        if members.len() > 1 {
            doubts.push(Doubt { word: "describe.members", facts: vec![("others", members[1..].join(", "))] });
        }
        let arranged = read_json_table(text, form.property.as_deref()).map_err(|_| no_table(name))?;
        String::from_utf8(arranged.bytes).unwrap_or_default()
    } else {
        text.to_owned()
    };
    let csv = Table { path: name.to_owned(), ..Table::default() };
    if form.format == "csv" {
        let delimiter = crate::ingest::csv_dialect(table.as_bytes(), &csv).delimiter;
        form.delimiter = (delimiter != b',').then_some(delimiter);
    }
    let sheet = super::file::read_csv(&table, &csv).map_err(|fault| fault.issue(name))?;
    let mut search = package::Search::new(told);
    if form.format == "csv" {
        search.look(&sheet, stem(name), told);
    }
    if let Some(proposal) = search.propose(name, stem(name), &form) {
        return Ok(Proposal { doubts: [doubts, proposal.doubts].concat(), ..proposal });
    }
    Ok(propose(name, &sheet, &form, told, doubts))
}

/// What is no table.
fn no_table(name: &str) -> Issue {
    Issue::error("file-unreadable", Place::file(name)).with("value", name)
}

/// Puts a proposal together.
fn propose(name: &str, sheet: &Sheet, form: &Form, told: &Told, mut doubts: Vec<Doubt>) -> Proposal {
    let mut shape = find_shape(sheet);
    if form.format == "json" {
        // The names of members are the header.
        (shape.header, shape.names, shape.data) = (vec![1], vec![1], 2);
    }
    if let Some(rows) = &told.header {
        shape.data = rows.iter().max().map_or(shape.data, |last| last + 1);
        shape.header.clone_from(rows);
        shape.names.clone_from(rows);
    }
    // What a column's own header states holds for that column.
    let mut stated = stated_units(sheet);
    stated.retain(|(row, _, text, _)| !shape.header.contains(row) || !heads_with_unit(text));
    let of_sheet = stated_factor(&sheet.name).filter(|_| stated.is_empty());
    let mut columns = columns(sheet, &shape, stated.first().map(|(.., factor)| *factor).or(of_sheet));
    let tell = |word: &'static str, facts: &[(&'static str, String)]| Doubt { word, facts: facts.to_vec() };
    // Both together would be twice the money.
    while let Some((total, parts)) = total_beside(sheet, &shape, &columns) {
        let names: Vec<String> = parts.iter().map(|part| columns[*part].name.clone()).collect();
        let facts = [("header", columns[total].name.clone()), ("headers", names.join(", "))];
        doubts.push(tell("describe.parts", &facts));
        for part in parts {
            (columns[part].is_amount, columns[part].kind, columns[part].factor) = (false, None, None);
        }
    }
    if shape.header.is_empty() {
        doubts.push(tell("describe.headerless", &[]));
    } else if shape.header != [1] {
        let rows: Vec<String> = shape.header.iter().map(u32::to_string).collect();
        doubts.push(tell("describe.header", &[("rows", rows.join(", "))]));
    }
    if let Some((row, column, text, _)) = stated.first() {
        doubts.push(tell("describe.unit", &[("value", text.clone()), ("cell", cell_address(*row, *column))]));
    }
    if of_sheet.is_some() {
        doubts.push(tell("describe.unit", &[("value", sheet.name.clone()), ("cell", sheet.name.clone())]));
    }
    if stated.iter().any(|(.., factor)| *factor != stated[0].3) {
        let cell =
            |(row, column, text, _): &(u32, u32, String, u64)| format!("{text} ({})", cell_address(*row, *column));
        let all: Vec<String> = stated.iter().map(cell).collect();
        doubts.push(tell("describe.units", &[("values", all.join(", "))]));
    }
    if shape.pages.len() > 1 {
        doubts.push(tell("describe.areas", &[("n", shape.pages.len().to_string())]));
    }
    if !sheet.hidden_rows.is_empty() || !sheet.hidden_columns.is_empty() {
        doubts.push(tell("describe.hidden", &[]));
    }
    let amounts: Vec<&Column> = columns.iter().filter(|column| column.is_amount).collect();
    let headers = |columns: &[&Column]| {
        columns.iter().map(|column| column_name(&column.name, column.column)).collect::<Vec<_>>().join(", ")
    };
    let again: Vec<&Column> = columns.iter().filter(|column| column.is_again).collect();
    if !again.is_empty() {
        doubts.push(tell("describe.repeated", &[("headers", headers(&again))]));
    }
    match amounts.as_slice() {
        [] => doubts.push(tell("describe.no-amount", &[])),
        amounts if amounts.iter().any(|column| column.is_guessed) => {
            doubts.push(tell("describe.amounts", &[("headers", headers(amounts))]));
        }
        _ => {}
    }
    let currency = columns.iter().find_map(|column| column.currency.clone());
    let currency = currency.or_else(|| stated.iter().find_map(|(_, _, text, _)| stated_currency(text)));
    let currency = currency.or_else(|| of_sheet.and_then(|_| stated_currency(&sheet.name)));
    if !amounts.is_empty() && currency.is_none() {
        doubts.push(tell("describe.currency", &[]));
    }
    let untyped: Vec<&Column> = columns.iter().filter(|column| column.kind.is_none() && !column.is_amount).collect();
    if !untyped.is_empty() {
        doubts.push(tell("describe.untyped", &[("headers", headers(&untyped))]));
    }
    let mut out = Writer::default();
    let stem = stem(name);
    let profile = currency.as_deref().and_then(profile_of_currency).unwrap_or("generic");
    out.open('{').key("name").text(stem).key("title").text(stem).key("daylight:profile").text(profile);
    out.key("resources").open('[').open('{');
    out.key("name").text("table").key("path").text(name).key("format").text(form.format);
    if let Some(encoding) = &form.encoding {
        out.key("encoding").text(encoding);
    }
    write_dialect(&mut out, form, &shape);
    let groups = Groups::find(sheet, &shape);
    write_layout(&mut out, &shape, &columns, groups.as_ref());
    write_schema(&mut out, &columns, currency.as_deref(), groups.as_ref());
    out.close('}').close(']').close('}');
    // It was written here.
    let descriptor = json::read(&out.finish()).map(|root| root.pretty()).unwrap_or_default();
    Proposal { descriptor, doubts, typed: Vec::new() }
}

fn write_dialect(out: &mut Writer, form: &Form, shape: &Shape) {
    out.key("dialect").open('{');
    if let Some(delimiter) = form.delimiter {
        out.key("delimiter").text(&char::from(delimiter).to_string());
    }
    if let Some(sheet) = &form.sheet {
        out.key("sheetName").text(sheet);
    }
    if let Some(property) = &form.property {
        out.key("property").text(property);
    }
    if shape.header.is_empty() {
        out.key("header").raw("false");
    } else {
        out.key("headerRows").open('[');
        write_rows(out, &shape.header);
        out.close(']');
    }
    out.close('}');
}

fn write_rows(out: &mut Writer, rows: &[u32]) {
    for row in rows {
        out.raw(&row.to_string());
    }
}

/// What stands above each of several pages side by side, as a column of its own: 收入, 支出.
struct Groups {
    name: &'static str,
    kind: Option<&'static str>,
    /// The text above each page.
    texts: Vec<String>,
}

impl Groups {
    fn find(sheet: &Sheet, shape: &Shape) -> Option<Self> {
        let rows: Vec<u32> = shape.header.iter().copied().filter(|row| !shape.names.contains(row)).collect();
        if rows.is_empty() || shape.pages.len() < 2 {
            return None;
        }
        let texts: Vec<String> = shape.pages.iter().map(|(first, _)| header(sheet, &rows, *first)).collect();
        let generic = Profile::generic();
        let is_direction = texts.iter().all(|text| generic.direction(text).is_some());
        let (name, kind) = if is_direction { ("direction", Some("direction")) } else { ("group", None) };
        Some(Self { name, kind, texts })
    }
}

fn write_layout(out: &mut Writer, shape: &Shape, columns: &[Column], groups: Option<&Groups>) {
    let factors: Vec<(&str, u64)> =
        columns.iter().filter_map(|column| Some((column.name.as_str(), column.factor?))).collect();
    let is_repeated = shape.pages.len() == 1 && columns.iter().any(|column| column.is_again);
    if shape.pages.len() < 2 && factors.is_empty() && !is_repeated {
        return;
    }
    out.key("daylight:layout").open('{');
    if shape.pages.len() > 1 {
        out.key("areas").open('[');
        for (page, (first, last)) in shape.pages.iter().enumerate() {
            let at = format!("{}{}:{}", column_letters(*first), shape.data, column_letters(*last));
            out.open('{').key("at").text(&at).key("header").open('[');
            write_rows(out, &shape.names);
            out.close(']');
            if let Some((groups, text)) = groups.and_then(|groups| Some((groups, groups.texts.get(page)?))) {
                out.key("set").open('{').key(groups.name).text(text).close('}');
            }
            out.close('}');
        }
        out.close(']');
    }
    if let (true, Some(first), Some(last)) = (is_repeated, columns.first(), columns.last()) {
        // Columns of one header are told apart by names of their own.
        let at = format!("{}{}:{}", column_letters(first.column), shape.data, column_letters(last.column));
        out.key("areas").open('[').open('{').key("at").text(&at).key("header").open('[');
        write_rows(out, &shape.header);
        out.close(']').key("columns").open('[');
        for number in first.column..=last.column {
            match columns.iter().find(|column| column.column == number) {
                Some(column) => out.text(&column.name),
                None => out.raw("null"),
            };
        }
        out.close(']').close('}').close(']');
    }
    if !factors.is_empty() {
        out.key("read").open('{');
        for (name, factor) in factors {
            out.key(name).open('{').key("factor").raw(&factor.to_string()).close('}');
        }
        out.close('}');
    }
    out.close('}');
}

fn write_schema(out: &mut Writer, columns: &[Column], currency: Option<&str>, groups: Option<&Groups>) {
    out.key("schema").open('{').key("fields").open('[');
    for column in columns {
        out.open('{').key("name").text(&column.name);
        out.key("type").text(if column.is_amount { "number" } else { "string" });
        if let Some(kind) = &column.kind {
            out.key("columnType").text(kind);
        }
        if let Some((decimal, group)) = column.marks {
            out.key("decimalChar").text(&decimal.to_string()).key("groupChar").text(&group.to_string());
        }
        out.close('}');
    }
    if let Some(groups) = groups {
        out.open('{').key("name").text(groups.name).key("type").text("string");
        if let Some(kind) = groups.kind {
            out.key("columnType").text(kind);
        }
        out.close('}');
    }
    out.close(']').key("missingValues").open('[').text("");
    let mut missing: Vec<&String> = columns.iter().flat_map(|column| &column.missing).collect();
    missing.sort_unstable();
    missing.dedup();
    for mark in missing {
        out.text(mark);
    }
    out.close(']');
    if let Some(currency) = currency {
        out.key("extraFields").open('[').open('{').key("name").text("currency").key("type").text("string");
        out.key("columnType").text("value-currency:code").key("constant").text(currency).close('}').close(']');
    }
    out.close('}');
}
