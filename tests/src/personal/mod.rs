//! Rules of personal data as tests use them, and any file of text as cells; panics where a rule cannot be read.

pub mod case;

use crate::place;
use daylight_core::check::personal::{Hiding, Rules, Search, Sheet};
use daylight_core::import::is_workbook;
use encoding_rs::{GB18030, SHIFT_JIS};
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The rules of all profiles, each with all its thresholds.
pub fn all_rules() -> Rules {
    rules(&|_| true)
}

/// The rules of all profiles, as the command uses them for a package of one of them; the generic one may be of any country.
pub fn rules_of(profile: &str) -> Rules {
    rules(&|id| profile == "generic" || id == profile || id == "generic")
}

fn rules(is_own: &dyn Fn(&str) -> bool) -> Rules {
    let folders = fs::read_dir(place::root().join("profiles")).expect("the profiles").flatten();
    let mut folders: Vec<PathBuf> = folders.map(|folder| folder.path()).collect();
    folders.sort();
    let id = |folder: &PathBuf| folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let text = |folder: &PathBuf| Some((id(folder), fs::read_to_string(folder.join("personal.json")).ok()?));
    let texts: Vec<(String, String)> = folders.iter().filter_map(text).collect();
    let rules: Vec<(&str, bool)> = texts.iter().map(|(id, text)| (text.as_str(), is_own(id))).collect();
    Rules::read(&rules).expect("every rule reads")
}

/// Every file beneath a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// A file's text, unzipped and decoded as well as can be guessed; none where it is no text.
fn text(path: &Path) -> Option<String> {
    let mut bytes = fs::read(path).ok()?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unzipped = Vec::new();
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut unzipped).ok()?;
        bytes = unzipped;
    }
    let decoded = [encoding_rs::UTF_8, SHIFT_JIS, GB18030]
        .iter()
        .find_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(&bytes));
    Some(decoded.map_or_else(|| bytes.iter().map(|byte| char::from(*byte)).collect(), |text| text.into_owned()))
}

/// Looks into every cell of a workbook or a CSV file, every value of a JSON file and every line of a text; says whether it could.
pub fn search_file(search: &mut Search, path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(book) = fs::read(path).ok().filter(|bytes| is_workbook(bytes)) {
        return search.workbook(&name, &book, &[]).is_ok();
    }
    let bare = name.trim_end_matches(".gz");
    let Some(text) = (match Path::new(bare).extension().and_then(|end| end.to_str()) {
        Some("csv" | "json" | "geojson" | "ndjson" | "txt" | "md" | "yaml" | "xml") => text(path),
        _ => None,
    }) else {
        return false;
    };
    let mut sheet = Sheet::new(search, &name);
    if bare.ends_with("csv") {
        let first = text.lines().next().unwrap_or_default();
        let delimiter = *b",;\t|".iter().max_by_key(|mark| first.bytes().filter(|byte| byte == *mark).count()).unwrap();
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
        for (number, record) in (1..).zip(reader.records().map_while(Result::ok)) {
            sheet.row(number, Hiding::Open, &record.iter().collect::<Vec<_>>());
        }
    } else if bare.ends_with("json") || bare.ends_with("ndjson") {
        let lines: Vec<&str> = if bare.ends_with("ndjson") { text.lines().collect() } else { vec![&text] };
        let mut row = 0;
        for root in lines.iter().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            values(&root, &mut |value| {
                row += 1;
                sheet.row(row, Hiding::Open, &[value]);
            });
        }
    } else {
        for (number, line) in (1..).zip(text.lines()) {
            sheet.row(number, Hiding::Open, &[line]);
        }
    }
    sheet.finish();
    true
}

/// Every text and number of a JSON value.
fn values(value: &Value, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => visit(text),
        Value::Number(number) => visit(&number.to_string()),
        Value::Array(list) => list.iter().for_each(|value| values(value, visit)),
        Value::Object(members) => members.values().for_each(|value| values(value, visit)),
        Value::Null | Value::Bool(_) => {}
    }
}
