//! The office's pages as those who work on comments meet them: key events only, both languages, a phone's width, light and dark; a large
//! consultation settled and counted; and texts that would run where they were taken for markup.

use std::cell::Cell;
use std::path::Path;
use std::time::Instant;

use daylight_service::office::password::Passwords;
use daylight_service::store::{By, Change, Role, Said, Seen, Store, Submission, set_digest, sqlite_of};
use daylight_service::world::World;
use daylight_tests::browser::Browser;
use daylight_tests::command::daylight;
use daylight_tests::emulation::Preferences;
use daylight_tests::keyboard::Key;
use daylight_tests::payload::all_payloads;
use daylight_tests::service::{Taking, consultation};
use serde_json::json;

const PASSWORD: &str = "a long enough secret";

/// A site whose consultation is over, and what runs over it.
struct Office {
    folder: tempfile::TempDir,
    service: Taking,
}

impl Office {
    fn open(comments: &[String]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("site");
        consultation(&site);
        let rounds = site.join("data/roads/rounds.csv");
        std::fs::write(rounds, "id,opens,closes\n1,2020-01-01,2020-12-31\n").expect("a file");
        let all: Vec<Submission> = comments.iter().zip(1..).map(|(text, n)| submission(n, text)).collect();
        in_store(folder.path(), async |store| {
            for batch in all.chunks(200) {
                let sent = batch.iter().map(|one| store.submit(one.clone()));
                for one in sent.collect::<Vec<_>>() {
                    one.await.expect("it is kept");
                }
            }
        });
        let service = Taking::start(&site, None).expect("it starts");
        Self { folder, service }
    }

    fn address(&self, path: &str) -> String {
        format!("{}/office/{path}", self.service.origin())
    }

    /// Adds people whose password is known, beside the administrator.
    fn people(&self, people: &[(&str, &[Role])]) {
        let world = world();
        in_store(self.folder.path(), async |store| {
            for (name, roles) in people {
                let kept = Passwords::default().keep(&world, PASSWORD).await.expect("it is kept");
                let id = store.add_person((name, roles), &kept, (0, 0)).await.expect("nobody has the name");
                store.set_password(id, (&kept, false), (id, 0)).await.expect("they are there");
            }
        });
    }

    fn sign_in(&self, browser: &Browser, name: &str) {
        browser.go(&self.address("sign-in?lang=en"));
        browser.click("#f-name");
        browser.type_text(name);
        browser.click("#f-password");
        browser.type_text(PASSWORD);
        browser.press(Key::Enter);
        browser.wait_for_path("nav");
    }
}

fn world() -> World {
    World {
        now_ms: std::sync::Arc::new(|| 0),
        elapsed_ms: std::sync::Arc::new(|| 0),
        chance: std::sync::Arc::new(|bytes| getrandom::fill(bytes).map_err(std::io::Error::other)),
        log: std::sync::Arc::new(|_| {}),
    }
}

fn in_store(folder: &Path, act: impl AsyncFnOnce(&Store)) {
    let runtime = tokio::runtime::Runtime::new().expect("it starts");
    runtime.block_on(async {
        let store = Store::open(&sqlite_of(&folder.join("site.sqlite")), 400).await.expect("it opens");
        act(&store).await;
        store.close().await;
    });
}

fn submission(n: u32, text: &str) -> Submission {
    Submission {
        consultation: "roads".to_owned(),
        key: n.to_string(),
        body_digest: String::new(),
        receipt: format!("receipt {n}"),
        received_ms: 1_600_000_000_000 + i64::from(n),
        channel: "online".to_owned(),
        package: None,
        subject: None,
        name: None,
        pseudonym: None,
        text: text.to_owned(),
        answers: None,
        flagged: false,
        contact: None,
    }
}

/// Moves on by the tabulator until an element has the focus.
#[track_caller]
fn tab_to(browser: &Browser, path: &str) {
    for _ in 0..120 {
        let is_there =
            browser.script("return document.activeElement === document.querySelector(arguments[0])", &[json!(path)]);
        if is_there == json!(true) {
            return;
        }
        browser.press(Key::Tab);
    }
    panic!("the tabulator does not lead to {path}");
}

