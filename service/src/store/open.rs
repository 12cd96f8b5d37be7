//! An address in, a store with the newest tables out; fails where the database is not there, or would forget what it
//! acknowledged.

use std::path::Path;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, Connection, Executor};
use tokio::sync::Semaphore;

use super::{Failure, Kind, Store, migration, writer};

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(3);
/// Readers of a SQLite file.
const READERS: u32 = 4;
/// Connections to a PostgreSQL server.
const CONNECTIONS: u32 = 16;

/// Whether a commit reaches the disk before it returns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// It does. Nothing that serves citizens uses anything else, and no setting leads elsewhere.
    #[default]
    Full,
    /// It does not. For the test which shows that the test of durability would notice.
    Careless,
}

impl Durability {
    fn pragma(self) -> &'static str {
        match self {
            Self::Full => "PRAGMA synchronous = FULL",
            Self::Careless => "PRAGMA synchronous = OFF",
        }
    }
}

impl Store {
    /// Opens `sqlite:PATH` (made where it is not there) or `postgres://…`; at most `bound` comments wait to be written.
    ///
    /// # Errors
    /// Where the database is not there, of a newer version, or would forget what it acknowledged.
    pub async fn open(address: &str, bound: usize) -> Result<Self, String> {
        Self::open_with(address, bound, Durability::Full).await
    }

    /// The same for tests: the import law keeps the command from it.
    pub async fn open_with(address: &str, bound: usize, durability: Durability) -> Result<Self, String> {
        sqlx::any::install_default_drivers();
        let kind = kind(address).ok_or_else(|| {
            format!("`{}` is no database: write sqlite:PATH or postgres://USER@HOST/NAME.", without_password(address))
        })?;
        let said = |failure: Failure| format!("The database {} cannot be used: {failure}.", without_password(address));
        let (read, write) = match kind {
            Kind::Sqlite => {
                let address = bare_path(address);
                make(address).map_err(|fault| said(Failure::Database(fault.to_string())))?;
                let address = sqlite_address(address);
                // The writer comes first: it turns the log on.
                let write = pool(kind, 1, durability).connect(&address).await.map_err(|e| said(e.into()))?;
                let read = pool(kind, READERS, durability).connect(&address).await.map_err(|e| said(e.into()))?;
                (read, write)
            }
            Kind::Postgres => {
                // A pool would try again and again what will not get better.
                let mut first = AnyConnection::connect(address).await.map_err(|e| said(e.into()))?;
                look_at_settings(&mut first, durability).await.map_err(|e| match e {
                    sqlx::Error::Configuration(words) => words.to_string(),
                    other => said(other.into()),
                })?;
                // A connection that does not end well ends all the same.
                let _ = first.close().await;
                let both = pool(kind, CONNECTIONS, durability).connect(address).await.map_err(|e| said(e.into()))?;
                (both.clone(), both)
            }
        };
        migration::run(kind, &write).await.map_err(said)?;
        let writer = (kind == Kind::Sqlite).then(|| writer::Writer::start(write.clone(), bound));
        Ok(Self { kind, read, write, writer, places: Semaphore::new(bound) })
    }
}

fn kind(address: &str) -> Option<Kind> {
    match address.split_once(':')?.0 {
        "sqlite" => Some(Kind::Sqlite),
        "postgres" | "postgresql" => Some(Kind::Postgres),
        _ => None,
    }
}

/// A SQLite address for a file.
pub fn sqlite_of(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

/// The path of a SQLite address.
fn bare_path(address: &str) -> &str {
    address.trim_start_matches("sqlite:").trim_start_matches("//")
}

/// Makes the file where it is not there. It holds receipts and how to reach people: nobody else on the machine may read it.
fn make(path: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// With what in a path means something else in an address written as escapes.
fn sqlite_address(path: &str) -> String {
    let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    format!("sqlite:{path}?mode=rw")
}

/// An address as it may be printed.
fn without_password(address: &str) -> String {
    match (address.find("://"), address.rfind('@')) {
        (Some(start), Some(at)) if start + 3 < at => {
            let user = address[start + 3..at].split(':').next().unwrap_or_default();
            format!("{}{user}{}", &address[..start + 3], address[at..].split('?').next().unwrap_or_default())
        }
        _ => address.to_owned(),
    }
}

fn pool(kind: Kind, connections: u32, durability: Durability) -> AnyPoolOptions {
    let options = AnyPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
    options.after_connect(move |connection, _| {
        Box::pin(async move {
            match kind {
                Kind::Sqlite => {
                    for pragma in [
                        "PRAGMA busy_timeout = 5000",
                        "PRAGMA journal_mode = WAL",
                        durability.pragma(),
                        "PRAGMA foreign_keys = ON",
                    ] {
                        connection.execute(pragma).await?;
                    }
                }
                Kind::Postgres => look_at_settings(connection, durability).await?,
            }
            Ok(())
        })
    })
}

/// Refuses a server that would forget what it acknowledged.
async fn look_at_settings(connection: &mut AnyConnection, durability: Durability) -> Result<(), sqlx::Error> {
    if durability == Durability::Careless {
        connection.execute("SET synchronous_commit = off").await?;
        return Ok(());
    }
    for setting in ["fsync", "synchronous_commit"] {
        let show = format!("SHOW {setting}");
        let value: (String,) = sqlx::query_as(&show).fetch_one(&mut *connection).await?;
        if value.0 == "off" {
            let words = format!(
                "The database has {setting} = off: it would acknowledge comments that it may lose. Turn it on, then start again."
            );
            return Err(sqlx::Error::Configuration(words.into()));
        }
        if setting == "synchronous_commit" {
            // Whoever changes the server's mind later does not change this connection's.
            sqlx::query("SELECT set_config('synchronous_commit', $1, false)")
                .bind(value.0)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{bare_path, sqlite_address, without_password};

    #[test]
    fn a_password_is_never_printed() {
        assert_eq!(without_password("postgres://u:p@h:5/d?x=y"), "postgres://u@h:5/d");
        assert_eq!(without_password("postgres://u@h/d"), "postgres://u@h/d");
        assert_eq!(without_password("sqlite:a.sqlite"), "sqlite:a.sqlite");
    }

    #[test]
    fn a_path_may_have_any_letters() {
        assert_eq!(sqlite_address("/a b/100%?.db"), "sqlite:/a b/100%25%3F.db?mode=rw");
        assert_eq!(sqlite_address(bare_path("sqlite:///a.db")), "sqlite:/a.db?mode=rw");
    }
}
