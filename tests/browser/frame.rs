//! An element in a frame on a page of another origin: as high as it needs to be, deaf to forged messages, never with a stranger's
//! data; and what a content system makes of oEmbed.

use daylight_tests::browser::Browser;
use daylight_tests::page_server::{PageServer, Reply};
use daylight_tests::site::Site;
use daylight_tests::stage::{self, QINGHE, inside, page_with};
use serde_json::Value;

const FRAME: &str = "iframe";
const RESIZER: &str = "<script src=\"/daylight/frame.js\" defer></script>";

/// The origin of the element and its data.
fn authority() -> Site {
    stage::site([("index.html", page_with("", "en", "")), ("favicon.ico", "<svg/>".to_owned())])
}

/// The address of `embed.html` with an element on some data.
fn embed(site: &Site, src: &str) -> String {
    site.url(&format!("/daylight/embed.html?widget=budget&lang=en&src={}", src.replace('/', "%2F")))
}

/// A page of another origin around some frames; only they and its own files may be loaded.
fn around(head: &str, frames: &str, allowed: &[&str]) -> Site {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src {}",
        allowed.join(" ")
    );
    stage::site_under(&policy, [("index.html", page_with(head, "en", frames))])
}

fn frame(address: &str, height: u32) -> String {
    let address = address.replace('&', "&amp;");
    format!("<iframe src=\"{address}\" title=\"Budget\" width=\"720\" height=\"{height}\"></iframe>")
}

/// The height that a frame has for its content.
fn height(browser: &Browser) -> i64 {
    browser.of(FRAME, "clientHeight").as_i64().expect("a height")
}

/// Waits until the frame is exactly as high as what is in it, and something else than before.
fn fitted(browser: &Browser, before: i64) -> i64 {
    browser.wait_for("a frame that fits", || {
        browser.enter_frame(FRAME);
        let content = browser.value("Math.ceil(document.querySelector('main').getBoundingClientRect().height)");
        browser.leave_frames();
        let height = height(browser);
        (content.as_i64() == Some(height) && height != before).then_some(height)
    })
}

fn follows_in(browser: &Browser) {
    let authority = authority();
    let page = around(RESIZER, &frame(&embed(&authority, QINGHE), 300), &[authority.origin()]);
    browser.go(&page.url("/"));
    browser.enter_frame(FRAME);
    browser.wait_for_ready();
    browser.wait_for("the second part", || browser.text(&inside(".mark")).contains("add up").then_some(()));
    assert_eq!(browser.value("document.title"), browser.of(&inside("[part~=title]"), "textContent"));
    browser.leave_frames();
    let first = fitted(browser, 300);
    let press = |path: &str| {
        browser.enter_frame(FRAME);
        // Firefox scrolls the page around only a moment after it was asked, and its driver would click beside the target.
        let target = browser.find(&inside(path));
        browser.script("arguments[0].scrollIntoView({ block: 'center' })", &[target.to_json()]);
        browser.draw();
        browser.click_on(&target);
        browser.leave_frames();
    };
    press("details > summary");
    let table = fitted(browser, first);
    press("details > summary");
    let picture = fitted(browser, table);
    assert!(picture > 300 && table > picture, "{picture} px with the picture, {table} px with the table open");
    press("[part~=cell]");
    browser.enter_frame(FRAME);
    browser.wait_for("the parts of a part", || {
        browser.text(&inside("[part~=crumbs]")).contains("Education").then_some(())
    });
    assert_eq!(browser.value("document.documentElement.scrollHeight > innerHeight"), false, "nothing is cut off");
    browser.leave_frames();
    browser.assert_console_empty();
}

#[test]
fn a_frame_grows_and_shrinks_with_its_element() {
    let browser = Browser::chromium();
    follows_in(&browser);
    browser.enter_frame(FRAME);
    browser.assert_accessible();
}

#[test]
fn a_frame_grows_and_shrinks_with_its_element_in_firefox() {
    follows_in(&Browser::firefox());
}

