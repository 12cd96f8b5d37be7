//! The table in again, as clerks write it: titles in place of codes, in any language, wide or narrow.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};

use super::{Browser, comments, person, settings, tables};
use crate::tests::{Stage, stage};

/// Sends a table of a few columns.
pub(super) async fn send(stage: &Stage, desk: &Browser, text: &str) -> (StatusCode, HeaderMap, String) {
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; \
         filename=\"t.csv\"\r\n\r\n{text}\r\n--b--\r\n",
        desk.token
    );
    let request = Request::post("/office/roads/table").header(header::COOKIE, &desk.cookie);
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    stage.ask(request.body(Body::from(body)).unwrap()).await
}

async fn rows(stage: &Stage, desk: &Browser) -> Vec<[String; 5]> {
    let (_, _, csv) = desk.get(stage, "/roads/comments.csv").await;
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    rows.iter().map(|row| [1, 9, 10, 12, 13].map(|at| row[at].to_owned())).collect()
}

#[tokio::test]
async fn a_clerk_types_titles() {
    let mut tables = tables();
    tables.last_mut().unwrap().1 = "id,name\nt1,Which road first\nt2,Who pays\nt3,Same\nt4,SAME\n";
    let stage = stage(settings(), &tables).await;
    comments(&stage, &["One.", "Two.", "Three.", "Four."]).await;
    let desk = person(&stage, "Both", "clerk answerer").await;
    let unit = [("comment", "4.0"), ("unit", "Finance Bureau")];
    assert_eq!(desk.post(&stage, "/roads/assign", &unit).await.0, StatusCode::SEE_OTHER);
    let typed = "id,version,theme,unit,proposal,disposition,reason\n\
        1,0,Ｗｈｏ　ＰＡＹＳ,finance  bureau,公开,ADOPTED IN PART,So.\n\
        2,0,which road first,Roads Bureau,Withhold: It insults or threatens,不属本次范围,So.\n\
        3,0,T2,,不公开：含侮辱、威胁内容,Ａｄｏｐｔｅｄ,\n\
        4,1,t1,Finance Bureau,insult,已有规定,So.\n";
    let (status, _, said) = send(&stage, &desk, typed).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
    // The table that goes out has codes, and comes in again unchanged; so does the one that was typed.
    let codes = [
        ["t2", "Finance Bureau", "publish", "partly"],
        ["t1", "Roads Bureau", "withhold:insult", "out-of-scope"],
        ["t2", "", "withhold:insult", "adopted"],
        ["t1", "Finance Bureau", "withhold:insult", "covered"],
    ];
    for (row, codes) in rows(&stage, &desk).await.iter().zip(codes) {
        assert_eq!(row[1..], codes);
    }
    let (_, _, csv) = desk.get(&stage, "/roads/comments.csv").await;
    for text in [csv.as_str(), typed] {
        let (status, _, said) = send(&stage, &desk, text).await;
        assert!(status == StatusCode::OK && said.contains("Nothing is different"), "{said}");
    }
    // What is none of them, or two of them, is told with its place and with what may stand there.
    let version: Vec<String> = rows(&stage, &desk).await.into_iter().map(|[version, ..]| version).collect();
    let long = "x".repeat(101);
    let wrong = format!(
        "id,version,theme,unit,proposal,disposition\n1,{},same,,,\n2,{},,{long},,\n3,{},t2,,delete,\n4,{},t1,Finance Bureau,insult,perhaps\n",
        version[0], version[1], version[2], version[3]
    );
    let (status, _, said) = send(&stage, &desk, &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
    for told in [
        "Row 2, column theme: “same” cannot stand here. It may be: t1 (Which road first), t2 (Who pays), t3 (Same), t4 (SAME).",
        "Row 3, column unit: This has 101 characters; 100 are allowed.",
        "Row 4, column proposal: “delete” cannot stand here. It may be: publish (Publish), withhold:",
        "withhold:insult (Withhold: It insults or threatens)",
        "Row 5, column disposition: “perhaps” cannot stand here. It may be: adopted (Adopted), partly (Adopted in part)",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
}
