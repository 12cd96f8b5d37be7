//! The office's pages through the router: the work from a comment to its announcement, and what nobody may do.

mod announced;
mod due;
mod named;
mod table;
mod way;

use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::json;

use super::ROOMS;
use super::policy::{Act, State};
use crate::catalogue::tests::{TABLES, package};
use crate::settings::{Limits, Settings};
use crate::store::{By, Change, Said, counts_json, set_digest};
use crate::tests::{NOON, Stage, stage};

const PASSWORD: &str = "a long enough secret";
const DAY_MS: i64 = 86_400_000;

/// A browser of somebody.
#[derive(Clone, Default)]
struct Browser {
    cookie: String,
    token: String,
}

type Answer = (StatusCode, HeaderMap, String);

impl Browser {
    async fn get(&self, stage: &Stage, path: &str) -> Answer {
        let request = Request::get(format!("/office{path}")).header(header::COOKIE, &self.cookie);
        stage.ask(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = [("token", self.token.as_str())];
        self.send(stage, path, &[&token, fields].concat(), &[]).await
    }

    async fn send(&self, stage: &Stage, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request = Request::post(format!("/office{path}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, &self.cookie)
            .header(header::HOST, "office.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        stage.ask(request.body(Body::from(body)).unwrap()).await
    }

    /// Signs in, with what the answer sets.
    async fn sign_in(stage: &Stage, name: &str, password: &str) -> Option<Self> {
        let nobody = Self::default();
        let (status, headers, _) = nobody.send(stage, "/sign-in", &[("name", name), ("password", password)], &[]).await;
        if status == StatusCode::SEE_OTHER { Some(Self::of(stage, &headers).await) } else { None }
    }

    async fn of(stage: &Stage, headers: &HeaderMap) -> Self {
        let set = headers[header::SET_COOKIE].to_str().unwrap();
        let mut browser = Self { cookie: set.split(';').next().unwrap().to_owned(), token: String::new() };
        let (_, _, page) = browser.get(stage, "/password").await;
        browser.token = between(&page, "name=\"token\" value=\"", "\"").to_owned();
        browser
    }
}

/// What tells whether all that is shown is still the same.
fn set_of(page: &str) -> String {
    between(page, "name=\"set\" value=\"", "\"").to_owned()
}

fn text_of(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let from = text.find(before).unwrap_or_else(|| panic!("{before} in {text}")) + before.len();
    &text[from..from + text[from..].find(after).unwrap()]
}

/// A person with roles and a password of their own.
async fn person(stage: &Stage, name: &str, roles: &str) -> Browser {
    let service = &stage.service;
    let roles: Vec<_> = crate::store::Role::ALL.into_iter().filter(|role| roles.contains(role.word())).collect();
    let kept = service.passwords.keep(&service.world, PASSWORD).await.unwrap();
    let id = service.store.add_person((name, &roles), &kept, (0, NOON)).await.unwrap();
    service.store.set_password(id, (&kept, false), (id, NOON)).await.unwrap();
    Browser::sign_in(stage, name, PASSWORD).await.unwrap()
}

fn settings() -> Settings {
    Settings { limits: Limits { per_network: 100_000, ..Limits::default() }, ..Settings::default() }
}

/// With themes, as an office has them.
fn tables() -> Vec<(&'static str, &'static str)> {
    TABLES.into_iter().chain([("themes", "id,name\nt1,Which road first\nt2,Who pays\n")]).collect()
}

async fn comments(stage: &Stage, texts: &[&str]) -> Vec<String> {
    let token = stage.token().await;
    let mut receipts = Vec::new();
    for (n, text) in texts.iter().enumerate() {
        let body = json!({"key": format!("k{n}"), "token": token, "text": text, "answers": {"q1": 1}, "contact": "a@example.org"});
        let (status, taken) = stage.post("/roads/comments", body).await;
        assert_eq!(status, StatusCode::CREATED, "{taken}");
        receipts.push(taken["receipt"].as_str().unwrap().to_owned());
    }
    receipts
}

#[tokio::test]
async fn from_a_comment_to_its_announcement() {
    let stage = stage(settings(), &tables()).await;
    let texts = ["First the north.", "First the north!", "Nobody pays.", "You are all thieves."];
    let receipt = comments(&stage, &texts).await.remove(1);
    assert_eq!(stage.get("/roads/receipts").await.0, StatusCode::NOT_FOUND, "not while others may come");
    let clerk = person(&stage, "Clerk", "clerk").await;
    let answerer = person(&stage, "Answerer", "answerer").await;
    let publisher = person(&stage, "Publisher", "publisher").await;

    let (status, _, page) = clerk.get(&stage, "/roads?show=fresh").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("First the north!") && page.contains("0 of 4 settled"), "{page}");
    let (_, _, groups) = clerk.get(&stage, "/roads/groups").await;
    let group = between(&groups, "name=\"group\" value=\"", "\"").to_owned();
    let (status, headers, said) = clerk.post(&stage, "/roads/groups", &[("group", &group)]).await;
    assert_eq!(
        (status, text_of(&headers, header::LOCATION)),
        (StatusCode::SEE_OTHER, "../roads/groups?done=grouped&n=1&left=0"),
        "{said}"
    );
    // Two clerks on one comment: the second is told, and nothing is lost.
    let theme = [("comment", "3.0"), ("theme", "t2")];
    assert_eq!(clerk.post(&stage, "/roads/theme", &theme).await.0, StatusCode::SEE_OTHER);
    let (status, _, said) = clerk.post(&stage, "/roads/theme", &[("comment", "3.0"), ("theme", "t1")]).await;
    assert!(status == StatusCode::CONFLICT && said.contains("as you saw it"), "{said}");
    let (_, _, page) = clerk.get(&stage, "/roads?in-theme=t2").await;
    assert!(page.contains("Nobody pays.") && !page.contains("thieves"), "{page}");
    let due = [("comment", "3.1"), ("unit", "Finance Bureau"), ("days", "5")];
    assert_eq!(clerk.post(&stage, "/roads/assign", &due).await.0, StatusCode::SEE_OTHER);
    // Monday the third of March and five working days.
    assert!(clerk.get(&stage, "/roads/comment/3").await.2.contains("10 March 2025"));
    let set = set_of(&clerk.get(&stage, "/roads?q=north").await.2);
    let proposal = [("scope", "all"), ("q", "north"), ("set", set.as_str()), ("proposal", "publish")];
    assert_eq!(clerk.post(&stage, "/roads/propose", &proposal).await.0, StatusCode::SEE_OTHER);
    let (status, _, said) = clerk.post(&stage, "/roads/propose", &proposal).await;
    assert!(status == StatusCode::CONFLICT && said.contains("as you saw it"), "they are others now: {said}");
    clerk.post(&stage, "/roads/propose", &[("comment", "3.2"), ("proposal", "publish")]).await;
    let withhold = [("comment", "4.0"), ("proposal", "withhold"), ("reason-code", "insult")];
    let (status, _, said) = clerk.post(&stage, "/roads/propose", &withhold).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
    assert_eq!(clerk.post(&stage, "/roads/release", &[("comment", "3.3")]).await.0, StatusCode::FORBIDDEN);
    assert_eq!(
        clerk.post(&stage, "/roads/comment/4/note", &[("text", "Rude, and wrong.")]).await.0,
        StatusCode::SEE_OTHER
    );

    let adopt = [("comment", "1.1"), ("disposition", "adopted"), ("answer", "The north comes first.")];
    assert_eq!(answerer.post(&stage, "/roads/settle", &adopt).await.0, StatusCode::SEE_OTHER);
    let bare = [("comment", "3.3"), ("disposition", "not-adopted")];
    let (status, _, said) = answerer.post(&stage, "/roads/settle", &bare).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && said.contains("say why"), "{said}");
    let rest =
        [("comment", "3.3"), ("comment", "4.1"), ("disposition", "out-of-scope"), ("reason", "Not of this plan.")];
    assert_eq!(answerer.post(&stage, "/roads/settle", &rest).await.0, StatusCode::SEE_OTHER);

    let (_, _, pending) = publisher.get(&stage, "/roads/pending").await;
    assert!(pending.contains("The north comes first.") && pending.contains("2 comments"), "{pending}");
    let values: Vec<String> = pending
        .split("name=\"settlement\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    let [first, second] = values.as_slice() else { panic!("{pending}") };
    let back = [("settlement", second.as_str()), ("act", "give-back"), ("reason", "Be kinder.")];
    assert_eq!(publisher.post(&stage, "/roads/approve", &back).await.0, StatusCode::SEE_OTHER);
    assert!(answerer.get(&stage, "/roads/comment/4").await.2.contains("Be kinder."));
    let both = [("settlement", first.as_str()), ("settlement", second.as_str()), ("act", "approve")];
    let (_, headers, _) = publisher.post(&stage, "/roads/approve", &both).await;
    assert_eq!(&headers[header::LOCATION], "../roads/pending?done=approved&n=1&left=1&flagged=0", "one was given back");
    let kinder =
        [("comment", "3.4"), ("comment", "4.2"), ("disposition", "out-of-scope"), ("reason", "This plan is of roads.")];
    let (status, _, said) = answerer.post(&stage, "/roads/settle", &kinder).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
    let (_, _, pending) = publisher.get(&stage, "/roads/pending").await;
    let third = between(&pending, "name=\"settlement\" value=\"", "\"").to_owned();
    assert_eq!(publisher.post(&stage, "/roads/approve", &[("settlement", &third)]).await.0, StatusCode::SEE_OTHER);
    let set = set_of(&pending);
    let release = [("scope", "all"), ("set", set.as_str())];
    assert_eq!(publisher.post(&stage, "/roads/release", &release).await.0, StatusCode::SEE_OTHER);
    let (status, _, said) = publisher.post(&stage, "/roads/announcement", &[("counts", "{}")]).await;
    assert!(status == StatusCode::FORBIDDEN && said.contains("last day"), "{said}");

    // The last day has passed; everybody has to sign in again.
    stage.now.fetch_add(40 * DAY_MS, Ordering::SeqCst);
    assert_eq!(publisher.get(&stage, "/roads").await.1[header::LOCATION], "sign-in");
    let publisher = Browser::sign_in(&stage, "Publisher", PASSWORD).await.unwrap();
    let (_, _, preview) = publisher.get(&stage, "/roads/announcement").await;
    assert!(preview.contains("4 = 2 + 0 + 0 + 0 + 2"), "{preview}");
    assert_eq!(stage.get("/roads/adoption").await.0, StatusCode::NOT_FOUND);
    let counts = between(&preview, "name=\"counts\" value=\"", "\"").replace("&#34;", "\"");
    let others = counts.replace("\"adopted\":2", "\"adopted\":3");
    assert_ne!(counts, others, "{counts}");
    let (status, _, said) =
        publisher.post(&stage, "/roads/announcement", &[("counts", others.as_str()), ("sure", "1")]).await;
    assert_eq!(status, StatusCode::CONFLICT, "{said}");
    let (status, _, said) =
        publisher.post(&stage, "/roads/announcement", &[("counts", counts.as_str()), ("sure", "1")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
    assert_eq!(
        publisher.post(&stage, "/roads/announcement", &[("counts", counts.as_str()), ("sure", "1")]).await.0,
        StatusCode::FORBIDDEN
    );
    let (_, adoption) = stage.get("/roads/adoption").await;
    let told = &adoption["announcement"];
    assert_eq!(
        (&told["received"], &told["adopted"], &told["withheld"]),
        (&json!(4), &json!(2), &json!(1)),
        "{adoption}"
    );
    assert_eq!(told["log"].as_str().map(str::len), Some(64));
    let (_, receipts) = stage.get("/roads/receipts").await;
    let (_, standing) = stage.post("/roads/status", json!({"receipt": receipt})).await;
    let all = receipts["receipts"].as_array().unwrap();
    assert!(all.len() == 4 && all.contains(&standing["digest"]), "{standing} {receipts}");
    let (_, definition) = stage.get("/roads").await;
    assert_eq!(definition["standing"]["stage"], "answered");
    let (_, page) = stage.get("/roads/comments").await;
    assert_eq!(page["comments"].as_array().map(Vec::len), Some(4), "{page}");
    assert!(!page.to_string().contains("thieves"), "{page}");
    for path in ["/c/roads/adoption", "/c/roads/comments?q=north", "/c/roads"] {
        let (status, _, page) = stage.ask(Request::get(path).body(Body::empty()).unwrap()).await;
        assert!(status == StatusCode::OK && !page.contains("thieves"), "{path}: {page}");
    }
    let (_, _, rtf) = publisher.get(&stage, "/roads/announcement.rtf").await;
    assert!(rtf.starts_with("{\\rtf1") && rtf.contains("The north comes first."), "{rtf}");

    let clerk = Browser::sign_in(&stage, "Clerk", PASSWORD).await.unwrap();
    assert!(clerk.get(&stage, "/roads/contacts").await.2.contains("a@example.org"));
    clerk
        .post(&stage, "/roads/contacts", &[("comment", "1"), ("comment", "2"), ("comment", "3"), ("comment", "4")])
        .await;
    assert!(!clerk.get(&stage, "/roads/contacts").await.2.contains("a@example.org"));
    let (head, broken) = stage.service.store.audit(&[]).await.unwrap();
    assert_eq!(broken, []);
    let log = stage.service.store.logged(None, i64::MAX, 1000).await.unwrap();
    assert_eq!(log.len() as i64, head.seq);
    let log = format!("{log:?}");
    assert!(!log.contains("north") && !log.contains("example.org") && !log.contains("Rude"), "{log}");
}

#[tokio::test]
async fn a_table_goes_out_and_comes_back_and_runs_nothing() {
    let stage = stage(settings(), &tables()).await;
    let formula = "=HYPERLINK(\"http://x\",\"y\")";
    comments(&stage, &[formula, "+1 for the north", "'=already", "Two\nlines, \"quoted\""]).await;
    let desk = person(&stage, "Both", "clerk answerer").await;
    let (status, headers, csv) = desk.get(&stage, "/roads/comments.csv").await;
    assert_eq!(
        (status, text_of(&headers, header::CONTENT_DISPOSITION)),
        (StatusCode::OK, "attachment; filename=\"roads-comments.csv\"")
    );
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes()).records().map(Result::unwrap).collect();
    assert_eq!((&rows[0][8], &rows[1][8]), (["'", formula].concat().as_str(), "'+1 for the north"));
    for row in &rows {
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    let send = async |text: &str| {
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{}\r\n--b\r\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"t.csv\"\r\nContent-Type: text/csv\r\n\r\n{text}\r\n--b--\r\n",
            desk.token
        );
        let request = Request::post("/office/roads/table").header(header::COOKIE, &desk.cookie);
        let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        stage.ask(request.body(Body::from(body)).unwrap()).await
    };
    let (status, _, said) = send(&csv).await;
    assert!(status == StatusCode::OK && said.contains("Nothing is different"), "{said}");
    let mut lines: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(str::to_owned).collect()).collect();
    let write = |lines: &[Vec<String>]| {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        writer.write_record(super::table::COLUMNS).unwrap();
        lines.iter().for_each(|line| writer.write_record(line).unwrap());
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    };
    for line in &mut lines {
        (line[9], line[12]) = ("t1".to_owned(), "publish".to_owned());
        (line[13], line[15]) = ("adopted".to_owned(), "Yes.".to_owned());
    }
    lines[1][9] = "t9".to_owned();
    lines[2][8] = "Other words".to_owned();
    lines[3][13] = "covered".to_owned();
    lines[3][15].clear();
    let (status, _, said) = send(&write(&lines)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
    for place in ["Row 3, column theme", "Row 4, column text", "Row 5, column reason"] {
        assert!(said.contains(place), "{place}: {said}");
    }
    assert_eq!(stage.service.store.progress("roads").await.unwrap().drafted, 0, "all or nothing");
    lines[1][9] = "t1".to_owned();
    lines[2][8] = rows[2][8].to_owned();
    lines[3][14] = "It is so already.".to_owned();
    let (status, headers, said) = send(&write(&lines)).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
    assert_eq!(&headers[header::LOCATION], "../roads/table?done=table&n=12");
    let drafted = stage.service.store.drafted("roads").await.unwrap();
    assert_eq!(drafted.iter().map(|(_, comments)| comments.len()).collect::<Vec<_>>(), [3, 1], "one answer for three");
    let (status, _, said) = send(&write(&lines)).await;
    assert!(status == StatusCode::OK && said.contains("Nothing is different"), "{said}");
    lines[0][14] = "Why not.".to_owned();
    let (status, _, said) = send(&write(&lines)).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && said.contains("Somebody has changed"), "{said}");
}

#[tokio::test]
async fn every_route_is_closed_but_to_whom_the_policy_names() {
    // What is written here is written a second time, by hand: letters are clerk, answerer, publisher, administrator; columns are
    // running, closed and announced.
    let expected = |name: &str| -> [&str; 3] {
        match name {
            "office-password" | "office-password-set" | "office-sign-out" | "office-home" => ["capd"; 3],
            "office-people" | "office-people-set" => ["d"; 3],
            "office-log" => ["pd"; 3],
            "office-queue"
            | "office-comment"
            | "office-note"
            | "office-announcement"
            | "office-announcement-csv"
            | "office-announcement-rtf"
            | "office-table"
            | "office-table-in"
            | "office-table-out" => ["cap"; 3],
            "office-theme" | "office-assign" | "office-propose" | "office-alone" | "office-groups" | "office-group" => {
                ["c", "c", ""]
            }
            "office-settle" => ["a", "a", ""],
            "office-pending" | "office-release" | "office-approve" => ["p", "p", ""],
            "office-withdraw" => ["p"; 3],
            "office-announce" => ["", "p", ""],
            "office-contacts" | "office-forget" => ["", "c", "c"],
            other => panic!("{other} is not written here"),
        }
    };
    let stage = stage(settings(), &tables()).await;
    comments(&stage, &["One."]).await;
    let store = &stage.service.store;
    let by = |person| By { consultation: "roads", person, now_ms: NOON };
    store.change(&by(91), &[(1, None)], &Change::Publish).await.unwrap();
    store.release(&by(92), &[(1, None)]).await.unwrap();
    let said = Said { disposition: "adopted", reason: None, answer: None };
    let (settlement, _) = store.settle(&by(91), &[(1, None)], &said).await.unwrap();
    store.approve(&by(92), &[(settlement, set_digest([1]))]).await.unwrap();
    for (name, roles) in [("c", "clerk"), ("a", "answerer"), ("p", "publisher"), ("d", "administrator")] {
        person(&stage, name, roles).await;
    }
    let mut asked = 0;
    for (at, state) in State::ALL.into_iter().enumerate() {
        match state {
            State::Running => {}
            State::Closed => drop(stage.now.fetch_add(40 * DAY_MS, Ordering::SeqCst)),
            State::Announced => drop(store.announce(&by(93), 1, &counts_json(1, [1, 0, 0, 0, 0], 0)).await.unwrap()),
        }
        for name in ["c", "a", "p", "d", ""] {
            // Tries to sign in are counted: the test signs in without them.
            let browser = if name.is_empty() { Browser::default() } else { entered(&stage, name).await };
            for room in ROOMS.iter().filter(|room| room.act.is_some()) {
                let path = room.route.path.replace("{id}", "roads").replace("{number}", "1");
                // A token that is right, and fields that are not: what is allowed fails for another reason, and does nothing.
                let (status, headers, text) = match room.route.name {
                    "office-sign-out" | "office-password-set" if !name.is_empty() => continue,
                    _ if room.route.sends => browser.post(&stage, &path, &[]).await,
                    _ => browser.get(&stage, &path).await,
                };
                asked += 1;
                let is_sent_away =
                    headers.get(header::LOCATION).is_some_and(|to| to.to_str().unwrap().ends_with("sign-in"));
                let is_refused = status == StatusCode::FORBIDDEN || is_sent_away;
                let is_allowed = !name.is_empty() && expected(room.route.name)[at].contains(name);
                assert_eq!(is_refused, !is_allowed, "{} by `{name}` in {state:?}: {status} {text}", room.route.name);
                assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR);
                if !is_allowed {
                    assert!(!text.contains("One."), "{}", room.route.name);
                }
            }
        }
    }
    assert_eq!(asked, 3 * (5 * (ROOMS.len() - 4) - 4 * 2));
    let acts: Vec<Act> = ROOMS.iter().filter_map(|room| room.act).collect();
    assert!(Act::ALL.iter().all(|act| acts.contains(act)), "an act that no route is of");
}

/// Somebody who is there already, signed in by the store.
async fn entered(stage: &Stage, name: &str) -> Browser {
    let store = &stage.service.store;
    let (person, kept) = store.person_named(name).await.unwrap().unwrap();
    let secret = format!("{name} {}", stage.now.load(Ordering::SeqCst));
    store.sign_in((person.id, &kept), (&secret, &secret), stage.now.load(Ordering::SeqCst)).await.unwrap();
    Browser { cookie: format!("daylight-office={secret}"), token: stage.service.office_token(&secret) }
}

#[tokio::test]
async fn nobody_gets_in_by_a_side_door() {
    let stage = stage(settings(), &tables()).await;
    comments(&stage, &["One.", "Two."]).await;
    package(&stage.folder.path().join("site/schools"), &TABLES.map(|(table, text)| (table, text)));
    let clerk = person(&stage, "Clerk", "clerk").await;
    let note = [("text", "A note.")];
    // Forgery: without the token, with one of another browser, and from another site.
    let other = entered(&stage, "Clerk").await;
    let stolen = [("token", other.token.as_str()), note[0]];
    assert_eq!(clerk.send(&stage, "/roads/comment/1/note", &note, &[]).await.0, StatusCode::FORBIDDEN);
    assert_eq!(clerk.send(&stage, "/roads/comment/1/note", &stolen, &[]).await.0, StatusCode::FORBIDDEN);
    let own = [("token", clerk.token.as_str()), note[0]];
    for origin in ["https://evil.example", "null", "http://office.example.evil.example"] {
        let (status, ..) = clerk.send(&stage, "/roads/comment/1/note", &own, &[("origin", origin)]).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{origin}");
    }
    let (status, ..) = clerk.send(&stage, "/roads/comment/1/note", &own, &[("origin", "https://office.example")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(stage.service.store.notes(1).await.unwrap().len(), 1);
    // Somebody else's things by their id.
    assert_eq!(clerk.get(&stage, "/roads/comment/99").await.0, StatusCode::NOT_FOUND);
    assert_eq!(clerk.get(&stage, "/nowhere/comment/1").await.0, StatusCode::NOT_FOUND);
    let by = By { consultation: "schools", person: 1, now_ms: NOON };
    assert_eq!(stage.service.store.change(&by, &[(1, None)], &Change::Publish).await.unwrap().done, 0);
    assert!(stage.service.store.case("schools", 1).await.unwrap().is_none());
    assert!(
        stage.service.store.note(&by, 1, "x").await.is_err()
            && stage.service.store.withdraw(&by, 1, "x").await.is_err()
    );
    // What is typed is never a statement.
    for typed in ["' OR '1'='1", "\"; DROP TABLE comment; --", "%", "_", "\\", "1) OR (1=1", "𝕏\u{0}"] {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("q", typed), ("in-theme", typed), ("in-unit", typed), ("subject", typed), ("after", typed)])
            .finish();
        let (status, _, page) = clerk.get(&stage, &format!("/roads?{query}")).await;
        assert!(status == StatusCode::OK && !page.contains("One."), "{typed}: {status}");
        let sent = [("comment", typed), ("theme", typed), ("matching", typed), ("scope", typed)];
        assert!(clerk.post(&stage, "/roads/theme", &sent).await.0.is_client_error());
        assert!(Browser::sign_in(&stage, typed, typed).await.is_none());
    }
    assert_eq!(stage.service.store.progress("roads").await.unwrap().all, 2);
    // A cookie that somebody was given before they signed in is worth nothing afterwards.
    let planted = Browser { cookie: "daylight-office=planted".to_owned(), token: String::new() };
    let fields = [("name", "Clerk"), ("password", PASSWORD)];
    let (status, headers, _) = planted.send(&stage, "/sign-in", &fields, &[]).await;
    let set = headers[header::SET_COOKIE].to_str().unwrap();
    assert!(status == StatusCode::SEE_OTHER && !set.contains("planted"), "{set}");
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
    assert_eq!(planted.get(&stage, "/roads").await.0, StatusCode::SEE_OTHER);
    let (_, headers, _) = planted.send(&stage, "/sign-in", &fields, &[("origin", "https://office.example")]).await;
    assert!(headers[header::SET_COOKIE].to_str().unwrap().contains("; Secure"));
    // No page shows inside another one, runs a script, or is kept by anybody.
    for path in ["/sign-in", "/roads", "/roads/comment/1", "/nowhere"] {
        let (_, headers, _) = clerk.get(&stage, path).await;
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'none'"), "{policy}");
        assert_eq!(
            (text_of(&headers, header::X_FRAME_OPTIONS), text_of(&headers, header::CACHE_CONTROL)),
            ("DENY", "no-store"),
            "{path}"
        );
        assert!(headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).is_none());
    }
    assert_eq!(
        stage
            .ask(Request::builder().method(Method::OPTIONS).uri("/office/roads/theme").body(Body::empty()).unwrap())
            .await
            .0,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn who_guesses_waits_and_nobody_else_does() {
    let trusting =
        Settings { trusted_proxies: vec!["0.0.0.0/0".parse().unwrap(), "::/0".parse().unwrap()], ..settings() };
    let stage = stage(trusting, &tables()).await;
    person(&stage, "Clerk", "clerk").await;
    let try_it = async |password: &str, from: &str| {
        let fields = [("name", "Clerk"), ("password", password)];
        Browser::default().send(&stage, "/sign-in", &fields, &[("x-forwarded-for", from)]).await
    };
    let mut refused = Vec::new();
    for n in 0..8 {
        refused.push(try_it(&format!("guess number {n}"), "203.0.113.7").await.0);
    }
    assert_eq!(refused[..5], [StatusCode::UNPROCESSABLE_ENTITY; 5]);
    assert_eq!(refused[5..], [StatusCode::TOO_MANY_REQUESTS; 3]);
    let (status, headers, _) = try_it(PASSWORD, "203.0.113.9").await;
    assert!(status == StatusCode::TOO_MANY_REQUESTS && headers.contains_key(header::RETRY_AFTER), "the same network");
    assert_eq!(try_it(PASSWORD, "198.51.100.1").await.0, StatusCode::SEE_OTHER, "nobody is locked out elsewhere");
    // Whether there is such a person is not told.
    let unknown = [("name", "Nobody"), ("password", "guess")];
    let (status, _, page) =
        Browser::default().send(&stage, "/sign-in", &unknown, &[("x-forwarded-for", "192.0.2.1")]).await;
    let (_, _, known) = try_it("guess", "192.0.2.1").await;
    assert_eq!((status, page), (StatusCode::UNPROCESSABLE_ENTITY, known.replace("Clerk", "Nobody")));
}

#[tokio::test]
async fn who_begins_chooses_a_password_and_who_is_barred_is_out() {
    let stage = stage(settings(), &tables()).await;
    let chief = person(&stage, "Chief", "administrator").await;
    let (status, _, page) =
        chief.post(&stage, "/people", &[("act", "add"), ("name", "Li  Ming"), ("role", "clerk")]).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let made = between(&page, "id=\"made\">", "<").to_owned();
    let clerk = Browser::sign_in(&stage, "Li Ming", &made).await.unwrap();
    assert_eq!(clerk.get(&stage, "/roads").await.1[header::LOCATION], "password");
    let short = [("former", made.as_str()), ("new", "short")];
    assert_eq!(clerk.post(&stage, "/password", &short).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, headers, said) = clerk.post(&stage, "/password", &[("former", &made), ("new", PASSWORD)]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
    assert_eq!(clerk.get(&stage, "/roads").await.0, StatusCode::SEE_OTHER, "the old cookie is worth nothing");
    let clerk = Browser::of(&stage, &headers).await;
    assert_eq!(clerk.get(&stage, "/roads").await.0, StatusCode::OK);
    assert_eq!(chief.get(&stage, "/roads").await.0, StatusCode::FORBIDDEN, "who says who works here reads nothing");
    assert_eq!(clerk.get(&stage, "/people").await.0, StatusCode::FORBIDDEN);
    let twice = [("act", "add"), ("name", "Li Ming"), ("role", "clerk")];
    assert_eq!(chief.post(&stage, "/people", &twice).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        chief.post(&stage, "/people", &[("act", "bar"), ("person", "1")]).await.0,
        StatusCode::FORBIDDEN,
        "themselves"
    );
    assert_eq!(chief.post(&stage, "/people", &[("act", "bar"), ("person", "2")]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(clerk.get(&stage, "/roads").await.0, StatusCode::SEE_OTHER);
    assert!(Browser::sign_in(&stage, "Li Ming", PASSWORD).await.is_none());
}

#[tokio::test]
async fn nobody_publishes_a_telephone_number_by_choosing_all() {
    let stage = stage(Settings { profile: Some("cn".to_owned()), ..settings() }, &tables()).await;
    comments(&stage, &["First the north."]).await;
    let token = stage.token().await;
    let flagged = "Call me: 13812345678";
    let body = json!({"key": "f", "token": token, "text": flagged, "answers": {"q1": 1}, "confirmed": true});
    assert_eq!(stage.post("/roads/comments", body).await.0, StatusCode::CREATED);
    let clerk = person(&stage, "Clerk", "clerk").await;
    let set = set_of(&clerk.get(&stage, "/roads").await.2);
    let all = [("scope", "all"), ("set", set.as_str()), ("proposal", "publish")];
    let (_, headers, _) = clerk.post(&stage, "/roads/propose", &all).await;
    assert_eq!(text_of(&headers, header::LOCATION), "../roads?done=changed&n=1&flagged=1");
    assert!(
        clerk
            .get(&stage, "/roads?done=changed&n=1&flagged=1")
            .await
            .2
            .contains("1 may hold personal data and was left")
    );
    let (_, _, page) = clerk.get(&stage, "/roads/comment/2").await;
    assert!(page.contains("This may be: "), "{page}");
    let one = [("comment", "2.0"), ("proposal", "publish")];
    assert_eq!(clerk.post(&stage, "/roads/propose", &one).await.0, StatusCode::SEE_OTHER);
}
