//! Results: promises walked by keys, a promise and its path, a finding and what became of it, every view in each language and width,
//! what a screen reader meets, links, files, paper, and what is left without scripts.

use daylight_tests::browser::Browser;
use daylight_tests::emulation::Preferences;
use daylight_tests::golden::assert_golden;
use daylight_tests::keyboard::Key;
use daylight_tests::place;
use daylight_tests::site::Site;
use daylight_tests::stage::{self, STRICT, page};
use regex::Regex;
use serde_json::json;
use std::path::PathBuf;

const ELEMENT: &str = "daylight-results";
const SRC: &str = "/demo/data/qinghe-results/datapackage.json";
const SHADOW: &str = "document.querySelector('daylight-results').shadowRoot";
/// Views, each with where to stand in it.
const VIEWS: [(&str, &str); 6] = [
    ("overview", ""),
    ("goals", "view=\"goal\""),
    ("promise", "view=\"goal\" path=\"t01\""),
    ("findings", "view=\"findings\""),
    ("finding", "view=\"findings\" path=\"f01\""),
    ("evaluations", "view=\"evaluations\""),
];

fn inside(selector: &str) -> String {
    format!("{ELEMENT} >>> {selector}")
}

fn element(attributes: &str, children: &str) -> String {
    format!("<{ELEMENT} src=\"{SRC}\" {attributes}>{children}</{ELEMENT}>")
}

