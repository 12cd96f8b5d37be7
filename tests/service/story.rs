//! One comment's story, on SQLite and on PostgreSQL: sent, sent again, published, found, answered, looked up. Skipped on PostgreSQL where
//! that is not installed.

use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use daylight_service::store::{By, Change, Done, Failure, Filter, Role, Said, Show, Store, set_digest, sqlite_of};
use daylight_tests::place::skip;
use daylight_tests::service::{Postgres, Taking, ask, consultation};
use serde_json::{Value, json};

/// Does something with the store of a service that runs.
fn in_store<T>(address: &str, act: impl AsyncFnOnce(&Store) -> T) -> T {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(address, 8).await.unwrap();
        let done = act(&store).await;
        store.close().await;
        done
    })
}

fn comment(key: &str, token: &str, text: &str) -> Value {
    json!({"key": key, "token": token, "text": text, "subject": "c1", "name": "Li Si"})
}

fn tell(site: &Path, database: Option<&str>, address: &str) {
    let service = Taking::start(site, database).unwrap();
    let (status, page) = (service.get("/roads").status, ask(service.origin(), "GET", "/", None).unwrap());
    assert_eq!((status, page.body.as_str()), (200, "<h1>Hi</h1>\n"), "files are served as before");
    let token = service.token();

    // Fifty at once with one key: one comment, one receipt.
    let same =
        comment("one key", &token, "Please build the north road first.").to_string().replace("one key", "one-key");
    let same: Value = serde_json::from_str(&same).unwrap();
    let answers: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..50).map(|_| scope.spawn(|| Taking::send(service.origin(), &same).unwrap())).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| answer.status == 201), "{answers:?}");
    assert!(answers.iter().all(|answer| answer.text("receipt") == answers[0].text("receipt")));
    assert_eq!(service.received(), 1);
    let receipt = answers[0].text("receipt");
    let other = service.post("/roads/comments", &comment("one-key", &token, "Another text."));
    assert_eq!((other.status, other.text("rule").as_str()), (422, "key-used"));
    for (key, text) in [("k2", "我们需要北边的道路"), ("k3", "Rude words."), ("k4", "A school, please.")] {
        assert_eq!(service.post("/roads/comments", &comment(key, &token, text)).status, 201);
    }
    assert_eq!(
        service.get("/roads/comments").json(),
        json!({}),
        "nothing is shown before it was read: {}",
        service.said()
    );

    // It outlives a restart, and who asks again hears the same.
    assert!(service.stop(), "it stops when it is asked to");
    let service = Taking::start(site, database).unwrap();
    assert_eq!(service.post("/roads/comments", &same).text("receipt"), receipt);
    assert_eq!(service.received(), 4);

    // One person of the office prepares, another lets it hold.
    let clerk = By { consultation: "roads", person: 1, now_ms: 5 };
    let publisher = By { person: 2, ..clerk };
    in_store(address, async |store| {
        let all = Filter { consultation: "roads", ..Filter::default() };
        let cases = store.cases(&all, (0, 10), |_| true).await.unwrap();
        let id = |text: &str| cases.iter().find(|case| case.text.contains(text)).unwrap().id;
        let [north, roads, rude] = ["north road", "北边的道路", "Rude"].map(|text| (id(text), None));
        store.change(&clerk, &[north, roads], &Change::Publish).await.unwrap();
        store.change(&clerk, &[rude], &Change::Withhold("insult")).await.unwrap();
        assert_eq!(store.release(&clerk, &[north]).await.unwrap(), Done { done: 0, left: 1 }, "nobody alone");
        let seen = [north, roads, rude];
        assert_eq!(store.release(&publisher, &seen).await.unwrap(), Done { done: 3, left: 0 });
        assert_eq!(store.release(&publisher, &[north]).await.unwrap().done, 0, "once only");
        let (reason, answer) = (Some("Money is short."), Some("The north comes first."));
        let said = Said { disposition: "partly", reason, answer };
        let (settlement, _) = store.settle(&clerk, &[north], &said).await.unwrap();
        assert_eq!(store.approve(&publisher, &[(settlement, set_digest([north.0]))]).await.unwrap().done, 1);
        assert!(matches!(store.announce(&publisher, 4, "{}").await, Err(Failure::Stale)), "three are open");
        let unit = Change::Unit(Some("Roads"), Some("2025-03-10"));
        assert_eq!(store.change(&clerk, &[roads], &unit).await.unwrap().done, 1);
        let overdue = Filter { show: Show::Overdue, today: "2025-03-11", ..all };
        assert_eq!(store.count(&overdue).await.unwrap(), 1);
        assert_eq!(store.units("roads").await.unwrap(), ["Roads"]);
        let progress = store.progress("roads").await.unwrap();
        assert_eq!((progress.all, progress.settled, progress.numbered), (4, 1, 3));
        store.note(&clerk, north.0, "Seen.").await.unwrap();
        let (before, _) = store.audit(&[]).await.unwrap();
        let person = store.add_person(("Li", &Role::ALL), "kept", (0, 5)).await.unwrap();
        store.sign_in((person, "kept"), ("secret", ""), 5).await.unwrap();
        assert_eq!(store.session("secret").await.unwrap().unwrap().0.roles, Role::ALL);
        let (head, broken) = store.audit(&[]).await.unwrap();
        assert_eq!((head.seq, broken), (before.seq + 2, Vec::new()));
        assert!(store.log_days().await.unwrap().contains(&("1970-01-01".to_owned(), head)));
    });
    let page = service.get("/roads/comments").json();
    let told: Vec<_> =
        page["comments"].as_array().unwrap().iter().map(|one| (one["id"].clone(), one["text"].clone())).collect();
    let text = |text: &str| json!(text);
    assert_eq!(
        told[..2],
        [(text("1"), text("Please build the north road first.")), (text("2"), text("我们需要北边的道路"))]
    );
    assert_eq!((told.len(), &told[2].1, &page["comments"][2]["withheld"]), (3, &Value::Null, &text("insult")));
    assert_eq!(
        (&page["comments"][0]["name"], &page["answers"][0]["text"][""]),
        (&text("L**"), &text("The north comes first."))
    );
    for (query, ids) in
        [("q=NORTH+road", vec!["1"]), ("q=%E9%81%93%E8%B7%AF", vec!["2"]), ("after=2", vec!["3"]), ("q=school", vec![])]
    {
        let page = service.get(&format!("/roads/comments?{query}")).json();
        let found: Vec<&str> =
            page["comments"].as_array().into_iter().flatten().filter_map(|one| one["id"].as_str()).collect();
        assert_eq!(found, ids, "{query}");
    }
    let started = Instant::now();
    let counts = || {
        let counts = service.get("/roads").json()["counts"].clone();
        ["received", "partly", "unsettled"]
            .map(|key| counts[key].as_u64())
            .into_iter()
            .chain([counts["withheld"]["insult"].as_u64()])
            .flatten()
            .collect::<Vec<_>>()
    };
    // On a busy machine, what was counted a moment ago is told again.
    while counts() != [4, 1, 3, 1] {
        assert!(started.elapsed() < Duration::from_secs(30), "{:?}", counts());
    }

    // The citizen asks what became of it.
    let standing = service.post("/roads/status", &json!({"receipt": receipt})).json();
    let told = ["state", "id", "disposition", "reason", "answer"].map(|key| standing[key].as_str().unwrap_or_default());
    assert_eq!(told, ["published", "1", "partly", "Money is short.", "The north comes first."]);
    let plain = ask(service.origin(), "GET", "/c/roads?lang=zh", None).unwrap();
    assert!(
        plain.status == 200 && plain.body.contains("提交意见") && !plain.head.contains("set-cookie"),
        "{}",
        plain.body
    );
    let said = service.said();
    assert!(
        !said.contains("north") && !said.contains(&receipt) && !said.contains("127.0.0.1"),
        "the log tells of no one: {said}"
    );
    let metrics = ask(service.origin(), "GET", "/metrics", None).unwrap().body;
    assert!(metrics.contains("daylight_answers_total{route=\"submit\",status=\"201\"}"), "{metrics}");
    assert_eq!(ask(service.origin(), "GET", "/healthz", None).unwrap().status, 200);
}

