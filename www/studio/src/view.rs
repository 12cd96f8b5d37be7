//! What a page shows of a session: a session in, JSON out, worded in the reader's language; cannot fail.

use crate::edit;
use crate::found::Found;
use crate::role;
use crate::session::{REVIEW, Session};
use daylight_core::check::Report;
use daylight_core::import::{
    Sheet, Which, Workbook, is_workbook, read_plans, sheet_of_text, table_lines, table_sets_of,
};
use daylight_core::issue::Issue;
use daylight_core::json::{Node, Writer};
use daylight_core::place::column_letters;
use daylight_core::words::{Words, in_language};

/// Rows of the sheet that are shown at once.
const ROWS: u32 = 50;
/// Columns of the sheet that are shown at most.
const COLUMNS: u32 = 100;

/// A yes or no as JSON writes it.
fn truth(truth: bool) -> &'static str {
    if truth { "true" } else { "false" }
}

/// The tables, the sheets, the part of the sheet from a row on, its columns with their roles, and what the descriptor says.
/// `other` is a sheet that is looked at and not described, by its position.
pub fn view(session: &Session, from: u32, other: Option<usize>, words: &Words) -> String {
    let mut out = Writer::default();
    let file = session.file().map_or("", |(name, _)| name);
    out.open('{').key("file").text(file).key("tables").open('[');
    for (at, resource) in session.resources().iter().enumerate() {
        let text = |key: &str| resource.text_of(key).unwrap_or("");
        let sheet = resource.get("dialect").and_then(|dialect| dialect.text_of("sheetName")).unwrap_or("");
        out.open('{').key("name").text(text("name")).key("file").text(text("path")).key("sheet").text(sheet);
        out.key("shown").raw(truth(at == session.at())).close('}');
    }
    out.close(']').key("sheets").open('[');
    let shown = sheet(session, other);
    for (name, hidden) in session.sheets().unwrap_or_default() {
        let is_shown = shown.as_ref().is_some_and(|sheet| sheet.name == name);
        out.open('{').key("name").text(&name).key("hidden").raw(truth(hidden));
        out.key("shown").raw(truth(is_shown)).close('}');
    }
    out.close(']').key("doubts").open('[');
    for doubt in session.doubts() {
        let facts: Vec<(&str, &str)> = doubt.facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
        let own = OWN_WORDS.iter().find(|(word, _)| *word == doubt.word);
        out.text(&words.fill(own.map_or(doubt.word, |(_, own)| own), &facts));
    }
    out.close(']');
    if let Some(sheet) = &shown {
        write_sheet(&mut out, session, sheet, (from, other.is_none()), words);
    }
    write_settings(&mut out, session);
    write_sets(&mut out, session, words);
    write_left_out(&mut out, session);
    out.key("descriptor").text(&session.descriptor()).close('}').finish()
}

/// The sheet of the table at work, or another of its file.
fn sheet(session: &Session, other: Option<usize>) -> Option<Sheet> {
    let (name, bytes) = session.file()?;
    if is_workbook(bytes) {
        let plans = read_plans(&session.descriptor(), &mut Vec::new());
        let which = plans.get(session.at()).map_or(Which::First, |plan| plan.which.clone());
        let book = Workbook::open(bytes).ok()?;
        return other.map_or_else(|| book.find(&which), |other| book.sheet(other)).ok();
    }
    let loaded = session.load().ok()?;
    let table = loaded.package.tables.get(session.at())?;
    let text = |files: &[(String, Vec<u8>)], wanted: &str| {
        files.iter().find(|(known, _)| known == wanted).map(|(_, bytes)| bytes.clone())
    };
    let text = text(&loaded.originals, name).or_else(|| text(&loaded.files, &table.path))?;
    sheet_of_text(std::str::from_utf8(&text).ok()?, table).ok()
}

