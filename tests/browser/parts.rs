//! The module's two parts: a first picture comes from the first one and the package's summary, and keeps the size promise;
//! what a reader does meanwhile waits for the second; the files have the last word over the summary.

use daylight_tests::browser::Browser;
use daylight_tests::page_server::{PageServer, Reply};
use daylight_tests::place;
use daylight_tests::stage::{self, ELEMENT, STRICT, element, inside, page};
use std::collections::BTreeSet;
use std::fs;

const PACKAGES: [&str; 5] =
    ["moldova-2014", "putuo-planning-2024", "putuo-planning-2024-appropriation", "qinghe-budget-2025", "uk-cra"];

/// What all code for a first picture may weigh, in bytes after brotli: the promise of DESIGN, "Small and fast".
const PROMISE: u64 = 90_000;

/// The file of the distribution that holds the second part of a module: `rest-` is that of the budget's.
fn second_part(start: &str) -> String {
    let files = fs::read_dir(place::dist()).expect("the distribution").flatten();
    let mut names = files.filter_map(|file| file.file_name().into_string().ok());
    names.find(|name| name.starts_with(start) && name.ends_with(".wasm")).expect("a second part")
}

/// A site with one element, whose second part is held back.
fn site(lang: &str, package: &str, attributes: &str) -> (PageServer, String) {
    let content = element(&format!("src=\"/demo/data/{package}/datapackage.json\" {attributes}"), "");
    held(lang, &content, "rest-")
}

/// A page, of which the second part of a module is held back.
fn held(lang: &str, content: &str, start: &str) -> (PageServer, String) {
    let file = second_part(start);
    let path = format!("/daylight/{file}");
    let bytes = fs::read(place::dist().join(file)).expect("the second part");
    let server = PageServer::start([
        ("/", Reply::html(&page(lang, content)).with("Content-Security-Policy", STRICT)),
        (path.as_str(), Reply::new("application/wasm", bytes).held()),
        ("/page.css", Reply::new("text/css", "")),
    ]);
    server.mount("/daylight/", place::dist());
    server.mount("/demo/data/", place::published());
    server.mount("/demo/", place::root().join("demo"));
    (server, path)
}

#[test]
fn a_first_picture_keeps_the_size_promise_and_reads_no_rows() {
    let browser = Browser::chromium();
    for package in PACKAGES {
        for (lang, checking) in [("en", "Checking"), ("zh-Hans", "正在核对")] {
            let (server, _) = site(lang, package, "deep-link=\"b\"");
            browser.go(&server.url("/"));
            browser.wait_for_ready();
            assert!(browser.text(&inside(".mark")).contains(checking), "nothing is called proved yet: {package}");
            // What is followed is a table of texts, which its loop reads by an index: all of it is in the first part.
            let contact = browser.attribute(&inside(".source a[href^='https://']"), "href");
            assert!(contact.is_some(), "a link from data is a link: {package}");
            let asked: BTreeSet<String> = server.asked().into_iter().collect();
            assert!(!asked.iter().any(|path| path.ends_with(".csv")), "{asked:?}");
            // What the first part lacked would have made it begin again.
            assert!(!asked.iter().any(|path| path.contains('?')), "{asked:?}");
            let code = asked.iter().filter_map(|path| path.strip_prefix("/daylight/"));
            // What is asked for after the picture.
            let later = ["rest-", "further-", "later-", "words/more/", "profiles/"];
            let code = code.filter(|path| !later.iter().any(|start| path.starts_with(start)));
            let sizes = code.map(|path| fs::metadata(place::dist().join(format!("{path}.br"))).expect(path).len());
            let sum: u64 = sizes.sum();
            assert!((20_000..=PROMISE).contains(&sum), "{sum} bytes of code: {asked:?}");
            browser.assert_console_empty();
            // Or this page would go on asking a server that has gone.
            browser.go("about:blank");
            browser.forget_console();
        }
    }
}

#[test]
fn a_press_waits_for_the_second_part() {
    let (server, rest) = site("en", "qinghe-budget-2025", "");
    let browser = Browser::chromium();
    browser.go(&server.url("/"));
    browser.wait_for_ready();
    browser.click(&inside("[part=cell]"));
    assert_eq!(browser.attribute(ELEMENT, "path"), None);
    server.release(&rest);
    browser.wait_for("the step down", || browser.attribute(ELEMENT, "path").filter(|path| path == "205"));
    browser.wait_for("the proof", || Some(()).filter(|()| browser.text(&inside(".mark")) == "The figures add up"));
    assert!(server.asked().iter().any(|path| path.ends_with("budget-2025.csv")), "it was proved by the rows");
    browser.assert_console_empty();
}

#[test]
fn what_the_first_part_lacks_begins_again_with_both() {
    let (server, rest) = site("en", "qinghe-budget-2025", "");
    let browser = Browser::chromium();
    browser.go(&server.url("/"));
    browser.wait_for_ready();
    browser.script("document.querySelector('daylight-budget').setAttribute('view', 'table')", &[]);
    server.release(&rest);
    browser.wait_for_path(&inside("[part=table] tbody tr"));
    browser.wait_for_ready();
    assert!(server.asked().iter().any(|path| path.contains(".js?2")), "a second instance: {:?}", server.asked());
    browser.click(&inside("[part=table] tbody button"));
    browser.wait_for("a step down", || browser.attribute(ELEMENT, "path"));
}