#[track_caller]
fn type_into(browser: &Browser, path: &str, text: &str) {
    tab_to(browser, path);
    browser.type_text(text);
}

#[track_caller]
fn press(browser: &Browser, path: &str) {
    tab_to(browser, path);
    browser.press(Key::Enter);
}

#[track_caller]
fn assert_fit(browser: &Browser) {
    assert!(browser.value("document.documentElement.scrollWidth").as_u64() <= Some(360), "{}", browser.url());
    let small = "return [...document.querySelectorAll('a, button, input:not([type=hidden]):not([hidden]), select, textarea, \
        label.option, summary')].filter(one => !one.closest('label.option input, .skip, .facts, td, li span') && \
        one.checkVisibility() && one.getBoundingClientRect().height < (one.matches('a, .option input') ? 20 : 44))\
        .map(one => one.outerHTML)";
    assert_eq!(browser.script(small, &[]), json!([]), "too small for a finger: {}", browser.url());
    for dark in [false, true] {
        browser.prefer(Preferences { dark, ..Preferences::default() });
        browser.assert_accessible();
    }
}

/// Whoever begins, chooses a password of their own.
fn begin(browser: &Browser, office: &Office, lang: &str, (name, first): (&str, &str)) {
    browser.go(&office.address(&format!("sign-in?lang={lang}")));
    assert_fit(browser);
    type_into(browser, "#f-name", name);
    type_into(browser, "#f-password", first);
    browser.press(Key::Enter);
    browser.wait_for_path("#f-former");
    assert_fit(browser);
    type_into(browser, "#f-former", first);
    type_into(browser, "#f-new", PASSWORD);
    browser.press(Key::Enter);
    browser.wait_for_path(".news");
}

