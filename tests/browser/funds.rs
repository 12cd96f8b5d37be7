//! Funds: a village found by its name, the way of its money by keys alone, every view in each language and width, what a screen reader
//! meets, links, files, paper, and what is left without scripts.

use daylight_tests::browser::Browser;
use daylight_tests::command;
use daylight_tests::emulation::Preferences;
use daylight_tests::golden::assert_golden;
use daylight_tests::keyboard::Key;
use daylight_tests::place;
use daylight_tests::site::Site;
use daylight_tests::stage::{self, STRICT, page};
use regex::Regex;
use serde_json::json;
use std::path::PathBuf;

const ELEMENT: &str = "daylight-funds";
const SRC: &str = "/demo/data/qinghe-funds/datapackage.json";
const SHADOW: &str = "document.querySelector('daylight-funds').shadowRoot";
const VIEWS: [&str; 5] = ["place", "flow", "tiers", "projects", "recipients"];

fn inside(selector: &str) -> String {
    format!("{ELEMENT} >>> {selector}")
}

fn element(attributes: &str, children: &str) -> String {
    format!("<{ELEMENT} src=\"{SRC}\" {attributes}>{children}</{ELEMENT}>")
}

fn open(lang: &str, attributes: &str) -> (Site, Browser) {
    let site = stage::site([("index.html", page(lang, &element(attributes, "")))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_state(ELEMENT, "ready");
    (site, browser)
}

fn sentence(browser: &Browser) -> String {
    browser.text(&inside("[part~=sentence]"))
}

/// What the command writes inside the element.
fn rendered(more: &[&str]) -> String {
    let path = stage::package("qinghe-funds");
    let path = path.to_str().expect("the work tree's path is UTF-8");
    stage::daylight(&[&["render", path, "--widget", "funds", "--src", SRC][..], more].concat())
}

/// Moves the focus by the tab key until it is in the field that finds places.
fn tab_to_search(browser: &Browser) {
    browser.wait_for("the search field under the focus", || {
        browser.press(Key::Tab);
        (browser.value(&format!("{SHADOW}.activeElement && {SHADOW}.activeElement.id")) == json!("find")).then_some(())
    });
}

#[test]
fn a_village_is_found_by_its_initials_and_answers() {
    let (_site, browser) = open("zh-Hans", "");
    assert!(sentence(&browser).contains("40处"), "{}", sentence(&browser));
    tab_to_search(&browser);
    browser.type_text("sqc");
    browser.wait_for("two villages of one name", || {
        let hits = browser.names(&inside(".hits button"));
        (hits.len() == 2 && hits.iter().all(|hit| hit.contains("石桥村"))).then_some(())
    });
    let hits = browser.names(&inside(".hits button"));
    assert!(hits.iter().any(|hit| hit.contains("双河镇")) && hits.iter().any(|hit| hit.contains("白鹭乡")), "{hits:?}");
    browser.assert_accessible();
    browser.press(Key::Down);
    browser.wait_for("the village of the story", || {
        if browser.focused_name().contains("双河镇") {
            return Some(());
        }
        browser.press(Key::Down);
        None
    });
    browser.press(Key::Enter);
    browser.wait_for("the answer", || sentence(&browser).contains("石桥村（双河镇）").then_some(()));
    assert!(sentence(&browser).contains("支付206.37万元"), "{}", sentence(&browser));
    let answer = browser.text(&inside(".blocks"));
    for said in ["241.30", "12.00万元", "143天", "22.93万元", "质量保证金", "3.0", "3.2"] {
        assert!(answer.contains(said), "{said} is not in: {answer}");
    }
    assert!(browser.text(&inside(".contacts")).contains("12317"));
    assert_eq!(browser.attribute(&inside(".contacts a"), "href").as_deref(), Some("tel:12317"));
    browser.assert_accessible();
    browser.assert_console_empty();
}

#[test]
fn keys_alone_lead_from_the_centre_to_the_household() {
    for (lang, width) in [("en", 1280), ("zh-Hans", 360)] {
        let (_site, browser) = open(lang, "view=\"flow\"");
        browser.resize(width, 900);
        browser.draw();
        let names = browser.wait_for("the boxes", || {
            let names = browser.names(&inside(".flow button"));
            (names.len() > 8).then_some(names)
        });
        browser.wait_for("the first box under the focus", || {
            browser.press(Key::Tab);
            (browser.focused_name() == names[0]).then_some(())
        });
        let onwards = if width < 480 { Key::Down } else { Key::Right };
        let mut way = vec![browser.focused_name()];
        browser.wait_for("the last tier", || {
            browser.press(onwards);
            let name = browser.focused_name();
            let is_end = way.last() == Some(&name);
            way.push(name);
            is_end.then_some(())
        });
        way.dedup();
        assert_eq!(way.len(), 6, "centre, province, city, county, township, village: {way:#?}");
        browser.press(Key::Home);
        assert_eq!(browser.focused_name(), names[0]);
        browser.press(Key::End);
        let last = browser.focused_name();
        assert_eq!(Some(&last), names.last());
        browser.press(Key::Enter);
        browser.wait_for("all of its sources", || {
            let dim = browser.find_all(&inside(".flow button[data-dim]")).len();
            (dim > 0 && browser.attribute(ELEMENT, "path").is_some_and(|path| !path.is_empty())).then_some(())
        });
        assert!(browser.text(&inside(".blocks dl")).len() > 10, "what came and what went is told as text");
        assert!(!browser.focused_name().is_empty(), "the focus is not lost");
        browser.press(Key::Escape);
        browser.wait_for("the whole again", || {
            browser.find_all(&inside(".flow button[data-dim]")).is_empty().then_some(())
        });
        browser.assert_accessible();
        browser.assert_console_empty();
    }
}

/// What is wrong with the boxes of a picture and the page's width, if anything.
const MEASURE: &str = "
    const [least] = arguments, wrong = [];
    const root = document.querySelector('daylight-funds').shadowRoot;
    for (const node of root.querySelectorAll('[part~=cell]')) {
        const { width, height } = node.getBoundingClientRect();
        if (Math.min(width, height) < least - 0.01) wrong.push(`${width} x ${height}: ${node.textContent}`);
    }
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) {
        const wide = [...root.querySelectorAll('*')].filter((node) =>
            !node.closest('.scroll') && node.getBoundingClientRect().right > page.clientWidth + 1);
        wrong.push(`${page.scrollWidth} px wide: ` + wide.slice(0, 3).map((node) => node.outerHTML.slice(0, 120)).join('\\n'));
    }
    return wrong;";

#[test]
fn every_view_holds_in_each_language_width_mode_and_theme() {
    let browser = Browser::chromium();
    for lang in ["en", "zh-Hans"] {
        let children = rendered(&["--lang", lang]);
        let attributes = |view: &str, more: &str| format!("view=\"{view}\" {more}");
        let pages: Vec<(String, String)> = VIEWS
            .iter()
            .flat_map(|view| [(view, "", "usual"), (view, "mode=\"elder\" theme=\"dark\" path=\"q-v01\"", "elder")])
            .map(|(view, more, name)| {
                (format!("{view}-{name}.html"), page(lang, &element(&attributes(view, more), &children)))
            })
            .collect();
        let site = stage::site(pages.iter().map(|(path, text)| (path.as_str(), text.clone())));
        for (path, _) in &pages {
            browser.forget_requests();
            browser.go(&site.url(&format!("/{path}")));
            browser.wait_for_state(ELEMENT, "ready");
            let least = if path.contains("elder") { 44 } else { 24 };
            for width in [1280, 360] {
                browser.resize(width, 900);
                let wrong = browser.wait_for("a picture that fits", || {
                    browser.draw();
                    let wrong = browser.script(MEASURE, &[json!(least)]);
                    let is_settled = browser.script(MEASURE, &[json!(least)]) == wrong;
                    is_settled.then_some(wrong)
                });
                assert_eq!(wrong, json!([]), "{path} in {lang} at {width} px");
                browser.assert_accessible();
            }
            browser.assert_console_empty();
            browser.assert_no_request_elsewhere(&[site.origin()]);
        }
    }
}

fn golden(name: &str) -> PathBuf {
    place::root().join("tests/browser/expect").join(format!("{name}.txt"))
}

#[test]
fn every_view_reads_as_expected() {
    let today =
        Regex::new(r"((?:ended|已结束) ?)\d+(?: days ago \(as of [^)]*\)|天（截至[^）]*）)").expect("a pattern");
    for lang in ["en", "zh-Hans"] {
        for (view, more) in [
            ("place", "path=\"q-v01\""),
            ("flow", "path=\"q-v01\" fund=\"roads\""),
            ("tiers", ""),
            ("projects", "project=\"p001\""),
            ("recipients", "path=\"q-t1\""),
        ] {
            let (_site, browser) = open(lang, &format!("view=\"{view}\" {more}"));
            browser.draw();
            // How long ago an objection period ended depends on the day.
            let tree = today.replace_all(&browser.accessibility_tree(), "$1…").into_owned();
            assert_golden(&golden(&format!("funds-{view}-{lang}")), &tree);
        }
    }
}

#[test]
fn a_place_is_in_the_address_and_back_leads_back() {
    let (site, browser) = open("en", "deep-link=\"f\"");
    browser.go(&site.url("/?f=path:q-v01&other=1"));
    browser.wait_for_state(ELEMENT, "ready");
    browser.wait_for("the village", || sentence(&browser).contains("Shiqiao").then_some(()));
    browser.click(&inside(".card button"));
    browser.wait_for("the notice", || {
        let search = browser.value("location.search");
        let search = search.as_str().unwrap_or_default().to_owned();
        (search.contains("project:p001") && search.contains("other=1")).then_some(())
    });
    assert!(browser.text(&inside(".blocks")).contains("3.0 of 3.2 km"), "{}", browser.text(&inside(".blocks")));
    browser.script("history.back()", &[]);
    browser.wait_for("the village again", || sentence(&browser).contains("Shiqiao Village").then_some(()));
    browser.assert_console_empty();
}

#[test]
fn the_file_holds_exact_transfers() {
    let (_site, browser) = open("en", "view=\"flow\" fund=\"roads\" year=\"2025\"");
    let csv = browser
        .session()
        .script_async(
            "const [done] = arguments; document.querySelector('daylight-funds').exportCsv().then(file => done(file))",
            &[],
        )
        .expect("a file");
    let csv = csv.as_str().expect("text").to_owned();
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    let sum = |column: usize| -> i128 {
        rows.iter().filter(|row| row[column] == "q").map(|row| command::hundredths(&row[7])).sum()
    };
    // The county received 241.30 and passed on 229.30 of ten thousand yuan.
    assert_eq!((sum(5), sum(3)), (241_300_000, 229_300_000), "{csv}");
    browser.assert_console_empty();
}

#[test]
fn what_cannot_be_read_is_told_and_the_children_stay() {
    let content = format!("<{ELEMENT} src=\"/nowhere.json\"><p>The figures as the page holds them.</p></{ELEMENT}>");
    let site = stage::site_under(STRICT, [("index.html", page("en", &content))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_state(ELEMENT, "failed");
    browser.wait_for_path(&inside(".note button"));
    assert!(browser.text("main").contains("as the page holds them"));
    browser.assert_accessible();
}

#[test]
fn on_paper_all_rows_stand_in_light_colours() {
    let (_site, browser) = open("zh-Hans", "view=\"flow\" theme=\"dark\"");
    browser.draw();
    browser.prefer(Preferences { print: true, ..Preferences::default() });
    browser.wait_for("light colours", || {
        let colour = browser.value(&format!("getComputedStyle({SHADOW}.querySelector('.root')).backgroundColor"));
        (colour == json!("rgb(255, 255, 255)")).then_some(())
    });
    let tools = browser.value(&format!("getComputedStyle({SHADOW}.querySelector('.search')).display"));
    assert_eq!(tools, json!("none"));
    browser.prefer(Preferences::default());
    browser.assert_console_empty();
}

#[test]
fn a_notice_on_paper_has_a_code_that_leads_back_to_it() {
    let (site, browser) = open("zh-Hans", "deep-link=\"funds\"");
    browser.go(&site.url("/?funds=view:projects,project:p001"));
    browser.wait_for_state(ELEMENT, "ready");
    browser.script("window.print = () => { window.printed = true; };", &[]);
    browser.click(&inside("[data-do=print]"));
    browser.wait_until("window.printed");
    browser.prefer(Preferences { print: true, ..Preferences::default() });
    let code = |of: &str| browser.value(&format!("{SHADOW}.querySelector('.code').{of}"));
    let side = code("viewBox.baseVal.width").as_f64().expect("a side");
    let path = code("querySelector('path').getAttribute('d')");
    let said = daylight_tests::qr::decode(side as usize, path.as_str().expect("a path"));
    assert_eq!(said, browser.value("location.href").as_str().expect("an address"));
    assert!(said.contains("project:p001"), "{said}");
    let written = browser.text(&inside(".address p"));
    assert!(written.contains(&said), "it is written beside the code: {written}");
    assert!(code("getBoundingClientRect().width").as_f64() > Some(80.0), "large enough for a camera");
    browser.prefer(Preferences::default());
    browser.assert_console_empty();
}

#[test]
fn without_scripts_the_page_tells_the_same() {
    for lang in ["en", "zh-Hans"] {
        for view in VIEWS {
            let html = rendered(&["--lang", lang, "--view", view]);
            assert!(!html.contains("style="), "{view}: a style attribute");
            let content = format!("<{ELEMENT} src=\"{SRC}\">{html}</{ELEMENT}>");
            let site = stage::site([("index.html", page(lang, &content))]);
            let browser = Browser::chromium();
            browser.without_scripts();
            browser.go(&site.url("/"));
            for width in [1280, 360] {
                browser.resize(width, 900);
                let wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                assert!(wide.as_i64() <= Some(0), "{view} in {lang} at {width} px overflows by {wide} px");
            }
            if view == "flow" {
                browser.assert_reads_as(&golden(&format!("funds-fallback-{lang}")));
            }
        }
    }
}

#[test]
fn the_page_of_the_demonstration_is_still_when_the_element_comes() {
    let site = Site::filled(&place::root().join("demo"));
    let browser = Browser::chromium();
    for (lang, width) in [("zh-Hans", 360), ("en", 1280)] {
        browser.resize(width, 900);
        browser.go(&site.url(&format!("/{lang}/funds.html")));
        browser.wait_for_state(ELEMENT, "ready");
        browser.assert_still();
        browser.assert_accessible();
        browser.assert_console_empty();
    }
}
