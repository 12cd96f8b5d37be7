//! Published packages on a page: a step loads one slice, the check says its size first, a frozen version stays and says that there
//! is a newer one, and what was withdrawn is gone.

use daylight_tests::browser::Browser;
use daylight_tests::page_server::{PageServer, Reply};
use daylight_tests::place;
use daylight_tests::stage::{self, ELEMENT, element, inside, page};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const NAME: &str = "qinghe-budget-2025";

/// A site of one package in some versions, each with the first amount of the one before plus a tenth of its unit.
fn published(versions: usize) -> (TempDir, Vec<String>) {
    let (package, site) = (place::copy_of_package(NAME), tempfile::tempdir().expect("a folder"));
    let table = package.path().join("budget-2025.csv");
    let first = fs::read_to_string(&table).expect("the table");
    for version in 0..versions {
        fs::write(&table, first.replacen("81.81", &format!("81.{}1", 8 - version), 1)).expect("written");
        let date = format!("2026-0{}-05", version + 1);
        let [from, to] = [package.path(), site.path()].map(|path| path.to_str().expect("UTF-8"));
        stage::daylight(&["publish", from, "--out", to, "--date", &date, "--note", "One digit corrected"]);
    }
    let record = fs::read(site.path().join(NAME).join("versions.json")).expect("the record");
    let record: serde_json::Value = serde_json::from_slice(&record).expect("JSON");
    let names = record["versions"].as_array().expect("versions").iter();
    let names = names.map(|version| version["version"].as_str().expect("a name").to_owned());
    (site, names.collect())
}

fn serve(data: &Path, lang: &str, content: &str) -> PageServer {
    let policy = |reply: Reply| reply.with("Content-Security-Policy", stage::STRICT);
    let server = PageServer::start([
        ("/", policy(Reply::html(&page(lang, content)))),
        ("/page.css", Reply::new("text/css", "")),
        ("/demo/favicon.svg", Reply::new("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")),
    ]);
    server.mount("/daylight/", place::dist());
    server.mount("/data/", data);
    server
}

fn source(more: &str) -> String {
    element(&format!("src=\"/data/{NAME}/datapackage.json{more}\""), "<p>The fallback</p>")
}

fn open(data: &Path, lang: &str, content: &str) -> (PageServer, Browser) {
    let server = serve(data, lang, content);
    let browser = Browser::chromium();
    browser.go(&server.url("/"));
    (server, browser)
}

fn asked(server: &PageServer, part: &str) -> Vec<String> {
    server.asked().into_iter().filter(|path| path.contains(part)).collect()
}

fn wait_for_text(browser: &Browser, selector: &str, text: &str) {
    let said = format!(
        "[...document.querySelector('daylight-budget').shadowRoot.querySelectorAll('{selector}')].map(node => node.textContent).join('|')"
    );
    browser.wait_for(&format!("{text} in {selector}"), || {
        browser.value(&said).as_str().is_some_and(|said| said.contains(text)).then_some(())
    });
}

/// The words of the picture's cells, asked in one step: they may be drawn anew meanwhile.
fn cells(browser: &Browser) -> String {
    let said = "[...document.querySelector('daylight-budget').shadowRoot.querySelectorAll('[part~=cell]')].map(cell => cell.textContent).join('|')";
    browser.value(said).as_str().unwrap_or_default().to_owned()
}

/// Presses a control by a script: it may be drawn anew meanwhile.
fn press(browser: &Browser, selector: &str) {
    let selector = selector.replace('\'', "\\'");
    browser.script(
        &format!("document.querySelector('daylight-budget').shadowRoot.querySelector('{selector}').click()"),
        &[],
    );
}

/// A large package that nobody here wrote, published; none where its data is not here.
fn large() -> Option<TempDir> {
    let data = place::data()?.join("large/mexico-pef-2018");
    let package = place::root().join("tests/descriptors/mexico-pef-2018");
    let site = tempfile::tempdir().expect("a folder");
    let [package, data, out]: [&Path; 3] = [&package, &data, site.path()];
    let [package, data, out] = [package, data, out].map(|path| path.to_str().expect("UTF-8"));
    Path::new(data).is_dir().then(|| stage::daylight(&["publish", package, "--data", data, "--out", out]))?;
    Some(site)
}

