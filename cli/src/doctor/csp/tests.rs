//! Policies as sites write them, and what browsers make of them.

use super::{Directive, Policy, Script, source_of};
use url::Url;

const PAGE: &str = "https://county.example/budget/";
const STRICT: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'";

fn url(text: &str) -> Url {
    Url::parse(text).expect("the test writes whole addresses")
}

fn script(policy: &str, from: &str, nonce: Option<&str>) -> bool {
    Policy::read(policy).allows_script(&Script { url: &url(from), nonce, integrity: None }, &url(PAGE))
}

fn connect(policy: &str, to: &str, page: &str) -> bool {
    Policy::read(policy).allows(Directive::Connect, &url(to), &url(page))
}

#[test]
fn sources_match_as_the_standard_says() {
    for (source, to, expected) in [
        ("'self'", "https://county.example/d.js", true),
        ("'SELF'", "https://county.example/d.js", true),
        ("'self'", "https://www.county.example/d.js", false),
        ("'self'", "https://county.example:8443/d.js", false),
        ("'self'", "http://county.example/d.js", false),
        ("'none'", "https://county.example/d.js", false),
        ("'none' 'self'", "https://county.example/d.js", true),
        ("", "https://county.example/d.js", false),
        ("*", "https://cdn.example/d.js", true),
        ("*", "data:text/javascript,1", false),
        ("data:", "data:text/javascript,1", true),
        ("https:", "https://cdn.example/d.js", true),
        ("https:", "http://cdn.example/d.js", false),
        ("http:", "https://cdn.example/d.js", true),
        ("cdn.example", "https://cdn.example/d.js", true),
        ("CDN.example", "https://cdn.example/d.js", true),
        ("cdn.example", "http://cdn.example/d.js", false),
        ("cdn.example", "https://cdn.example:444/d.js", false),
        ("cdn.example:*", "https://cdn.example:444/d.js", true),
        ("cdn.example:444", "https://cdn.example:444/d.js", true),
        ("http://cdn.example:80", "https://cdn.example/d.js", true),
        ("http://cdn.example", "https://cdn.example/d.js", true),
        ("https://cdn.example", "http://cdn.example/d.js", false),
        ("*.example", "https://cdn.example/d.js", true),
        ("*.cdn.example", "https://cdn.example/d.js", false),
        ("*.cdn.example", "https://a.b.cdn.example/d.js", true),
        ("*.cdn.example", "https://evilcdn.example/d.js", false),
        ("cdn.example/", "https://cdn.example/d/e.js", true),
        ("cdn.example/d/", "https://cdn.example/d/e.js", true),
        ("cdn.example/d", "https://cdn.example/d/e.js", false),
        ("cdn.example/d/e.js", "https://cdn.example/d/e.js", true),
        ("'unsafe-inline'", "https://county.example/d.js", false),
        ("'nonce-abc'", "https://county.example/d.js", false),
    ] {
        assert_eq!(connect(&format!("connect-src {source}"), to, PAGE), expected, "{source} for {to}");
    }
}

#[test]
fn self_of_a_plain_page_covers_its_safer_form() {
    assert!(connect("connect-src 'self'", "https://a.example/x", "http://a.example/"));
    assert!(connect("connect-src a.example", "https://a.example/x", "http://a.example/"));
    assert!(!connect("connect-src 'self'", "http://127.0.0.1:81/x", "http://127.0.0.1:80/"));
    assert!(connect("connect-src 'self'", "http://127.0.0.1:8080/x", "http://127.0.0.1:8080/y/"));
}

#[test]
fn what_is_not_said_falls_back_to_default_src() {
    assert!(!connect("default-src 'none'", "https://county.example/d.json", PAGE));
    assert!(connect("default-src 'self'", "https://county.example/d.json", PAGE));
    assert!(connect("script-src 'none'", "https://county.example/d.json", PAGE));
    assert!(connect("frame-ancestors 'none'", "https://other.example/d.json", PAGE));
    assert!(!script("script-src 'self'; script-src-elem 'none'", "https://county.example/d.js", None));
    assert!(script("script-src 'none'; script-src-elem 'self'", "https://county.example/d.js", None));
    // A directive that stands twice counts as it stood first.
    assert!(!connect("connect-src 'none'; connect-src *", "https://county.example/d.json", PAGE));
    assert!(connect("  ; CONNECT-SRC\t'self' ;;", "https://county.example/d.json", PAGE));
}

