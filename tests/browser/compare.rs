//! Budget against outturn and years beside each other: drawn by the module's third part, walked by keys, with sentence and table.

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
