//! Set-up: finds what this machine lacks, says what it installs and why, and installs it where it may. Where it may not,
//! it fails with the exact command. Nothing missing costs a fraction of a second.

mod debian;
pub mod firefox;
pub mod node;
pub mod target;

use std::path::Path;
use std::process::Command;

use crate::place;
use crate::process::{self, Outcome};

/// How much is needed: each scope holds those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// To build what a page loads, and to show the demo.
    Build,
    /// To run every test but the one in Firefox.
    Test,
    /// To run that one too.
    Firefox,
}

/// One thing that the system must have.
struct Need {
    scope: Scope,
    what: &'static str,
    why: &'static str,
    /// The Debian packages that bring it.
    packages: &'static [&'static str],
    is_there: fn() -> bool,
}

/// The system's part. What is not a Debian package (the WASM target, npm packages, geckodriver) follows in [`run`].
const NEEDS: [Need; 9] = [
    Need {
        scope: Scope::Build,
        what: "a C compiler",
        why: "Rust links with it",
        packages: &["gcc", "libc6-dev"],
        is_there: || place::on_path("cc").is_some(),
    },
    Need {
        scope: Scope::Build,
        what: "Node.js with npm",
        why: "runs binaryen and esbuild, which make the module and the loader small",
        packages: &["nodejs", "npm"],
        is_there: || place::on_path("node").is_some() && place::on_path("npm").is_some(),
    },
    Need {
        scope: Scope::Test,
        what: "Chromium",
        why: "the browser tests run in it",
        packages: &["chromium"],
        is_there: || place::on_path("chromium").is_some(),
    },
    Need {
        scope: Scope::Test,
        what: "ChromeDriver",
        why: "the browser tests steer Chromium through it",
        packages: &["chromium-driver"],
        is_there: || place::on_path("chromedriver").is_some(),
    },
    Need {
        scope: Scope::Test,
        what: "a font with Chinese characters",
        why: "the pages under test are in Chinese",
        packages: &["fonts-noto-cjk"],
        is_there: has_chinese_font,
    },
    Need {
        scope: Scope::Test,
        what: "PHP",
        why: "the WordPress and Drupal blocks are read and tried with it",
        packages: &["php-cli"],
        is_there: || place::on_path("php").is_some(),
    },
    Need {
        scope: Scope::Test,
        what: "PostgreSQL",
        why: "the consultation service is tried on it, in clusters of the tests' own",
        packages: &["postgresql"],
        is_there: has_postgresql,
    },
    Need {
        scope: Scope::Test,
        what: "strace",
        why: "shows that a comment is on the disk before it is acknowledged",
        packages: &["strace"],
        is_there: || place::on_path("strace").is_some(),
    },
    Need {
        scope: Scope::Firefox,
        what: "Firefox",
        why: "the main path is tested in a second browser",
        packages: &["firefox-esr"],
        is_there: || place::on_path("firefox-esr").is_some() || place::on_path("firefox").is_some(),
    },
];

fn has_chinese_font() -> bool {
    Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file()
        || process::answer(Command::new("fc-list").args([":lang=zh", "file"])).is_some_and(|line| !line.is_empty())
}

/// Debian keeps the server's programs off the path, in a folder for each version.
fn has_postgresql() -> bool {
    let mut versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.any(|version| version.path().join("bin/initdb").is_file())
}

/// Installs what is missing for a scope; prints nothing where nothing is.
pub fn run(scope: Scope) -> Outcome {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| need.scope <= scope && !(need.is_there)()).collect();
    for need in &missing {
        say(need.what, need.why, &format!("Debian's {}", need.packages.join(", ")));
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    debian::install("the build and the tests", &packages)?;
    if target::find().is_none() {
        say("the WebAssembly target", "the elements run in the browser as WebAssembly", "by rustup, or Debian's Rust");
        target::install()?;
    }
    if !node::is_current() {
        let why = "make the module and the loader small; check accessibility; use the npm package as others would; \
            draw flows beside ours";
        say(&node::PACKAGES.join(", "), why, "npm packages, inside the target folder");
        node::install()?;
    }
    if scope >= Scope::Firefox && !firefox::has_driver() {
        say("geckodriver", "the tests steer Firefox through it", "by cargo install, inside the target folder");
        firefox::install_driver()?;
    }
    Ok(())
}

fn say(what: &str, why: &str, how: &str) {
    eprintln!("setup: installing {what}: {why} ({how})");
}
