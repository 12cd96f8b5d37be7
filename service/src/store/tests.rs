//! The store over a SQLite file of its own.

use super::{Asked, Broken, By, Change, Done, Failure, Role, Said, Seen, Store, Submission, counts_json, set_digest};
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

fn by(person: i64) -> By<'static> {
    By { consultation: "roads", person, now_ms: 7 }
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
    for n in 0..20 {
        store.submit(submission(&n.to_string(), "道路 road")).await.unwrap();
    }
    let all: Vec<Seen> = (1..=20).map(|id| (id, None)).collect();
    assert_eq!(store.change(&by(1), &all, &Change::Publish).await.unwrap(), Done { done: 20, left: 0 });
    assert_eq!(store.release(&by(1), &all).await.unwrap(), Done { done: 0, left: 20 }, "their own");
    // Each twice at once.
    let release = |id: i64| {
        let store = store.clone();
        tokio::spawn(async move { store.release(&by(2), &[(id, None)]).await.unwrap().done })
    };
    let tasks: Vec<_> = (1..=20).flat_map(|id| [id, id]).map(release).collect();
    let mut done = 0;
    for task in tasks {
        done += task.await.unwrap();
    }
    assert_eq!(done, 20);
    let everything = Asked { consultation: "roads", after: 0, theme: None, subject: None, limit: 100 };
    let numbers = store.page(&everything, &[], |_| true).await.unwrap().rows;
    assert_eq!(numbers.iter().map(|row| row.number).collect::<Vec<_>>(), (1..=20).collect::<Vec<i64>>());
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
        store.submit(submission(&n.to_string(), text)).await.unwrap();
    }
    let all: Vec<Seen> = (1..=250).map(|id| (id, None)).collect();
    store.change(&by(1), &all, &Change::Publish).await.unwrap();
    store.release(&by(2), &all).await.unwrap();
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

const ADOPTED: Said<'static> = Said { disposition: "adopted", reason: None, answer: Some("So be it.") };

