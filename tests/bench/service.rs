//! Comments: sixty-four senders at once to `daylight serve` and to Isso as its documentation sets it up, in turn, each over SQLite; rates,
//! waits and memory out. Also with a disk that takes five milliseconds longer for each flush, a list of a hundred, and a file.

use crate::report::{Part, Row, median};
use daylight_tests::place;
use daylight_tests::service::{Taking, consultation};
use serde_json::json;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const SENDERS: usize = 64;
/// How long each turn takes.
const TURN: Duration = Duration::from_secs(5);
const ISSO: &str = "isso==0.14.0";
const GUNICORN: &str = "gunicorn==23.0.0";
/// The most that Isso's rate may be of ours.
const OF_OURS: f64 = 0.1;
/// The most memory that the service may take.
const MOST_MIB: f64 = 64.0;
/// What makes each flush five milliseconds longer.
const SLOW_DISK: [&str; 9] = [
    "strace",
    "-f",
    "-qq",
    "--seccomp-bpf",
    "-o",
    "/dev/null",
    "-e",
    "trace=fsync,fdatasync",
    "-einject=fsync,fdatasync:delay_exit=5000",
];

/// What one turn gave.
struct Turn {
    per_second: f64,
    p99_ms: f64,
    refused: u64,
}

/// Sends what `request` writes from all senders for a while. The status that counts is `good`.
fn turn(authority: &str, good: u16, request: &(dyn Fn(u64) -> String + Sync)) -> Turn {
    let (number, refused) = (AtomicU64::new(0), AtomicU64::new(0));
    let begun = Instant::now();
    let mut waits: Vec<f64> = std::thread::scope(|scope| {
        let sender = || {
            let mut waits = Vec::new();
            let mut line: Option<BufReader<TcpStream>> = None;
            while begun.elapsed() < TURN {
                let text = request(number.fetch_add(1, Ordering::Relaxed));
                let sent = Instant::now();
                match exchange(authority, &mut line, &text) {
                    Some(status) if status == good => waits.push(sent.elapsed().as_secs_f64() * 1000.0),
                    _ => drop(refused.fetch_add(1, Ordering::Relaxed)),
                }
            }
            waits
        };
        let all: Vec<_> = (0..SENDERS).map(|_| scope.spawn(sender)).collect();
        all.into_iter().flat_map(|one| one.join().unwrap_or_default()).collect()
    });
    let seconds = begun.elapsed().as_secs_f64();
    waits.sort_by(f64::total_cmp);
    let p99 = waits.get(waits.len() * 99 / 100).copied().unwrap_or(f64::NAN);
    Turn { per_second: waits.len() as f64 / seconds, p99_ms: p99, refused: refused.into_inner() }
}

/// One request on a connection that is kept where the server keeps it; its status.
fn exchange(authority: &str, line: &mut Option<BufReader<TcpStream>>, request: &str) -> Option<u16> {
    if line.is_none() {
        let stream = TcpStream::connect(authority).ok()?;
        stream.set_nodelay(true).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
        *line = Some(BufReader::new(stream));
    }
    let answer = (|| {
        let reader = line.as_mut()?;
        reader.get_mut().write_all(request.as_bytes()).ok()?;
        let (mut status, mut length, mut closes) = (None, 0, false);
        loop {
            let mut head = String::new();
            if reader.read_line(&mut head).ok()? == 0 {
                return None;
            }
            let head = head.trim_end().to_ascii_lowercase();
            if status.is_none() {
                status = Some(head.split(' ').nth(1)?.parse().ok()?);
            } else if let Some(value) = head.strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            } else if head == "connection: close" {
                closes = true;
            } else if head.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        Some((status?, closes))
    })();
    match answer {
        Some((status, false)) => Some(status),
        Some((status, true)) => {
            *line = None;
            Some(status)
        }
        None => {
            *line = None;
            None
        }
    }
}

