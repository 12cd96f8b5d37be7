//! A submission in, its receipt out once it is committed; the same key with the same body gives the same receipt, with another
//! body a failure. Fails where too much waits or the database fails.

use sqlx::{AnyConnection, Row};

use super::act::Act;
use super::{Failure, Store};

/// A comment that passed every rule and asks to be kept.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The id of the consultation.
    pub consultation: String,
    /// The sender's idempotency key.
    pub key: String,
    /// SHA-256 of what was sent, in hexadecimal digits.
    pub body_digest: String,
    /// A fresh receipt: the citizen's secret. Not used where the key was seen before.
    pub receipt: String,
    /// Milliseconds since 1970.
    pub received_ms: i64,
    /// How it came: `online` here; letters and calls come by import.
    pub channel: String,
    /// The package that its subject is of, where that is not the draft.
    pub package: Option<String>,
    /// The published id that it speaks about.
    pub subject: Option<String>,
    /// A declared name.
    pub name: Option<String>,
    /// A pseudonym that the host vouches for.
    pub pseudonym: Option<String>,
    /// The comment.
    pub text: String,
    /// Answers to questions, as JSON.
    pub answers: Option<String>,
    /// Whether personal data may stand in it.
    pub flagged: bool,
    /// How to reach the sender; kept apart.
    pub contact: Option<String>,
}

/// What is certain once it is returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The citizen's secret.
    pub receipt: String,
    /// When it was received first.
    pub received_ms: i64,
    /// Whether it was there before.
    pub again: bool,
}

const INSERT: &str = "INSERT INTO comment (consultation, key, body_digest, receipt, received_ms, channel, package, subject, \
     name, pseudonym, text, answers, flagged, state) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'received') \
     ON CONFLICT (consultation, key) DO NOTHING RETURNING id";

const KNOWN: &str = "SELECT receipt, body_digest, received_ms FROM comment WHERE consultation = $1 AND key = $2";

impl Store {
    /// The comment that was kept under a key before: its digest, and what is certain of it.
    pub async fn known(&self, consultation: &str, key: &str) -> Result<Option<(String, Kept)>, Failure> {
        let row: Option<(String, String, i64)> =
            sqlx::query_as(KNOWN).bind(consultation).bind(key).fetch_optional(&self.read).await?;
        Ok(row.map(|(receipt, body_digest, received_ms)| (body_digest, Kept { receipt, received_ms, again: true })))
    }

    /// Keeps a comment. Returns after COMMIT, and on no other way with success.
    pub async fn submit(&self, submission: Submission) -> Result<Kept, Failure> {
        if let Some(writer) = &self.writer {
            return writer.submit(submission).await;
        }
        // PostgreSQL lets transactions that end together share one flush.
        let _place = self.places.try_acquire().map_err(|_| Failure::Busy)?;
        let mut act = Act::begin(self.kind, &self.write).await?;
        match insert(act.on(), &submission).await {
            Ok(kept) => act.commit().await.map(|()| kept),
            Err(failure) => {
                act.undo().await;
                Err(failure)
            }
        }
    }
}

/// Inserts one comment within a transaction; a key that is there already changes nothing and stops nobody else.
pub(super) async fn insert(connection: &mut AnyConnection, one: &Submission) -> Result<Kept, Failure> {
    let inserted = sqlx::query(INSERT)
        .bind(&one.consultation)
        .bind(&one.key)
        .bind(&one.body_digest)
        .bind(&one.receipt)
        .bind(one.received_ms)
        .bind(&one.channel)
        .bind(&one.package)
        .bind(&one.subject)
        .bind(&one.name)
        .bind(&one.pseudonym)
        .bind(&one.text)
        .bind(&one.answers)
        .bind(one.flagged)
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(row) = inserted {
        if let Some(contact) = &one.contact {
            sqlx::query("INSERT INTO contact (comment, address) VALUES ($1, $2)")
                .bind(row.try_get::<i64, _>(0)?)
                .bind(contact)
                .execute(&mut *connection)
                .await?;
        }
        return Ok(Kept { receipt: one.receipt.clone(), received_ms: one.received_ms, again: false });
    }
    let (receipt, body_digest, received_ms): (String, String, i64) =
        sqlx::query_as(KNOWN).bind(&one.consultation).bind(&one.key).fetch_one(&mut *connection).await?;
    if body_digest != one.body_digest {
        return Err(Failure::OtherBody);
    }
    Ok(Kept { receipt, received_ms, again: true })
}