/// Eight processes over one database, a thousand acts each: one chain without a gap, and every act is in it.
fn crowd(address: &str, acts: i64) {
    in_store(address, async |store| {
        let before = store.head().await.unwrap().seq;
        let comment = {
            let all = Filter { consultation: "roads", ..Filter::default() };
            store.cases(&all, (0, 1), |_| true).await.unwrap()[0].id.to_string()
        };
        let acts = acts.to_string();
        let start = |person: i64| {
            let mut acting = Command::new(env!("CARGO_BIN_EXE_acting"));
            acting.arg(address).args([&comment, &person.to_string(), &acts]).spawn().unwrap()
        };
        let all: Vec<Child> = (1..=8).map(start).collect();
        for mut one in all {
            assert!(one.wait().unwrap().success());
        }
        let (head, broken) = store.audit(&[]).await.unwrap();
        assert_eq!((head.seq - before, broken), (8 * acts.parse::<i64>().unwrap(), Vec::new()));
        // Their clocks jumped back and forth: the order is that of the chain.
        let logged = store.logged(None, i64::MAX, 8).await.unwrap();
        assert!(logged.windows(2).all(|two| two[0].seq == two[1].seq + 1), "{logged:?}");
    });
}

#[test]
fn on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    consultation(&site);
    let file = folder.path().join("site.sqlite");
    tell(&site, None, &sqlite_of(&file));
    assert!(file.is_file() && !site.join("site.sqlite").exists(), "beside the site, not inside");
    crowd(&sqlite_of(&file), 1000);
    // What the command says of the log.
    let audit = |more: &[&str]| {
        let site = site.to_str().unwrap();
        let done = daylight_tests::command::daylight(&[&["audit", "verify", site], more].concat());
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    let (code, said) = audit(&[]);
    let head = said.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(code == Some(0) && head.len() == 64, "{said}");
    assert_eq!(audit(&["--head", &head]).0, Some(0));
    assert_eq!(audit(&["--head", &head.replace(&head[..1], "z")]).0, Some(1));
    let days = folder.path().join("days.json");
    let arguments = ["audit", "days", site.to_str().unwrap(), "--out", days.to_str().unwrap()];
    assert!(daylight_tests::command::daylight(&arguments).status.success());
    assert!(std::fs::read_to_string(&days).unwrap().contains(&head));
    // Whose password is lost gets a new one; who begins is told theirs once.
    let arguments = ["administrator", site.to_str().unwrap()];
    let made = daylight_tests::command::daylight(&arguments);
    assert_eq!(String::from_utf8(made.stdout).unwrap().trim().len(), 24);
}

