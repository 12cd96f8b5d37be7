//! The doctor's words in, a table of their texts out, so that adding one is adding a file.

#[path = "../core/build/table.rs"]
mod table;

use std::path::PathBuf;
use std::{env, fs, io};
use table::{sorted, stem, table};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let mut languages: Vec<(String, PathBuf)> =
        sorted(&here.join("words/doctor"))?.into_iter().filter_map(|file| Some((stem(&file)?, file))).collect();
    // English comes first: it is what a reader gets who asked for nothing.
    languages.sort_by_key(|(name, _)| (name != "en", name.clone()));
    let names = "/// Every language's name and word file.\npub const LANGUAGES: &[(&str, &str)] =";
    fs::write(out.join("doctor_words.rs"), format!("{names} {};\n", table(&languages)))
}
