//! The views that compare: drawn by the module's third part, walked by keys, with sentence and table.

use daylight_tests::browser::Browser;
use daylight_tests::keyboard::Key;
use daylight_tests::site::Site;
use daylight_tests::stage::{self, ELEMENT, QINGHE, inside};

const SHADOW: &str = "document.querySelector('daylight-budget').shadowRoot";

fn open(lang: &str, attributes: &str) -> (Site, Browser) {
    let (site, browser) = stage::open(lang, &format!("src=\"{QINGHE}\" {attributes}"), "");
    browser.wait_for_ready();
    (site, browser)
}

/// Chooses an option of the switch of views, as a reader would.
fn show(browser: &Browser, view: &str) {
    let script = format!(
        "const field = {SHADOW}.querySelector('[data-do=\"set view\"]'); field.value = '{view}'; field.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    );
    browser.script(&script, &[]);
}

fn sentence(browser: &Browser) -> String {
    browser.text(&inside("[part~=sentence]"))
}

/// How many bars, or lines, are drawn.
fn drawn(browser: &Browser, selector: &str) -> u64 {
    browser.value(&format!("{SHADOW}.querySelectorAll('.drawing {selector}').length")).as_u64().unwrap_or_default()
}

#[test]
fn budget_stands_beside_outturn_and_is_walked_by_keys() {
    let (_site, browser) = open("en", "view=\"outturn\" year=\"2025\"");
    let said = sentence(&browser);
    assert!(said.contains("adjusted budget 4,384.0 million yuan") && said.contains("57.1% of it"), "{said}");
    let names = browser.cells();
    assert!(names.len() > 20 && drawn(&browser, ".bar") > 20, "two bars a part: {}", names.len());
    assert!(names[0].contains("Education") && names[0].contains("Adjusted budget"), "{}", names[0]);
    browser.wait_for("the first mark under the focus", || {
        browser.press(Key::Tab);
        (browser.focused_name() == names[0]).then_some(())
    });
    browser.press(Key::End);
    assert_eq!(browser.focused_name(), names[names.len() - 1]);
    browser.press(Key::Home);
    browser.press(Key::Down);
    assert_ne!(browser.focused_name(), names[0]);
    browser.press(Key::Home);
    browser.press(Key::Enter);
    browser.wait_for("the parts of education", || (browser.attribute(ELEMENT, "path")? == "205").then_some(()));
    assert!(drawn(&browser, ".bar") > 1 && sentence(&browser).contains("% of it"), "{}", sentence(&browser));
    browser.assert_accessible();
    browser.assert_console_empty();
}

#[test]
fn another_view_is_a_switch_away_and_loads_what_it_needs() {
    let (_site, browser) = open("zh-Hans", "");
    let loaded = "performance.getEntriesByType('resource').filter(entry => /charts-/.test(entry.name)).length";
    let asked = || browser.value(loaded).as_u64().unwrap_or_default();
    assert_eq!(asked(), 0, "a treemap needs no axes");
    let areas = sentence(&browser);
    browser.wait_for("the switch of views", || {
        browser.value(&format!("!!{SHADOW}.querySelector('[data-do=\"set view\"]')")).as_bool().filter(|is| *is)
    });
    show(&browser, "years");
    browser.wait_for("two years", || sentence(&browser).contains("比2024年").then_some(()));
    assert_eq!(asked(), 1);
    assert!(drawn(&browser, ".line-of") > 3, "a line a part");
    browser.assert_accessible();
    show(&browser, "outturn");
    browser.wait_for("budget and outturn", || sentence(&browser).contains("完成57.1%").then_some(()));
    assert_eq!(browser.attribute(ELEMENT, "view").as_deref(), Some("outturn"));
    show(&browser, "treemap");
    browser.wait_for("the areas again", || (sentence(&browser) == areas).then_some(()));
    browser.assert_console_empty();
}

#[test]
fn a_basis_is_chosen_said_and_kept_in_the_address() {
    let (_site, browser) = open("en", "view=\"years\" deep-link=\"b\"");
    browser.wait_for("two years", || sentence(&browser).contains("more than in 2024").then_some(()));
    assert!(!sentence(&browser).contains("per head"));
    let script = format!(
        "const field = {SHADOW}.querySelector('[data-do=\"set basis\"]'); field.value = 'real-per-head'; field.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    );
    browser.script(&script, &[]);
    browser.wait_for("amounts per head", || sentence(&browser).contains("per head, in prices of 2024").then_some(()));
    assert_eq!(browser.attribute(ELEMENT, "basis").as_deref(), Some("real-per-head"));
    assert!(browser.cells()[0].contains("per head, in prices of 2024"), "{}", browser.cells()[0]);
    let sources = browser.text(&inside("[part~=source]"));
    assert!(sources.contains("prices, base year 2024: Consumer price index"), "{sources}");
    browser.wait_for("the address", || {
        browser.value("location.search").as_str()?.contains("basis:real-per-head").then_some(())
    });
    browser.assert_accessible();
    browser.assert_console_empty();
}

#[test]
fn small_multiples_and_the_hundred_are_walked_and_opened() {
    for (lang, view, says) in
        [("en", "hundred", "of every 100 yuan, 23 yuan for Education"), ("zh-Hans", "panels", "比2024年")]
    {
        let (_site, browser) = open(lang, &format!("view=\"{view}\""));
        browser.wait_for("the sentence", || sentence(&browser).contains(says).then_some(()));
        let names = browser.cells();
        browser.wait_for("the first mark under the focus", || {
            browser.press(Key::Tab);
            (browser.focused_name() == names[0]).then_some(())
        });
        browser.press(Key::End);
        assert_eq!(browser.focused_name(), names[names.len() - 1]);
        browser.press(Key::Home);
        browser.press(Key::Enter);
        browser.wait_for("the parts of education", || (browser.attribute(ELEMENT, "path")? == "205").then_some(()));
        browser.assert_accessible();
        browser.assert_console_empty();
    }
}
