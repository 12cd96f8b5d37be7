//! How somebody gets about in the office: from an address to the page that was meant, from one comment to the next, and in by a browser
//! that is known.

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};

use super::{Browser, PASSWORD, between, comments, person, settings, tables, text_of};
use crate::office::ROOMS;
use crate::tests::{NOON, stage};

#[tokio::test]
async fn an_address_of_sending_leads_to_the_page_of_its_form() {
    // Written a second time, by hand: where it leads, and where that is below the office's first page.
    let expected = |name: &str| match name {
        "office-sign-out" => Some(("./", "/")),
        "office-theme" | "office-assign" | "office-propose" | "office-settle" => Some(("../roads", "/roads")),
        "office-note" | "office-withdraw" | "office-alone" => Some(("../1", "/roads/comment/1")),
        "office-release" | "office-approve" => Some(("pending", "/roads/pending")),
        _ => None,
    };
    let stage = stage(settings(), &tables()).await;
    comments(&stage, &["One."]).await;
    let all = person(&stage, "All", "clerk answerer publisher administrator").await;
    let mut led = 0;
    for room in ROOMS.iter().filter(|room| room.route.sends) {
        let path = room.route.path.replace("{id}", "roads").replace("{number}", "1");
        let Some((to, page)) = expected(room.route.name) else {
            assert!(ROOMS.iter().any(|other| !other.route.sends && other.route.path == room.route.path), "{path}");
            continue;
        };
        led += 1;
        for method in [Method::GET, Method::HEAD] {
            for browser in [&all, &Browser::default()] {
                let request = Request::builder().method(&method).uri(format!("/office{path}"));
                let request = request.header(header::COOKIE, &browser.cookie).body(Body::empty()).unwrap();
                let (status, headers, _) = stage.ask(request).await;
                assert_eq!((status, text_of(&headers, header::LOCATION)), (StatusCode::SEE_OTHER, to), "{path}");
            }
        }
        let (status, _, text) = all.get(&stage, page).await;
        assert!(status == StatusCode::OK && text.contains("name=\"token\""), "{page}: {text}");
        for method in [Method::PUT, Method::DELETE, Method::OPTIONS] {
            let request = Request::builder().method(&method).uri(format!("/office{path}")).body(Body::empty()).unwrap();
            let (status, headers, _) = stage.ask(request).await;
            let allow = text_of(&headers, header::ALLOW);
            assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert!(["GET", "HEAD", "POST"].iter().all(|method| allow.contains(method)), "{allow}");
        }
    }
    assert_eq!(led, 10);
}

