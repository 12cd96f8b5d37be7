//! A folder in, `daylight serve` over it out, with one consultation that takes comments and one of which a hundred are published.

use super::LISTED;
use super::load::{Answer, Exchange, get, once, post};
use super::running::Running;
use daylight_service::store::{By, Change, Filter, Seen, Store, sqlite_of};
use daylight_tests::place;
use daylight_tests::service::consultation;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

const API: &str = "/api/consultation/v1";
/// The list as a file.
const FILE: &str = "/list.json";

/// The service while it runs.
pub struct Ours {
    pub running: Running,
    pub authority: String,
    comments: Rc<Comments>,
}

/// Writes a site and its comments; a list of them as a file, too.
///
/// # Errors
/// Where a file cannot be written or the service does not do what it should.
pub fn lay(folder: &Path) -> Result<PathBuf, String> {
    let said = |fault: std::io::Error| fault.to_string();
    let site = folder.join("site");
    fs::create_dir_all(&site).map_err(said)?;
    consultation(&site);
    place::copy(&site.join("data/roads"), &site.join("data/listed"));
    let table = site.join("data/listed/consultation.csv");
    let text = fs::read_to_string(&table).map_err(said)?;
    fs::write(table, text.replace("\nroads,", "\nlisted,")).map_err(said)?;

    let service = Ours::start(&site, None)?;
    let comments = service.comments_to("listed")?;
    for _ in 0..LISTED {
        comments.judge(&once(&service.authority, &comments.request()).map_err(said)?)?;
    }
    drop(service);
    publish(&folder.join("site.sqlite"), "listed")?;
    let service = Ours::start(&site, None)?;
    let list = once(&service.authority, &service.list()).map_err(said)?;
    let shown = serde_json::from_slice::<Value>(&list.body).unwrap_or_default();
    let shown = shown["comments"].as_array().map_or(0, Vec::len);
    if shown != LISTED {
        return Err(format!("the list has {shown} comments instead of {LISTED}"));
    }
    fs::write(site.join(&FILE[1..]), list.body).map_err(said)?;
    Ok(site)
}

/// Publishes all comments as the office does: one person proposes, another lets it hold.
fn publish(database: &Path, consultation: &str) -> Result<(), String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|fault| fault.to_string())?;
    runtime.block_on(async {
        let store = Store::open(&sqlite_of(database), 8).await?;
        let (by, all) = (By { consultation, person: 1, now_ms: 5 }, Filter { consultation, ..Filter::default() });
        let seen = store.matching(&all, |_| true).await.map_err(|failure| failure.to_string())?;
        let seen: Vec<Seen> = seen.into_iter().map(|one| (one.id, None)).collect();
        store.change(&by, &seen, &Change::Publish).await.map_err(|failure| failure.to_string())?;
        store.release(&By { person: 2, ..by }, &seen).await.map_err(|failure| failure.to_string())?;
        store.close().await;
        Ok(())
    })
}

impl Ours {
    /// Serves a site, with a library loaded before the others where one is given.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn start(site: &Path, library: Option<&Path>) -> Result<Self, String> {
        let program = place::daylight().ok_or("there is no daylight command: cargo build --release -p daylight")?;
        let mut command = Command::new(program);
        command.arg("serve").arg(site).args(["--listen", "127.0.0.1:0"]);
        // As docs/service-sqlite.md starts it.
        command.env("MALLOC_ARENA_MAX", "2");
        command.envs(library.map(|library| ("LD_PRELOAD", library)));
        let mut running = Running::start(&mut command, &site.with_extension("log"))?;
        let address = running.printed(|line| {
            let address = line.split_once("Daylight is listening on http://")?.1;
            Some(address.trim().trim_end_matches('/').to_owned())
        });
        let authority = address.map_err(|fault| format!("daylight serve: {fault}"))?;
        let mut service = Self { running, authority, comments: Rc::default() };
        service.comments = Rc::new(service.comments_to("roads")?);
        Ok(service)
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
        let acknowledged = self.comments.receipts.borrow().len();
        let counts = &self.told("roads")?["counts"];
        let received = counts["received"].as_u64().and_then(|count| usize::try_from(count).ok());
        let received = received.ok_or("the service does not tell how many it received")?;
        Ok((acknowledged, acknowledged.saturating_sub(received)))
    }

    /// Asks for the published comments.
    pub fn list(&self) -> Vec<u8> {
        get(&self.authority, &format!("{API}/listed/comments"))
    }

    /// Asks for the same as a file.
    pub fn file(&self) -> Vec<u8> {
        get(&self.authority, FILE)
    }

    fn told(&self, consultation: &str) -> Result<Value, String> {
        let answer = once(&self.authority, &get(&self.authority, &format!("{API}/{consultation}")));
        answer
            .map_err(|fault| fault.to_string())
            .and_then(|answer| serde_json::from_slice(&answer.body).map_err(|fault| fault.to_string()))
    }

    fn comments_to(&self, consultation: &str) -> Result<Comments, String> {
        let token = self.told(consultation)?["addresses"]["token"].as_str().unwrap_or_default().to_owned();
        let path = format!("{API}/{consultation}/comments");
        Ok(Comments { authority: self.authority.clone(), path, token, ..Comments::default() })
    }
}

/// Comments to one consultation, and the receipts for them.
#[derive(Default)]
struct Comments {
    authority: String,
    path: String,
    token: String,
    sent: Cell<u64>,
    receipts: RefCell<HashSet<String>>,
}

impl Exchange for Comments {
    fn request(&self) -> Vec<u8> {
        let number = self.sent.replace(self.sent.get() + 1);
        let body = json!({
            "token": self.token, "key": format!("comment-{number}"), "subject": "c1", "text": super::text(number),
        });
        post(&self.authority, &self.path, &body.to_string())
    }

    fn judge(&self, answer: &Answer) -> Result<(), String> {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        match (answer.status, body["receipt"].as_str()) {
            (201, Some(receipt)) if self.receipts.borrow_mut().insert(receipt.to_owned()) => Ok(()),
            (201, _) => Err("201 without a new receipt".to_owned()),
            (status, _) => Err(format!("status {status}, {}", body["rule"].as_str().unwrap_or("no rule"))),
        }
    }
}
