//! A consultation in which everything is settled in, its announcement out: once, whoever asks at the same time. Fails where something
//! is not settled, or the database does.

use daylight_core::consultation::receipt::{Receipt, digest};
use daylight_core::json::Writer;
use daylight_core::model::consultation::Disposition;
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

    /// How many comments of a consultation are withheld.
    pub async fn withheld(&self, consultation: &str) -> Result<i64, Failure> {
        let count = sqlx::query_as("SELECT count(*) FROM comment WHERE consultation = $1 AND state = 'withheld'");
        let (count,): (i64,) = count.bind(consultation).fetch_one(&self.read).await?;
        Ok(count)
    }

    /// Announces what became of all comments, of which there are so many. `counts` is JSON.
    pub async fn announce(&self, by: &By<'_>, received: i64, counts: &str) -> Result<Announced, Failure> {
        let digest = receipts_digest(&self.receipts(by.consultation).await?);
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

/// SHA-256 of the published list of receipts, one to a line.
pub(super) fn receipts_digest(receipts: &[String]) -> String {
    hex(&Sha256::digest(receipts.join("\n")))
}

/// The digest of a receipt and a text, as it stands in the published list.
pub(super) fn receipt_digest(receipt: &str, text: &str) -> Option<String> {
    let receipt = Receipt::read(receipt).ok()?;
    Some(digest(receipt, text, |bytes| Sha256::digest(bytes).into()))
}

/// What the log keeps of an announcement.
pub(super) fn announcement(counts: &str, receipts: &str, (person, now_ms): (i64, i64)) -> String {
    parts(&[Some(counts), Some(receipts), Some(&person.to_string()), Some(&now_ms.to_string())])
}

/// What would be announced, as JSON: how many were received, how many ended in each way, and how many are withheld.
pub fn counts_json(received: u64, settled: [u64; 5], withheld: u64) -> String {
    let mut out = Writer::default();
    out.open('{').key("received").raw(&received.to_string());
    for (disposition, count) in Disposition::ALL.iter().zip(settled) {
        out.key(disposition.word()).raw(&count.to_string());
    }
    out.key("withheld").raw(&withheld.to_string()).close('}');
    out.finish()
}

/// The same, counted by the database now.
async fn counted(connection: &mut AnyConnection, consultation: &str) -> Result<String, Failure> {
    let rows: Vec<(Option<String>, i64, i64)> = sqlx::query_as(
        "SELECT s.disposition, count(*), count(c.withheld) FROM comment c LEFT JOIN comment v ON v.id = c.voice \
         LEFT JOIN settlement s ON s.id = COALESCE(c.settlement, v.settlement) WHERE c.consultation = $1 GROUP BY s.disposition",
    )
    .bind(consultation)
    .fetch_all(&mut *connection)
    .await?;
    let (mut received, mut settled, mut withheld) = (0, [0; 5], 0);
    for (word, count, hidden) in rows {
        let [count, hidden] = [count, hidden].map(|count| u64::try_from(count).unwrap_or_default());
        received += count;
        withheld += hidden;
        if let Some(disposition) = word.as_deref().and_then(Disposition::of_word) {
            settled[disposition as usize] += count;
        }
    }
    Ok(counts_json(received, settled, withheld))
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
    if unfinished > 0 || all != received || counted(connection, by.consultation).await? != counts {
        return Err(Failure::Stale);
    }
    let content = announcement(counts, receipts, (by.person, by.now_ms));
    let deed = by.deed("announce", "announcement".to_owned(), content);
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
