//! Acts of the office on single comments: publish, withhold, settle, answer. Fails where the comment is not there or not in the
//! state that the act needs.
//!
//! A publication number is given while the row of its consultation in `last_number` is locked: numbers have no gap, and a
//! number once seen never belongs to another comment.

use sqlx::AnyConnection;

use super::act::Act;
use super::{Failure, Store};
use crate::rule;

impl Store {
    /// Publishes a comment that was received: its number. The clock's `now_ms` is written, the order is the number's.
    pub async fn publish(&self, consultation: &str, receipt: &str, now_ms: i64) -> Result<i64, Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let number = next_number(act.on(), consultation).await?;
        let published: Option<(i64, String)> = sqlx::query_as(
            "UPDATE comment SET state = 'published', number = $1, published_ms = $2 \
             WHERE consultation = $3 AND receipt = $4 AND state = 'received' RETURNING id, text",
        )
        .bind(number)
        .bind(now_ms)
        .bind(consultation)
        .bind(receipt)
        .fetch_optional(act.on())
        .await?;
        let Some((id, text)) = published else {
            // The number is given back.
            act.undo().await;
            return Err(Failure::NotThere);
        };
        for gram in rule::grams(&text) {
            sqlx::query("INSERT INTO comment_grams (gram, comment) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(gram)
                .bind(id)
                .execute(act.on())
                .await?;
        }
        act.commit().await?;
        Ok(number)
    }

    /// Withholds a comment that was received, for a reason that has a code: its number. It is counted all the same, and its place in
    /// the public order is seen.
    pub async fn withhold(&self, consultation: &str, receipt: &str, reason: &str, now_ms: i64) -> Result<i64, Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let number = next_number(act.on(), consultation).await?;
        let done = sqlx::query(
            "UPDATE comment SET state = 'withheld', withheld = $1, number = $2, published_ms = $3 \
             WHERE consultation = $4 AND receipt = $5 AND state = 'received'",
        )
        .bind(reason)
        .bind(number)
        .bind(now_ms)
        .bind(consultation)
        .bind(receipt)
        .execute(act.on())
        .await?;
        if done.rows_affected() != 1 {
            act.undo().await;
            return Err(Failure::NotThere);
        }
        act.commit().await?;
        Ok(number)
    }

    /// Says what became of a comment, and puts it under a theme and an answer.
    pub async fn settle(
        &self,
        consultation: &str,
        receipt: &str,
        disposition: &str,
        reason: Option<&str>,
        theme: Option<&str>,
        answer: Option<i64>,
    ) -> Result<(), Failure> {
        let done = sqlx::query(
            "UPDATE comment SET disposition = $1, reason = $2, theme = $3, answer = $4 \
             WHERE consultation = $5 AND receipt = $6",
        )
        .bind(disposition)
        .bind(reason)
        .bind(theme)
        .bind(answer)
        .bind(consultation)
        .bind(receipt)
        .execute(&self.write)
        .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(Failure::NotThere) }
    }

    /// Keeps an answer that comments can be put under: its id.
    pub async fn answer(&self, consultation: &str, text: &str, now_ms: i64) -> Result<i64, Failure> {
        let (id,): (i64,) =
            sqlx::query_as("INSERT INTO answer (consultation, text, answered_ms) VALUES ($1, $2, $3) RETURNING id")
                .bind(consultation)
                .bind(text)
                .bind(now_ms)
                .fetch_one(&self.write)
                .await?;
        Ok(id)
    }
}

/// Takes the next number; whoever wants one after that waits until this transaction ends.
async fn next_number(connection: &mut AnyConnection, consultation: &str) -> Result<i64, Failure> {
    sqlx::query("INSERT INTO last_number (consultation, number) VALUES ($1, 0) ON CONFLICT (consultation) DO NOTHING")
        .bind(consultation)
        .execute(&mut *connection)
        .await?;
    let (number,): (i64,) =
        sqlx::query_as("UPDATE last_number SET number = number + 1 WHERE consultation = $1 RETURNING number")
            .bind(consultation)
            .fetch_one(&mut *connection)
            .await?;
    Ok(number)
}