#[test]
fn a_step_loads_its_slice_and_the_check_says_its_size_first() {
    let Some(site) = large() else { return place::skip("no mexico-pef-2018") };
    let content = element("src=\"/data/mexico-pef-2018/datapackage.json\" dimension=\"economic\"", "");
    let (server, browser) = open(site.path(), "en", &content);
    browser.wait_for_ready();
    wait_for_text(&browser, ".mark", "The published sums agree");
    let first = asked(&server, "/data/");
    assert_eq!(first.len(), 3, "descriptor, summary, and afterwards the versions: {first:?}");
    let sizes = first.iter().filter(|path| !path.ends_with("versions.json"));
    let bytes: u64 = sizes.map(|path| fs::metadata(site.path().join(&path["/data/".len()..])).expect(path).len()).sum();
    assert!(bytes <= 25_000, "{bytes} bytes for the first picture");
    let top = cells(&browser);
    press(&browser, "[part=cell]");
    browser.wait_for("the parts", || (cells(&browser) != top).then_some(()));
    assert_eq!(asked(&server, "/slices/").len(), 1, "{:?}", asked(&server, "/slices/"));
    assert!(asked(&server, ".csv").is_empty(), "no row was loaded");
    press(&browser, "[data-do='up'], [data-do='go ']");
    browser.wait_for("the whole again", || (cells(&browser) == top).then_some(()));
    press(&browser, ".mark");
    wait_for_text(&browser, ".panel", "(loads 1.3 MB)");
    assert!(asked(&server, ".csv").is_empty(), "the size was said, and nothing loaded");
    press(&browser, "[data-do=check]");
    wait_for_text(&browser, ".mark", "The figures add up");
    let package = place::root().join("tests/descriptors/mexico-pef-2018");
    let data = place::data().expect("it is here").join("large/mexico-pef-2018");
    let [package, data] = [&package, &data].map(|path| path.to_str().expect("UTF-8"));
    let sum = daylight_tests::command::json(&["sum", package, "--data", data, "--format", "json"]);
    let total = sum["rows"][0]["amount"].as_str().expect("an amount").to_owned();
    let said = browser.text(&inside(".panel")).replace(',', "");
    assert!(said.contains(&total), "{total}: {said}");
    assert_eq!(cells(&browser), top, "the files show what the summary showed");
    browser.assert_console_empty();
}

/// A package of 2,000 wards on one level, published; the last ward has the smallest amount.
fn wide() -> TempDir {
    let (package, site) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let descriptor = r#"{"name": "wards", "title": "Grants by ward",
        "daylight:review": {"who": "A test", "when": "2025-01-31", "basis": "None", "result": "Nobody is named"}, "resources": [{"name": "wards", "path": "wards.csv",
        "schema": {"fields": [
            {"name": "code", "type": "string", "columnType": "geo:code"},
            {"name": "ward", "type": "string", "columnType": "geo:label"},
            {"name": "amount", "type": "number", "columnType": "value"}],
            "extraFields": [{"name": "currency", "type": "string", "columnType": "value-currency:code", "constant": "EUR"}]}}]}"#;
    fs::write(package.path().join("datapackage.json"), descriptor).expect("written");
    let row = |at: u32| format!("W{at:04},The ward by the river that has number {at},{}.50\n", 3000 - at);
    let rows: String = (0..2000).map(row).collect();
    fs::write(package.path().join("wards.csv"), format!("code,ward,amount\n{rows}")).expect("written");
    let [from, to] = [package.path(), site.path()].map(|path| path.to_str().expect("UTF-8"));
    stage::daylight(&["publish", from, "--out", to]);
    site
}

#[test]
fn a_level_of_thousands_of_parts_begins_with_the_largest_and_goes_on_where_the_reader_does() {
    let site = wide();
    let content = |more: &str| element(&format!("src=\"/data/wards/datapackage.json\"{more}"), "");
    let (server, browser) = open(site.path(), "en", &content(" height=\"600\""));
    // The files are not read: slices are all that is beyond the outline.
    server.reply("/data/wards/wards.csv", Reply::refused(404));
    browser.go(&server.url("/"));
    browser.wait_for_ready();
    let size = |file: &str| fs::metadata(site.path().join("wards").join(file)).expect(file).len();
    let bytes = size("datapackage.json") + size("summary.json");
    assert!((15_000..=25_000).contains(&bytes), "{bytes} bytes for a first picture");
    let sentence = browser.text(&inside("[part=sentence], .sentence"));
    assert!(sentence.contains("number 0") && !sentence.contains("Others"), "{sentence}");
    let rest = cells(&browser);
    assert!(rest.contains("Others (1,"), "{rest}");
    let before = asked(&server, "/slices/").len();
    let of_rest = "[...document.querySelector('daylight-budget').shadowRoot.querySelectorAll('[part~=cell]')].find(cell => /Others/.test(cell.textContent)).click()";
    browser.script(of_rest, &[]);
    browser.wait_for("the rest among the parts", || (!cells(&browser).contains(&rest)).then_some(()));
    assert_eq!(asked(&server, "/slices/").len(), before + 1);
    browser.assert_accessible();
    // A part that is none of the largest, by its address.
    server.reply("/", Reply::html(&page("en", &content(" path=\"W1999\""))));
    browser.go(&server.url("/"));
    browser.wait_for_ready();
    browser.wait_for("the smallest ward", || {
        browser.text(&inside("nav, [part=crumbs], .crumbs")).contains("number 1999").then_some(())
    });
}

