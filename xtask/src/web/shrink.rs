//! Smaller files of the same meaning: binaryen for the module, esbuild for scripts and style sheets. Fails with their words.

use std::fs;
use std::path::{Path, PathBuf};

use crate::place;
use crate::process::{self, About, Outcome};
use crate::setup::node;

/// What the baseline browsers can run, by name; `--all-features` yields a module that they refuse.
const FEATURES: [&str; 6] =
    ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];

/// The oldest browsers that must run the scripts.
const BASELINE: &str = "--target=chrome96,firefox101,safari15.4";

/// Optimises a module for size; its functions keep their names. The same module is not optimised twice.
pub fn module(wasm: &Path) -> Outcome<PathBuf> {
    let small = place::web_target().join("small.wasm");
    let made_from = place::web_target().join("small-made-from.wasm");
    let bytes = fs::read(wasm).about(wasm.display())?;
    if small.is_file() && fs::read(&made_from).is_ok_and(|before| before == bytes) {
        return Ok(small);
    }
    let mut command = node::program("binaryen", "bin/wasm-opt");
    command.arg(wasm).args(["-Oz", "--converge", "-g", "--mvp-features"]);
    command.args(FEATURES.map(|feature| format!("--enable-{feature}"))).arg("-o").arg(&small);
    process::watched("wasm-opt", &mut command, None)?;
    fs::write(&made_from, &bytes).about(made_from.display())?;
    Ok(small)
}

/// What is minified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The glue, which is imported.
    Module,
    /// The loader, which any page can take.
    Classic,
    /// A style sheet.
    Sheet,
}

/// Minifies a text to pure ASCII; `name` is that of the intermediate file.
pub fn text(source: &Path, name: &str, kind: Kind) -> Outcome<Vec<u8>> {
    let out = place::web_target().join("minified").join(name);
    let mut command = node::program("esbuild", "bin/esbuild");
    command.arg(source).args(["--minify", "--charset=ascii", "--legal-comments=none", "--log-level=warning", BASELINE]);
    if kind == Kind::Module {
        command.arg("--format=esm");
    }
    command.arg(format!("--outfile={}", out.display()));
    process::watched(&format!("minifying {name}"), &mut command, None)?;
    fs::read(&out).about(out.display())
}
