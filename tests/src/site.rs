//! The site under test: a folder in, a running `daylight serve` over it out, ended by its own id when dropped.

use crate::place;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running `daylight serve`.
#[derive(Debug)]
pub struct Site {
    process: Child,
    address: String,
    folder: PathBuf,
    /// Kept until the site is gone.
    _own: Option<TempDir>,
    /// Where comments are kept, so that none is left beside a folder of the work tree.
    _database: TempDir,
}

impl Site {
    /// Serves a folder, with the built widgets under `/daylight/`.
    ///
    /// # Panics
    /// Where the command or the widgets are not built, with the command that builds them.
    #[track_caller]
    pub fn of(folder: &Path) -> Self {
        Self::serve(folder.to_owned(), None, &[widgets()])
    }

    /// Serves a folder and nothing beside it: what a build has put there must be enough.
    #[track_caller]
    pub fn alone(folder: &Path) -> Self {
        Self::serve(folder.to_owned(), None, &[])
    }

    /// Serves files of the test's own: pairs of path and text. A `daylight.toml` among them sets headers. The
    /// demonstration stands beside them under `/demo`.
    #[track_caller]
    pub fn with_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let own = tempfile::tempdir().expect("a folder for the site");
        let folder = own.path().to_owned();
        for (path, text) in files {
            write(&folder.join(path), text.as_bytes());
        }
        let pages = format!("/demo={}", place::root().join("demo").display());
        let data = format!("/demo/data={}", place::published().display());
        Self::serve(folder, Some(own), &[widgets(), pages, data])
    }

    /// Serves pages as visitors meet them: every marked place holds what `daylight pages` writes there, and the
    /// demonstration's packages stand under `/data`.
    #[track_caller]
    pub fn filled(folder: &Path) -> Self {
        let own = tempfile::tempdir().expect("a folder for the site");
        let filled = own.path().join("site");
        let [from, to] = [folder, &filled].map(|path| path.to_str().expect("the work tree's path is UTF-8"));
        let data = place::published();
        let mount = format!("/data={}", data.display());
        crate::stage::daylight(&["pages", from, "--out", to, "--mount", &mount]);
        Self::serve(filled, Some(own), &[widgets(), mount])
    }

    #[track_caller]
    fn serve(folder: PathBuf, own: Option<TempDir>, mounts: &[String]) -> Self {
        let daylight = place::daylight()
            .expect("no daylight command: build it with `cargo build -p daylight`, or name it in DAYLIGHT_BIN");
        let mut command = Command::new(&daylight);
        command.arg("serve").arg(&folder).args(["--listen", "127.0.0.1:0"]);
        for mount in mounts {
            command.arg("--mount").arg(mount);
        }
        let database = tempfile::tempdir().expect("a folder for the database");
        command.arg("--database").arg(format!("sqlite:{}", database.path().join("comments.sqlite").display()));
        let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut process = started.unwrap_or_else(|fault| panic!("{} does not start: {fault}", daylight.display()));
        let mut output = BufReader::new(process.stdout.take().expect("standard output was asked for")).lines();
        let ready = output.by_ref().map_while(Result::ok).find_map(|line| {
            let address = line.split_once("Daylight is listening on ")?.1.trim().trim_end_matches('/');
            Some(address.to_owned())
        });
        let Some(address) = ready else {
            let mut said = String::new();
            let _ = process.stderr.take().map(|mut errors| errors.read_to_string(&mut said));
            let _ = process.kill();
            panic!("`daylight serve {}` ended without saying its address: {said}", folder.display());
        };
        // Both pipes are read to their ends, so that the server never waits for a reader.
        std::thread::spawn(move || output.map_while(Result::ok).for_each(drop));
        if let Some(mut errors) = process.stderr.take() {
            std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
        }
        Self { process, address, folder, _own: own, _database: database }
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.address
    }

    /// The full address of a path that begins with `/`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The folder that is served.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file of the site while it runs.
    #[track_caller]
    pub fn write(&self, path: &str, bytes: &[u8]) {
        write(&self.folder.join(path), bytes);
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The mount of the built widgets.
#[track_caller]
fn widgets() -> String {
    let dist = place::dist();
    assert!(
        dist.is_dir(),
        "no widgets in {}: build them with `cargo xtask dist`, or name them in DAYLIGHT_DIST",
        dist.display()
    );
    format!("/daylight={}", dist.display())
}

#[track_caller]
fn write(path: &Path, bytes: &[u8]) {
    let folder = path.parent().unwrap_or(path);
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(path, bytes));
    written.unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
}
