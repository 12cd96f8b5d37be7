//! A consultation: a comment by keys alone, its receipt and what became of it; a service that stops midway; every view in each language,
//! width and theme; what a screen reader meets, and what is left without scripts.

use daylight_tests::browser::Browser;
use daylight_tests::emulation::Preferences;
use daylight_tests::golden::assert_golden;
use daylight_tests::keyboard::Key;
use daylight_tests::payload::all_payloads;
use daylight_tests::place;
use daylight_tests::service::{Taking, consultation};
use daylight_tests::site::Site;
use daylight_tests::stage::{self, page};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

const ELEMENT: &str = "daylight-consultation";
const PLAN: &str = "/demo/data/qinghe-roads-plan/datapackage.json";
const OPEN: &str = "/api/consultation/v1/projects";
const SHADOW: &str = "document.querySelector('daylight-consultation').shadowRoot";
const VIEWS: [(&str, &str); 5] = [
    ("draft", ""),
    ("clause", "path=\"c3\""),
    ("list", "view=\"list\""),
    ("adoption", "view=\"adoption\""),
    ("status", "view=\"status\""),
];

fn inside(selector: &str) -> String {
    format!("{ELEMENT} >>> {selector}")
}

fn element(src: &str, attributes: &str, children: &str) -> String {
    format!("<{ELEMENT} src=\"{src}\" {attributes}>{children}</{ELEMENT}>")
}

fn golden(name: &str) -> PathBuf {
    place::root().join("tests/browser/expect").join(format!("{name}.txt"))
}

/// What a view fetches is there.
#[track_caller]
fn settle(browser: &Browser) {
    browser.wait_for_state(ELEMENT, "ready");
    browser.wait_until(&format!("!/正在读取|Loading/.test({SHADOW}.querySelector('section').textContent)"));
    browser.draw();
}

/// Moves on by the tabulator until a node inside the element has the focus.
#[track_caller]
fn tab_to(browser: &Browser, selector: &str) {
    for _ in 0..80 {
        browser.press(Key::Tab);
        let is_there = format!("!!{SHADOW}.activeElement && {SHADOW}.activeElement.matches(\"{selector}\")");
        if browser.value(&is_there) == json!(true) {
            return;
        }
    }
    panic!("the tabulator does not lead to {selector}");
}

#[test]
fn a_citizen_comments_and_asks_what_became_of_it_by_keys_alone() {
    for (lang, text, received) in
        [("zh-Hans", "公示牌上的数字和网上不一样。", "已收到"), ("en", "The sign says another figure.", "received")]
    {
        let content = element(OPEN, "subject=\"qinghe-funds p012\"", "");
        let site = stage::site([("index.html", page(lang, &content))]);
        let browser = Browser::chromium();
        browser.resize(360, 740);
        browser.go(&site.url("/"));
        browser.wait_for_state(ELEMENT, "ready");
        assert_eq!(browser.of(&inside("#subject"), "value"), json!("qinghe-funds p012"));
        browser.assert_accessible();
        // Nothing was typed: the error is met first, and leads to its field.
        tab_to(&browser, "[data-do='send']");
        browser.press(Key::Enter);
        browser.wait_until(&format!("{SHADOW}.activeElement && {SHADOW}.activeElement.id == 'faults'"));
        assert_eq!(browser.attribute(&inside("#text"), "aria-invalid").as_deref(), Some("true"));
        browser.assert_accessible();
        browser.press(Key::Tab);
        browser.press(Key::Enter);
        browser.wait_until(&format!("{SHADOW}.activeElement.id == 'text'"));
        browser.type_text(text);
        // A choice by arrows, as of any radio buttons.
        tab_to(&browser, "input[type=radio]");
        browser.press(Key::Space);
        browser.press(Key::Down);
        tab_to(&browser, "[data-do='send']");
        browser.press(Key::Enter);
        browser.wait_until(&format!("{SHADOW}.activeElement && {SHADOW}.activeElement.id == 'done'"));
        let receipt = browser.text(&inside(".receipt"));
        assert_eq!(receipt.split('-').count(), 7, "{receipt}");
        browser.assert_accessible();
        let wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert!(wide.as_i64() <= Some(0), "{wide} px too wide");
        // What was kept in the browser is gone once it was sent.
        assert_eq!(browser.value("Object.keys(localStorage).length"), json!(0));
        browser.script("document.querySelector('daylight-consultation').setAttribute('view', 'status')", &[]);
        browser.wait_for_path(&inside("#receipt"));
        tab_to(&browser, "#receipt");
        browser.type_text(&receipt.to_lowercase());
        browser.press(Key::Enter);
        browser.wait_until(&format!("{SHADOW}.activeElement && {SHADOW}.activeElement.id == 'done'"));
        assert!(browser.text(&inside("#done")).contains(received), "{}", browser.text(&inside("#done")));
        browser.assert_accessible();
        browser.assert_no_request_elsewhere(&[site.origin()]);
    }
}

