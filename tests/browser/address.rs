//! Deep links: the address keeps where the reader stands, and nothing of it is anyone else's.

use daylight_tests::browser::Browser;
use daylight_tests::place;
use daylight_tests::stage::{self, ELEMENT, QINGHE, element, inside, page};

fn open(query: &str) -> (daylight_tests::site::Site, Browser) {
    let content = element(&format!("src=\"{QINGHE}\" deep-link=\"b\""), "");
    let site = stage::site([("index.html", page("en", &content))]);
    let browser = Browser::chromium();
    browser.go(&site.url(&format!("/{query}")));
    browser.wait_for_ready();
    (site, browser)
}

#[track_caller]
fn wait_for_path(browser: &Browser, path: &str) {
    browser.wait_for(&format!("the path {path:?}"), || {
        (browser.attribute(ELEMENT, "path").unwrap_or_default() == path).then_some(())
    });
    browser.draw();
}

#[test]
fn a_step_down_is_in_the_address_and_back_and_forward_walk_it() {
    let (site, browser) = open("?q=road%20money&empty=&b2=x#section-3");
    let before = browser.url();
    let top = browser.cells();
    browser.click(&inside("[part~=cell]"));
    wait_for_path(&browser, "205");
    let there = browser.url();
    assert_eq!(
        there,
        site.url("/?q=road%20money&empty=&b2=x&b=path:205#section-3"),
        "other keys and the anchor are kept"
    );
    let below = browser.cells();
    browser.back();
    wait_for_path(&browser, "");
    assert_eq!((browser.url(), browser.cells()), (before, top.clone()));
    browser.forward();
    wait_for_path(&browser, "205");
    assert_eq!((browser.url(), browser.cells()), (there.clone(), below.clone()));
    browser.reload();
    browser.wait_for_ready();
    assert_eq!((browser.url(), browser.cells()), (there, below));
    browser.click(&inside("[part~=crumbs] li:first-child button"));
    wait_for_path(&browser, "");
    // How many small ones are drawn depends on the room that the element had when the page was loaded.
    assert_eq!(browser.cells()[..5], top[..5]);
    assert!(!browser.url().contains("path:"), "{}", browser.url());
    browser.assert_console_empty();
}

#[test]
fn a_link_leads_straight_there_and_a_wrong_one_is_named() {
    let (site, browser) = open("?b=year:2024,path:205/20502");
    assert!(browser.text(&inside("[part~=sentence]")).contains("2024"));
    assert_eq!(browser.find_all(&inside("[part~=crumbs] span[aria-current]")).len(), 1);
    assert_eq!(browser.attribute(ELEMENT, "path").as_deref(), Some("205/20502"));
    browser.go(&site.url("/?b=path:999,year:1789"));
    browser.wait_for_ready();
    let remarks = browser.text(&inside(".remarks"));
    assert!(remarks.contains("no part “999”"), "{remarks}");
    assert!(remarks.contains("Year has no value “1789”. Allowed: 2024, 2025."), "{remarks}");
    browser.go(&site.url("/?b=%E0%A4%A,path:%,:::&b"));
    browser.wait_for_ready();
    browser.assert_console_empty();
}

/// The version of the demonstration's main package.
fn newest_version() -> String {
    let record = place::published().join("qinghe-budget-2025/versions.json");
    let record: serde_json::Value = serde_json::from_slice(&std::fs::read(record).expect("versions")).expect("JSON");
    record["versions"][0]["version"].as_str().expect("a version").to_owned()
}

