//! `daylight doctor` compares what a page shows with the list of the package's versions.

mod served;

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use served::build::{PAGE, RECENT, STRICT, set, site};
use served::opinion::Opinion;
use served::{Server, digest, write};

/// A published package of three versions, newest last.
struct Published {
    dir: PathBuf,
    versions: Vec<Value>,
}

fn id(day: u32, text: &str) -> String {
    format!("2026-01-{day:02}-{}", &digest(text.as_bytes())[..12])
}

impl Published {
    /// Site, package and its three versions, as `daylight publish` leaves them.
    fn new(name: &str) -> Self {
        let mut published = Self { dir: site(name), versions: Vec::new() };
        (1..=3).for_each(|day| published.publish(day));
        published
    }

    fn descriptor(day: u32) -> (String, String) {
        let rows = (0..200).map(|n| format!("{n},道路,{n}.{day}0\n")).collect::<String>();
        let csv = format!("code,name,amount\n{rows}");
        let descriptor = json!({
            "name": "qinghe", "daylight:as-of": RECENT, "daylight:versions": "versions.json",
            "resources": [{"path": "budget.csv", "hash": format!("sha256:{}", digest(csv.as_bytes())), "bytes": csv.len()}],
        });
        (descriptor.to_string(), csv)
    }

    fn publish(&mut self, day: u32) {
        let (descriptor, csv) = Self::descriptor(day);
        let version = id(day, &descriptor);
        for folder in ["data".to_owned(), format!("data/v/{version}")] {
            write(&self.dir, &format!("{folder}/datapackage.json"), &descriptor);
            write(&self.dir, &format!("{folder}/budget.csv"), &csv);
        }
        let path = format!("v/{version}/datapackage.json");
        let published = format!("2026-01-{day:02}");
        let sha256 = digest(descriptor.as_bytes());
        self.versions.insert(
            0,
            json!({"version": version, "published": published, "sha256": sha256, "path": path, "rows": 200}),
        );
        self.list();
    }

    fn list(&self) {
        let list = json!({"daylight:versions": 1, "name": "qinghe", "versions": self.versions});
        write(&self.dir, "data/versions.json", list.to_string());
    }

    fn version(&self, at: usize) -> String {
        self.versions[at]["version"].as_str().expect("a version").to_owned()
    }

    /// Enters a withdrawal in the list, and leaves the files alone.
    fn enter_withdrawal(&mut self, at: usize) {
        self.versions[at]["withdrawn"] = json!({"date": "2026-02-01", "reason": "a name was in it"});
        self.list();
    }

    /// What `daylight withdraw` puts in a version's place.
    fn tombstone(&self, at: usize) -> String {
        let version = &self.versions[at];
        let said = json!({"version": version["version"], "sha256": version["sha256"], "date": "2026-02-01", "reason": "a name was in it"});
        json!({"daylight:withdrawn": said, "name": "qinghe", "title": "预算", "daylight:titles": {"zh-Hans": "预算"}})
            .to_string()
    }

    /// Freezes the page at a version.
    fn freeze(&self, version: &str) {
        let src = format!("/data/datapackage.json?v={version}");
        write(&self.dir, "index.html", PAGE.replace("/data/datapackage.json", &src));
    }

    fn look(&self) -> Opinion {
        Opinion::of(&Server::start(&self.dir, &[]).url("/"))
    }
}

#[test]
fn the_newest_version_is_in_order_frozen_or_not() {
    let published = Published::new("version-newest");
    let copy = PAGE.replace("/data/", &format!("/data/v/{}/", published.version(0)));
    for (frozen, page) in [(false, None), (true, Some(copy)), (true, None)] {
        match page {
            Some(page) => write(&published.dir, "index.html", page),
            None if frozen => published.freeze(&published.version(0)),
            None => {}
        }
        let opinion = published.look();
        assert_eq!((opinion.code, opinion.faults()), (Some(0), vec![]), "{frozen:?}: {:#?}", opinion.findings);
        assert!(opinion.has("version-newest") && !opinion.has("version-old"), "{frozen:?}");
    }
}

#[test]
fn a_frozen_page_hears_of_the_newest_and_gets_the_line() {
    let published = Published::new("version-old");
    published.freeze(&published.version(2));
    let opinion = published.look();
    assert_eq!((opinion.code, opinion.faults()), (Some(0), vec![]), "{:#?}", opinion.findings);
    assert!(opinion.has("version-old"));
    let tag = format!("<daylight-budget src=\"/data/datapackage.json?v={}\"></daylight-budget>", published.version(0));
    assert_eq!(opinion.lines("html", None), [tag]);
    let (old, new) = (published.version(2), published.version(0));
    for (open, close) in
        [("<daylight-budget src", "></daylight-budget>"), ("<div data-daylight=\"budget\" data-src", "></div>")]
    {
        let name = if open.contains("data-") { "data-version" } else { "version" };
        let tag = |version: &str| format!("{open}=\"/data/datapackage.json\" {name}=\"{version}\"{close}");
        let page = PAGE.split_once("<daylight-budget").expect("the page has one").0.to_owned() + &tag(&old);
        write(&published.dir, "index.html", page);
        assert_eq!(published.look().lines("html", None), [tag(&new)]);
    }
    published.freeze("2025-12-31-0123456789ab");
    assert_eq!(published.look().faults(), ["not-found"], "what was never published");
    let unlisted = Published::new("version-unlisted");
    let version = id(9, "x");
    let (descriptor, csv) = Published::descriptor(3);
    write(&unlisted.dir, &format!("data/v/{version}/datapackage.json"), descriptor);
    write(&unlisted.dir, &format!("data/v/{version}/budget.csv"), csv);
    unlisted.freeze(&version);
    assert_eq!(unlisted.look().faults(), ["version-unknown"]);
}

