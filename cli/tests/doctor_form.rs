//! `daylight doctor` tells in which form a page brings our code in, whether it is whole, and what runs where WebAssembly cannot.

mod served;

use std::path::Path;

use served::build::{GLUE, PAGE, PLAIN, REST, STRICT, WASM, set, site, write_dist};
use served::opinion::Opinion;
use served::{Server, folder, write};

const TAG: &str = "<script src=\"/daylight/daylight.js\" defer></script>";

fn look(dir: &Path) -> Opinion {
    Opinion::of(&Server::start(dir, &[]).url("/"))
}

/// The rules about forms that spoke.
fn forms(opinion: &Opinion) -> Vec<&str> {
    let ids = opinion.findings.iter().filter_map(|finding| finding["id"].as_str());
    let mut ids: Vec<_> = ids.filter_map(|id| id.strip_prefix("form-")).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn each_form_is_named() {
    let div = PAGE.replace("<daylight-budget src=", "<div data-daylight=\"budget\" data-src=");
    let table = PAGE.replace(" src=\"/data/datapackage.json\"><p>预算</p>", "><table><tr><td>1</table>");
    let single = PAGE.replace("daylight.js", "daylight.single.js");
    let renamed = PAGE.replace("/daylight/daylight.js", "/upload/20240131.js");
    let other = PAGE.replace("/daylight/daylight.js", "/upload/menu.js");
    let gone = PAGE.replace("/daylight/daylight.js", "/gone/daylight.js");
    for (page, expected, faults) in [
        (PAGE, &["files"][..], &[][..]),
        (&div, &["div", "files"], &[]),
        (&table, &["files", "table"], &[]),
        (&single, &["single"], &[]),
        (&renamed, &["single"], &[]),
        (&other, &[], &["no-loader"]),
        (&gone, &[], &["not-found"]),
    ] {
        let dir = site("form-named");
        let one = std::fs::read(dir.join("daylight/daylight.single.js")).expect("the one file");
        write(&dir, "upload/20240131.js", one);
        write(&dir, "upload/menu.js", "var version = \"1\"; // data-daylight\n");
        write(&dir, "index.html", page);
        let opinion = look(&dir);
        assert_eq!((forms(&opinion), opinion.faults()), (expected.to_vec(), faults.to_vec()), "{page}");
        assert_eq!(opinion.has("single-alone"), page == renamed, "{page}");
    }
}

#[test]
fn the_one_file_needs_no_word_for_webassembly() {
    let dir = site("form-single-policy");
    write(&dir, "index.html", PAGE.replace("daylight.js", "daylight.single.js"));
    set(&dir, &[("/", "Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'")]);
    let opinion = look(&dir);
    assert_eq!((opinion.faults(), opinion.has("plain-runs")), (vec![], false), "{:#?}", opinion.findings);
    write(&dir, "daylight/daylight.single.js", "(()=>{})(); // cut");
    assert_eq!(look(&dir).faults(), ["changed-short"]);
}

#[test]
fn a_frame_is_looked_into() {
    let frame = "<!doctype html><title>a</title><iframe src=\"/embed/embed.html?widget=budget&src=/data/datapackage.json\"></iframe>";
    let inner = format!("<!doctype html><title>b</title>{TAG}");
    let sandbox = frame.replace("<iframe", "<iframe sandbox");
    let missing = frame.replace("datapackage", "none");
    let slip = frame.replace("&src=", "&source=");
    let foreign = frame.replace("src=/data", "src=https://elsewhere.example/data");
    let policy = |more: &str| format!("{STRICT}; {more}");
    let (open, closed) = (policy("frame-src 'self'"), policy("frame-ancestors 'none'; frame-src 'self'"));
    for (page, path, name, value, faults) in [
        (frame, "/", "Content-Security-Policy", &*open, &[][..]),
        (&sandbox, "/", "Content-Security-Policy", &open, &["frame-sandbox"]),
        (&missing, "/", "Content-Security-Policy", &open, &["not-found"]),
        (&slip, "/", "Content-Security-Policy", &open, &["element-slip"]),
        (&foreign, "/", "Content-Security-Policy", &open, &["frame-data"]),
        (frame, "/", "Content-Security-Policy", STRICT, &["csp-frame"]),
        (frame, "/embed/", "X-Frame-Options", "DENY", &["frame-refused"]),
        (frame, "/embed/", "X-Frame-Options", "SAMEORIGIN", &[]),
        (frame, "/", "Content-Security-Policy", &closed, &["frame-refused"]),
    ] {
        let dir = site("form-frame");
        write(&dir, "index.html", page);
        write(&dir, "embed/embed.html", &inner);
        set(&dir, &[(path, name, value)]);
        let opinion = look(&dir);
        assert_eq!(opinion.faults(), faults, "{page} {path} {name}: {value}");
        assert!(opinion.has("form-frame"), "{:#?}", opinion.findings);
        assert_eq!(opinion.has("form-files"), faults != ["frame-data"], "the page in it is looked at");
    }
}

#[test]
fn where_webassembly_is_refused_the_reason_and_the_price_are_named() {
    let no_wasm = STRICT.replace(" 'wasm-unsafe-eval'", "");
    let wasm = format!("daylight/{WASM}");
    let whole = |dir: &Path| std::fs::read(dir.join(&wasm)).expect("the module");
    let plain_runs = |opinion: &Opinion| {
        let found = opinion.findings.iter().find(|finding| finding["id"] == "plain-runs");
        found.and_then(|finding| finding["message"].as_str()).unwrap_or_default().to_owned()
    };
    assert_eq!(plain_runs(&look(&site("form-wasm"))), "");
    // By the policy.
    let dir = site("form-wasm");
    set(&dir, &[("/", "Content-Security-Policy", &no_wasm)]);
    let opinion = look(&dir);
    assert_eq!((opinion.code, opinion.faults()), (Some(0), vec!["csp-wasm"]));
    let said = plain_runs(&opinion);
    assert!(said.contains("data-reason=\"csp\"") && said.contains("2 KB of code instead of 6 KB"), "{said}");
    // By something on the way: replaced, cut, taken away.
    for (name, bytes, faults, reason) in [
        ("filter", Some(b"<blocked>".to_vec()), &["wasm-filtered"][..], "filtered"),
        ("cut", Some(whole(&dir)[..1000].to_vec()), &["wasm-cut"], "filtered"),
        ("gone", None, &["not-found"], "network"),
    ] {
        let dir = site("form-wasm");
        match bytes {
            Some(bytes) => write(&dir, &wasm, bytes),
            None => std::fs::remove_file(dir.join(&wasm)).expect("it was there"),
        }
        let opinion = look(&dir);
        assert_eq!(opinion.faults(), faults, "{name}");
        assert!(plain_runs(&opinion).contains(&format!("data-reason=\"{reason}\"")), "{name}: {:#?}", opinion.findings);
    }
    // The second part has no stand-in of its own.
    let dir = site("form-wasm");
    write(&dir, &format!("daylight/{REST}"), "<blocked>");
    let opinion = look(&dir);
    assert_eq!((opinion.faults(), plain_runs(&opinion)), (vec!["changed-short"], String::new()));
    // A build that cannot help itself.
    let dir = site("form-wasm");
    let list = std::fs::read_to_string(dir.join("daylight/dist.json")).expect("the list");
    write(&dir, "daylight/dist.json", list.replace(PLAIN, "other.js"));
    assert_eq!(look(&dir).faults(), [""; 0], "nobody needs it");
    set(&dir, &[("/", "Content-Security-Policy", &no_wasm)]);
    assert_eq!(look(&dir).faults(), ["csp-wasm", "plain-missing"]);
}

#[test]
fn what_was_done_to_a_file_on_the_way_is_named() {
    let read = |dir: &Path, file: &str| std::fs::read(dir.join("daylight").join(file)).expect("a file of the build");
    type Change = fn(Vec<u8>) -> Vec<u8>;
    let changes: [(&str, Change, &str); 6] = [
        (GLUE, |bytes| [b"\xef\xbb\xbf", &bytes[..]].concat(), "changed-mark"),
        (GLUE, |bytes| String::from_utf8_lossy(&bytes).replace('\n', "\r\n").into_bytes(), "changed-lines"),
        (GLUE, |bytes| [&bytes[..], b"<!-- counted -->"].concat(), "changed-added"),
        (GLUE, |bytes| String::from_utf8_lossy(&bytes).replace("// what", "//what").into_bytes(), "changed-short"),
        (GLUE, |bytes| String::from_utf8_lossy(&bytes).replace("what", "WHAT").into_bytes(), "code-mixed"),
        (
            "words/en.json",
            |bytes| encoding_rs::GB18030.encode(&String::from_utf8_lossy(&bytes)).0.into_owned(),
            "changed-encoding",
        ),
    ];
    // A file that this page does not use is not looked at.
    let dir = site("form-digest");
    write(&dir, "daylight/embed-0123abcd01.js", "changed");
    assert_eq!(look(&dir).faults(), [""; 0]);
    for (file, change, expected) in changes {
        let dir = site("form-digest");
        let changed = change(read(&dir, file));
        write(&dir, &format!("daylight/{file}"), changed);
        let opinion = look(&dir);
        assert_eq!(opinion.faults(), [expected], "{file}");
        let finding = opinion.findings.iter().find(|finding| finding["id"] == expected).expect("it is there");
        assert!(finding["subjects"][0].as_str().is_some_and(|url| url.ends_with(file)), "{finding:#}");
        assert_eq!(opinion.lines("header", None), ["Cache-Control: no-transform"]);
    }
}

#[test]
fn more_than_one_loader_is_named_with_the_versions() {
    let other = "<script src=\"/other/daylight.js\" defer></script><daylight-budget";
    let again = format!("{TAG}<daylight-budget");
    let older = |list: String| list.replace("\"version\": \"0.1.0\"", "\"version\": \"0.0.9\"");
    for (page, change, faults) in [
        (PAGE.to_owned(), None, &[][..]),
        (PAGE.replace("<daylight-budget", other), None, &["two-loaders"]),
        (PAGE.replace("<daylight-budget", other), Some(older), &["two-versions"]),
        (PAGE.replace("<daylight-budget", &again), None, &["loader-twice"]),
    ] {
        let dir = site("form-versions");
        write(&dir, "index.html", &page);
        write_dist(&dir.join("other"));
        if let Some(change) = change {
            let list = std::fs::read_to_string(dir.join("other/dist.json")).expect("the list");
            write(&dir, "other/dist.json", change(list));
        }
        let opinion = look(&dir);
        assert_eq!(opinion.faults(), faults, "{page}");
        if faults == ["two-versions"] {
            let two = opinion.findings.iter().find(|f| f["id"] == "two-versions").expect("it is there");
            assert!(two["message"].as_str().is_some_and(|said| said.contains("(0.1.0, 0.0.9)")), "{two:#}");
        }
    }
}

#[test]
fn a_file_is_looked_at_as_it_would_be_served() {
    let dir = site("form-file");
    write(&dir, "2024/预算.html", PAGE);
    for page in ["index.html", "2024/预算.html"] {
        let opinion = Opinion::of(&dir.join(page).display().to_string());
        assert_eq!((opinion.code, opinion.faults()), (Some(0), vec![]), "{page}: {:#?}", opinion.findings);
        assert!(opinion.has("served-file") && opinion.has("csp-ok"));
    }
    write(&dir, &format!("daylight/{WASM}"), "PK");
    assert_eq!(Opinion::of(&dir.join("index.html").display().to_string()).faults(), ["wasm-filtered"]);
}

#[test]
fn folders_beside_a_file_are_mounted_as_serve_mounts_them() {
    let (dir, beside) = (folder("form-mount"), site("form-mounted"));
    write(&dir, "index.html", PAGE);
    let page = dir.join("index.html").display().to_string();
    let mount = |path: &str, folder: &Path| format!("/{path}={}", folder.display());
    let (code, data) = (mount("daylight", &beside.join("daylight")), mount("data", &beside.join("data")));
    assert_eq!(Opinion::of(&page).faults(), ["not-found"]);
    let opinion = Opinion::asked(&[&page, "--mount", &code, "--mount", &data]);
    assert_eq!((opinion.code, opinion.faults()), (Some(0), vec![]), "{:#?}", opinion.findings);
    let opinion = Opinion::asked(&[&page, "--mount", &mount("data", &dir.join("nowhere"))]);
    assert_eq!((opinion.code, opinion.faults()), (Some(2), vec!["unserved"]));
    let server = Server::start(&beside, &[]);
    assert!(Opinion::asked(&[&server.url("/"), "--mount", &data]).has("mount-unused"));
}
