//! The harness itself: each thing it guards against is planted in a small page and must be caught.

use daylight_tests::browser::Browser;
use daylight_tests::emulation::{Line, Preferences};
use daylight_tests::golden::difference;
use daylight_tests::keyboard::Key;
use daylight_tests::page_server::{PageServer, Reply};
use serde_json::json;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// A page without faults around some content.
fn page(content: &str) -> Reply {
    Reply::html(&format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>A page</title>\
         <meta name=\"viewport\" content=\"width=device-width\"></head><body><main><h1>A page</h1>{content}</main></body></html>"
    ))
}

fn open(content: &str) -> (PageServer, Browser) {
    let server = PageServer::start([("/", page(content))]);
    let browser = Browser::chromium();
    browser.go(&server.url("/"));
    (server, browser)
}

/// What a failing check says; the check must fail.
#[track_caller]
fn caught(check: impl FnOnce()) -> String {
    let Err(fault) = catch_unwind(AssertUnwindSafe(check)) else { panic!("the planted fault was not caught") };
    let text = fault.downcast_ref::<String>().map(String::as_str).or(fault.downcast_ref::<&str>().copied());
    text.unwrap_or_default().to_owned()
}

#[test]
fn a_quiet_page_passes_every_check() {
    let (server, browser) = open("<p>Nothing to see.</p>");
    browser.assert_console_empty();
    browser.assert_no_request_elsewhere(&[&server.origin()]);
    browser.assert_still();
    browser.assert_accessible();
    assert_eq!(server.asked().first().map(String::as_str), Some("/"));
}

#[test]
fn what_is_written_to_the_console_is_caught() {
    let (_server, browser) = open("<script>console.info('a word')</script>");
    assert!(caught(|| browser.assert_console_empty()).contains("a word"));
    browser.forget_console();
    browser.assert_console_empty();
    browser.script("setTimeout(() => { throw new Error('a trap') })", &[]);
    browser.wait_for("the error's line", || {
        browser.console_lines().iter().any(|line| line.contains("a trap")).then_some(())
    });
}

#[test]
fn a_breach_of_the_content_security_policy_is_caught() {
    let strict = page("<p style=\"color: red\">Red.</p>")
        .with("Content-Security-Policy", "default-src 'none'; style-src 'self'");
    let server = PageServer::start([("/", strict)]);
    let browser = Browser::chromium();
    browser.go(&server.url("/"));
    assert!(caught(|| browser.assert_console_empty()).contains("Content Security Policy"));
    // The checks themselves need no weaker policy.
    browser.assert_accessible();
    browser.assert_still();
}

#[test]
fn a_request_to_another_origin_is_caught() {
    let elsewhere = PageServer::start([("/spy.css", Reply::new("text/css", ""))]);
    let server =
        PageServer::start([("/", page(&format!("<link rel=\"stylesheet\" href=\"{}\">", elsewhere.url("/spy.css"))))]);
    let browser = Browser::chromium();
    browser.go(&server.url("/"));
    assert!(caught(|| browser.assert_no_request_elsewhere(&[&server.origin()])).contains("/spy.css"));
    browser.assert_no_request_elsewhere(&[&server.origin(), &elsewhere.origin()]);
    browser.forget_requests();
    assert!(caught(|| browser.assert_no_request_elsewhere(&[])).contains("nothing was checked"));
}

#[test]
fn content_that_moves_is_caught() {
    let (_server, browser) =
        open("<div id=\"late\"></div><ul id=\"below\"><li>A text<li>that<li>someone<li>is<li>reading</ul>");
    browser.assert_still();
    browser.script("for (let line = 0; line < 10; line += 1) late.append(document.createElement('br'))", &[]);
    let report = caught(|| browser.assert_still());
    assert!(report.contains("ul#below"), "{report}");
}

#[test]
fn an_accessibility_violation_is_caught_also_in_a_shadow_tree() {
    let (_server, browser) = open("<div id=\"host\"></div>");
    browser.assert_accessible();
    browser.script("host.attachShadow({ mode: 'open' }).append(document.createElement('button'))", &[]);
    let report = caught(|| browser.assert_accessible());
    assert!(report.contains("button-name") && report.contains("#host >>> button"), "{report}");
}

