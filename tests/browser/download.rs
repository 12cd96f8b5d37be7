//! Everything that can be taken away is read again and says the same as the page.

use daylight_tests::browser::Browser;
use daylight_tests::keyboard::Key;
use daylight_tests::site::Site;
use daylight_tests::stage::{self, QINGHE, inside};
use serde_json::Value;
use std::collections::BTreeMap;

/// Sums by their keys, as `daylight sum` prints them.
fn sums(arguments: &[&str]) -> BTreeMap<String, String> {
    let printed = stage::daylight(&[&["sum"], arguments, &["--format", "json"]].concat());
    let sums: Value = serde_json::from_str(&printed).expect("JSON");
    let rows = sums["rows"].as_array().expect("rows").iter();
    rows.map(|row| (format!("{} {}", row["keys"], row["currency"]), row["amount"].as_str().unwrap_or("?").to_owned()))
        .collect()
}

fn package() -> String {
    stage::package("qinghe-budget-2025").display().to_string()
}

fn open() -> (Site, Browser) {
    let (site, browser) = stage::open("en", &format!("src=\"{QINGHE}\" year=\"2025\" phase=\"approved\""), "");
    browser.wait_for_ready();
    (site, browser)
}

/// Presses the button of a format and reads the file that comes.
fn save(browser: &Browser, format: &str) -> (String, String) {
    browser.click(&inside(&format!("[data-do='save {format}']")));
    let (name, bytes) = browser.downloaded();
    (name, String::from_utf8(bytes).expect("downloads are UTF-8"))
}

/// A file on disk, for the command to read.
fn kept(name: &str, text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("the file can be written");
    let path = path.display().to_string();
    (folder, path)
}

#[test]
fn all_figures_as_csv_add_up_to_the_same_totals() {
    let (_site, browser) = open();
    let (name, text) = save(&browser, "facts");
    assert_eq!(name, "qinghe-budget-2025_all-figures.csv");
    assert!(
        text.lines().skip(1).all(|line| line.contains("fixed seed") && line.contains("Finance Bureau (fictional)"))
    );
    assert!(text.lines().skip(1).all(|line| line.ends_with(",true")), "illustrative figures say so on every row");
    let (_folder, path) = kept(&name, &text);
    let (here, there) = (sums(&[&path]), sums(&[&package()]));
    assert!(there.len() >= 6, "{there:#?}");
    assert_eq!(here, there);
    assert_eq!(sums(&[&path, "--by", "functional:1"]), sums(&[&package(), "--by", "functional:1"]));
    // The guard bites: one digit more, and the totals differ.
    let at = text.rfind(".00,").expect("an amount");
    let (_folder, wrong) = kept(&name, &[&text[..at], "77", &text[at..]].concat());
    assert_ne!(sums(&[&wrong]), there);
}

#[test]
fn the_table_shown_as_csv_has_exactly_its_amounts_on_every_level() {
    let (_site, browser) = open();
    let (name, text) = save(&browser, "csv");
    assert_eq!(name, "qinghe-budget-2025_table_functional_2025.csv");
    let (_folder, path) = kept(&name, &text);
    assert_eq!(sums(&[&path]), sums(&[&package(), "--where", "year=2025"]));
    browser.click(&inside("[part~=cell]"));
    browser.wait_for_path(&inside("[part~=crumbs] .up"));
    let (name, below) = save(&browser, "csv");
    assert_eq!(name, "qinghe-budget-2025_table_functional_205_2025.csv");
    assert_ne!(below, text);
    let (_folder, path) = kept(&name, &below);
    assert_eq!(sums(&[&path]), sums(&[&package(), "--where", "year=2025", "--where", "functional:1=205"]));
    for line in text.lines().chain(below.lines()) {
        for cell in line.split(',') {
            let formula = cell.trim_matches('"').starts_with(['=', '+', '@', '\t', '\r']);
            assert!(!formula, "a spreadsheet would run this: {line}");
        }
    }
    browser.assert_console_empty();
}