fn open(lang: &str, attributes: &str) -> (Site, Browser) {
    let site = stage::site([("index.html", page(lang, &element(attributes, "")))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_state(ELEMENT, "ready");
    (site, browser)
}

fn sentence(browser: &Browser) -> String {
    browser.text(&inside("[part~=sentence]"))
}

/// What the command writes inside the element.
fn rendered(more: &[&str]) -> String {
    let path = stage::package("qinghe-results");
    let path = path.to_str().expect("the work tree's path is UTF-8");
    stage::daylight(&[&["render", path, "--widget", "results", "--src", SRC][..], more].concat())
}

#[test]
fn keys_alone_lead_from_all_promises_to_the_late_one_and_its_finding() {
    for (lang, promise, width) in [("zh-Hans", "120公里", 360), ("en", "120 km", 1280)] {
        let (_site, browser) = open(lang, "");
        browser.resize(width, 900);
        browser.draw();
        let names = browser.names(&inside(".board button"));
        assert_eq!(names.len(), 25, "{names:#?}");
        browser.wait_for("the first promise under the focus", || {
            browser.press(Key::Tab);
            (browser.focused_name() == names[0]).then_some(())
        });
        browser.press(Key::End);
        assert_eq!(Some(&browser.focused_name()), names.last());
        browser.press(Key::Home);
        browser.press(Key::Down);
        assert_ne!(browser.focused_name(), names[0], "another row");
        browser.press(Key::Home);
        browser.wait_for("the road", || {
            if browser.focused_name().contains(promise) {
                return Some(());
            }
            browser.press(Key::Right);
            None
        });
        browser.press(Key::Enter);
        browser.wait_for("the promise", || sentence(&browser).contains(promise).then_some(()));
        assert!(sentence(&browser).contains("96.4"), "{}", sentence(&browser));
        browser.wait_until(&format!("{SHADOW}.activeElement && {SHADOW}.activeElement.id == 'answer'"));
        let told = browser.text(&inside(".blocks"));
        for said in ["92", "74", "403", "80.3%", "12345"] {
            assert!(told.contains(said), "{said} is not in: {told}");
        }
        let marks = browser.names(&inside(".charted button"));
        assert!(marks.len() >= 3 && marks.iter().any(|name| name.contains("96.4")), "{marks:#?}");
        browser.assert_accessible();
        // From the promise to what an audit found of it, and from there to the money.
        browser.click(&inside(".rows tbody button[data-do='go of f01']"));
        browser.wait_for("the finding", || {
            let path = browser.attribute(ELEMENT, "path");
            (path.as_deref() == Some("f01")).then_some(())
        });
        let links = browser.names(&inside(".linked a"));
        assert!(!links.is_empty(), "a finding leads to the money that it is about");
        browser.assert_accessible();
        browser.assert_console_empty();
    }
}

#[test]
fn what_is_asked_for_is_listed_and_counted() {
    let (_site, browser) = open("en", "");
    browser.draw();
    browser.click(&inside(".states button[data-do='state late']"));
    browser.wait_for("the late ones", || {
        let rows = browser.find_all(&inside(".rows:first-of-type tbody tr")).len();
        (browser.find_all(&inside(".board button[data-dim]")).len() == 21 && rows >= 4).then_some(())
    });
    assert!(browser.text(&inside(".seek")).contains("4 of 25"), "{}", browser.text(&inside(".seek")));
    browser.click(&inside(".states button[data-do='state late']"));
    browser.wait_for("all again", || browser.find_all(&inside(".board button[data-dim]")).is_empty().then_some(()));
    browser.click(&inside("#seek"));
    browser.type_text("water");
    browser.wait_for("those on water", || {
        let shown = 25 - browser.find_all(&inside(".board button[data-dim]")).len();
        (1..6).contains(&shown).then_some(())
    });
    browser.press(Key::Escape);
    browser.wait_for("all again", || browser.find_all(&inside(".board button[data-dim]")).is_empty().then_some(()));
    browser.assert_console_empty();
}

/// What is wrong with the boxes of a picture and the page's width, if anything.
const MEASURE: &str = "
    const [least] = arguments, wrong = [];
    const root = document.querySelector('daylight-results').shadowRoot;
    for (const node of root.querySelectorAll('[part~=cell]')) {
        const { width, height } = node.getBoundingClientRect();
        if (Math.min(width, height) < least - 0.1) wrong.push(`${width} x ${height}: ${node.textContent}`);
    }
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) {
        const wide = [...root.querySelectorAll('*')].filter((node) =>
            !node.closest('.scroll') && node.getBoundingClientRect().right > page.clientWidth + 1);
        wrong.push(`${page.scrollWidth} px wide: ` + wide.slice(0, 3).map((node) => node.outerHTML.slice(0, 120)).join('\\n'));
    }
    return wrong;";

#[test]
fn every_view_holds_in_each_language_width_mode_and_theme() {
    let browser = Browser::chromium();
    for lang in ["en", "zh-Hans"] {
        let children = rendered(&["--lang", lang]);
        let pages: Vec<(String, String)> = VIEWS
            .iter()
            .flat_map(|(name, where_)| {
                [(name, where_, "", "usual"), (name, where_, "mode=\"elder\" theme=\"dark\"", "elder")]
            })
            .map(|(name, where_, more, mode)| {
                (format!("{name}-{mode}.html"), page(lang, &element(&format!("{where_} {more}"), &children)))
            })
            .collect();
        let site = stage::site(pages.iter().map(|(path, text)| (path.as_str(), text.clone())));
        for (path, _) in &pages {
            browser.forget_requests();
            browser.go(&site.url(&format!("/{path}")));
            browser.wait_for_state(ELEMENT, "ready");
            let least = if path.contains("elder") { 44 } else { 24 };
            for width in [1280, 360] {
                browser.resize(width, 900);
                let wrong = browser.wait_for("a picture that fits", || {
                    browser.draw();
                    let wrong = browser.script(MEASURE, &[json!(least)]);
                    let is_settled = browser.script(MEASURE, &[json!(least)]) == wrong;
                    is_settled.then_some(wrong)
                });
                assert_eq!(wrong, json!([]), "{path} in {lang} at {width} px");
                browser.assert_accessible();
            }
            browser.assert_console_empty();
            browser.assert_no_request_elsewhere(&[site.origin()]);
        }
    }
}

fn golden(name: &str) -> PathBuf {
    place::root().join("tests/browser/expect").join(format!("{name}.txt"))
}

/// How long a deadline is still or how long it is over depends on the reader's day.
fn without_days(tree: &str) -> String {
    let days = r"\d+ days (over|left)(?: \(\d+ working days\))?|(已超|还剩)\d+天(?:（\d+个工作日）)?";
    Regex::new(days).expect("a pattern").replace_all(tree, "$1$2 …").into_owned()
}

#[test]
fn every_view_reads_as_expected() {
    for lang in ["en", "zh-Hans"] {
        for (name, attributes) in VIEWS {
            let (_site, browser) = open(lang, attributes);
            browser.draw();
            let tree = without_days(&browser.accessibility_tree());
            assert_golden(&golden(&format!("results-{name}-{lang}")), &tree);
        }
    }
}

#[test]
fn a_promise_is_in_the_address_and_back_leads_back() {
    let (site, browser) = open("en", "deep-link=\"r\"");
    browser.go(&site.url("/?r=path:t01,view:goal&other=1"));
    browser.wait_for_state(ELEMENT, "ready");
    browser.wait_for("the promise", || sentence(&browser).contains("120 km").then_some(()));
    browser.click(&inside(".rows tbody button[data-do='go of i01']"));
    browser.wait_for("the indicator", || {
        let search = browser.value("location.search");
        let search = search.as_str().unwrap_or_default().to_owned();
        (search.contains("path:i01") && search.contains("other=1")).then_some(())
    });
    browser.script("history.back()", &[]);
    browser.wait_for("the promise again", || sentence(&browser).starts_with("120 km").then_some(()));
    // Any id leads to what has it, whatever it is.
    browser.go(&site.url("/?r=id:f01"));
    browser.wait_for_state(ELEMENT, "ready");
    browser.wait_for("the finding", || sentence(&browser).contains("stayed with the county").then_some(()));
    browser.assert_console_empty();
}

#[test]
fn the_file_holds_what_was_computed() {
    let (_site, browser) = open("en", "");
    let csv = browser
        .session()
        .script_async(
            "const [done] = arguments; document.querySelector('daylight-results').exportCsv().then(file => done(file))",
            &[],
        )
        .expect("a file");
    let csv = csv.as_str().expect("text").to_owned();
    let package = stage::package("qinghe-results");
    let report = daylight_tests::command::json(&["check", package.to_str().expect("a path"), "--format", "json"]);
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let statuses = report["results"]["statuses"].as_array().expect("statuses");
    assert!(statuses.len() > 50, "{report}");
    for status in statuses {
        let row = rows.iter().find(|row| row[0] == status["kind"] && row[1] == status["id"]).expect("its row");
        assert_eq!(
            (&row[4], &row[5]),
            (status["status"].as_str().unwrap(), status["why"].as_str().unwrap()),
            "{row:?}"
        );
        let progress = status["progress"].as_u64().map(|permille| permille.to_string()).unwrap_or_default();
        assert_eq!(row[6], progress, "{row:?}");
    }
    browser.assert_console_empty();
}

#[test]
fn what_cannot_be_read_is_told_and_the_children_stay() {
    let content = format!("<{ELEMENT} src=\"/nowhere.json\"><p>The promises as the page holds them.</p></{ELEMENT}>");
    let site = stage::site_under(STRICT, [("index.html", page("en", &content))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_state(ELEMENT, "failed");
    browser.wait_for_path(&inside(".note button"));
    assert!(browser.text("main").contains("as the page holds them"));
    browser.assert_accessible();
}

#[test]
fn on_paper_all_rows_stand_in_light_colours() {
    let (_site, browser) = open("zh-Hans", "theme=\"dark\"");
    browser.draw();
    browser.prefer(Preferences { print: true, ..Preferences::default() });
    browser.wait_for("light colours", || {
        let colour = browser.value(&format!("getComputedStyle({SHADOW}.querySelector('.root')).backgroundColor"));
        (colour == json!("rgb(255, 255, 255)")).then_some(())
    });
    let tools = browser.value(&format!("getComputedStyle({SHADOW}.querySelector('.search')).display"));
    assert_eq!(tools, json!("none"));
    assert_eq!(browser.find_all(&inside(".board button")).len(), 25, "the promises are on paper");
    browser.prefer(Preferences::default());
    browser.assert_console_empty();
}

#[test]
fn without_scripts_the_page_tells_the_same() {
    for lang in ["en", "zh-Hans"] {
        for (view, path) in
            [("overview", ""), ("goal", "t01"), ("findings", ""), ("findings", "f01"), ("evaluations", "")]
        {
            let html = rendered(&["--lang", lang, "--view", view, "--path", path]);
            assert!(!html.contains("style="), "{view}: a style attribute");
            let content = format!("<{ELEMENT} src=\"{SRC}\">{html}</{ELEMENT}>");
            let site = stage::site([("index.html", page(lang, &content))]);
            let browser = Browser::chromium();
            browser.without_scripts();
            browser.go(&site.url("/"));
            for width in [1280, 360] {
                browser.resize(width, 900);
                let wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                assert!(wide.as_i64() <= Some(0), "{view} in {lang} at {width} px overflows by {wide} px");
            }
            if view == "overview" {
                browser.assert_reads_as(&golden(&format!("results-fallback-{lang}")));
            }
        }
    }
}

#[test]
fn the_page_of_the_demonstration_is_still_when_the_element_comes() {
    let site = Site::filled(&place::root().join("demo"));
    let browser = Browser::chromium();
    for (lang, width) in [("zh-Hans", 360), ("en", 1280)] {
        browser.resize(width, 900);
        browser.go(&site.url(&format!("/{lang}/results.html")));
        browser.wait_for_state(ELEMENT, "ready");
        browser.assert_still();
        browser.assert_accessible();
        browser.assert_console_empty();
    }
}
