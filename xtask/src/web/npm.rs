//! The distribution as an npm package: its files and what is written in `widgets/npm` in, the folder `target/npm` out, ready for
//! `npm pack`. Fails where a file can be neither read nor written. Why it looks so: docs/decisions/npm-package.md.

use std::fs;
use std::path::Path;

use super::pack::Packed;
use crate::place;
use crate::process::{About, Outcome, failed};

/// Where `package.json` has the version.
const PLACEHOLDER: &str = "__DAYLIGHT_VERSION__";

/// The licences, which stand at the repository's root.
const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Removes the package of an earlier distribution.
pub fn clear() -> Outcome {
    let folder = place::npm();
    if folder.exists() { fs::remove_dir_all(&folder).about(folder.display()) } else { Ok(()) }
}

/// Writes the package. What is compressed already stays out: a registry and a server compress for themselves.
pub fn write(version: &str, files: &[Packed]) -> Outcome {
    let (package, dist) = (place::npm(), place::dist());
    let copy = |from: &Path, name: &str| {
        let to = package.join(name);
        fs::create_dir_all(to.parent().unwrap_or(&package)).about(to.display())?;
        fs::copy(from, &to).map(drop).about(from.display())
    };
    for name in files.iter().map(|packed| packed.file.as_str()).chain(["dist.json"]) {
        copy(&dist.join(name), &format!("dist/{name}"))?;
    }
    for name in LICENCES {
        copy(&place::root().join(name), name)?;
    }
    let sources = place::root().join("widgets/npm");
    for entry in fs::read_dir(&sources).about(sources.display())? {
        let path = entry.about(sources.display())?.path();
        copy(&path, &path.file_name().unwrap_or_default().to_string_lossy())?;
    }
    let path = package.join("package.json");
    let text = fs::read_to_string(&path).about(path.display())?;
    if !text.contains(PLACEHOLDER) {
        return failed(format!("widgets/npm/package.json does not say {PLACEHOLDER}"));
    }
    fs::write(&path, text.replace(PLACEHOLDER, version)).about(path.display())
}
