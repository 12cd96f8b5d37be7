//! Folders of data in, Rust tables of their texts out, so that adding a country or a language is adding a file.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let folders = sorted(&here.join("../profiles"))?;
    for (name, written) in [("profile.json", "profiles.rs"), ("personal.json", "personal.rs")] {
        let files = folders.iter().map(|folder| (stem(folder), folder.join(name))).filter(|(_, file)| file.is_file());
        let files: Vec<(String, PathBuf)> = files.filter_map(|(id, file)| Some((id?, file))).collect();
        fs::write(out.join(written), table(&files))?;
    }
    let sets: Vec<(String, PathBuf)> = folders
        .iter()
        .map(|folder| folder.join("tables"))
        .filter(|folder| folder.is_dir())
        .map(|folder| sorted(&folder))
        .collect::<io::Result<Vec<_>>>()?
        .concat()
        .into_iter()
        .filter_map(|file| Some((stem(&file)?, file)))
        .collect();
    fs::write(out.join("table_sets.rs"), table(&sets))?;

    let mut languages: Vec<(String, PathBuf)> =
        sorted(&here.join("words/doctor"))?.into_iter().filter_map(|file| Some((stem(&file)?, file))).collect();
    // English comes first: it is what a reader gets who asked for nothing.
    languages.sort_by_key(|(name, _)| (name != "en", name.clone()));
    let names = "/// Every language's name and word file.\npub const LANGUAGES: &[(&str, &str)] =";
    fs::write(out.join("doctor_words.rs"), format!("{names} {};\n", table(&languages)))
}

/// The entries of a folder, by name; cargo watches it.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> Option<String> {
    path.file_stem()?.to_str().map(str::to_owned)
}

/// A Rust expression: names and the texts of their files.
fn table(files: &[(String, PathBuf)]) -> String {
    let mut table = String::from("&[\n");
    for (name, file) in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let _ = writeln!(table, "    ({name:?}, include_str!({:?})),", file.display().to_string());
    }
    table + "]"
}
