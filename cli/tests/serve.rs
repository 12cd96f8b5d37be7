//! `daylight serve` as a browser meets it: over a socket, request by request.

mod served;

use std::io::Read;
use std::process::Command;

use served::{Server, folder, write};

const PAGE: &str = "<!doctype html><title>清河县</title>";
const GLUE: &str = "export const one = 1;\n";

fn data() -> String {
    (0..4000).fold("code,name,amount\n".to_owned(), |text, n| format!("{text}{n},道路,{n}.50\n"))
}

fn unbrotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    brotli::Decompressor::new(bytes, 4096).read_to_end(&mut out).expect("it is brotli");
    out
}

fn ungzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut out).expect("it is gzip");
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::GzEncoder::new(bytes, flate2::Compression::best()).read_to_end(&mut out).expect("memory");
    out
}

#[test]
fn types_caching_and_cors_follow_the_kind_of_file() {
    let dir = folder("serve-types");
    write(&dir, "index.html", PAGE);
    write(&dir, "budget-20240131.csv", data());
    write(&dir, "gb18030.csv", b"\xb5\xc0\xc2\xb7,1\n");
    write(&dir, "d/daylight.js", GLUE);
    write(&dir, "d/daylight-0123abcd.js", GLUE);
    write(&dir, "d/daylight-0123abcd_bg.wasm", b"\0asm");
    let server = Server::start(&dir, &[]);
    for (path, kind, cache, cors) in [
        ("/", "text/html; charset=utf-8", "no-cache", ""),
        ("/budget-20240131.csv", "text/csv; charset=utf-8", "no-cache", "*"),
        ("/gb18030.csv", "text/csv", "no-cache", "*"),
        ("/d/daylight.js", "text/javascript; charset=utf-8", "no-cache", "*"),
        ("/d/daylight-0123abcd.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "*"),
        ("/d/daylight-0123abcd_bg.wasm", "application/wasm", "public, max-age=31536000, immutable", "*"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
        assert_eq!(answer.header("cache-control"), cache, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), cors, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "{path}");
        let head = server.ask("HEAD", path, &[]);
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        for name in ["content-type", "content-length", "etag", "last-modified"] {
            assert_eq!(head.header(name), answer.header(name), "{path} {name}");
        }
    }
    let asked = server.ask("OPTIONS", "/d/daylight.js", &[("Origin", "https://a.example")]);
    assert_eq!((asked.status, asked.header("access-control-allow-origin")), (204, "*"));
    assert_eq!(asked.header("access-control-allow-methods"), "GET, HEAD, OPTIONS");
    let missing = server.get("/data/none.csv");
    assert_eq!((missing.status, missing.header("access-control-allow-origin")), (404, "*"));
    let posted = server.ask("POST", "/", &[("Content-Length", "0")]);
    assert_eq!((posted.status, posted.header("allow")), (405, "GET, HEAD, OPTIONS"));
}

#[test]
fn what_the_client_accepts_is_compressed() {
    let dir = folder("serve-coding");
    let text = data();
    write(&dir, "data.csv", &text);
    write(&dir, "tiny.csv", "a\n");
    write(&dir, "picture.png", vec![0; 5000]);
    let server = Server::start(&dir, &[]);
    let plain = server.get("/data.csv");
    assert_eq!((plain.body.as_slice(), plain.header("content-encoding")), (text.as_bytes(), ""));
    let small = server.ask("GET", "/data.csv", &[("Accept-Encoding", "gzip, deflate, br")]);
    assert_eq!((small.header("content-encoding"), small.header("vary")), ("br", "Accept-Encoding"));
    assert_eq!(unbrotli(&small.body), text.as_bytes());
    let older = server.ask("GET", "/data.csv", &[("Accept-Encoding", "gzip, br;q=0")]);
    assert_eq!(older.header("content-encoding"), "gzip");
    assert_eq!(ungzip(&older.body), text.as_bytes());
    let tags = [plain.header("etag"), small.header("etag"), older.header("etag")];
    assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2], "{tags:?}");
    for path in ["/tiny.csv", "/picture.png"] {
        assert_eq!(server.ask("GET", path, &[("Accept-Encoding", "br")]).header("content-encoding"), "", "{path}");
    }
}

