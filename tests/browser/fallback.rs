//! What `daylight render` writes, as a static page: no script, a strict style policy, and a picture that is XML.

use daylight_tests::browser::Browser;
use daylight_tests::stage::{self, page_with};

const PACKAGES: [&str; 5] =
    ["qinghe-budget-2025", "moldova-2014", "putuo-planning-2024", "putuo-planning-2024-appropriation", "uk-cra"];
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'";

#[test]
fn a_rendered_page_is_quiet_under_a_strict_style_policy() {
    let browser = Browser::chromium();
    for lang in ["en", "zh-Hans"] {
        for (at, name) in PACKAGES.into_iter().enumerate() {
            let html = stage::rendered(name, &["--lang", lang]);
            assert!(!html.contains("style="), "{name}: a style attribute");
            let site = stage::site_under(POLICY, [("index.html", page_with("", lang, &html))]);
            browser.forget_requests();
            browser.go(&site.url("/"));
            browser.assert_console_empty();
            browser.assert_no_request_elsewhere(&[site.origin()]);
            for width in [1280, 360] {
                browser.resize(width, 900);
                browser.draw();
                let wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                assert!(wide.as_i64() <= Some(0), "{name} in {lang} at {width} px overflows by {wide} px");
            }
            if at < 2 {
                browser.assert_accessible();
            }
        }
    }
    browser.assert_still();
}

#[test]
fn a_style_attribute_would_be_heard() {
    let site = stage::site_under(POLICY, [("index.html", page_with("", "en", "<p style=\"color: red\">Red.</p>"))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    assert!(browser.console_lines().iter().any(|line| line.contains("style-src")));
}

#[test]
fn the_picture_is_xml_alone_and_in_the_page() {
    for name in PACKAGES {
        for lang in ["en", "zh-Hans"] {
            let path = stage::package(name).display().to_string();
            let alone = stage::daylight(&["render", &path, "--widget", "budget", "--format", "svg", "--lang", lang]);
            let document = roxmltree::Document::parse(&alone).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            let title = document.descendants().find(|node| node.tag_name().name() == "title");
            assert!(title.and_then(|node| node.text()).is_some_and(|title| !title.is_empty()), "{name}");
            let html = stage::rendered(name, &["--lang", lang]);
            let from = html.find("<svg").expect("a picture");
            let to = html[from..].find("</svg>").expect("its end") + from + "</svg>".len();
            roxmltree::Document::parse(&html[from..to]).unwrap_or_else(|fault| panic!("{name} in the page: {fault}"));
        }
    }
    assert!(roxmltree::Document::parse("<svg><!></svg>").is_err(), "what a view leaves after a list is no XML");
}

#[test]
fn without_scripts_the_figures_are_there_as_a_table() {
    let children = stage::rendered("qinghe-budget-2025", &["--lang", "en"]);
    let content = stage::element(&format!("src=\"{}\"", stage::QINGHE), &children);
    let site = stage::site([("index.html", stage::page("en", &content))]);
    let browser = Browser::chromium();
    browser.without_scripts();
    browser.go(&site.url("/"));
    browser.click("summary");
    let tree = browser.accessibility_tree();
    for part in ["table ", "Education", "columnheader", "20 August 2025"] {
        assert!(tree.contains(part), "{part:?} is not in:\n{tree}");
    }
    browser.assert_console_empty();
}

#[test]
fn ascii_output_is_ascii_and_reads_the_same() {
    let text = stage::rendered("qinghe-budget-2025", &["--lang", "zh-Hans", "--ascii"]);
    assert!(text.is_ascii());
    let plain = stage::rendered("qinghe-budget-2025", &["--lang", "zh-Hans"]);
    let site = stage::site_under(
        POLICY,
        [("plain.html", page_with("", "zh-Hans", &plain)), ("ascii.html", page_with("", "zh-Hans", &text))],
    );
    let browser = Browser::chromium();
    browser.go(&site.url("/plain.html"));
    let there = browser.text("main");
    browser.go(&site.url("/ascii.html"));
    assert_eq!(browser.text("main"), there);
}
