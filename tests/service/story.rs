//! One comment's story, on SQLite and on PostgreSQL: sent, sent again, published, found, answered, looked up. Skipped on PostgreSQL where
//! that is not installed.

use std::path::Path;
use std::time::{Duration, Instant};

use daylight_service::store::{Store, sqlite_of};
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
    let receipts: Vec<String> = [("k2", "我们需要北边的道路"), ("k3", "Rude words."), ("k4", "A school, please.")]
        .iter()
        .map(|(key, text)| service.post("/roads/comments", &comment(key, &token, text)).text("receipt"))
        .collect();

    // The office reads, publishes, withholds, answers.
    in_store(address, async |store| {
        for (n, receipt) in [&receipt, &receipts[0]].into_iter().enumerate() {
            assert_eq!(store.publish("roads", receipt, 5).await.unwrap(), n as i64 + 1);
            assert!(store.publish("roads", receipt, 5).await.is_err(), "once only");
        }
        assert_eq!(store.withhold("roads", &receipts[1], "insult", 5).await.unwrap(), 3);
        let answer = store.answer("roads", "The north comes first.", 5).await.unwrap();
        store.settle("roads", &receipt, "partly", Some("Money is short."), None, Some(answer)).await.unwrap();
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

#[test]
fn on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    consultation(&site);
    let file = folder.path().join("site.sqlite");
    tell(&site, None, &sqlite_of(&file));
    assert!(file.is_file() && !site.join("site.sqlite").exists(), "beside the site, not inside");
}

#[test]
fn on_postgresql() {
    let Some(server) = Postgres::start(&[]) else { return skip("PostgreSQL is not installed") };
    let folder = tempfile::tempdir().unwrap();
    consultation(folder.path());
    tell(folder.path(), Some(&server.address()), &server.address());
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