fn post(authority: &str, path: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {authority}\r\nOrigin: http://{authority}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

fn get(authority: &str, path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\n\r\n")
}

/// Either service while it runs.
trait Served {
    fn authority(&self) -> String;
    fn comment(&self, number: u64) -> String;
    fn list(&self) -> String;
}

struct Ours {
    taking: Taking,
    token: String,
}

impl Ours {
    fn start(folder: &Path, wrapper: &[&str]) -> Result<Self, String> {
        let site = folder.join("site");
        fs::create_dir_all(&site).map_err(|fault| fault.to_string())?;
        consultation(&site);
        let program = place::daylight().ok_or("there is no daylight command")?;
        let mut command = wrapped(wrapper, &program);
        command.arg("serve").arg(&site).args(["--listen", "127.0.0.1:0"]);
        let taking = Taking::run(command)?;
        let token = taking.token();
        Ok(Self { taking, token })
    }
}

impl Served for Ours {
    fn authority(&self) -> String {
        self.taking.origin().trim_start_matches("http://").to_owned()
    }

    fn comment(&self, number: u64) -> String {
        let body = json!({
            "token": self.token, "key": format!("{}-{number}", self.taking.id()), "subject": "c1",
            "text": format!("Please build the road to our village first, number {number}."),
        });
        post(&self.authority(), "/api/consultation/v1/roads/comments", &body.to_string())
    }

    fn list(&self) -> String {
        get(&self.authority(), "/api/consultation/v1/listed/comments")
    }
}

struct Isso {
    process: Child,
    authority: String,
}

impl Drop for Isso {
    fn drop(&mut self) {
        // Gunicorn ends its workers when it is asked to end.
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        if asked.is_err() {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

/// Isso and gunicorn from PyPI, in a folder of their own.
fn isso_packages() -> Result<PathBuf, String> {
    let folder = place::tools().join("isso-0.14.0");
    if folder.join("isso/run.py").is_file() {
        return Ok(folder);
    }
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--target"]).arg(&folder).args([ISSO, GUNICORN, "setuptools<81"]);
    match pip.status() {
        Ok(status) if status.success() => Ok(folder),
        Ok(status) => Err(format!("{ISSO} could not be installed: {status}")),
        Err(fault) => Err(format!("python3: {fault}")),
    }
}

impl Isso {
    /// As in "Deployment" of its documentation: `gunicorn -w 4 --preload isso.run`, SQLite, with its guard against floods off.
    fn start(folder: &Path, wrapper: &[&str]) -> Result<Self, String> {
        let packages = isso_packages()?;
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let authority = free.map_err(|fault| fault.to_string())?.to_string();
        fs::create_dir_all(folder).map_err(|fault| fault.to_string())?;
        let config = folder.join("isso.cfg");
        let text = format!(
            "[general]\ndbpath = {}\nhost = http://{authority}\n[guard]\nenabled = false\n[moderation]\nenabled = false\n",
            folder.join("comments.db").display()
        );
        fs::write(&config, text).map_err(|fault| fault.to_string())?;
        let mut command = wrapped(wrapper, Path::new("python3"));
        command.args(["-m", "gunicorn", "-b", &authority, "-w", "4", "--preload", "--log-level", "error", "isso.run"]);
        command.env("PYTHONPATH", &packages).env("ISSO_SETTINGS", &config).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().map_err(|fault| format!("gunicorn: {fault}"))?;
        let isso = Self { process, authority };
        let ready = (0..100).any(|_| {
            std::thread::sleep(Duration::from_millis(100));
            exchange(&isso.authority, &mut None, &isso.comment(0)) == Some(201)
        });
        if ready { Ok(isso) } else { Err("Isso does not take a comment".to_owned()) }
    }
}

impl Served for Isso {
    fn authority(&self) -> String {
        self.authority.clone()
    }

    fn comment(&self, number: u64) -> String {
        let body = json!({"text": format!("Please build the road to our village first, number {number}.")});
        post(&self.authority, "/new?uri=%2Froads%2F", &body.to_string())
    }

    fn list(&self) -> String {
        get(&self.authority, "/?uri=%2Flisted%2F&limit=100")
    }
}

fn wrapped(wrapper: &[&str], program: &Path) -> Command {
    match wrapper {
        [] => Command::new(program),
        [first, rest @ ..] => {
            let mut command = Command::new(first);
            command.args(rest).arg(program);
            command
        }
    }
}

/// The most memory that a process had, in MiB.
fn memory_mib(id: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()? / 1024.0)
}

/// A published consultation with a hundred comments beside the open one.
fn add_listed(site: &Path) {
    let from = site.join("data/roads");
    let to = site.join("data/listed");
    fs::create_dir_all(&to).expect("a folder");
    for entry in fs::read_dir(&from).expect("a folder").flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a file");
    }
    let replace = |name: &str, from: &str, with: &str| {
        let path = to.join(name);
        let text = fs::read_to_string(&path).expect("a file");
        fs::write(path, text.replacen(from, with, 1)).expect("written");
    };
    replace("consultation.csv", "\nroads,", "\nlisted,");
    let resource = json!({"name": "comments", "path": "comments.csv", "schema": {"fields": [
        {"name": "id", "type": "string"}, {"name": "channel", "type": "string"}, {"name": "subject", "type": "string"}, {"name": "text", "type": "string"},
    ]}});
    replace("datapackage.json", "\"resources\":[", &format!("\"resources\":[{resource},"));
    let rows =
        (1..=100).map(|at| format!("{at},online,c1,\"Please build the road to our village first, number {at}.\"\n"));
    fs::write(
        to.join("comments.csv"),
        ["id,channel,subject,text\n".to_owned()].into_iter().chain(rows).collect::<String>(),
    )
    .expect("written");
}

/// Measures rates in turn.
pub fn run(rounds: usize) -> Part {
    let mut part = Part { title: "Comments: sixty-four senders at once".into(), ..Part::default() };
    part.note = format!(
        "{SENDERS} connections, each sends when it was answered, {} s a turn, {rounds} turns each, one after the other. Ours: `daylight serve`, SQLite, \
         WAL, synchronous=FULL, a receipt after the flush. {ISSO} under {GUNICORN}, four workers, SQLite, as its documentation says, its guard off. \
         p99 is of what was taken.",
        TURN.as_secs()
    );
    for (wrapper, disk) in [(&[][..], "this disk"), (&SLOW_DISK[..], "5 ms more a flush")] {
        if let Err(reason) = race(&mut part, rounds, wrapper, disk) {
            part.left_out.push(format!("{disk}: {reason}"));
        }
    }
    part
}

fn race(part: &mut Part, rounds: usize, wrapper: &[&str], disk: &str) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|fault| fault.to_string())?;
    let ours = Ours::start(&folder.path().join("ours"), wrapper)?;
    add_listed(&folder.path().join("ours/site"));
    let isso = Isso::start(&folder.path().join("isso"), wrapper)?;
    for at in 0..100 {
        let body = json!({"text": format!("Please build the road to our village first, number {at}.")});
        let _ =
            exchange(&isso.authority, &mut None, &post(&isso.authority, "/new?uri=%2Flisted%2F", &body.to_string()));
    }
    let mut rates = [const { Vec::new() }; 5];
    let mut waits = [const { Vec::new() }; 2];
    for round in 0..rounds {
        let services: [&dyn Served; 2] = [&ours, &isso];
        let comment = |served: &dyn Served, at: u64| served.comment(at + 1_000_000 * (round as u64 + 1));
        for (at, service) in services.into_iter().enumerate() {
            // What a request says is made before it is sent; the closure only adds a number.
            let authority = service.authority();
            let taken = match at {
                0 => turn(&authority, 201, &|number| comment(&ours, number)),
                _ => turn(&authority, 201, &|number| comment(&isso, number)),
            };
            eprintln!(
                "service, {disk}, round {round}: {} {:.0}/s, p99 {:.1} ms, {} refused",
                ["ours", "Isso"][at],
                taken.per_second,
                taken.p99_ms,
                taken.refused
            );
            rates[at].push(taken.per_second);
            waits[at].push(taken.p99_ms);
        }
        if wrapper.is_empty() {
            let (list, other) = (ours.list(), isso.list());
            rates[2].push(turn(&ours.authority(), 200, &|_| list.clone()).per_second);
            rates[3].push(turn(&isso.authority, 200, &|_| other.clone()).per_second);
            let file = get(&ours.authority(), "/index.html");
            rates[4].push(turn(&ours.authority(), 200, &|_| file.clone()).per_second);
        }
    }
    let ratio = median(&rates[1]) / median(&rates[0]);
    let [ours_rate, isso_rate, list, other_list, file] = rates;
    let [ours_wait, isso_wait] = waits;
    part.rows.push(Row::new(format!("Daylight, {disk}"), "comments/s", ours_rate));
    part.rows.push(Row::new(format!("Isso, {disk}"), "comments/s", isso_rate).promising("of ours", OF_OURS, ratio));
    part.rows.push(Row::new(format!("Daylight, p99, {disk}"), "ms", ours_wait));
    part.rows.push(Row::new(format!("Isso, p99, {disk}"), "ms", isso_wait));
    if wrapper.is_empty() {
        part.rows.push(Row::new("Daylight, a list of 100", "lists/s", list));
        part.rows.push(Row::new("Isso, a list of 100", "lists/s", other_list));
        part.rows.push(Row::new("Daylight, a file", "files/s", file));
        if let Some(mib) = memory_mib(ours.taking.id()) {
            part.rows.push(Row::new("Daylight, most memory", "MiB", vec![mib]).promising("MiB", MOST_MIB, mib));
        }
    }
    Ok(())
}