#[test]
fn a_precompressed_sibling_is_sent_as_it_lies_there_unless_it_is_another_file() {
    let dir = folder("serve-sibling");
    let text = data();
    let (best, stale) = (gzip(text.as_bytes()), gzip(b"yesterday"));
    write(&dir, "a.csv", &text);
    write(&dir, "a.csv.gz", &best);
    write(&dir, "b.csv", &text);
    write(&dir, "b.csv.gz", &stale);
    write(&dir, "c.csv", &text);
    write(&dir, "c.csv.br", "not brotli");
    let server = Server::start(&dir, &[]);
    for _ in 0..2 {
        let answer = server.ask("GET", "/a.csv", &[("Accept-Encoding", "gzip")]);
        assert_eq!((answer.header("content-encoding"), &answer.body), ("gzip", &best));
        let answer = server.ask("GET", "/b.csv", &[("Accept-Encoding", "gzip")]);
        assert_eq!((answer.header("content-encoding"), ungzip(&answer.body)), ("gzip", text.clone().into_bytes()));
        let answer = server.ask("GET", "/c.csv", &[("Accept-Encoding", "br")]);
        assert_eq!((answer.header("content-encoding"), unbrotli(&answer.body)), ("br", text.clone().into_bytes()));
    }
    let itself = server.ask("GET", "/a.csv.gz", &[("Accept-Encoding", "gzip, br")]);
    assert_eq!((itself.header("content-type"), itself.header("content-encoding")), ("application/gzip", ""));
}

#[test]
fn unchanged_content_is_not_sent_twice_and_changed_content_is() {
    let dir = folder("serve-etag");
    write(&dir, "data.csv", "code,amount\n1,2.00\n");
    let server = Server::start(&dir, &[]);
    let tag = server.get("/data.csv").header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.len() == 34, "{tag}");
    for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let answer = server.ask("GET", "/data.csv", &[("If-None-Match", &known)]);
        assert_eq!((answer.status, answer.body.len(), answer.header("etag")), (304, 0, tag.as_str()), "{known}");
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
    // Same length, at once: what was withdrawn must not be served from memory.
    write(&dir, "data.csv", "code,amount\n1,9.00\n");
    let answer = server.ask("GET", "/data.csv", &[("If-None-Match", &tag)]);
    assert_eq!((answer.status, answer.body.as_slice()), (200, &b"code,amount\n1,9.00\n"[..]));
    std::fs::remove_file(dir.join("data.csv")).expect("it is there");
    assert_eq!(server.ask("GET", "/data.csv", &[("If-None-Match", &tag)]).status, 404);
}

#[test]
fn a_part_of_a_file_is_sent_as_it_lies_on_disk() {
    let dir = folder("serve-range");
    let large: Vec<u8> = (0..3_000_000_u32).map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1]).collect();
    write(&dir, "ten.csv", "0123456789");
    write(&dir, "large.bin", &large);
    let server = Server::start(&dir, &[]);
    let ask = |range: &str| server.ask("GET", "/ten.csv", &[("Range", range), ("Accept-Encoding", "br")]);
    let part = ask("bytes=2-4");
    assert_eq!((part.status, part.body.as_slice(), part.header("content-range")), (206, &b"234"[..], "bytes 2-4/10"));
    assert_eq!((part.header("content-encoding"), part.header("accept-ranges")), ("", "bytes"));
    assert_eq!(ask("bytes=-3").body, b"789");
    let outside = ask("bytes=10-");
    assert_eq!((outside.status, outside.header("content-range")), (416, "bytes */10"));
    assert_eq!((ask("bytes=0-1,3-4").status, ask("bytes=0-1,3-4").body.len()), (200, 10));
    let with = |tag: &str| server.ask("GET", "/ten.csv", &[("Range", "bytes=0-0"), ("If-Range", tag)]).status;
    assert_eq!((with(part.header("etag")), with("\"other\"")), (206, 200));
    assert_eq!(server.ask("HEAD", "/ten.csv", &[("Range", "bytes=0-0")]).status, 200);
    assert_eq!(server.get("/large.bin").body, large);
    let tail = server.ask("GET", "/large.bin", &[("Range", "bytes=1000000-")]);
    assert_eq!((tail.status, tail.body.as_slice()), (206, &large[1_000_000..]));
}

