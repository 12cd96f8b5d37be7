//! What others do while a citizen writes: connections that say nothing, a disk that is full, a service that is asked to stop. Skipped
//! where a small disk cannot be made.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use daylight_tests::place::skip;
use daylight_tests::service::{Taking, consultation};
use daylight_tests::wait::wait_until;
use serde_json::{Value, json};

fn comment(key: &str, token: &str, text: &str) -> Value {
    json!({"key": key, "token": token, "text": text})
}

#[test]
fn connections_that_say_nothing_stop_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    consultation(&site);
    let settings = std::fs::read_to_string(site.join("daylight.toml")).unwrap();
    std::fs::write(site.join("daylight.toml"), settings + "patience_seconds = 2\n").unwrap();
    let service = Taking::start(&site, None).unwrap();
    let token = service.token();
    let address = service.origin().trim_start_matches("http://");
    let begin = |text: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    };
    let head = "POST /api/consultation/v1/roads/comments HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    let mut all: Vec<TcpStream> = (0..100).map(|_| begin("GET / HTTP/1.1\r\nhost")).collect();
    all.extend((0..100).map(|_| begin(&format!("{head}content-length: 500\r\n\r\n{{"))));
    let started = Instant::now();
    assert_eq!(service.get("/roads").status, 200);
    assert_eq!(service.post("/roads/comments", &comment("k1", &token, "A road.")).status, 201);
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    // Those that sent no whole head are let go; those that sent no whole body are told.
    for (at, stream) in all.iter_mut().enumerate() {
        let mut said = String::new();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.read_to_string(&mut said).unwrap();
        assert!(at < 100 || said.starts_with("HTTP/1.1 408"), "{at}: {said}");
    }
}

/// Sends from some clients until told to end: the receipts of what was acknowledged.
fn sent_while(
    service: &Taking,
    text: &str,
    act: impl FnOnce(&Mutex<HashMap<String, String>>),
) -> HashMap<String, String> {
    let (origin, token) = (service.origin().to_owned(), service.token());
    let is_over = AtomicBool::new(false);
    let receipts = Mutex::new(HashMap::new());
    std::thread::scope(|scope| {
        for client in 0..8 {
            let (origin, token, is_over, receipts) = (&origin, &token, &is_over, &receipts);
            scope.spawn(move || {
                for number in 0.. {
                    let key = format!("c{client}-{number}");
                    let answer = Taking::send(origin, &comment(&key, token, text));
                    match answer {
                        Ok(answer) if answer.status == 201 => {
                            drop(receipts.lock().unwrap().insert(key, answer.text("receipt")))
                        }
                        Ok(answer) => {
                            assert!(answer.status == 503 && answer.head.contains("retry-after"), "{answer:?}")
                        }
                        // It has stopped, and takes no more.
                        Err(_) => {}
                    }
                    if is_over.load(Ordering::SeqCst) {
                        return;
                    }
                }
            });
        }
        act(&receipts);
        is_over.store(true, Ordering::SeqCst);
    });
    receipts.into_inner().unwrap()
}

#[track_caller]
fn assert_kept(service: &Taking, receipts: &HashMap<String, String>) {
    for receipt in receipts.values() {
        assert_eq!(service.post("/roads/status", &json!({"receipt": receipt})).status, 200);
    }
}

#[test]
fn what_was_taken_is_written_before_it_stops() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    consultation(&site);
    for _ in 0..3 {
        let service = Taking::start(&site, None).unwrap();
        let before = usize::try_from(service.received()).unwrap();
        let stopping = Mutex::new(None);
        let receipts = sent_while(&service, "A road.", |receipts| {
            wait_until("thirty receipts", || receipts.lock().unwrap().len() >= 30);
            let asked = Command::new("kill").args(["-TERM", &service.id().to_string()]).status();
            *stopping.lock().unwrap() = Some(asked.is_ok_and(|status| status.success()));
            let authority = service.origin().trim_start_matches("http://");
            wait_until("nobody who listens", || TcpStream::connect(authority).is_err());
        });
        assert_eq!(*stopping.lock().unwrap(), Some(true));
        assert!(service.ended_well());
        let service = Taking::start(&site, None).unwrap();
        assert_kept(&service, &receipts);
        // Who was answered was kept, and nobody was kept who was not answered: the stop cut nobody off.
        assert_eq!(usize::try_from(service.received()).unwrap(), before + receipts.len());
        std::fs::remove_file(folder.path().join("site.sqlite")).unwrap();
    }
}

/// A small disk at a folder, gone when dropped.
struct Disk<'a>(&'a Path);

impl Disk<'_> {
    fn made(folder: &Path, options: &str) -> bool {
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder).output();
        mount.is_ok_and(|output| output.status.success())
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (site, disk) = (folder.path().join("site"), folder.path().join("disk"));
    consultation(&site);
    std::fs::create_dir(&disk).unwrap();
    if !Disk::made(&disk, "size=1m") {
        return skip("this user may not mount a small disk");
    }
    let mounted = Disk(&disk);
    let database = format!("sqlite:{}", disk.join("comments.sqlite").display());
    let service = Taking::start(&site, Some(&database)).unwrap();
    let receipts = sent_while(&service, &"A long road. ".repeat(200), |_| {
        wait_until("a disk that is full", || service.said().contains("\"about\":\"store\""));
    });
    assert!(receipts.len() > 20, "{}", receipts.len());
    assert_kept(&service, &receipts);
    // Somebody makes room: it goes on by itself, and after a fall.
    assert!(Disk::made(&disk, "remount,size=20m"));
    let again = service.post("/roads/comments", &comment("room", &service.token(), "A road."));
    assert_eq!(again.status, 201, "{}", service.said());
    service.kill();
    let service = Taking::start(&site, Some(&database)).unwrap();
    assert_kept(&service, &receipts);
    assert_eq!(
        usize::try_from(service.received()).unwrap(),
        receipts.len() + 1,
        "none twice, and none that was refused"
    );
    assert_eq!(service.post("/roads/comments", &comment("again", &service.token(), "A road.")).status, 201);
    drop((service, mounted));
}
