//! Descriptors: the text of a `datapackage.json`, or a lone CSV, in; a package out, with what is wrong told as issues in it.

use super::about::read_about;
use super::fiscal1::read_fiscal1;
use super::fiscal03::read_fiscal03;
#[cfg(feature = "import")]
use super::formaxis::{form_of, read_axes, tell_units};
use super::layout::read_layout;
use super::lone;
use super::package::{Field, Package, Table};
use super::word::unknown_word;
use crate::issue::{Issue, Severity};
use crate::json::{self, Node};
use crate::model::About;
use crate::money::{Notation, Unit};
use crate::place::{Place, is_beside};
use crate::profile::Profile;
use crate::scheme::Scheme;
use daylight_scan::Dialect;

/// What the descriptor readers share: the text for places, and the schemes that the profile knows.
pub(super) struct Context<'a> {
    text: &'a str,
    pub schemes: &'a [Scheme],
}

impl Context<'_> {
    /// The line and column of the descriptor in which a node begins.
    pub fn place(&self, node: &Node) -> Place {
        let (line, column) = json::Fault { at: node.at, expected: "" }.line_and_column(self.text);
        Place::cell("datapackage.json", line, column)
    }
}

/// Reads a descriptor: Fiscal Data Package 1.0, or 0.3 in either dialect (`model`, `mapping`).
///
/// `schemes` gives the classifications of the profile that a package asks for, or that its country has.
///
/// # Errors
/// One issue with line and column where the text is no JSON; everything else that is wrong is in the package's issues.
pub fn read_package(text: &str, schemes: &dyn Fn(&About) -> Vec<Scheme>) -> Result<Package, Issue> {
    let root = json::read(text).map_err(|fault| {
        let (line, column) = fault.line_and_column(text);
        Issue::error("descriptor-unreadable", Place::cell("datapackage.json", line, column))
            .with("what", fault.expected)
    })?;
    let about = read_about(&root);
    let context = Context { text, schemes: &schemes(&about) };
    let mut package = Package { about, ..Package::default() };
    let resources = root.get("resources").map(Node::list).unwrap_or_default();
    let mut continued = Vec::new();
    for resource in resources {
        let (table, further) = read_table(resource, &context, &mut package.issues);
        continued.extend(further.into_iter().map(|path| (package.tables.len(), path)));
        package.tables.push(table);
    }
    if resources.is_empty() {
        package.issues.push(Issue::error("descriptor-incomplete", context.place(&root)).with("what", "resources"));
    }
    match root.get("model").or_else(|| root.get("mapping")) {
        Some(model) => read_fiscal03(model, &root, &context, &mut package),
        #[cfg(feature = "import")]
        None if let Some(form) = form_of(&root) => read_axes(form, &root, &mut package),
        None => read_fiscal1(&root, &context, &mut package),
    }
    let facts = package.tables.iter().any(|table| !table.measures.is_empty());
    if !facts && !package.is_form && !resources.is_empty() {
        package
            .issues
            .push(Issue::error("descriptor-incomplete", context.place(&root)).with("what", "columnType value"));
    }
    // Layout comes last: its words overrule the model's factor.
    for (resource, table) in resources.iter().zip(&mut package.tables) {
        if let Some(layout) = resource.get("daylight:layout") {
            read_layout(layout, table, &|node| context.place(node), &mut package.issues);
        }
    }
    #[cfg(feature = "import")]
    if let Some(form) = form_of(&root) {
        tell_units(form, &root, &mut package, &|node| context.place(node));
    }
    // What is said of a file holds for those that go on with it.
    for (first, path) in continued {
        let table = package.tables[first].clone();
        if table.measures.is_empty() && !package.is_form {
            let issue = Issue::error("descriptor-incomplete", context.place(&resources[first]));
            package.issues.push(issue.with("what", "path: a code list is one file"));
        }
        package.tables.push(Table { continues: Some(table.path.clone()), path, ..table });
    }
    Ok(package)
}

/// Tells where a descriptor names a profile that is none of `profiles`, or a status that is no phase of its `profile`.
pub fn unknown_words(text: &str, profiles: &[&str], profile: &Profile) -> Vec<Issue> {
    let Ok(root) = json::read(text) else { return Vec::new() };
    let context = Context { text, schemes: &[] };
    let unknown = |key: &str, allowed: &[&str], is_known: &dyn Fn(&str) -> bool| {
        let node = root.get(key)?;
        let word = node.text().filter(|word| !word.is_empty() && !is_known(word))?;
        Some(unknown_word(Severity::Warning, context.place(node), word, allowed))
    };
    let is_profile = |word: &str| profiles.iter().any(|known| known.eq_ignore_ascii_case(word));
    let phases: Vec<&str> = profile.phases.iter().map(|phase| phase.id.as_str()).collect();
    let id = unknown("daylight:profile", profiles, &is_profile);
    id.into_iter().chain(unknown("daylight:status", &phases, &|word| profile.phase(word).is_some())).collect()
}

