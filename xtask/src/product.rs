//! What is built of the product for those who run it: the binary of the command, and the environment in which the
//! tests, the bench and the demo find everything. Building fails with the compiler's words.

use std::path::PathBuf;
use std::process::Command;

use crate::place;
use crate::process::{self, Outcome};
use crate::setup::firefox;

/// The command `daylight`, of the same build as the tests: a release build would compile every dependency once more.
pub fn binary() -> PathBuf {
    place::target().join("debug/daylight")
}

/// Builds it.
pub fn build_binary() -> Outcome {
    process::watched("compiling the command", cargo("build").args(["--package", "daylight"]), None)
}

/// Builds the bench and the command as they are released, at once, so that what both need is compiled once: where they are.
pub fn build_bench() -> Outcome<[PathBuf; 2]> {
    let mut build = cargo("build");
    build.args([
        "--release",
        "--package",
        "daylight-tests",
        "--package",
        "daylight",
        "--bin",
        "bench",
        "--bin",
        "daylight",
    ]);
    process::watched("compiling the bench and the command", &mut build, None)?;
    Ok(["bench", "daylight"].map(|name| place::target().join("release").join(name)))
}

/// Cargo at the root.
pub fn cargo(subcommand: &str) -> Command {
    let mut command = Command::new("cargo");
    command.arg(subcommand).current_dir(place::root());
    command
}

/// Where everything is, for the tests' and the bench's own processes.
pub fn environment() -> Vec<(&'static str, PathBuf)> {
    let mut variables = vec![
        ("DAYLIGHT_DIST", place::dist()),
        ("DAYLIGHT_BIN", binary()),
        ("DAYLIGHT_TOOLS", place::tools()),
        ("DAYLIGHT_BENCH", place::race_module()),
    ];
    if firefox::has_driver() {
        variables.push(("DAYLIGHT_GECKODRIVER", firefox::driver()));
    }
    variables
}
