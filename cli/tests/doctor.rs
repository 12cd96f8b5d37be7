//! `daylight doctor` before servers that do something wrong on purpose: it names the fault, and its line mends it.

mod served;

use std::process::Command;

use served::build::{GLUE, PAGE, RECENT, STRICT, WASM, set, site, write_data};
use served::opinion::Opinion;
use served::{Server, folder, free_port, write};

#[test]
fn a_page_served_by_us_is_in_order() {
    let server = Server::start(&site("doctor-clean"), &[]);
    let opinion = Opinion::of(&server.url("/"));
    assert_eq!((opinion.code, opinion.faults()), (Some(0), vec![]), "{:#?}", opinion.findings);
    for id in ["page", "file-ok", "code-version", "csp-ok"] {
        assert!(opinion.has(id), "{id}");
    }
}

#[test]
fn each_wrong_header_is_named_and_its_line_mends_it() {
    let glue = format!("/daylight/{GLUE}");
    let wasm = format!("/daylight/{WASM}");
    let no_wasm = STRICT.replace(" 'wasm-unsafe-eval'", "");
    let no_connect = STRICT.replace("connect-src 'self'; ", "");
    let no_style = STRICT.replace("style-src 'self'; ", "");
    let picky = STRICT.replace("script-src 'self'", "script-src http://127.0.0.1:*/daylight/daylight.js");
    for (path, name, value, faults) in [
        ("/daylight/daylight.js", "Content-Type", "text/plain", &["script-type-blocked"][..]),
        (&glue, "Content-Type", "text/plain", &["module-type"]),
        (&wasm, "Content-Type", "application/octet-stream", &["wasm-type"]),
        ("/data/datapackage.json", "Content-Type", "text/plain", &["data-type"]),
        ("/data/budget.csv", "Content-Type", "application/octet-stream", &["data-type"]),
        ("/data/budget.csv", "Content-Type", "text/csv; charset=gbk", &["charset-wrong"]),
        (&wasm, "Cache-Control", "no-cache", &["cache-code"]),
        (&wasm, "Cache-Control", "private, max-age=31536000", &["cache-code"]),
        (&wasm, "Cache-Control", "no-cache, max-age=31536000", &["cache-code"]),
        ("/data/", "Cache-Control", "max-age=0, s-maxage=600", &["cache-shared"]),
        ("/data/", "Cache-Control", "max-age=0, stale-while-revalidate=60", &["cache-shared"]),
        ("/data/", "Cache-Control", "no-cache, s-maxage=600", &[]),
        ("/data/", "Cache-Control", "max-age=600", &["cache-stale"]),
        ("/daylight/daylight.js", "Cache-Control", "max-age=86400", &["cache-stale"]),
        ("/", "Content-Security-Policy", &no_wasm, &["csp-wasm"]),
        ("/", "Content-Security-Policy", &no_connect, &["csp-connect"]),
        ("/", "Content-Security-Policy", &no_style, &["csp-style"]),
        ("/", "Content-Security-Policy", &picky, &["csp-glue"]),
        ("/", "Content-Security-Policy", "default-src 'none'", &["csp-connect", "csp-script", "csp-style", "csp-wasm"]),
        ("/", "Content-Security-Policy", "default-src 'self' 'wasm-unsafe-eval'; sandbox", &["csp-sandbox"]),
        ("/", "Content-Security-Policy", "script-src 'nonce-abc' 'wasm-unsafe-eval'", &["csp-nonce"]),
    ] {
        let dir = site("doctor-headers");
        set(&dir, &[(path, name, value)]);
        let ill = Opinion::of(&Server::start(&dir, &[]).url("/"));
        assert_eq!(ill.faults(), faults, "{path} {name}: {value}");
        if faults.is_empty() {
            continue;
        }
        let line = match ill.lines("header", None).first() {
            Some(line) => line.clone(),
            None => ill.lines("html", None).first().cloned().unwrap_or_default(),
        };
        if let Some(tag) = line.strip_prefix('<') {
            let tag = format!("<{}", tag.replace('…', "abc"));
            write(&dir, "index.html", PAGE.replace("<script src=\"/daylight/daylight.js\" defer></script>", &tag));
        } else {
            // For the loader's own lifetime the line gives the general rule: ask again.
            let (name, value) = line.split_once(": ").expect("a header has a value");
            let value = if faults == ["cache-code"] { "public, max-age=31536000, immutable" } else { value };
            let value = value.replace('…', "text/csv");
            set(&dir, &[(path, name, &value)]);
        }
        let mended = Opinion::of(&Server::start(&dir, &[]).url("/"));
        assert_eq!(mended.faults(), [""; 0], "{path} {name}: {value} mended by {line}");
    }
}

