//! Lists the folders of `profiles/` and the languages of the doctor, so that the command carries each: files in, Rust
//! tables out. Adding a country is adding a folder, adding a language is adding a file.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    list_profiles(&here.join("../profiles").canonicalize()?, &out.join("profiles.rs"))?;
    list_languages(&here.join("words/doctor"), &out.join("doctor_words.rs"))
}

fn list_profiles(root: &Path, table_file: &Path) -> Result<(), Box<dyn Error>> {
    let mut table = String::from("&[\n");
    for file in entries(root)?.iter().map(|folder| folder.join("profile.json")).filter(|file| file.is_file()) {
        let id = file.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
        writeln!(table, "({id:?}, include_str!({:?})),", file.display())?;
    }
    table.push(']');
    Ok(fs::write(table_file, table)?)
}

fn list_languages(root: &Path, table_file: &Path) -> Result<(), Box<dyn Error>> {
    let mut files = entries(root)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    let name = |file: &Path| file.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    // English comes first: it is what a reader gets who asked for nothing.
    files.sort_by_key(|file| name(file) != "en");
    let count = files.len();
    let names: Vec<String> = files.iter().map(|file| name(file)).collect();
    let mut table =
        format!("/// Every language's name and word file.\npub const LANGUAGES: [(&str, &str); {count}] = [\n");
    for (name, file) in names.iter().zip(&files) {
        writeln!(table, "({name:?}, include_str!({:?})),", file.display())?;
    }
    write!(table, "];\n/// The names alone, for the command line.\npub const NAMES: [&str; {count}] = {names:?};\n")?;
    Ok(fs::write(table_file, table)?)
}

fn entries(root: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut paths = fs::read_dir(root)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    Ok(paths)
}