/// The receipts and digests were computed without Daylight; no service answers here. Comments that were read before are looked through too.
#[test]
fn whoever_has_a_receipt_finds_their_comment_in_the_list_by_keys_alone() {
    for (lang, fault, number, place, nobody) in [
        ("zh-Hans", "第7组", "第21号", "312项中的第124项", "同时填写原文"),
        ("en", "group 7", "no. 21", "entry 124 of the 312", "type in its text"),
    ] {
        let site = stage::site([("index.html", page(lang, &element(PLAN, "view=\"list\"", "")))]);
        let browser = Browser::chromium();
        browser.resize(360, 740);
        browser.go(&site.url("/"));
        settle(&browser);
        browser.script(&format!("document.querySelector('{ELEMENT}').setAttribute('view', 'status')"), &[]);
        browser.wait_for_path(&inside("#receipt"));
        let ask = |receipt: &str, own: &str, told: &str| {
            tab_to(&browser, "#receipt");
            browser.script(&format!("{SHADOW}.querySelector('#receipt').select()"), &[]);
            browser.type_text(receipt);
            if !own.is_empty() {
                tab_to(&browser, "#own");
                browser.type_text(own);
                tab_to(&browser, "[data-do='look']");
            }
            browser.press(Key::Enter);
            browser.wait_until(&format!("{SHADOW}.activeElement && {SHADOW}.activeElement.id == '{told}'"));
            browser.assert_accessible();
            let wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assert!(wide.as_i64() <= Some(0), "{wide} px too wide");
            browser.text(&inside(&format!("#{told}")))
        };
        // A letter that was copied wrongly, a receipt that nobody was given, the one of a comment on the first page.
        assert!(ask("4FHT-NG3M-DUFN-X6P6-DD7X-7JTX-QWAQ", "", "faults").contains(fault));
        assert!(ask("2222-2222-2222-2222-2222-2222-2222", "", "faults").contains(nobody));
        assert_eq!(browser.attribute(&inside("#receipt"), "aria-invalid").as_deref(), Some("true"));
        let said = ask("4fht ng3m dufn x6p6 dd7x 7jtx qwap", "", "done");
        let digest = "64fa73cb8b46b0dd50c8bf7c6036c916c13419e8c23479709c30435f421a1d2f";
        assert!([number, place, digest].iter().all(|part| said.contains(part)), "{said}");
        // Of one that is withheld its author alone has the text.
        tab_to(&browser, "[data-do='again']");
        browser.press(Key::Enter);
        browser.wait_until(&format!("{SHADOW}.activeElement && {SHADOW}.activeElement.id == 'receipt'"));
        let said = ask("5SY8-FPX9-5X82-C8V8-V8MF-TFPX-77AS", "第126号意见的原文（演示）", "done");
        assert!(said.contains("36032965e43d1d0a8d80c3a1334de61b4f6147de5f24a97987caff810a8e5773"), "{said}");
        assert_eq!(browser.value("Object.keys(localStorage).length"), json!(0));
        browser.assert_console_empty();
        browser.assert_no_request_elsewhere(&[site.origin()]);
    }
}

