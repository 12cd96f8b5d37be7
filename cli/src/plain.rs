//! What of a package of spreadsheets is published: a loaded package and its descriptor in, a descriptor of plain CSV files and
//! those files out; the spreadsheets themselves are never written.

use crate::load::Loaded;
use daylight_core::import::publishable;
use daylight_core::issue::Issue;
use daylight_core::place::Place;
use serde_json::{Map, Value};

/// A package as it may be published.
pub struct Plain {
    /// The descriptor.
    pub descriptor: Vec<u8>,
    /// The files that were imported, by their new paths.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The plain form of a package; `None` where nothing of it was imported.
///
/// # Errors
/// An issue where a table grows too large or the descriptor cannot be read.
pub fn plain(loaded: &Loaded, descriptor: &[u8]) -> Result<Option<Plain>, Issue> {
    if loaded.origins.is_empty() {
        return Ok(None);
    }
    let unreadable = || Issue::error("descriptor-unreadable", Place::file("datapackage.json"));
    let mut root: Value = serde_json::from_slice(descriptor).map_err(|_| unreadable())?;
    let resources = root.get_mut("resources").and_then(Value::as_array_mut).ok_or_else(unreadable)?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let bytes_of = |path: &str| loaded.files.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes.as_slice());
    for (index, resource) in resources.iter_mut().enumerate().filter_map(|(at, node)| Some((at, node.as_object_mut()?)))
    {
        let tables = &loaded.package.tables;
        let Some(first) = tables.get(index) else { continue };
        // The tables of a resource are its first and those that go on with it.
        let parts =
            tables.iter().filter(|table| std::ptr::eq(*table, first) || table.continues.as_ref() == Some(&first.path));
        let mut paths = Vec::new();
        for table in parts {
            let is_imported = loaded.origins.iter().any(|(name, _)| *name == table.path);
            let Some(bytes) = bytes_of(&table.path).filter(|_| is_imported) else { continue };
            let header = table.continues.as_deref().and_then(bytes_of);
            let csv = publishable(bytes, table, header)?;
            let path = new_path(&table.name, index, &files);
            files.push((path.clone(), csv));
            paths.push(Value::from(path));
        }
        if !paths.is_empty() {
            describe_plain(resource, paths);
        }
    }
    let mut text = serde_json::to_vec_pretty(&root).unwrap_or_default();
    text.push(b'\n');
    Ok(Some(Plain { descriptor: text, files }))
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

/// Lets a resource say that it is plain CSV: what its layout says of rows and numbers stays.
fn describe_plain(resource: &mut Map<String, Value>, mut paths: Vec<Value>) {
    let path = if paths.len() == 1 { paths.remove(0) } else { Value::Array(paths) };
    resource.insert("path".into(), path);
    resource.insert("format".into(), "csv".into());
    resource.insert("mediatype".into(), "text/csv".into());
    resource.insert("encoding".into(), "utf-8".into());
    for member in ["dialect", "compression", "bytes", "hash"] {
        resource.remove(member);
    }
    if let Some(layout) = resource.get_mut("daylight:layout").and_then(Value::as_object_mut) {
        layout.remove("areas");
        layout.remove("fill");
        for (_, read) in layout.get_mut("read").and_then(Value::as_object_mut).into_iter().flatten() {
            if let Some(read) = read.as_object_mut() {
                read.remove("digits");
            }
        }
    }
}
