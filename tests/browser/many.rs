//! Many elements: a thousand that come and go, three versions of the code, three on paper, and a host page that changes its
//! language and its direction while people read.

use daylight_tests::browser::Browser;
use daylight_tests::next_version;
use daylight_tests::site::Site;
use daylight_tests::stage::{self, QINGHE, element, page};
use serde_json::{Value, json};

const MOLDOVA: &str = "/demo/data/moldova-2014/datapackage.json";

/// How many elements come and go.
const ROUNDS: u32 = 1000;
/// Elements that come and go before anything is measured: code is compiled and caches are filled in their time.
const FIRST: u32 = 100;

/// How much the heap may grow by them: half of what is promised, since a thousand elements that somebody keeps hold less than
/// the whole.
const HEAP_BYTES: i64 = 1 << 19;
/// How much the module's memory may: two of its pages.
const MODULE_BYTES: i64 = 2 << 16;

/// Puts elements on the page and takes each away once it is ready: how many, and whether a fault is planted.
const COME_AND_GO: &str = "
    const [rounds, kept, done] = arguments;
    const rows = 'Function code,Function,Amount\\n07,Health,1234.50\\n09,Education,987.00\\n10,Pensions,12.25\\n';
    const main = document.querySelector('main');
    const one = () => new Promise((ready, failed) => {
        const element = document.createElement('daylight-budget');
        element.lang = 'en';
        element.data = rows;
        element.addEventListener('daylight-ready', ready, { once: true });
        element.addEventListener('daylight-error', event => failed(event.detail.message), { once: true });
        main.append(element);
        if (kept) kept.push(element);
    }).then(() => main.lastElementChild.remove());
    (async () => { for (let at = 0; at < rounds; at++) await one(); })().then(() => done('done'), fault => done(String(fault)));";

#[track_caller]
fn come_and_go(browser: &Browser, rounds: u32) {
    let said = browser.session().script_async(COME_AND_GO, &[json!(rounds), Value::Null]).expect("the script answers");
    assert_eq!(said, "done");
}

/// What JavaScript holds after collection, in bytes; what WebAssembly's memories hold; nodes.
fn held(browser: &Browser) -> (i64, i64, i64) {
    for _ in 0..3 {
        browser.devtools("HeapProfiler.collectGarbage", Value::Null);
    }
    let heap = browser.devtools("Runtime.getHeapUsage", json!({}));
    let nodes = browser.devtools("Memory.getDOMCounters", json!({}))["nodes"].as_i64().expect("a count");
    let memories = browser.value("memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0)");
    (heap["usedSize"].as_i64().expect("bytes"), memories.as_i64().expect("bytes"), nodes)
}

/// Notes every memory of a module that is made from here on.
const WATCH_MEMORIES: &str = "window.memories = [];
    for (const name of ['instantiate', 'instantiateStreaming']) {
        const make = WebAssembly[name];
        WebAssembly[name] = async (...rest) => {
            const made = await make.apply(WebAssembly, rest);
            const { memory } = (made.instance || made).exports;
            if (memory && !memories.includes(memory)) memories.push(memory);
            return made;
        };
    }
    const Instance = WebAssembly.Instance;
    WebAssembly.Instance = function (...rest) {
        const made = new Instance(...rest);
        if (made.exports.memory && !memories.includes(made.exports.memory)) memories.push(made.exports.memory);
        return made;
    };";

