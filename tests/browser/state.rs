//! What can go wrong between the server and the reader: the right state, the right words, and the way out of it.

use daylight_tests::browser::Browser;
use daylight_tests::page_server::{PageServer, Reply};
use daylight_tests::place;
use daylight_tests::site::Site;
use daylight_tests::stage::{self, ELEMENT, NO_WASM, QINGHE, built, element, inside, page};

/// A small package: three divisions, 160 yuan in all.
const DESCRIPTOR: &str = r#"{"name":"small","title":"A small budget","resources":[{"name":"a","path":"a.csv","schema":{
"fields":[{"name":"code","type":"string","columnType":"functional-classification:generic:code"},
{"name":"name","type":"string","columnType":"functional-classification:generic:label"},
{"name":"amount","type":"number","columnType":"value"}],
"extraFields":[{"name":"currency","columnType":"value-currency:code","constant":"CNY"}]}}]}"#;
const ROWS: &str = "code,name,amount\n01,Roads,100\n02,Schools,50\n03,Parks,10\n";

fn small(rows: &str) -> [(&'static str, String); 2] {
    [("small/datapackage.json", DESCRIPTOR.to_owned()), ("small/a.csv", rows.to_owned())]
}

const SRC: &str = "src=\"/small/datapackage.json\"";
const CHILD: &str = "<p>The figures as the page holds them.</p>";

/// Opens a page on which an element stands whose children remain, and waits for a state.
#[track_caller]
fn failed(browser: &Browser, url: &str, state: &str, reason: Option<&str>, words: &[&str]) {
    browser.forget_console();
    browser.go(url);
    browser.wait_for_state(ELEMENT, state);
    browser.wait_for_path(&inside(".note button"));
    assert_eq!(browser.attribute(ELEMENT, "data-reason").as_deref(), reason);
    let note = browser.text(&inside(".note"));
    for word in words {
        assert!(note.contains(word), "{word:?} is not in: {note}");
    }
    assert!(browser.text("main").contains("as the page holds them"), "the children remain");
    browser.assert_accessible();
}

/// Lines that the browser itself writes of a request or a policy are no fault of ours; any other is.
#[track_caller]
fn assert_console_only(browser: &Browser, expected: &[&str]) {
    let lines = browser.console_lines();
    let other: Vec<_> = lines.iter().filter(|line| !expected.iter().any(|part| line.contains(part))).collect();
    assert!(other.is_empty(), "{other:#?}");
}

#[test]
fn where_the_policy_refuses_webassembly_plain_javascript_says_the_same() {
    let content = element(&format!("src=\"{QINGHE}\""), CHILD);
    let files = || [("index.html", page("en", &content))];
    let (plain, usual) = (stage::site_under(NO_WASM, files()), stage::site(files()));
    let browser = Browser::chromium();
    let everything = |site: &Site, reason: Option<&str>| {
        browser.go(&site.url("/"));
        browser.wait_for_ready();
        assert_eq!(browser.attribute(ELEMENT, "data-reason").as_deref(), reason);
        let cells = browser.cells();
        let csv = browser.session().script_async(
            "const [done] = arguments; document.querySelector('daylight-budget').exportCsv().then(file => done(file))",
            &[],
        );
        browser.click(&inside("[part~=cell]"));
        browser.wait_for("the parts of the first part", || (browser.cells() != cells).then_some(()));
        (cells, csv.expect("a file"), browser.cells())
    };
    let told = everything(&plain, Some("csp"));
    assert_console_only(&browser, &[]);
    assert_eq!(told, everything(&usual, None));
    browser.assert_no_request_elsewhere(&[plain.origin(), usual.origin()]);
}

#[test]
fn where_plain_javascript_is_refused_too_the_line_to_ask_for_is_named() {
    let content = element(SRC, CHILD);
    let files =
        small(ROWS).into_iter().chain([("index.html", page("en", &content)), ("zh.html", page("zh-Hans", &content))]);
    let site = stage::site_with(NO_WASM, &stage::no_plain(), files);
    let browser = Browser::chromium();
    let words = ["'wasm-unsafe-eval'", "script-src", "Content-Security-Policy"];
    failed(&browser, &site.url("/"), "unsupported", Some("csp"), &words);
    assert_console_only(&browser, &["wasm-unsafe-eval", "plain-"]);
    failed(&browser, &site.url("/zh.html"), "unsupported", Some("csp"), &words);
    browser.assert_no_request_elsewhere(&[site.origin()]);
}

#[test]
fn fetching_refused_by_the_policy_names_the_line_to_ask_for() {
    let content = element(SRC, CHILD);
    let files =
        small(ROWS).into_iter().chain([("index.html", page("en", &content)), ("zh.html", page("zh-Hans", &content))]);
    let policy = stage::STRICT.replace("connect-src 'self'; ", "");
    assert_ne!(policy, stage::STRICT);
    let site = stage::site_under(&policy, files);
    let browser = Browser::chromium();
    for (path, words) in [("/", "rules do not let the page fetch"), ("/zh.html", "安全策略不允许网页获取")] {
        browser.forget_console();
        browser.go(&site.url(path));
        browser.wait_for_state(ELEMENT, "unsupported");
        browser.wait_for_path(&inside(".note button"));
        assert_eq!(browser.attribute(ELEMENT, "data-reason").as_deref(), Some("csp"));
        let note = browser.text(&inside(".note"));
        for word in [words, "'self'", "connect-src", "Content-Security-Policy"] {
            assert!(note.contains(word), "{word:?} is not in: {note}");
        }
        let style = "getComputedStyle(document.querySelector('daylight-budget').shadowRoot.querySelector('.note'))";
        browser.wait_until(&format!("{style}.borderTopWidth === '1px'"));
        assert_console_only(&browser, &["connect-src", "Fetch API cannot load"]);
        // Last, since it writes the linked style sheet into the page, which the policy forbids.
        browser.assert_accessible();
    }
    browser.assert_no_request_elsewhere(&[site.origin()]);
}

#[test]
fn a_missing_file_is_named_and_trying_again_works() {
    let (descriptor, page) = (small(ROWS)[0].1.clone(), page("en", &element(SRC, CHILD)));
    let site = stage::site([("small/datapackage.json", descriptor), ("index.html", page)]);
    let browser = Browser::chromium();
    failed(&browser, &site.url("/"), "failed", None, &["a.csv", "not found"]);
    assert_console_only(&browser, &["404"]);
    site.write("small/a.csv", ROWS.as_bytes());
    browser.click(&inside(".note button"));
    browser.wait_for_ready();
    assert_eq!(browser.cells().len(), 3);
    browser.assert_accessible();
}

#[test]
fn an_error_event_tells_the_page_what_and_where() {
    let site = stage::site([("index.html", page("en", &element("src=\"/nowhere.csv\"", CHILD)))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_state(ELEMENT, "failed");
    browser.script("addEventListener('daylight-error', (event) => { window.told = event.detail })", &[]);
    browser.click(&inside(".note button"));
    browser.wait_until("!!window.told");
    assert_eq!(browser.value("told.state"), "failed");
    assert_eq!(browser.value("told.reason"), "missing");
    assert_eq!(browser.value("told.file"), site.url("/nowhere.csv"));
}

#[test]
fn a_web_page_in_place_of_data_is_told_apart() {
    let content = element("src=\"/login.html\"", CHILD);
    let site = stage::site([("index.html", page("en", &content)), ("login.html", page("en", "Log in"))]);
    let browser = Browser::chromium();
    failed(&browser, &site.url("/"), "failed", None, &["web page", "login.html"]);
    assert_console_only(&browser, &[]);
}

#[test]
fn a_broken_row_does_not_stop_the_file_and_the_mark_tells() {
    let content = element(SRC, CHILD);
    let broken = "code,name,amount\n01,Roads,100\n02,Schools,fifty\n03,Parks,10\n";
    let site = stage::site(small(broken).into_iter().chain([("index.html", page("en", &content))]));
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    assert!(browser.text(&inside(".mark")).contains("do not add up"));
    browser.click(&inside(".mark"));
    let panel = browser.text(&inside("[part~=panel]"));
    for word in ["a.csv", "row 3", "fifty"] {
        assert!(panel.contains(word), "{word:?} is not in: {panel}");
    }
    browser.assert_console_empty();
    browser.assert_accessible();
}

#[test]
fn an_empty_file_says_why_there_is_nothing() {
    let content = element(SRC, "");
    let header = "code,name,amount\n";
    let site = stage::site(small(header).into_iter().chain([("index.html", page("en", &content))]));
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_state(ELEMENT, "empty");
    assert!(browser.text(&inside("[part~=sentence]")).contains("no figures"));
    browser.assert_console_empty();
    browser.assert_accessible();
    site.write("small/a.csv", b"");
    browser.reload();
    browser.wait_for("an empty or failed state", || {
        browser.attribute(ELEMENT, "data-state").filter(|state| state == "empty" || state == "failed")
    });
    browser.draw();
    let words = browser.text(ELEMENT)
        + &browser.value("document.querySelector('daylight-budget').shadowRoot.textContent").to_string();
    assert!(words.contains("empty") || words.contains("no figures"), "{words}");
    browser.assert_console_empty();
}

#[test]
fn an_unknown_value_is_named_with_those_that_are_allowed() {
    let content =
        element(&format!("{SRC} view=\"pie\" unit=\"shells\" theme=\"pink\" mode=\"fast\" dimension=\"colour\""), "");
    let site = stage::site(small(ROWS).into_iter().chain([("index.html", page("en", &content))]));
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    let remarks = browser.text(&inside(".remarks"));
    for (attribute, value, allowed) in [
        ("view", "pie", "treemap, table"),
        ("Unit", "shells", "yuan"),
        ("Divide by", "colour", "Purpose"),
        ("theme", "pink", "auto, light, dark, contrast"),
        ("mode", "fast", "auto, elder"),
    ] {
        let line = remarks
            .lines()
            .find(|line| line.contains(value))
            .unwrap_or_else(|| panic!("{value} is not named: {remarks}"));
        assert!(line.contains(attribute) && line.contains(allowed), "{line}");
    }
    browser.assert_accessible();
}

#[test]
fn a_wrong_media_type_of_the_module_costs_nothing_but_speed() {
    let server = PageServer::start([]);
    server.reply(
        "/",
        Reply::html(&page("en", &element("src=\"/data/datapackage.json\"", CHILD)))
            .with("Content-Security-Policy", stage::STRICT),
    );
    server.reply("/page.css", Reply::new("text/css", ""));
    server.reply("/demo/favicon.svg", Reply::new("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
    server.mount("/data", place::published().join("moldova-2014"));
    server.mount("/daylight", place::dist());
    let (name, bytes) = module();
    for mime in ["application/octet-stream", "text/html"] {
        server.reply(&format!("/daylight/{name}"), Reply::new(mime, bytes.clone()));
        let browser = Browser::chromium();
        browser.go(&server.url("/"));
        browser.wait_for_ready();
        browser.assert_console_empty();
    }
    // Something between server and reader has changed the module: plain JavaScript goes where it cannot.
    server.reply(&format!("/daylight/{name}"), Reply::new("application/wasm", "<html>blocked</html>"));
    let browser = Browser::chromium();
    browser.go(&server.url("/"));
    browser.wait_for_ready();
    assert_eq!(browser.attribute(ELEMENT, "data-reason").as_deref(), Some("filtered"));
    // And that is filtered too.
    let plain = built("plain-", ".js");
    server.reply(&format!("/daylight/{plain}"), Reply::refused(403));
    let browser = Browser::chromium();
    failed(&browser, &server.url("/"), "unsupported", Some("filtered"), &[&name]);
    // It does not come at all.
    server.reply(&format!("/daylight/{name}"), Reply::refused(403));
    failed(&browser, &server.url("/"), "unsupported", Some("network"), &[&name]);
    // The glue has a type that browsers refuse for modules.
    server.reply(&format!("/daylight/{name}"), Reply::new("application/wasm", bytes));
    let glue = built("daylight-", ".js");
    server.reply(
        &format!("/daylight/{glue}"),
        Reply::new("text/plain", std::fs::read(place::dist().join(&glue)).expect("the glue")),
    );
    failed(&browser, &server.url("/"), "unsupported", Some("mime"), &[&glue, "text/javascript"]);
}

#[test]
fn data_from_a_script_enters_like_a_file() {
    let site = stage::site([("index.html", page("en", &element("", CHILD)))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    let give = "const element = document.querySelector('daylight-budget');
        element.data = { descriptor: JSON.parse(arguments[0]), files: { 'a.csv': arguments[1] } };";
    browser.script(give, &[DESCRIPTOR.into(), ROWS.into()]);
    browser.wait_for_ready();
    assert_eq!(browser.cells().len(), 3);
    browser
        .script("document.querySelector('daylight-budget').data = 'function,amount (CNY)\\nRoads,7\\nParks,5\\n'", &[]);
    browser.wait_for("the other data", || (browser.cells().len() == 2).then_some(()));
    browser.assert_no_request_elsewhere(&[site.origin()]);
}

#[test]
fn a_reader_who_is_busy_with_the_children_is_asked_first() {
    let children = stage::rendered("qinghe-budget-2025", &["--lang", "en"]);
    let opened = children.replacen("<details", "<details open", 1);
    let (_site, browser) = stage::open("en", &format!("src=\"{QINGHE}\""), &opened);
    browser.wait_for_path(&inside(".note button"));
    assert!(browser.text(&inside(".note")).contains("Open the interactive view"));
    assert!(browser.find_all(&inside("[part~=cell]")).is_empty());
    browser.click(&inside(".note button"));
    browser.wait_for_path(&inside("[part~=cell]"));
    browser.assert_console_empty();
    browser.assert_accessible();
}

fn module() -> (String, Vec<u8>) {
    let name = built("daylight-", ".wasm");
    let bytes = std::fs::read(place::dist().join(&name)).expect("the module");
    (name, bytes)
}

#[test]
fn what_cannot_be_fetched_or_unpacked_is_named() {
    let (site, browser) = stage::open("en", "src=\"http://\"", CHILD);
    browser.wait_for_state(ELEMENT, "failed");
    assert!(browser.text(&inside(".note")).contains("http://"));
    site.write("damaged.csv", &[31, 139, 8, 0, 1, 2, 3, 4, 5]);
    browser.script("document.querySelector('daylight-budget').setAttribute('src', '/damaged.csv')", &[]);
    let note = "document.querySelector('daylight-budget').shadowRoot?.querySelector('.note')?.textContent";
    browser.wait_until(&format!("{note}?.includes('damaged.csv is damaged')"));
    browser.assert_console_empty();
}

#[test]
fn the_page_may_hide_an_element() {
    let (_site, browser) = stage::open("en", &format!("src=\"{QINGHE}\""), CHILD);
    browser.wait_for_ready();
    let shown = "getComputedStyle(document.querySelector('daylight-budget')).display";
    assert_eq!(browser.value(shown), "block");
    browser.script("document.querySelector('daylight-budget').hidden = true", &[]);
    assert_eq!(browser.value(shown), "none");
}

/// Editors that know tables but no data files: what stands in the page is the data.
#[test]
fn without_an_address_the_table_inside_is_the_data() {
    let table = "<table data-unit=\"万元\" data-year=\"2024\" data-phase=\"approved\" data-date=\"2024-01-20\">
        <thead><tr><th>科目编码</th><th>科目名称</th><th>金额</th></tr></thead>
        <tbody><tr><td>205</td><td>教育支出</td><td>1,234.50</td></tr><tr><td>208</td><td>社会保障和就业支出</td><td>765.50</td></tr>
        <tr><td>221</td><td>住房保障支出</td><td>300</td></tr></tbody>
        <tfoot><tr><td></td><td>合计</td><td>2,300.00</td></tr></tfoot></table>";
    let (site, browser) = stage::open("zh-Hans", "", table);
    browser.wait_for_ready();
    assert_eq!(browser.cells().len(), 3);
    let sentence = browser.text(&inside("[part~=sentence]"));
    assert!(sentence.contains("2024") && sentence.contains("2,300.0万元"), "{sentence}");
    let source = browser.text(&inside("[part~=source]"));
    assert!(source.contains("2024年1月20日"), "{source}");
    browser.assert_console_empty();
    browser.assert_no_request_elsewhere(&[site.origin()]);
}
