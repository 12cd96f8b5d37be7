//! What of a package is published: a loaded package in, a descriptor of plain CSV files and those files out; fails where one grows
//! too large. Spreadsheets themselves are never published.

use super::file::publishable;
use super::load::Loaded;
use crate::ingest::LEFT_OUT;
use crate::issue::Issue;
use crate::json::{self, Node, Value};
use crate::place::Place;

/// A package as it may be published.
#[derive(Debug)]
pub struct Plain {
    /// The descriptor.
    pub descriptor: String,
    /// The files that were made, by their new paths.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Which files of a package are made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anew {
    /// What was imported. Files that are CSV already stay as they are.
    Imported,
    /// All.
    All,
}

/// The plain form of a package; `None` where nothing of it is made anew.
///
/// # Errors
/// An issue where a table grows too large or the descriptor cannot be read.
pub fn plain(loaded: &Loaded, anew: Anew) -> Result<Option<Plain>, Issue> {
    if loaded.origins.is_empty() && anew == Anew::Imported {
        return Ok(None);
    }
    let unreadable = || Issue::error("descriptor-unreadable", Place::file("datapackage.json"));
    let mut root = json::read(&loaded.descriptor).map_err(|_| unreadable())?;
    let resources = root.get_mut("resources").ok_or_else(unreadable)?.list_mut();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let bytes_of = |path: &str| loaded.files.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes.as_slice());
    for (index, resource) in resources.iter_mut().enumerate() {
        let tables = &loaded.package.tables;
        let Some(first) = tables.get(index) else { continue };
        // The tables of a resource are its first and those that go on with it.
        let parts =
            tables.iter().filter(|table| std::ptr::eq(*table, first) || table.continues.as_ref() == Some(&first.path));
        let (mut paths, mut left_out) = (Vec::new(), Vec::new());
        for table in parts {
            let origin = loaded.origins.iter().find(|(name, _)| *name == table.path).map(|(_, origin)| origin);
            let is_made = anew == Anew::All || origin.is_some();
            let Some(bytes) = bytes_of(&table.path).filter(|_| is_made) else { continue };
            let header = table.continues.as_deref().and_then(bytes_of);
            let csv = publishable(bytes, table, header)?;
            left_out.extend(origin.iter().flat_map(|origin| origin.left_out.iter().cloned()).chain(csv.left_out));
            let path = new_path(&table.name, index, &files);
            paths.push(Node::from(path.as_str()));
            files.push((path, csv.bytes));
        }
        if !paths.is_empty() {
            describe_plain(resource, paths, left_out);
        }
    }
    Ok(Some(Plain { descriptor: root.pretty(), files }))
}

/// A path that an address can hold and no other file has.
fn new_path(name: &str, index: usize, files: &[(String, Vec<u8>)]) -> String {
    let is_odd = |char: char| char.is_control() || char.is_whitespace() || "/#?%\\:.".contains(char);
    let stem: String = name.chars().filter(|char| !is_odd(*char)).collect();
    let stem = if stem.is_empty() { format!("table-{}", index + 1) } else { stem };
    let is_free = |path: &String| files.iter().all(|(known, _)| known != path);
    let numbered = (2..).map(|number| format!("{stem}-{number}.csv"));
    let mut paths = std::iter::once(format!("{stem}.csv")).chain(numbered);
    paths.find(is_free).unwrap_or_default()
}

/// Lets a resource say that it is plain CSV, and what its files had besides: what its layout says of rows and numbers stays.
fn describe_plain(resource: &mut Node, mut paths: Vec<Node>, mut left_out: Vec<String>) {
    let path = if paths.len() == 1 { paths.remove(0) } else { Value::List(paths).into() };
    resource.set("path", path);
    resource.set("format", "csv");
    resource.set("mediatype", "text/csv");
    resource.set("encoding", "utf-8");
    for member in ["dialect", "compression", "bytes", "hash", LEFT_OUT] {
        resource.remove(member);
    }
    left_out.sort();
    left_out.dedup();
    if !left_out.is_empty() {
        let names: Vec<Node> = left_out.iter().map(|name| Node::from(name.as_str())).collect();
        resource.set(LEFT_OUT, Value::List(names));
    }
    if let Some(layout) = resource.get_mut("daylight:layout") {
        layout.remove("areas");
        layout.remove("fill");
        if let Some(Value::Map(reads)) = layout.get_mut("read").map(|read| &mut read.value) {
            let done = ["digits", "markup", "withhold"];
            reads.iter_mut().for_each(|(_, read)| done.into_iter().for_each(|word| read.remove(word)));
        }
    }
}
