//! The main path once more in Firefox: first picture, mouse, keys, table, language; Chromium alone would not tell.

use daylight_tests::browser::Browser;
use daylight_tests::keyboard::Key;
use daylight_tests::stage::{self, ELEMENT, QINGHE, element, inside, page};

#[test]
fn the_main_path_works_in_firefox() {
    let content = element(&format!("src=\"{QINGHE}\" deep-link=\"b\" year=\"2025\" phase=\"approved\""), "");
    let site = stage::site([("index.html", page("en", &content))]);
    let browser = Browser::firefox();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    let path = |wanted: &str| {
        browser.wait_for(&format!("the path {wanted:?}"), || {
            (browser.attribute(ELEMENT, "path").unwrap_or_default() == wanted).then_some(())
        });
        browser.draw();
    };
    let top = browser.cells();
    assert!(top.len() > 5 && top[0].contains("Education"), "{top:#?}");
    browser.assert_accessible();
    // By mouse.
    browser.click(&inside("[part~=cell]"));
    path("205");
    browser.back();
    path("");
    assert_eq!(browser.cells(), top);
    // By keys, from the page's top: where the last control is in a shadow root, whosever it is, Firefox without a window
    // goes to and fro between it and the body instead of coming round.
    browser.reload();
    browser.wait_for_ready();
    browser.wait_for("the first cell under the focus", || {
        browser.press(Key::Tab);
        (browser.focused_name() == top[0]).then_some(())
    });
    browser.press(Key::End);
    assert_eq!(browser.focused_name(), top[top.len() - 1]);
    browser.press(Key::Home);
    browser.press(Key::Enter);
    path("205");
    browser.press(Key::Escape);
    path("");
    browser.wait_for("the focus where one came from", || (browser.focused_name() == top[0]).then_some(()));
    // The table and the language.
    browser.click(&inside("summary"));
    browser.wait_for_path(&inside("[part~=table] tbody tr"));
    browser.assert_accessible();
    browser.script("document.querySelector('daylight-budget').setAttribute('lang', 'zh-Hans')", &[]);
    browser.wait_for("Chinese words", || browser.text(&inside("[part~=sentence]")).contains('年').then_some(()));
    browser.assert_accessible();
    browser.assert_console_empty();
    browser.screenshot("firefox");
}

#[test]
fn charts_are_drawn_walked_and_opened_in_firefox() {
    for (view, says) in [
        ("outturn", "57.1% of it"),
        ("years", "more than in 2024"),
        ("panels", "more than in 2024"),
        ("hundred", "of every 100 yuan"),
    ] {
        let content = element(&format!("src=\"{QINGHE}\" view=\"{view}\""), "");
        let site = stage::site([("index.html", page("en", &content))]);
        let browser = Browser::firefox();
        browser.go(&site.url("/"));
        browser.wait_for_ready();
        browser.wait_for("the sentence", || browser.text(&inside("[part~=sentence]")).contains(says).then_some(()));
        let names = browser.cells();
        browser.wait_for("the first mark under the focus", || {
            browser.press(Key::Tab);
            (browser.focused_name() == names[0]).then_some(())
        });
        browser.press(Key::End);
        assert_eq!(browser.focused_name(), names[names.len() - 1], "{view}");
        browser.press(Key::Home);
        browser.press(Key::Enter);
        browser.wait_for("the parts of education", || (browser.attribute(ELEMENT, "path")? == "205").then_some(()));
        browser.assert_accessible();
        browser.assert_console_empty();
        browser.screenshot(&format!("firefox-{view}"));
    }
}