#[test]
fn a_file_of_the_comments_has_all_of_them() {
    let site = stage::site([("index.html", page("en", &element(PLAN, "view=\"list\"", "")))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    settle(&browser);
    let keep =
        "addEventListener('daylight-export', event => { event.preventDefault(); window.kept = event.detail.text })";
    browser.script(keep, &[]);
    browser.click(&inside("[data-do='save csv']"));
    browser.wait_until("window.kept");
    let kept = browser.value("window.kept");
    let rows = csv::Reader::from_reader(kept.as_str().expect("a text").trim_start_matches('\u{feff}').as_bytes())
        .into_records()
        .map(|row| row.expect("a row")[0].to_owned())
        .collect::<Vec<_>>();
    assert_eq!((rows.len(), rows[0].as_str(), rows[311].as_str()), (312, "1", "312"));
}

/// The voucher is what `openssl dgst -sha256 -hmac` signs for `voucher roads p.7 4102444800`.
#[test]
fn whom_the_portal_vouches_for_comments_and_their_receipt_stays_in_another_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    consultation(&site);
    let replace = |file: &str, from: &str, to: &str| {
        let path = site.join(file);
        let text = std::fs::read_to_string(&path).expect("a file");
        assert!(text.contains(from), "{file}");
        std::fs::write(path, text.replace(from, to)).expect("a file");
    };
    replace("data/roads/consultation.csv", "declared", "vouched");
    replace("daylight.toml", "[service.limits]", "[service]\nvoucher_key = \"0123456789abcdef\"\n[service.limits]");
    std::fs::write(site.join("index.html"), page("en", &element("/api/consultation/v1/roads", "", "")))
        .expect("a page");
    let service = start(&site, "127.0.0.1:0");
    let browser = Browser::chromium();
    browser.go(&format!("{}/", service.origin()));
    browser.wait_for_state(ELEMENT, "ready");
    browser.wait_for("who may", || browser.text(&inside(".remarks")).contains("signed in").then_some(()));
    assert!(browser.find_all(&inside("#text")).is_empty());
    let say = |name: &str, value: &str| {
        browser.script(&format!("document.querySelector('{ELEMENT}').setAttribute('{name}', '{value}')"), &[]);
    };
    say("voucher", "p.7.4102444800.93f3bf4a55181ce0bca249985ac6f3863f6089df17aee1e385f078fb8c1d0d1a");
    browser.wait_for_path(&inside("#text"));
    browser.click(&inside("#text"));
    browser.type_text("The county should keep the bridges too.");
    browser.click(&inside("[data-do='send']"));
    browser.wait_for_path(&inside(".receipt"));
    let receipt = browser.text(&inside(".receipt"));
    assert_eq!(service.received(), 1);
    // The receipt is shown once: drawing the element anew must not take it away.
    say("lang", "zh-Hans");
    browser.wait_for("the same in Chinese", || browser.text(&inside("#done")).contains("意见已收到").then_some(()));
    assert_eq!(browser.text(&inside(".receipt")), receipt);
    browser.click(&inside("[data-do='again']"));
    browser.wait_until(&format!("{SHADOW}.activeElement && {SHADOW}.activeElement.id == 'text'"));
    // What is vouched for somebody else is no voucher.
    say("voucher", "p.8.4102444800.93f3bf4a55181ce0bca249985ac6f3863f6089df17aee1e385f078fb8c1d0d1a");
    browser.type_text("再说一条。");
    browser.click(&inside("[data-do='send']"));
    browser.wait_until(&format!("{SHADOW}.activeElement && {SHADOW}.activeElement.id == 'faults'"));
    assert_eq!((browser.of(&inside("#text"), "value"), service.received()), (json!("再说一条。"), 1));
}

/// A published consultation in which every text is a payload, and its address on the site.
fn hostile(site: &Path) -> &'static str {
    let all = all_payloads();
    let packages = tempfile::tempdir().expect("a folder");
    let package = packages.path().join("hostile");
    std::fs::create_dir_all(&package).expect("a folder");
    let mut resources = Vec::new();
    let mut table = |name: &str, columns: &[&str], rows: Vec<Vec<String>>| {
        let mut csv = csv::Writer::from_path(package.join(format!("{name}.csv"))).expect("a file");
        csv.write_record(columns).expect("written");
        rows.iter().for_each(|row| csv.write_record(row).expect("written"));
        csv.flush().expect("written");
        let fields: Vec<_> = columns.iter().map(|column| json!({"name": column, "type": "string"})).collect();
        resources.push(json!({"name": name, "path": format!("{name}.csv"), "schema": {"fields": fields}}));
    };
    let mut next = all.iter().cycle().cloned();
    let mut one = || next.next().expect("it never ends");
    let text = |text: &str| text.to_owned();
    let head = vec![text("hostile"), one(), one(), one(), one(), text("declared")];
    table("consultation", &["id", "name", "summary", "office", "contact", "identity"], vec![head]);
    let round = vec![text("1"), one(), text("2020-01-01"), text("2020-02-01"), text("2020-02-09"), one()];
    table("rounds", &["id", "name", "opens", "closes", "extended", "extension"], vec![round]);
    let clauses = (0..40).map(|at| vec![format!("c{at}"), one(), one(), one(), one(), one()]).collect();
    table("clauses", &["id", "number", "heading", "text", "decided", "explanation"], clauses);
    let purposes = ["draft", "explanation", "basis", "evidence", "decision"];
    let documents = purposes.map(|purpose| vec![text(purpose), text(purpose), one(), one()]).to_vec();
    table("documents", &["id", "purpose", "name", "address"], documents);
    table(
        "questions",
        &["id", "kind", "text", "options"],
        vec![vec![text("q"), text("single"), one(), one().replace('|', "") + "|b"]],
    );
    table("themes", &["id", "name"], (0..5).map(|at| vec![format!("t{at}"), one()]).collect());
    table("answers", &["id", "text", "office"], (0..20).map(|at| vec![format!("a{at}"), one(), one()]).collect());
    let comment = |(at, payload): (usize, &String)| {
        let (theme, answer) = (format!("t{}", at % 5), format!("a{}", at % 20));
        let name = format!("{}*", all[(at + 7) % all.len()]);
        vec![
            format!("{}", at + 1),
            text("online"),
            format!("c{}", at % 40),
            name,
            payload.clone(),
            theme,
            text("partly"),
            all[(at + 3) % all.len()].clone(),
            answer,
        ]
    };
    let comments = all.iter().enumerate().map(comment).collect();
    table(
        "comments",
        &["id", "channel", "subject", "name", "text", "theme", "disposition", "reason", "answer"],
        comments,
    );
    let announcement = vec![text("2020-03-01"), all.len().to_string(), all.len().to_string()];
    table("announcement", &["day", "received", "partly"], vec![announcement]);
    let review = json!({"who": "o", "when": "2020-03-01", "basis": "b", "result": "r"});
    let descriptor = json!({
        "name": "hostile", "title": all[9], "profile": "daylight-consultation", "daylight:profile": "generic",
        "daylight:publisher": all[10], "sources": [{"title": all[11], "path": "javascript:window.hit=1"}],
        "daylight:review": review, "resources": resources,
    });
    std::fs::write(package.join("datapackage.json"), descriptor.to_string()).expect("a file");
    let (from, to) = (packages.path().to_str().expect("UTF-8"), site.join("data"));
    stage::daylight(&["publish", from, "--out", to.to_str().expect("UTF-8"), "--date", "2020-03-01"]);
    "/data/hostile/datapackage.json"
}