#[test]
fn nothing_outside_the_folder_is_served() {
    let dir = folder("serve-outside");
    write(&dir, "secret.txt", "secret");
    write(&dir, "site/index.html", PAGE);
    write(&dir, "site/a/index.html", PAGE);
    write(&dir, "site/bare/x.txt", "x");
    write(&dir, "site/.git/config", "secret");
    write(&dir, "site/.env", "secret");
    write(&dir, "site/daylight.toml", "");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(dir.join("secret.txt"), dir.join("site/link.txt")).expect("links can be made");
        symlink(&dir, dir.join("site/up")).expect("links can be made");
        symlink(dir.join("site/.git"), dir.join("site/inner")).expect("links can be made");
        symlink(dir.join("site/bare/x.txt"), dir.join("site/fine.txt")).expect("links can be made");
    }
    let server = Server::start(&dir.join("site"), &[]);
    for path in [
        "/../secret.txt",
        "/a/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/a/%2E%2E/%2E%2E/secret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "/%00",
        "/index.html%00.txt",
        "//secret.txt",
        "/link.txt",
        "/up/secret.txt",
        "/inner/config",
        "/.git/config",
        "/%2egit/config",
        "/.env",
        "/daylight.toml",
        "/bare/",
        "/bare",
        "/a/./index.html",
        "/index.html/",
        "/a//index.html",
        "/%ff",
        "/%",
        "//evil.example/..",
        "/\\evil.example",
    ] {
        let answer = server.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.body.windows(6).any(|w| w == b"secret"), "{path}");
        assert!(answer.body.len() < 1000, "{path}");
    }
    #[cfg(unix)]
    assert_eq!(server.get("/fine.txt").body, b"x");
    let redirect = server.get("/a?year=2024");
    assert_eq!((redirect.status, redirect.header("location")), (308, "/a/?year=2024"));
    assert_eq!((server.get("/a/").status, server.get("/a/index.html").status), (200, 200));
}

#[test]
fn a_second_folder_is_mounted_and_headers_are_set_by_path() {
    let (dir, dist) = (folder("serve-mount"), folder("serve-mount-dist"));
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
    write(&dir, "index.html", PAGE);
    write(&dir, "strict/index.html", PAGE);
    write(&dir, "daylight/hidden.js", GLUE);
    write(&dist, "daylight.js", GLUE);
    write(
        &dir,
        "daylight.toml",
        format!("[[headers]]\npath = \"/strict/\"\n[headers.set]\nContent-Security-Policy = \"{policy}\"\n"),
    );
    let mount = format!("/daylight={}", dist.display());
    let server = Server::start(&dir, &["--mount", &mount]);
    assert_eq!(server.get("/daylight/daylight.js").body, GLUE.as_bytes());
    assert_eq!(server.get("/daylight/hidden.js").status, 404);
    assert_eq!(server.get("/daylightx").status, 404);
    assert_eq!(server.get("/strict/").header("content-security-policy"), policy);
    assert_eq!(server.get("/").header("content-security-policy"), "");
}

#[test]
fn no_spelling_of_a_path_escapes_its_headers() {
    let dir = folder("serve-spelling");
    write(&dir, "strict/index.html", PAGE);
    write(&dir, "strict/a b/index.html", PAGE);
    let rules =
        "[[headers]]\npath = \"/\"\nset.X-Rule = \"root\"\n[[headers]]\npath = \"/strict/\"\nset.X-Rule = \"strict\"\n";
    write(&dir, "daylight.toml", rules);
    let server = Server::start(&dir, &[]);
    for path in [
        "/strict/",
        "/%73trict/index.html",
        "/strict%2findex.html",
        "/%73%74%72%69%63%74%2F",
        "/strict/a%20b/",
        "/strict/index%2ehtml",
    ] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("x-rule")), (200, "strict"), "{path}");
    }
    // These lead nowhere, so there is nothing that a milder rule could be applied to.
    for path in [
        "//strict/index.html",
        "/./strict/index.html",
        "/a/../strict/index.html",
        "/%2e/strict/",
        "/strict//index.html",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn what_cannot_start_says_why_and_exits_with_2() {
    let dir = folder("serve-refusal");
    write(&dir, "bad/daylight.toml", "[[headers]]\npath = \"/\"\nheader = 1\n");
    let server = Server::start(&dir, &[]);
    let run = |args: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_daylight")).arg("serve").args(args).output().expect("it was built");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let path = dir.to_str().expect("the build's folder has a plain name");
    let (code, message) = run(&[path, "--listen", &server.address]);
    assert_eq!(code, Some(2), "{message}");
    assert!(message.contains(&format!("{} is already in use", server.address)), "{message}");
    let bad = format!("{path}/bad");
    let (code, message) = run(&[&bad, "--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(2), "{message}");
    assert!(message.contains("daylight.toml:3: unknown field `header`"), "{message}");
    let none = format!("{path}/none");
    assert_eq!(run(&[&none]).0, Some(2));
    assert_eq!(run(&[path, "--listen", "nonsense"]).0, Some(2));
    assert_eq!(run(&[path, "--mount", "daylight=x"]).0, Some(2));
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_cleanly() {
    let dir = folder("serve-signal");
    for signal in ["-INT", "-TERM"] {
        let mut server = Server::start(&dir, &[]);
        // An idle connection must not hold it up.
        let idle = std::net::TcpStream::connect(&server.address).expect("it listens");
        let sent = Command::new("kill").args([signal, &server.id().to_string()]).status().expect("kill is there");
        assert!(sent.success());
        assert_eq!(server.wait(), Some(0), "{signal}");
        drop(idle);
    }
}
