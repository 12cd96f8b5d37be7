//! Lists the folders of `profiles/` so that the command carries every country: the folder in, a Rust table out.

use std::fmt::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../profiles").canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());
    let mut folders: Vec<_> = std::fs::read_dir(&root)?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    folders.sort();
    let mut table = String::from("&[\n");
    for file in folders.iter().map(|folder| folder.join("profile.json")).filter(|file| file.is_file()) {
        let id = file.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
        writeln!(table, "({id:?}, include_str!({:?})),", file.display())?;
    }
    table.push(']');
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("profiles.rs"), table)?;
    Ok(())
}