#[test]
fn each_fault_of_a_page_is_named() {
    let meta = "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'none'\"><script";
    for (from, to, faults) in [
        ("<script src=\"/daylight/daylight.js\" defer></script>", "", &["no-loader"][..]),
        (" defer", "", &["loader-blocks"]),
        (" defer", " type=\"module\"", &["loader-module"]),
        (" defer", " async", &[]),
        (" defer", " integrity=\"sha256-AAAA\" defer", &["integrity-wrong"]),
        ("<daylight-budget", "<other-budget", &["no-element"]),
        ("<daylight-budget src=", "<div data-daylight=\"budget\" data-src=", &[]),
        ("src=\"/data/datapackage.json\"><p>预算</p>", ">", &["element-empty"]),
        ("src=\"/data/datapackage.json\"", "", &["element-empty"]),
        ("src=\"/data/datapackage.json\"", "data-src=\"/data/datapackage.json\"", &["element-slip"]),
        ("budget src=", "budget source=", &["element-slip"]),
        ("src=\"/data", "data-src=\"/data\" data-aos=\"fade\" role=\"group\" src=\"/data", &[]),
        ("<daylight-budget src=", "<div data-daylight=\"budget\" src=", &["element-slip"]),
        ("<daylight-budget src=", "<div data-daylight=\"bugdet\" data-src=", &["element-unknown"]),
        ("src=\"/data/", "veiw=\"table\" src=\"/data/", &["attribute-slip"]),
        ("src=\"/data/", "view=\"treemapp\" src=\"/data/", &["attribute-value"]),
        ("src=\"/data/", "view=\"table\" year=\"2025\" unit=\"\" src=\"/data/", &[]),
        (
            "<p>预算</p>",
            "<a href=\"/data/budget.csv#a\">a</a><a href=\"mailto:x\">b</a><a href=\"https://b.example/\">c</a>",
            &[],
        ),
        ("<p>预算</p>", "<a href=\"/data/budget.xlsx\">a</a>", &["link-broken"]),
        ("<p>预算</p>", "<picture><source srcset=\"/a.svg 480w, /b.svg 960w\"></picture>", &["link-broken"]),
        ("/data/datapackage.json", "/data/none.json", &["not-found"]),
        ("/data/datapackage.json", "/", &["is-html"]),
        ("/data/datapackage.json", "/data/budget.csv", &[]),
        ("/data/datapackage.json", "mailto:x", &["element-address"]),
        ("/daylight/daylight.js", "/copy/daylight.js", &["no-dist"]),
        (
            "<daylight-budget",
            "<script src=\"/copy/daylight.js\" defer></script><daylight-budget",
            &["no-dist", "two-versions"],
        ),
        ("<script", meta, &["csp-script", "csp-wasm"]),
        ("<p>预算</p>", "<img src=\"https://pictures.example/a.png\">", &["csp-image"]),
        (
            "<script",
            "<!-- <daylight-funds> --><template><script src=\"/x/daylight.js\"></script></template><script",
            &[],
        ),
    ] {
        let dir = site("doctor-pages");
        let page = PAGE.replace(from, to);
        assert!(page != PAGE, "{from}");
        write(&dir, "index.html", page);
        write(&dir, "copy/daylight.js", "import(\"./a.js\");");
        let opinion = Opinion::of(&Server::start(&dir, &[]).url("/"));
        assert_eq!(opinion.faults(), faults, "{from} → {to}: {:#?}", opinion.findings);
    }
}

#[test]
fn faults_of_files_and_packages_are_named() {
    let descriptor =
        |path: &str| format!("{{\"daylight:as-of\": \"{RECENT}\", \"resources\": [{{\"path\": \"{path}\"}}]}}");
    let refused = descriptor("../index.html");
    let missing = descriptor("none.csv");
    let inline = missing.replace("\"path\": \"none.csv\"", "\"data\": [{\"amount\": 1}]");
    for (file, content, faults) in [
        (format!("daylight/{GLUE}"), "export default 2;", &["changed-short"][..]),
        ("data/datapackage.json".to_owned(), "{\"resources\": [", &["data-unreadable"]),
        ("data/datapackage.json".to_owned(), "{\"created\": \"9999-01-01\"}", &["data-no-resource"]),
        ("data/datapackage.json".to_owned(), &inline, &["data-inline"]),
        ("data/datapackage.json".to_owned(), &refused, &["data-path-refused"]),
        ("data/datapackage.json".to_owned(), &missing, &["not-found"]),
        ("data/budget.csv".to_owned(), "<!DOCTYPE html><p>login", &["is-html"]),
    ] {
        let dir = site("doctor-files");
        write(&dir, &file, content);
        let opinion = Opinion::of(&Server::start(&dir, &[]).url("/"));
        assert_eq!(opinion.faults(), faults, "{file}: {:#?}", opinion.findings);
    }
    let dir = site("doctor-files");
    write_data(&dir.join("data"), "2014-12-31");
    let opinion = Opinion::of(&Server::start(&dir, &[]).url("/"));
    assert!(
        opinion.has("data-old") && opinion.faults().is_empty() && opinion.code == Some(0),
        "{:#?}",
        opinion.findings
    );
}

