//! The WebAssembly target: which toolchain builds it, and how to get one. The standard library is built with the module; its
//! source comes by rustup where rustup has it, else with Debian's own Rust.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::debian;
use crate::place;
use crate::process::{self, About, Outcome, failed};

/// The target's name.
pub const TRIPLE: &str = "wasm32-unknown-unknown";

/// Debian's packages: compiler, Cargo, the standard library's source, and what joins the two to LLVM.
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];

/// The standard library is built with the module, for size too.
#[cfg(feature = "web")]
const STANDARD_LIBRARY: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

/// A panic is a trap without words: what it would say, and where it would say it happened, is a tenth of the module. The
/// page tells the reader of a trap in words of its own. No instruction that is newer than WebAssembly's first version: older
/// web views run the same module, and it can become plain JavaScript (docs/decisions/plain-script.md). SHA-256 is a loop: a reader hashes few texts.
#[cfg(feature = "web")]
const FLAGS: [&str; 6] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
    "-Ctarget-cpu=mvp",
    "--cfg=sha2_backend_soft=\"compact\"",
];

/// A compiler that can make WebAssembly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Toolchain {
    /// The toolchain that runs xtask.
    Rustup,
    /// Debian's `rustc-web`.
    Debian,
}

impl Toolchain {
    #[cfg(feature = "web")]
    /// `cargo`, set up so that the subcommand's build is for the web, the standard library with it.
    pub fn cargo(&self, subcommand: &str) -> Command {
        let mut command = match self {
            Toolchain::Rustup => Command::new("cargo"),
            Toolchain::Debian => {
                let mut command = Command::new("/usr/bin/cargo");
                // Cargo run by rustup passes its own tools on to what it starts; these must be Debian's.
                command.env("RUSTC", "/usr/bin/rustc").env("RUSTDOC", "/usr/bin/rustdoc");
                command.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
                command
            }
        };
        command.arg(subcommand).args(["--target", TRIPLE]).args(STANDARD_LIBRARY);
        command.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", FLAGS.join(" "));
        command.env("CARGO_TARGET_DIR", self.target_dir()).current_dir(place::root());
        command
    }

    #[cfg(feature = "web")]
    /// Its own target folder: one toolchain's output is of no use to the other.
    pub fn target_dir(&self) -> PathBuf {
        place::web_target().join(match self {
            Toolchain::Rustup => "rustup",
            Toolchain::Debian => "debian",
        })
    }

    /// What a cache key must hold: the compiler's own account of itself.
    pub fn version(&self) -> String {
        let rustc = if *self == Toolchain::Debian { "/usr/bin/rustc" } else { "rustc" };
        let mut command = Command::new(rustc);
        let version = process::answer(command.arg("--version").current_dir(place::root()));
        format!("{self:?} {}", version.unwrap_or_default())
    }
}

/// The toolchain that is there, rustup's first. `DAYLIGHT_WEB_RUST=rustup|debian` insists on one.
pub fn find() -> Option<Toolchain> {
    let wanted = std::env::var("DAYLIGHT_WEB_RUST").ok();
    let allows = |name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
    if allows("rustup") && rustup_has_source() {
        Some(Toolchain::Rustup)
    } else if allows("debian") && debian_is_complete() {
        Some(Toolchain::Debian)
    } else {
        None
    }
}

fn rustup_has_source() -> bool {
    has_source(Command::new("rustc").current_dir(place::root()))
}

/// Whether the source of the standard library lies beside a compiler.
fn has_source(compiler: &mut Command) -> bool {
    let sysroot = process::answer(compiler.args(["--print", "sysroot"]));
    sysroot.is_some_and(|sysroot| Path::new(&sysroot).join("lib/rustlib/src/rust/library/std").exists())
}

fn debian_is_complete() -> bool {
    let there = |path: &str| Path::new(path).exists();
    let source = has_source(&mut Command::new("/usr/bin/rustc"));
    // The link is there as soon as rust-web-llvm is; it leads somewhere only when the linker itself is installed.
    there("/usr/bin/cargo") && source && there("/usr/bin/rust-lld")
}

/// Makes a toolchain available; tells which.
pub fn install() -> Outcome<Toolchain> {
    if let Some(toolchain) = find() {
        return Ok(toolchain);
    }
    if let Some(toolchain) = by_rustup().filter(|_| find().is_some()) {
        return Ok(toolchain);
    }
    eprintln!("  rustup has no source of the standard library here: taking Debian's own Rust, which has");
    debian::install("Rust for the web", &PACKAGES)?;
    let linker = fs::read_link("/usr/bin/rust-lld").about("/usr/bin/rust-lld (of the package rust-web-llvm)")?;
    if !Path::new("/usr/bin/rust-lld").exists() {
        debian::install("the WebAssembly linker", &[&linker.to_string_lossy()])?;
    }
    match find() {
        Some(toolchain) => Ok(toolchain),
        None => failed(format!("No toolchain builds for {TRIPLE}, though its packages are installed: {PACKAGES:?}")),
    }
}

/// One short try; a failure is remembered, so that the next run does not wait for it again.
fn by_rustup() -> Option<Toolchain> {
    if std::env::var("DAYLIGHT_WEB_RUST").is_ok_and(|wanted| wanted == "debian") || place::on_path("rustup").is_none() {
        return None;
    }
    let memory: PathBuf = place::target().join("rustup-has-no-source");
    if memory.exists() {
        return None;
    }
    let mut command = Command::new("rustup");
    command.args(["component", "add", "rust-src"]).current_dir(place::root());
    match process::watched("rustup component add rust-src", &mut command, Some(Duration::from_secs(90))) {
        Ok(()) => Some(Toolchain::Rustup),
        Err(error) => {
            // Only a hint for the next run: where it cannot be written, the next run tries again.
            let _ = fs::write(&memory, format!("{error}\nDelete this file to try rustup again.\n"));
            None
        }
    }
}
