//! The programs that browser tests drive: a name in, its path out; panics with the command that installs what is missing.

use crate::place;
use std::path::PathBuf;

/// A program of another project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The browser that most tests use.
    Chromium,
    /// Its WebDriver.
    ChromeDriver,
    /// The second browser.
    Firefox,
    /// Its WebDriver.
    GeckoDriver,
}

impl Program {
    /// The environment variable that names another copy, the names it goes by, and how to install it.
    fn facts(self) -> (&'static str, &'static [&'static str], &'static str) {
        const CHROMIUM: &str = "apt-get install -y chromium chromium-driver fonts-noto-cjk";
        match self {
            Self::Chromium => ("DAYLIGHT_CHROMIUM", &["chromium", "chromium-browser", "google-chrome"], CHROMIUM),
            Self::ChromeDriver => ("DAYLIGHT_CHROMEDRIVER", &["chromedriver"], CHROMIUM),
            Self::Firefox => ("DAYLIGHT_FIREFOX", &["firefox-esr", "firefox"], "apt-get install -y firefox-esr"),
            Self::GeckoDriver => (
                "DAYLIGHT_GECKODRIVER",
                &["geckodriver"],
                "cargo install --locked geckodriver@0.37.1 --root target/tools",
            ),
        }
    }

    /// Its path, if it is installed.
    pub fn find(self) -> Option<PathBuf> {
        let (variable, names, _) = self.facts();
        if let Some(named) = std::env::var_os(variable) {
            return Some(PathBuf::from(named)).filter(|path| path.is_file());
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<_> = std::iter::once(place::tools().join("bin")).chain(std::env::split_paths(&path)).collect();
        names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file())
    }

    /// Its path.
    ///
    /// # Panics
    /// Where it is not installed, with the command that installs it.
    #[track_caller]
    pub fn path(self) -> PathBuf {
        let (variable, names, install) = self.facts();
        self.find().unwrap_or_else(|| {
            panic!(
                "{} is not installed. Install it with `cargo xtask setup`, or: {install} (or name a copy in {variable})",
                names[0]
            )
        })
    }
}

/// The accessibility checker's source text.
///
/// # Panics
/// Where it is not installed, with the command that installs it.
#[track_caller]
pub fn axe_source() -> String {
    let path = place::tools().join("node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&path).unwrap_or_else(|fault| {
        panic!(
            "{}: {fault}. Install it with `cargo xtask setup`, or: npm install --prefix {} axe-core",
            path.display(),
            place::tools().display()
        )
    })
}