fn write_sheet(out: &mut Writer, session: &Session, sheet: &Sheet, (from, is_described): (u32, bool), words: &Words) {
    let (rows, columns) = sheet.size();
    let from = from.clamp(1, rows.max(1));
    let (last, width) = (rows.min(from + ROWS - 1), columns.min(COLUMNS));
    let headers = if is_described { session.columns(session.at()).unwrap_or_default() } else { Vec::new() };
    let fields = session.resource().map(edit::fields).unwrap_or_default();
    out.key("rows").integer(rows).key("columns").open('[');
    for column in 1..=width {
        out.open('{').key("letters").text(&column_letters(column));
        out.key("hidden").raw(truth(sheet.is_hidden_column(column)));
        if let Some((header, _)) = headers.iter().find(|(header, at)| *at == column && !header.is_empty()) {
            let field = fields.iter().find(|field| field.text_of("name") == Some(header));
            out.key("header").text(header).key("role").text(field.map_or(role::LEFT_OUT, role::of_field));
            // Of a table of a form, what its column is called there.
            let titles = field.filter(|_| session.is_of_form()).map(titles);
            out.key("meaning").text(in_language(&titles.unwrap_or_default(), words.lang()));
        }
        out.close('}');
    }
    out.close(']').key("cells").open('[');
    for row in from..=last {
        out.open('{').key("row").integer(row).key("hidden").raw(truth(sheet.is_hidden_row(row)));
        out.key("texts").open('[');
        for column in 1..=width {
            out.text(sheet.text(row, column));
        }
        out.close(']').close('}');
    }
    out.close(']');
}

/// What a field is called, by language.
fn titles(field: &Node) -> Vec<(String, String)> {
    let titles = field.get("daylight:titles").map(Node::members).unwrap_or_default();
    titles.iter().filter_map(|(lang, title)| Some((lang.clone(), title.text()?.to_owned()))).collect()
}

/// What was filled in.
fn write_settings(out: &mut Writer, session: &Session) {
    let (root, nothing) = (&session.root, Node::from(""));
    let resource = session.resource().unwrap_or(&nothing);
    out.key("settings").open('{');
    for key in ["title", "name", "daylight:profile", "daylight:set"] {
        out.key(key).text(root.text_of(key).unwrap_or(""));
    }
    let rows =
        resource.get("dialect").and_then(|dialect| dialect.get("headerRows")).map(Node::list).unwrap_or_default();
    let rows: Vec<String> = rows.iter().filter_map(Node::plain).collect();
    out.key("header").text(&rows.join(", "));
    out.key("part").text(resource.text_of("daylight:table").unwrap_or(""));
    out.key("factor").text(&edit::factor(resource).to_string());
    out.key("totals").text(&edit::totals(resource).join(", "));
    for (key, column_type) in CONSTANTS {
        let constant = edit::constant(resource, column_type);
        let of_package = root.text_of("daylight:currency").filter(|_| key == "currency" && session.is_of_form());
        out.key(key).text(of_package.map(str::to_owned).or(constant).unwrap_or_default().as_str());
    }
    out.key("element").text(session.element());
    out.close('}').key("review").open('{');
    for key in REVIEW {
        let said = root.get("daylight:review").and_then(|review| review.text_of(key));
        out.key(key).text(said.unwrap_or(""));
    }
    out.close('}');
}

/// The table sets of the profile that the package names: ids and titles, and those of their tables.
fn write_sets(out: &mut Writer, session: &Session, words: &Words) {
    let title = |titles| in_language(titles, words.lang());
    out.key("sets").open('[');
    for set in table_sets_of(session.root.text_of("daylight:profile").unwrap_or("")) {
        out.open('{').key("id").text(&set.id).key("title").text(title(&set.titles)).key("tables").open('[');
        for table in &set.tables {
            out.open('{').key("id").text(&table.id).key("title").text(title(&table.titles)).close('}');
        }
        out.close(']').close('}');
    }
    out.close(']');
}

/// The columns that no table of the package describes: they are not published.
fn write_left_out(out: &mut Writer, session: &Session) {
    out.key("leftOut").open('[');
    for (at, resource) in session.resources().iter().enumerate() {
        let is_described =
            |header: &str| edit::fields(resource).iter().any(|field| field.text_of("name") == Some(header));
        for (header, column) in session.columns(at).unwrap_or_default() {
            if !header.is_empty() && !is_described(&header) {
                out.open('{').key("table").text(resource.text_of("name").unwrap_or(""));
                out.key("letters").text(&column_letters(column)).key("header").text(&header).close('}');
            }
        }
    }
    out.close(']');
}