#[test]
fn a_thousand_elements_come_and_go_and_leave_nothing() {
    let site = stage::site([("index.html", page("en", ""))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.script(WATCH_MEMORIES, &[]);
    come_and_go(&browser, FIRST);
    let before = held(&browser);
    come_and_go(&browser, ROUNDS);
    let after = held(&browser);
    println!("held before and after {ROUNDS} elements (heap, modules' memory, nodes): {before:?}, {after:?}");
    assert!(after.0 - before.0 <= HEAP_BYTES, "the heap grew by {} bytes", after.0 - before.0);
    assert!(before.1 > 0 || std::env::var_os("DAYLIGHT_PLAIN").is_some(), "the module's memory was seen");
    assert!(after.1 - before.1 <= MODULE_BYTES, "the module's memory grew by {} bytes", after.1 - before.1);
    assert!(after.2 - before.2 < 100, "{} nodes are left", after.2 - before.2);
    browser.assert_console_empty();
}

#[test]
fn a_thousand_elements_that_somebody_keeps_would_show() {
    let site = stage::site([("index.html", page("en", ""))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.script("window.memories = []; window.kept = []", &[]);
    come_and_go(&browser, FIRST);
    let before = held(&browser);
    let keeping = COME_AND_GO
        .replace("const [rounds, kept, done] = arguments;", "const [rounds, , done] = arguments, { kept } = window;");
    browser.session().script_async(&keeping, &[json!(ROUNDS), Value::Null]).expect("the script answers");
    let after = held(&browser);
    println!("where all are kept: {before:?}, {after:?}");
    assert!(after.0 - before.0 > HEAP_BYTES, "the heap grew by {} bytes only", after.0 - before.0);
    assert!(after.2 - before.2 >= i64::from(ROUNDS), "{} nodes only", after.2 - before.2);
}

#[test]
fn of_three_versions_the_first_wins_its_tags_and_all_elements_work() {
    let loader = |folder: &str| format!("<script src=\"/{folder}/daylight.js\" defer></script>");
    let head: String = ["daylight", "next", "third"].map(loader).concat();
    let content = element(&format!("id=\"first\" src=\"{QINGHE}\""), "")
        + &format!("<daylight-later id=\"second\" src=\"{MOLDOVA}\" lang=\"zh-Hans\"></daylight-later>")
        + &format!("<daylight-last id=\"third\" src=\"{QINGHE}\" lang=\"zh-Hans\"></daylight-last>")
        + &format!("<div id=\"box\" data-daylight=\"budget\" data-src=\"{MOLDOVA}\"></div>");
    let site = stage::site([("index.html", stage::page_with(&head, "en", &content))]);
    next_version::add(&site, "next", &["later"]);
    next_version::add(&site, "third", &["later", "last"]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    for (id, edition) in [("first", ""), ("second", "next"), ("third", "third"), ("box daylight-budget", "")] {
        bring(&browser, &format!("#{id}"));
        let body = "const root = document.querySelector(arguments[0]).shadowRoot.querySelector('.root');
            return getComputedStyle(root).getPropertyValue('--edition')";
        assert_eq!(browser.script(body, &[format!("#{id}").into()]), edition, "whose sheet #{id} wears");
    }
    assert_eq!(browser.value("document.querySelectorAll('#box daylight-budget').length"), 1);
    for id in ["first", "second", "third"] {
        browser.click(&format!("#{id} >>> [part~=cell][data-opens]"));
        browser.wait_for("the step", || browser.attribute(&format!("#{id}"), "path").map(drop));
    }
    for folder in ["daylight", "next", "third"] {
        for part in ["daylight.js", "element-", "_bg.wasm", "rest-"] {
            let own = browser
                .requests()
                .iter()
                .filter(|e| e.url.contains(&format!("/{folder}/")) && e.url.contains(part))
                .count();
            assert_eq!(own, 1, "{folder}: {part}");
        }
    }
    browser.assert_console_empty();
    browser.assert_accessible();
}

/// Scrolls to an element and waits until it can be used.
#[track_caller]
fn bring(browser: &Browser, path: &str) {
    browser.script("document.querySelector(arguments[0]).scrollIntoView()", &[path.into()]);
    browser.wait_for_state(path, "ready");
    browser.wait_for_path(&format!("{path} >>> [part~=cell]"));
}

/// What each element shows once the page is about to be printed: rows of its table, its total, its source, words of its own.
const WATCH_PAPER: &str = "
    addEventListener('beforeprint', async () => {
        for (let turns = 0; turns < 100; turns++) await null;
        const seen = element => !!element && element.getClientRects().length > 0;
        window.printed = [...document.querySelectorAll('daylight-budget')].map(({ shadowRoot: root }) => ({
            tables: [...root.querySelectorAll('[part~=table]')].filter(seen).length,
            rows: [...root.querySelectorAll('tbody tr')].filter(seen).length,
            total: seen(root.querySelector('tfoot')),
            source: seen(root.querySelector('[part~=source]')) && root.querySelector('[part~=source]').innerText,
        }));
    });";

#[test]
fn on_paper_each_of_three_elements_has_its_table_and_its_source() {
    let content = element(&format!("id=\"first\" src=\"{QINGHE}\""), "")
        + &element(&format!("id=\"second\" src=\"{MOLDOVA}\" lang=\"zh-Hans\" theme=\"dark\""), "")
        + &element(&format!("id=\"third\" src=\"{QINGHE}\" view=\"table\" year=\"2024\""), "");
    let site = stage::site([("index.html", page("en", &content))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    for id in ["first", "second", "third"] {
        browser.script("document.getElementById(arguments[0]).scrollIntoView()", &[id.into()]);
        browser.wait_for_state(&format!("#{id}"), "ready");
        browser.wait_for("the second part", || {
            let said = browser.text(&format!("#{id} >>> .mark"));
            (said.contains("add up") || said.contains('相')).then_some(())
        });
    }
    let tables = "[...document.querySelectorAll('daylight-budget')].map(e => e.shadowRoot.querySelectorAll('[part~=table]').length)";
    let before = browser.value(tables);
    browser.script(WATCH_PAPER, &[]);
    browser.devtools("Page.printToPDF", Value::Null);
    browser.wait_until("window.printed");
    let printed = browser.value("window.printed");
    for (at, source) in ["Finance Bureau", "BOOST", "Finance Bureau"].iter().enumerate() {
        let one = &printed[at];
        assert_eq!((&one["tables"], &one["total"]), (&json!(1), &json!(true)), "{printed:#}");
        assert!(one["rows"].as_u64() >= Some(5), "{printed:#}");
        assert!(one["source"].as_str().is_some_and(|said| said.contains(source)), "{printed:#}");
    }
    browser.wait_for("the screen as it was", || (browser.value(tables) == before).then_some(()));
    browser.assert_console_empty();
}

/// An element that says nothing of language and direction, in a box of the page, and one that says its language.
fn told_and_untold() -> (Site, Browser) {
    let one = element(&format!("id=\"one\" src=\"{QINGHE}\""), "");
    let own = element(&format!("id=\"own\" lang=\"en\" src=\"{MOLDOVA}\""), "");
    let site = stage::site([("index.html", page("en", &format!("<div id=\"around\">{one}</div>{own}")))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    ["#one", "#own"].iter().for_each(|path| bring(&browser, path));
    (site, browser)
}

#[test]
fn the_host_pages_language_is_followed_live() {
    let (_site, browser) = told_and_untold();
    let chinese = |id: &str| browser.text(&format!("#{id} >>> [part~=sentence]")).contains('年');
    assert!(!chinese("one"));
    browser.script("document.documentElement.lang = 'zh-Hans'", &[]);
    browser.wait_for("the page's new language", || chinese("one").then_some(()));
    assert!(!chinese("own"), "an element's own language outranks the page's");
    browser.script("document.getElementById('around').lang = 'en'", &[]);
    browser.wait_for("the nearest ancestor's language", || (!chinese("one")).then_some(()));
    browser.assert_console_empty();
}

#[test]
fn the_host_pages_direction_is_followed_live() {
    let (_site, browser) = told_and_untold();
    let direction = |id: &str| browser.attribute(&format!("#{id} >>> .root"), "dir").unwrap_or_default();
    assert_eq!(direction("one"), "ltr");
    browser.script("document.getElementById('around').dir = 'rtl'", &[]);
    browser.wait_for("the ancestor's direction", || (direction("one") == "rtl").then_some(()));
    assert_eq!(direction("own"), "ltr");
    browser
        .script("document.documentElement.dir = 'rtl'; document.getElementById('around').removeAttribute('dir')", &[]);
    browser.wait_for("the page's direction", || (direction("own") == "rtl").then_some(()));
    assert_eq!(direction("one"), "rtl");
    browser.assert_console_empty();
}
