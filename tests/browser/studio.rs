//! The studio in a browser: a spreadsheet chosen, what hides in it led to, the columns described and the package made, by keys
//! alone; served by a site, and from a disk as one file. Nothing is asked of any server but the page's own files.

#[path = "../pipeline/studio/table.rs"]
mod table;

use daylight_core::words::Words;
use daylight_tests::bomb;
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

/// Goes to the file's control by keys and gives it the file, as the system's chooser does: that is no page's.
#[track_caller]
fn choose(browser: &Browser, path: &Path) {
    tab_to(browser, "#file");
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

/// Goes to an element by the tab key alone, back where it stands before what has the focus.
#[track_caller]
fn tab_to(browser: &Browser, is_there: &str) {
    let whither = format!(
        "(() => {{ const now = document.activeElement; const to = document.querySelector({is_there:?});
            return !to || now == to ? 0 : now.compareDocumentPosition(to) & 2 ? -1 : 1; }})()"
    );
    for _ in 0..150 {
        match browser.value(&whither).as_i64() {
            Some(1) => browser.press(Key::Tab),
            Some(-1) => browser.press_with(Key::Shift, Key::Tab),
            _ => break,
        }
    }
    let is_reached = browser.value(&format!("document.activeElement.matches({is_there:?})"));
    assert_eq!(is_reached, true, "no key leads to {is_there}:\n{}", browser.sight());
}

/// Types into a field and leaves it.
#[track_caller]
fn fill(browser: &Browser, id: &str, text: &str) {
    tab_to(browser, &format!("#{id}"));
    browser.select_all();
    browser.type_text(text);
    browser.press(Key::Tab);
    rest(browser);
}

/// Gives a column a role, key by key from where its list stands.
#[track_caller]
fn give_role(browser: &Browser, letter: &str, role: &str) {
    let list = format!("#role-{letter}");
    tab_to(browser, &list);
    browser.press(Key::Home);
    rest(browser);
    for _ in 0..30 {
        if browser.of(&list, "value") == role {
            return;
        }
        browser.press(Key::Down);
        rest(browser);
    }
    panic!("no key leads to {role}");
}

/// The issue that names a cell, by its position from one; none has zero.
#[track_caller]
fn issue_at(browser: &Browser, cell: &str) -> u64 {
    let list = "[...document.querySelectorAll('.issues li')]";
    let found = browser.value(&format!("{list}.findIndex(item => item.textContent.includes({cell:?})) + 1"));
    found.as_u64().unwrap_or(0)
}

/// A sample of the clerk's desk, in the language of the page.
fn sample(lang: &str, state: &str) -> Vec<u8> {
    let path = place::root().join(format!("demo/desk/{lang}/roads-2025-{state}.xls"));
    std::fs::read(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// The story of the clerk's desk by keys alone: three refusals, each led to; the file mended, described and packed.
#[track_caller]
fn story(browser: &Browser, desk: &Desk) {
    let lang = browser.value("document.documentElement.lang");
    let lang = lang.as_str().expect("the page says its language");
    choose(browser, &desk.put("roads-2025.xls", &sample(lang, "old")));
    fill(browser, "totals", if lang == "en" { "Total" } else { "合计" });
    for (cell, focus) in [("D5", "cell-5-4"), ("E6", "cell-6-5"), ("C8", "cell-8-3")] {
        let index = issue_at(browser, &format!("!{cell}"));
        assert!(index > 0, "{cell}: {}", browser.text("#found"));
        tab_to(browser, &format!(".issues li:nth-child({index}) button"));
        browser.press(Key::Enter);
        browser.wait_until(&format!("document.activeElement.id == {focus:?}"));
    }
    assert!(!browser.text("#found").contains(NUMBER), "no report repeats what it found");
    tab_to(browser, "#pack");
    browser.press(Key::Enter);
    browser.wait_until("!!document.querySelector('#made .wrong')");
    // The file is mended and comes again under its name: what was said of it stays.
    choose(browser, &desk.put("roads-2025.xls", &sample(lang, "mended")));
    for cell in ["D5", "E6", "C8"] {
        assert_eq!(issue_at(browser, &format!("!{cell}")), 0, "{}", browser.text("#found"));
    }
    assert_ne!(browser.of("#totals", "value"), "");
    fill(browser, "name", "office-2025");
    fill(browser, "currency", "CNY");
    fill(browser, "year", "2025");
    give_role(browser, "A", "project-code");
    give_role(browser, "B", "project-label");
    for (key, text) in [("who", "Office"), ("when", "2025-02-10"), ("basis", "Law 14"), ("result", "Agreed")] {
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
        story(&browser, &desk);
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

/// The story in a page that is one file on a disk.
#[track_caller]
fn from_a_disk(browser: &Browser, page: &str) {
    let desk = Desk::new();
    browser.go(&format!("file://{}", place::dist().join("studio").join(page).display()));
    wait_for_page(browser);
    story(browser, &desk);
    // What the browser says of its own first page, where it finds no network.
    let said = browser.console_lines().into_iter().filter(|line| !line.contains("chrome://"));
    assert_eq!(said.collect::<Vec<_>>(), [""; 0]);
    let (name, archive) = browser.downloaded();
    assert_eq!(name, "office-2025.zip");
    is_published(&archive);
}

#[test]
fn as_one_file_it_opens_from_a_disk() {
    from_a_disk(&Browser::chromium(), "daylight-studio.html");
}

#[test]
fn as_one_file_it_opens_in_firefox() {
    from_a_disk(&Browser::firefox(), "daylight-studio.zh-Hans.html");
}

/// The same tests in a namespace that has no network but its own loop, and no route. Where this machine makes none, it says so.
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
        place::skip("no network namespace can be made here");
        return;
    }
    let this = std::env::current_exe().expect("the test's own program");
    let this = this.to_str().expect("the work tree's path is UTF-8");
    for test in ["as_one_file_it_opens_from_a_disk", "as_one_file_it_opens_in_firefox"] {
        let run = inside(&[this, "--exact", test]).expect("unshare");
        let said = String::from_utf8_lossy(&run.stdout).into_owned();
        let is_passed = run.status.success() && said.contains("1 passed");
        assert!(is_passed, "{test}: {said}{}", String::from_utf8_lossy(&run.stderr));
    }
}

/// What a page may hold at most.
const MOST: u64 = 256 << 20;

/// Files that cannot be read: name, bytes, and the rule that says why.
fn unreadable() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let whole = table(None, "");
    let mut files = Vec::from(bomb::bombs());
    files.extend([
        ("bomb.csv.gz", bomb::zipped(500 << 20), "file-unreadable"),
        ("cut.xlsx", whole[..whole.len() / 2].to_vec(), "workbook-damaged"),
        ("cut.xls", sample("en", "mended")[..2048].to_vec(), "workbook-damaged"),
        ("locked.xlsx", bomb::locked(), "workbook-protected"),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), "file-not-data"),
    ]);
    files
}

