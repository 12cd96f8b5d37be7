//! A pool in, one act of writing out: all of it or nothing; fails where the database does.
//!
//! In place of sqlx's transactions, which go by their own count of what was begun: SQLite undoes a transaction by itself where the disk
//! is full, and the count would never be right again.

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Executor};

use super::{Failure, Kind};

pub(super) struct Act {
    kind: Kind,
    connection: PoolConnection<Any>,
    /// Whether the connection is as it was before.
    is_over: bool,
}

impl Act {
    /// Begins. SQLite takes its lock at once: an act that had read before could not wait for it.
    pub async fn begin(kind: Kind, pool: &AnyPool) -> Result<Self, Failure> {
        let mut act = Self { kind, connection: pool.acquire().await?, is_over: false };
        let begin = match kind {
            Kind::Sqlite => "BEGIN IMMEDIATE",
            Kind::Postgres => "BEGIN",
        };
        act.connection.execute(begin).await?;
        Ok(act)
    }

    /// Where its statements go.
    pub fn on(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }

    /// Success once the database has said that it is kept, and on no other way.
    pub async fn commit(mut self) -> Result<(), Failure> {
        let kept = self.connection.execute("COMMIT").await;
        self.is_over = kept.is_ok();
        kept?;
        Ok(())
    }

    /// Keeps what was done where it went well, and leaves everything as it was where it did not.
    pub async fn end<T>(self, done: Result<T, Failure>) -> Result<T, Failure> {
        match done {
            Ok(done) => self.commit().await.map(|()| done),
            Err(failure) => {
                self.undo().await;
                Err(failure)
            }
        }
    }

    /// Leaves everything as it was.
    pub async fn undo(mut self) {
        let undone = self.connection.execute("ROLLBACK").await;
        // SQLite refuses where it has undone it already. What is not as it should be fails to begin, and goes then.
        self.is_over = undone.is_ok() || self.kind == Kind::Sqlite;
    }
}

impl Drop for Act {
    /// A connection that was left in the middle ends, and the act with it.
    fn drop(&mut self) {
        if !self.is_over {
            self.connection.close_on_drop();
        }
    }
}
