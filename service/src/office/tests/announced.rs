//! What was announced, as everybody reads it: the same for each, and what changes afterwards is told.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::{comments, settings, tables};
use crate::catalogue::tests::package;
use crate::store::{By, Change, Said, counts_json, set_digest};
use crate::tests::{NOON, stage};

#[tokio::test]
async fn an_announcement_is_kept_until_something_of_it_changes() {
    let mut tables = tables();
    let stage = stage(settings(), &tables).await;
    comments(&stage, &["North.", "South."]).await;
    let store = &stage.service.store;
    let by = |person| By { consultation: "roads", person, now_ms: NOON };
    let both = [(1, None), (2, None)];
    store.change(&by(1), &both, &Change::Publish).await.unwrap();
    store.release(&by(2), &both).await.unwrap();
    let said = Said { disposition: "adopted", reason: None, answer: Some("So it is.") };
    let (settlement, _) = store.settle(&by(1), &both, &said).await.unwrap();
    store.approve(&by(2), &[(settlement, set_digest([1, 2]))]).await.unwrap();
    let page = async |lang: &str| {
        let request = Request::get(format!("/c/roads/adoption?lang={lang}")).body(Body::empty()).unwrap();
        let (status, _, page) = stage.ask(request).await;
        (status, page)
    };
    assert_eq!(page("en").await.0, StatusCode::NOT_FOUND);
    store.announce(&by(2), 2, &counts_json(2, [2, 0, 0, 0, 0], 0)).await.unwrap();
    let first = page("en").await;
    assert!(first.0 == StatusCode::OK && first.1.contains("2 = 2 + 0 + 0 + 0 + 0"), "{}", first.1);
    let entry = stage.service.catalogue().find("roads").unwrap().clone();
    let kept = || async {
        let stamp = (store.announced("roads").await.unwrap().unwrap().log, store.withheld("roads").await.unwrap(), 0);
        stage.service.announced.find(&entry, "en", &stamp)
    };
    let adoption = kept().await.unwrap();
    assert_eq!(page("en").await, first);
    assert!(Arc::ptr_eq(&adoption, &kept().await.unwrap()), "it was not computed again");
    assert!(page("zh-Hans").await.1.contains("意见采纳情况"));
    store.withdraw(&by(2), 2, "insult").await.unwrap();
    let (_, later) = page("en").await;
    assert!(later.contains("1 more was withheld after the announcement"), "{later}");
    tables[0].1 = "id,name,office,identity\nroads,Another name,Transport Bureau,declared\n";
    package(&stage.folder.path().join("site/roads"), &tables);
    stage.service.reread();
    let (_, later) = page("en").await;
    assert!(later.contains("Another name") && later.contains("1 more was withheld"), "{later}");
}