#[test]
fn what_was_written_stays_text() {
    let trusted = format!("{}; require-trusted-types-for 'script'; trusted-types 'none'", stage::STRICT);
    let site = stage::site_under(&trusted, [("index.html", String::new())]);
    let src = hostile(site.folder());
    let package = site.folder().join("data/hostile");
    let package = package.to_str().expect("UTF-8");
    let browser = Browser::chromium();
    for view in ["draft", "list", "adoption"] {
        let html = stage::daylight(&["render", package, "--widget", "consultation", "--src", src, "--view", view]);
        for (name, children) in [("live", ""), ("still", html.as_str())] {
            let path = format!("{view}-{name}.html");
            site.write(&path, page("en", &element(src, &format!("view=\"{view}\""), children)).as_bytes());
            browser.go(&site.url(&format!("/{path}")));
            settle(&browser);
            let mut shown = 0;
            while view == "list" && !browser.find_all(&inside("[data-do='more']")).is_empty() {
                shown += 100;
                browser.click(&inside("[data-do='more']"));
                browser
                    .wait_for("more comments", || (browser.find_all(&inside(".comment")).len() > shown).then_some(()));
            }
            if view == "list" {
                assert_eq!(browser.find_all(&inside(".comment")).len(), all_payloads().len());
                let said = browser.value(&format!("{SHADOW}.querySelector('.comments').textContent"));
                assert!(
                    said.as_str().is_some_and(|said| said.contains("<script>window.hit=1</script>")),
                    "they are told word for word"
                );
            }
            assert_eq!(browser.value("typeof window.hit"), json!("undefined"), "{path}");
            assert_eq!(browser.value(&format!("{SHADOW}.querySelectorAll('script, iframe, object, embed, img, svg, [onerror], [onload], [href^=javascript]').length")), json!(0), "{path}");
        }
    }
    // The plain page tells them too.
    browser.go(&site.url("/c/hostile?lang=en"));
    browser.wait_for_path("h1");
    assert_eq!(browser.value("typeof window.hit"), json!("undefined"));
    assert_eq!(browser.value("document.querySelectorAll('script, iframe, object, embed, img, [onerror], [onload], [href^=javascript]').length"), json!(0));
}