fn journey(lang: &str, said: [&str; 4]) {
    let texts = ["First the north road.", "First the north road!", "Who pays for it?", "Nonsense."].map(str::to_owned);
    let office = Office::open(&texts);
    let made = daylight(&["administrator", office.folder.path().join("site").to_str().expect("a path")]);
    let first = String::from_utf8(made.stdout).expect("a password");
    let browser = Browser::chromium();
    browser.resize(360, 740);
    begin(&browser, &office, lang, ("administrator", first.trim()));
    press(&browser, "nav a[href$=people]");
    browser.wait_for_path("#add");
    let mut people = Vec::new();
    for (name, role) in [("Li", "clerk"), ("Wang", "answerer"), ("Zhao", "publisher")] {
        type_into(&browser, "section #f-name", name);
        tab_to(&browser, &format!("section input[value={role}]"));
        browser.press(Key::Space);
        press(&browser, "button[value=add]");
        browser.wait_until(&format!("document.querySelector('.news')?.textContent.includes('{name}')"));
        people.push((name, browser.text("#made")));
    }
    assert_fit(&browser);
    press(&browser, "nav a[href$=log]");
    browser.wait_for_path("#head");
    assert_fit(&browser);
    press(&browser, "nav form button");
    browser.wait_for_path("#f-password");

    // The clerk groups, proposes and notes.
    begin(&browser, &office, lang, (people[0].0, &people[0].1));
    press(&browser, ".cards a");
    browser.wait_for_path(".cases");
    assert!(browser.text("main").contains(said[0]), "{}", browser.text("main"));
    assert_fit(&browser);
    press(&browser, "nav a[href$=groups]");
    browser.wait_for_path("input[name=group]");
    assert_fit(&browser);
    press(&browser, "main button");
    browser.wait_for_path(".news");
    press(&browser, "nav a[href$=roads]");
    browser.wait_for_path("#work");
    tab_to(&browser, "input[value=ticked]");
    browser.press(Key::Down);
    browser.press(Key::Down);
    tab_to(&browser, "summary");
    browser.press(Key::Enter);
    press(&browser, "button[value=publish]");
    browser.wait_for_path(".news");
    press(&browser, "#c-4 a");
    browser.wait_for_path("#notes");
    assert_fit(&browser);
    // The service stops while the note is typed: what was typed is there again, and is sent once it runs.
    let listen = office.service.origin().trim_start_matches("http://").to_owned();
    type_into(&browser, "#f-note", "Nothing to do with roads.");
    assert!(office.service.stop());
    press(&browser, "[aria-labelledby=notes] button");
    browser.wait_until("!document.querySelector('#notes')");
    let service = Taking::start_at(&office.folder.path().join("site"), None, &listen).expect("it starts again");
    let office = Office { folder: office.folder, service };
    browser.back();
    browser.wait_for_path("#notes");
    assert_eq!(browser.value("document.querySelector('#f-note').value"), "Nothing to do with roads.");
    press(&browser, "[aria-labelledby=notes] button");
    browser.wait_for_path(".news");
    assert!(browser.text("[aria-labelledby=notes]").contains("Nothing to do with roads."));
    press(&browser, "nav form button");
    browser.wait_for_path("#f-password");

    // The answerer says what becomes of them; without a reason it is refused, and what was typed is still there.
    begin(&browser, &office, lang, (people[1].0, &people[1].1));
    browser.go(&office.address("roads?show=leading"));
    press(&browser, "#c-1 a");
    browser.wait_for_path("#f-answer");
    tab_to(&browser, "#f-disposition");
    browser.press(Key::Down);
    type_into(&browser, "#f-answer", "The north road comes first.");
    press(&browser, "button[value=settle]");
    browser.wait_for_path(".news");
    browser.go(&office.address("roads?show=open"));
    tab_to(&browser, "input[value=ticked]");
    browser.press(Key::Down);
    browser.press(Key::Down);
    tab_to(&browser, "summary");
    browser.press(Key::Enter);
    tab_to(&browser, "#f-disposition");
    for _ in 0..3 {
        browser.press(Key::Down);
    }
    press(&browser, "button[value=settle]");
    browser.wait_until("!!document.querySelector('[role=alert]')");
    assert!(browser.text("main").contains(said[1]), "{}", browser.text("main"));
    assert_fit(&browser);
    browser.back();
    browser.wait_for_path("#f-reason");
    assert_eq!(browser.value("document.querySelector('#f-disposition').value"), "not-adopted");
    browser.script("document.querySelector('details').open = true", &[]);
    type_into(&browser, "#f-reason", "The county has no money for it.");
    press(&browser, "button[value=settle]");
    browser.wait_for_path(".news");
    press(&browser, "nav form button");
    browser.wait_for_path("#f-password");

    // The publisher approves, publishes and announces.
    begin(&browser, &office, lang, (people[2].0, &people[2].1));
    browser.go(&office.address("roads/pending"));
    assert_fit(&browser);
    press(&browser, "button[value=approve]");
    browser.wait_for_path(".news");
    tab_to(&browser, "form[action=release] input[value=ticked]");
    browser.press(Key::Down);
    press(&browser, "form[action=release] button");
    browser.wait_for_path(".news");
    press(&browser, "nav a[href$=table]");
    browser.wait_for_path("main a[href$=csv]");
    assert_fit(&browser);
    press(&browser, "nav a[href$=announcement]");
    browser.wait_for_path("#balance");
    assert_eq!(browser.text("#balance"), "4 = 2 + 0 + 2 + 0 + 0");
    assert_fit(&browser);
    tab_to(&browser, "input[name=sure]");
    browser.press(Key::Space);
    press(&browser, "main form button");
    browser.wait_for_path(".news");
    assert!(browser.text(".news").contains(said[2]));
    // And everybody reads it, without scripts.
    for path in ["adoption", "comments"] {
        browser.go(&format!("{}/c/roads/{path}?lang={lang}", office.service.origin()));
        assert_fit(&browser);
        assert!(browser.text("main").contains(said[3]), "{}", browser.text("main"));
    }
}

#[test]
fn an_office_settles_a_consultation_by_keys_alone() {
    journey("en", ["0 of 4 settled", "say why", "was announced", "The north road comes first."]);
}