#[test]
fn the_picture_as_svg_is_xml_with_the_same_title_parts_source_and_date() {
    let (site, browser) = open();
    let (name, text) = save(&browser, "svg");
    assert_eq!(name, "qinghe-budget-2025_picture_functional_2025_approved.svg");
    let document = roxmltree::Document::parse(&text).expect("the picture is XML");
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "svg");
    let said = |tag: &str| root.children().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", tag)));
    let title = said("title").and_then(|node| node.text()).unwrap_or_default();
    let shown = browser.text(&inside("[part~=title]"));
    assert!(title.contains(&shown), "{title:?} and {shown:?}");
    let words: String = root.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect();
    let largest = browser.cells()[0].split(':').next().unwrap_or_default().to_owned();
    for part in [largest.as_str(), "20 August 2025", "Approved"] {
        assert!(words.contains(part), "{part:?} is not in the picture: {words}");
    }
    let allowed = ["style", "script", "foreignObject", "image"];
    assert!(
        root.descendants().all(|node| !allowed.contains(&node.tag_name().name()) && node.attribute("style").is_none())
    );
    // The picture is shown as an image, by itself and under the strict policy.
    site.write("picture.svg", text.as_bytes());
    let load = "const done = arguments[0]; const image = new Image(); image.onload = () => done(image.naturalWidth);
        image.onerror = () => done(0); image.src = '/picture.svg';";
    assert!(browser.session().script_async(load, &[]).expect("the script answers").as_i64() > Some(0));
    browser.assert_console_empty();
}

#[test]
fn the_methods_give_the_same_files_and_the_page_may_keep_one() {
    let (_site, browser) = open();
    let (_, saved) = save(&browser, "csv");
    let call = "const done = arguments[0]; document.querySelector('daylight-budget').exportCsv().then(done, (error) => done(String(error)))";
    let given = browser.session().script_async(call, &[]).expect("the script answers");
    assert_eq!(given.as_str().map(str::trim_end), Some(saved.trim_end_matches(['\r', '\n'])));
    let refuse = "window.kept = null; addEventListener('daylight-export', (event) => { event.preventDefault(); window.kept = event.detail })";
    browser.script(refuse, &[]);
    browser.click(&inside("[data-do='save svg']"));
    browser.wait_until("window.kept !== null");
    assert_eq!(browser.value("window.kept.format"), "svg");
    assert!(browser.value("window.kept.text").as_str().is_some_and(|text| text.starts_with("<svg")));
    browser.assert_console_empty();
}

#[test]
fn link_and_embed_code_are_selected_where_there_is_no_clipboard() {
    let (site, browser) = open();
    // A page on plain http has no clipboard; 127.0.0.1 counts as secure, so it is taken away here.
    browser.script("Object.defineProperty(navigator, 'clipboard', { value: undefined })", &[]);
    browser.click(&inside("[data-do='panel share']"));
    for what in ["link", "embed"] {
        browser.click(&inside(&format!("[data-do='copy {what}']")));
        browser.wait_for("the words for copying by hand", || {
            browser.text(&inside("[part~=panel] [role=status]")).contains("selected").then_some(())
        });
        let body = "const field = document.querySelector('daylight-budget').shadowRoot.querySelector(`[data-copy=${arguments[0]}]`);
            return [field.getRootNode().activeElement === field, field.selectionEnd - field.selectionStart, field.value];";
        let field = browser.script(body, &[what.into()]);
        let value = field[2].as_str().expect("a text");
        assert_eq!(field[0], true, "{what} has the focus");
        assert_eq!(field[1].as_u64(), Some(value.encode_utf16().count() as u64), "{what} is selected whole");
        let expected = if what == "link" { site.url("/") } else { site.url("/daylight/daylight.js") };
        assert!(value.contains(&expected), "{value}");
    }
    browser.assert_accessible();
    // The embed code, as it is, shows the same on another page.
    let code = browser.of(&inside("[data-copy=embed]"), "value");
    let cells = browser.cells();
    let page = stage::page_with("", "en", code.as_str().expect("a text"));
    site.write("embedded.html", page.as_bytes());
    browser.go(&site.url("/embedded.html"));
    browser.wait_for_ready();
    assert_eq!(browser.cells(), cells);
    browser.assert_console_empty();
}

#[test]
fn with_a_clipboard_the_link_is_on_it() {
    let (_site, browser) = open();
    let stub = "window.copied = null;
        Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text } } })";
    browser.script(stub, &[]);
    browser.click(&inside("[data-do='panel share']"));
    browser.click(&inside("[data-do='copy link']"));
    browser.wait_for("the word that it is done", || {
        (browser.text(&inside("[part~=panel] [role=status]")) == "Copied").then_some(())
    });
    assert_eq!(browser.value("window.copied"), browser.of(&inside("[data-copy=link]"), "value"));
    browser.press(Key::Tab);
    browser.assert_console_empty();
}