#[tokio::test(flavor = "multi_thread")]
async fn nobody_lets_their_own_work_hold_and_nobody_joins_what_was_approved() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, 200).await;
    for n in 0..4 {
        store.submit(submission(&n.to_string(), "a road")).await.unwrap();
    }
    let voice = Change::Voice(1, "exact");
    assert_eq!(store.change(&by(1), &[(2, Some(0)), (3, Some(7))], &voice).await.unwrap(), Done { done: 1, left: 1 });
    assert_eq!(store.change(&by(1), &[(1, None)], &Change::Voice(4, "exact")).await.unwrap().done, 0, "it leads");
    assert_eq!(store.change(&by(1), &[(4, None)], &Change::Voice(2, "exact")).await.unwrap().done, 0, "that follows");
    assert_eq!(store.change(&by(1), &[(4, None)], &Change::Voice(99, "exact")).await.unwrap().done, 0, "there is none");
    let (settlement, _) = store.settle(&by(1), &[(1, None)], &ADOPTED).await.unwrap();
    assert_eq!(store.approve(&by(1), &[(settlement, set_digest([1, 2]))]).await.unwrap().done, 0);
    assert_eq!(store.approve(&by(2), &[(settlement, set_digest([1, 4]))]).await.unwrap().done, 0, "it is of others");
    assert_eq!(store.approve(&by(2), &[(settlement, set_digest([1, 2]))]).await.unwrap().done, 1);
    assert_eq!(store.change(&by(1), &[(3, None)], &voice).await.unwrap().done, 0, "it is approved for two");
    let progress = store.progress("roads").await.unwrap();
    assert_eq!((progress.all, progress.settled, progress.drafted), (4, 2, 0));
    for change in [Change::Unsettle, Change::Alone, Change::Settle(settlement)] {
        assert_eq!(store.change(&by(1), &[(2, None)], &change).await.unwrap().done, 0, "it holds: {change:?}");
    }
    assert_eq!(store.give_back(&by(1), &[settlement], "mine").await.unwrap().done, 0, "their own");
    assert_eq!(store.give_back(&by(2), &[settlement], "Be kinder.").await.unwrap().done, 1);
    let again = store.approve(&by(2), &[(settlement, set_digest([1, 2]))]).await.unwrap();
    assert_eq!(again.done, 0, "what was given back waits for another outcome");
    assert_eq!(store.change(&by(1), &[(2, None)], &Change::Alone).await.unwrap().done, 1);
    assert_eq!(store.audit(&[]).await.unwrap().1, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_announced_once_and_then_stays() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(store(&folder, 200).await);
    let all: Vec<Seen> = (1..=3).map(|id| (id, None)).collect();
    for n in 0..3 {
        store.submit(submission(&n.to_string(), &format!("road {n}"))).await.unwrap();
    }
    let announce = |person: i64| {
        let store = store.clone();
        tokio::spawn(async move { store.announce(&by(person), 3, &counts_json(3, [3, 0, 0, 0, 0], 0)).await })
    };
    assert!(matches!(announce(3).await.unwrap(), Err(Failure::Stale)), "nothing is settled");
    store.change(&by(1), &all, &Change::Publish).await.unwrap();
    store.release(&by(2), &all).await.unwrap();
    let (settlement, _) = store.settle(&by(1), &all, &ADOPTED).await.unwrap();
    assert!(matches!(announce(3).await.unwrap(), Err(Failure::Stale)), "nothing is approved");
    store.approve(&by(2), &[(settlement, set_digest([1, 2, 3]))]).await.unwrap();
    let wrong = store.announce(&by(3), 3, &counts_json(3, [2, 1, 0, 0, 0], 0)).await;
    assert!(matches!(wrong, Err(Failure::Stale)), "that is not what was counted");
    let tasks: Vec<_> = (0..16).map(|n| announce(3 + n)).collect();
    let mut done = Vec::new();
    for task in tasks {
        match task.await.unwrap() {
            Ok(announced) => done.push(announced),
            Err(failure) => assert!(matches!(failure, Failure::Announced), "{failure}"),
        }
    }
    let [announced] = done.as_slice() else { panic!("{done:?}") };
    assert_eq!(store.announced("roads").await.unwrap().as_ref(), Some(announced));
    assert_eq!(store.head().await.unwrap().digest, announced.log);
    assert!(matches!(store.settle(&by(1), &all, &ADOPTED).await, Err(Failure::Announced)));
    assert!(matches!(store.change(&by(1), &all, &Change::Alone).await, Err(Failure::Announced)));
    store.withdraw(&by(2), 2, "personal").await.unwrap();
    assert_eq!(store.receipts("roads").await.unwrap().len(), 0, "the receipts of this test are none");
    assert_eq!(store.audit(&[]).await.unwrap().1, []);
    assert_eq!(store.retain(7, 9).await.unwrap(), 0, "not yet");
    assert_eq!(store.retain(8, 9).await.unwrap(), 3, "three ways to reach somebody");
    assert_eq!(store.contacts("roads").await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_single_tampering_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, 200).await;
    let all: Vec<Seen> = (1..=3).map(|id| (id, None)).collect();
    for n in 0..3 {
        store.submit(submission(&n.to_string(), &format!("road {n}"))).await.unwrap();
    }
    store.change(&by(1), &all, &Change::Publish).await.unwrap();
    store.release(&by(2), &all).await.unwrap();
    let (settlement, _) = store.settle(&by(1), &all, &ADOPTED).await.unwrap();
    store.approve(&by(2), &[(settlement, set_digest([1, 2, 3]))]).await.unwrap();
    store.change(&by(1), &[(1, None)], &Change::Theme(Some("t1"))).await.unwrap();
    store.add_person(("Li", &[Role::Clerk]), "kept", (0, 7)).await.unwrap();
    store.announce(&by(2), 3, &counts_json(3, [3, 0, 0, 0, 0], 0)).await.unwrap();
    let head = store.head().await.unwrap();
    assert_eq!(store.audit(&[]).await.unwrap(), (head.clone(), Vec::new()));
    let gap = |seq| vec![Broken::Gap(seq)];
    let last = head.seq;
    // What is done, and undone afterwards, with what is found of it.
    let tamperings: Vec<(&str, &str, Option<Vec<Broken>>)> = vec![
        ("UPDATE log SET person = 9 WHERE seq = 4", "UPDATE log SET person = 2 WHERE seq = 4", None),
        ("UPDATE log SET at_ms = 8 WHERE seq = 2", "UPDATE log SET at_ms = 7 WHERE seq = 2", None),
        ("UPDATE log SET act = 'publisher' WHERE seq = 5", "UPDATE log SET act = 'publish' WHERE seq = 5", None),
        ("UPDATE log SET seq = seq + 50 WHERE seq = 3", "UPDATE log SET seq = 3 WHERE seq = 53", Some(gap(3))),
        ("UPDATE log SET seq = -1 WHERE seq = 1", "UPDATE log SET seq = 1 WHERE seq = -1", Some(gap(1))),
        ("UPDATE log_head SET seq = seq - 1", "UPDATE log_head SET seq = seq + 1", None),
        ("UPDATE log_head SET digest = 'x'", "", None),
    ];
    for (tamper, mend, found) in tamperings {
        sqlx::query(tamper).execute(&store.write).await.unwrap();
        let (_, broken) = store.audit(&[]).await.unwrap();
        let is_found = found.is_none_or(|found| broken.first() == found.first());
        assert!(!broken.is_empty() && is_found, "{tamper}: {broken:?}");
        if mend.is_empty() {
            let mend = "UPDATE log_head SET digest = $1";
            sqlx::query(mend).bind(&head.digest).execute(&store.write).await.unwrap();
        } else {
            sqlx::query(mend).execute(&store.write).await.unwrap();
        }
        assert_eq!(store.audit(&[]).await.unwrap().1, [], "mended after {tamper}");
    }
    // Entries before the first one.
    let fake =
        "INSERT INTO log SELECT -5, at_ms, person, act, consultation, target, content, 'fake' FROM log WHERE seq = 1";
    sqlx::query(fake).execute(&store.write).await.unwrap();
    let broken = store.audit(&["fake".to_owned()]).await.unwrap().1;
    assert!(broken.contains(&Broken::Foreign("fake".to_owned())), "{broken:?}");
    sqlx::query("DELETE FROM log WHERE seq = -5").execute(&store.write).await.unwrap();
    assert_eq!(store.audit(&[]).await.unwrap().1, []);
    for (tamper, mend, found) in [
        (
            "UPDATE comment SET text = 'another' WHERE id = 2",
            "UPDATE comment SET text = 'road 1' WHERE id = 2",
            "comment 2",
        ),
        ("UPDATE comment SET number = 9 WHERE id = 2", "UPDATE comment SET number = 2 WHERE id = 2", "comment 2"),
        ("UPDATE comment SET theme = 't2' WHERE id = 1", "UPDATE comment SET theme = 't1' WHERE id = 1", "comment 1"),
        (
            "UPDATE comment SET settlement = NULL WHERE id = 1",
            "UPDATE comment SET settlement = 1 WHERE id = 1",
            "comment 1",
        ),
        ("UPDATE comment SET voice = 1 WHERE id = 2", "UPDATE comment SET voice = NULL WHERE id = 2", "comment 2"),
        (
            "UPDATE comment SET state = 'withheld', withheld = 'insult' WHERE id = 3",
            "UPDATE comment SET state = 'published', withheld = NULL WHERE id = 3",
            "comment 3",
        ),
        ("UPDATE settlement SET answer = 'never'", "UPDATE settlement SET answer = 'So be it.'", "settlement 1"),
        ("UPDATE settlement SET approved_by = 8", "UPDATE settlement SET approved_by = 2", "settlement 1"),
        ("UPDATE announcement SET person = 8", "UPDATE announcement SET person = 2", "announcement"),
        ("UPDATE announcement SET receipts_digest = 'x'", "", "the receipts of roads"),
        ("UPDATE person SET roles = 'clerk publisher'", "UPDATE person SET roles = 'clerk'", "person 1"),
        ("DELETE FROM settlement", "", "settlement 1"),
    ] {
        sqlx::query(tamper).execute(&store.write).await.unwrap();
        let broken = store.audit(&[]).await.unwrap().1;
        assert!(broken.contains(&Broken::Content(found.to_owned())), "{tamper}: {broken:?}");
        if !mend.is_empty() {
            sqlx::query(mend).execute(&store.write).await.unwrap();
            assert!(store.audit(&[]).await.unwrap().1.len() < broken.len(), "mended after {tamper}");
        }
    }
    // The last entry taken away, and the head put back to the one before it.
    sqlx::query("DELETE FROM log WHERE seq = $1").bind(last).execute(&store.write).await.unwrap();
    assert!(store.audit(&[]).await.unwrap().1.contains(&Broken::End));
}
