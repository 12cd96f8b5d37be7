//! An element's life on a page: moved, removed, put back, beside another, beside another version, after a trap.

use daylight_tests::browser::Browser;
use daylight_tests::next_version;
use daylight_tests::site::Site;
use daylight_tests::stage::{self, QINGHE, element, inside, page};
use serde_json::{Value, json};

const MOLDOVA: &str = "/demo/data/moldova-2014/datapackage.json";

fn two() -> (Site, Browser) {
    let first = element(&format!("id=\"first\" src=\"{QINGHE}\""), "<p>Children of the first.</p>");
    let second =
        element(&format!("id=\"second\" src=\"{MOLDOVA}\" lang=\"zh-Hans\""), "<p>Children of the second.</p>");
    let site = stage::site([("index.html", page("en", &(first + &second)))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    bring(&browser, "first");
    bring(&browser, "second");
    (site, browser)
}

/// Scrolls to an element and waits until it is ready.
#[track_caller]
fn bring(browser: &Browser, id: &str) {
    browser.script("document.getElementById(arguments[0]).scrollIntoView()", &[id.into()]);
    browser.wait_for_state(&format!("#{id}"), "ready");
    browser.wait_for_path(&format!("#{id} >>> [part~=cell]"));
}

#[test]
fn two_elements_share_the_code_and_nothing_else() {
    let (site, browser) = two();
    let fetched = |part: &str| browser.requests().iter().filter(|exchange| exchange.url.contains(part)).count();
    browser.wait_for("the second part", || (fetched("/rest-") > 0).then_some(()));
    assert_eq!((fetched("_bg.wasm"), fetched("/rest-")), (1, 1), "each part of the module is fetched once a page");
    let second = browser.text("#second >>> [part~=sentence]");
    browser.click("#first >>> [part~=cell]");
    browser.wait_for("the first element's step", || browser.attribute("#first", "path").map(drop));
    assert_eq!(browser.attribute("#second", "path"), None);
    assert_eq!(browser.text("#second >>> [part~=sentence]"), second);
    assert!(second.contains('年'), "each has its language: {second}");
    browser.assert_console_empty();
    browser.assert_no_request_elsewhere(&[site.origin()]);
    browser.assert_accessible();
}

#[test]
fn an_element_that_moves_stays_what_it_is() {
    let (_site, browser) = two();
    browser.click("#first >>> [part~=cell]");
    browser.wait_for("the step", || browser.attribute("#first", "path").map(drop));
    let words = browser.text("#first >>> [part~=sentence]");
    let root = "document.getElementById('first').shadowRoot.querySelector('.root')";
    browser.script(&format!("window.drawn = {root}"), &[]);
    browser.script("document.querySelector('main').append(document.getElementById('first'))", &[]);
    browser.draw();
    assert_eq!(browser.value(&format!("{root} === drawn")), true, "nothing is drawn anew");
    assert_eq!(browser.attribute("#first", "data-state").as_deref(), Some("ready"));
    assert_eq!(browser.text("#first >>> [part~=sentence]"), words);
    browser.click("#first >>> [part~=crumbs] .up button");
    browser.wait_for("the step up", || browser.attribute("#first", "path").is_none().then_some(()));
    browser.assert_console_empty();
}

#[test]
fn removed_and_put_back_again_and_again_nothing_is_left_behind() {
    let (_site, browser) = two();
    let counted = || {
        for _ in 0..3 {
            browser.devtools("HeapProfiler.collectGarbage", Value::Null);
        }
        let counters = browser.devtools("Memory.getDOMCounters", json!({}));
        (counters["nodes"].as_i64().unwrap_or(0), counters["jsEventListeners"].as_i64().unwrap_or(0))
    };
    let round = || {
        browser.script("window.kept = document.getElementById('first'); kept.remove()", &[]);
        browser.draw();
        browser.script("document.querySelector('main').prepend(kept); kept = null", &[]);
        // Asked in the page: an element that is handed to the driver is kept alive by it.
        browser.wait_until("!!document.getElementById('first').shadowRoot.querySelector('[part~=cell]')");
        browser.draw();
    };
    round();
    let before = counted();
    for _ in 0..8 {
        round();
    }
    let after = counted();
    assert_eq!(after, before, "nodes and listeners after eight rounds");
    let cells = browser.value("document.getElementById('first').shadowRoot.querySelectorAll('[part~=cell]').length");
    assert!(cells.as_u64() > Some(5), "{cells}");
    // Gone for good, its listeners and its nodes go too; the collector may take more than one turn to see the last of them.
    browser.script("document.getElementById('first').remove()", &[]);
    browser.wait_for("nodes and listeners to go", || {
        let less = counted();
        (less.0 < before.0 - 100 && less.1 < before.1).then_some(())
    });
    browser.assert_console_empty();
}

#[test]
fn the_count_of_nodes_would_show_a_leak() {
    let (_site, browser) = two();
    let nodes = || browser.devtools("Memory.getDOMCounters", json!({}))["nodes"].as_i64().unwrap_or(0);
    let before = nodes();
    browser.script("window.leak = []; for (let at = 0; at < 50; at += 1) leak.push(document.createElement('p'))", &[]);
    assert!(nodes() >= before + 50);
}

#[test]
fn a_second_version_defines_only_what_is_missing_from_its_own_files() {
    let head = "<script src=\"/daylight/daylight.js\" defer></script><script src=\"/next/daylight.js\" defer></script>";
    let content = element(&format!("id=\"first\" src=\"{QINGHE}\""), "")
        + &format!("<daylight-later id=\"second\" src=\"{MOLDOVA}\"></daylight-later>")
        + &format!("<div id=\"box\" data-daylight=\"budget\" data-src=\"{QINGHE}\"></div>");
    let site = stage::site([("index.html", stage::page_with(head, "en", &content))]);
    next_version::add(&site, "next", &["later"]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    let edition = |id: &str| {
        bring(&browser, id);
        let body = "const root = document.getElementById(arguments[0]).shadowRoot.querySelector('.root');
            return getComputedStyle(root).getPropertyValue('--edition')";
        browser.script(body, &[id.into()])
    };
    assert_eq!((edition("first"), edition("second")), (json!(""), json!("next")), "each wears its version's sheet");
    let fetched = |part: &str| browser.requests().iter().filter(|exchange| exchange.url.contains(part)).count();
    browser.wait_for("the second parts", || {
        (fetched("/daylight/rest-") > 0 && fetched("/next/rest-next") > 0).then_some(())
    });
    for part in ["daylight.js", "element-", "rest-"] {
        assert_eq!((fetched(&format!("/daylight/{part}")), fetched(&format!("/next/{part}"))), (1, 1), "{part}");
    }
    assert_eq!(fetched("_bg.wasm"), 2);
    assert_eq!(browser.value("document.querySelectorAll('#box daylight-budget').length"), 1);
    // Both are alive, and neither hears of the other's trap.
    for id in ["first", "second"] {
        browser.click(&format!("#{id} >>> [part~=cell][data-opens]"));
        browser.wait_for("the step", || browser.attribute(&format!("#{id}"), "path").map(drop));
    }
    let trap = "const error = new WebAssembly.RuntimeError('unreachable');
        error.stack = performance.getEntriesByType('resource').find(({ name }) => name.includes(arguments[0])).name;
        dispatchEvent(new ErrorEvent('error', { error, cancelable: true }));";
    browser.script(trap, &["/daylight/daylight-".into()]);
    browser.wait_for_state("#first", "failed");
    assert_eq!(browser.attribute("#second", "data-state").as_deref(), Some("ready"));
    browser.click("#second >>> [part~=crumbs] .up button");
    browser.wait_for("the step up", || browser.attribute("#second", "path").is_none().then_some(()));
    browser.assert_console_empty();
}

#[test]
fn after_a_trap_the_failing_element_shows_its_children_and_the_other_works() {
    let (_site, browser) = two();
    let trap = "const done = arguments[0]; document.getElementById('first')._call('trap').then(() => done('?'), (fault) => done(String(fault)))";
    browser.session().script_async(trap, &[]).expect("the script answers");
    browser.wait_for_state("#first", "failed");
    assert!(browser.text("#first").contains("Children of the first"));
    let note = browser.text("#first >>> .note");
    assert!(note.contains("fault in this view"), "{note}");
    // The other one is mounted again in a fresh instance, and is alive.
    bring(&browser, "second");
    browser.click("#second >>> [part~=cell][data-opens]");
    browser.wait_for("the second element's step", || browser.attribute("#second", "path").map(drop));
    browser.assert_accessible();
    // The first may be tried again.
    browser.click("#first >>> .note button");
    bring(&browser, "first");
    browser.click("#first >>> [part~=cell]");
    browser.wait_for("the first element's step", || browser.attribute("#first", "path").map(drop));
}

#[test]
fn a_new_language_or_source_shows_at_once() {
    let (_site, browser) = two();
    browser.script("document.getElementById('first').setAttribute('lang', 'zh-Hans')", &[]);
    browser.wait_for("Chinese words", || browser.text("#first >>> [part~=sentence]").contains('年').then_some(()));
    browser.script("document.getElementById('first').src = arguments[0]", &[MOLDOVA.into()]);
    browser.wait_for("the other data", || browser.text("#first >>> [part~=source]").contains("BOOST").then_some(()));
    browser.assert_console_empty();
}

#[test]
fn elder_mode_follows_the_hosts_own_switch() {
    let content = element(&format!("src=\"{QINGHE}\" mode=\"auto\""), "");
    let site = stage::site([("index.html", page("zh-Hans", &content))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    let size = || {
        browser.value(
            "getComputedStyle(document.querySelector('daylight-budget').shadowRoot.querySelector('.root')).fontSize",
        )
    };
    let before = size();
    browser.script("document.documentElement.setAttribute('data-daylight-mode', 'elder')", &[]);
    browser.wait_for("larger type", || (size() != before).then_some(()));
    assert_eq!((&before, size()), (&json!("16px"), json!("24px")));
    browser.wait_for_path(&inside("[part~=table]"));
    let pressed = |view: &str| browser.attribute(&inside(&format!("[data-do='view {view}']")), "aria-pressed");
    assert_eq!(pressed("table").as_deref(), Some("true"));
    assert!(browser.cells().is_empty(), "one of the two is shown, and the switch says which");
    browser.assert_accessible();
    browser.click(&inside("[data-do='view treemap']"));
    browser.wait_for_path(&inside("[part~=cell]"));
    assert_eq!(pressed("table").as_deref(), Some("false"));
    assert!(browser.find_all(&inside("[part~=table]")).is_empty(), "the table is folded");
    browser.assert_accessible();
    browser.click(&inside("[data-do='view table']"));
    browser.wait_for_path(&inside("[part~=table]"));
    browser.click(&inside("[data-do='view treemap']"));
    browser.wait_for_path(&inside("[part~=cell]"));
    browser.script("document.documentElement.removeAttribute('data-daylight-mode')", &[]);
    browser.wait_for("the table to go", || browser.find_all(&inside("[part~=table]")).is_empty().then_some(()));
    assert_eq!(size(), before);
    browser.assert_console_empty();
}