#[test]
fn without_the_script_around_it_a_frame_keeps_its_height_and_scrolls() {
    let authority = authority();
    let page = around("", &frame(&embed(&authority, QINGHE), 600), &[authority.origin()]);
    let browser = Browser::chromium();
    browser.go(&page.url("/"));
    browser.enter_frame(FRAME);
    browser.wait_for_ready();
    assert_eq!(browser.value("innerHeight"), 600);
    browser.wait_until("document.documentElement.scrollHeight > innerHeight");
    browser.script("scrollTo(0, 10000)", &[]);
    browser.wait_until("scrollY > 0");
    browser.leave_frames();
    assert_eq!(height(&browser), 600);
    // A page's own rule keeps the proportions, as the documentation says; the resizer is stronger than the rule.
    let rule = "iframe[src*=\"/embed.html?\"] { width: 100%; height: auto; aspect-ratio: 1; min-height: 1360px; box-sizing: border-box }";
    page.write("page.css", rule.as_bytes());
    browser.go(&page.url("/"));
    browser.wait_until(
        "(frame => Math.abs(frame.offsetHeight - Math.max(frame.offsetWidth, 1360)) < 1)(document.querySelector('iframe'))",
    );
    page.write("index.html", page_with(RESIZER, "en", &frame(&embed(&authority, QINGHE), 600)).as_bytes());
    browser.go(&page.url("/"));
    fitted(&browser, 600);
    browser.assert_console_empty();
}

/// The height that oEmbed and the embed generator give a frame.
const USUAL_PX: i64 = 1360;

#[test]
fn the_usual_height_shows_the_figure_down_to_its_source() {
    let authority = authority();
    let browser = Browser::chromium();
    for lang in ["en", "zh-Hans"] {
        for width in [360, 600, 1280] {
            browser.resize(width, 900);
            browser.go(&embed(&authority, QINGHE).replace("lang=en", &format!("lang={lang}")));
            browser.wait_for_ready();
            let end = browser.value(
                "Math.ceil(scrollY + document.querySelector('daylight-budget').shadowRoot.querySelector('[part~=source]').getBoundingClientRect().bottom)",
            );
            assert!(end.as_i64().is_some_and(|end| end > 0 && end <= USUAL_PX), "{lang}, {width} px: {end}");
        }
    }
}

/// Tells a height that nobody has, to the page around.
const FORGED: &str = "parent.postMessage({ daylight: 1, height: 5000 }, '*')";

#[test]
fn a_forged_message_changes_nothing() {
    let (authority, stranger) = (authority(), PageServer::start([]));
    let evil = format!("<!doctype html><html lang=\"en\"><title>Stranger</title><script>{FORGED}</script></html>");
    stranger.reply("/daylight/embed.html", Reply::html(&evil));
    let second =
        format!("<iframe src=\"{}\" title=\"Other\" height=\"100\"></iframe>", stranger.url("/other?embed.html"));
    stranger.reply("/other", Reply::html(&evil));
    let third = frame(&authority.url("/daylight/embed.html?widget=none"), 300);
    let frames = [frame(&embed(&authority, QINGHE), 300), second, third].concat();
    let page = around(RESIZER, &frames, &[authority.origin(), &stranger.origin()]);
    let browser = Browser::chromium();
    browser.go(&page.url("/"));
    let true_height = fitted(&browser, 300);
    browser.script("window.heard = []; addEventListener('message', event => heard.push(event.data.height))", &[]);
    // From the page's own window, from a frame of another page, and from a frame that has gone to another page since.
    browser.script("postMessage({ daylight: 1, height: 5000 }, '*')", &[]);
    browser.script(
        "document.querySelectorAll('iframe')[1].contentWindow.location.replace(arguments[0])",
        &[stranger.url("/other?again").into()],
    );
    browser.wait_until("heard.filter(height => height == 5000).length == 2");
    assert_eq!(height(&browser), true_height);
    browser.script("frames[0].location.replace(arguments[0])", &[stranger.url("/daylight/embed.html").into()]);
    browser.wait_until("heard.filter(height => height == 5000).length == 3");
    assert_eq!(height(&browser), true_height);
    let other = browser.value("document.querySelectorAll('iframe')[1].clientHeight");
    assert_eq!(other, 100, "a frame of another page is not ours");
    // The same message from the frame's own page is believed: it is not for another reason that nothing happened.
    browser.script("frames[0].location.replace(arguments[0])", &[embed(&authority, QINGHE).into()]);
    browser.enter_frame(FRAME);
    browser.wait_for_ready();
    browser.script(FORGED, &[]);
    browser.leave_frames();
    browser.wait_until("document.querySelector('iframe').clientHeight == 5000");
    let beside = browser.value("document.querySelectorAll('iframe')[2].clientHeight");
    assert!(beside.as_i64() < Some(200), "a frame of the same origin has its own height: {beside}");
}

