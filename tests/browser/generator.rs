//! The embed generator of the project's own site: its form filled by keys, its lines copied, and each of them put into a page
//! that allows what the generator says it must, and nothing else.

use daylight_tests::browser::Browser;
use daylight_tests::emulation::Preferences;
use daylight_tests::keyboard::Key;
use daylight_tests::place;
use daylight_tests::site::Site;
use daylight_tests::stage::inside;
use serde_json::Value;

const PREVIEW: &str = "#preview daylight-budget";

fn open(path: &str) -> (Site, Browser) {
    let site = Site::filled(&place::root().join("www"));
    let browser = Browser::chromium();
    browser.go(&site.url(path));
    browser.wait_until("!document.getElementById('generator').hidden");
    (site, browser)
}

/// Waits for the preview, which comes when it is near the window.
#[track_caller]
fn look_at_preview(browser: &Browser) {
    browser.script("document.getElementById('preview').scrollIntoView()", &[]);
    browser.wait_for_state(PREVIEW, "ready");
}

/// Goes to a field by the tab key alone.
#[track_caller]
fn tab_to(browser: &Browser, id: &str) {
    for _ in 0..60 {
        browser.press(Key::Tab);
        if browser.value("document.activeElement.id") == id {
            return;
        }
    }
    panic!("no key leads to #{id}");
}

/// Chooses by arrows how the lines come into a page.
#[track_caller]
fn choose(browser: &Browser, variant: &str) {
    for _ in 0..5 {
        if browser.value("document.querySelector('[name=variant]:checked').value") == variant {
            return;
        }
        browser.press(Key::Down);
    }
    panic!("no arrow leads to {variant}");
}

/// What a field holds.
fn lines(browser: &Browser, id: &str) -> String {
    browser.of(&format!("#{id}"), "value").as_str().expect("a text").to_owned()
}

#[test]
fn filled_by_keys_each_form_of_the_lines_works_under_the_policy_that_it_names() {
    let (site, browser) = open("/embed.html");
    browser.script(
        "window.copied = '';
         Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text } } })",
        &[],
    );
    tab_to(&browser, "attribute-year");
    browser.type_text("2024");
    tab_to(&browser, "attribute-theme");
    browser.type_text("dark");
    tab_to(&browser, "variant-element");
    let mut made = Vec::new();
    for variant in ["element", "single", "div", "frame", "link"] {
        browser.script("document.querySelector('[name=variant]:checked').focus()", &[]);
        choose(&browser, variant);
        tab_to(&browser, "copy");
        browser.press(Key::Enter);
        browser.wait_for("the word that it is done", || (browser.text("#said") == "Copied").then_some(()));
        let copied = browser.value("window.copied").as_str().expect("a text").to_owned();
        assert_eq!(copied, lines(&browser, "snippet"), "{variant}");
        made.push((variant, copied, lines(&browser, "policy")));
    }
    look_at_preview(&browser);
    assert_eq!(browser.attribute(PREVIEW, "year").as_deref(), Some("2024"), "the preview follows");
    browser.assert_console_empty();
    for (variant, copied, policy) in &made[..3] {
        let page = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Fresh</title>\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; {policy}\"></head><body>{copied}</body></html>"
        );
        site.write("fresh.html", page.as_bytes());
        browser.forget_console();
        browser.forget_requests();
        browser.go(&site.url("/fresh.html"));
        browser.wait_for_ready();
        browser.wait_for("the year", || browser.text(&inside("[part~=sentence]")).contains("2024").then_some(()));
        let element = if *variant == "div" { "[data-daylight] > daylight-budget" } else { "daylight-budget" };
        assert_eq!(browser.find_all(element).len(), 1, "{variant}");
        assert_eq!(browser.attribute("daylight-budget", "theme").as_deref(), Some("dark"), "{variant}");
        browser.assert_no_request_elsewhere(&[site.origin()]);
        // The page has no icon, and its policy no pictures.
        let refused = browser.console_lines().into_iter().filter(|line| !line.contains("favicon.ico"));
        assert_eq!(refused.collect::<Vec<_>>(), [""; 0], "{variant}: {policy}");
    }
    let address = "/daylight/embed.html?widget=budget&amp;src=%2Fdata%2Fqinghe-budget-2025%2Fdatapackage.json&amp;lang=en&amp;theme=dark&amp;year=2024";
    assert!(made[3].1.starts_with(&format!("<iframe src=\"{address}\" title=\"Budget\"")), "{}", made[3].1);
    assert_eq!(made[3].2, "script-src 'self'; frame-src 'self'");
    assert_eq!(made[4].1, format!("<a href=\"{address}\">Budget</a>"));
}

#[test]
fn the_form_is_that_of_the_registry_and_worded_in_each_language() {
    for path in ["/embed.html", "/zh-Hans/embed.html"] {
        let (site, browser) = open(path);
        let read = "const done = arguments[0]; fetch('/daylight/custom-elements.json').then(answer => answer.json()).then(json =>
            done(json.modules[0].declarations[0].attributes.map(({ name }) => name)), fault => done(String(fault)))";
        let registry = browser.session().script_async(read, &[]).expect("the script answers");
        let sorted = |names: &Value| {
            let mut names: Vec<_> =
                names.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
            names.sort_unstable();
            names
        };
        let form =
            browser.value("[...document.querySelectorAll('[data-attribute]')].map(field => field.dataset.attribute)");
        let worded = browser.value("Object.keys(JSON.parse(document.getElementById('words').textContent).attributes)");
        assert!(sorted(&registry).len() > 10, "{registry}");
        assert_eq!(sorted(&form), sorted(&registry), "{path}");
        assert_eq!(sorted(&worded), sorted(&registry), "{path}: words of each attribute, and no others");
        browser.assert_no_request_elsewhere(&[site.origin()]);
    }
}

