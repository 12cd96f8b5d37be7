//! Rust to WebAssembly to a module with its glue: `cargo rustc` for a library, then wasm-bindgen as a library, whose version
//! is that of the lock file. Fails with the compiler's own words.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::place;
use crate::process::{self, About, Failed, Outcome, failed};
use crate::setup::target::{TRIPLE, Toolchain};
use crate::size::module::without;

/// The profile of what a page loads.
pub const WEB: &str = "web";

/// The profile of a module that is made in a hurry.
pub const QUICK: &str = "web-quick";

/// The profile of the studio.
pub const STUDIO: &str = "studio";

/// Compiles a package's library, with a feature or none, as it leaves the linker.
pub fn module(toolchain: &Toolchain, package: &str, profile: &str, feature: Option<&str>) -> Outcome<PathBuf> {
    let mut command = toolchain.cargo("rustc");
    command.args(["--package", package, "--lib", "--crate-type", "cdylib", "--profile", profile]);
    command.args(feature.map(|feature| ["--features", feature]).into_iter().flatten());
    // What belongs together among the data, for whoever divides it (data.rs).
    command.args(["--", "-Clink-arg=--emit-relocs"]);
    process::watched(&format!("compiling the module of {package}"), &mut command, None)?;
    let file = format!("{}.wasm", package.replace('-', "_"));
    Ok(toolchain.target_dir().join(TRIPLE).join(profile).join(file))
}

/// The module and its glue, as wasm-bindgen leaves them.
pub struct Bound {
    /// `NAME.js`, an ES module that exports what the module exports.
    pub glue: PathBuf,
    /// `NAME_bg.wasm`, its functions still named.
    pub wasm: PathBuf,
}

/// Whether the glue holds the module's address, or is always given the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// The module stands beside the glue, under its own name.
    Beside,
    /// Whoever loads the glue passes the module in.
    Given,
}

/// Generates the glue.
pub fn bind(module: &Path, name: &str, address: Address) -> Outcome<Bound> {
    let folder = place::web_target().join("bound").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).about(folder.display())?;
    }
    fs::create_dir_all(&folder).about(folder.display())?;
    // What the linker noted of its symbols holds no longer when the module is changed.
    let linked = fs::read(module).about(module.display())?;
    let plain = without(&linked, &|section| section == "linking" || section.starts_with("reloc."))?;
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, plain).out_name(name).typescript(false);
    bindgen.omit_default_module_path(address == Address::Given);
    bindgen.web(true).about("wasm-bindgen")?;
    bindgen.generate(&folder).map_err(|error| Failed(format!("wasm-bindgen: {error:#}")))?;
    if folder.join("snippets").exists() {
        let snippets = place::shown(&folder.join("snippets"));
        return failed(format!("A dependency brings JavaScript of its own ({snippets}): the glue is one file"));
    }
    Ok(Bound { glue: folder.join(format!("{name}.js")), wasm: folder.join(format!("{name}_bg.wasm")) })
}
