//! What was acknowledged is there, whatever is killed; and the proof by strace that it could not be otherwise, with the same proof
//! failing over a store that does not wait for the disk. Skipped where PostgreSQL or strace is not installed.

use std::collections::HashMap;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use daylight_tests::place::skip;
use daylight_tests::service::{Postgres, Taking, attach, consultation, judge};
use daylight_tests::wait::wait_until;
use serde_json::{Value, json};

const COMMENTS: usize = 1000;
const KILLS: usize = 22;
const CLIENTS: usize = 16;

fn comment(key: &str, token: &str) -> Value {
    json!({"key": key, "token": token, "text": format!("This is what {key} has to say.")})
}

/// Sends comments from many clients while `strike` is called again and again; each client repeats what was not acknowledged. Tells the
/// receipts by key.
fn withstand(
    service: Taking,
    start: impl Fn() -> Taking,
    mut strike: impl FnMut(usize),
) -> (Taking, HashMap<String, String>) {
    let token = service.token();
    let origin = Mutex::new(service.origin().to_owned());
    let (next, done, struck) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let is_over = AtomicBool::new(false);
    let receipts = Mutex::new(HashMap::new());
    let mut service = Some(service);
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    // No strike hits an idle service: there is always more to send than is asked for.
                    if is_over.load(Ordering::SeqCst) {
                        return;
                    }
                    let key = format!("k{number}");
                    loop {
                        let to = origin.lock().unwrap().clone();
                        match Taking::send(&to, &comment(&key, &token)) {
                            Ok(answer) if answer.status == 201 => {
                                let before = receipts.lock().unwrap().insert(key, answer.text("receipt"));
                                assert_eq!(before, None);
                                done.fetch_add(1, Ordering::SeqCst);
                                break;
                            }
                            Ok(answer) => assert!(answer.status == 503, "{answer:?}"),
                            // It was killed: whether the comment is kept is what nobody knows yet.
                            Err(_) => wait_until("a service that listens", || {
                                TcpStream::connect(origin.lock().unwrap().trim_start_matches("http://")).is_ok()
                            }),
                        }
                    }
                }
            });
        }
        for number in 0..KILLS {
            let goal = COMMENTS * (number + 1) / (KILLS + 1);
            wait_until("enough comments for the next strike", || done.load(Ordering::SeqCst) >= goal);
            service.take().unwrap().kill();
            strike(number);
            let anew = start();
            *origin.lock().unwrap() = anew.origin().to_owned();
            service = Some(anew);
            struck.fetch_add(1, Ordering::SeqCst);
        }
        wait_until("all comments", || done.load(Ordering::SeqCst) >= COMMENTS);
        is_over.store(true, Ordering::SeqCst);
    });
    assert_eq!(struck.into_inner(), KILLS);
    (service.unwrap(), receipts.into_inner().unwrap())
}

fn none_is_lost_and_none_is_there_twice(service: &Taking, receipts: &HashMap<String, String>) {
    assert!(receipts.len() >= COMMENTS, "{}", receipts.len());
    let lost: Vec<&String> = receipts
        .iter()
        .filter(|(_, receipt)| service.post("/roads/status", &json!({"receipt": receipt})).status != 200)
        .map(|(key, _)| key)
        .collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    assert_eq!(service.received(), receipts.len() as u64, "each is there once");
    let token = service.token();
    for (key, receipt) in receipts.iter().take(50) {
        assert_eq!(service.post("/roads/comments", &comment(key, &token)).text("receipt"), *receipt);
    }
    println!("{} acknowledged over {KILLS} kills: none lost, none twice", receipts.len());
}

#[test]
fn sqlite_keeps_what_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    consultation(&site);
    let start = || Taking::start(&site, None).unwrap();
    let (service, receipts) = withstand(start(), start, |_| {});
    none_is_lost_and_none_is_there_twice(&service, &receipts);
}

#[test]
fn postgresql_keeps_what_was_acknowledged() {
    let Some(mut server) = Postgres::start(&[]) else { return skip("PostgreSQL is not installed") };
    let folder = tempfile::tempdir().unwrap();
    consultation(folder.path());
    let address = server.address();
    let start = || Taking::start(folder.path(), Some(&address)).unwrap();
    // Every fourth time the database is killed too.
    let strike = |number: usize| {
        if number.is_multiple_of(4) {
            server.kill_and_restart();
        }
    };
    let (service, receipts) = withstand(start(), start, strike);
    none_is_lost_and_none_is_there_twice(&service, &receipts);
}

/// Sends comments one after the other to a traced service: what the judge says of it.
fn traced(service: &Taking, processes: impl Fn() -> Vec<u32>, (file, log): (&Path, &str)) -> Result<usize, String> {
    let token = service.token();
    // By now the database has a process for the service's connection.
    let trace = attach(&processes(), file);
    for number in 0..25 {
        assert_eq!(service.post("/roads/comments", &comment(&format!("t{number}"), &token)).status, 201);
    }
    judge(&trace.end(), log)
}

#[test]
fn sqlite_flushes_before_it_acknowledges_and_the_judge_knows_when_it_does_not() {
    if Command::new("strace").arg("-V").output().is_err() {
        return skip("strace is not installed");
    }
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    consultation(&site);
    let file = folder.path().join("trace");
    let service = Taking::start(&site, None).unwrap();
    assert_eq!(traced(&service, || vec![service.id()], (&file, "site.sqlite-wal")), Ok(25));
    drop(service);

    let mut careless = Command::new(env!("CARGO_BIN_EXE_careless"));
    careless.arg(&site).arg(format!("sqlite:{}", folder.path().join("careless.sqlite").display()));
    let careless = Taking::run(careless).unwrap();
    let judged = traced(&careless, || vec![careless.id()], (&file, "careless.sqlite-wal")).unwrap_err();
    assert!(judged.contains("not flushed before acknowledgement 1"), "{judged}");
    println!("the careless store: {judged}");
}

#[test]
fn postgresql_flushes_before_it_is_acknowledged_and_the_judge_knows_when_it_does_not() {
    if Command::new("strace").arg("-V").output().is_err() {
        return skip("strace is not installed");
    }
    // What the server writes of its own accord, it writes at another time.
    let quiet = ["wal_writer_delay=10s", "bgwriter_delay=10s", "checkpoint_timeout=1h", "autovacuum=off"];
    let Some(server) = Postgres::start(&quiet) else { return skip("PostgreSQL is not installed") };
    let folder = tempfile::tempdir().unwrap();
    consultation(folder.path());
    let file = folder.path().join("trace");
    let service = Taking::start(folder.path(), Some(&server.address())).unwrap();
    let with = || [server.processes(), vec![service.id()]].concat();
    assert_eq!(traced(&service, with, (&file, "pg_wal/")), Ok(25));
    drop(service);

    let Some(other) = Postgres::start(&quiet) else { return };
    let mut careless = Command::new(env!("CARGO_BIN_EXE_careless"));
    careless.arg(folder.path()).arg(other.address());
    let careless = Taking::run(careless).unwrap();
    let with = || [other.processes(), vec![careless.id()]].concat();
    let judged = traced(&careless, with, (&file, "pg_wal/")).unwrap_err();
    assert!(judged.contains("before acknowledgement"), "{judged}");
    println!("the careless store: {judged}");
}