#[test]
fn a_copied_link_says_all_that_is_shown() {
    let (site, browser) = open("?q=1#part");
    browser.click(&inside("[part~=cell]"));
    wait_for_path(&browser, "205");
    browser.click(&inside("[data-do='panel share']"));
    let has_version = |value: &serde_json::Value| value.as_str().is_some_and(|link| link.contains("version:"));
    browser.wait_for("the record of versions", || {
        Some(browser.of(&inside("[data-copy=link]"), "value")).filter(has_version)
    });
    let link = browser.of(&inside("[data-copy=link]"), "value");
    let version = newest_version();
    let pinned = format!("path:205,year:2025,phase:executed,unit:million,version:{version}");
    assert_eq!(link, site.url(&format!("/?q=1&b={pinned}#part")), "no dimension: it is the usual one");
    let embed = browser.of(&inside("[data-copy=embed]"), "value").as_str().unwrap_or_default().to_owned();
    assert!(embed.contains("path=\"205\" year=\"2025\" phase=\"executed\" unit=\"million\""), "{embed}");
    assert_eq!(browser.url(), site.url("/?q=1&b=path:205#part"), "the address stays short");
    let (cells, sentence) = (browser.cells(), browser.text(&inside("[part~=sentence]")));
    browser.go(link.as_str().expect("an address"));
    browser.wait_for_ready();
    browser.wait_for("the same sentence", || (browser.text(&inside("[part~=sentence]")) == sentence).then_some(()));
    assert_eq!(browser.cells()[..5], cells[..5]);
    browser.assert_console_empty();
}

#[test]
fn a_switch_replaces_and_a_step_pushes() {
    let (site, browser) = open("");
    let length = browser.value("history.length");
    let body = "const select = document.querySelector('daylight-budget').shadowRoot.querySelector('select#year');
        select.focus();";
    browser.script(body, &[]);
    browser.press(daylight_tests::keyboard::Key::Up);
    browser.wait_for("the year in the address", || browser.url().ends_with("?b=year:2024").then_some(()));
    assert_eq!(browser.value("history.length"), length);
    browser.click(&inside("[part~=cell]"));
    wait_for_path(&browser, "205");
    assert_eq!(browser.value("history.length").as_i64(), length.as_i64().map(|length| length + 1));
    browser.back();
    wait_for_path(&browser, "");
    assert_eq!(browser.url(), site.url("/?b=year:2024"), "what was replaced is what a step leads back to");
    browser.assert_console_empty();
}

#[test]
fn without_a_deep_link_the_address_is_left_alone() {
    let (site, browser) = stage::open("en", &format!("src=\"{QINGHE}\""), "");
    browser.wait_for_ready();
    browser.click(&inside("[part~=cell]"));
    wait_for_path(&browser, "205");
    assert_eq!(browser.url(), site.url("/"));
    browser.assert_console_empty();
}

#[test]
fn two_elements_with_one_name_are_told() {
    let content = element(&format!("src=\"{QINGHE}\" deep-link=\"b\""), "");
    let site = stage::site([("index.html", page("en", &format!("{content}{content}")))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    browser.assert_console_empty();
    browser.script("document.querySelectorAll('daylight-budget')[1].scrollIntoView()", &[]);
    browser.wait_for("the warning", || {
        browser.console_lines().iter().any(|line| line.contains("deep-link") && line.contains("b")).then_some(())
    });
}

/// Codes are labels in many files, and labels have commas and colons.
#[test]
fn a_code_with_commas_and_colons_is_found_again_by_its_link() {
    let odd = "Roads, bridges: 50% of all";
    let csv = format!("function,amount (CNY)\n\"{odd}\",70\nParks,50\n");
    let content = element("src=\"/odd.csv\" deep-link=\"b\"", "");
    let site = stage::site([("index.html", page("en", &content)), ("odd.csv", csv)]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    browser.script("document.querySelector('daylight-budget').navigate(arguments[0])", &[odd.into()]);
    wait_for_path(&browser, odd);
    let link = browser.url();
    assert!(link.contains("path:"), "{link}");
    for link in [link.clone(), link.replace("path:", "path%3A")] {
        browser.go("about:blank");
        browser.go(&link);
        browser.wait_for_ready();
        assert_eq!(browser.attribute(ELEMENT, "path").as_deref(), Some(odd), "{link}");
    }
    browser.assert_console_empty();
}

#[test]
fn a_name_in_the_address_is_free_again_when_its_element_has_gone() {
    let (_site, browser) = open("");
    let body = "const old = document.querySelector('daylight-budget'), twin = old.cloneNode();
        old.remove();
        return new Promise(done => setTimeout(() => { document.querySelector('main').append(twin); done(); }));";
    browser.script(body, &[]);
    browser.wait_for_ready();
    browser.assert_console_empty();
}
