//! `daylight backup`: the folder of a site in, a copy of its comments out, while the service takes more. Fails where there are none, or
//! the copy is there already.

use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;

use daylight_service::store::Store;

use crate::comments::site_database;
use crate::serve::service::file_of;

/// Copy the comments of a site into a file, while the service runs.
///
/// The copy is a whole database. To go back to it, stop the service, put the copy in the place of the database and start the service.
#[derive(clap::Args)]
pub struct Args {
    /// The folder that is served.
    dir: PathBuf,
    /// The file to write. It must not exist yet.
    file: PathBuf,
    /// The database, where it is not the one that the site's `daylight.toml` names, or the one beside the folder.
    #[arg(long, value_name = "sqlite:PATH")]
    database: Option<String>,
}

/// Exit code 0 once the copy is on the disk, 2 where there is none.
pub fn run(args: Args) -> ExitCode {
    match copy(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn copy(args: &Args) -> Result<(), String> {
    let (address, _) = site_database(&args.dir, args.database.as_deref())?;
    if file_of(&address).is_none() {
        return Err("Only SQLite is copied here: PostgreSQL has pg_dump, which copies it while it runs.".to_owned());
    }
    if args.file.exists() {
        return Err(format!("{} is there already. Name a file that is not.", args.file.display()));
    }
    let file = args.file.to_str().ok_or("The file's name is no text.")?;
    let runtime = tokio::runtime::Runtime::new().map_err(|fault| fault.to_string())?;
    runtime.block_on(async {
        let store = Store::open(&address, 1).await?;
        let copied = store.backup(file).await;
        store.close().await;
        copied.map_err(|failure| failure.to_string())
    })?;
    // SQLite leaves it to the system when a copy reaches the disk.
    let synced = File::open(&args.file).and_then(|file| file.sync_all());
    synced.map_err(|fault| format!("{}: {fault}.", args.file.display()))
}
