//! Statutory tables and highlights: the tables of the demonstration cell by cell, what is said of their sums, keys, links, files,
//! paper, and what a screen reader meets.

use daylight_tests::browser::Browser;
use daylight_tests::emulation::Preferences;
use daylight_tests::keyboard::Key;
use daylight_tests::place;
use daylight_tests::site::Site;
use daylight_tests::stage::{self, ELEMENT, element, inside, page};
use serde_json::{Value, json};
use std::path::PathBuf;

const SRC: &str = "/demo/data/putuo-planning-2024-tables/datapackage.json";

/// The tables in their order: id, file of the package, pages that were printed with the rows of their header.
const TABLES: [(&str, &str, &[&str], usize); 9] = [
    ("summary", "1-summary.csv", &["p07_收入支出决算总表.csv"], 2),
    ("income", "2-income.csv", &["p08_收入决算表.csv", "p09_收入决算表（续）.csv"], 2),
    ("expenditure", "3-expenditure.csv", &["p10_支出决算表.csv", "p11_支出决算表（续）.csv"], 2),
    (
        "appropriation-summary",
        "4-appropriation.csv",
        &["p12_财政拨款收入支出决算总表.csv", "p13_财政拨款收入支出决算总表（续）.csv"],
        2,
    ),
    (
        "general-public",
        "5-general-public.csv",
        &["p14_一般公共预算财政拨款支出决算表.csv", "p15_一般公共预算财政拨款支出决算表（续）.csv"],
        2,
    ),
    ("basic", "6-basic.csv", &["p16_一般公共预算财政拨款基本支出决算表.csv"], 1),
    ("three-publics", "7-three-publics.csv", &["p17_财政拨款三公经费支出决算表.csv"], 4),
    ("government-fund", "8-government-fund.csv", &["p18_政府性基金预算财政拨款收入支出决算表.csv"], 3),
    ("state-capital", "9-state-capital.csv", &["p19_国有资本经营预算财政拨款收入支出决算表.csv"], 3),
];

type Rows = Vec<Vec<String>>;

fn open(lang: &str, attributes: &str) -> (Site, Browser) {
    let (site, browser) = stage::open(lang, &format!("src=\"{SRC}\" {attributes}"), "");
    browser.wait_for_ready();
    (site, browser)
}

/// The rows of the table that is shown, as it shows them. Grouping marks are the language's, not the table's.
fn shown(browser: &Browser) -> Rows {
    let body =
        "const rows = document.querySelector('daylight-budget').shadowRoot.querySelectorAll('.printed tbody tr');
        return [...rows].map(row => [...row.cells].map(cell => cell.textContent.replace(/(\\d),(?=\\d{3})/g, '$1')));";
    serde_json::from_value(browser.script(body, &[])).expect("rows of cells")
}

fn read(path: &std::path::Path) -> Rows {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).expect("a file");
    let cells = |record: csv::StringRecord| record.iter().map(|cell| cell.replace('\n', "")).collect();
    reader.records().map(|record| cells(record.expect("a row"))).collect()
}

/// A table as it was printed; `None` where the printed ones are not here.
fn official((id, _, pages, head): (&str, &str, &[&str], usize)) -> Option<Rows> {
    let folder =
        place::data().map(|data| data.join("budgets-cjk/cn-putuo-guiziju-2024")).filter(|data| data.is_dir())?;
    let mut rows = Rows::new();
    for (number, page) in pages.iter().enumerate() {
        rows.extend(read(&folder.join(page)).into_iter().skip(if number == 0 { head } else { 0 }));
    }
    if id == "basic" {
        // Two halves were printed side by side.
        let half = |columns: std::ops::Range<usize>| rows.iter().map(move |row| row[columns.clone()].to_vec());
        rows = half(0..3).chain(half(3..6)).collect();
    }
    // A total was printed where the codes are; it stands where the names are.
    let is_total = |row: &Vec<String>| {
        row.len() > 2 && row[1].is_empty() && !row[0].starts_with(|char: char| char.is_ascii_digit())
    };
    let has_codes = !["summary", "appropriation-summary", "three-publics"].contains(&id);
    rows.iter_mut().filter(|row| has_codes && is_total(row)).for_each(|row| row.swap(0, 1));
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    Some(rows)
}

