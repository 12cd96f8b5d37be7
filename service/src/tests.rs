//! The whole service over a SQLite file of its own, asked through its router.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::catalogue::Catalogue;
use crate::catalogue::tests::{TABLES, load, package};
use crate::settings::Settings;
use crate::store::{By, Change, Said, Store, set_digest, sqlite_of};
use crate::world::World;
use crate::{Served, Service, router};

/// The third of March 2025, at noon.
pub(crate) const NOON: i64 = 1_741_003_200_000;

pub(crate) struct Stage {
    pub service: Arc<Service>,
    router: Router,
    pub now: Arc<AtomicI64>,
    log: Arc<Mutex<Vec<String>>>,
    pub folder: tempfile::TempDir,
}

pub(crate) async fn stage(settings: Settings, tables: &[(&str, &str)]) -> Stage {
    let folder = tempfile::tempdir().unwrap();
    package(&folder.path().join("site/roads"), tables);
    let folders = vec![folder.path().join("site")];
    let store = Store::open(&sqlite_of(&folder.path().join("site.sqlite")), 64).await.unwrap();
    let now = Arc::new(AtomicI64::new(NOON));
    let log = Arc::new(Mutex::new(Vec::new()));
    let drawn = AtomicI64::new(0);
    let (clock, lines) = (now.clone(), log.clone());
    let world = World {
        now_ms: Arc::new(move || clock.load(Ordering::SeqCst)),
        elapsed_ms: Arc::new(|| 0),
        chance: Arc::new(move |bytes| {
            let next = drawn.fetch_add(1, Ordering::SeqCst).to_be_bytes();
            bytes.iter_mut().zip(next.iter().cycle()).for_each(|(byte, next)| *byte = *next);
            Ok(())
        }),
        log: Arc::new(move |line| lines.lock().unwrap().push(line.to_owned())),
    };
    let served = Served { catalogue: Catalogue::read(&folders, &load), folders, load: Arc::new(load) };
    let service = Service::new(served, store, settings, world).await.unwrap();
    Stage { router: router(service.clone()), service, now, log, folder }
}

impl Stage {
    pub async fn ask(&self, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        let request = Request::get(format!("/api/consultation/v1{path}")).body(Body::empty()).unwrap();
        let (status, _, text) = self.ask(request).await;
        (status, serde_json::from_str(&text).unwrap_or_else(|_| panic!("{path}: {status} {text}")))
    }

