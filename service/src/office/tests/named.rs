//! What another package publishes is met by its name, wherever a comment of it is read.

use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

use super::{DAY_MS, person, settings};
use crate::catalogue::tests::TABLES;
use crate::store::{By, Change, Said, counts_json, set_digest};
use crate::subject::tests::results;
use crate::tests::{NOON, Stage, stage};

const NAMED: &str = "Goal &#38; road (g1)";

fn tables() -> [(&'static str, &'static str); 5] {
    TABLES.map(|(table, text)| match table {
        "consultation" => (table, "id,name,office,scope\nroads,Plan,Bureau,anything\n"),
        "questions" => (table, "id,kind,text,options,required\n"),
        _ => (table, text),
    })
}

async fn read(stage: &Stage, path: &str) -> String {
    let (status, _, page) = stage.ask(Request::get(path).body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::OK, "{path}: {page}");
    page
}

#[tokio::test]
async fn a_name_is_told_to_whoever_asks_for_it() {
    let stage = stage(settings(), &tables()).await;
    results(&stage.folder.path().join("site/results"), "results", "Goal & road");
    results(&stage.folder.path().join("outside"), "outside", "Nobody's");
    stage.service.reread();
    let (_, definition) = stage.get("/roads").await;
    assert_eq!(definition["addresses"]["subject"], "roads/subject");
    let (status, told) = stage.get("/roads/subject?package=results&subject=g1").await;
    assert_eq!((status, told), (StatusCode::OK, json!({"names": {"en": "Goal & road", "zh-Hans": "修路"}})));
    for query in ["", "?package=results", "?subject=g1", "?package=results&subject=g9", "?package=results&subject=g2"] {
        let (status, told) = stage.get(&format!("/roads/subject{query}")).await;
        assert_eq!((status, &told["rule"]), (StatusCode::NOT_FOUND, &json!("subject-unknown")), "{query}");
    }
    for package in ["outside", "..%2Foutside", "..", "results%2F..%2F..%2Foutside", "%2F", "goals.csv", "made-up"] {
        let (status, told) = stage.get(&format!("/roads/subject?package={package}&subject=g1&lang=zh-Hans")).await;
        assert_eq!((status, &told["rule"]), (StatusCode::NOT_FOUND, &json!("subject-unknown")), "{package}");
        assert!(told["message"].as_str().unwrap().contains("没有这个编号"), "{told}");
    }
    assert_eq!(stage.get("/streets/subject?package=results&subject=g1").await.1["rule"], "unknown");
    let form = read(&stage, "/c/roads?package=results&subject=g1&lang=en").await;
    assert!(form.contains(NAMED) && form.contains("name=\"subject\" value=\"g1\""), "{form}");
    assert!(read(&stage, "/c/roads?package=results&subject=g1&lang=zh-Hans").await.contains("修路（g1）"));
    // Of what nobody knows, ids are shown as they are; what could say something is not.
    assert!(read(&stage, "/c/roads?package=made-up&subject=g1&lang=en").await.contains(">made-up g1</strong>"));
    let said = read(&stage, "/c/roads?package=all&subject=are%20liars&lang=en").await;
    assert!(said.contains(">Something that is published</strong>"), "{said}");
}

