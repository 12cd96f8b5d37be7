//! The studio in a browser: a spreadsheet chosen, what hides in it led to, the columns described and the package made, by keys
//! alone; served by a site, and from a disk as one file. Nothing is asked of any server but the page's own files.

#[path = "../pipeline/studio/table.rs"]
mod table;

use daylight_tests::browser::Browser;
use daylight_tests::emulation::Preferences;
use daylight_tests::keyboard::Key;
use daylight_tests::place;
use daylight_tests::site::Site;
use serde_json::json;
use std::path::{Path, PathBuf};
use table::table;
use tempfile::TempDir;

/// A number of the form that the standard of identity numbers gives as its example.
const NUMBER: &str = "11010519491231002X";

/// A spreadsheet on disk, as an office calls it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    }
}

#[track_caller]
fn wait_for_page(browser: &Browser) {
    browser.wait_until("document.getElementById('studio') && !document.getElementById('studio').hidden");
}

/// Gives the file to the page as the chooser does.
#[track_caller]
fn choose(browser: &Browser, path: &Path) {
    browser.script("document.getElementById('found').replaceChildren()", &[]);
    let element = browser.find("#file").to_json();
    let id = element.as_object().and_then(|reference| reference.values().next()?.as_str()).unwrap_or("").to_owned();
    let chosen = browser.session().post(&format!("/element/{id}/value"), &json!({ "text": path }));
    chosen.expect("the browser takes the file");
    rest(browser);
}

/// Waits until the core has done what it was asked.
#[track_caller]
fn rest(browser: &Browser) {
    browser.wait_until(
        "!document.getElementById('studio').hasAttribute('aria-busy') && !!document.querySelector('#found p')",
    );
}

/// Goes to an element by the tab key alone.
#[track_caller]
fn tab_to(browser: &Browser, is_there: &str) {
    for _ in 0..120 {
        if browser.value(&format!("!!document.activeElement.matches({is_there:?})")) == true {
            return;
        }
        browser.press(Key::Tab);
    }
    panic!("no key leads to {is_there}");
}

/// Types into a field and leaves it.
#[track_caller]
fn fill(browser: &Browser, id: &str, text: &str) {
    browser.script("document.activeElement.blur()", &[]);
    tab_to(browser, &format!("#{id}"));
    browser.script("if (document.activeElement.select) document.activeElement.select()", &[]);
    browser.type_text(text);
    browser.press(Key::Tab);
    rest(browser);
}

/// The story from a file with a hidden number to a package, by keys.
#[track_caller]
fn story(browser: &Browser, desk: &Desk, review_day: &str) {
    choose(browser, &desk.put("2025年预算.xlsx", &table(None, NUMBER)));
    browser.wait_for("the cell of the number", || browser.text("#found").contains("D5").then_some(()));
    assert!(!browser.text("#found").contains(NUMBER), "no report repeats what it found");
    let index = browser
        .value("[...document.querySelectorAll('.issues button')].findIndex(b => b.textContent.includes('D5')) + 1");
    tab_to(browser, &format!(".issues li:nth-child({index}) button"));
    browser.press(Key::Enter);
    browser.wait_until("document.activeElement.id == 'cell-5-4'");
    choose(browser, &desk.put("2025年预算.xlsx", &table(None, "")));
    assert!(!browser.text("#found").contains("D5"), "{}", browser.text("#found"));
    browser.script("document.activeElement.blur()", &[]);
    tab_to(browser, "#role-D");
    browser.press(Key::Home);
    rest(browser);
    browser.wait_until("document.getElementById('role-D').value == 'left-out'");
    fill(browser, "name", "office-2025");
    fill(browser, "currency", "CNY");
    fill(browser, "year", "2025");
    for (key, text) in [("who", "Office"), ("when", review_day), ("basis", "Law 14"), ("result", "Agreed")] {
        fill(browser, &format!("review-{key}"), text);
    }
    tab_to(browser, "#show");
    browser.press(Key::Enter);
    browser.wait_for_state("#figure daylight-budget", "ready");
    tab_to(browser, "#pack");
    browser.press(Key::Enter);
    browser.wait_until("!!document.querySelector('#made p')");
    assert_eq!(browser.find_all("#archive").len(), 1, "{}", browser.text("#found"));
    let lines = browser.of("#snippet", "value");
    assert!(lines.as_str().is_some_and(|lines| lines.contains("/data/office-2025/datapackage.json")), "{lines}");
}

/// The package that came down passes the command.
#[track_caller]
fn is_published(archive: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.zip");
    std::fs::write(&path, archive).expect("written");
    let package = folder.path().join("package");
    let script = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])";
    let unpacked = std::process::Command::new("python3").args(["-c", script]).args([&path, &package]).output();
    assert!(unpacked.expect("python3").status.success());
    let site = folder.path().join("site");
    let [package, site] = [&package, &site].map(|path| path.to_str().expect("UTF-8"));
    daylight_tests::stage::daylight(&["publish", package, "--out", site, "--date", "2025-02-11"]);
    daylight_tests::stage::daylight(&["verify", site]);
}

