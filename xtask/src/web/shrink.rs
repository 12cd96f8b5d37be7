//! Smaller files of the same meaning: binaryen for the module, esbuild for the scripts.

use std::fs;
use std::path::{Path, PathBuf};

use crate::place;
use crate::process::{self, About, Outcome};
use crate::setup::node;

/// What the baseline browsers can run, by name; `--all-features` yields a module that they refuse.
const FEATURES: [&str; 6] = [
    "bulk-memory",
    "nontrapping-float-to-int",
    "sign-ext",
    "mutable-globals",
    "reference-types",
    "multivalue",
];

/// The oldest browsers that must run the scripts.
const BASELINE: &str = "--target=chrome96,firefox101,safari15.4";

/// Optimises a module for size; its functions keep their names.
pub fn module(wasm: &Path) -> Outcome<PathBuf> {
    let small = wasm.with_file_name("daylight_small.wasm");
    let mut command = node::program("binaryen", "bin/wasm-opt");
    command
        .arg(wasm)
        .args(["-Oz", "--converge", "-g", "--mvp-features"]);
    command
        .args(FEATURES.map(|feature| format!("--enable-{feature}")))
        .arg("-o")
        .arg(&small);
    process::watched("wasm-opt", &mut command, None)?;
    Ok(small)
}

/// Whether a script is an ES module or a classic one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// The glue, which is imported.
    Module,
    /// The loader, which any page can take.
    Classic,
}

/// Minifies a script to pure ASCII.
pub fn script(source: &Path, kind: Script) -> Outcome<String> {
    let folder = place::web_target().join("minified");
    fs::create_dir_all(&folder).about(folder.display())?;
    let name = source.file_name().unwrap_or_default();
    let out = folder.join(name);
    let mut command = node::program("esbuild", "bin/esbuild");
    command.arg(source).args([
        "--minify",
        "--charset=ascii",
        "--legal-comments=none",
        "--log-level=warning",
        BASELINE,
    ]);
    if kind == Script::Module {
        command.arg("--format=esm");
    }
    command.arg(format!("--outfile={}", out.display()));
    process::watched(
        &format!("minifying {}", name.to_string_lossy()),
        &mut command,
        None,
    )?;
    fs::read_to_string(&out).about(out.display())
}
