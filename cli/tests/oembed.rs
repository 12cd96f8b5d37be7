//! `/oembed` of `daylight serve`, as a consumer asks it: what it answers, and what it refuses with which status.

mod served;

use serde_json::Value;
use served::{Server, folder, write};

const PAGE: &str = "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"gbk\"><title> Budget \u{e4} </title>\
    <script src=\"../daylight/daylight.js\" defer></script></head><body>\
    <div data-daylight=\"budget\" data-src=\"data/b.json\" data-year=\"2025\"></div>\
    <daylight-budget id=\"second\" src=\"/c.csv\" lang=\"en\" onclick=\"x()\"></daylight-budget>\
    <daylight-budget id=\"foreign\" src=\"https://b.example/c.csv\"></daylight-budget>\
    <daylight-budget id=\"table\"><table></table></daylight-budget></body></html>";

fn served(name: &str, settings: &str) -> Server {
    let dir = folder(name);
    write(&dir, "daylight.toml", settings);
    write(&dir, "money/index.html", PAGE.replace('\u{e4}', "?"));
    write(&dir, "plain.html", "<!doctype html><title>Plain</title>");
    write(&dir, "money/data/b.json", "{}");
    Server::start(&dir, &[])
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

impl Server {
    fn oembed(&self, url: &str, more: &str) -> (u16, Value) {
        let answer = self.get(&format!("/oembed?url={}{more}", encoded(url)));
        if answer.status == 200 {
            assert_eq!(answer.header("content-type"), "application/json");
            assert_eq!(answer.header("cache-control"), "no-cache");
        }
        assert_eq!(answer.header("access-control-allow-origin"), "*", "consumers in a browser may read it");
        (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
    }
}

#[test]
fn a_page_with_an_element_has_an_answer() {
    let server = served("oembed-answer", "site = \"https://a.example/open/\"\n");
    let (status, answer) = server.oembed("https://a.example/open/money/", "&format=json&maxwidth=400&maxheight=200");
    assert_eq!(status, 200);
    let src = "src=\"https://a.example/open/daylight/embed.html?widget=budget&amp;src=%2Fopen%2Fmoney%2Fdata%2Fb.json\
               &amp;lang=zh-CN&amp;year=2025\"";
    assert!(answer["html"].as_str().is_some_and(|html| html.contains(src)), "{answer:#}");
    assert_eq!(
        (&answer["version"], &answer["type"], &answer["title"]),
        (&"1.0".into(), &"rich".into(), &"Budget ?".into())
    );
    assert_eq!((&answer["width"], &answer["height"]), (&400.into(), &200.into()));
    for address in ["https://a.example/open/money", "https://a.example/open/money/index.html"] {
        assert_eq!(server.oembed(address, "").0, 200, "{address}");
    }
    let (_, second) = server.oembed("https://a.example/open/money/#second", "");
    let html = second["html"].as_str().expect("HTML");
    assert!(html.contains("src=%2Fc.csv&amp;lang=en") && !html.contains("onclick"), "{html}");
}

#[test]
fn what_cannot_be_answered_has_the_status_of_the_specification() {
    let server = served("oembed-refusal", "site = \"https://a.example/\"\n");
    let page = "https://a.example/money/";
    for (url, more, expected) in [
        (page, "", 200),
        (page, "&format=xml", 501),
        (page, "&maxwidth=wide", 400),
        (page, "&maxwidth=-1", 400),
        ("money", "", 400),
        ("https://b.example/money/", "", 404),
        ("http://a.example/money/", "", 404),
        ("https://a.example:8443/money/", "", 404),
        ("https://a.example/nowhere.html", "", 404),
        ("https://a.example/plain.html", "", 404),
        ("https://a.example/money/data/b.json", "", 404),
        ("https://a.example/daylight.toml", "", 404),
        ("https://a.example/money/%2e%2e/%2e%2e/etc/passwd", "", 404),
        ("https://a.example/money/#nowhere", "", 404),
        ("https://a.example/money/#foreign", "", 404),
        ("https://a.example/money/#table", "", 404),
    ] {
        assert_eq!(server.oembed(url, more).0, expected, "{url} {more}");
    }
    assert_eq!(server.get("/oembed").status, 400);
    assert_eq!(server.ask("POST", "/oembed?url=x", &[]).status, 405);
}

#[test]
fn without_a_setting_the_site_is_where_the_server_listens() {
    let server = served("oembed-local", "");
    assert_eq!(server.oembed(&server.url("/money/"), "").0, 200);
    assert_eq!(server.oembed("https://a.example/money/", "").0, 404);
}

#[test]
fn a_file_of_that_name_is_served_as_it_is() {
    let dir = folder("oembed-file");
    write(&dir, "oembed", "mine");
    assert_eq!(Server::start(&dir, &[]).get("/oembed").body, b"mine");
}