#[test]
fn the_accessibility_tree_is_in_reading_order_and_changes_with_the_page() {
    let (_server, browser) = open(
        "<p>Road <b>money</b></p><button aria-expanded=\"false\">Open</button><ul><li>One</li><li><a href=\"#x\">Two</a></li></ul>\
         <table><caption>Sums</caption><tr><th scope=\"col\">Road</th></tr><tr><td>12</td></tr></table>\
         <div aria-hidden=\"true\">Not read</div>",
    );
    let expected = "\
RootWebArea \"A page\"
  main
    heading \"A page\" level=1
    paragraph
      text \"Road\"
      text \"money\"
    button \"Open\"
    list
      listitem
        text \"One\"
      listitem
        link \"Two\"
    table \"Sums\"
      caption
        text \"Sums\"
      row
        columnheader \"Road\"
      row
        cell \"12\"
";
    let read = browser.accessibility_tree();
    assert_eq!(read, expected, "{}", difference(expected, &read).unwrap_or_default());
    browser.script("document.querySelector('button').setAttribute('aria-expanded', 'true')", &[]);
    let changed = difference(expected, &browser.accessibility_tree());
    assert!(changed.is_some_and(|lines| lines.contains("+     button \"Open\" expanded=true")));
}

#[test]
fn the_window_and_the_readers_preferences_are_emulated() {
    let (_server, browser) = open("<p>Text</p>");
    let matches = |query: &str| browser.value(&format!("matchMedia('({query})').matches")) == true;
    browser.resize(360, 800);
    assert_eq!(browser.value("innerWidth"), 360);
    browser.prefer(Preferences { dark: true, reduced_motion: true, ..Preferences::default() });
    assert!(
        matches("prefers-color-scheme: dark")
            && matches("prefers-reduced-motion: reduce")
            && !matches("forced-colors: active")
    );
    browser.prefer(Preferences { forced_colors: true, print: true, ..Preferences::default() });
    assert!(matches("forced-colors: active") && !matches("prefers-color-scheme: dark"));
    assert_eq!(browser.value("matchMedia('print').matches"), true);
}

#[test]
fn a_poor_line_and_a_blocked_file_are_emulated() {
    let bulk = Reply::new("application/octet-stream", vec![b'x'; 100_000]);
    let server = PageServer::start([("/", page("")), ("/bulk", bulk.clone()), ("/code.wasm", bulk)]);
    let browser = Browser::chromium();
    browser.go(&server.url("/"));
    browser.use_line(Line::POOR);
    let load = |path: &str| {
        let fetch = "const [path, done] = arguments;
            fetch(path).then((answer) => answer.text()).then((text) => done(text.length), () => done(-1));";
        let started = Instant::now();
        let length = browser.session().script_async(fetch, &[json!(path)]).expect("the script answers");
        (length, started.elapsed())
    };
    let (length, took) = load("/bulk");
    assert_eq!(length, 100_000);
    // 0.8 Mbit at 1.6 Mbit/s, and the delay.
    assert!(took.as_millis() > 500, "{took:?}");
    browser.block(&["*://*:*/*.wasm"]);
    assert_eq!(load("/code.wasm").0, -1);
    let blocked = browser.requests().into_iter().find(|exchange| exchange.url.ends_with("/code.wasm"));
    assert_eq!(blocked.and_then(|exchange| exchange.failure).as_deref(), Some("inspector"));
    assert!(browser.requests().iter().any(|exchange| exchange.wire_bytes.is_some_and(|bytes| bytes > 100_000)));
}

#[test]
fn keys_reach_what_has_the_focus_in_a_shadow_tree() {
    let (_server, browser) = open("<div id=\"host\"></div><input aria-label=\"Search\">");
    let shadow = "const root = host.attachShadow({ mode: 'open' });
        for (const name of ['one', 'two']) {
            const button = document.createElement('button');
            button.textContent = name;
            button.onclick = (event) => { document.title = name + ' ' + event.isTrusted; };
            root.append(button);
        }";
    browser.script(shadow, &[]);
    browser.press(Key::Tab);
    browser.press(Key::Tab);
    let second = browser.find_all("#host >>> button").pop();
    assert_eq!(browser.focused(), second);
    browser.press(Key::Enter);
    assert_eq!(browser.value("document.title"), "two true");
    browser.press_with(Key::Shift, Key::Tab);
    browser.press(Key::Space);
    assert_eq!(browser.value("document.title"), "one true");
    browser.press(Key::Tab);
    browser.press(Key::Tab);
    browser.type_text("石桥 a");
    assert_eq!(browser.of("input", "value"), "石桥 a");
}

