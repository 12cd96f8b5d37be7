//! The consultation service beside Isso, each over SQLite on the same disk: comments of sixty-four senders at once, also with a disk that
//! takes five milliseconds longer for each flush; a list of a hundred; a reader beside connections that say nothing; memory. Rates and
//! waits out. Takes turns, and bounded: no round begins after [`WHOLE`].

mod isso;
mod load;
mod ours;
mod running;
mod samples;

use crate::report::{Part, Row, median};
use daylight_tests::place;
use isso::Isso;
use load::{Answer, Exchange, PATIENCE, once};
use ours::Ours;
use samples::{Phase, Subject};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

const SENDERS: usize = 64;
/// So many comments are published.
const LISTED: usize = 100;
/// Connections that begin a request and say no more.
const HALF_OPEN: usize = 200;
/// How long a turn with comments takes, and one that reads.
const WRITING: Duration = Duration::from_secs(3);
const READING: Duration = Duration::from_secs(2);
/// More rounds than these do not fit.
const MOST_ROUNDS: usize = 5;
/// No round begins later than this after the first.
const WHOLE: Duration = Duration::from_secs(215);
/// The least that our rate may be of Isso's.
const OF_ISSO: f64 = 10.0;
/// The most memory that the service may take.
const MOST_MIB: f64 = 64.0;
/// How much longer each flush of the slow disk takes.
const SLOWER_MS: f64 = 5.0;

/// What a comment says. Numbers are spelled in letters: long ones look like somebody's telephone.
fn text(number: u64) -> String {
    let letters: String = number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
    format!(
        "The road from the school to the clinic is under water every spring. Please raise the stretch by the mill, part {letters}, \
         before the new bridge is built: the children walk there, and the bus cannot turn when it rains."
    )
}

/// Measures everything.
pub fn run(rounds: usize) -> Part {
    let mut part = Part { title: "The consultation service beside Isso".into(), ..Part::default() };
    if let Err(reason) = measure(&mut part, rounds.min(MOST_ROUNDS)) {
        part.left_out.push(reason);
    }
    part
}

fn measure(part: &mut Part, rounds: usize) -> Result<(), String> {
    let python = isso::install();
    if let Err(reason) = &python {
        part.left_out.push(format!("Isso, skipped: {reason}"));
    }
    let python = python.ok();
    // On the disk of the build: a folder for passing files may be in memory, where a flush costs nothing.
    let parent = place::target().join("bench");
    fs::create_dir_all(&parent).map_err(|fault| fault.to_string())?;
    let folder = tempfile::tempdir_in(&parent).map_err(|fault| fault.to_string())?;
    let flush = flush_ms(folder.path()).map_err(|fault| fault.to_string())?;
    part.note = format!(
        "Each connection sends when it was answered, from one thread of this machine; {} s a turn, {rounds} rounds, one after the other in \
         turn, medians. Daylight: `daylight serve`, SQLite with a log that is written ahead, synchronous=FULL, a receipt after the flush; \
         its limits of how much one network and one consultation may send are lifted, a form may be sent at once. {}: four workers, SQLite, \
         as its documentation says; its guard against floods, moderation and notifications are off. Every comment is new; an answer counts \
         that is 201 with a receipt never given before, of Isso 201 with a number. Both write their logs to files. Published are {LISTED}.",
        WRITING.as_secs(),
        isso::NAME,
    );
    part.rows.push(Row::new("One flush of this disk, 4 KiB", "ms", flush));
    let end = Instant::now() + WHOLE;
    let site = ours::lay(&folder.path().join("ours"))?;
    let ours = Ours::start(&site, None)?;
    let isso = python.as_ref().map(|python| Isso::start(python, &folder.path().join("isso"), None)).transpose();
    let isso = isso.unwrap_or_else(|fault| {
        part.left_out.push(format!("Isso, skipped: {fault}"));
        None
    });
    comments(part, "", rounds, end, &ours, isso.as_ref())?;
    lists(part, rounds, end, &ours, isso.as_ref())?;
    let memory = ours.running.memory_mib();
    let memory = Row::new("Daylight, most memory", "MiB", memory.into_iter().collect());
    let mib = memory.median;
    part.rows.push(memory.promising("MiB", MOST_MIB, mib));
    if let Some(isso) = &isso {
        let memory = isso.running.memory_mib().into_iter().collect();
        part.rows.push(Row::new("Isso, most memory, its five processes together", "MiB", memory));
    }
    drop((ours, isso));
    match slow_disk(folder.path()) {
        Ok(library) => slowly(part, rounds, end, folder.path(), &library, python.as_deref())?,
        Err(reason) => part.left_out.push(format!("a slower disk, skipped: {reason}")),
    }
    Ok(())
}

/// Comments from all senders to both.
fn comments(
    part: &mut Part,
    disk: &str,
    rounds: usize,
    end: Instant,
    ours: &Ours,
    isso: Option<&Isso>,
) -> Result<(), String> {
    let mut subjects = vec![Subject::new("Daylight", &ours.authority, SENDERS, ours.comments())];
    subjects.extend(isso.map(|isso| Subject::new("Isso", &isso.authority, SENDERS, isso.comments())));
    let what = format!("comments{disk}");
    let phase = Phase { what: &what, unit: "comments/s", rounds, length: WRITING, patience: PATIENCE, end };
    phase.run(&mut subjects, part)?;
    if let [ours, isso] = &subjects[..]
        && !isso.rates.is_empty()
    {
        let times: Vec<f64> = ours.rates.iter().zip(&isso.rates).map(|(ours, isso)| ours / isso).collect();
        let ratio = median(&times);
        part.rows.push(
            Row::new(format!("Daylight : Isso, {what}"), "times", times).promising_at_least("times", OF_ISSO, ratio),
        );
    }
    let (acknowledged, missing) = ours.missing()?;
    let row =
        Row::new(format!("Daylight, of {acknowledged} acknowledged{disk}, lost"), "comments", vec![missing as f64]);
    part.rows.push(row.promising("comments", 0.0, missing as f64));
    if let Some(isso) = isso {
        let (acknowledged, missing) = isso.missing()?;
        let name = format!("Isso, of {acknowledged} acknowledged{disk}, lost");
        part.rows.push(Row::new(name, "comments", vec![missing as f64]));
        let name = format!("Isso, answers with the number of another comment{disk}");
        part.rows.push(Row::new(name, "answers", vec![isso.confused() as f64]));
    }
    Ok(())
}