#[test]
fn another_host_must_let_the_page_read() {
    let files = site("doctor-cors-files");
    set(&files, &[("/", "Access-Control-Allow-Origin", "https://nobody.example")]);
    let other = Server::start(&files, &[]);
    let dir = folder("doctor-cors");
    let page = PAGE
        .replace("\"/daylight", &format!("\"{}", other.url("/daylight")))
        .replace("\"/data", &format!("\"{}", other.url("/data")));
    write(&dir, "index.html", page);
    let server = Server::start(&dir, &[]);
    let ill = Opinion::of(&server.url("/"));
    assert_eq!((ill.code, ill.faults()), (Some(1), vec!["cors-missing"]), "{:#?}", ill.findings);
    assert_eq!(ill.lines("header", None), ["Access-Control-Allow-Origin: *"]);

    // Open, but the page's policy knows only itself.
    set(&files, &[]);
    let other = Server::start(&files, &[]);
    let page = PAGE
        .replace("\"/daylight", &format!("\"{}", other.url("/daylight")))
        .replace("\"/data", &format!("\"{}", other.url("/data")));
    write(&dir, "index.html", page);
    set(&dir, &[("/", "Content-Security-Policy", STRICT)]);
    let ill = Opinion::of(&Server::start(&dir, &[]).url("/"));
    assert_eq!(ill.faults(), ["csp-connect", "csp-script", "csp-style"], "{:#?}", ill.findings);
    let line = ill.lines("header", None).remove(0);
    let policy = line.strip_prefix("Content-Security-Policy: ").expect("the policy as it should read");
    set(&dir, &[("/", "Content-Security-Policy", policy)]);
    let mended = Opinion::of(&Server::start(&dir, &[]).url("/"));
    assert_eq!((mended.code, mended.faults()), (Some(0), vec![]), "{:#?}", mended.findings);
}

#[test]
fn what_cannot_be_read_exits_with_2() {
    let server = Server::start(&site("doctor-unreadable"), &[]);
    for (url, id) in [
        ("data/index.html".to_owned(), "address"),
        ("file:///etc/hostname".to_owned(), "address"),
        (server.url("/none.html"), "page-status"),
        (format!("http://127.0.0.1:{}/", free_port()), "unreachable"),
    ] {
        let opinion = Opinion::of(&url);
        assert_eq!((opinion.code, opinion.faults()), (Some(2), vec![id]), "{url}");
    }
}

#[test]
fn people_read_it_in_their_language() {
    let dir = site("doctor-words");
    set(&dir, &[("/", "Content-Security-Policy", "default-src 'self'")]);
    let server = Server::start(&dir, &[]);
    let say = |more: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_daylight")).args(["doctor", &server.url("/")]).args(more).output();
        let output = output.expect("the command was built");
        (
            output.status.code(),
            String::from_utf8(output.stdout).expect("it is UTF-8"),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (code, text, _) = say(&[]);
    assert_eq!(code, Some(0));
    assert!(text.starts_with("warning: The page's policy forbids WebAssembly"), "{text}");
    assert!(
        text.contains("  nginx, in the location that serves these files:\n    add_header Content-Security-Policy"),
        "{text}"
    );
    assert!(text.contains("    Header always set Content-Security-Policy \"default-src 'self'; script-src 'self' 'wasm-unsafe-eval'\"\n"), "{text}");
    assert!(text.contains("\nErrors: 0, warnings: 1, notes: 1, in order: "), "{text}");
    let (_, text, _) = say(&["--lang", "zh-Hans"]);
    assert!(text.starts_with("警告: 网页的内容安全策略禁止 WebAssembly"), "{text}");
    let (code, _, message) = say(&["--lang", "tlh"]);
    assert!(code == Some(2) && message.contains("en, zh-Hans"), "{message}");
}
