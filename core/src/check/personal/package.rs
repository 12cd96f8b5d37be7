//! A package: its descriptor and files in, an issue for each text that identifies a person out; cannot fail.

use super::rule::Evidence;
use super::{Hiding, Rules, Search, Sheet};
use crate::ingest::{Field, Files, Measure, Package, Source, Table, dialect, headers};
use crate::issue::Issue;
use crate::json::{self, Node, Value};
use crate::place::Place;
use crate::words::Words;
use daylight_scan::{Record, Scanner};
use std::borrow::Cow;

/// The role of a field, and of a member of a descriptor, in which the contacts of an office stand.
pub(super) const CONTACT: &str = "official-contact";

/// Members of a data package that hold contacts of those who publish it.
const CONTACTS: [&str; 5] = ["daylight:contact", "contributors", "maintainers", "author", "sources"];

/// Members that hold digests.
const DIGESTS: [&str; 2] = ["hash", "daylight:hashes"];

/// Whether a member is a digest or a list of such: `sha256:` or another name and a colon, or nothing, and 32 or more digits of base 16.
fn holds_digests(node: &Node) -> bool {
    /// Characters of the shortest digest that is used (MD5); no number of a person is as long.
    const SHORTEST: usize = 32;
    let is_digest = |text: &str| {
        let (name, digest) = text.split_once(':').unwrap_or(("", text));
        let is_named = ["", "md5", "sha1", "sha256", "sha384", "sha512"].contains(&name);
        is_named && digest.len() >= SHORTEST && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    match &node.value {
        Value::Text(text) => is_digest(text),
        Value::List(nodes) => nodes.iter().all(holds_digests),
        _ => false,
    }
}

/// Looks into everything that a package has: each cell of each file, named by the descriptor or not, names of files, and the
/// descriptor, which is blank for a file that came alone.
pub fn search_package(
    package: &Package,
    descriptor: &str,
    files: &dyn Files,
    rules: &Rules,
    words: &Words,
) -> Vec<Issue> {
    let mut search = Search::new(rules, words);
    search.descriptor(descriptor);
    let roles = Roles::read(descriptor);
    for (at, table) in package.tables.iter().enumerate() {
        // Two resources may tell of the same file.
        if package.tables[..at].iter().any(|other| other.path == table.path && other.fields.len() == table.fields.len())
        {
            continue;
        }
        search.visit(&Place::file(&table.path), Hiding::FileName, &table.path);
        if let Some(bytes) = files.bytes(&table.path) {
            let first = table.continues.as_deref().and_then(|first| files.bytes(first));
            search.table(table, first, bytes, &roles);
        }
    }
    search.finish()
}

/// The roles of fields: resource, field, role.
struct Roles(Vec<(String, String, String)>);

impl Roles {
    fn read(descriptor: &str) -> Self {
        let Ok(root) = json::read(descriptor) else { return Self(Vec::new()) };
        let mut roles = Vec::new();
        for resource in root.get("resources").map(Node::list).unwrap_or_default() {
            let fields = resource.get("schema").and_then(|schema| schema.get("fields")).map(Node::list);
            for field in fields.unwrap_or_default() {
                if let (Some(name), Some(role)) = (field.text_of("name"), field.text_of("daylight:role")) {
                    let resource = resource.text_of("name").unwrap_or("");
                    roles.push((resource.to_owned(), name.to_owned(), role.to_owned()));
                }
            }
        }
        Self(roles)
    }

    fn of(&self, table: &Table, header: &str) -> &str {
        let is_of = |(resource, field, _): &&(String, String, String)| *resource == table.name && field == header;
        self.0.iter().find(is_of).map_or("", |(_, _, role)| role)
    }
}

impl Search<'_> {
    /// Every cell of a file; one that goes on with another is given with the bytes of that one.
    fn table(&mut self, table: &Table, first: Option<&[u8]>, bytes: &[u8], roles: &Roles) {
        let mut sheet = Sheet::new(self, &table.path);
        let headers: Vec<String> = match first {
            Some(first) => headers(first, table),
            None if table.header_rows.is_empty() => table.fields.iter().map(|field| field.name.clone()).collect(),
            None => headers(bytes, table),
        };
        for (column, header) in headers.iter().enumerate() {
            sheet.has_header(column, header);
            let field =
                table.fields.iter().position(|field| field.name.split_whitespace().eq(header.split_whitespace()));
            if let Some(field) = field {
                sheet.has_role(column, roles.of(table, &table.fields[field].name));
                let is_year = table.sources.iter().any(|(_, source)| *source == Source::Year(field));
                if is_year || table.measures.iter().any(|measure| measure.field == field) {
                    sheet.is_amount(column);
                }
            }
        }
        let mut scanner = Scanner::new(bytes, dialect(bytes, table));
        let (mut record, mut number) = (Record::default(), 0);
        loop {
            let start = scanner.position();
            if !scanner.read(&mut record) {
                break;
            }
            number += 1;
            if record.fault.is_some() {
                // What cannot be cut into cells is looked into as it stands.
                scanner.skip_line(start);
                let line = bytes.get(start..scanner.position()).unwrap_or_default();
                sheet.row(number, Hiding::Open, &[String::from_utf8_lossy(line)]);
                continue;
            }
            let cells: Vec<Cow<'_, str>> =
                (0..record.len()).map(|column| String::from_utf8_lossy(record.cell(bytes, column))).collect();
            sheet.row(number, Hiding::Open, &cells);
        }
        sheet.finish();
    }

    /// Every cell of a CSV file of which no table is known. `amounts` are headers of columns that hold amounts.
    pub fn text(&mut self, file: &str, bytes: &[u8], amounts: &[&str]) {
        let fields = amounts.iter().map(|name| Field::named(name)).collect();
        let measures = (0..amounts.len()).map(|field| Measure { field, sets: Vec::new() }).collect();
        let table = Table { path: file.to_owned(), header_rows: vec![1], fields, measures, ..Table::default() };
        self.table(&table, None, bytes, &Roles(Vec::new()));
    }

    /// Every text, number and key of a descriptor.
    fn descriptor(&mut self, text: &str) {
        if let Ok(root) = json::read(text) {
            self.node(&root, text, "");
        }
    }

    fn node(&mut self, node: &Node, text: &str, role: &str) {
        match &node.value {
            Value::Text(value) | Value::Number(value) => self.member(node, value, text, role),
            Value::List(nodes) => nodes.iter().for_each(|node| self.node(node, text, role)),
            Value::Map(members) => {
                for (key, node) in members {
                    self.member(node, key, text, role);
                    if DIGESTS.contains(&key.as_str()) && holds_digests(node) {
                        continue;
                    }
                    self.node(node, text, if CONTACTS.contains(&key.as_str()) { CONTACT } else { role });
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// A text of the descriptor; its line is counted only where something was found.
    fn member(&mut self, node: &Node, value: &str, text: &str, role: &str) {
        let known = self.issues.len();
        self.look(&Place::default(), Hiding::Descriptor, value, role, Evidence::COLUMN);
        for issue in &mut self.issues[known..] {
            let (line, column) = json::Fault { at: node.at, expected: "" }.line_and_column(text);
            issue.place = Place::cell("datapackage.json", line, column);
        }
    }
}
