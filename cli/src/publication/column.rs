//! Only what is described is published: a checked package and its files in, the same without columns that its descriptor does not
//! name out; refuses a file of which it names none.

use super::package::File;
use crate::load::Loaded;
use daylight_core::ingest::{LEFT_OUT, Table, keep_named};
use flate2::{Compression, GzBuilder};
use serde_json::{Map, Value};
use std::io::Write;

/// The byte order mark of UTF-8, without which some spreadsheets take a file for another encoding.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Takes out of the files, and says so in the descriptor, what the descriptor does not name. A file that is changed is written
/// in UTF-8; one that was zipped is zipped again.
///
/// # Errors
/// The path of a file of which no column is named.
pub fn keep_described(root: &mut Map<String, Value>, loaded: &Loaded, files: &mut [File]) -> Result<(), String> {
    let tables = &loaded.package.tables;
    if let Some(table) = tables.iter().find(|table| !table.path.is_empty() && table.fields.is_empty()) {
        return Err(table.path.clone());
    }
    let text = |path: &str| loaded.files.iter().find(|(known, _)| known == path).map(|(_, bytes)| bytes.as_slice());
    let resources = root.get_mut("resources").and_then(Value::as_array_mut);
    for resource in resources.into_iter().flatten().filter_map(Value::as_object_mut) {
        // What was left out when a table was made of a spreadsheet is in its file no more.
        let mut left_out = told(resource);
        let paths: Vec<String> = match resource.get("path") {
            Some(Value::String(path)) => vec![path.clone()],
            Some(Value::Array(paths)) => paths.iter().filter_map(|path| path.as_str().map(str::to_owned)).collect(),
            _ => continue,
        };
        let (known, mut texts) = (left_out.len(), Vec::new());
        for path in &paths {
            let of_path: Vec<&Table> = tables.iter().filter(|table| table.path == *path).collect();
            let first = of_path.first().and_then(|table| text(table.continues.as_ref()?));
            let Some(whole) = text(path) else { continue };
            let kept = keep_named(&of_path, whole, first);
            left_out.extend(kept.iter().flat_map(|kept| kept.left_out.iter().cloned()));
            texts.push((path, kept.map_or_else(|| whole.to_vec(), |kept| kept.bytes)));
        }
        let is_changed = left_out.len() > known;
        left_out.sort();
        left_out.dedup();
        if !left_out.is_empty() {
            resource.insert(LEFT_OUT.into(), left_out.into());
        }
        if !is_changed {
            continue;
        }
        // One encoding holds for all files of a resource.
        resource.insert("encoding".into(), "utf-8".into());
        for (path, text) in texts {
            if let Some((_, bytes)) = files.iter_mut().find(|(known, _)| known == path) {
                *bytes = written(text, bytes);
            }
        }
    }
    Ok(())
}

/// Takes out of a resource the columns of which it says that they were left out, but for those that it describes now.
fn told(resource: &mut Map<String, Value>) -> Vec<String> {
    let left_out = resource.remove(LEFT_OUT).unwrap_or_default();
    let fields = resource.get("schema").map(|schema| &schema["fields"]).and_then(Value::as_array);
    let is_field = |name: &str| fields.into_iter().flatten().any(|field| field["name"] == *name);
    let names = left_out.as_array().into_iter().flatten().filter_map(Value::as_str);
    names.filter(|name| !is_field(name)).map(str::to_owned).collect()
}

/// A text as the file was that it replaces: zipped if that was, with a mark if that had one.
fn written(text: Vec<u8>, before: &[u8]) -> Vec<u8> {
    if daylight_core::ingest::encoding::is_gzip(before) {
        // Without a time, so that the same rows give the same bytes.
        let mut zipped = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
        return zipped.write_all(&text).and_then(|()| zipped.finish()).unwrap_or_default();
    }
    if before.starts_with(MARK) { [MARK, &text].concat() } else { text }
}