/// A site that takes comments, at an address that stays the same when it is started again.
fn start(site: &Path, listen: &str) -> Taking {
    let mut command = Command::new(place::daylight().expect("the command is built: cargo build -p daylight"));
    command.arg("serve").arg(site).args(["--listen", listen]);
    command.arg("--mount").arg(format!("/daylight={}", place::dist().display()));
    Taking::run(command).expect("it starts")
}

#[test]
fn nothing_that_was_typed_is_lost_where_the_service_stops_midway() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    consultation(&site);
    let content = element("/api/consultation/v1/roads", "", "");
    std::fs::write(site.join("index.html"), page("en", &content)).expect("a page");
    let service = start(&site, "127.0.0.1:0");
    let origin = service.origin().to_owned();
    let listen = origin.trim_start_matches("http://").to_owned();
    let browser = Browser::chromium();
    browser.go(&format!("{origin}/"));
    browser.wait_for_state(ELEMENT, "ready");
    browser.click(&inside(".clause [data-do='comment c2']"));
    browser.wait_until(&format!("{SHADOW}.activeElement && {SHADOW}.activeElement.id == 'text'"));
    assert_eq!(browser.of(&inside("#subject"), "value"), json!("c2"));
    let text = "The county should keep the bridges too.";
    browser.type_text(text);
    // The page is closed and opened again: what was typed is there.
    browser.wait_until("Object.values(localStorage).some(kept => kept.includes('bridges too'))");
    browser.reload();
    browser.wait_for_state(ELEMENT, "ready");
    browser.wait_until(&format!("{SHADOW}.querySelector('#text').value.includes('bridges too')"));
    assert_eq!(browser.of(&inside("#subject"), "value"), json!("c2"));
    service.kill();
    browser.click(&inside("[data-do='send']"));
    browser.wait_until(&format!("{SHADOW}.activeElement && {SHADOW}.activeElement.id == 'faults'"));
    assert!(browser.text(&inside("#faults")).contains("still here"), "{}", browser.text(&inside("#faults")));
    assert_eq!(browser.of(&inside("#text"), "value"), json!(text));
    let service = start(&site, &listen);
    browser.click(&inside("[data-do='send']"));
    browser.wait_for_path(&inside(".receipt"));
    assert_eq!(service.received(), 1);
    browser.click(&inside("[data-do='again']"));
    browser.wait_until(&format!("{SHADOW}.querySelector('#text').value == ''"));
    // A draft can be cleared.
    browser.type_text("Something else.");
    browser.wait_until("Object.keys(localStorage).length == 1");
    browser.click(&inside("[data-do='clear']"));
    browser.wait_until("Object.keys(localStorage).length == 0");
    assert_eq!(browser.of(&inside("#text"), "value"), json!(""));
    // Neither what was sent nor what was cleared comes back.
    browser.reload();
    browser.wait_for_state(ELEMENT, "ready");
    browser.draw();
    assert_eq!(browser.value("Object.keys(localStorage).length"), json!(0));
    assert_eq!(browser.of(&inside("#text"), "value"), json!(""));
}

