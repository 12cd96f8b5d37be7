//! geckodriver, which steers Firefox: not a Debian package in every release, so it is built by Cargo into `target/tools`.

use std::path::PathBuf;
use std::process::Command;

use crate::place;
use crate::process::{self, Outcome};

const VERSION: &str = "0.37.1";

/// Where the driver is: on `PATH`, else where [`install_driver`] puts it.
pub fn driver() -> PathBuf {
    place::on_path("geckodriver").unwrap_or_else(|| place::tools().join("bin/geckodriver"))
}

/// Whether there is one.
pub fn has_driver() -> bool {
    driver().is_file()
}

/// Builds it, in a few minutes.
pub fn install_driver() -> Outcome {
    let mut command = Command::new("cargo");
    command.args(["install", "--locked", "geckodriver", "--version", VERSION, "--root"]).arg(place::tools());
    command.env("CARGO_TARGET_DIR", place::target().join("geckodriver")).current_dir(place::root());
    process::watched("cargo install geckodriver", &mut command, None)
}
