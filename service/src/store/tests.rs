//! The store over a SQLite file of its own.

use super::{Asked, Failure, Store, Submission};
use std::sync::Arc;

fn submission(key: &str, text: &str) -> Submission {
    Submission {
        consultation: "roads".to_owned(),
        key: key.to_owned(),
        body_digest: text.to_owned(),
        receipt: format!("receipt of {key} {text} {:?}", std::thread::current().id()),
        received_ms: 5,
        channel: "online".to_owned(),
        package: None,
        subject: None,
        name: None,
        pseudonym: None,
        text: text.to_owned(),
        answers: None,
        flagged: false,
        contact: Some("a@example.org".to_owned()),
    }
}

async fn store(folder: &tempfile::TempDir, bound: usize) -> Store {
    let address = super::open::sqlite_of(&folder.path().join("a b%?.sqlite"));
    Store::open(&address, bound).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_duplicate_stops_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(store(&folder, 200).await);
    let first = store.submit(submission("a", "one")).await.unwrap();
    let all = (0..150).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            let key = if n % 3 == 0 { "a".to_owned() } else { format!("k{n}") };
            store.submit(submission(&key, if n % 2 == 0 { "one" } else { "two" })).await
        })
    });
    for (n, one) in all.collect::<Vec<_>>().into_iter().enumerate() {
        match one.await.unwrap() {
            Ok(kept) => assert_eq!(kept.receipt == first.receipt, n % 3 == 0),
            Err(failure) => assert!(matches!(failure, Failure::OtherBody) && n % 6 == 3, "{n}: {failure}"),
        }
    }
    assert_eq!(store.sums("roads").await.unwrap().iter().map(|sum| sum.count).sum::<i64>(), 101);
    store.close().await;
    assert!(matches!(store.submit(submission("z", "z")).await, Err(Failure::Stopping)));
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_have_no_gap() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(store(&folder, 200).await);
    let mut receipts = Vec::new();
    for n in 0..20 {
        receipts.push(store.submit(submission(&n.to_string(), "道路 road")).await.unwrap().receipt);
    }
    let publish = |receipt: String| {
        let store = store.clone();
        tokio::spawn(async move { store.publish("roads", &receipt, 7).await })
    };
    // Each twice at once: one of the two gives its number back.
    let all: Vec<_> = receipts.iter().flat_map(|receipt| [receipt.clone(), receipt.clone()]).map(publish).collect();
    let mut numbers = Vec::new();
    for one in all {
        numbers.extend(one.await.unwrap().ok());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=20).collect::<Vec<i64>>());
    let roads = Asked { consultation: "roads", after: 5, theme: None, subject: None, limit: 10 };
    let page = store.page(&roads, &crate::rule::grams("道路"), |_| true).await.unwrap();
    assert_eq!((page.rows.len(), page.rows[0].number, page.next), (10, 6, Some(15)));
    assert!(store.page(&roads, &crate::rule::grams("学校"), |_| true).await.unwrap().rows.is_empty());
    let subject = Asked { subject: Some("c1"), ..roads };
    assert!(store.page(&subject, &[], |_| true).await.unwrap().rows.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_finds_little_goes_on_where_it_ended() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, 200).await;
    for n in 0..250 {
        let text = if n == 240 { "a road" } else { "nothing" };
        let kept = store.submit(submission(&n.to_string(), text)).await.unwrap();
        store.publish("roads", &kept.receipt, 7).await.unwrap();
    }
    let mut asked = Asked { consultation: "roads", after: 0, theme: None, subject: None, limit: 1 };
    let page = store.page(&asked, &[], |text| text == "a road").await.unwrap();
    assert_eq!((page.rows[0].number, page.next), (241, None));
    asked.limit = 100;
    let page = store.page(&asked, &[], |text| text == "nothing").await.unwrap();
    assert_eq!((page.rows.len(), page.next), (100, Some(100)));
    asked.after = 200;
    let page = store.page(&asked, &[], |text| text == "nothing").await.unwrap();
    assert_eq!((page.rows.len(), page.next), (49, None));
}