#[test]
fn the_mouse_is_real_and_a_covered_button_is_not_clicked() {
    let (_server, browser) =
        open("<button id=\"free\">Free</button> <button id=\"covered\">Covered</button><div id=\"cover\"></div>");
    browser.script(
        "free.onclick = (event) => { document.title = 'clicked ' + event.isTrusted; };
         free.onmouseenter = () => { free.dataset.hovered = 'yes'; };
         const box = covered.getBoundingClientRect();
         for (const side of ['left', 'top', 'width', 'height']) cover.style[side] = box[side] + 'px';
         cover.style.position = 'fixed';",
        &[],
    );
    browser.hover("#free");
    assert_eq!(browser.attribute("#free", "data-hovered").as_deref(), Some("yes"));
    browser.click("#free");
    assert_eq!(browser.value("document.title"), "clicked true");
    assert!(caught(|| browser.click("#covered")).contains("intercepted"));
}

#[test]
fn a_download_is_read_back() {
    let (_server, browser) = open("<a id=\"save\" download=\"sums.csv\">Save</a>");
    browser.script("save.href = URL.createObjectURL(new Blob(['\\ufeffa,b\\r\\n1,2\\r\\n']))", &[]);
    browser.click("#save");
    let (name, bytes) = browser.downloaded();
    assert_eq!((name.as_str(), bytes.as_slice()), ("sums.csv", "\u{feff}a,b\r\n1,2\r\n".as_bytes()));
}

#[test]
fn a_held_reply_comes_when_it_is_released_and_waiting_is_for_a_condition() {
    let server = PageServer::start([("/", page("")), ("/data", Reply::new("text/plain", "here").held())]);
    let browser = Browser::chromium();
    browser.go(&server.url("/"));
    let load = "document.title = 'loading';
        fetch('/data').then((data) => data.text()).then((text) => { document.title = text; });";
    browser.script(load, &[]);
    browser.wait_for("the request", || server.asked().contains(&"/data".to_owned()).then_some(()));
    assert_eq!(browser.value("document.title"), "loading");
    server.release("/data");
    browser.wait_until("document.title === 'here'");
}

#[test]
fn a_screenshot_is_a_picture_of_the_window() {
    let (_server, browser) = open("<p>清河县 2024</p>");
    browser.resize(360, 200);
    let picture = std::fs::read(browser.screenshot("harness")).expect("the picture was written");
    assert_eq!(&picture[..8], b"\x89PNG\r\n\x1a\n");
    let size = |at: usize| u32::from_be_bytes([picture[at], picture[at + 1], picture[at + 2], picture[at + 3]]);
    assert_eq!((size(16), size(20)), (360, 200));
}

#[test]
fn without_scripts_the_page_is_what_its_markup_says() {
    let server = PageServer::start([(
        "/",
        page("<noscript>No scripts here.</noscript><script>document.title = 'ran'</script>"),
    )]);
    let browser = Browser::chromium();
    browser.without_scripts();
    browser.go(&server.url("/"));
    let read = browser.accessibility_tree();
    assert!(read.contains("No scripts here.") && read.starts_with("RootWebArea \"A page\""), "{read}");
}

#[test]
fn firefox_follows_the_same_commands() {
    let server = PageServer::start([("/", page("<button id=\"go\">Go</button>"))]);
    let browser = Browser::firefox();
    browser.go(&server.url("/"));
    browser.assert_console_empty();
    browser.assert_accessible();
    browser.script("document.getElementById('go').onclick = () => { document.title = 'gone'; }", &[]);
    browser.press(Key::Tab);
    browser.press(Key::Enter);
    browser.wait_until("document.title === 'gone'");
    browser.script("setTimeout(() => console.error('a word'))", &[]);
    browser.wait_for("the console line", || {
        browser.console_lines().iter().any(|line| line.contains("a word")).then_some(())
    });
}
