//! A database, a comment, a person and a number in; so many acts of that person out, with a clock that jumps. For the test that many
//! processes write one chain.

use daylight_service::store::{By, Store};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, comment, person, acts] = arguments.as_slice() else {
        return Err("acting DATABASE COMMENT PERSON ACTS".into());
    };
    let (comment, person, acts): (i64, i64, i64) = (comment.parse()?, person.parse()?, acts.parse()?);
    let store = Store::open(address, 8).await?;
    for act in 0..acts {
        let now_ms = 1_700_000_000_000 + (act * 7919 * person) % 1_000_000 - 500_000;
        let by = By { consultation: "roads", person, now_ms };
        store.note(&by, comment, &format!("{person} {act}")).await.map_err(|failure| failure.to_string())?;
    }
    store.close().await;
    Ok(())
}