#[test]
fn a_place_of_funds_is_told_by_the_first_part() {
    let browser = Browser::chromium();
    for (attributes, said) in
        [("", "40 places"), ("path=\"q-v06\"", "Beiling Village had"), ("view=\"place\"", "40 places")]
    {
        let element = format!(
            "<daylight-funds src=\"/demo/data/qinghe-funds/datapackage.json\" {attributes} lang=\"en\"></daylight-funds>"
        );
        let (server, rest) = held("en", &element, "funds-rest-");
        browser.go(&server.url("/"));
        browser.wait_for_state("daylight-funds", "ready");
        let sentence =
            browser.value("document.querySelector('daylight-funds').shadowRoot.querySelector('#answer').textContent");
        assert!(sentence.as_str().is_some_and(|sentence| sentence.contains(said)), "{sentence}");
        // What the first part lacked would have made it begin again.
        assert!(!server.asked().iter().any(|path| path.contains('?')), "{:?}", server.asked());
        // A press before it is there waits for the second.
        browser.script(
            "const { shadowRoot } = document.querySelector('daylight-funds'); const view = shadowRoot.querySelector('#view');
             view.value = 'tiers'; view.dispatchEvent(new Event('change', { bubbles: true }));",
            &[],
        );
        server.release(&rest);
        browser.wait_until("document.querySelector('daylight-funds').getAttribute('view') == 'tiers'");
        assert!(!server.asked().iter().any(|path| path.contains('?')), "{:?}", server.asked());
        browser.assert_console_empty();
        browser.go("about:blank");
        browser.forget_console();
    }
}

#[test]
fn how_far_promises_are_is_told_by_the_first_part() {
    let browser = Browser::chromium();
    let element =
        "<daylight-results src=\"/demo/data/qinghe-results/datapackage.json\" lang=\"en\"></daylight-results>";
    let (server, rest) = held("en", element, "results-rest-");
    browser.go(&server.url("/"));
    browser.wait_for_state("daylight-results", "ready");
    let answer = "document.querySelector('daylight-results').shadowRoot.querySelector('#answer').textContent";
    let sentence = browser.value(answer);
    assert!(sentence.as_str().is_some_and(|sentence| sentence.contains("25 promises")), "{sentence}");
    // What the first part lacked would have made it begin again.
    assert!(!server.asked().iter().any(|path| path.contains('?')), "{:?}", server.asked());
    // A press before it is there waits for the second.
    browser.script(
        "const { shadowRoot } = document.querySelector('daylight-results'); shadowRoot.querySelector('.board button').click();",
        &[],
    );
    server.release(&rest);
    browser.wait_until("document.querySelector('daylight-results').getAttribute('path')");
    assert!(!server.asked().iter().any(|path| path.contains('?')), "{:?}", server.asked());
    browser.assert_console_empty();
}

#[test]
fn without_the_second_part_the_picture_stays_and_is_not_called_proved() {
    let (server, rest) = site("en", "qinghe-budget-2025", "");
    server.reply(&rest, Reply::refused(404));
    let browser = Browser::chromium();
    browser.go(&server.url("/"));
    browser.wait_for_ready();
    browser.wait_for("the mark", || Some(()).filter(|()| browser.text(&inside(".mark")).contains("Not checked")));
    assert!(browser.cells().len() > 5);
    browser.assert_accessible();
}

#[test]
fn the_files_have_the_last_word_over_a_summary() {
    let package = stage::package("qinghe-budget-2025");
    let summary = fs::read_to_string(package.with_file_name("summary.json")).expect("the summary");
    // The first fact's amount is the last but one of its numbers: any other amount will do.
    let at = summary.rfind(',').and_then(|end| summary[..end].rfind(',')).expect("facts") + 1;
    let stale = format!("{}9{}", &summary[..at], &summary[at..]);
    let whole = daylight_tests::command::json(&["sum", package.to_str().expect("a path"), "--format", "json"]);
    let executed = whole["rows"].as_array().expect("rows").iter();
    let executed = executed.filter(|row| row["keys"]["phase"] == "executed" && row["keys"]["year"] == "2025");
    let exact = executed.map(|row| row["amount"].as_str().expect("an amount").to_owned()).next().expect("a total");
    let broken = Reply::new("application/json", "{}");
    for reply in [Reply::new("application/json", stale), broken, Reply::refused(404), Reply::html("<html>no</html>")] {
        let (server, rest) = site("en", "qinghe-budget-2025", "");
        server.reply("/demo/data/qinghe-budget-2025/summary.json", reply);
        server.release(&rest);
        let browser = Browser::chromium();
        browser.go(&server.url("/"));
        browser.wait_for("the proof", || Some(()).filter(|()| proved(&browser)));
        // By a script: the mark may be drawn anew when the record of versions is here.
        browser.script("document.querySelector('daylight-budget').shadowRoot.querySelector('.mark').click()", &[]);
        browser.wait_for_path(&inside(".panel table"));
        let said = browser.text(&inside(".panel")).replace(',', "");
        assert!(said.contains(&exact), "{exact} is not in: {said}");
    }
}

/// Asked in one step: the element may be drawing itself anew.
fn proved(browser: &Browser) -> bool {
    let said = "(document.querySelector('daylight-budget').shadowRoot?.querySelector('.mark') || {}).textContent";
    browser.value(said) == "The figures add up"
}
