//! The profiles and their table sets in, tables of their texts out: the command and the studio carry them (feature `import`), a
//! page fetches the one that it needs.

#[path = "build/table.rs"]
mod table;

use std::path::PathBuf;
use std::{env, fs, io};
use table::{sorted, stem, table};

fn main() -> io::Result<()> {
    if env::var_os("CARGO_FEATURE_IMPORT").is_none() {
        println!("cargo::rerun-if-changed=build.rs");
        return Ok(());
    }
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let folders = sorted(&here.join("../profiles"))?;
    let of_profiles = |name: &str| -> Vec<(String, PathBuf)> {
        let files = folders.iter().map(|folder| (stem(folder), folder.join(name))).filter(|(_, file)| file.is_file());
        files.filter_map(|(id, file)| Some((id?, file))).collect()
    };
    for (name, written) in [("profile.json", "profiles.rs"), ("personal.json", "personal.rs")] {
        fs::write(out.join(written), table(&of_profiles(name)))?;
    }
    // What holds everywhere stands beside the folders, under no profile's name, and comes first.
    let mut forms = Vec::new();
    for file in folders.iter().filter(|file| file.extension().is_some_and(|end| end == "json")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if !name.ends_with(".schema.json") {
            forms.push((String::new(), file.clone()));
            forms.extend(of_profiles(&name));
        }
    }
    fs::write(out.join("forms.rs"), table(&forms))?;
    let mut sets = Vec::new();
    for folder in folders.iter().filter(|folder| folder.join("tables").is_dir()) {
        let files = sorted(&folder.join("tables"))?;
        sets.extend(files.into_iter().filter_map(|file| Some((stem(folder)?, file))));
    }
    fs::write(out.join("table_sets.rs"), table(&sets))?;
    Ok(())
}
