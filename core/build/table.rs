//! Folders of data in, Rust tables of their texts out, so that adding a country or a language is adding a file. Two build
//! scripts share it.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The entries of a folder, by name; cargo watches it.
pub fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

/// The name of a file without its ending, or of a folder.
pub fn stem(path: &Path) -> Option<String> {
    path.file_stem()?.to_str().map(str::to_owned)
}

/// A Rust expression: names and the texts of their files.
pub fn table(files: &[(String, PathBuf)]) -> String {
    let mut table = String::from("&[\n");
    for (name, file) in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let _ = writeln!(table, "    ({name:?}, include_str!({:?})),", file.display().to_string());
    }
    table + "]"
}
