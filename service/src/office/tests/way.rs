//! How somebody gets about in the office: from an address to the page that was meant, from one comment to the next, and in by a browser
//! that is known.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

use super::{Browser, comments, person, settings, tables, text_of};
use crate::office::ROOMS;
use crate::tests::stage;

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
