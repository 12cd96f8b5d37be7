//! Smaller files of the same meaning: binaryen for the module, esbuild for scripts and style sheets. Fails with their words.

use std::fs;
use std::path::Path;

use crate::place;
use crate::process::{self, About, Outcome};
use crate::setup::node;

/// What a module uses beyond WebAssembly's first version: its two parts share the stack pointer.
const FEATURE: &str = "--enable-mutable-globals";

/// The oldest browsers that must run the scripts.
const BASELINE: &str = "--target=chrome96,firefox101,safari15.4";

/// Optimises a module for size; its functions keep their names. `name` is that of the result, which is not made twice from
/// the same module. A module that is still `whole` keeps its functions apart, so that it can be split between them.
pub fn module(wasm: &[u8], name: &str, whole: bool) -> Outcome<Vec<u8>> {
    let file = |end: &str| place::web_target().join(format!("{name}{end}.wasm"));
    let (large, small) = (file("-large"), file(""));
    if small.is_file() && fs::read(&large).is_ok_and(|before| before == wasm) {
        return fs::read(&small).about(small.display());
    }
    fs::write(&large, wasm).about(large.display())?;
    let mut command = node::program("binaryen", "bin/wasm-opt");
    command.arg(&large).args(["-Oz", "--converge", "-g", "--mvp-features"]);
    if whole {
        command.arg("--one-caller-inline-max-function-size=0");
    }
    command.args([FEATURE, "-o"]).arg(&small);
    let made = process::watched(&format!("wasm-opt of {name}"), &mut command, None);
    if made.is_err() {
        // Or the next run would take what an earlier module left.
        fs::remove_file(&large).about(large.display())?;
    }
    made?;
    fs::read(&small).about(small.display())
}

/// A module as plain JavaScript: a text whose default export makes an instance from its imports.
pub fn script(wasm: &[u8], name: &str) -> Outcome<String> {
    let file = |end: &str| place::web_target().join(format!("{name}{end}"));
    let (module, script) = (file("-from.wasm"), file(".js"));
    fs::write(&module, wasm).about(module.display())?;
    let mut command = node::program("binaryen", "bin/wasm2js");
    command.arg(&module).args(["-Oz", FEATURE, "-o"]).arg(&script);
    process::watched(&format!("wasm2js of {name}"), &mut command, None)?;
    fs::read_to_string(&script).about(script.display())
}

/// What is minified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A module, with those that it imports inside.
    Module,
    /// The loader, which any page can take.
    Classic,
    /// The same with the modules that it imports inside.
    Bundle,
    /// A style sheet.
    Sheet,
}

/// Minifies a text to pure ASCII; `name` is that of the intermediate file.
pub fn text(source: &Path, name: &str, kind: Kind) -> Outcome<Vec<u8>> {
    let out = place::web_target().join("minified").join(name);
    let mut command = node::program("esbuild", "bin/esbuild");
    command.arg(source).args(["--minify", "--charset=ascii", "--legal-comments=none", "--log-level=warning", BASELINE]);
    match kind {
        Kind::Module => command.args(["--bundle", "--format=esm"]),
        // Its loader imports nothing, since all is inside; but where `import(` stands, Vite makes a module of a script.
        Kind::Bundle => command.args(["--bundle", "--format=iife", "--supported:dynamic-import=false"]),
        Kind::Classic | Kind::Sheet => &mut command,
    };
    command.arg(format!("--outfile={}", out.display()));
    process::watched(&format!("minifying {name}"), &mut command, None)?;
    fs::read(&out).about(out.display())
}