#[test]
fn what_cannot_be_read_is_told_in_either_language_and_the_page_stays_usable() {
    let site = Site::filled(&place::root().join("www"));
    let desk = Desk::new();
    for (path, lang) in [("/studio.html", "en"), ("/zh-Hans/studio.html", "zh-Hans")] {
        let (browser, words) = (Browser::chromium(), Words::built_in(lang));
        browser.go(&site.url(path));
        wait_for_page(&browser);
        for (name, bytes, rule) in unreadable() {
            choose(&browser, &desk.put(name, &bytes));
            let said = browser.text("#found");
            // The words of the rule up to what the file itself fills in.
            let template = words.text(&format!("rule.{rule}")).to_owned();
            let told = template.split(['{', '}']).filter(|part| !part.contains("value")).max_by_key(|part| part.len());
            assert!(said.contains(told.expect("words")) && said.contains(name), "{name} {rule}: {said}");
            let held = held(&browser);
            assert!((1..MOST).contains(&held), "{name}: the core held {held} bytes");
            println!("{lang} {name}: {rule}, the core held {} MB", held >> 20);
        }
        if let Some(most) = renderer_kb(&browser) {
            println!("{lang}: the page's process held {} MB at most", most >> 10);
        }
        // Old workbooks are read whatever their name.
        choose(&browser, &desk.put("renamed.xlsx", &sample(lang, "mended")));
        browser.wait_until("document.querySelectorAll('table.sheet tbody tr').length == 8");
        assert!(held(&browser) < MOST);
        browser.assert_console_empty();
    }
}

/// The most bytes that the core has held.
#[track_caller]
fn held(browser: &Browser) -> u64 {
    let held = browser.value("document.getElementById('studio').dataset.held");
    held.as_str().and_then(|held| held.parse().ok()).unwrap_or(0)
}

/// The most memory, in kilobytes, that a process has held which draws pages for this browser; where the system tells.
fn renderer_kb(browser: &Browser) -> Option<u64> {
    let profile = browser.profile().to_str()?;
    let processes = std::fs::read_dir("/proc").ok()?.flatten().map(|entry| entry.path());
    let line =
        |path: &Path| String::from_utf8_lossy(&std::fs::read(path.join("cmdline")).unwrap_or_default()).into_owned();
    let field = |path: &Path, name: &str| {
        let status = std::fs::read_to_string(path.join("status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned)?;
        line.trim().trim_end_matches(" kB").parse::<u64>().ok()
    };
    let parent = |path: &PathBuf| field(path, "PPid:").map(|id| PathBuf::from(format!("/proc/{id}")));
    let is_ours = |path: &PathBuf| {
        let mut ancestors = std::iter::successors(Some(path.clone()), parent).take(8);
        line(path).contains("--type=renderer") && ancestors.any(|path| line(&path).contains(profile))
    };
    processes.filter(is_ours).filter_map(|path| field(&path, "VmHWM:")).max()
}

#[test]
fn the_clerks_desk_leads_to_the_studio_and_gives_its_files() {
    let site = Site::filled(&place::root().join("demo"));
    let (desk, browser) = (Desk::new(), Browser::chromium());
    for lang in ["en", "zh-Hans"] {
        browser.go(&site.url(&format!("/{lang}/desk.html")));
        browser.script("document.querySelector('daylight-budget').scrollIntoView()", &[]);
        browser.wait_for_state("daylight-budget", "ready");
        for state in ["old", "mended", "corrected"] {
            let link = format!(".files a[href$='roads-2025-{state}.xls']");
            let fetched = browser.session().script_async(
                "const [to, done] = arguments; fetch(to).then(a => a.arrayBuffer()).then(a => done(a.byteLength), String)",
                &[browser.of(&link, "href")],
            );
            assert_eq!(fetched.expect("an answer"), sample(lang, state).len(), "{lang} {state}");
        }
        browser.click("a.button");
        wait_for_page(&browser);
        choose(&browser, &desk.put("roads-2025-old.xls", &sample(lang, "old")));
        assert!(issue_at(&browser, "!D5") > 0 && issue_at(&browser, "!E6") > 0, "{}", browser.text("#found"));
        browser.assert_console_empty();
    }
    browser.assert_no_request_elsewhere(&[site.origin()]);
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
