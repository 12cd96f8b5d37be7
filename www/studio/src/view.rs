//! What a page shows of a session: a session in, JSON out, worded in the reader's language; cannot fail.

use crate::edit;
use crate::role;
use crate::session::{REVIEW, Session};
use daylight_core::check::Report;
use daylight_core::import::{Sheet, Which, Workbook, is_workbook, read_plans, sheet_of_text};
use daylight_core::issue::Issue;
use daylight_core::json::Writer;
use daylight_core::place::column_letters;
use daylight_core::words::Words;

/// Rows of the sheet that are shown at once.
const ROWS: u32 = 50;
/// Columns of the sheet that are shown at most.
const COLUMNS: u32 = 100;

/// A yes or no as JSON writes it.
fn truth(truth: bool) -> &'static str {
    if truth { "true" } else { "false" }
}

/// The sheets, the part of the sheet from a row on, its columns with their roles, and what the descriptor says.
pub fn view(session: &Session, from: u32, words: &Words) -> String {
    let mut out = Writer::default();
    out.open('{').key("file").text(&session.name);
    out.key("sheets").open('[');
    let shown = sheet(session);
    for (name, hidden) in session.sheets().unwrap_or_default() {
        let is_shown = shown.as_ref().is_some_and(|sheet| sheet.name == name);
        out.open('{').key("name").text(&name).key("hidden").raw(truth(hidden));
        out.key("shown").raw(truth(is_shown)).close('}');
    }
    out.close(']').key("doubts").open('[');
    for doubt in &session.doubts {
        let facts: Vec<(&str, &str)> = doubt.facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
        out.text(&words.fill(doubt.word, &facts));
    }
    out.close(']');
    if let Some(sheet) = &shown {
        write_sheet(&mut out, session, sheet, from);
    }
    write_settings(&mut out, session);
    out.key("descriptor").text(&session.descriptor()).close('}').finish()
}

/// The sheet that the descriptor names.
fn sheet(session: &Session) -> Option<Sheet> {
    let plans = read_plans(&session.descriptor(), &mut Vec::new());
    let which = plans.first().map_or(Which::First, |plan| plan.which.clone());
    if is_workbook(&session.bytes) {
        return Workbook::open(&session.bytes).ok()?.find(&which).ok();
    }
    let loaded = session.load().ok()?;
    let text = |files: &[(String, Vec<u8>)]| files.first().map(|(_, bytes)| bytes.clone());
    let text = text(&loaded.originals).or_else(|| text(&loaded.files))?;
    sheet_of_text(std::str::from_utf8(&text).ok()?, loaded.package.tables.first()?).ok()
}

fn write_sheet(out: &mut Writer, session: &Session, sheet: &Sheet, from: u32) {
    let (rows, columns) = sheet.size();
    let from = from.clamp(1, rows.max(1));
    let (last, width) = (rows.min(from + ROWS - 1), columns.min(COLUMNS));
    let headers = session.load().map(|loaded| loaded.columns(0)).unwrap_or_default();
    out.key("rows").integer(rows).key("columns").open('[');
    for column in 1..=width {
        out.open('{').key("letters").text(&column_letters(column));
        out.key("hidden").raw(truth(sheet.is_hidden_column(column)));
        if let Some((header, _)) = headers.iter().find(|(header, at)| *at == column && !header.is_empty()) {
            let field = edit::fields(&session.root).iter().find(|field| field.text_of("name") == Some(header));
            let role = field.map_or(role::LEFT_OUT, |field| role::of_type(field.text_of("columnType")));
            out.key("header").text(header).key("role").text(role);
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

fn write_settings(out: &mut Writer, session: &Session) {
    let root = &session.root;
    out.key("settings").open('{');
    for key in ["title", "name", "daylight:profile"] {
        out.key(key).text(root.text_of(key).unwrap_or(""));
    }
    let dialect = root.get("resources").and_then(|resources| resources.list().first()?.get("dialect"));
    let rows = dialect.and_then(|dialect| dialect.get("headerRows")).map(|rows| rows.list()).unwrap_or_default();
    let rows: Vec<String> = rows.iter().filter_map(|row| row.plain()).collect();
    out.key("header").text(&rows.join(", "));
    out.key("factor").text(&edit::factor(root).to_string());
    out.key("totals").text(&edit::totals(root).join(", "));
    for (key, column_type) in CONSTANTS {
        out.key(key).text(&edit::constant(root, column_type).unwrap_or_default());
    }
    out.close('}').key("review").open('{');
    for key in REVIEW {
        let said = root.get("daylight:review").and_then(|review| review.text_of(key));
        out.key(key).text(said.unwrap_or(""));
    }
    out.close('}');
}

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
const PAGE: [&str; 60] = [
    "severity.error",
    "severity.warning",
    "severity.note",
    "studio.file",
    "studio.file.drop",
    "studio.file.choose",
    "studio.file.kept",
    "studio.reading",
    "studio.checking",
    "studio.packing",
    "studio.stop",
    "studio.stopped",
    "studio.failed",
    "studio.table",
    "studio.sheet",
    "studio.sheet.hidden",
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