#[test]
fn data_of_another_origin_are_refused() {
    let (authority, stranger) = (authority(), authority());
    let browser = Browser::chromium();
    let host = stranger.origin().strip_prefix("http:").expect("a plain address");
    for src in [
        &stranger.url(QINGHE),
        &format!("{host}{QINGHE}"),
        &format!("/\\{}", &host[2..]),
        "data:text/csv,a",
        "javascript:alert(1)",
        "blob:x",
        "http://[",
    ] {
        browser.go(&authority.url("/"));
        browser.forget_requests();
        browser.go(&authority.url(&format!("/daylight/embed.html?widget=budget&lang=zh-Hans&src={}", encoded(src))));
        browser.wait_for("a refusal", || (browser.text("main") == "此框架只显示其所属网站发布的数据。").then_some(()));
        assert!(browser.find_all("daylight-budget").is_empty(), "{src}");
        browser.assert_no_request_elsewhere(&[authority.origin()]);
    }
    browser.assert_console_empty();
    browser.assert_accessible();
}

#[test]
fn only_elements_and_attributes_that_there_are_come_into_the_page() {
    let authority = authority();
    let browser = Browser::chromium();
    for (lang, said) in [("en", "names nothing to show"), ("zh-CN", "没有指明要显示的内容")] {
        for asked in ["", "widget=&"] {
            browser.go(&authority.url(&format!("/daylight/embed.html?{asked}lang={lang}")));
            browser.wait_for("a refusal", || browser.text("main").contains(said).then_some(()));
        }
    }
    browser.go(&authority.url("/daylight/embed.html"));
    let reader = browser.value("navigator.language.split('-')[0]");
    assert_eq!(browser.value("document.querySelector('main h1').lang.split('-')[0]"), reader, "the reader's language");
    for widget in ["fund", "<img src=x onerror=alert(1)>", "budget-"] {
        browser.go(&authority.url(&format!("/daylight/embed.html?widget={}&src=%2Fa.csv", encoded(widget))));
        browser.wait_for("a refusal", || browser.text("main").contains("no element of this name").then_some(()));
    }
    let more = "&onclick=alert(1)&style=color:red&id=x&year=2024&path=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E";
    browser.go(&[embed(&authority, QINGHE).as_str(), more].concat());
    browser.wait_for_ready();
    for (name, value) in
        [("onclick", None), ("style", None), ("id", None), ("year", Some("2024")), ("heading-level", Some("1"))]
    {
        let found = browser.attribute("daylight-budget", name);
        // Of the element itself comes a height, or what is left where none was needed.
        let found = found.filter(|said| name != "style" || !said.is_empty() && !said.contains("min-height"));
        assert_eq!(found.as_deref(), value, "{name}");
    }
    assert!(browser.find_all("img").is_empty());
}

/// Every byte as a percentage, so that nothing is taken for part of the address.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn get(url: &str) -> String {
    ureq::get(url).call().expect("an answer").body_mut().read_to_string().expect("a text")
}