/// A request for what does not change, and what it says.
struct Reading {
    request: Vec<u8>,
    body: Vec<u8>,
}

impl Reading {
    fn of(authority: &str, request: Vec<u8>) -> Result<Rc<dyn Exchange>, String> {
        let answer = once(authority, &request).map_err(|fault| fault.to_string())?;
        Ok(Rc::new(Self { request, body: answer.body }))
    }
}

impl Exchange for Reading {
    fn request(&self) -> Vec<u8> {
        self.request.clone()
    }

    fn judge(&self, answer: &Answer) -> Result<(), String> {
        match answer.status {
            200 if answer.body == self.body => Ok(()),
            200 => Err("another list than before".to_owned()),
            status => Err(format!("status {status}")),
        }
    }
}

/// The published comments, from many readers and from one beside a crowd.
fn lists(part: &mut Part, rounds: usize, end: Instant, ours: &Ours, isso: Option<&Isso>) -> Result<(), String> {
    let list = Reading::of(&ours.authority, ours.list())?;
    let file = Reading::of(&ours.authority, ours.file())?;
    let theirs = match isso {
        Some(isso) => Some((isso, Reading::of(&isso.authority, isso.list())?)),
        None => None,
    };
    let mut subjects = vec![Subject::new("Daylight", &ours.authority, SENDERS, list.clone())];
    subjects.extend(theirs.iter().map(|(isso, list)| Subject::new("Isso", &isso.authority, SENDERS, list.clone())));
    subjects.push(Subject::new("Daylight, as a file", &ours.authority, SENDERS, file));
    let what = format!("list of {LISTED}, {SENDERS} readers");
    let phase = Phase { what: &what, unit: "lists/s", rounds, length: READING, patience: PATIENCE, end };
    phase.run(&mut subjects, part)?;

    let mut subjects = Vec::new();
    for crowd in [0, HALF_OPEN] {
        let reader = |name, authority: &str, list: &Rc<dyn Exchange>| {
            Subject::new(name, authority, 1, list.clone()).beside(crowd)
        };
        subjects.push(reader("Daylight", &ours.authority, &list));
        subjects.extend(theirs.iter().map(|(isso, list)| reader("Isso", &isso.authority, list)));
    }
    let phase = Phase { what: "one reader", unit: "lists/s", rounds, length: READING, patience: READING, end };
    phase.run(&mut subjects, part)
}

/// Comments where each flush takes longer.
fn slowly(
    part: &mut Part,
    rounds: usize,
    end: Instant,
    folder: &Path,
    library: &Path,
    python: Option<&Path>,
) -> Result<(), String> {
    let site = ours::lay(&folder.join("ours-slow"))?;
    let ours = Ours::start(&site, Some(library))?;
    let isso = python.map(|python| Isso::start(python, &folder.join("isso-slow"), Some(library))).transpose()?;
    let isso_comments = isso.as_ref().map(|isso| (&isso.authority, isso.comments()));
    for (authority, exchange) in [(&ours.authority, ours.comments())].into_iter().chain(isso_comments) {
        for _ in 0..5 {
            let (request, sent) = (exchange.request(), Instant::now());
            let answer = once(authority, &request).map_err(|fault| fault.to_string())?;
            let ms = sent.elapsed().as_secs_f64() * 1000.0;
            exchange.judge(&answer)?;
            if ms < SLOWER_MS {
                let reason = format!("a slower disk, skipped: it is not slower ({ms:.1} ms for a comment)");
                part.left_out.push(reason);
                return Ok(());
            }
        }
    }
    comments(part, ", 5 ms more a flush", rounds, end, &ours, isso.as_ref())
}

/// The library that makes flushes longer: cheaper than a tracer, which would stop every call.
fn slow_disk(folder: &Path) -> Result<PathBuf, String> {
    if !cfg!(target_os = "linux") {
        return Err("it is made for Linux".to_owned());
    }
    let library = folder.join("slow_disk.so");
    let mut compiler = Command::new("cc");
    compiler.args(["-O2", "-shared", "-fPIC", "-o"]).arg(&library);
    compiler.arg(place::root().join("tests/bench/service/slow_disk.c")).arg("-ldl");
    match compiler.status() {
        Ok(status) if status.success() => Ok(library),
        Ok(status) => Err(format!("cc ended with {status}")),
        Err(fault) => Err(format!("cc: {fault}")),
    }
}

/// How long this disk takes to keep four kibibytes.
fn flush_ms(folder: &Path) -> std::io::Result<Vec<f64>> {
    let mut file = fs::File::create(folder.join("flush"))?;
    let flush = |_| {
        file.write_all(&[0; 4096])?;
        let begun = Instant::now();
        file.sync_data()?;
        Ok(begun.elapsed().as_secs_f64() * 1000.0)
    };
    (0..50).map(flush).collect()
}
