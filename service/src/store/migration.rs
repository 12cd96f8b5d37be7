//! A database in, the same with the newest tables out; each step once, and by one process at a time. Fails where a step does,
//! or where the tables are newer than this program.

use sqlx::{AnyPool, Executor};

use super::act::Act;
use super::{Failure, Kind};

/// The steps of a database, in order; the number of a step is its place from 1.
fn steps(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Sqlite => &[
            include_str!("../../migrations/sqlite/1_comment.sql"),
            include_str!("../../migrations/sqlite/2_office.sql"),
            include_str!("../../migrations/sqlite/3_browser.sql"),
        ],
        Kind::Postgres => &[
            include_str!("../../migrations/postgres/1_comment.sql"),
            include_str!("../../migrations/postgres/2_office.sql"),
            include_str!("../../migrations/postgres/3_browser.sql"),
        ],
    }
}

/// Two processes that start at once do the steps one after the other: SQLite's transaction locks the file. The number means nothing
/// but this lock.
const LOCK: &str = "DO $$ BEGIN PERFORM pg_advisory_xact_lock(5619204); END $$";

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (step BIGINT PRIMARY KEY)";

pub(super) async fn run(kind: Kind, pool: &AnyPool) -> Result<(), Failure> {
    let mut act = Act::begin(kind, pool).await?;
    if kind == Kind::Postgres {
        act.on().execute(LOCK).await?;
    }
    act.on().execute(TABLE).await?;
    let (done,): (i64,) = sqlx::query_as("SELECT count(*) FROM migration").fetch_one(act.on()).await?;
    let steps = steps(kind);
    let done = usize::try_from(done).unwrap_or(usize::MAX);
    if done > steps.len() {
        return Err(Failure::Database("its tables are of a newer version of this program".to_owned()));
    }
    for (number, step) in (1_i64..).zip(steps).skip(done) {
        act.on().execute(*step).await?;
        sqlx::query("INSERT INTO migration (step) VALUES ($1)").bind(number).execute(act.on()).await?;
    }
    act.commit().await
}
