//! A folder in, Isso under gunicorn over it out, as Isso's documentation sets it up, with a thread that takes comments and one that has a
//! hundred. Installs both from PyPI into a virtual environment below the tools; fails where PyPI cannot be reached.

use super::LISTED;
use super::load::{Answer, Exchange, get, once, post};
use super::running::Running;
use daylight_tests::place;
use daylight_tests::wait::wait_within;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

/// What is said of it.
pub const NAME: &str = "Isso 0.14.0 under gunicorn 23.0.0";
/// How long an installation may take.
const INSTALL: Duration = Duration::from_secs(180);
/// Whether everything is there, in the versions that are compared.
const ASK: &str = "import isso, gunicorn; from importlib.metadata import version; \
                   assert (version('isso'), version('gunicorn')) == ('0.14.0', '23.0.0')";

/// The interpreter of the environment, which is made where it is not there.
///
/// # Errors
/// Why there is none.
pub fn install() -> Result<PathBuf, String> {
    let folder = place::tools().join("isso-0.14.0");
    let python = folder.join("bin/python");
    let is_there = || {
        let mut ask = Command::new(&python);
        ask.args(["-c", ASK]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        ask.status().is_ok_and(|status| status.success())
    };
    if is_there() {
        return Ok(python);
    }
    eprintln!("service: installing {NAME} from PyPI into {}", folder.display());
    fs::create_dir_all(&folder).map_err(|fault| format!("{}: {fault}", folder.display()))?;
    let log = folder.join("install.log");
    let mut make = Command::new("python3");
    quietly(make.args(["-m", "venv"]).arg(&folder), &log)?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--timeout", "15", "--retries", "1"]);
    quietly(pip.arg("--requirement").arg(place::root().join("tests/bench/service/isso.txt")), &log)?;
    if is_there() { Ok(python) } else { Err(format!("{NAME} was installed and does not load")) }
}

/// Runs within [`INSTALL`]; the last line that it says where it fails.
fn quietly(command: &mut Command, log: &Path) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let said = |fault: std::io::Error| format!("{name}: {fault}");
    let (out, errors) = (File::create(log).map_err(said)?, File::options().append(true).open(log).map_err(said)?);
    let mut process = command.stdin(Stdio::null()).stdout(out).stderr(errors).spawn().map_err(said)?;
    if let Some(ended) = wait_within(INSTALL, || process.try_wait().transpose()) {
        let status = ended.map_err(said)?;
        if status.success() {
            return Ok(());
        }
        let words = fs::read_to_string(log).unwrap_or_default();
        let last = words.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        return Err(format!("{NAME} was not installed ({status}): {last}"));
    }
    let _ = process.kill();
    let _ = process.wait();
    Err(format!("{NAME} was not installed in {} s", INSTALL.as_secs()))
}

/// Isso while it runs.
pub struct Isso {
    pub running: Running,
    pub authority: String,
    comments: Rc<Comments>,
}

impl Isso {
    /// `gunicorn -w 4 --preload isso.run`, with a library loaded before the others where one is given.
    ///
    /// # Errors
    /// Where it does not take comments.
    pub fn start(python: &Path, folder: &Path, library: Option<&Path>) -> Result<Self, String> {
        let said = |fault: std::io::Error| fault.to_string();
        fs::create_dir_all(folder).map_err(said)?;
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let authority = free.map_err(said)?.to_string();
        let settings = folder.join("isso.cfg");
        let database = folder.join("comments.db");
        let text = format!(
            "[general]\ndbpath = {}\nhost = http://{authority}\nnotify =\n[guard]\nenabled = false\n[moderation]\nenabled = false\n",
            database.display()
        );
        fs::write(&settings, text).map_err(said)?;
        let mut command = Command::new(python);
        command.args(["-m", "gunicorn", "-b", &authority, "-w", "4", "--preload", "isso.run"]);
        command.env("ISSO_SETTINGS", &settings).envs(library.map(|library| ("LD_PRELOAD", library)));
        let mut running = Running::start(&mut command, &folder.join("isso.log"))?;
        // A thread that is not there yet needs a title: without one, Isso asks the site for its page and refuses.
        let listed = Comments::to(&authority, "/listed/");
        let comments = Comments::to(&authority, "/roads/");
        let mut ready = || once(&authority, &listed.request()).ok().filter(|answer| listed.judge(answer).is_ok());
        running.wait_for(&mut ready).map_err(|fault| format!("Isso: {fault}"))?;
        while listed.taken.get() < LISTED {
            listed.judge(&once(&authority, &listed.request()).map_err(said)?)?;
        }
        comments.judge(&once(&authority, &comments.request()).map_err(said)?)?;
        Ok(Self { running, authority, comments: Rc::new(comments) })
    }

    /// Comments that are each new.
    pub fn comments(&self) -> Rc<dyn Exchange> {
        self.comments.clone()
    }

    /// How many comments were acknowledged, and how many of those are not there.
    ///
    /// # Errors
    /// Where it does not tell.
    pub fn missing(&self) -> Result<(usize, usize), String> {
        let acknowledged = self.comments.taken.get();
        let counted = once(&self.authority, &post(&self.authority, "/count", r#"["/roads/"]"#));
        let counted: Value = counted
            .map_err(|fault| fault.to_string())
            .and_then(|answer| serde_json::from_slice(&answer.body).map_err(|fault| fault.to_string()))?;
        let counted = counted[0].as_u64().and_then(|count| usize::try_from(count).ok());
        let counted = counted.ok_or("Isso does not tell how many there are")?;
        Ok((acknowledged, acknowledged.saturating_sub(counted)))
    }

    /// How many answers had the number of another comment: two at once may hear of the same.
    pub fn confused(&self) -> usize {
        self.comments.taken.get() - self.comments.ids.borrow().len()
    }

    /// Asks for the hundred comments.
    pub fn list(&self) -> Vec<u8> {
        get(&self.authority, "/?uri=%2Flisted%2F")
    }
}

/// Comments to one thread: how many were sent and taken, and their numbers.
struct Comments {
    authority: String,
    path: String,
    sent: Cell<u64>,
    taken: Cell<usize>,
    ids: RefCell<HashSet<u64>>,
}

impl Comments {
    fn to(authority: &str, thread: &str) -> Self {
        let path = format!("/new?uri={}", thread.replace('/', "%2F"));
        Self { authority: authority.to_owned(), path, sent: Cell::new(0), taken: Cell::new(0), ids: RefCell::default() }
    }
}

impl Exchange for Comments {
    fn request(&self) -> Vec<u8> {
        let number = self.sent.replace(self.sent.get() + 1);
        let body = json!({"title": "Roads", "text": super::text(number)});
        post(&self.authority, &self.path, &body.to_string())
    }

    fn judge(&self, answer: &Answer) -> Result<(), String> {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        match (answer.status, body["id"].as_u64()) {
            (201, Some(id)) => {
                self.taken.set(self.taken.get() + 1);
                self.ids.borrow_mut().insert(id);
                Ok(())
            }
            (201, None) => Err("201 without a number".to_owned()),
            (status, _) => Err(format!("status {status}")),
        }
    }
}
