//! The plain page of a consultation as a citizen meets it on a cheap phone: key events only, both languages, light and dark; no script
//! runs on it.

use daylight_tests::browser::Browser;
use daylight_tests::emulation::Preferences;
use daylight_tests::keyboard::Key;
use daylight_tests::service::{Taking, consultation};
use serde_json::json;

/// Moves on by the tabulator until an element has the focus.
#[track_caller]
fn tab_to(browser: &Browser, path: &str) {
    for _ in 0..60 {
        browser.press(Key::Tab);
        let is_there =
            browser.script("return document.activeElement === document.querySelector(arguments[0])", &[json!(path)]);
        if is_there == json!(true) {
            return;
        }
    }
    panic!("the tabulator does not lead to {path}");
}

/// Nothing is wider than the phone, small under a finger, or in the way of a screen reader.
#[track_caller]
fn assert_fit(browser: &Browser) {
    assert!(browser.value("document.documentElement.scrollWidth").as_u64() <= Some(360), "it is wider than the phone");
    let small = "return [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, label.option')] \
        .filter(one => !one.closest('.trap') && !one.closest('label.option input') && one.getBoundingClientRect().height < \
        (one.matches('a, .option input') ? 20 : 44)).map(one => one.outerHTML)";
    assert_eq!(browser.script(small, &[]), json!([]), "too small for a finger");
    for dark in [false, true] {
        browser.prefer(Preferences { dark, ..Preferences::default() });
        browser.assert_accessible();
    }
    // A browser notes that a page came with a status of its own; nothing else is said.
    let lines = browser.console_lines();
    assert!(lines.iter().all(|line| line.contains("status of 422")), "{lines:?}");
}

fn comment(lang: &str, (open, sent, missing, text): (&str, &str, &str, &str)) {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    consultation(&site);
    let service = Taking::start(&site, None).expect("it starts");
    let browser = Browser::chromium();
    browser.resize(360, 740);
    let page = |path: &str| format!("{}/c/roads{path}?lang={lang}", service.origin());
    browser.go(&page(""));
    assert!(browser.text("main").contains(open));
    assert_fit(&browser);

    // The clause is chosen by its own link; nothing is typed yet.
    tab_to(&browser, "#c-c2 .act");
    browser.press(Key::Enter);
    browser.wait_until("document.querySelector('#f-subject').value === 'c2'");
    tab_to(&browser, "main button");
    browser.press(Key::Enter);
    browser.wait_for_path("#errors");
    assert!(browser.text("#errors").contains(missing));
    assert_fit(&browser);
    assert_eq!(browser.script("return document.activeElement.id", &[]), json!("errors"), "it is read out first");
    browser.press(Key::Tab);
    browser.press(Key::Enter);
    browser.wait_until("document.activeElement.id === 'f-text'");
    browser.type_text(text);
    tab_to(&browser, "main button");
    browser.press(Key::Enter);
    browser.wait_for_path("#receipt");
    assert!(browser.text("h1").contains(sent));
    assert_fit(&browser);
    let receipt = browser.text("#receipt");

    browser.go(&page("/status"));
    tab_to(&browser, "#f-receipt");
    browser.type_text(&receipt.to_lowercase());
    browser.press(Key::Enter);
    browser.wait_for_path("dl");
    assert_fit(&browser);
    assert_eq!(service.received(), 1);
}

#[test]
fn a_citizen_comments_by_keys_alone() {
    comment(
        "en",
        (
            "Open for comments",
            "Your comment was received",
            "Please write your comment",
            "The road needs a path for walkers.",
        ),
    );
}

#[test]
fn the_same_in_chinese() {
    comment("zh-Hans", ("征集中", "您的意见已收到", "请写下您的意见", "希望有人行道。"));
}
