//! `daylight administrator`: the folder of a site in, a password for its administrator out, once.

use std::path::PathBuf;
use std::process::ExitCode;

use daylight_service::office::administrator;

use crate::comments::with_store;
use crate::serve::service::world;

/// Give the administrator of the office a new password, where nobody has it any more.
///
/// Where there is nobody of that name, an administrator is added. The password is printed once, and must be changed at the first sign-in.
#[derive(clap::Args)]
pub struct Args {
    /// The folder that is served.
    dir: PathBuf,
    /// The administrator's name.
    #[arg(long, default_value = "administrator")]
    name: String,
    /// The database, where it is not the one that the site's `daylight.toml` names, or the one beside the folder.
    #[arg(long, value_name = "ADDRESS")]
    database: Option<String>,
}

/// Exit code 0 with the password on standard output, 2 where it could not be set.
pub fn run(args: Args) -> ExitCode {
    let made = with_store((&args.dir, args.database.as_deref()), async |store, _| {
        administrator(store, &world(), &args.name).await
    });
    match made {
        Ok(password) => {
            println!("{password}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}
