//! The one file, where it is meant for: an old content system that takes one script under a name of its own and one block of
//! HTML, in GBK, on a host that serves everything else as plain text, under a policy that knows no WebAssembly.

use daylight_tests::browser::Browser;
use daylight_tests::keyboard::Key;
use daylight_tests::page_server::{PageServer, Reply};
use daylight_tests::place;
use daylight_tests::stage::{ELEMENT, NO_WASM, inside};

const PACKAGE: &str = "qinghe-budget-2025";

fn old_host() -> PageServer {
    let server = PageServer::start([]);
    let page = "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=gbk\"><title>清河县预算公开</title></head>\
        <body><script src=\"/upload/20260101.js\"></script>\
        <div data-daylight=\"budget\" data-src=\"/upload/data/datapackage.json\" data-lang=\"zh-Hans\" data-year=\"2025\"></div></body></html>";
    let (gbk, _, _) = encoding_rs::GBK.encode(page);
    let with_policy =
        |reply: Reply| reply.with("Content-Security-Policy", NO_WASM).with("X-Content-Type-Options", "nosniff");
    server.reply("/", with_policy(Reply::new("text/html", gbk.into_owned())));
    let single = std::fs::read(place::dist().join("daylight.single.js")).expect("the one file");
    server.reply("/upload/20260101.js", with_policy(Reply::new("application/x-javascript", single)));
    server.reply("/favicon.ico", Reply::new("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
    let package = place::published().join(PACKAGE);
    for folder in [package.clone(), package.join("slices")] {
        for entry in std::fs::read_dir(folder).expect("the package").flatten().filter(|entry| entry.path().is_file()) {
            let bytes = std::fs::read(entry.path()).expect("a file");
            let path = entry.path();
            let path = path.strip_prefix(&package).expect("a file of the package").to_string_lossy().into_owned();
            server.reply(&format!("/upload/data/{path}"), with_policy(Reply::new("text/plain", bytes)));
        }
    }
    server
}

fn works_in(browser: &Browser) {
    let server = old_host();
    browser.go(&server.url("/"));
    browser.wait_for_ready();
    assert_eq!(browser.attribute(ELEMENT, "data-reason").as_deref(), Some("csp"), "it says why plain JavaScript runs");
    let top = browser.cells();
    assert!(top.len() > 5 && top[0].contains("教育"), "{top:#?}");
    browser.click(&inside("[part~=cell]"));
    browser.wait_for("the parts of education", || (browser.cells() != top).then_some(()));
    browser.press(Key::Escape);
    browser.wait_for("the whole again", || (browser.cells() == top).then_some(()));
    browser.click(&inside("[data-do='view table']"));
    browser.wait_for_path(&inside("[part~=table] tbody tr"));
    let csv = browser.session().script_async(
        "const [done] = arguments; document.querySelector('daylight-budget').exportCsv().then(done, fault => done(String(fault)))",
        &[],
    );
    let csv = csv.expect("a file");
    let text = csv.as_str().map_or_else(|| csv["text"].as_str().unwrap_or("").to_owned(), str::to_owned);
    assert!(text.contains("教育支出"), "{csv}");
    browser.assert_console_empty();
    let asked = server.asked();
    let elsewhere: Vec<_> =
        asked.iter().filter(|path| *path != "/" && *path != "/favicon.ico" && !path.starts_with("/upload/")).collect();
    assert!(elsewhere.is_empty(), "one script and the data are all that is asked for: {elsewhere:?}");
    assert_eq!(asked.iter().filter(|path| path.ends_with(".js")).count(), 1, "{asked:?}");
}

#[test]
fn one_uploaded_script_is_enough_in_chromium() {
    works_in(&Browser::chromium());
}

#[test]
fn one_uploaded_script_is_enough_in_firefox() {
    works_in(&Browser::firefox());
}

/// After a trap the guilty element shows its children, and the other goes on in an instance of its own.
#[test]
fn a_trap_in_plain_javascript_ends_one_element_only() {
    let server = old_host();
    let element =
        "<daylight-budget src=\"/upload/data/datapackage.json\" lang=\"en\"><p>children</p></daylight-budget>";
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>two</title><script src=\"/upload/20260101.js\"></script>{element}{element}"
    );
    server.reply("/two", Reply::html(&page).with("Content-Security-Policy", NO_WASM));
    let browser = Browser::chromium();
    browser.go(&server.url("/two"));
    let states = "[...document.querySelectorAll('daylight-budget')].map(element => element.dataset.state).join()";
    browser.wait_until(&format!("{states}.startsWith('ready')"));
    browser.script("document.querySelectorAll('daylight-budget')[1].scrollIntoView()", &[]);
    browser.wait_until(&format!("{states} == 'ready,ready'"));
    browser.script("document.querySelector('daylight-budget')._call('trap').catch(String)", &[]);
    browser.wait_until(&format!("{states} == 'failed,ready'"));
    browser.wait_until(
        "document.querySelectorAll('daylight-budget')[1].shadowRoot.querySelectorAll('[part~=cell]').length > 5",
    );
}
