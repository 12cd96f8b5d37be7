//! A consultation in which everything is settled in, its announcement out: once, whoever asks at the same time. Fails where something
//! is not settled, or the database does.

use daylight_core::consultation::receipt::{Receipt, leaf};
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;

use super::act::Act;
use super::log::{append, parts};
use super::work::{By, hold};
use super::{Failure, Store};
use crate::world::hex;

/// What was announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// When.
    pub announced_ms: i64,
    /// By whom.
    pub person: i64,
    /// The counts, as JSON: received, withheld, and one for each disposition.
    pub counts: String,
    /// The digest of the entry of the log that says so.
    pub log: String,
}

/// A consultation, its comments with a number, and those whose outcome is approved.
const UNFINISHED: &str = "SELECT count(*) FROM comment c LEFT JOIN comment v ON v.id = c.voice \
     LEFT JOIN settlement s ON s.id = COALESCE(c.settlement, v.settlement) \
     WHERE c.consultation = $1 AND (c.number IS NULL OR s.approved_ms IS NULL)";

impl Store {
    /// What was announced of a consultation.
    pub async fn announced(&self, consultation: &str) -> Result<Option<Announced>, Failure> {
        let row: Option<(i64, i64, String, String)> =
            sqlx::query_as("SELECT announced_ms, person, counts, log FROM announcement WHERE consultation = $1")
                .bind(consultation)
                .fetch_optional(&self.read)
                .await?;
        Ok(row.map(|(announced_ms, person, counts, log)| Announced { announced_ms, person, counts, log }))
    }

    /// Announces what became of all comments, of which there are so many. `counts` is JSON.
    pub async fn announce(&self, by: &By<'_>, received: i64, counts: &str) -> Result<Announced, Failure> {
        let receipts = self.receipts(by.consultation).await?;
        let digest = hex(&Sha256::digest(receipts.join("\n")));
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = announced(act.on(), by, (received, counts), &digest).await;
        act.end(done).await
    }

    /// The published list of receipts: of each the digest of a `leaf`, sorted, so that its place tells nothing.
    pub async fn receipts(&self, consultation: &str) -> Result<Vec<String>, Failure> {
        let rows: Vec<(String, String)> = sqlx::query_as("SELECT receipt, text FROM comment WHERE consultation = $1")
            .bind(consultation)
            .fetch_all(&self.read)
            .await?;
        let mut digests: Vec<String> =
            rows.iter().filter_map(|(receipt, text)| receipt_digest(receipt, text)).collect();
        digests.sort_unstable();
        Ok(digests)
    }
}

/// The digest of a receipt and a text, as it stands in the published list.
pub(super) fn receipt_digest(receipt: &str, text: &str) -> Option<String> {
    let receipt = Receipt::read(receipt).ok()?;
    Some(hex(&Sha256::digest(leaf(receipt, &Sha256::digest(text).into()))))
}

async fn announced(
    connection: &mut AnyConnection,
    by: &By<'_>,
    (received, counts): (i64, &str),
    receipts: &str,
) -> Result<Announced, Failure> {
    hold(connection, by.consultation).await?;
    let (unfinished,): (i64,) = sqlx::query_as(UNFINISHED).bind(by.consultation).fetch_one(&mut *connection).await?;
    let (all,): (i64,) = sqlx::query_as("SELECT count(*) FROM comment WHERE consultation = $1")
        .bind(by.consultation)
        .fetch_one(&mut *connection)
        .await?;
    // Counted before; meanwhile somebody changed something.
    if unfinished > 0 || all != received {
        return Err(Failure::Stale);
    }
    let deed = by.deed("announce", "announcement".to_owned(), parts(&[Some(counts), Some(receipts)]));
    let log = append(connection, &[deed]).await?;
    sqlx::query(
        "INSERT INTO announcement (consultation, announced_ms, person, counts, receipts_digest, log) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(by.consultation)
    .bind(by.now_ms)
    .bind(by.person)
    .bind(counts)
    .bind(receipts)
    .bind(&log)
    .execute(&mut *connection)
    .await?;
    Ok(Announced { announced_ms: by.now_ms, person: by.person, counts: counts.to_owned(), log })
}