#[test]
fn from_a_spreadsheet_to_a_package_by_keys_alone_and_nothing_leaves() {
    let site = Site::filled(&place::root().join("www"));
    let desk = Desk::new();
    for path in ["/studio.html", "/zh-Hans/studio.html"] {
        let browser = Browser::chromium();
        browser.go(&site.url(path));
        wait_for_page(&browser);
        browser.forget_requests();
        story(&browser, &desk, "2025-02-10");
        let (name, archive) = browser.downloaded();
        assert_eq!(name, "office-2025.zip");
        is_published(&archive);
        browser.assert_no_request_elsewhere(&[site.origin()]);
        let asked: Vec<String> = browser.requests().into_iter().map(|exchange| exchange.url).collect();
        let is_ours = |url: &String| url.ends_with("/daylight.single.js") || url.starts_with("blob:");
        assert!(asked.iter().all(is_ours), "{asked:?}");
        let refused = browser.session().script_async(
            "const done = arguments[0]; fetch('/data/daylight.json').then(() => done('sent'), () => done('refused'))",
            &[],
        );
        assert_eq!(refused.expect("an answer"), "refused");
        browser.forget_console();
        browser.assert_accessible();
    }
}

#[test]
fn as_one_file_it_opens_from_a_disk() {
    let desk = Desk::new();
    let browser = Browser::chromium();
    let page = place::dist().join("studio/daylight-studio.html");
    browser.go(&format!("file://{}", page.display()));
    wait_for_page(&browser);
    story(&browser, &desk, "2025-02-10");
    // What the browser says of its own first page, where it finds no network.
    let said = browser.console_lines().into_iter().filter(|line| !line.contains("chrome://"));
    assert_eq!(said.collect::<Vec<_>>(), [""; 0]);
    let (name, archive) = browser.downloaded();
    assert_eq!(name, "office-2025.zip");
    is_published(&archive);
}

/// The same test in a namespace that has no network but its own loop, and no route. Where this machine makes none, it says so.
#[test]
fn from_a_disk_it_needs_no_network_at_all() {
    let inside = |then: &[&str]| {
        let mut command = std::process::Command::new("unshare");
        command.args([
            "--map-root-user",
            "--net",
            "sh",
            "-c",
            "ip link set lo up && test -z \"$(ip route)\" && exec \"$@\"",
            "sh",
        ]);
        command.args(then).output()
    };
    if !inside(&["true"]).is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: no network namespace can be made here");
        return;
    }
    let this = std::env::current_exe().expect("the test's own program");
    let this = this.to_str().expect("the work tree's path is UTF-8");
    let run = inside(&[this, "--exact", "as_one_file_it_opens_from_a_disk"]).expect("unshare");
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn what_cannot_be_read_is_told_and_another_file_can_be_chosen() {
    let site = Site::filled(&place::root().join("www"));
    let (desk, browser) = (Desk::new(), Browser::chromium());
    browser.go(&site.url("/studio.html"));
    wait_for_page(&browser);
    let whole = table(None, "");
    for (name, bytes, told) in [
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), "page.xls"),
        ("cut.xlsx", whole[..whole.len() / 2].to_vec(), "cut.xlsx"),
    ] {
        choose(&browser, &desk.put(name, &bytes));
        browser.wait_for("the fault", || browser.text("#found").contains(told).then_some(()));
    }
    choose(&browser, &desk.put("whole.xlsx", &whole));
    browser.wait_until("document.querySelector('table.sheet')");
    browser.assert_console_empty();
}

#[test]
fn it_is_for_everyone_on_a_phone_and_in_the_dark() {
    let site = Site::filled(&place::root().join("www"));
    let desk = Desk::new();
    for (path, name) in [("/studio.html", "www-studio"), ("/zh-Hans/studio.html", "www-studio-zh-Hans")] {
        let browser = Browser::chromium();
        browser.go(&site.url(path));
        wait_for_page(&browser);
        choose(&browser, &desk.put("2025年预算.xlsx", &table(None, NUMBER)));
        for (width, dark) in [(1280, false), (360, false), (360, true)] {
            browser.resize(width, 800);
            browser.prefer(Preferences { dark, ..Preferences::default() });
            let over = browser.value("document.documentElement.scrollWidth - innerWidth");
            assert!(over.as_i64() <= Some(0), "{path} at {width} px: {over} px too wide");
            browser.screenshot_page(&format!("{name}-{width}{}", if dark { "-dark" } else { "" }));
            browser.assert_accessible();
        }
        browser.assert_console_empty();
    }
}
