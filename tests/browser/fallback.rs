//! What `daylight render` writes, as a static page: no script, a strict style policy, and a picture that is XML.

use daylight_tests::browser::Browser;
use daylight_tests::site::Site;
use daylight_tests::stage::{self, page_with};
use serde_json::json;

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

/// What `render --img` writes, and the two files on a site.
fn with_images(format: &str) -> (Site, String) {
    let site = stage::site([]);
    let folder = site.folder().join("pictures");
    let img = format!("--img={}", folder.display());
    let html =
        stage::rendered("qinghe-budget-2025", &["--lang", "en", &img, "--img-at", "/pictures", "--img-format", format]);
    (site, html)
}

#[test]
fn where_drawings_are_stripped_images_stand_for_them_and_nothing_shifts() {
    for format in ["svg", "png"] {
        let (site, html) = with_images(format);
        assert!(!html.contains("<svg") && !html.contains("style="), "{html}");
        let content =
            stage::element(&format!("src=\"{}\"", stage::QINGHE), &html) + "<p id=\"after\">What follows.</p>";
        site.write("still.html", page_with("", "en", &content).as_bytes());
        site.write("live.html", stage::page("en", &content).as_bytes());
        // An editor that strips `<picture>` as well keeps the image in it.
        let tag = |html: &str, name: &str| {
            html.split_once(name)
                .map(|(_, rest)| [name, rest.split_once('>').expect("a tag ends").0, ">"].concat())
                .expect(name)
        };
        let stripped =
            content.replace(&tag(&content, "<source"), "").replace("<picture>", "").replace("</picture>", "");
        site.write("stripped.html", page_with("", "en", &stripped).as_bytes());
        let browser = Browser::chromium();
        for (page, width, file, size) in [
            ("still", 1280, "wide", [640, 460]),
            ("still", 320, "narrow", [288, 460]),
            ("stripped", 1280, "narrow", [288, 460]),
        ] {
            browser.resize(width, 900);
            browser.go(&site.url(&format!("/{page}.html")));
            browser.wait_until("document.querySelector('main img').complete");
            let image = browser.value(
                "(image => [image.currentSrc, image.width, image.height, image.naturalWidth > 0])(document.querySelector('main img'))",
            );
            let expected =
                json!([site.url(&format!("/pictures/qinghe-budget-2025-en-{file}.{format}")), size[0], size[1], true]);
            assert_eq!(image, expected, "{page} at {width} px");
            let wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assert!(wide.as_i64() <= Some(0), "{page} at {width} px overflows by {wide} px");
            browser.assert_accessible();
            browser.assert_still();
        }
        for width in [1280, 360] {
            browser.resize(width, 900);
            browser.go(&site.url("/live.html"));
            browser.wait_for_ready();
            browser.assert_still();
            browser.assert_console_empty();
        }
    }
}
