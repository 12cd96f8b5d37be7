//! `daylight audit`: the folder of a site in, whether the office's log is one whole chain and all it speaks of is as it says out.

use std::path::PathBuf;
use std::process::ExitCode;

use daylight_service::api::write_days;
use daylight_service::store::{Broken, Head, Store};

use crate::comments::with_store;

/// Look through the log of who works on comments.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Recompute every digest of the log, and compare what it speaks of with the comments, outcomes and announcements that stand there.
    ///
    /// Exit code 0 where all is as it was, 1 where something was taken out, put in or altered; each is named.
    Verify {
        /// The folder that is served.
        dir: PathBuf,
        /// The database, where it is not the one that the site's `daylight.toml` names, or the one beside the folder.
        #[arg(long, value_name = "ADDRESS")]
        database: Option<String>,
        /// A digest that was published, of an announcement or of a day: it must be one of the chain's.
        #[arg(long, value_name = "DIGEST")]
        head: Vec<String>,
    },
    /// Write where the chain ended on each day, as JSON. In a folder that is served, others can keep it.
    Days {
        /// The folder that is served.
        dir: PathBuf,
        /// The database, as for `verify`.
        #[arg(long, value_name = "ADDRESS")]
        database: Option<String>,
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// Exit code 0, 1 where the log is broken, 2 where it cannot be read.
pub fn run(args: Args) -> ExitCode {
    let done = match &args.what {
        What::Verify { dir, database, head } => {
            with_store((dir, database.as_deref()), async |store, _| verify(store, head).await)
        }
        What::Days { dir, database, out } => with_store((dir, database.as_deref()), async |store, _| {
            let days = store.log_days().await.map_err(|failure| failure.to_string())?;
            std::fs::write(out, write_days(&days)).map_err(|fault| format!("{}: {fault}.", out.display()))?;
            Ok(true)
        }),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

async fn verify(store: &Store, heads: &[String]) -> Result<bool, String> {
    let (Head { seq, digest }, broken) = store.audit(heads).await.map_err(|failure| failure.to_string())?;
    for one in &broken {
        println!("{}", told(one));
    }
    if broken.is_empty() {
        println!("The log is whole: {seq} entries. The last one has the digest {digest}");
    }
    Ok(broken.is_empty())
}

fn told(broken: &Broken) -> String {
    match broken {
        Broken::Gap(seq) => format!("Entry {seq} is missing, or another one stands in its place."),
        Broken::Altered(seq) => format!("Entry {seq} is not what it was, or the one before it was another."),
        Broken::End => "The log does not end where it did: entries were taken away, or added past its head.".to_owned(),
        Broken::Foreign(digest) => format!("The digest {digest} was published, and is none of the log's."),
        Broken::Content(target) => format!("What stands there of {target} is not what the log says was done."),
    }
}
