//! What a screen reader meets, in reading order and in each language, against golden files (`UPDATE_EXPECT=1` writes them).

use daylight_tests::browser::Browser;
use daylight_tests::golden::difference;
use daylight_tests::place;
use daylight_tests::stage::{self, ELEMENT, element, inside, page};
use std::path::PathBuf;

/// Small enough to be read whole: two levels, a blank, a zero, and an amount below zero one level down.
const ROWS: &str = "function code,function name,approved (CNY),executed (CNY)\n\
    201,General public services,5000000,4800000\n\
    205,Education,8250000,\n\
    208,Social security,3000000,3100000\n\
    212,Urban and rural communities,0,0\n";

fn golden(name: &str) -> PathBuf {
    place::root().join("tests/browser/expect").join(format!("{name}.txt"))
}

fn reads_as(lang: &str) {
    let content = element("src=\"/budget.csv\" phase=\"approved\"", "");
    let site = stage::site([("index.html", page(lang, &content)), ("budget.csv", ROWS.to_owned())]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    browser.wait_for_path(&inside("[part~=cell]"));
    browser.assert_reads_as(&golden(&format!("picture-{lang}")));
    browser.click(&inside("summary"));
    browser.wait_for_path(&inside("[part~=table]"));
    browser.click(&inside(".mark"));
    browser.wait_for_path(&inside("[part~=panel]"));
    browser.assert_reads_as(&golden(&format!("table-{lang}")));
    browser.script("document.querySelector('daylight-budget').src = '/nowhere.csv'", &[]);
    browser.wait_for_state(ELEMENT, "failed");
    browser.wait_for_path(&inside(".note"));
    let failed = browser.accessibility_tree().replace(site.origin(), "http://site");
    daylight_tests::golden::assert_golden(&golden(&format!("failed-{lang}")), &failed);
}

#[test]
fn the_element_reads_as_expected_in_english() {
    reads_as("en");
}

#[test]
fn the_element_reads_as_expected_in_chinese() {
    reads_as("zh-Hans");
}

#[test]
fn the_fallback_reads_as_expected_without_scripts() {
    for lang in ["en", "zh-Hans"] {
        let children = stage::rendered("putuo-planning-2024", &["--lang", lang]);
        let site = stage::site([("index.html", page(lang, &element("src=\"/x\"", &children)))]);
        let browser = Browser::chromium();
        browser.without_scripts();
        browser.go(&site.url("/"));
        browser.assert_reads_as(&golden(&format!("fallback-{lang}")));
    }
}

#[test]
fn a_cell_without_its_name_would_change_the_golden() {
    let content = element("src=\"/budget.csv\"", "");
    let site = stage::site([("index.html", page("en", &content)), ("budget.csv", ROWS.to_owned())]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    browser.wait_for_path(&inside("[part~=cell]"));
    let before = browser.accessibility_tree();
    let body = "document.querySelector('daylight-budget').shadowRoot.querySelector('[part~=cell]').setAttribute('aria-label', 'Other')";
    browser.script(body, &[]);
    assert!(difference(&before, &browser.accessibility_tree()).is_some_and(|lines| lines.contains("Other")));
}