#[test]
fn nine_tables_are_shown_as_they_were_printed() {
    let (_site, browser) = open("zh-Hans", "view=\"tables\"");
    let (mut compared, mut printed) = (0, 0);
    for table in TABLES {
        let (id, file, ..) = table;
        browser.script("document.querySelector('daylight-budget').setAttribute('path', arguments[0])", &[json!(id)]);
        browser.wait_for("the table", || {
            let chosen = browser.find_all(&inside(&format!(".tables [aria-current][data-do='choose {id}']")));
            (!chosen.is_empty()).then_some(())
        });
        let ours = read(&place::root().join("demo/data/putuo-planning-2024-tables").join(file)).split_off(1);
        if ours.is_empty() {
            assert_eq!(shown(&browser), [["本表无数据。"]], "{id}");
            assert!(!browser.text(&inside(".printed > .source:last-child")).is_empty(), "{id}: its note");
            continue;
        }
        let shown = shown(&browser);
        assert_eq!(shown, ours, "{id}: as the package has it");
        compared += shown.iter().flatten().count();
        if let Some(official) = official(table) {
            assert_eq!(shown, official, "{id}: as it was printed");
            printed += shown.iter().flatten().count();
        }
    }
    assert_eq!(compared, 1085, "cells");
    if printed == 0 {
        place::skip("cn-putuo-guiziju-2024 is not there");
    } else {
        assert_eq!(printed, compared);
    }
    browser.assert_console_empty();
}

#[test]
fn what_agrees_and_what_rounding_explains_is_told_beneath() {
    let (_site, browser) = open("zh-Hans", "view=\"tables\" path=\"general-public\"");
    let said = browser.text(&inside("[part~=sentence]"));
    assert!(said.contains("应公开9张，已公开9张，其中2张为空表"), "{said}");
    assert!(said.contains("212处：202处相符，10处因四舍五入相差"), "{said}");
    let claims = browser.text(&inside(".claims"));
    for words in ["3,832.35与3,832.36，相差0.01，属于四舍五入", "城乡社区支出", "上级科目等于下级科目之和"]
    {
        assert!(claims.contains(words), "{words} in {claims}");
    }
    browser.assert_console_empty();
}

#[test]
fn a_sum_that_does_not_hold_and_a_table_that_is_not_there_are_said() {
    let folder = place::root().join("demo/data/putuo-planning-2024-tables");
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file");
    let mut descriptor: Value = serde_json::from_str(&text("datapackage.json")).expect("a descriptor");
    descriptor["resources"].as_array_mut().expect("resources").retain(|resource| resource["name"] != "income");
    let wrong = text("1-summary.csv").replace("总计,9859.38,总计", "总计,9859.58,总计");
    let mut files = vec![
        ("index.html".to_owned(), page("en", &element("src=\"/t/datapackage.json\" view=\"tables\"", ""))),
        ("t/datapackage.json".to_owned(), descriptor.to_string()),
        ("t/1-summary.csv".to_owned(), wrong),
    ];
    files.extend(TABLES[2..].iter().map(|(_, file, ..)| (format!("t/{file}"), text(file))));
    let site = stage::site(files.iter().map(|(path, text)| (path.as_str(), text.clone())));
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    let claims = browser.text(&inside(".claims"));
    assert!(claims.starts_with("Does not agree") && claims.contains("9,859.58"), "{claims}");
    assert!(browser.text(&inside(".tables")).contains("missing"), "{}", browser.text(&inside(".tables")));
    browser.script("document.querySelector('daylight-budget').setAttribute('path', 'income')", &[]);
    browser.wait_for("what is said of it", || {
        browser.text(&inside(".printed")).contains("must be published").then_some(())
    });
    assert!(browser.find_all(&inside(".printed table")).is_empty());
    browser.assert_accessible();
    browser.assert_console_empty();
}

