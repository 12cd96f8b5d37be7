//! What was done in, entries of one chain out: each digest covers the one before it, so that nothing can be taken out, put in or
//! altered unnoticed. Fails where the database does.
//!
//! An entry holds ids and digests, never a text. Its digest is SHA-256 over [`LABEL`] and, each with its length in eight bytes before
//! it (most significant first): seq, at_ms and person in decimal digits, act, consultation, target, content, and the digest of the
//! entry before it, which is blank for the first. The order is that of `seq`; the clock may jump.

use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Executor};

use super::{Failure, Kind, Store, audit};
use crate::catalogue::day_of;
use crate::world::hex;

/// What the bytes of an entry begin with.
pub const LABEL: &[u8] = b"daylight-log-1\0";

/// Something that was done.
#[derive(Clone, Debug)]
pub struct Deed<'a> {
    /// When, by the clock.
    pub at_ms: i64,
    /// Who; 0 where it was no person.
    pub person: i64,
    /// What.
    pub act: &'a str,
    /// In which consultation; blank where in none.
    pub consultation: &'a str,
    /// To what, by its kind and id.
    pub target: String,
    /// What it was, of which the digest is kept.
    pub content: String,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// Its place, from 1.
    pub seq: i64,
    /// When, by the clock.
    pub at_ms: i64,
    /// Who.
    pub person: i64,
    /// What was done.
    pub act: String,
    /// In which consultation.
    pub consultation: String,
    /// To what.
    pub target: String,
    /// SHA-256 of what it was, in hexadecimal digits.
    pub content: String,
    /// Its digest.
    pub digest: String,
}

pub(super) const COLUMNS: &str = "seq, at_ms, person, act, consultation, target, content, digest";

pub(super) type Row = (i64, i64, i64, String, String, String, String, String);

pub(super) fn logged((seq, at_ms, person, act, consultation, target, content, digest): Row) -> Logged {
    Logged { seq, at_ms, person, act, consultation, target, content, digest }
}

impl Logged {
    /// The digest that it has where the one before it has that digest.
    pub fn sealed(&self, before: &str) -> String {
        let mut hash = Sha256::new_with_prefix(LABEL);
        let [seq, at_ms, person] = [self.seq, self.at_ms, self.person].map(|number| number.to_string());
        for field in [&seq, &at_ms, &person, &self.act, &self.consultation, &self.target, &self.content] {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field);
        }
        hash.update((before.len() as u64).to_be_bytes());
        hash.update(before);
        hex(&hash.finalize())
    }
}

/// Where the chain ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// How many entries it has.
    pub seq: i64,
    /// The digest of the last one.
    pub digest: String,
}

/// What is wrong with the log, or with what it speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The entry that should stand in a place does not.
    Gap(i64),
    /// An entry is not what it was.
    Altered(i64),
    /// There are more or fewer than the head says, or it ends otherwise.
    End,
    /// A digest that was published is none of the chain's.
    Foreign(String),
    /// What an entry speaks of is not what it was.
    Content(String),
}

/// SHA-256 of what a deed was, in hexadecimal digits.
pub fn content_digest(content: &str) -> String {
    hex(&Sha256::digest(content))
}

/// Parts of a content; no part can reach into the next.
pub(super) fn parts(parts: &[Option<&str>]) -> String {
    parts.iter().map(|part| part.map_or("-".to_owned(), |part| format!("{}:{part}", part.len()))).collect()
}

/// Adds entries: the digest of the last. Whoever wants to add more waits until this transaction ends.
pub(super) async fn append(connection: &mut AnyConnection, deeds: &[Deed<'_>]) -> Result<String, Failure> {
    let (mut seq, mut before): (i64, String) =
        sqlx::query_as("UPDATE log_head SET id = id WHERE id = 1 RETURNING seq, digest")
            .fetch_one(&mut *connection)
            .await?;
    for deed in deeds {
        seq += 1;
        let mut entry = Logged {
            seq,
            at_ms: deed.at_ms,
            person: deed.person,
            act: deed.act.to_owned(),
            consultation: deed.consultation.to_owned(),
            target: deed.target.clone(),
            content: content_digest(&deed.content),
            digest: String::new(),
        };
        entry.digest = entry.sealed(&before);
        sqlx::query(
            "INSERT INTO log (seq, at_ms, person, act, consultation, target, content, digest) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(entry.seq)
        .bind(entry.at_ms)
        .bind(entry.person)
        .bind(&entry.act)
        .bind(&entry.consultation)
        .bind(&entry.target)
        .bind(&entry.content)
        .bind(&entry.digest)
        .execute(&mut *connection)
        .await?;
        before = entry.digest;
    }
    sqlx::query("UPDATE log_head SET seq = $1, digest = $2 WHERE id = 1")
        .bind(seq)
        .bind(&before)
        .execute(&mut *connection)
        .await?;
    if let Some(day) = deeds.last().and_then(|last| day_of(last.at_ms, 0)) {
        sqlx::query(
            "INSERT INTO log_day (day, seq, digest) VALUES ($1, $2, $3) \
             ON CONFLICT (day) DO UPDATE SET seq = excluded.seq, digest = excluded.digest",
        )
        .bind(day.iso())
        .bind(seq)
        .bind(&before)
        .execute(&mut *connection)
        .await?;
    }
    Ok(before)
}

impl Store {
    /// Where the chain ends now.
    pub async fn head(&self) -> Result<Head, Failure> {
        let (seq, digest) =
            sqlx::query_as("SELECT seq, digest FROM log_head WHERE id = 1").fetch_one(&self.read).await?;
        Ok(Head { seq, digest })
    }

    /// Where the chain ended on each day, in order.
    pub async fn log_days(&self) -> Result<Vec<(String, Head)>, Failure> {
        let rows: Vec<(String, i64, String)> =
            sqlx::query_as("SELECT day, seq, digest FROM log_day ORDER BY day").fetch_all(&self.read).await?;
        Ok(rows.into_iter().map(|(day, seq, digest)| (day, Head { seq, digest })).collect())
    }

    /// The last entries before a place, the latest first; of one target, where one is named.
    pub async fn logged(&self, of: Option<(&str, &str)>, before: i64, limit: i64) -> Result<Vec<Logged>, Failure> {
        let (consultation, target) = of.unwrap_or_default();
        let narrow = if of.is_some() { " AND consultation = $2 AND target = $3" } else { " AND $2 = $3" };
        let sql = format!("SELECT {COLUMNS} FROM log WHERE seq < $1{narrow} ORDER BY seq DESC LIMIT {limit}");
        let rows = sqlx::query_as(&sql).bind(before).bind(consultation).bind(target).fetch_all(&self.read).await?;
        Ok(rows.into_iter().map(logged).collect())
    }

    /// Goes through the whole chain and what it speaks of, as both are at one moment: where it ends, and everything that is wrong; of
    /// some digests, whether each is one of the chain's.
    pub async fn audit(&self, published: &[String]) -> Result<(Head, Vec<Broken>), Failure> {
        let mut connection = self.read.acquire().await?;
        let begin = match self.kind {
            Kind::Sqlite => "BEGIN",
            Kind::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        connection.execute(begin).await?;
        let looked = audit::look(&mut connection, published).await;
        connection.execute("ROLLBACK").await?;
        looked
    }
}

/// A comment, as the log names it.
pub fn comment_target(id: i64) -> String {
    format!("comment {id}")
}

/// A settlement, as the log names it.
pub fn settlement_target(id: i64) -> String {
    format!("settlement {id}")
}