#[test]
fn what_is_typed_stays_text_and_a_wrong_address_makes_no_lines() {
    let (_site, browser) = open("/embed.html");
    tab_to(&browser, "attribute-unit");
    browser.type_text("\"><img src=x>&");
    let made = lines(&browser, "snippet");
    assert!(made.contains(" unit=\"&quot;&gt;&lt;img src=x&gt;&amp;\""), "{made}");
    browser.script("document.getElementById('attribute-src').select()", &[]);
    browser.type_text("javascript:alert(1)");
    assert_eq!(lines(&browser, "snippet"), "");
    assert!(browser.text("#wrong").contains("cannot be fetched"));
    assert_eq!(browser.attribute("#attribute-src", "aria-invalid").as_deref(), Some("true"));
    assert_eq!(browser.of("#copy", "disabled"), true);
    browser.assert_accessible();
    browser.script("document.getElementById('attribute-src').select()", &[]);
    browser.type_text("https://data.example/p/datapackage.json");
    assert_eq!(browser.text("#wrong"), "");
    let policy = lines(&browser, "policy");
    assert!(policy.ends_with("connect-src 'self' https://data.example"), "{policy}");
}

#[test]
fn a_frame_is_written_only_where_embed_html_would_show_the_data() {
    let (site, browser) = open("/embed.html");
    let fill = |id: &str, text: &str| {
        browser.script(&format!("document.getElementById('{id}').select()"), &[]);
        browser.type_text(text);
    };
    browser.script("document.querySelector('details').open = true", &[]);
    fill("attribute-deep-link", "b");
    let own = site.url("/data/b.json?v=1");
    for (src, base, variant, expected) in [
        ("data/b.json", "/daylight/", "element", Ok("src=\"data/b.json\"")),
        ("data/b.json", "/daylight/", "frame", Err("leads elsewhere")),
        ("?b.json", "/daylight/", "link", Err("leads elsewhere")),
        ("https://b.example/b.json", "/daylight/", "element", Ok("src=\"https://b.example/b.json\"")),
        ("https://b.example/b.json", "/daylight/", "frame", Err("own origin")),
        ("//b.example/b.json", "/daylight/", "link", Err("own origin")),
        ("/data/b.json", "https://b.example/d", "frame", Err("own origin")),
        (
            "https://b.example/b.json#x",
            "https://b.example/d",
            "frame",
            Ok("/d/embed.html?widget=budget&amp;src=%2Fb.json%23x&amp;"),
        ),
        (&own, "/daylight", "link", Ok("\"/daylight/embed.html?widget=budget&amp;src=%2Fdata%2Fb.json%3Fv%3D1&amp;")),
    ] {
        fill("attribute-src", src);
        fill("base", base);
        browser.script("document.querySelector('[name=variant]:checked').focus()", &[]);
        choose(&browser, variant);
        let (made, said) = (lines(&browser, "snippet"), browser.text("#wrong"));
        match expected {
            Ok(part) => {
                assert!(made.contains(part) && said.is_empty(), "{src} {base}: {made} {said}");
                assert_eq!(
                    made.contains("deep-link"),
                    variant == "element",
                    "nobody sees the frame's own address: {made}"
                );
            }
            Err(part) => assert!(made.is_empty() && said.contains(part), "{src} {base}: {made} {said}"),
        }
        assert_eq!(browser.of("#copy", "disabled"), expected.is_err(), "{src} {base}");
    }
    browser.assert_accessible();
}

#[test]
fn without_a_clipboard_the_lines_are_selected() {
    let (_site, browser) = open("/zh-Hans/embed.html");
    browser.script("Object.defineProperty(navigator, 'clipboard', { value: undefined })", &[]);
    browser.script("document.getElementById('variant-element').focus()", &[]);
    tab_to(&browser, "copy");
    browser.press(Key::Space);
    browser.wait_for("the words", || browser.text("#said").contains("已选中").then_some(()));
    let whole = "const { activeElement: field } = document; return [field.id, field.selectionEnd - field.selectionStart == field.value.length]";
    assert_eq!(browser.script(whole, &[]), serde_json::json!(["snippet", true]));
    browser.assert_console_empty();
}

#[test]
fn it_is_for_everyone_on_a_phone_and_in_the_dark() {
    for (path, name) in [("/embed.html", "www-embed"), ("/zh-Hans/embed.html", "www-embed-zh-Hans")] {
        let (site, browser) = open(path);
        for (width, dark) in [(1280, false), (500, false), (360, false), (360, true)] {
            browser.resize(width, 800);
            browser.prefer(Preferences { dark, ..Preferences::default() });
            browser.script("document.querySelector('details').open = true", &[]);
            look_at_preview(&browser);
            let over = browser.value("document.documentElement.scrollWidth - innerWidth");
            assert!(over.as_i64() <= Some(0), "{path} at {width} px: {over} px too wide");
            let small = browser.value(
                "[...document.querySelectorAll('form input:not([type=radio]), form select, button')].filter(e => e.getBoundingClientRect().height < 44).length",
            );
            assert_eq!(small, 0, "{path} at {width} px");
            // Every line is seen.
            browser.wait_until(
                "![...document.querySelectorAll('textarea')].some(field => field.scrollHeight > field.clientHeight)",
            );
            browser.script("scrollTo(0, 0)", &[]);
            browser.screenshot_page(&format!("{name}-{width}{}", if dark { "-dark" } else { "" }));
            browser.assert_accessible();
        }
        browser.assert_console_empty();
        browser.assert_no_request_elsewhere(&[site.origin()]);
    }
}
