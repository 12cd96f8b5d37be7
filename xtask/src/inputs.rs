//! Whether the distribution is still that of its inputs: a digest over every file that goes into it, the toolchain and the
//! kind of build. Fails only where a file cannot be read.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use crate::place;
use crate::process::{About, Outcome};
use crate::setup::target;

/// What goes into the distribution, from the root.
const INPUTS: [&str; 15] = [
    "Cargo.toml",
    "Cargo.lock",
    "core",
    "cli",
    "profiles",
    "widgets",
    "www/site.css",
    "www/studio.css",
    "www/studio.html",
    "www/studio",
    "www/zh-Hans/studio.html",
    "xtask/Cargo.toml",
    "xtask/src/setup/target.rs",
    "xtask/src/web",
    "xtask/tools",
];

/// What identifies the inputs of a build.
pub fn stamp(quick: bool) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    for input in INPUTS {
        add(&mut hasher, &place::root().join(input))?;
    }
    let toolchain = target::find().map_or(String::new(), |toolchain| toolchain.version());
    let kind = if quick { "quick" } else { "small" };
    Ok(format!("{kind} {toolchain} {:016x}", hasher.finish()))
}

fn add(hasher: &mut DefaultHasher, path: &Path) -> Outcome {
    if path.is_dir() {
        let entries = fs::read_dir(path).about(path.display())?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        return paths.iter().try_for_each(|path| add(hasher, path));
    }
    if path.exists() {
        hasher.write(path.strip_prefix(place::root()).unwrap_or(path).as_os_str().as_encoded_bytes());
        hasher.write(&fs::read(path).about(path.display())?);
    }
    Ok(())
}

fn file() -> PathBuf {
    place::target().join("dist.stamp")
}

/// Whether the distribution was made from exactly this.
pub fn is_current(stamp: &str) -> bool {
    place::dist().join("dist.json").is_file() && fs::read_to_string(file()).is_ok_and(|found| found == stamp)
}

#[cfg(feature = "web")]
/// Marks the distribution as unfinished.
pub fn forget() -> Outcome {
    if file().exists() { fs::remove_file(file()).about(file().display()) } else { Ok(()) }
}

#[cfg(feature = "web")]
/// Marks the distribution as finished.
pub fn remember(stamp: &str) -> Outcome {
    fs::write(file(), stamp).about(file().display())
}