#[tokio::test]
async fn from_one_comment_to_the_next_as_they_were_looked_for() {
    let stage = stage(settings(), &tables()).await;
    comments(&stage, &["North one.", "South.", "North two.", "North three.", "North four."]).await;
    let desk = person(&stage, "Both", "clerk answerer").await;
    let (_, _, list) = desk.get(&stage, "/roads?lang=en&q=north&show=all").await;
    assert!(list.contains("href=\"roads/comment/3?show=all&#38;q=north\""), "{list}");
    let links = async |path: &str| {
        let (status, _, page) = desk.get(&stage, path).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let nav = between(&page, "<nav aria-label=\"Other comments\">", "</nav>").replace("&#38;", "&");
        nav.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let kept = |id: &str| format!("{id}?show=all&q=north");
    let list = kept("../../roads");
    assert_eq!(links("/roads/comment/1?show=all&q=north").await, [list.clone(), kept("3"), kept("3")]);
    assert_eq!(links("/roads/comment/3?show=all&q=north").await, [list.clone(), kept("1"), kept("4"), kept("4")]);
    // Without a search, all of them.
    assert_eq!(links("/roads/comment/2").await, ["../../roads", "1", "3", "3"]);
    // What is done keeps what was looked for, and leads on to what is left, from the first again after the last.
    let settle = [("comment", "4.0"), ("back", "4"), ("disposition", "adopted"), ("show", "all"), ("q", "north")];
    let (_, headers, said) = desk.post(&stage, "/roads/settle", &settle).await;
    assert_eq!(text_of(&headers, header::LOCATION), "../roads/comment/4?show=all&q=north&done=settled&n=1", "{said}");
    assert_eq!(
        links("/roads/comment/3?show=all&q=north&done=settled&n=1").await,
        [list.clone(), kept("1"), kept("4"), kept("5")]
    );
    assert_eq!(links("/roads/comment/5?show=all&q=north").await, [list, kept("4"), kept("1")]);
    let note = [("text", "So."), ("q", "north")];
    let (_, headers, _) = desk.post(&stage, "/roads/comment/4/note", &note).await;
    assert_eq!(text_of(&headers, header::LOCATION), "../../../roads/comment/4?q=north&done=noted&n=1");
    let (_, _, said) = desk.post(&stage, "/roads/comment/4/note", &[("text", ""), ("q", "north")]).await;
    assert!(said.contains("href=\"../../../roads/comment/4?q=north\""), "{said}");
    // One that does not match any more still stands between the others.
    assert_eq!(
        links("/roads/comment/4?show=open").await,
        ["../../roads?show=open", "3?show=open", "5?show=open", "5?show=open"]
    );
    let (_, _, page) = desk.get(&stage, "/roads/comment/3?show=open&q=north").await;
    assert!(page.contains("2 of 3") && page.contains("name=\"q\" value=\"north\""), "{page}");
    assert!(!desk.get(&stage, "/roads/comment/4?show=open").await.2.contains(" of 4"));
}

#[tokio::test]
async fn who_guesses_a_name_does_not_lock_its_person_out_of_a_browser_that_is_known() {
    let stage = stage(settings(), &tables()).await;
    person(&stage, "Clerk", "clerk").await;
    person(&stage, "Other", "clerk").await;
    // Everybody is in one network, as behind a proxy that is not trusted.
    let attempt = async |cookie: &str, name: &str, password: &str| {
        let browser = Browser { cookie: cookie.to_owned(), token: String::new() };
        browser.send(&stage, "/sign-in", &[("name", name), ("password", password)], &[]).await
    };
    let known_of = |headers: &HeaderMap| {
        let all: Vec<&str> = headers.get_all(header::SET_COOKIE).iter().map(|set| set.to_str().unwrap()).collect();
        let known = *all.iter().find(|set| set.starts_with("daylight-known=")).unwrap();
        assert!(known.contains("; HttpOnly; SameSite=Strict") && known.contains("; Max-Age="), "{known}");
        known.split(';').next().unwrap().to_owned()
    };
    let (_, headers, _) = attempt("daylight-known=planted", "Clerk", PASSWORD).await;
    let known = known_of(&headers);
    assert!(!known.contains("planted") && known.len() == "daylight-known=".len() + 64, "{known}");
    let (_, headers, _) = attempt(&known, "Clerk", PASSWORD).await;
    assert_eq!(known_of(&headers), known, "it stays the same");
    while attempt("", "Clerk", "a guess").await.0 != StatusCode::TOO_MANY_REQUESTS {}
    assert_eq!(attempt("", "Clerk", PASSWORD).await.0, StatusCode::TOO_MANY_REQUESTS, "one that nobody knows waits");
    assert_eq!(attempt("daylight-known=made-up", "Clerk", PASSWORD).await.0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(attempt(&known, "Clerk", PASSWORD).await.0, StatusCode::SEE_OTHER);
    // Nobody guesses another name with it, nor without end.
    while attempt("", "Other", "a guess").await.0 != StatusCode::TOO_MANY_REQUESTS {}
    assert_eq!(attempt(&known, "Other", PASSWORD).await.0, StatusCode::TOO_MANY_REQUESTS);
    let guesses = async || {
        let mut guesses = 0;
        while attempt(&known, "Clerk", "a guess").await.0 == StatusCode::UNPROCESSABLE_ENTITY {
            guesses += 1;
        }
        guesses
    };
    assert!(guesses().await <= 5);
    // Of one person, the last ten are known; with another password, none.
    let store = &stage.service.store;
    let (clerk, kept) = store.person_named("Clerk").await.unwrap().unwrap();
    let secret = known.split_once('=').unwrap().1;
    for n in 1..9 {
        store.know_browser((clerk.id, &kept), &n.to_string(), NOON + n).await.unwrap();
    }
    assert_eq!(store.known_in(secret).await.unwrap(), ["Clerk"]);
    for n in 9..11 {
        store.know_browser((clerk.id, &kept), &n.to_string(), NOON + n).await.unwrap();
    }
    assert!(store.known_in(secret).await.unwrap().is_empty() && !store.known_in("1").await.unwrap().is_empty());
    store.know_browser((clerk.id, "another password"), "11", NOON + 11).await.unwrap();
    assert!(store.known_in("11").await.unwrap().is_empty());
    store.set_password(clerk.id, (&kept, false), (clerk.id, NOON)).await.unwrap();
    assert!(store.known_in("10").await.unwrap().is_empty());
}
