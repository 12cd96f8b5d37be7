//! Where things are: the repository, the target folder and what xtask makes in it. Reads the environment, never fails.

use std::env;
use std::path::{Path, PathBuf};

/// The repository's root, the folder above this package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Cargo's target folder: `CARGO_TARGET_DIR`, else `target/`.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) if !dir.is_empty() => root().join(dir),
        _ => root().join("target"),
    }
}

/// What a web server serves under `/daylight`: the output of `cargo xtask dist`.
pub fn dist() -> PathBuf {
    target().join("dist")
}

/// The same as an npm package, ready for `npm pack`.
#[cfg(feature = "web")]
pub fn npm() -> PathBuf {
    target().join("npm")
}

/// The web build's own target folder, apart from the host's since its toolchain may differ.
pub fn web_target() -> PathBuf {
    target().join("web")
}

/// The first part of the distribution's module with the names of its functions.
pub fn named_module() -> PathBuf {
    web_target().join("named.wasm")
}

/// The rest of it with the names of its functions.
#[cfg(feature = "web")]
pub fn named_rest() -> PathBuf {
    web_target().join("named-rest.wasm")
}

/// The same of its third part.
#[cfg(feature = "web")]
pub fn named_charts() -> PathBuf {
    web_target().join("named-charts.wasm")
}

/// The same of its part for tables of a set.
#[cfg(feature = "web")]
pub fn named_sets() -> PathBuf {
    web_target().join("named-sets.wasm")
}

/// The module of the benchmark's race, with its glue.
pub fn race_module() -> PathBuf {
    target().join("bench/module")
}

/// Tools that set-up installs without touching the system: npm packages and geckodriver.
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// Output of long commands, one file a command.
pub fn logs() -> PathBuf {
    target().join("log")
}

/// A path as a reader of the terminal would type it: relative to the repository where it is inside.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The first file of that name on `PATH`.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(root().join("Cargo.toml").is_file());
        assert_eq!(shown(&root().join("core/Cargo.toml")), "core/Cargo.toml");
        assert!(on_path("cargo").is_some());
        assert!(on_path("no-such-program-here").is_none());
    }
}