#[tokio::test]
async fn from_the_queue_to_the_announcement_it_has_its_name() {
    let stage = stage(settings(), &tables()).await;
    results(&stage.folder.path().join("site/results"), "results", "Goal & road");
    stage.service.reread();
    let token = stage.token().await;
    let mut receipts = Vec::new();
    for (key, text) in [("a", "It is late."), ("b", "It is late!")] {
        let body = json!({"key": key, "token": token, "text": text, "package": "results", "subject": "g1"});
        let (status, taken) = stage.post("/roads/comments", body).await;
        assert_eq!(status, StatusCode::CREATED, "{taken}");
        receipts.push(taken["receipt"].as_str().unwrap().to_owned());
    }
    let clerk = person(&stage, "Clerk", "clerk").await;
    for path in ["/roads?show=all", "/roads/comment/1", "/roads/groups"] {
        let (status, _, page) = clerk.get(&stage, path).await;
        assert!(status == StatusCode::OK && page.contains(NAMED) && !page.contains("results g1"), "{path}: {page}");
    }
    // What a spreadsheet brings back has ids.
    assert!(clerk.get(&stage, "/roads/comments.csv").await.2.contains("results g1"));
    let (store, both) = (&stage.service.store, [(1, None), (2, None)]);
    let by = |person| By { consultation: "roads", person, now_ms: NOON };
    store.change(&by(1000), &both, &Change::Publish).await.unwrap();
    let publisher = person(&stage, "Publisher", "publisher").await;
    let (_, _, pending) = publisher.get(&stage, "/roads/pending").await;
    assert!(pending.contains(NAMED), "{pending}");
    store.release(&by(2000), &both).await.unwrap();
    let said = Said { disposition: "adopted", reason: None, answer: Some("So it is.") };
    let (settlement, _) = store.settle(&by(1000), &both, &said).await.unwrap();
    store.approve(&by(2000), &[(settlement, set_digest([1, 2]))]).await.unwrap();

    let (_, page) = stage.get("/roads/comments").await;
    let comment = &page["comments"][0];
    assert_eq!(comment["subject-names"], json!({"en": "Goal & road", "zh-Hans": "修路"}), "{page}");
    assert_eq!((&comment["package"], &comment["subject"]), (&json!("results"), &json!("g1")));
    assert!(read(&stage, "/c/roads/comments?lang=en").await.contains(NAMED));
    let fields = [("receipt", receipts[0].as_str())];
    let (_, _, status) = stage.form("/c/roads/status?lang=en", &fields).await;
    assert!(status.contains(&format!("<dt>About</dt><dd class=\"text\" dir=\"auto\">{NAMED}")), "{status}");
    stage.now.fetch_add(30 * DAY_MS, Ordering::SeqCst);
    store.announce(&by(2000), 2, &counts_json(2, [2, 0, 0, 0, 0], 0)).await.unwrap();
    for (lang, about) in [("en", "About: Goal &#38; road (g1)<"), ("zh-Hans", "意见对象：修路（g1）<")] {
        let adoption = read(&stage, &format!("/c/roads/adoption?lang={lang}")).await;
        assert_eq!(adoption.matches(about).count(), 1, "{adoption}");
    }
    let publisher = super::Browser::sign_in(&stage, "Publisher", super::PASSWORD).await.unwrap();
    let (_, _, announcement) = publisher.get(&stage, "/roads/announcement").await;
    assert!(announcement.contains("Goal &#38; road (g1)"), "{announcement}");
    let (_, _, rtf) = publisher.get(&stage, "/roads/announcement.rtf").await;
    assert!(rtf.matches("About: Goal & road (g1)").count() == 3, "{rtf}");
    // The table has the columns of the form, and ids.
    let (_, _, csv) = publisher.get(&stage, "/roads/announcement.csv").await;
    assert!(csv.contains(",results,g1,") && !csv.contains("Goal"), "{csv}");
}

#[tokio::test]
async fn what_an_office_published_with_its_package_has_names_too() {
    let letters = "id,channel,package,subject,text,voice,disposition,answer\n\
        1,letter,,c1,Ours.,,adopted,a1\n2,letter,results,g1,Late.,,adopted,a1\n3,letter,results,g1,Too late.,2,,\n4,letter,results,g9,No name.,,,\n";
    let more = [
        ("comments", letters),
        ("answers", "id,text\na1,So it is.\n"),
        ("announcement", "day,received,adopted\n2025-04-02,4,4\n"),
    ];
    let all: Vec<_> = tables().into_iter().chain(more).collect();
    let stage = stage(settings(), &all).await;
    results(&stage.folder.path().join("site/results"), "results", "Goal & road");
    stage.service.reread();
    let adoption = read(&stage, "/c/roads/adoption?lang=en").await;
    assert!(adoption.contains("About: results g1<"), "{adoption}");
    assert_eq!(stage.get("/roads/subject?package=results&subject=g1").await.0, StatusCode::OK);
    // What was computed without the name is computed again with it.
    let adoption = read(&stage, "/c/roads/adoption?lang=en").await;
    assert!(adoption.contains(&format!("About: {NAMED}<")), "{adoption}");
    let (_, page) = stage.get("/roads/comments").await;
    let told: Vec<_> =
        page["comments"].as_array().unwrap().iter().map(|comment| &comment["subject-names"]["en"]).collect();
    let named = json!("Goal & road");
    assert_eq!(told, [&json!(null), &named, &named, &json!(null)], "{page}");
    // It is the same page as it would be without names.
    assert_eq!((&page["comments"][2]["voice"], &page["comments"][1]["same"]), (&json!("2"), &json!(1)), "{page}");
    assert_eq!(page["comments"][2]["answer"], "a1", "{page}");
    // Of another page, whom a comment speaks with is told all the same.
    let (_, last) = stage.get("/roads/comments?after=2").await;
    assert_eq!((&last["comments"][0]["id"], &last["comments"][0]["voice"]), (&json!("3"), &json!("2")), "{last}");
    assert_eq!(last["comments"].as_array().map(Vec::len), Some(2), "{last}");
    // A name that changed is told once it was read.
    results(&stage.folder.path().join("site/results"), "results", "Another goal");
    stage.service.reread();
    let mut page = String::new();
    while !page.contains("Another goal") {
        page = read(&stage, "/c/roads/comments?lang=en").await;
        assert!(page.contains("(g1)"), "{page}");
        tokio::task::yield_now().await;
    }
}
