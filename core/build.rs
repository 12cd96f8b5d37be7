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
    for (name, written) in
        [("profile.json", "profiles.rs"), ("personal.json", "personal.rs"), ("funds.json", "funds.rs")]
    {
        let files = folders.iter().map(|folder| (stem(folder), folder.join(name))).filter(|(_, file)| file.is_file());
        let files: Vec<(String, PathBuf)> = files.filter_map(|(id, file)| Some((id?, file))).collect();
        fs::write(out.join(written), table(&files))?;
    }
    let mut sets = Vec::new();
    for folder in folders.iter().filter(|folder| folder.join("tables").is_dir()) {
        let files = sorted(&folder.join("tables"))?;
        sets.extend(files.into_iter().filter_map(|file| Some((stem(folder)?, file))));
    }
    fs::write(out.join("table_sets.rs"), table(&sets))?;
    Ok(())
}