/// Letters come in from any spreadsheet, once, and what cannot is named with its place.
#[test]
fn letters_come_in_once() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    consultation(&site);
    let service = Taking::start(&site, None).unwrap();
    let letters = folder.path().join("letters");
    std::fs::create_dir_all(&letters).unwrap();
    let write = |text: &str| std::fs::write(letters.join("hotline.csv"), text).unwrap();
    write(
        "编号,来电日期,途径,内容\n1,2025-03-02,hotline,先修北边的路。\n2,2025-03-03,letter,谁来出钱？\n3,2025-03-03,letter,\n",
    );
    let field = |name: &str, of: &str| json!({"name": name, "type": "string", "daylight:column": of});
    let fields = [field("编号", "id"), field("来电日期", "received"), field("途径", "channel"), field("内容", "text")];
    let descriptor = json!({
        "name": "letters", "title": "Letters", "profile": "daylight-consultation", "daylight:profile": "cn",
        "daylight:language": "zh-Hans",
        "resources": [{"name": "calls", "daylight:table": "comments", "path": "hotline.csv", "schema": {"fields": fields}}],
    });
    std::fs::write(letters.join("datapackage.json"), descriptor.to_string()).unwrap();
    let take = || {
        let arguments = ["letters", site.to_str().unwrap(), letters.to_str().unwrap(), "--consultation", "roads"];
        let done = daylight_tests::command::daylight(&arguments);
        (done.status.code(), String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap())
    };
    let (code, said) = take();
    assert!(code == Some(1) && said.contains("roads: 2 taken, 0 were there already, 1 not taken."), "{said}");
    assert!(said.contains("hotline.csv, row 4: not taken, it says nothing."), "{said}");
    assert!(take().1.contains("0 taken, 2 were there already"));
    write("编号,来电日期,途径,内容\n1,2025-03-02,hotline,先修南边的路。\n");
    let (code, said) = take();
    assert!(code == Some(1) && said.contains("row 2: not taken, a row with this id was taken before"), "{said}");
    let counts = service.get("/roads").json()["counts"].clone();
    assert_eq!((&counts["received"], &counts["channels"]["hotline"]), (&json!(2), &json!(1)), "{counts}");
}

