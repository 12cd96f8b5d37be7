//! The word files of the doctor in, a list of them for the program out: adding a language is adding a file.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder =
        Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("words/doctor");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if let (Some(name), Some("json")) = (
            path.file_stem().and_then(|n| n.to_str()),
            path.extension().and_then(|e| e.to_str()),
        ) {
            names.push(name.to_owned());
        }
    }
    // English comes first: it is what a reader gets who asked for nothing.
    names.sort_by_key(|name| (name != "en", name.clone()));
    let files = names.iter().map(|name| {
        let path = folder.join(format!("{name}.json"));
        format!(
            "    ({name:?}, include_str!({:?})),\n",
            path.display().to_string()
        )
    });
    let code = format!(
        "/// Every language's name and word file.\npub const LANGUAGES: [(&str, &str); {count}] = [\n{files}];\n\
         /// The names alone, for the command line.\npub const NAMES: [&str; {count}] = {names:?};\n",
        count = names.len(),
        files = files.collect::<String>(),
    );
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("doctor_words.rs"), code)
}