#[test]
fn the_same_in_chinese() {
    journey("zh-Hans", ["已办结 0 条，共 4 条", "说明理由", "已公布", "The north road comes first."]);
}

/// 3,000 comments, 2,400 of them in 40 groups, settled by two people: how many clicks, and how long it takes.
#[test]
fn three_thousand_comments_are_settled() {
    const TOPICS: [&str; 12] = [
        "bridge",
        "bus",
        "school",
        "clinic",
        "lamp",
        "drain",
        "signpost",
        "market",
        "tunnel",
        "ferry",
        "fence",
        "playground",
    ];
    // Words that no two seeds share.
    let words = |seed: usize| format!("{:x}{:x}", seed * 2_654_435_761 % 1_000_003, seed * 40_503 % 65_521);
    let campaign = |group: usize, n: usize| {
        let said: Vec<String> = (0..12).map(|at| words(100_000 + group * 12 + at)).collect();
        [said.join(" ").as_str(), ["", "!", ".", " "][n % 4]].concat()
    };
    let mut texts: Vec<String> = (0..2400).map(|n| campaign(n % 40, n / 40)).collect();
    let single = |n: usize| {
        let topic = TOPICS[n % 12];
        format!("{} {topic} {} {} {}", words(n * 5 + 1), words(n * 5 + 2), words(n * 5 + 3), words(n * 5 + 4))
    };
    texts.extend((0..600).map(single));
    let office = Office::open(&texts);
    office.people(&[("Li", &[Role::Clerk, Role::Answerer]), ("Zhao", &[Role::Publisher])]);
    let browser = Browser::chromium();
    browser.resize(1280, 900);
    office.sign_in(&browser, "Li");
    let started = Instant::now();
    let (clicks, typed) = (Cell::new(0), Cell::new(0));
    let count = |counter: &Cell<u32>, more: u32| counter.set(counter.get() + more);
    let click = |path: &str| {
        browser.click(path);
        count(&clicks, 1);
    };
    let fill = |path: &str, text: &str| {
        browser.script("document.querySelector(arguments[0]).focus()", &[json!(path)]);
        browser.type_text(text);
        count(&clicks, 1);
        count(&typed, 1);
    };
    // A list is opened with one click, and a second one chooses.
    let choose = |path: &str, value: &str| {
        let script = "document.querySelector(arguments[0]).value = arguments[1]";
        browser.script(script, &[json!(path), json!(value)]);
        count(&clicks, 2);
    };
    let go = |path: &str| {
        browser.go(&office.address(path));
        count(&clicks, 1);
    };
    click(".cards a");
    browser.wait_for_path(".cases");
    click("nav a[href$=groups]");
    browser.wait_for_path("input[name=group]");
    assert_eq!(browser.find_all("input[name=group]").len(), 40);
    click("main button");
    browser.wait_until("document.querySelector('.news')?.textContent.includes('2360')");
    for group in 0..40 {
        go("roads?show=leading");
        click(".cases li a");
        browser.wait_for_path("#f-answer");
        choose("#f-disposition", if group % 2 == 0 { "adopted" } else { "partly" });
        fill("#f-answer", "It is paved this year.");
        click("button[value=settle]");
        browser.wait_for_path(".news");
    }
    for topic in TOPICS {
        go("roads?show=open");
        fill("#q", topic);
        browser.press(Key::Enter);
        browser.wait_until(&format!(
            "new URL(location).searchParams.get('q') === '{topic}' && !!document.querySelector('#work')"
        ));
        click("input[value=all]");
        click("summary");
        choose("#f-disposition", "out-of-scope");
        fill("#f-reason", "This plan is of roads.");
        click("button[value=settle]");
        browser.wait_for_path(".news");
        assert!(browser.text(".news").contains("50"), "{topic}: {}", browser.text(".news"));
    }
    go("roads?show=fresh");
    click("input[value=all]");
    click("details:nth-of-type(2) summary");
    click("button[value=publish]");
    browser.wait_until("document.querySelector('.news')?.textContent.includes('3000')");
    go("roads");
    click("nav form button");
    browser.wait_for_path("#f-password");
    office.sign_in(&browser, "Zhao");
    click(".cards a[href$=pending]");
    browser.wait_for_path("button[value=approve]");
    click("button[value=approve]");
    browser.wait_until("document.querySelector('.news')?.textContent.includes('52')");
    click("form[action=release] input[value=all]");
    click("form[action=release] button");
    browser.wait_until("document.querySelector('.news')?.textContent.includes('3000')");
    click("nav a[href$=announcement]");
    browser.wait_for_path("#balance");
    assert_eq!(browser.text("#balance"), "3,000 = 1,200 + 1,200 + 0 + 0 + 600");
    click("input[name=sure]");
    click("main form button");
    browser.wait_for_path(".news");
    println!(
        "3,000 comments, 40 groups of 60 and 600 others: {} clicks, {} texts typed, {:.1} minutes in a driven browser",
        clicks.get(),
        typed.get(),
        started.elapsed().as_secs_f64() / 60.0
    );
}