#[test]
fn a_slice_that_does_not_come_is_told_and_asked_for_again() {
    let (site, _) = published(1);
    let server = serve(site.path(), "zh-Hans", &source(""));
    // A small package is proved by its files, which have all parts: without them the slice is needed.
    for table in ["budget-2024.csv", "budget-2025.csv", "functional.csv"] {
        server.reply(&format!("/data/{NAME}/{table}"), Reply::refused(404));
    }
    let browser = Browser::chromium();
    browser.go(&server.url("/"));
    browser.wait_for_ready();
    wait_for_text(&browser, ".mark", "未能核对");
    let top = cells(&browser);
    let slices = fs::read_dir(site.path().join(NAME).join("slices")).expect("slices").count();
    for number in 1..=slices {
        server.reply(&format!("/data/{NAME}/slices/{number}.json"), Reply::refused(404));
    }
    press(&browser, "[part=cell]");
    wait_for_text(&browser, "[role=status]", "明细未能载入");
    assert_eq!(cells(&browser), top, "what was shown stays");
    for number in 1..=slices {
        let bytes = fs::read(site.path().join(NAME).join(format!("slices/{number}.json"))).expect("a slice");
        server.reply(&format!("/data/{NAME}/slices/{number}.json"), Reply::new("application/json", bytes));
    }
    press(&browser, "[part=cell]");
    browser.wait_for("the parts", || (cells(&browser) != top).then_some(()));
}

#[test]
fn a_frozen_version_stays_and_says_that_there_is_a_newer_one() {
    let (site, names) = published(3);
    let oldest = names.last().expect("three");
    let (server, browser) = open(site.path(), "en", &source(&format!("?v={oldest}")));
    browser.wait_for_state(ELEMENT, "stale");
    wait_for_text(&browser, ".remarks", &names[0]);
    let read: Vec<String> = asked(&server, ".json").into_iter().filter(|path| path.contains("/data/")).collect();
    let is_own = |path: &String| path.contains(&format!("/v/{oldest}/")) || path.ends_with("versions.json");
    assert!(read.iter().all(is_own), "{read:?}");
    press(&browser, "[data-do='panel cite']");
    wait_for_text(&browser, ".panel", "Versions and corrections");
    for said in ["SHA-256", oldest, "One digit corrected", "818,100.00 yuan became 817,100.00 yuan", "Report an error"]
    {
        wait_for_text(&browser, ".panel", said);
    }
    // Who reviewed it, and what stays closed.
    for said in ["office of disclosure review (fictional), 29 August 2025. Basis: ", "Names and accounts of households"]
    {
        wait_for_text(&browser, ".panel", said);
    }
    browser.assert_accessible();
    browser.assert_console_empty();
    press(&browser, "[data-do=newest]");
    wait_for_text(&browser, ".source", &names[0]);
    browser.wait_for_ready();
    // The attribute does the same, and without either the newest is shown.
    browser.script(&format!("const el = document.querySelector('daylight-budget'); el.src = '/data/{NAME}/datapackage.json'; el.version = '{}'", names[1]), &[]);
    wait_for_text(&browser, ".source", &names[1]);
    browser.wait_for_state(ELEMENT, "stale");
    browser.script("document.querySelector('daylight-budget').removeAttribute('version')", &[]);
    wait_for_text(&browser, ".source", &names[0]);
    browser.wait_for_ready();
}

#[test]
fn what_was_withdrawn_shows_its_tombstone_even_where_a_cache_keeps_the_data() {
    let (site, names) = published(2);
    let kept: Vec<(PathBuf, Vec<u8>)> = ["datapackage.json", "summary.json"]
        .map(|file| site.path().join(NAME).join(file))
        .map(|path| (path.clone(), fs::read(&path).expect("a file")))
        .to_vec();
    let out = site.path().to_str().expect("UTF-8");
    stage::daylight(&["withdraw", out, NAME, &names[0], "--reason", "An identity number", "--date", "2026-03-01"]);
    for (lang, said) in [("en", "Reason: An identity number"), ("zh-Hans", "理由：An identity number")] {
        let (server, browser) = open(site.path(), lang, &source(""));
        browser.wait_for_state(ELEMENT, "empty");
        wait_for_text(&browser, ".note", said);
        wait_for_text(&browser, ".note", if lang == "en" { "Qinghe" } else { "清河" });
        let shown = browser.value("document.querySelector('p').checkVisibility()");
        assert_eq!(shown, false, "the fallback has the figures too");
        assert!(asked(&server, ".csv").is_empty());
        browser.assert_accessible();
    }
    // The older version stays.
    let (_server, browser) = open(site.path(), "en", &source(&format!("?v={}", names[1])));
    browser.wait_for_state(ELEMENT, "stale");
    // A cache on the way that does not ask again.
    for (path, bytes) in kept {
        fs::write(path, bytes).expect("written");
    }
    let (_server, browser) = open(site.path(), "en", &source(""));
    browser.wait_for_state(ELEMENT, "empty");
    wait_for_text(&browser, ".note", "Reason: An identity number");
}