#[test]
fn scripts_come_in_by_address_nonce_or_digest() {
    let ours = "https://county.example/d.js";
    assert!(script(STRICT, ours, None));
    assert!(!script("script-src 'nonce-abc'", ours, None));
    assert!(script("script-src 'nonce-abc'", ours, Some("abc")));
    assert!(!script("script-src 'nonce-abc'", ours, Some("ABC")));
    assert!(script("script-src 'self' 'nonce-abc'", ours, None));
    assert!(!script("script-src 'self' 'nonce-abc' 'strict-dynamic'", ours, None));
    assert!(script("script-src 'nonce-abc' 'strict-dynamic'", ours, Some("abc")));
    let with = |integrity| {
        Policy::read("script-src 'sha256-AAA=' 'sha256-BBB='")
            .allows_script(&Script { url: &url(ours), nonce: None, integrity: Some(integrity) }, &url(PAGE))
    };
    assert!(with("sha256-AAA=") && with("sha256-AAA= sha256-BBB="));
    assert!(!with("sha256-CCC=") && !with("sha256-AAA= sha256-CCC=") && !with(""));
}

#[test]
fn an_allowed_script_imports_by_address_nonce_or_strict_dynamic() {
    let (loader, glue) = (url("https://cdn.example/daylight.js"), url("https://cdn.example/daylight-0123abcd.js"));
    let import = |policy: &str, nonce| {
        Policy::read(policy).allows_import(&glue, &Script { url: &loader, nonce, integrity: None }, &url(PAGE))
    };
    assert!(import("script-src https://cdn.example", None));
    assert!(!import("script-src https://cdn.example/daylight.js", None));
    assert!(import("script-src 'nonce-abc'", Some("abc")));
    assert!(import("script-src 'sha256-AAA=' 'strict-dynamic'", None));
    assert!(!import("script-src 'sha256-AAA='", None));
}

#[test]
fn wasm_wants_its_word() {
    assert!(Policy::read(STRICT).allows_wasm());
    assert!(Policy::read("script-src 'self' 'unsafe-eval'").allows_wasm());
    assert!(Policy::read("img-src 'self'").allows_wasm());
    assert!(Policy::read("default-src 'self' 'wasm-unsafe-eval'").allows_wasm());
    assert!(!Policy::read("default-src 'self'").allows_wasm());
    assert!(!Policy::read("default-src 'wasm-unsafe-eval'; script-src 'self'").allows_wasm());
    assert!(!Policy::read("script-src *").allows_wasm());
}

#[test]
fn commas_separate_policies_and_a_sandbox_is_seen() {
    let both = Policy::read_all("default-src 'self', script-src 'self' 'wasm-unsafe-eval' , ");
    assert_eq!(both.len(), 2);
    assert!(!both.iter().all(Policy::allows_wasm));
    assert!(Policy::read("sandbox").forbids_all_scripts());
    assert!(!Policy::read("sandbox allow-scripts").forbids_all_scripts());
    assert!(!Policy::read("sandbox").in_meta().forbids_all_scripts());
}

#[test]
fn what_is_missing_is_added_and_nothing_else_changes() {
    let mut policy = Policy::read("default-src 'self'; script-src 'self'; frame-ancestors 'none'");
    policy.add_wasm();
    policy.add(Directive::Connect, "https://data.example");
    let expected = "default-src 'self'; connect-src 'self' https://data.example; script-src 'self' 'wasm-unsafe-eval'; \
                    frame-ancestors 'none'";
    assert_eq!(policy.text(), expected);

    let mut policy = Policy::read("default-src 'none'");
    policy.add(Directive::Script, "'self'");
    policy.add_wasm();
    assert_eq!(policy.text(), "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
    assert!(policy.allows_wasm());

    let mut policy = Policy::read("img-src 'self'");
    policy.add(Directive::Connect, "'self'");
    assert_eq!(policy.text(), "img-src 'self'");

    let mut policy = Policy::read("script-src 'nonce-r4nd0m'; sandbox");
    policy.add_wasm();
    policy.add_scripts_to_sandbox();
    assert!(policy.has_nonce());
    assert_eq!(policy.text(), "script-src 'nonce-…' 'wasm-unsafe-eval'; sandbox allow-scripts");
}

#[test]
fn the_source_to_add_is_the_shortest_that_serves() {
    assert_eq!(source_of(&url("https://county.example/d.js"), &url(PAGE)), "'self'");
    assert_eq!(source_of(&url("https://cdn.example/d.js"), &url(PAGE)), "https://cdn.example");
    assert_eq!(source_of(&url("http://127.0.0.1:8081/d.js"), &url("http://127.0.0.1:8080/")), "http://127.0.0.1:8081");
}
