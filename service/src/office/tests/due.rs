//! Days by which units answer: told before they are given and after, and never in the past.

use std::sync::atomic::Ordering;

use axum::http::{StatusCode, header};

use super::table::send;
use super::{Browser, DAY_MS, PASSWORD, comments, person, settings, tables, text_of};
use crate::tests::stage;

#[tokio::test]
async fn a_term_is_told_with_the_day_to_which_it_comes() {
    let stage = stage(settings(), &tables()).await;
    comments(&stage, &["One.", "Two."]).await;
    let clerk = person(&stage, "Clerk", "clerk").await;
    // It is Monday the third of March.
    for path in ["/roads", "/roads/comment/1"] {
        let (_, _, page) = clerk.get(&stage, path).await;
        for told in [
            "Working days from 3 March 2025: 5 end on 10 March 2025, 10 end on 17 March 2025",
            "such as 2025-03-31",
            "Some holidays in this time",
            "<option value=\"7\">12 March 2025</option>",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
    }
    let (_, _, page) = clerk.get(&stage, "/roads?lang=zh-Hans").await;
    assert!(page.contains("从2025年3月3日次日起算：5 个工作日至2025年3月10日、"), "{page}");
    let given = async |days: &str, version: usize| {
        let comment = format!("1.{version}");
        clerk.post(&stage, "/roads/assign", &[("comment", &comment), ("back", "1"), ("days", days)]).await
    };
    for (version, (days, due)) in
        [("7", "2025-03-12"), ("２", "2025-03-05"), ("2025-04-01", "2025-04-01"), ("２０２５年３月３日", "2025-03-03")]
            .into_iter()
            .enumerate()
    {
        let (status, headers, said) = given(days, version).await;
        let to = format!("../roads/comment/1?done=changed&n=1&due={due}");
        assert_eq!((status, text_of(&headers, header::LOCATION)), (StatusCode::SEE_OTHER, to.as_str()), "{said}");
    }
    let (_, _, page) = clerk.get(&stage, "/roads/comment/1?done=changed&n=1&due=2025-03-12").await;
    assert!(page.contains("1 comment changed. Due by 12 March 2025."), "{page}");
    let (status, _, said) = given("2025-03-02", 4).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && said.contains("2 March 2025 has passed"), "{said}");
    for days in ["0", "401", "soon"] {
        let (status, _, said) = given(days, 4).await;
        assert!(
            status == StatusCode::UNPROCESSABLE_ENTITY && said.contains("1 to 400") && said.contains(days),
            "{said}"
        );
    }
    // Once it has passed, that is said in words.
    let (_, _, page) = clerk.get(&stage, "/roads/comment/1").await;
    assert!(page.contains("due 3 March 2025</span>"), "{page}");
    stage.now.fetch_add(DAY_MS, Ordering::SeqCst);
    let clerk = Browser::sign_in(&stage, "Clerk", PASSWORD).await.unwrap();
    let (_, _, page) = clerk.get(&stage, "/roads/comment/1").await;
    assert!(page.contains("due 3 March 2025 · Overdue</span>"), "{page}");
    // A table says the same.
    let rows = "id,version,due\n1,4,2025-02-28\n2,0,next week\n";
    let (_, _, said) = send(&stage, &clerk, rows).await;
    for told in ["Row 2, column due: 2025-02-28 has passed", "“next week” cannot stand here. It may be: a day, such as"]
    {
        assert!(said.contains(told), "{told}: {said}");
    }
}