#[test]
fn a_withdrawn_version_is_named_and_its_data_must_be_gone() {
    let mut published = Published::new("version-withdrawn");
    let old = published.version(2);
    published.freeze(&old);
    published.enter_withdrawal(2);
    assert_eq!(published.look().faults(), ["version-withdrawn", "withdrawn-served"], "its data are still there");
    write(&published.dir, &format!("data/v/{old}/datapackage.json"), published.tombstone(2));
    let opinion = published.look();
    assert_eq!(opinion.faults(), ["version-withdrawn"], "{:#?}", opinion.findings);
    let told = opinion.findings.iter().filter(|finding| finding["id"] == "version-withdrawn").count();
    assert_eq!(told, 1, "once: {:#?}", opinion.findings);
    assert!(opinion.lines("html", None).iter().any(|tag| tag.contains(&published.version(0))));
    // A page that freezes another version hears nothing of it.
    published.freeze(&published.version(0));
    assert_eq!(published.look().faults(), [""; 0]);
    // The newest withdrawn: at the package's own address, its data, its tombstone, the version before.
    write(&published.dir, "index.html", PAGE);
    published.enter_withdrawal(0);
    assert_eq!(published.look().faults(), ["withdrawn-served"]);
    write(&published.dir, "data/datapackage.json", published.tombstone(0));
    assert_eq!(published.look().faults(), ["version-withdrawn"]);
    let (descriptor, csv) = Published::descriptor(2);
    write(&published.dir, "data/datapackage.json", descriptor);
    write(&published.dir, "data/budget.csv", csv);
    assert_eq!(published.look().faults(), [""; 0]);
}

#[test]
fn what_is_served_must_be_what_was_published() {
    let published = Published::new("version-stale");
    let (descriptor, csv) = Published::descriptor(2);
    write(&published.dir, "data/datapackage.json", &descriptor);
    write(&published.dir, "data/budget.csv", &csv);
    assert_eq!(published.look().faults(), ["data-stale"], "a cache or a half upload: the version before");
    write(&published.dir, "data/datapackage.json", descriptor.replace("qinghe", "qinghe2"));
    assert_eq!(published.look().faults(), ["data-unlisted"]);
    let published = Published::new("version-stale");
    write(&published.dir, "data/budget.csv", csv.replace(".20\n", ".30\n"));
    assert_eq!(published.look().faults(), [""; 0], "the newest's rows");
    write(&published.dir, "data/budget.csv", csv);
    assert_eq!(published.look().faults(), ["data-changed"]);
    write(&published.dir, "data/budget.csv", Published::descriptor(3).1.replace('\n', "\r\n"));
    assert_eq!(published.look().faults(), ["changed-lines"]);
    let published = Published::new("version-stale");
    let (version, (descriptor, _)) = (published.version(0), Published::descriptor(3));
    let file = format!("data/v/{version}/datapackage.json");
    write(&published.dir, &file, descriptor.replace("qinghe", "QINGHE"));
    published.freeze(&version);
    assert_eq!(published.look().faults(), ["data-changed"]);
    write(&published.dir, "data/versions.json", "{");
    assert_eq!(published.look().faults(), ["versions-unreadable"]);
    std::fs::remove_file(published.dir.join("data/versions.json")).expect("it was there");
    assert_eq!(published.look().faults(), ["not-found"]);
}

#[test]
fn a_cache_on_the_way_is_told_by_its_headers() {
    for (name, value, expected) in [
        ("Age", "120", &["cache-aged"][..]),
        ("Age", "0", &[]),
        ("CDN-Cache-Control", "max-age=300", &["cache-shared"]),
        ("Surrogate-Control", "max-age=0", &[]),
    ] {
        let published = Published::new("version-cache");
        set(&published.dir, &[("/", "Content-Security-Policy", STRICT), ("/data/", name, value)]);
        assert_eq!(published.look().faults(), expected, "{name}: {value}");
    }
}

#[test]
fn what_the_command_publishes_and_withdraws_is_understood() {
    let dir = site("version-command");
    let out = dir.join("data").display().to_string();
    let run = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_daylight")).args(arguments).output().expect("the command was built");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let package = concat!(env!("CARGO_MANIFEST_DIR"), "/../demo/data/moldova-2014");
    run(&["publish", package, "--out", &out, "--date", "2025-09-01"]);
    let list = std::fs::read(dir.join("data/moldova-2014/versions.json")).expect("the list");
    let list: Value = serde_json::from_slice(&list).expect("it is JSON");
    let version = list["versions"][0]["version"].as_str().expect("a version");
    for query in ["", "?v="] {
        let version = if query.is_empty() { "" } else { version };
        let src = format!("/data/moldova-2014/datapackage.json{query}{version}");
        write(&dir, "index.html", PAGE.replace("/data/datapackage.json", &src));
        let opinion = Opinion::of(&Server::start(&dir, &[]).url("/"));
        assert_eq!(opinion.faults(), [""; 0], "{src}: {:#?}", opinion.findings);
        assert!(opinion.has("version-newest"), "{src}");
    }
    run(&["withdraw", &out, "moldova-2014", version, "--reason", "a name was in it", "--date", "2025-09-02"]);
    let opinion = Opinion::of(&Server::start(&dir, &[]).url("/"));
    assert_eq!(opinion.faults(), ["version-withdrawn"], "{:#?}", opinion.findings);
}