#[test]
fn on_postgresql() {
    let Some(server) = Postgres::start(&[]) else { return skip("PostgreSQL is not installed") };
    let folder = tempfile::tempdir().unwrap();
    consultation(folder.path());
    tell(folder.path(), Some(&server.address()), &server.address());
    crowd(&server.address(), 1000);
}

#[test]
fn a_database_that_would_forget_is_refused() {
    for setting in ["fsync=off", "synchronous_commit=off"] {
        let Some(server) = Postgres::start(&[setting]) else { return skip("PostgreSQL is not installed") };
        let folder = tempfile::tempdir().unwrap();
        consultation(folder.path());
        let said = Taking::start(folder.path(), Some(&server.address())).unwrap_err();
        let name = setting.split('=').next().unwrap();
        assert!(said.contains(name) && said.contains("may lose"), "{said}");
    }
    let Some(server) = Postgres::start(&[]) else { return };
    let folder = tempfile::tempdir().unwrap();
    consultation(folder.path());
    let address = format!("{}?options=-c%20synchronous_commit%3Doff", server.address());
    let said = Taking::start(folder.path(), Some(&address)).unwrap_err();
    assert!(said.contains("synchronous_commit"), "an address may not ask for it either: {said}");
}

#[test]
fn a_copy_is_whole_and_can_be_gone_back_to() {
    let folder = tempfile::tempdir().unwrap();
    let (site, copy) = (folder.path().join("site"), folder.path().join("copy.sqlite"));
    consultation(&site);
    let service = Taking::start(&site, None).unwrap();
    let token = service.token();
    let mut acknowledged = Vec::new();
    let arguments = ["backup", site.to_str().unwrap(), copy.to_str().unwrap()];
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| {
            let send = |n: usize| {
                (n, service.post("/roads/comments", &comment(&format!("k{n}"), &token, &format!("Road {n}"))))
            };
            (0..60).map(send).map(|(n, answer)| (n, answer.text("receipt"))).collect::<Vec<_>>()
        });
        while service.received() < 20 {}
        let copied = daylight_tests::command::daylight(&arguments);
        assert!(copied.status.success(), "{copied:?}");
        acknowledged = sending.join().unwrap();
    });
    assert!(!daylight_tests::command::daylight(&arguments).status.success(), "a copy is never written over");
    service.kill();
    // The machine is gone; the copy is put in the place of the database.
    let restored = Taking::start(&site, Some(&sqlite_of(&copy))).unwrap();
    let received = usize::try_from(restored.received()).unwrap();
    assert!((20..=60).contains(&received), "{received}");
    let known =
        |(_, receipt): &&(usize, String)| restored.post("/roads/status", &json!({"receipt": receipt})).status == 200;
    assert_eq!(acknowledged.iter().filter(known).count(), received);
    assert!(acknowledged[..20].iter().all(|one| known(&one)), "all that was acknowledged before");
}

#[test]
fn where_there_is_no_consultation_there_is_no_service() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    std::fs::create_dir_all(&site).unwrap();
    std::fs::write(site.join("index.html"), "<h1>Hi</h1>\n").unwrap();
    let service = Taking::start(&site, None).unwrap();
    for path in ["/healthz", "/metrics", "/c/roads", "/api/consultation/v1/"] {
        assert_eq!(ask(service.origin(), "GET", path, None).unwrap().status, 404, "{path}");
    }
    assert!(!folder.path().join("site.sqlite").exists());
    drop(service);
    consultation(&site);
    let inside = format!("sqlite:{}/data/roads/x.sqlite", site.display());
    assert!(Taking::start(&site, Some(&inside)).unwrap_err().contains("everybody could fetch"));
}