    pub async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let request = Request::post(format!("/api/consultation/v1{path}")).header("content-type", "application/json");
        let (status, _, text) = self.ask(request.body(Body::from(body.to_string())).unwrap()).await;
        (status, serde_json::from_str(&text).unwrap_or_else(|_| panic!("{path}: {status} {text}")))
    }

    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    pub async fn token(&self) -> String {
        let (_, definition) = self.get("/roads").await;
        self.now.fetch_add(3000, Ordering::SeqCst);
        definition["addresses"]["token"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_comment_goes_all_the_way() {
    let stage = stage(Settings::default(), &TABLES).await;
    let (status, definition) = stage.get("/roads").await;
    assert_eq!(
        (status, &definition["standing"]["stage"], &definition["addresses"]["plain"]),
        (StatusCode::OK, &json!("open"), &json!("../../../c/roads"))
    );
    let token = stage.token().await;
    let body = json!({"key": "k1", "token": token, "text": "First the north.\u{200b}", "subject": "c1", "name": "Zhang San", "answers": {"q1": 1}});
    let (status, taken) = stage.post("/roads/comments", body.clone()).await;
    assert_eq!(status, StatusCode::CREATED, "{taken}");
    let receipt = taken["receipt"].as_str().unwrap();
    assert_eq!(stage.post("/roads/comments", body.clone()).await, (status, taken.clone()), "the same again");
    let mut other = body.clone();
    other["text"] = "Something else.".into();
    let (status, refused) = stage.post("/roads/comments", other).await;
    assert_eq!(
        (status, &refused["rule"], &refused["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("key-used"), &json!("key"))
    );

    let (status, standing) = stage.post("/roads/status", json!({"receipt": receipt.to_lowercase()})).await;
    assert_eq!((status, &standing["state"], standing.get("id")), (StatusCode::OK, &json!("received"), None));
    assert_eq!(stage.get("/roads/comments").await.1, json!({}), "held for moderation");
    let store = &stage.service.store;
    let by = |person| By { consultation: "roads", person, now_ms: NOON };
    store.change(&by(1), &[(1, None)], &Change::Publish).await.unwrap();
    store.release(&by(2), &[(1, None)]).await.unwrap();
    let said = Said { disposition: "adopted", reason: None, answer: Some("North it is.") };
    let (settlement, _) = store.settle(&by(1), &[(1, None)], &said).await.unwrap();
    let (_, standing) = stage.post("/roads/status", json!({"receipt": receipt})).await;
    assert_eq!(standing.get("answer"), None, "nobody has approved it: {standing}");
    store.approve(&by(2), &[(settlement, set_digest([1]))]).await.unwrap();
    let (_, page) = stage.get("/roads/comments?q=north&subject=c1").await;
    let [comment] = page["comments"].as_array().unwrap().as_slice() else { panic!("{page}") };
    let told = ["id", "text", "name", "subject", "disposition", "answer"].map(|key| comment[key].as_str().unwrap());
    assert_eq!(told, ["1", "First the north.", "Z**", "c1", "adopted", "1"]);
    assert_eq!(page["answers"][0]["text"][""], "North it is.", "{page}");
    assert_eq!(stage.get("/roads/comments?q=south").await.1, json!({}));
    let (_, standing) = stage.post("/roads/status", json!({"receipt": receipt})).await;
    assert_eq!((&standing["id"], &standing["answer"]), (&json!("1"), &json!("North it is.")));
    let (_, definition) = stage.get("/roads").await;
    assert_eq!((&definition["counts"]["received"], &definition["counts"]["adopted"]), (&json!(1), &json!(1)));
    let log = stage.log.lock().unwrap().join("\n");
    assert!(log.contains("\"submit\"") && !log.contains("north") && !log.contains(receipt), "{log}");
}

#[tokio::test]
async fn what_the_office_has_published_is_hidden_by_nobody_and_what_comes_is_counted() {
    let letters = "id,channel,subject,name,text,withheld\n1,letter,c1,Li*,Ours first.,\n2,letter,c2,Wang*,,personal\n";
    let tables: Vec<_> = TABLES.into_iter().chain([("comments", letters)]).collect();
    let stage = stage(Settings::default(), &tables).await;
    let token = stage.token().await;
    let body = json!({"key": "k", "token": token, "text": "Another one.", "answers": {"q1": 1}});
    assert_eq!(stage.post("/roads/comments", body).await.0, StatusCode::CREATED);
    let (_, definition) = stage.get("/roads").await;
    assert_eq!(
        (&definition["counts"]["received"], &definition["counts"]["channels"]["letter"]),
        (&json!(3), &json!(2))
    );
    let (_, page) = stage.get("/roads/comments").await;
    assert_eq!(page["comments"].as_array().map(Vec::len), Some(2), "{page}");
    assert!(!page.to_string().contains("Wang"), "whose comment is withheld is withheld too: {page}");
    assert_eq!(stage.get("/roads/comments?q=ours").await.1["comments"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_subject_is_an_id_and_says_nothing_else() {
    let tables = TABLES.map(|(table, text)| match table {
        "consultation" => (table, "id,name,office,scope\nroads,Plan,Bureau,anything\n"),
        _ => (table, text),
    });
    let settings = Settings { packages: vec!["funds".to_owned()], ..Settings::default() };
    let stage = stage(settings, &tables).await;
    let token = stage.token().await;
    for (at, (package, subject, is_taken)) in [
        ("funds", "p12", true),
        ("roads", "c1", true),
        ("roads", "c99", false),
        ("nowhere", "p12", false),
        ("", "whatever", false),
        ("", "c1", true),
        ("funds", "call 13800138000", false),
        ("you are all liars", "x", false),
    ]
    .into_iter()
    .enumerate()
    {
        let body = json!({"key": at.to_string(), "token": token, "text": "So it is.", "package": package, "subject": subject, "answers": {"q1": 1}});
        let (status, said) = stage.post("/roads/comments", body).await;
        assert_eq!(status == StatusCode::CREATED, is_taken, "{package} {subject}: {said}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_by_field() {
    let stage = stage(Settings::default(), &TABLES).await;
    let token = stage.token().await;
    for (change, status, rule, field) in [
        (json!({"text": " \u{200b}", "answers": {}}), 422, "blank", json!("text")),
        (json!({"text": "x".repeat(5001)}), 422, "too-long", json!("text")),
        (json!({"key": ""}), 422, "key", json!("key")),
        (json!({"subject": "c9"}), 422, "subject", json!("subject")),
        (json!({"answers": {}}), 422, "unanswered", json!("answer.q1")),
        (json!({"answers": {"q1": 3}}), 422, "answer", json!("answer.q1")),
        (json!({"answers": {"q1": [1, 2]}}), 422, "answer", json!("answer.q1")),
        (json!({"answers": {"q1": 1, "q2": 6}}), 422, "answer", json!("answer.q2")),
        (json!({"answers": {"q1": 1, "q9": 1}}), 422, "question", json!("answer.q9")),
        (json!({"website": "x"}), 422, "honeypot", json!("website")),
        (json!({"text": "My number is 11010519491231002X."}), 409, "personal-data", json!("text")),
        (json!({"token": ""}), 409, "form-foreign", json!("token")),
        (json!({"text": 5}), 400, "malformed", json!("text")),
    ] {
        let mut body = json!({"key": "k", "token": token, "text": "North.", "answers": {"q1": "1"}});
        for (key, value) in change.as_object().unwrap() {
            body[key] = value.clone();
        }
        let (answered, refused) = stage.post("/roads/comments", body).await;
        assert_eq!(
            (answered.as_u16(), &refused["rule"], &refused["field"]),
            (status, &json!(rule), &field),
            "{change}"
        );
        assert_ne!(refused["message"], format!("rule.{rule}"));
    }
    let confirmed = json!({"key": "p", "token": token, "text": "My number is 11010519491231002X.", "answers": {"q1": 1}, "confirmed": true});
    assert_eq!(stage.post("/roads/comments", confirmed).await.0, StatusCode::CREATED);
    assert_eq!(stage.post("/streets/comments", json!({})).await.0, StatusCode::NOT_FOUND);
    let request = Request::post("/api/consultation/v1/roads/comments").header("content-type", "text/plain");
    assert_eq!(stage.ask(request.body(Body::empty()).unwrap()).await.0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let (status, refused) = stage.post("/roads/status", json!({"receipt": "ABCD"})).await;
    assert_eq!((status.as_u16(), &refused["field"]), (422, &json!("receipt")));
}

#[tokio::test]
async fn a_form_that_was_open_for_long_is_renewed() {
    let stage = stage(Settings::default(), &TABLES).await;
    let (_, definition) = stage.get("/roads").await;
    let mut body =
        json!({"key": "k", "token": definition["addresses"]["token"], "text": "North.", "answers": {"q1": 1}});
    let (status, refused) = stage.post("/roads/comments", body.clone()).await;
    assert_eq!((status.as_u16(), &refused["rule"]), (409, &json!("form-early")));
    stage.now.fetch_add(7 * 3_600_000, Ordering::SeqCst);
    let (status, refused) = stage.post("/roads/comments", body.clone()).await;
    assert_eq!((status.as_u16(), &refused["rule"]), (409, &json!("form-expired")));
    let old = std::mem::replace(&mut body["token"], refused["token"].clone());
    let (status, taken) = stage.post("/roads/comments", body.clone()).await;
    assert_eq!(status, StatusCode::CREATED);
    // Whoever did not hear of it asks again, whatever the time.
    body["token"] = old;
    assert_eq!(stage.post("/roads/comments", body.clone()).await, (status, taken.clone()));
    stage.now.store(NOON + 60 * 86_400_000, Ordering::SeqCst);
    assert_eq!(stage.post("/roads/comments", body.clone()).await, (status, taken));
    body["key"] = "new".into();
    let (status, refused) = stage.post("/roads/comments", body).await;
    assert_eq!((status.as_u16(), &refused["rule"]), (403, &json!("not-open")));
}

#[tokio::test]
async fn only_hosts_that_are_named_may_send() {
    let settings = Settings { origins: vec!["https://portal.example".to_owned()], ..Settings::default() };
    let stage = stage(settings, &TABLES).await;
    for (origin, may) in [
        ("https://portal.example", true),
        ("http://here.example", true),
        ("https://evil.example", false),
        ("null", false),
    ] {
        for method in ["POST", "OPTIONS"] {
            let request = Request::builder().method(method).uri("/api/consultation/v1/roads/comments");
            let request = request
                .header("origin", origin)
                .header("host", "here.example")
                .header("content-type", "application/json");
            let (status, headers, _) = stage.ask(request.body(Body::from("{}")).unwrap()).await;
            assert_eq!(
                headers.get("access-control-allow-origin").map(|found| found.to_str().unwrap()),
                may.then_some(origin)
            );
            assert_eq!(status == StatusCode::FORBIDDEN, !may && method == "POST", "{origin} {method}");
            assert!(!headers.contains_key("access-control-allow-credentials") && !headers.contains_key("set-cookie"));
        }
    }
    let request = Request::get("/api/consultation/v1/roads").header("origin", "https://evil.example");
    let (status, headers, _) = stage.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!((status, headers["access-control-allow-origin"].to_str().unwrap()), (StatusCode::OK, "*"));
}

#[tokio::test]
async fn too_much_is_refused_and_says_when() {
    let mut settings = Settings::default();
    settings.limits.per_network = 2;
    settings.limits.body_bytes = 2000;
    let stage = stage(settings, &TABLES).await;
    let large = json!({"text": "x".repeat(2000)});
    let (status, refused) = stage.post("/roads/comments", large).await;
    assert_eq!((status.as_u16(), &refused["rule"]), (413, &json!("too-large")));
    for _ in 0..2 {
        assert_eq!(stage.post("/roads/comments", json!({})).await.0.as_u16(), 422);
    }
    let request =
        Request::post("/api/consultation/v1/roads/comments?lang=zh").header("content-type", "application/json");
    let (status, headers, text) = stage.ask(request.body(Body::from("{}")).unwrap()).await;
    assert_eq!((status.as_u16(), headers["retry-after"].to_str().unwrap()), (429, "30"));
    assert!(text.contains("短时间内"), "{text}");
}

#[tokio::test]
async fn the_plain_page_keeps_what_was_typed() {
    let stage = stage(Settings::default(), &TABLES).await;
    let request = Request::get("/c/roads?lang=zh-Hans&subject=c2").body(Body::empty()).unwrap();
    let (status, headers, page) = stage.ask(request).await;
    assert_eq!(status, StatusCode::OK);
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'")
            && policy.contains("frame-ancestors 'none'")
            && !headers.contains_key("set-cookie")
    );
    assert!(!headers.contains_key("access-control-allow-origin"));
    assert!(
        page.contains("<html lang=\"zh-Hans\">")
            && page.contains("<option value=\"c2\" selected>")
            && !page.contains("<script"),
        "{page}"
    );
    assert!(
        page.contains("lang=\"en\">Every village has a road.")
            && page.contains("<h1 lang=\"en\"")
            && page.contains("还有28天"),
        "{page}"
    );
    let value = |page: &str, name: &str| {
        let rest = page.split_once(&format!("name=\"{name}\"")).unwrap().1;
        rest.split_once("value=\"").unwrap().1.split('"').next().unwrap().to_owned()
    };
    let (key, token) = (value(&page, "key"), value(&page, "token"));
    stage.now.fetch_add(3000, Ordering::SeqCst);
    let typed = "</textarea><script>alert(1)</script> & \"north\"";
    let fields = [("key", key.as_str()), ("token", &token), ("text", typed), ("name", "<b>Li</b>")];
    let (status, _, page) = stage.form("/c/roads", &fields).await;
    assert_eq!(status.as_u16(), 422);
    assert!(
        page.contains("href=\"#f-answer.q1\"")
            && page.contains("id=\"f-answer.q1\"")
            && page.contains("role=\"alert\""),
        "{page}"
    );
    assert!(!page.contains("<script") && page.contains("&#60;/textarea&#62;&#60;script"), "{page}");
    assert_eq!((value(&page, "key"), value(&page, "name")), (key.clone(), "&#60;b&#62;Li&#60;/b&#62;".to_owned()));
    let token = value(&page, "token");
    let fields = [("key", key.as_str()), ("token", &token), ("text", typed), ("name", ""), ("answer.q1", "2")];
    let (status, _, page) = stage.form("/c/roads", &fields).await;
    assert_eq!(status, StatusCode::CREATED, "{page}");
    let receipt = page.split_once("id=\"receipt\">").unwrap().1.split('<').next().unwrap().to_owned();
    let (status, _, page) = stage.form("/c/roads/status?lang=en", &[("receipt", &receipt)]).await;
    assert!(status == StatusCode::OK && page.contains("It will be read before it is published."), "{page}");
    let (status, _, page) = stage.form("/c/roads/status", &[("receipt", "<i>")]).await;
    assert!(status.as_u16() == 422 && page.contains("&#60;i&#62;"), "{page}");
    assert_eq!(stage.ask(Request::get("/c/streets").body(Body::empty()).unwrap()).await.0, StatusCode::NOT_FOUND);
    assert_eq!(stage.ask(Request::get("/c/style.css").body(Body::empty()).unwrap()).await.0, StatusCode::OK);
}

#[tokio::test]
async fn addresses_that_people_type_lead_somewhere() {
    let settings = Settings { pages: "/town/c".to_owned(), ..Settings::default() };
    let stage = stage(settings, &TABLES).await;
    let more = [
        ("bridges", "Bridges & fords", "id,opens,closes\n1,2025-04-01,2025-04-30\n"),
        ("schools", "Schools", "id,opens,closes\n1,2024-04-01,2024-04-30\n"),
    ];
    for (id, name, rounds) in more {
        let about = format!("id,name,office,identity\n{id},{name},Bureau,declared\n");
        let tables = [("consultation", about.as_str()), ("rounds", rounds), TABLES[2], TABLES[3], TABLES[4]];
        package(&stage.folder.path().join("site").join(id), &tables);
    }
    stage.service.reread();
    let get = async |path: &str| stage.ask(Request::get(path).body(Body::empty()).unwrap()).await;
    // Below whatever path a proxy puts it, each link leads from where it stands.
    for (path, up) in [("/town/c/", ""), ("/town/c", "c/")] {
        let (status, headers, page) = get(path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
        let links: Vec<&str> = page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let expected = ["style.css", "?lang=zh-Hans", "bridges?lang=en", "roads?lang=en", "schools?lang=en"];
        let expected = expected.map(|to| if to.starts_with('?') { to.to_owned() } else { [up, to].concat() });
        assert_eq!(links, expected, "the newest first");
        let told =
            ["Bridges &#38; fords", "opens on 1 April 2025", "comments until 31 March 2025", "Closed", "Schools"];
        for told in told {
            assert!(page.contains(told), "{told}: {page}");
        }
    }
    assert!(get("/town/c/?lang=zh").await.2.contains("征集中，截至2025年3月31日"));
    for (path, to) in [
        ("/town/c/roads/", "../roads"),
        ("/town/c/roads/?lang=en&subject=c%202", "../roads?lang=en&subject=c%202"),
        ("/town/c/roads/comments/", "../comments"),
        ("/town/c/%2f%2fevil.example/", "../%2f%2fevil.example"),
    ] {
        let (status, headers, _) = get(path).await;
        assert_eq!((status, headers["location"].to_str().unwrap()), (StatusCode::PERMANENT_REDIRECT, to));
    }
    for (path, to) in
        [("roads", "./"), ("roads/comments", ".././"), ("roads/status", ".././"), ("nowhere/status", ".././")]
    {
        let (_, _, page) = get(&format!("/town/c/{path}")).await;
        assert!(page.contains(&format!("href=\"{to}?lang=en\">All consultations")), "{path}: {page}");
        assert!(page.contains(&format!("href=\"{}style.css\"", to.strip_suffix("./").unwrap())), "{path}: {page}");
    }
    // At the root of a site, and where there is nothing.
    let bare = self::stage(Settings { pages: "/".to_owned(), ..Settings::default() }, &TABLES).await;
    std::fs::remove_dir_all(bare.folder.path().join("site/roads")).unwrap();
    bare.service.reread();
    let (status, _, page) = bare.ask(Request::get("/").body(Body::empty()).unwrap()).await;
    assert!(status == StatusCode::OK && page.contains("There are no consultations here."), "{page}");
}

#[tokio::test]
async fn another_language_drops_nothing() {
    let stage = stage(Settings::default(), &TABLES).await;
    let get = async |path: &str| stage.ask(Request::get(path).body(Body::empty()).unwrap()).await.2;
    let page = get("/c/roads?lang=en&subject=c2&voucher=v").await;
    let button = "formaction=\"?lang=zh-Hans&#38;voucher=v\" name=\"language\" value=\"zh-Hans\"";
    assert!(page.contains(button) && !page.contains("hreflang"), "one way to the other language: {page}");
    // What Enter presses is the first button of the form.
    let buttons: Vec<&str> = page.split("<button").skip(1).map(|rest| rest.split('>').next().unwrap()).collect();
    assert!(buttons.len() == 3 && !buttons[0].contains("name="), "{buttons:?}");
    let fields = [
        ("language", "zh-Hans"),
        ("key", "k"),
        ("token", "kept"),
        ("subject", "c2"),
        ("text", " half a <sentence"),
        ("answer.q1", "2"),
        ("answer.q2", "9"),
        ("name", "Li"),
        ("contact", "not checked"),
    ];
    let (status, _, page) = stage.form("/c/roads?lang=en", &fields).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    for kept in [
        "<html lang=\"zh-Hans\">",
        "name=\"key\" value=\"k\"",
        "name=\"token\" value=\"kept\"",
        "<option value=\"c2\" selected>",
        " half a &#60;sentence</textarea>",
        "name=\"answer.q1\" value=\"2\" checked",
        "value=\"Li\"",
        "value=\"not checked\"",
        "formaction=\"?lang=en\"",
    ] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    assert!(!page.contains("role=\"alert\""), "{page}");
    assert_eq!(stage.get("/roads").await.1["counts"]["received"], 0, "nothing was taken");
    // Where there is nothing to type, a link keeps what the address says.
    assert!(get("/c/roads/comments?lang=en&q=north&after=5").await.contains("?lang=zh-Hans&#38;q=north&#38;after=5"));
    let (_, _, page) = stage.form("/c/roads/status?lang=en", &[("receipt", "half"), ("language", "zh-Hans")]).await;
    assert!(page.contains("value=\"half\"") && !page.contains("role=\"alert\""), "{page}");
    // The receipt is told once: nothing leads away from it by the way.
    let token = stage.token().await;
    let fields = [("key", "k"), ("token", token.as_str()), ("text", "North."), ("answer.q1", "1")];
    let (status, _, page) = stage.form("/c/roads?lang=en", &fields).await;
    assert!(status == StatusCode::CREATED && !page.contains("zh-Hans"), "{page}");
    stage.now.store(NOON + 60 * 86_400_000, Ordering::SeqCst);
    assert!(get("/c/roads?lang=en&subject=c2").await.contains("href=\"?lang=zh-Hans&#38;subject=c2\""));
}

#[tokio::test]
async fn the_description_names_every_route_and_the_answers_have_its_form() {
    let stage = stage(Settings::default(), &TABLES).await;
    let (_, description) = stage.get("/openapi.json").await;
    let routes = crate::api::ROUTES;
    let operations: usize =
        description["paths"].as_object().unwrap().values().map(|path| path.as_object().unwrap().len()).sum();
    assert_eq!(operations, routes.len());
    let text = description.to_string();
    for name in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(description["components"]["schemas"].get(name).is_some(), "{name}");
    }
    assert_eq!(stage.get("").await.1["consultations"][0]["id"], "roads");
    let listed = &stage.get("/").await.1["consultations"][0];
    assert_eq!((&listed["stage"], &listed["page"]), (&json!("open"), &json!("../../../c/roads?lang={lang}")));
    assert!(listed["opens"].is_string() && listed["closes"].is_string(), "{listed}");
    assert_eq!(stage.get("/roads/adoption").await.0, StatusCode::NOT_FOUND);
    assert_eq!(stage.get("/roads/comments?after=x").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn counts_are_for_those_who_watch() {
    let stage = stage(Settings::default(), &TABLES).await;
    stage.get("/roads").await;
    let ask = |peer: Option<&str>, passed_on: bool| {
        let mut request = Request::get("/metrics");
        if passed_on {
            request = request.header("x-forwarded-for", "127.0.0.1");
        }
        let mut request = request.body(Body::empty()).unwrap();
        if let Some(peer) = peer {
            request.extensions_mut().insert(crate::connection::Peer(peer.parse().unwrap()));
        }
        request
    };
    assert_eq!(stage.ask(ask(None, false)).await.0, StatusCode::NOT_FOUND);
    assert_eq!(stage.ask(ask(Some("203.0.113.1"), false)).await.0, StatusCode::NOT_FOUND);
    assert_eq!(stage.ask(ask(Some("127.0.0.1"), true)).await.0, StatusCode::NOT_FOUND);
    let (status, _, text) = stage.ask(ask(Some("127.0.0.1"), false)).await;
    assert!(
        status == StatusCode::OK && text.contains("daylight_answers_total{route=\"definition\",status=\"200\"} 1"),
        "{text}"
    );
    let (status, _, text) = stage.ask(Request::get("/healthz").body(Body::empty()).unwrap()).await;
    assert_eq!((status, text.as_str()), (StatusCode::OK, "ok\n"));
}

#[tokio::test]
async fn an_extension_holds_once_it_is_published() {
    let stage = stage(Settings::default(), &TABLES).await;
    stage.now.store(NOON + 40 * 86_400_000, Ordering::SeqCst);
    let token = stage.token().await;
    let body = json!({"key": "k", "token": token, "text": "North.", "answers": {"q1": 1}});
    assert_eq!(stage.post("/roads/comments", body.clone()).await.1["rule"], "not-open");
    let mut tables = TABLES;
    tables[1].1 = "id,opens,closes,extended,extension\n1,2025-03-01,2025-03-31,2025-05-31,Many asked for it\n";
    package(&stage.folder.path().join("site/roads"), &tables);
    stage.service.reread();
    let (status, taken) = stage.post("/roads/comments", body).await;
    assert_eq!(status, StatusCode::CREATED, "{taken}");
}

#[tokio::test]
async fn nothing_is_opened_without_a_basis() {
    let mut tables = TABLES;
    tables[3].1 = "id,purpose,name\nd2,explanation,Why it is so\n";
    let stage = stage(Settings::default(), &tables).await;
    let body = json!({"key": "k", "token": stage.token().await, "text": "North.", "answers": {"q1": 1}});
    let (status, refused) = stage.post("/roads/comments", body).await;
    assert_eq!((status.as_u16(), &refused["rule"]), (403, &json!("not-open")));
    assert!(stage.log.lock().unwrap().iter().any(|line| line.contains("\"package\"") && line.contains("basis")));
}
