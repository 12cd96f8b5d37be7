//! Down into the budget and up again: by mouse, by keys on the picture, and by plain controls with Tab and Enter alone.

use daylight_tests::browser::Browser;
use daylight_tests::keyboard::Key;
use daylight_tests::stage::{self, ELEMENT, QINGHE, inside};

const CELL: &str = "[part~=cell]";

fn education() -> (daylight_tests::site::Site, Browser) {
    let (site, browser) = stage::open("en", &format!("src=\"{QINGHE}\" year=\"2025\" phase=\"approved\""), "");
    browser.wait_for_ready();
    (site, browser)
}

fn path(browser: &Browser) -> String {
    browser.attribute(ELEMENT, "path").unwrap_or_default()
}

#[track_caller]
fn wait_for_path(browser: &Browser, path: &str) {
    browser.wait_for(&format!("the path {path:?}"), || {
        (browser.attribute(ELEMENT, "path").unwrap_or_default() == path).then_some(())
    });
    browser.draw();
}

/// What the live region has said last.
fn said(browser: &Browser) -> String {
    browser.of(&inside("[role=status].said"), "textContent").as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_mouse_goes_down_and_up() {
    let (site, browser) = education();
    let top = browser.cells();
    browser.hover(&inside(CELL));
    browser.wait_for("the tip of the cell under the pointer", || {
        (browser.text(&inside("[part~=tip]")) == top[0]).then_some(())
    });
    browser.click(&inside(CELL));
    wait_for_path(&browser, "205");
    let class = browser.cells();
    assert_ne!(class, top);
    browser.click(&inside(CELL));
    browser.wait_for("the second level", || path(&browser).starts_with("205/").then_some(()));
    assert_eq!(browser.find_all(&inside("[part~=crumbs] li:not(.up)")).len(), 3);
    browser.click(&inside("[part~=crumbs] .up button"));
    wait_for_path(&browser, "205");
    assert_eq!(browser.cells(), class, "up leads back to the same picture");
    browser.click(&inside("[part~=crumbs] li:first-child button"));
    wait_for_path(&browser, "");
    assert_eq!(browser.cells(), top);
    assert_eq!(browser.text(&inside("[part~=crumbs] [aria-current]")), "All");
    assert!(browser.find_all(&inside("[part~=crumbs] button")).is_empty(), "nothing to press that leads nowhere");
    browser.assert_console_empty();
    browser.assert_no_request_elsewhere(&[site.origin()]);
    browser.assert_accessible();
}

#[test]
fn keys_alone_go_down_and_up_and_the_focus_is_never_lost() {
    let (_site, browser) = education();
    let top = browser.cells();
    browser.wait_for("the first cell under the focus", || {
        browser.press(Key::Tab);
        (browser.focused_name() == top[0]).then_some(())
    });
    browser.press(Key::End);
    assert_eq!(browser.focused_name(), top[top.len() - 1]);
    browser.press(Key::Home);
    assert_eq!(browser.focused_name(), top[0]);
    browser.press(Key::Right);
    let neighbour = browser.focused_name();
    assert!(neighbour != top[0] && top.contains(&neighbour), "{neighbour}");
    browser.press(Key::Left);
    assert_eq!(browser.focused_name(), top[0], "left is the way back from right");
    browser.press(Key::Down);
    browser.press(Key::Up);
    browser.press(Key::Home);
    // One tab stop: Shift+Tab and Tab lead out of the picture and back to the same cell.
    browser.press_with(Key::Shift, Key::Tab);
    assert!(!top.contains(&browser.focused_name()));
    browser.press(Key::Tab);
    assert_eq!(browser.focused_name(), top[0]);
    browser.press(Key::Enter);
    wait_for_path(&browser, "205");
    let class = browser.cells();
    browser.wait_for("the focus on the first cell below", || (browser.focused_name() == class[0]).then_some(()));
    let words = said(&browser);
    assert!(words.contains("Education") && words.contains("General education"), "the live region speaks: {words}");
    browser.press(Key::Space);
    browser.wait_for("the second level", || path(&browser).starts_with("205/").then_some(()));
    browser.press(Key::Escape);
    wait_for_path(&browser, "205");
    browser.wait_for("the focus on the cell that one came from", || (browser.focused_name() == class[0]).then_some(()));
    browser.press(Key::Backspace);
    wait_for_path(&browser, "");
    browser.wait_for("the focus on Education again", || (browser.focused_name() == top[0]).then_some(()));
    browser.press(Key::Escape);
    assert_eq!(path(&browser), "", "above the whole there is nothing");
    assert_eq!(browser.focused_name(), top[0]);
    browser.assert_console_empty();
    browser.assert_accessible();
}

#[test]
fn plain_controls_lead_everywhere_without_an_arrow_key() {
    let (_site, browser) = education();
    let tab_to = |what: &str, found: &dyn Fn(&str) -> bool| {
        browser.wait_for(what, || {
            browser.press(Key::Tab);
            found(&browser.focused_name()).then_some(())
        });
    };
    // The table's disclosure, then the name of a class in it.
    tab_to("the table's disclosure", &|name| name.contains("All figures as a table"));
    browser.press(Key::Enter);
    browser.wait_for_path(&inside("[part~=table]"));
    tab_to("Education in the table", &|name| name.trim() == "Education");
    browser.press(Key::Enter);
    wait_for_path(&browser, "205");
    assert!(browser.focused().is_some() && !browser.focused_name().eq_ignore_ascii_case("body"), "the focus is kept");
    // Up is a button in the way down.
    browser.script("document.querySelector('h1').tabIndex = -1; document.querySelector('h1').focus()", &[]);
    tab_to("the button up", &|name| name.starts_with("Up to "));
    browser.press(Key::Enter);
    wait_for_path(&browser, "");
    // Search by code and by name.
    browser.script("document.querySelector('h1').focus()", &[]);
    tab_to("the search", &|name| name == "input");
    browser.type_text("primary");
    browser.wait_for_path(&inside(".hits button"));
    tab_to("what was found", &|name| name.contains("Primary education"));
    browser.press(Key::Enter);
    browser.wait_for("the place found", || path(&browser).starts_with("205").then_some(()));
    browser.assert_console_empty();
}

#[test]
fn keys_alone_lead_through_a_search() {
    let (_site, browser) = education();
    let value = || browser.of(&inside("#find"), "value");
    browser.click(&inside("#find"));
    browser.type_text("education");
    browser.wait_for_path(&inside(".hits li:nth-child(3) button"));
    let hit = |at: u32| browser.text(&inside(&format!(".hits li:nth-child({at}) button")));
    let first = hit(1).replace('\n', " ");
    let focused = || browser.value("document.activeElement.shadowRoot.activeElement.dataset.do");
    for (key, expected) in [
        (Key::Down, "hit 0"),
        (Key::Down, "hit 1"),
        (Key::End, "hit 9"),
        (Key::Down, "hit 9"),
        (Key::Home, "hit 0"),
        (Key::Up, "find"),
    ] {
        browser.press(key);
        assert_eq!(focused(), expected);
    }
    browser.press(Key::Down);
    browser.press(Key::Escape);
    assert_eq!((focused(), value()), ("find".into(), "".into()));
    assert!(browser.find_all(&inside(".hits")).is_empty());
    browser.type_text("education");
    browser.wait_for_path(&inside(".hits button"));
    browser.press(Key::Enter);
    wait_for_path(&browser, "205");
    assert!(first.starts_with("Education"), "{first}");
    browser.assert_console_empty();
}

#[test]
fn the_smaller_parts_together_are_marked_in_the_table_and_escape_leads_back() {
    // One part is zero: it has no area, and so is none of them.
    let (_site, browser) = stage::open("en", &format!("src=\"{QINGHE}\" year=\"2025\" phase=\"executed\""), "");
    browser.wait_for_ready();
    let body = "const marks = [...document.querySelector('daylight-budget').shadowRoot.querySelectorAll(\"[data-do^='mark ']\")];
        const mark = marks.find((mark) => mark.textContent.includes('smaller parts together'));
        return [mark.dataset.do, mark.textContent.match(/\\d+(?= smaller)/)[0]];";
    let together = browser.script(body, &[]);
    let (mark, small) = (together[0].as_str().expect("a mark"), together[1].as_str().expect("how many"));
    browser.click(&inside(&format!("[data-do='{mark}']")));
    browser.wait_for_path(&inside("tr[data-small]"));
    let focused =
        || browser.value("document.activeElement.shadowRoot.activeElement.outerHTML.split('>')[0]").to_string();
    browser.wait_for("the focus on the first of them", || focused().contains("data-small").then_some(()));
    assert_eq!(browser.find_all(&inside("tr[data-small]")).len().to_string(), small);
    browser.assert_accessible();
    browser.press(Key::Escape);
    assert!(focused().contains(mark), "the focus is back where one came from: {}", focused());
    assert!(browser.find_all(&inside("tr[data-small]")).is_empty());
    browser.assert_console_empty();
}

#[test]
fn search_finds_by_code_too_and_says_when_there_is_nothing() {
    let (_site, browser) = education();
    browser.click(&inside("#find"));
    browser.type_text("20502");
    browser.wait_for_path(&inside(".hits button"));
    assert!(browser.text(&inside(".hits")).contains("20502"));
    browser.type_text("xyz");
    browser.wait_for("the words that nothing was found", || {
        browser.text(&inside(".hits")).contains("Nothing found").then_some(())
    });
    assert!(said(&browser).contains("Nothing found"));
    browser.assert_accessible();
}

#[test]
fn a_part_with_nothing_below_is_chosen_and_told() {
    let (_site, browser) = education();
    browser.script(
        "window.told = []; addEventListener('daylight-select', (event) => told.push(event.detail)); \
         addEventListener('daylight-navigate', (event) => { if (window.refuse) event.preventDefault(); })",
        &[],
    );
    browser.script("document.querySelector('daylight-budget').setAttribute('path', '205/20502')", &[]);
    browser.draw();
    browser.click(&inside("[part~=cell]:not([data-opens])"));
    browser.wait_for_path(&inside("[part~=details]"));
    let told = browser.value("told[0]");
    let cents = told["amount"].as_str().and_then(|amount| amount.replace('.', "").parse::<u64>().ok());
    assert!(cents.is_some() && told["currency"] == "CNY", "amounts are decimals in texts: {told}");
    assert!(browser.text(&inside("[part~=details]")).contains("00 yuan"));
    // The page may refuse a step.
    browser.script("window.refuse = true", &[]);
    browser.click(&inside("[part~=crumbs] .up button"));
    browser.draw();
    assert_eq!(path(&browser), "205/20502");
    browser.assert_console_empty();
}

#[test]
fn switches_change_year_phase_and_unit_and_the_table_sorts() {
    let (_site, browser) = education();
    let sentence = || browser.text(&inside("[part~=sentence]"));
    let choose = |id: &str, value: &str| {
        let body = "const select = document.querySelector('daylight-budget').shadowRoot.querySelector(arguments[0]);
            select.focus();
            const at = [...select.options].findIndex((option) => option.value === arguments[1]);
            return at < 0 ? null : at - select.selectedIndex;";
        let steps = browser.script(body, &[format!("select#{id}").into(), value.into()]).as_i64().expect("an option");
        for _ in 0..steps.abs() {
            browser.press(if steps > 0 { Key::Down } else { Key::Up });
        }
        browser.draw();
    };
    assert!(sentence().contains("2025"));
    choose("year", "2024");
    browser.wait_for("the year in the sentence", || sentence().contains("2024").then_some(()));
    choose("unit", "thousand");
    let focus = browser.focused_name();
    assert!(!focus.is_empty() && browser.focused().is_some(), "the focus stays on the switch");
    browser.click(&inside("summary"));
    browser.wait_for_path(&inside("[part~=table] tbody tr"));
    let first = || browser.text(&inside("[part~=table] tbody tr:first-child th"));
    let largest = first();
    browser.click(&inside("[part~=table] thead th:first-child button"));
    browser.wait_for("another order", || (first() != largest).then_some(()));
    assert_eq!(
        browser.attribute(&inside("[part~=table] thead th:first-child"), "aria-sort").as_deref(),
        Some("ascending")
    );
    browser.assert_console_empty();
    browser.assert_accessible();
}

#[test]
fn the_mark_opens_the_sum_with_the_command_that_repeats_it() {
    let (_site, browser) = education();
    browser.click(&inside(".mark"));
    browser.wait_for_path(&inside("[part~=panel] pre"));
    let command = browser.text(&inside("[part~=panel] pre"));
    // The page groups digits, the command does not.
    let words = browser.text(&inside("[part~=panel]")).replace(',', "");
    // The command is run as it stands, with the package's place on this disk.
    let package = stage::package("qinghe-budget-2025");
    let arguments: Vec<String> = command
        .trim_start_matches("daylight ")
        .split(' ')
        .map(|word| {
            if word == "datapackage.json" { package.display().to_string() } else { word.trim_matches('\'').to_owned() }
        })
        .collect();
    let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    arguments.extend(["--format", "json"]);
    let sum: serde_json::Value = serde_json::from_str(&stage::daylight(&arguments)).expect("JSON");
    let rows = sum["rows"].as_array().expect("rows");
    assert!(rows.len() > 5);
    for row in rows {
        let amount = row["amount"].as_str().expect("an exact amount");
        assert!(words.contains(amount), "{amount} of `{command}` is not in the panel:\n{words}");
    }
    browser.press(Key::Escape);
    browser.assert_console_empty();
    browser.assert_accessible();
}