#[test]
fn the_list_is_walked_by_keys_and_a_link_leads_to_the_table() {
    let site = stage::site([(
        "index.html",
        page("en", &element(&format!("src=\"{SRC}\" view=\"tables\" deep-link=\"t\""), "")),
    )]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    browser.wait_for("the chosen table under the focus", || {
        browser.press(Key::Tab);
        browser.focused_name().contains("Income and expenditure, summary").then_some(())
    });
    browser.press(Key::Down);
    browser.press(Key::Down);
    assert!(browser.focused_name().contains("Expenditure"), "{}", browser.focused_name());
    browser.press(Key::End);
    browser.press(Key::Home);
    browser.press(Key::Down);
    browser.press(Key::Enter);
    browser.wait_for("the second table", || (browser.attribute(ELEMENT, "path")? == "income").then_some(()));
    let address = browser.value("location.search");
    assert_eq!(address, "?t=path:income");
    browser.click(&inside(".statutory > .line button:last-child"));
    browser.wait_for("the next table", || (browser.attribute(ELEMENT, "path")? == "expenditure").then_some(()));
    browser.go(&site.url("/?t=path:basic"));
    browser.wait_for_ready();
    assert!(browser.text(&inside(".printed .caption")).contains("basic expenditure"));
    browser.assert_console_empty();
}

#[test]
fn another_view_of_the_package_is_a_switch_away() {
    let (_site, browser) = open("en", "");
    let show = |view: &str| {
        browser.wait_for("the switch of views", || {
            let script = format!(
                "const field = document.querySelector('daylight-budget').shadowRoot.querySelector('[data-do=\"set view\"]');
                if (!field) return false; field.focus(); field.value = '{view}'; field.dispatchEvent(new Event('change', {{ bubbles: true }})); return true"
            );
            browser.script(&script, &[]).as_bool().filter(|is| *is)
        });
    };
    let loaded = |part: &str| {
        let script = format!("performance.getEntriesByType('resource').some(entry => entry.name.includes('/{part}-'))");
        browser.value(&script) == true
    };
    assert!(!loaded("sets"), "a treemap needs no table sets");
    show("tables");
    browser.wait_for_path(&inside(".printed table"));
    assert!(loaded("sets") && !loaded("charts"), "tables have no axes");
    assert_eq!(browser.value("document.querySelector('daylight-budget').shadowRoot.activeElement?.id"), "view");
    show("highlights");
    browser.wait_for("the bars", || (!browser.find_all(&inside(".drawing .bar")).is_empty()).then_some(()));
    show("treemap");
    browser.wait_for_path(&inside("[data-kind=treemap] [part~=cell]"));
    browser.assert_console_empty();
}

#[test]
fn a_highlight_has_budget_outturn_counts_and_reason() {
    for (lang, words, told) in [
        ("zh-Hans", ["年初预算数2.85万元", "13.7%", "公务接待费"], ["公务接待批次：2", "增减变化的原因：严格落实"]),
        (
            "en",
            ["approved budget 28.50 thousand yuan", "13.7%", "Hospitality"],
            ["Receptions: 2", "Why it changed: Spending"],
        ),
    ] {
        let (_site, browser) = open(lang, "view=\"highlights\"");
        let said = browser.text(&inside("[part~=sentence]"));
        assert!(words.iter().all(|words| said.contains(words)), "{said}");
        let remarks = browser.text(&inside(".remarks"));
        assert!(told.iter().all(|words| remarks.contains(words)), "{remarks}");
        assert_eq!(browser.cells().len(), 12, "six parts in two phases");
        browser.click(&inside("summary"));
        browser.wait_for_path(&inside("tfoot"));
        assert!(browser.text(&inside("tfoot")).contains("13.7%"));
        browser.assert_accessible();
        browser.assert_console_empty();
    }
}

#[test]
fn every_state_of_the_view_is_accessible_and_fits_its_page() {
    for lang in ["en", "zh-Hans"] {
        for (attributes, dark) in [("", false), ("", true), ("mode=\"elder\"", false), ("theme=\"contrast\"", false)] {
            for (width, path) in [(360, "three-publics"), (1280, "income"), (360, "government-fund")] {
                let site = stage::site([(
                    "index.html",
                    page(lang, &element(&format!("src=\"{SRC}\" view=\"tables\" path=\"{path}\" {attributes}"), "")),
                )]);
                let browser = Browser::chromium();
                browser.prefer(Preferences { dark, ..Preferences::default() });
                browser.resize(width, 900);
                browser.go(&site.url("/"));
                browser.wait_for_ready();
                browser.wait_for_path(&inside(".printed table"));
                let wide = browser.value("document.documentElement.scrollWidth > document.documentElement.clientWidth");
                assert_eq!(wide, false, "{lang} {attributes} {path} at {width}");
                let hint = "getComputedStyle(document.querySelector('daylight-budget').shadowRoot.querySelector('.swipe')).display != 'none'";
                assert_eq!(browser.value(hint), json!(width < 500), "the hint at {width}");
                browser.assert_accessible();
                browser.assert_console_empty();
            }
        }
    }
}

#[test]
fn a_package_without_tables_says_so() {
    let (_site, browser) = stage::open("en", &format!("src=\"{}\" view=\"tables\"", stage::QINGHE), "");
    browser.wait_for_state(ELEMENT, "empty");
    assert!(browser.text(&inside("[part~=sentence]")).contains("no statutory tables"));
    browser.assert_accessible();
    browser.assert_console_empty();
}

#[test]
fn a_table_is_taken_away_as_a_file() {
    let (_site, browser) = open("zh-Hans", "view=\"tables\" path=\"three-publics\"");
    let script = "const [done] = arguments; document.querySelector('daylight-budget').exportCsv().then(done, fault => done(String(fault)))";
    let file = browser.session().script_async(script, &[]).expect("the script answers");
    let file = file.as_str().expect("a text").trim_start_matches('\u{feff}').to_owned();
    let mut lines = file.lines();
    assert!(lines.next().is_some_and(|head| head.starts_with("合计预算数,合计决算数,") && head.contains("source")));
    assert!(lines.next().is_some_and(|row| row.starts_with("28500.00,3900.00,0.00,")), "{file}");
    browser.assert_console_empty();
}

#[test]
fn a_long_table_repeats_its_header_on_paper() {
    let (_site, browser) = open("zh-Hans", "view=\"tables\" path=\"basic\" theme=\"dark\"");
    browser.prefer(Preferences { print: true, ..Preferences::default() });
    let body = "const root = document.querySelector('daylight-budget').shadowRoot;
        const look = path => getComputedStyle(root.querySelector(path));
        return [look('.printed thead').display, look('.tables').display, look('.scroll').overflow, look('.root').color];";
    let expected = json!(["table-header-group", "none", "visible", "rgb(0, 0, 0)"]);
    browser.wait_for("the print", || (browser.script(body, &[]) == expected).then_some(()));
    assert_eq!(shown(&browser).len(), 67);
}

fn golden(name: &str) -> PathBuf {
    place::root().join("tests/browser/expect").join(format!("{name}.txt"))
}

#[test]
fn tables_highlights_and_balance_read_as_expected() {
    for lang in ["en", "zh-Hans"] {
        for (view, path) in [("tables", "general-public"), ("highlights", ""), ("balance", "")] {
            let (_site, browser) = open(lang, &format!("view=\"{view}\" path=\"{path}\""));
            browser.wait_for("the check", || {
                (!browser.find_all(&inside(".mark:not(.unchecked)")).is_empty()).then_some(())
            });
            browser.assert_reads_as(&golden(&format!("{view}-{lang}")));
        }
    }
}

#[test]
fn the_fallback_has_every_table_without_scripts() {
    let children = stage::rendered("putuo-planning-2024-tables", &["--lang", "zh-Hans", "--view", "tables"]);
    assert_eq!((children.matches("<table").count(), children.matches("<details").count()), (9, 8), "one is open");
    assert!(!children.contains("style=") && !children.contains("<button"));
    let site = stage::site([("index.html", page("zh-Hans", &element("src=\"/x\"", &children)))]);
    let browser = Browser::chromium();
    browser.without_scripts();
    browser.go(&site.url("/"));
    assert_eq!(browser.find_all("daylight-budget table").len(), 9);
}
