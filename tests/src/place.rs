//! Where things are: the work tree, build output and tools; environment variables say otherwise. Copies of folders that a test
//! may change.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The root of the work tree.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Cargo's build output.
pub fn target() -> PathBuf {
    from_env("CARGO_TARGET_DIR").unwrap_or_else(|| root().join("target"))
}

/// What `cargo xtask setup` installs for tests: `node_modules/` and `bin/`.
pub fn tools() -> PathBuf {
    from_env("DAYLIGHT_TOOLS").unwrap_or_else(|| target().join("tools"))
}

/// What `cargo xtask dist` writes: loader, glue and module.
pub fn dist() -> PathBuf {
    from_env("DAYLIGHT_DIST").unwrap_or_else(|| target().join("dist"))
}

/// The same as an npm package, which `cargo xtask dist` writes too.
pub fn npm() -> PathBuf {
    dist().with_file_name("npm")
}

/// The `daylight` command: `DAYLIGHT_BIN`, or the build that is newer.
pub fn daylight() -> Option<PathBuf> {
    if let Some(named) = from_env("DAYLIGHT_BIN") {
        return Some(named);
    }
    let built = ["release", "debug"].map(|profile| target().join(profile).join("daylight"));
    built
        .into_iter()
        .filter(|path| path.is_file())
        .max_by_key(|path| path.metadata().and_then(|data| data.modified()).ok())
}

/// The folder of published data sets, if this machine has it.
pub fn data() -> Option<PathBuf> {
    let folder = from_env("DAYLIGHT_DATA").unwrap_or_else(|| root().join("../shared/data"));
    folder.is_dir().then_some(folder)
}

/// The demonstration's packages as `daylight publish` publishes them: made once for every test program, whichever asks first.
///
/// # Panics
/// Where they cannot be published.
pub fn published() -> PathBuf {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = target().join("tmp/published");
        let _ = std::fs::remove_dir_all(&folder);
        for (sources, day) in [("demo/desk/first", "2025-08-01"), ("demo/data", PUBLISHED)] {
            let sources = root().join(sources);
            let [from, to] = [&sources, &folder].map(|path| path.to_str().expect("the work tree's path is UTF-8"));
            crate::stage::daylight(&["publish", from, "--out", to, "--date", day]);
        }
        folder
    })
    .clone()
}

/// The day on which the demonstration's packages are published in tests.
pub const PUBLISHED: &str = "2025-09-01";

/// Says that a test is skipped, and why. With `DAYLIGHT_NO_SKIP=1` nothing is.
///
/// # Panics
/// Where nothing may be skipped.
#[track_caller]
pub fn skip(why: &str) {
    assert!(from_env("DAYLIGHT_NO_SKIP").is_none_or(|value| value.as_os_str() == "0"), "may not be skipped: {why}");
    println!("skipped: {why}");
}

fn from_env(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// A copy of a package of the demonstration that may be changed.
#[track_caller]
pub fn copy_of_package(name: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&root().join("demo/data").join(name), folder.path());
    folder
}

/// Copies a folder with all that is inside it.
#[track_caller]
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the folder is there").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a copy");
        }
    }
}