#[test]
fn personal_data_is_pointed_out_before_it_is_sent() {
    let site = stage::site([("index.html", page("en", &element(OPEN, "", "")))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_state(ELEMENT, "ready");
    browser.click(&inside("#text"));
    browser.type_text("Call me at 13800138000.");
    browser.click(&inside("[data-do='send']"));
    browser.wait_for("a warning", || browser.text(&inside("#faults")).contains("personal data").then_some(()));
    assert_eq!(browser.text(&inside("[data-do='send']")), "Send all the same");
    browser.click(&inside("[data-do='send']"));
    browser.wait_for_path(&inside(".receipt"));
}

#[test]
fn comments_come_in_pages_and_are_searched() {
    let site = stage::site([("index.html", page("en", &element(PLAN, "view=\"list\"", "")))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    settle(&browser);
    let shown = || browser.find_all(&inside(".comment")).len();
    assert_eq!(shown(), 100);
    for all in [200, 300, 312] {
        browser.click(&inside("[data-do='more']"));
        browser.wait_for("the next page", || (shown() == all).then_some(()));
    }
    assert!(browser.find_all(&inside("[data-do='more']")).is_empty());
    browser.click(&inside("[data-do='state width']"));
    browser.wait_for("a theme", || (shown() > 10 && shown() < 200).then_some(()));
    browser.click(&inside("#seek"));
    browser.type_text("错不开");
    browser.wait_for("fewer", || (shown() > 0 && shown() < 100).then_some(()));
    assert!(browser.text(&inside(".seek")).contains("of the 312"), "{}", browser.text(&inside(".seek")));
    browser.assert_accessible();

    // A search goes on through what was not fetched yet: this one is on the third page.
    browser.go(&site.url("/"));
    settle(&browser);
    assert_eq!(shown(), 100);
    browser.click(&inside("#seek"));
    browser.type_text("学要走竹");
    browser.wait_for("the one", || browser.text(&inside(".seek")).contains("of the 312").then_some(()));
    assert_eq!(shown(), 1);
    browser.assert_console_empty();
}

#[test]
fn every_view_holds_in_each_language_width_mode_and_theme() {
    let browser = Browser::chromium();
    for lang in ["en", "zh-Hans"] {
        let mut pages: Vec<(String, String)> = Vec::new();
        for (name, attributes) in VIEWS {
            for (mode, more) in [("usual", ""), ("elder", "mode=\"elder\" theme=\"dark\"")] {
                let content = element(PLAN, &format!("{attributes} {more}"), "");
                pages.push((format!("{name}-{mode}.html"), page(lang, &content)));
            }
        }
        pages.push(("form-usual.html".to_owned(), page(lang, &element(OPEN, "", ""))));
        pages.push(("form-elder.html".to_owned(), page(lang, &element(OPEN, "mode=\"elder\" theme=\"dark\"", ""))));
        let site = stage::site(pages.iter().map(|(path, text)| (path.as_str(), text.clone())));
        for (path, _) in &pages {
            browser.forget_requests();
            browser.go(&site.url(&format!("/{path}")));
            settle(&browser);
            for width in [1280, 360] {
                browser.resize(width, 900);
                browser.draw();
                let wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                assert!(wide.as_i64() <= Some(0), "{path} in {lang} at {width} px is {wide} px too wide");
                browser.assert_accessible();
            }
            browser.assert_console_empty();
            browser.assert_no_request_elsewhere(&[site.origin()]);
        }
    }
}

#[test]
fn every_view_reads_as_expected() {
    for lang in ["en", "zh-Hans"] {
        let files =
            VIEWS.map(|(name, attributes)| (format!("{name}.html"), page(lang, &element(PLAN, attributes, ""))));
        let site = stage::site(files.iter().map(|(path, text)| (path.as_str(), text.clone())));
        let browser = Browser::chromium();
        for (name, _) in VIEWS {
            browser.go(&site.url(&format!("/{name}.html")));
            settle(&browser);
            assert_golden(&golden(&format!("consultation-{name}-{lang}")), &browser.accessibility_tree());
        }
    }
}

#[test]
fn what_is_open_now_leads_to_the_page_of_each() {
    for (lang, open, name) in [
        ("zh-Hans", "正在征求意见的有1项", "对惠农项目提意见"),
        ("en", "1 consultation is open", "Have a say on village projects"),
    ] {
        let site = stage::site([("index.html", page(lang, &element("/api/consultation/v1/", "", "")))]);
        let browser = Browser::chromium();
        browser.resize(360, 740);
        browser.go(&site.url("/"));
        settle(&browser);
        assert!(browser.text(&inside("#answer")).contains(open), "{}", browser.text(&inside("#answer")));
        browser.assert_accessible();
        let wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert!(wide.as_i64() <= Some(0), "{wide} px too wide");
        tab_to(&browser, ".card a");
        assert_eq!(browser.text(&inside(".card a")), name);
        browser.press(Key::Enter);
        browser.wait_until(&format!("location.pathname + location.hash == '/{lang}/consultation.html#say-title'"));
    }
}

#[test]
fn a_project_leads_to_the_form_for_a_comment_on_it() {
    let funds = "<daylight-funds src=\"/demo/data/qinghe-funds/datapackage.json\" view=\"projects\" project=\"p012\"></daylight-funds>";
    let content = [&element(OPEN, "", ""), funds].concat();
    let site = stage::site([("index.html", page("en", &content))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_state("daylight-funds", "ready");
    browser.wait_for_state(ELEMENT, "ready");
    let link = "daylight-funds >>> .linked a[data-do='open qinghe-projects-say qinghe-funds p012']";
    browser.wait_for_path(link);
    assert_eq!(browser.text(link), "Comment on this");
    browser.click(link);
    browser.wait_until(&format!("{SHADOW}.activeElement && {SHADOW}.activeElement.id == 'text'"));
    assert_eq!(browser.of(&inside("#subject"), "value"), json!("qinghe-funds p012"));
    // It is met by its name, as the package tells it.
    browser.wait_until(&format!(
        "{SHADOW}.querySelector('#subject').selectedOptions[0].textContent == 'Well-built farmland: Meiwu (p012)'"
    ));
    browser.assert_console_empty();
}

#[test]
fn on_paper_there_is_no_form_and_no_button() {
    let site = stage::site([("index.html", page("zh-Hans", &element(OPEN, "theme=\"dark\"", "")))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    settle(&browser);
    browser.prefer(Preferences { print: true, ..Preferences::default() });
    browser.wait_until(&format!("getComputedStyle({SHADOW}.querySelector('.form .field')).display == 'none'"));
    browser.wait_until(&format!(
        "getComputedStyle({SHADOW}.querySelector('.root')).backgroundColor == 'rgb(255, 255, 255)'"
    ));
    browser.prefer(Preferences::default());
}

#[test]
fn what_is_no_consultation_is_told_and_the_children_stay() {
    let content = element("/demo/data/qinghe-funds/datapackage.json", "", "<p>The draft as the page holds it.</p>");
    let site = stage::site([("index.html", page("en", &content))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_state(ELEMENT, "failed");
    browser.wait_for_path(&inside(".note button"));
    assert!(browser.text("main").contains("as the page holds it"));
    browser.assert_accessible();
}

#[test]
fn without_scripts_the_page_tells_the_same() {
    for lang in ["en", "zh-Hans"] {
        for (view, path) in [("draft", ""), ("list", ""), ("adoption", "")] {
            let package = stage::package("qinghe-roads-plan");
            let package = package.to_str().expect("the work tree's path is UTF-8");
            let more = ["--lang", lang, "--view", view, "--path", path];
            let html =
                stage::daylight(&[&["render", package, "--widget", "consultation", "--src", PLAN][..], &more].concat());
            assert!(!html.contains("style="), "{view}: a style attribute");
            let site = stage::site([("index.html", page(lang, &element(PLAN, "", &html)))]);
            let browser = Browser::chromium();
            browser.without_scripts();
            browser.go(&site.url("/"));
            for width in [1280, 360] {
                browser.resize(width, 900);
                let wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                assert!(wide.as_i64() <= Some(0), "{view} in {lang} at {width} px overflows by {wide} px");
            }
            if view == "adoption" {
                browser.assert_reads_as(&golden(&format!("consultation-fallback-{lang}")));
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
        browser.go(&site.url(&format!("/{lang}/consultation.html")));
        browser.wait_for_state(ELEMENT, "ready");
        browser.assert_accessible();
        browser.assert_console_empty();
    }
}
