//! What was done in, entries of one chain out: each digest covers the one before it, so that nothing can be taken out, put in or
//! altered unnoticed. Fails where the database does.
//!
//! An entry holds ids and digests, never a text. Its digest is SHA-256 over [`LABEL`] and, each with its length in eight bytes before
//! it (most significant first): seq, at_ms and person in decimal digits, act, consultation, target, content, and the digest of the
//! entry before it, which is blank for the first. The order is that of `seq`; the clock may jump.

use sha2::{Digest, Sha256};
use sqlx::AnyConnection;

use super::{Failure, Store};
use crate::catalogue::day_of;
use crate::world::hex;

/// What the bytes of an entry begin with.
pub const LABEL: &[u8] = b"daylight-log-1\0";

/// Entries that are read at a time.
const MANY: i64 = 1000;

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

const COLUMNS: &str = "seq, at_ms, person, act, consultation, target, content, digest";

type Row = (i64, i64, i64, String, String, String, String, String);

fn logged((seq, at_ms, person, act, consultation, target, content, digest): Row) -> Logged {
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

    /// Whether an entry has a digest.
    pub async fn is_logged(&self, digest: &str) -> Result<bool, Failure> {
        let found = sqlx::query("SELECT 1 FROM log WHERE digest = $1").bind(digest);
        Ok(found.fetch_optional(&self.read).await?.is_some())
    }

    /// The last entries before a place, the latest first; of one target, where one is named.
    pub async fn logged(&self, of: Option<(&str, &str)>, before: i64, limit: i64) -> Result<Vec<Logged>, Failure> {
        let (consultation, target) = of.unwrap_or_default();
        let narrow = if of.is_some() { " AND consultation = $2 AND target = $3" } else { " AND $2 = $3" };
        let sql = format!("SELECT {COLUMNS} FROM log WHERE seq < $1{narrow} ORDER BY seq DESC LIMIT {limit}");
        let rows = sqlx::query_as(&sql).bind(before).bind(consultation).bind(target).fetch_all(&self.read).await?;
        Ok(rows.into_iter().map(logged).collect())
    }

    /// Goes through the whole chain and what it speaks of: where it ends, and everything that is wrong.
    pub async fn audit(&self) -> Result<(Head, Vec<Broken>), Failure> {
        let head = self.head().await?;
        let (mut seq, mut before, mut broken) = (0, String::new(), Vec::new());
        let mut is_head_there = head.seq == 0;
        let mut latest = std::collections::HashMap::new();
        loop {
            let sql = format!("SELECT {COLUMNS} FROM log WHERE seq > $1 ORDER BY seq LIMIT {MANY}");
            let rows: Vec<Row> = sqlx::query_as(&sql).bind(seq).fetch_all(&self.read).await?;
            let entries: Vec<Logged> = rows.into_iter().map(logged).collect();
            for entry in &entries {
                if entry.seq != seq + 1 {
                    broken.push(Broken::Gap(seq + 1));
                } else if entry.sealed(&before) != entry.digest {
                    broken.push(Broken::Altered(entry.seq));
                }
                (seq, before) = (entry.seq, entry.digest.clone());
                is_head_there |= (entry.seq, &entry.digest) == (head.seq, &head.digest);
                if matches!(entry.act.as_str(), "publish" | "approve" | "announce") {
                    let of = (entry.act.clone(), entry.consultation.clone(), entry.target.clone());
                    latest.insert(of, (entry.content.clone(), entry.digest.clone()));
                }
            }
            if (entries.len() as i64) < MANY {
                break;
            }
        }
        // What was added since the head was read is no fault: the chain goes on, and its head with it.
        if !is_head_there || self.head().await?.seq < seq {
            broken.push(Broken::End);
        }
        for (_, day) in self.log_days().await? {
            if !self.is_logged(&day.digest).await? {
                broken.push(Broken::Foreign(day.digest));
            }
        }
        for (act, consultation, target, content, log) in self.standing_contents().await? {
            let said = latest.get(&(act.to_owned(), consultation, target.clone()));
            if said.is_none_or(|(known, _)| *known != content_digest(&content)) {
                broken.push(Broken::Content(target));
            } else if log.is_some() && log.as_deref() != said.map(|(_, digest)| digest.as_str()) {
                broken.push(Broken::Foreign(log.unwrap_or_default()));
            }
        }
        Ok((head, broken))
    }

    /// What stands in the tables and must be what an entry of the log says: act, consultation, target, content, digest of the entry.
    #[allow(clippy::type_complexity)]
    async fn standing_contents(&self) -> Result<Vec<(&'static str, String, String, String, Option<String>)>, Failure> {
        let mut all = Vec::new();
        let published: Vec<(i64, String, String)> =
            sqlx::query_as("SELECT id, consultation, text FROM comment WHERE state = 'published'")
                .fetch_all(&self.read)
                .await?;
        all.extend(published.into_iter().map(|(id, of, text)| ("publish", of, comment_target(id), text, None)));
        let settled: Vec<(i64, String, String, Option<String>, Option<String>)> = sqlx::query_as(
            "SELECT id, consultation, disposition, reason, answer FROM settlement WHERE approved_ms IS NOT NULL",
        )
        .fetch_all(&self.read)
        .await?;
        all.extend(settled.into_iter().map(|(id, of, disposition, reason, answer)| {
            let content = parts(&[Some(&disposition), reason.as_deref(), answer.as_deref()]);
            ("approve", of, settlement_target(id), content, None)
        }));
        let announced: Vec<(String, String, String, String)> =
            sqlx::query_as("SELECT consultation, counts, receipts_digest, log FROM announcement")
                .fetch_all(&self.read)
                .await?;
        all.extend(announced.into_iter().map(|(of, counts, receipts, log)| {
            ("announce", of, "announcement".to_owned(), parts(&[Some(&counts), Some(&receipts)]), Some(log))
        }));
        Ok(all)
    }
}

/// A comment, as the log names it.
pub fn comment_target(id: i64) -> String {
    format!("comment {id}")
}

/// A settlement, as the log names it.
pub(super) fn settlement_target(id: i64) -> String {
    format!("settlement {id}")
}
