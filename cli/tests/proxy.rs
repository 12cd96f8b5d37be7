//! nginx as a cache before `daylight serve`, with the lines of `docs/headers.md`: code is kept, data never are.

mod served;

use std::path::Path;

use served::build::{GLUE, WASM, site};
use served::foreign::{Foreign, has};
use served::opinion::Opinion;
use served::recipe::block;
use served::{Answer, Server, ask, folder, write};

const TOMBSTONE: &str = r#"{"daylight:withdrawn": {"version": "2026-01-03-0123456789ab", "sha256": "0123456789abcdef", "date": "2026-02-01", "reason": "a name was in it"}, "name": "qinghe", "title": "预算"}"#;

/// A cache with these lines for `server`, before a server.
fn cache(name: &str, behind: &Server, in_server: &str) -> Foreign {
    let dir = folder(name);
    let in_http = block("```nginx\n# inside http { } of the cache");
    let in_http = in_http.replace("/var/cache/nginx/daylight", &dir.join("cache").display().to_string());
    Foreign::nginx(&dir, Path::new("/nowhere"), &in_http, &in_server.replace("127.0.0.1:8080", &behind.address))
}

fn get(cache: &Foreign, path: &str, headers: &[(&str, &str)]) -> Answer {
    let address = cache.url.trim_start_matches("http://").trim_end_matches('/');
    ask(address, "GET", path, headers)
}

/// Whether the request after a withdrawal gets the tombstone.
fn withdrawal_shows_at_once(cache: &Foreign, root: &Path) -> bool {
    for path in ["/data/datapackage.json", "/data/budget.csv"] {
        // Twice: a cache may keep what is asked for a second time only.
        for _ in 0..2 {
            assert_eq!(get(cache, path, &[]).status, 200, "{path}");
        }
    }
    write(root, "data/datapackage.json", TOMBSTONE);
    std::fs::remove_file(root.join("data/budget.csv")).expect("it was there");
    let (descriptor, rows) = (get(cache, "/data/datapackage.json", &[]), get(cache, "/data/budget.csv", &[]));
    descriptor.body == TOMBSTONE.as_bytes() && rows.status == 404
}

#[test]
fn a_withdrawn_package_is_gone_with_the_next_request_and_code_is_kept() {
    if !has("nginx", "nginx-light") {
        return;
    }
    let lines = block("```nginx\n# inside server { } of the cache");
    let root = site("proxy-behind");
    let server = Server::start(&root, &[]);
    let cache = cache("proxy", &server, &lines);
    let opinion = Opinion::of(&cache.url);
    assert_eq!((opinion.code, opinion.faults()), (Some(0), vec![]), "{:#?}", opinion.findings);
    assert!(!opinion.has("not-revalidated"), "{:#?}", opinion.findings);
    // Unchanged data travel once.
    let first = get(&cache, "/data/datapackage.json", &[]);
    let again = get(&cache, "/data/datapackage.json", &[("If-None-Match", first.header("etag"))]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert!(withdrawal_shows_at_once(&cache, &root));
    // The cache is one: code that it has seen needs no server behind it.
    for name in [GLUE, WASM] {
        let path = format!("/daylight/{name}");
        let before = get(&cache, &path, &[]);
        std::fs::remove_file(root.join(format!("daylight/{name}"))).expect("it was there");
        assert_eq!((before.status, server.get(&path).status), (200, 404), "{name}");
        let after = get(&cache, &path, &[]);
        assert_eq!((after.status, after.body == before.body), (200, true), "{name}");
    }
}

#[test]
fn a_cache_that_does_not_ask_again_goes_on_showing_what_was_withdrawn() {
    if !has("nginx", "nginx-light") {
        return;
    }
    let lines = block("```nginx\n# inside server { } of the cache");
    let planted =
        "proxy_cache daylight;\n    proxy_ignore_headers Cache-Control Expires;\n    proxy_cache_valid 200 10m;";
    let planted = lines.replace("proxy_cache off;", planted);
    assert_ne!(planted, lines);
    let root = site("proxy-planted-behind");
    let server = Server::start(&root, &[]);
    let cache = cache("proxy-planted", &server, &planted);
    assert!(!withdrawal_shows_at_once(&cache, &root), "the planted fault shows");
}
