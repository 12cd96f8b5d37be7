//! "It holds": the demonstration's pages that make it hard show the same figures, and a reader can go down in each.

use daylight_tests::browser::Browser;
use daylight_tests::place;
use daylight_tests::site::Site;
use daylight_tests::stage::{ELEMENT, inside};

/// The pages with the element in sight, and why plain JavaScript runs there, if it does.
const PAGES: [(&str, Option<&str>); 7] = [
    ("strict", None),
    ("no-wasm", Some("csp")),
    ("div", None),
    ("gbk", None),
    ("hostile", None),
    ("single", Some("csp")),
    ("elder", None),
];

#[test]
fn the_same_figures_on_every_page_that_makes_it_hard() {
    let site = Site::filled(&place::root().join("demo"));
    let browser = Browser::chromium();
    for (page, reason) in PAGES {
        browser.go(&site.url(&format!("/{page}/")));
        browser.script("document.querySelector('daylight-budget').scrollIntoView()", &[]);
        browser.wait_for_ready();
        assert_eq!(browser.attribute(ELEMENT, "data-reason").as_deref(), reason, "{page}");
        let said = "document.querySelector('daylight-budget').shadowRoot.textContent";
        let shows = |text: &str| browser.value(said).as_str().is_some_and(|said| said.contains(text));
        browser.wait_for(&format!("{page}: the proof"), || shows("数字相符").then_some(()));
        assert!(shows("教育"), "{page}");
        let control = if page == "elder" { "[part~=table] tbody button" } else { "[part~=cell]" };
        browser.wait_for_path(&inside(control));
        browser.click(&inside(control));
        browser.wait_for(&format!("{page}: a step down"), || browser.attribute(ELEMENT, "path"));
        browser.assert_console_empty();
    }
}

#[test]
fn a_frame_is_as_high_as_what_is_in_it() {
    let site = Site::filled(&place::root().join("demo"));
    let browser = Browser::chromium();
    browser.go(&site.url("/frame/"));
    let height = || browser.value("document.querySelector('iframe').clientHeight").as_f64().unwrap_or(0.0);
    browser.wait_for("the frame's height", || (height() > 950.0).then_some(()));
    browser.assert_console_empty();
}