/// The value of an attribute in a tag that holds `mark`, as a consumer reads it.
fn attribute_of(html: &str, mark: &str, name: &str) -> String {
    let tag = html.split('<').find(|tag| tag.contains(mark)).unwrap_or_else(|| panic!("no {mark} in {html}"));
    let value = tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"')).expect(name).0;
    value.replace("&amp;", "&").replace("&quot;", "\"")
}

/// As a content system does it: get the page, find the link, get the answer, put its HTML into a page of one's own.
fn consumed(authority: &Site, page: &str, more: &str) -> Value {
    let link = attribute_of(&get(&authority.url(page)), "application/json+oembed", "href");
    let answer: Value = serde_json::from_str(&get(&(link + more))).expect("JSON");
    assert_eq!((&answer["version"], &answer["type"]), (&"1.0".into(), &"rich".into()));
    assert!(answer["width"].as_u64() > Some(0) && answer["height"].as_u64() > Some(0), "{answer:#}");
    assert!(answer["title"].as_str().is_some_and(|title| title.contains("清河县")), "{answer:#}");
    let html = answer["html"].as_str().expect("HTML");
    let page = around(RESIZER, html, &[authority.origin()]);
    let browser = Browser::chromium();
    browser.go(&page.url("/"));
    browser.enter_frame(FRAME);
    browser.wait_for_ready();
    assert!(browser.cells()[0].contains("教育"), "{:?}", browser.cells());
    browser.leave_frames();
    browser.assert_console_empty();
    browser.assert_accessible();
    answer
}

#[test]
fn a_content_system_shows_a_page_by_its_oembed_answer() {
    let authority = stage::site([]);
    let address = authority.url("/money/");
    let service = format!("/oembed?url={}&format=json", encoded(&address));
    let package = stage::package("qinghe-budget-2025");
    let meta =
        ["--widget", "budget", "--lang", "zh-Hans", "--format", "meta", "--page", &address, "--oembed", &service];
    let head = stage::daylight(&[&["render", package.to_str().expect("UTF-8")][..], &meta].concat());
    let head = head + "<script src=\"/daylight/daylight.js\" defer></script>";
    let page = page_with(&head, "zh-Hans", &stage::element(&format!("src=\"{QINGHE}\""), ""));
    authority.write("money/index.html", page.as_bytes());
    let answer = consumed(&authority, "/money/", "&maxwidth=500");
    assert_eq!(answer["width"], 500);
}

#[test]
fn a_static_site_needs_no_service_for_oembed() {
    let authority = stage::site([]);
    let pages = tempfile::tempdir().expect("a folder");
    let place = format!("widget=budget lang=zh-Hans src={QINGHE}");
    let head = format!(
        "<!-- daylight:meta {place} --><!-- /daylight:meta --><script src=\"/daylight/daylight.js\" defer></script>"
    );
    let page = page_with(&head, "zh-Hans", &stage::element(&format!("src=\"{QINGHE}\""), ""));
    std::fs::write(pages.path().join("money.html"), page).expect("a page");
    std::fs::write(pages.path().join("daylight.toml"), format!("site = \"{}/\"\n", authority.origin()))
        .expect("settings");
    let mount = format!("/demo={}", daylight_tests::place::root().join("demo").display());
    let [from, to] = [pages.path(), authority.folder()].map(|path| path.to_str().expect("UTF-8"));
    stage::daylight(&["pages", from, "--out", to, "--mount", &mount]);
    let answer = consumed(&authority, "/money.html", "");
    let card = authority.url("/money.card.png");
    assert_eq!(answer["thumbnail_url"], card.as_str());
    assert_eq!(attribute_of(&get(&authority.url("/money.html")), "og:image\"", "content"), card);
    let image = ureq::get(&card).call().expect("the card").body_mut().read_to_vec().expect("bytes");
    assert!(image.starts_with(b"\x89PNG"));
}
