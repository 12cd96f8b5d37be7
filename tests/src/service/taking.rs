//! A folder with a consultation in, a running program that takes comments to it out; killed by its own id when dropped.

use super::http::{Answer, ask};
use crate::place;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

/// Where the API stands.
const API: &str = "/api/consultation/v1";

/// Writes a site with one consultation, `roads`, that is open for many years, and settings under which nobody has to wait.
///
/// # Panics
/// Where it cannot be written.
pub fn consultation(site: &Path) {
    let package = site.join("data/roads");
    std::fs::create_dir_all(&package).expect("a folder");
    let tables = [
        ("consultation", "id,name,office,identity\nroads,Plan for village roads,Transport Bureau,declared\n"),
        ("rounds", "id,opens,closes\n1,2020-01-01,2099-12-31\n"),
        ("clauses", "id,number,text\nc1,1,Every village has a road.\nc2,2,The county keeps the roads.\n"),
        ("documents", "id,purpose,name\nd1,basis,Road Act\nd2,explanation,Why it is so\n"),
    ];
    let resource = |(name, text): (&str, &str)| {
        std::fs::write(package.join(format!("{name}.csv")), text).expect("a file");
        let columns = text.lines().next().unwrap_or_default().split(',');
        let fields: Vec<Value> = columns.map(|column| json!({"name": column, "type": "string"})).collect();
        json!({"name": name, "path": format!("{name}.csv"), "schema": {"fields": fields}})
    };
    let resources: Vec<Value> = tables.into_iter().map(resource).collect();
    let descriptor = json!({
        "name": "roads", "title": "Roads", "profile": "daylight-consultation", "daylight:profile": "generic",
        "daylight:language": "en", "resources": resources,
    });
    let settings = "[service.limits]\nper_network = 10000000\nper_consultation = 10000000\nform_least_seconds = 0\n";
    for (path, text) in [
        ("data/roads/datapackage.json", descriptor.to_string()),
        ("daylight.toml", settings.to_owned()),
        ("index.html", "<h1>Hi</h1>\n".to_owned()),
    ] {
        std::fs::write(site.join(path), text).expect("a file");
    }
}

/// A running program.
#[derive(Debug)]
pub struct Taking {
    process: Child,
    origin: String,
    said: Arc<Mutex<String>>,
}

impl Taking {
    /// Starts `daylight serve` over a site.
    ///
    /// # Errors
    /// What it says where it ends at once.
    #[track_caller]
    pub fn start(site: &Path, database: Option<&str>) -> Result<Self, String> {
        Self::start_at(site, database, "127.0.0.1:0")
    }

    /// The same at an address that is known, such as the one at which another was.
    ///
    /// # Errors
    /// What it says where it ends at once.
    #[track_caller]
    pub fn start_at(site: &Path, database: Option<&str>, listen: &str) -> Result<Self, String> {
        let program = place::daylight().expect("the command is built: cargo build -p daylight");
        let mut command = Command::new(program);
        command.arg("serve").arg(site).args(["--listen", listen]);
        command.args(database.iter().flat_map(|database| ["--database", database]));
        Self::run(command)
    }

    /// Starts a program that says where it listens as `daylight serve` does.
    ///
    /// # Errors
    /// What it says where it ends at once.
    pub fn run(mut command: Command) -> Result<Self, String> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().expect("the program starts");
        let said = Arc::new(Mutex::new(String::new()));
        let errors = process.stderr.take().expect("it was asked for");
        let into = said.clone();
        let reading = std::thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                let mut said = into.lock().expect("no thread panics while it writes");
                said.push_str(&line);
                said.push('\n');
            }
        });
        let mut output = BufReader::new(process.stdout.take().expect("it was asked for")).lines();
        let ready = output.by_ref().map_while(Result::ok).find_map(|line| {
            let address = line.split_once("Daylight is listening on ")?.1.trim().trim_end_matches('/');
            Some(address.to_owned())
        });
        let Some(origin) = ready else {
            let _ = process.wait();
            let _ = reading.join();
            let said = said.lock().expect("no thread panics while it writes").clone();
            return Err(said);
        };
        std::thread::spawn(move || output.map_while(Result::ok).for_each(drop));
        Ok(Self { process, origin, said })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// What it has said on standard error.
    pub fn said(&self) -> String {
        self.said.lock().expect("no thread panics while it writes").clone()
    }

    /// Asks the API.
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        ask(&self.origin, "GET", &format!("{API}{path}"), None).expect("it answers")
    }

    /// Sends to the API.
    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        ask(&self.origin, "POST", &format!("{API}{path}"), Some(body)).expect("it answers")
    }

    /// Sends a comment, whoever listens.
    pub fn send(origin: &str, body: &Value) -> std::io::Result<Answer> {
        ask(origin, "POST", &format!("{API}/roads/comments"), Some(body))
    }

    /// A form token.
    #[track_caller]
    pub fn token(&self) -> String {
        self.get("/roads").json()["addresses"]["token"].as_str().expect("a token").to_owned()
    }

    /// How many comments were received.
    #[track_caller]
    pub fn received(&self) -> u64 {
        self.get("/roads").json()["counts"]["received"].as_u64().expect("a count")
    }

    /// Ends it at once, as a failing machine would.
    pub fn kill(mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it ends");
    }

    /// Asks it to end, and waits until it has: whether it ended well.
    pub fn stop(self) -> bool {
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        asked.is_ok_and(|status| status.success()) && self.ended_well()
    }

    /// Whether it ends well, having been asked to end.
    pub fn ended_well(mut self) -> bool {
        self.process.wait().is_ok_and(|status| status.success())
    }
}

impl Drop for Taking {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
