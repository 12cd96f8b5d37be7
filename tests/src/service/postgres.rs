//! A throw-away PostgreSQL from Debian's packages: a folder in, a running server out; killed by its own id when dropped.

use crate::wait::wait_until;
use std::fmt::{self, Display};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running server.
#[derive(Debug)]
pub struct Postgres {
    process: Child,
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    settings: Vec<String>,
}

impl Postgres {
    /// Starts one with settings such as `fsync=off`; `None` where it is not installed.
    ///
    /// # Panics
    /// Where it is installed and does not start.
    #[track_caller]
    pub fn start(settings: &[&str]) -> Option<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new().prefix("daylight-pg-").tempdir().expect("a folder");
        if is_root() {
            // The server refuses to run as root: the folder becomes its user's.
            let owned = Command::new("chown").arg("postgres").arg(folder.path()).status();
            assert!(owned.is_ok_and(|status| status.success()), "Debian's user postgres is there");
        }
        let data = folder.path().join("data");
        let mut initdb = as_server(&programs.join("initdb"));
        initdb.args(["-A", "trust", "-U", "daylight", "-E", "UTF8", "--no-sync", "-D"]).arg(&data);
        let made = initdb.current_dir("/").output().expect("initdb starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let settings: Vec<String> = settings.iter().map(|&setting| setting.to_owned()).collect();
        let process = launch(&programs, folder.path(), port, &settings);
        let mut server = Self { process, programs, folder, port, settings };
        server.wait();
        Some(server)
    }

    /// Its address.
    pub fn address(&self) -> String {
        format!("postgres://daylight@127.0.0.1:{}/postgres", self.port)
    }

    /// Its processes: the first one, and those that it has started.
    pub fn processes(&self) -> Vec<u32> {
        let first = self.process.id();
        let children = fs::read_to_string(format!("/proc/{first}/task/{first}/children")).unwrap_or_default();
        let children = children.split_whitespace().filter_map(|id| id.parse().ok());
        std::iter::once(first).chain(children).collect()
    }

    /// Ends it at once, as a failing machine would, and starts it again.
    #[track_caller]
    pub fn kill_and_restart(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        self.process = launch(&self.programs, self.folder.path(), self.port, &self.settings);
        self.wait();
    }

    fn wait(&mut self) {
        wait_until(Coming(self.folder.path().to_owned()), || {
            if self.process.try_wait().is_ok_and(|ended| ended.is_some()) {
                // What a killed server leaves behind goes when its last process has ended.
                self.process = launch(&self.programs, self.folder.path(), self.port, &self.settings);
            }
            let mut ready = Command::new(self.programs.join("pg_isready"));
            ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]).stdout(Stdio::null());
            ready.status().is_ok_and(|status| status.success())
        });
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A server that comes up, and what it said where it does not.
struct Coming(PathBuf);

impl Display for Coming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgreSQL to come up: {}", fs::read_to_string(self.0.join("log")).unwrap_or_default())
    }
}

fn launch(programs: &Path, folder: &Path, port: u16, settings: &[String]) -> Child {
    let log = fs::File::options().create(true).append(true).open(folder.join("log")).expect("a log");
    let mut server = as_server(&programs.join("postgres"));
    server.arg("-D").arg(folder.join("data")).args(["-p", &port.to_string(), "-k", ""]);
    server.args(["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=60"]);
    server.args(settings.iter().flat_map(|setting| ["-c", setting.as_str()]));
    server.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    server.spawn().expect("the server starts")
}

/// A program that runs as the server's user.
fn as_server(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    // It becomes the program: the child's id is the server's.
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

/// Where Debian puts the programs of the newest version.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let mut found: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    found.retain(|programs| programs.join("initdb").is_file());
    found.sort();
    found.pop()
}