/// Every text that anybody can write is a payload: none runs, and each is told word for word.
#[test]
fn nothing_that_is_written_runs() {
    let payloads = all_payloads();
    let office = Office::open(&payloads);
    office.people(&[("<img src=x onerror=hit=1>", &[Role::Clerk, Role::Answerer]), ("Zhao", &Role::ALL)]);
    in_store(office.folder.path(), async |store| {
        let by = |person| By { consultation: "roads", person, now_ms: 1_600_000_000_000 };
        let people = store.people().await.expect("people");
        let [writer, publisher] = [people[people.len() - 2].id, people[people.len() - 1].id];
        for (payload, id) in payloads.iter().zip(1..) {
            let seen: [Seen; 1] = [(id, None)];
            store.note(&by(writer), id, payload).await.expect("a note");
            let unit = Change::Unit(Some(payload), None);
            store.change(&by(writer), &seen, &unit).await.expect("a unit");
            let said = Said { disposition: "covered", reason: Some(payload), answer: Some(payload) };
            let (settlement, _) = store.settle(&by(writer), &seen, &said).await.expect("an outcome");
            match id % 3 {
                0 => drop(store.approve(&by(publisher), &[(settlement, set_digest([id]))]).await.expect("it holds")),
                1 => drop(store.give_back(&by(publisher), &[settlement], payload).await.expect("it is given back")),
                _ => {}
            }
            store.change(&by(writer), &seen, &Change::Publish).await.expect("a proposal");
            if id % 2 == 0 {
                store.release(&by(publisher), &seen).await.expect("it is published");
            }
        }
    });
    let browser = Browser::chromium();
    office.sign_in(&browser, "Zhao");
    let look = |path: &str| {
        browser.go(path);
        let found = "return [window.hit === undefined, document.querySelectorAll('main :is(script, img, svg, iframe, object, embed, \
            video, audio, math, style, base, meta, template, [onerror], [onload], [onfocus])').length]";
        assert_eq!(browser.script(found, &[]), json!([true, 0]), "{path}");
    };
    let last = payloads.len();
    let mut shown = 0;
    let mut after = 0;
    while after < last {
        look(&office.address(&format!("roads?lang=en&after={after}")));
        shown += browser.find_all(".cases > li").len();
        after += 50;
    }
    assert_eq!(shown, last);
    for path in ["", "people", "log", "roads/pending", "roads/groups", "roads/announcement", "roads/table"] {
        look(&office.address(path));
    }
    for (payload, id) in payloads.iter().zip(1..).step_by(37) {
        look(&office.address(&format!("roads/comment/{id}")));
        let text = browser.script("return document.querySelector('article .text').textContent", &[]);
        assert_eq!(text.as_str(), Some(payload.as_str()));
        let query: String = form_urlencoded::byte_serialize(payload.as_bytes()).collect();
        look(&office.address(&format!("roads?q={query}&in-unit={query}&done={query}")));
    }
    for after in (0..last / 2).step_by(100) {
        look(&format!("{}/c/roads/comments?after={after}", office.service.origin()));
    }
    look(&format!("{}/c/roads/adoption", office.service.origin()));
}