/// Describes a CSV file that came alone, from its header and the names that are recognised in it. `unit` holds for amounts
/// whose header states none (`万元`, `GBP million`); it may be blank.
pub fn read_lone(name: &str, bytes: &[u8], unit: &str) -> Package {
    lone::describe(name, bytes, unit)
}

/// A resource's table, and the paths of the files that go on with it.
fn read_table(resource: &Node, context: &Context<'_>, issues: &mut Vec<Issue>) -> (Table, Vec<String>) {
    let stated =
        resource.get("path").map(|node| node.text().into_iter().chain(node.list().iter().filter_map(Node::text)));
    let mut paths: Vec<String> =
        stated.into_iter().flatten().filter(|path| !path.is_empty()).map(str::to_owned).collect();
    if paths.is_empty() {
        issues.push(Issue::error("descriptor-incomplete", context.place(resource)).with("what", "path"));
    }
    for path in paths.iter().filter(|path| !is_beside(path)) {
        issues.push(Issue::error("path-refused", context.place(resource)).with("value", path));
    }
    paths.retain(|path| is_beside(path));
    let path = if paths.is_empty() { String::new() } else { paths.remove(0) };
    let schema = resource.get("schema");
    let mut table = Table {
        name: resource.text_of("name").unwrap_or("").to_owned(),
        encoding: resource
            .text_of("encoding")
            .or_else(|| resource.get("dialect")?.text_of("encoding"))
            .map(str::to_owned),
        header_rows: vec![1],
        path,
        ..Table::default()
    };
    if let Some(dialect) = resource.get("dialect") {
        read_dialect(dialect, &mut table);
    }
    let missing: Vec<String> = schema
        .and_then(|schema| schema.get("missingValues"))
        .map(|values| values.list().iter().filter_map(Node::plain).filter(|value| !value.is_empty()).collect())
        .unwrap_or_default();
    for field in schema.and_then(|schema| schema.get("fields")).map(Node::list).unwrap_or_default() {
        table.fields.push(read_field(field, &missing));
    }
    let key = schema.and_then(|schema| schema.get("primaryKey"));
    let names = key.map(|key| key.text().into_iter().chain(key.list().iter().filter_map(Node::text)));
    table.key = names.into_iter().flatten().filter_map(|name| table.field(name)).collect();
    (table, paths)
}

fn read_dialect(dialect: &Node, table: &mut Table) {
    let byte = |key: &str| dialect.text_of(key).and_then(|text| text.bytes().next());
    if let Some(delimiter) = byte("delimiter") {
        table.dialect.delimiter = delimiter;
        table.delimiter_stated = true;
    }
    match dialect.get("quoteChar").map(|quote| quote.text().unwrap_or("")) {
        Some("") => table.dialect.quote = None,
        Some(quote) => table.dialect.quote = quote.bytes().next(),
        None => {}
    }
    if dialect.text_of("lineTerminator") == Some("\r") {
        table.dialect = Dialect { terminator: b'\r', ..table.dialect };
    }
    if let Some(rows) = dialect.get("headerRows") {
        table.header_rows =
            rows.list().iter().filter_map(Node::integer).filter_map(|row| u32::try_from(row).ok()).collect();
    }
    if dialect.get("header").and_then(Node::truth) == Some(false) {
        table.header_rows.clear();
    }
}

fn read_field(node: &Node, missing: &[String]) -> Field {
    let mark = |key: &str| node.text_of(key).and_then(|text| text.chars().next());
    let decimal = mark("decimalChar").unwrap_or('.');
    let group = match node.text_of("groupChar") {
        Some(text) => text.chars().next(),
        None if decimal == ',' => Some('.'),
        None => Some(','),
    };
    let is_stated = node.get("decimalChar").is_some() || node.get("groupChar").is_some();
    let notation = Notation::new(decimal, group);
    let notation = if is_stated { notation.stated() } else { notation };
    let bare = node.get("bareNumber").and_then(Node::truth).unwrap_or(true);
    let own = node.get("missingValues").map(|values| values.list().iter().filter_map(Node::plain).collect::<Vec<_>>());
    Field {
        notation: if bare { notation } else { notation.with_affixes() },
        missing: own.unwrap_or_else(|| missing.to_vec()),
        required: node
            .get("constraints")
            .and_then(|rules| rules.get("required"))
            .and_then(Node::truth)
            .unwrap_or(false),
        ..Field::named(node.text_of("name").unwrap_or(""))
    }
}

/// The factor of a 0.3 measure.
pub(super) fn read_factor(node: &Node, context: &Context<'_>, issues: &mut Vec<Issue>) -> Option<Unit> {
    let factor = node.get("factor")?;
    let unit = factor.plain().and_then(|text| text.trim_end_matches(".0").parse().ok()).and_then(Unit::new);
    if unit.is_none() {
        issues.push(
            Issue::error("unit-unknown", context.place(factor)).with("header", node.text_of("source").unwrap_or("")),
        );
    }
    unit
}
