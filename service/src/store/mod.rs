//! The store: comments in, comments and counts out, over SQLite or PostgreSQL; fails where the database does.
//!
//! One set of statements serves both. What differs is how a comment is taken in: SQLite has one writer that gathers what waits
//! into one transaction (`writer`), PostgreSQL groups commits by itself. Either way [`Store::submit`] answers after COMMIT has
//! returned, and never before.

mod act;
mod announce;
mod audit;
mod desk;
mod log;
mod migration;
mod open;
mod person;
mod read;
mod submit;
mod work;
mod writer;

use std::fmt;

use sqlx::AnyPool;
use tokio::sync::Semaphore;

pub use announce::{Announced, counts_json};
pub use desk::{Case, Filter, Match, Progress, Settlement, Show};
pub use log::{Broken, Head, LABEL, Logged, comment_target, content_digest, settlement_target};
pub use open::{Durability, sqlite_of};
pub use person::{Person, Role};
pub use read::{Answer, Asked, Page, Published, Standing, Sum};
pub use submit::{Kept, Submission};
pub use work::{By, Change, Done, Revision, Said, Seen, set_digest};

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file beside the site, one process.
    Sqlite,
    /// A server, any number of processes.
    Postgres,
}

/// Why the store did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// Too much waits already: try again soon.
    Busy,
    /// It is about to stop.
    Stopping,
    /// The key was used before, for something else.
    OtherBody,
    /// There is no such thing, or it is not in the state that the act needs.
    NotThere,
    /// Somebody else has changed it meanwhile.
    Stale,
    /// What became of the comments was announced: nothing of it is changed any more.
    Announced,
    /// The database failed; its words are for the log.
    Database(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("too much waits to be written"),
            Self::Stopping => f.write_str("the store is stopping"),
            Self::OtherBody => f.write_str("the key was used for something else"),
            Self::NotThere => f.write_str("there is no such thing in that state"),
            Self::Stale => f.write_str("it was changed meanwhile"),
            Self::Announced => f.write_str("it was announced already"),
            Self::Database(words) => f.write_str(words),
        }
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed => Self::Stopping,
            // What a driver says of a row may hold the row: only what names the fault is passed on.
            sqlx::Error::Database(error) => {
                let code = error.code().unwrap_or_default();
                let constraint = error.constraint().unwrap_or_default();
                Self::Database(format!("the database refused: code {code} {constraint}").trim_end().to_owned())
            }
            other => Self::Database(other.to_string()),
        }
    }
}

/// The comments of all consultations.
pub struct Store {
    kind: Kind,
    /// For reading; on PostgreSQL for everything.
    read: AnyPool,
    /// For writing; on SQLite one connection.
    write: AnyPool,
    /// SQLite's one writer.
    writer: Option<writer::Writer>,
    /// PostgreSQL's bound on what is under way.
    places: Semaphore,
}

impl Store {
    /// Which database it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How many comments wait to be written.
    pub fn waiting(&self) -> usize {
        self.writer.as_ref().map_or(0, writer::Writer::waiting)
    }

    /// Whether the database answers.
    pub async fn is_well(&self) -> bool {
        sqlx::query("SELECT 1").fetch_one(&self.read).await.is_ok()
    }

    /// Takes no more, writes what waits, and lets go of the database.
    pub async fn close(&self) {
        if let Some(writer) = &self.writer {
            writer.drain().await;
        }
        self.write.close().await;
        self.read.close().await;
    }

    /// A value that all processes over this database share: the one that is there, else the one that is given.
    pub async fn shared_secret(&self, name: &str, fresh: &str) -> Result<String, Failure> {
        sqlx::query("INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(name)
            .bind(fresh)
            .execute(&self.write)
            .await?;
        let found: (String,) =
            sqlx::query_as("SELECT value FROM secret WHERE name = $1").bind(name).fetch_one(&self.write).await?;
        Ok(found.0)
    }

    /// A consistent copy of the database as a file that must not exist yet, while comments come in. SQLite only: PostgreSQL
    /// has `pg_dump`.
    pub async fn backup(&self, file: &str) -> Result<(), Failure> {
        match self.kind {
            Kind::Sqlite => {
                sqlx::query("VACUUM INTO $1").bind(file).execute(&self.read).await?;
                Ok(())
            }
            Kind::Postgres => Err(Failure::Database("PostgreSQL is backed up with pg_dump".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests;