/// Doubts that speak of a descriptor's members, and what they are called where a page has a field or a list for it.
const OWN_WORDS: [(&str, &str); 2] =
    [("describe.currency", "studio.doubt.currency"), ("describe.untyped", "studio.doubt.untyped")];

/// What may be the same in all rows, by the name of its extra field: its column type.
pub const CONSTANTS: [(&str, &str); 4] = [
    ("currency", "value-currency:code"),
    ("year", "date:fiscal-year"),
    ("phase", "phase:id"),
    ("direction", "direction"),
];

/// A report, with every issue's place and words.
pub fn report(report: &Report, words: &Words) -> String {
    let mut out = Writer::default();
    out.open('{');
    report.write(words, &mut out);
    out.close('}').finish()
}

/// What a check found, with `tables` where the package has tables of a set: a line for each.
pub fn found(found: &Found, words: &Words) -> String {
    let mut out = Writer::default();
    out.open('{');
    found.report.write(words, &mut out);
    if !found.sets.is_empty() {
        out.key("tables").text(&table_lines(&found.sets, words));
    }
    out.close('}').finish()
}

/// An issue that nothing could be read for, as a report.
pub fn refusal(issue: Issue, words: &Words) -> String {
    self::report(&Report { rows: 0, issues: vec![issue] }, words)
}

/// The profiles that a package can name, with their titles, and the roles that a column can have.
pub fn choices(words: &Words) -> String {
    let mut out = Writer::default();
    out.open('{').key("profiles").open('[');
    for (id, title) in daylight_core::import::profiles(words.lang()) {
        out.open('{').key("id").text(&id).key("title").text(&title).close('}');
    }
    out.close(']').key("roles").open('[');
    for id in role::ids().chain([role::OTHER]) {
        out.open('{').key("id").text(id).key("title").text(words.text(&format!("studio.role.{id}"))).close('}');
    }
    out.close(']').key("words").open('{');
    for key in PAGE {
        out.key(key).text(words.text(key));
    }
    out.close('}').close('}').finish()
}

/// What the page says.
const PAGE: [&str; 74] = [
    "severity.error",
    "severity.warning",
    "severity.note",
    "studio.file",
    "studio.file.drop",
    "studio.file.choose",
    "studio.file.kept",
    "studio.reading",
    "studio.checking",
    "studio.percent",
    "studio.packing",
    "studio.stop",
    "studio.stopped",
    "studio.failed",
    "studio.table",
    "studio.tables",
    "studio.tables.add",
    "studio.tables.drop",
    "studio.tables.file",
    "studio.tables.how",
    "studio.set",
    "studio.set.none",
    "studio.part",
    "studio.sets",
    "studio.left-out",
    "studio.left-out.none",
    "studio.sheet",
    "studio.sheet.hidden",
    "studio.sheet.other",
    "studio.sheet.back",
    "studio.doubts",
    "studio.columns",
    "studio.columns.how",
    "studio.column",
    "studio.role",
    "studio.rows",
    "studio.rows.earlier",
    "studio.rows.later",
    "studio.hidden",
    "studio.title",
    "studio.name",
    "studio.profile",
    "studio.header",
    "studio.header.how",
    "studio.unit",
    "studio.unit.one",
    "studio.totals",
    "studio.totals.how",
    "studio.currency",
    "studio.year",
    "studio.phase",
    "studio.direction",
    "studio.constant.how",
    "studio.descriptor",
    "studio.descriptor.apply",
    "studio.found",
    "studio.found.none",
    "studio.found.told",
    "studio.review",
    "studio.review.how",
    "studio.review.who",
    "studio.review.when",
    "studio.review.when.how",
    "studio.review.basis",
    "studio.review.result",
    "studio.preview",
    "studio.preview.show",
    "studio.package",
    "studio.package.make",
    "studio.package.made",
    "studio.package.refused",
    "studio.snippet",
    "studio.copy",
    "studio.copied",
];
