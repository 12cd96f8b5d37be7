//! Rust to WebAssembly to a module with its glue: `cargo rustc` for the widgets, then wasm-bindgen as a library, whose
//! version is that of the lock file. Fails with the compiler's own words.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::place;
use crate::process::{self, About, Failed, Outcome, failed};
use crate::setup::target::{TRIPLE, Toolchain};

/// The package whose library is the module.
const PACKAGE: &str = "daylight-widgets";

/// Compiles the module as it leaves the linker.
pub fn module(toolchain: &Toolchain, quick: bool) -> Outcome<PathBuf> {
    let profile = if quick { "web-quick" } else { "web" };
    let mut command = toolchain.cargo("rustc");
    command.args(["--package", PACKAGE, "--lib", "--crate-type", "cdylib", "--profile", profile]);
    process::watched("compiling the module", &mut command, None)?;
    let file = format!("{}.wasm", PACKAGE.replace('-', "_"));
    Ok(toolchain.target_dir().join(TRIPLE).join(profile).join(file))
}

/// The module and its glue, as wasm-bindgen leaves them.
pub struct Bound {
    /// `daylight.js`, an ES module that exports what the module exports.
    pub glue: PathBuf,
    /// `daylight_bg.wasm`, its functions still named.
    pub wasm: PathBuf,
}

/// Generates the glue. The loader always passes the module in, so the glue holds no address of its own.
pub fn bind(module: &Path) -> Outcome<Bound> {
    let folder = place::web_target().join("bound");
    if folder.exists() {
        fs::remove_dir_all(&folder).about(folder.display())?;
    }
    fs::create_dir_all(&folder).about(folder.display())?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("daylight").typescript(false).omit_default_module_path(true);
    bindgen.web(true).about("wasm-bindgen")?;
    bindgen.generate(&folder).map_err(|error| Failed(format!("wasm-bindgen: {error:#}")))?;
    if folder.join("snippets").exists() {
        return failed("A dependency brings JavaScript of its own (target/web/bound/snippets): the glue is one file");
    }
    Ok(Bound { glue: folder.join("daylight.js"), wasm: folder.join("daylight_bg.wasm") })
}
