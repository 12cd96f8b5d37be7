//! The same data otherwise: printed pages and headerless tables with their descriptor in, the same with rows shuffled and columns
//! renamed out, as whoever publishes such files next year will have them.

use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A fixed, thorough permutation: by a multiplicative hash of the position.
pub fn shuffled(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut numbers: Vec<u32> = numbers.collect();
    numbers.sort_by_key(|number| (u64::from(*number) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    numbers
}

/// Writes the CSV files of a descriptor with the rows of each area in another order, and all columns under new names. The columns of
/// such files have their names from the descriptor. `mark` gives a field of a table
/// what it needs beside its new name.
///
/// # Panics
/// Where they cannot be read.
pub fn moved_pages(descriptor: &Path, data: &Path, mark: &dyn Fn(&str, &mut Value)) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string(descriptor).expect("the descriptor");
    let mut package: Value = serde_json::from_str(&text).expect("JSON");
    for resource in package["resources"].as_array_mut().expect("resources") {
        let table = resource["daylight:table"].as_str().unwrap_or_default().to_owned();
        resource["schema"]["fields"].as_array_mut().expect("fields").iter_mut().for_each(|field| mark(&table, field));
        shuffle(resource, data, folder.path());
        let fields = resource["schema"]["fields"].as_array().expect("fields").iter().enumerate();
        let names: Vec<(String, String)> = fields
            .map(|(at, field)| (field["name"].as_str().expect("a name").to_owned(), format!("Rubrik {at}")))
            .collect();
        rename(resource, &names);
    }
    fs::write(folder.path().join("datapackage.json"), package.to_string()).expect("written");
    folder
}

/// Writes the file of a resource with the rows within each of its areas, or all of a file without a header, in another order.
fn shuffle(resource: &Value, data: &Path, folder: &Path) {
    let path = resource["path"].as_str().expect("a path");
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).from_path(data.join(path)).expect("the file");
    let mut rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let number = |corner: &str| corner.trim_start_matches(|char: char| char.is_ascii_uppercase()).parse::<u32>().ok();
    let areas = resource["daylight:layout"]["areas"].as_array();
    let mut runs: Vec<(u32, u32)> = areas
        .into_iter()
        .flatten()
        .map(|area| {
            let (from, to) = area["at"].as_str().and_then(|at| at.split_once(':')).expect("a range");
            (number(from).unwrap_or(1), number(to).unwrap_or(rows.len() as u32))
        })
        .collect();
    runs.dedup();
    if areas.is_none() {
        assert_eq!(resource["dialect"]["header"], false, "{path} has a header");
        runs.push((1, rows.len() as u32));
    }
    // Areas that differ only in their columns have the same rows.
    for (first, last) in runs {
        let moved: Vec<csv::StringRecord> =
            shuffled(first..=last).iter().map(|at| rows[*at as usize - 1].clone()).collect();
        rows.splice(first as usize - 1..last as usize, moved);
    }
    let mut writer = csv::WriterBuilder::new().flexible(true).from_path(folder.join(path)).expect("a file");
    rows.iter().for_each(|row| writer.write_record(row).expect("a row"));
    writer.flush().expect("written");
}

/// Gives the fields of a resource, and what its layout says of them, their new names.
///
/// # Panics
/// Where it has no fields.
pub fn rename(resource: &mut Value, names: &[(String, String)]) {
    let new = |name: &str| names.iter().find(|(old, _)| old == name).map(|(_, new)| new.clone());
    let give = |name: &mut Value| {
        if let Some(new) = name.as_str().and_then(new) {
            *name = new.into();
        }
    };
    resource["schema"]["fields"].as_array_mut().expect("fields").iter_mut().for_each(|field| give(&mut field["name"]));
    let layout = &mut resource["daylight:layout"];
    layout["fill"].as_array_mut().into_iter().flatten().for_each(give);
    layout["rows"].as_array_mut().into_iter().flatten().for_each(|rule| give(&mut rule["when"]["field"]));
    for area in layout["areas"].as_array_mut().into_iter().flatten() {
        area["columns"].as_array_mut().into_iter().flatten().for_each(give);
        give_members(&mut area["set"], &new);
    }
    give_members(&mut layout["read"], &new);
}

/// Gives the members of an object, if it is one, their new names.
fn give_members(object: &mut Value, new: &dyn Fn(&str) -> Option<String>) {
    if let Some(members) = object.as_object_mut() {
        let old = std::mem::take(members);
        members.extend(old.into_iter().map(|(name, value)| (new(&name).unwrap_or(name), value)));
    }
}
