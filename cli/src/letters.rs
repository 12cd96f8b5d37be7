//! `daylight letters`: letters, calls and notes of hearings in, in any file that a descriptor describes; comments like all others out.
//! Rows that cannot be taken are named.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use daylight_core::words::Words;
use daylight_service::catalogue::Catalogue;
use daylight_service::office::{Unfit, take_letters};
use daylight_service::rule::Personal;

use crate::comments::with_store;
use crate::load::load;
use crate::serve::service::world;

/// Take letters, calls of a hotline and notes of a hearing in as comments.
///
/// PACKAGE is a package whose table `comments` has at least the columns `id` and `text`; a descriptor says which columns of a spreadsheet
/// these are. The same package again takes nothing twice.
#[derive(clap::Args)]
pub struct Args {
    /// The folder that is served.
    dir: PathBuf,
    /// The package, or its descriptor.
    package: PathBuf,
    /// The consultation that they are to, where it has another id than the package's.
    #[arg(long, value_name = "ID")]
    consultation: Option<String>,
    /// Another folder in which consultations lie, such as one that is mounted; the site's own is looked through anyhow.
    #[arg(long = "data", value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// Write the receipts of the letters here, by their ids, into a file that must not exist yet: whoever wrote one can see by it what becomes of it.
    #[arg(long, value_name = "FILE")]
    receipts: Option<PathBuf>,
    /// The database, where it is not the one that the site's `daylight.toml` names, or the one beside the folder.
    #[arg(long, value_name = "ADDRESS")]
    database: Option<String>,
}

/// Exit code 0 where all rows were taken, 1 where some were not, 2 where nothing could be.
pub fn run(args: Args) -> ExitCode {
    match take(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn take(args: &Args) -> Result<bool, String> {
    if let Some(path) = args.receipts.as_ref().filter(|path| path.exists()) {
        return Err(format!("{} is there already. Name a file that is not.", path.display()));
    }
    let words = Words::built_in("en");
    let loaded = load(&args.package, None, None).map_err(|issue| issue.message(&words))?;
    let Some((told, _)) = loaded.consultation() else {
        return Err(format!("{} is no package of a consultation.", args.package.display()));
    };
    let id = args.consultation.as_ref().unwrap_or(&told.id);
    if id.is_empty() {
        return Err("The package does not say of which consultation it is: name it with --consultation.".to_owned());
    }
    let folders: Vec<PathBuf> = [&args.dir].into_iter().chain(&args.folders).cloned().collect();
    let catalogue = Catalogue::read(&folders, &|path: &Path| load(path, None, None));
    let Some(entry) = catalogue.find(id) else {
        return Err(format!("There is no consultation `{id}` in {}: name its folder with --data.", args.dir.display()));
    };
    let file = told.file("comments").to_owned();
    let letters = with_store((&args.dir, args.database.as_deref()), async |store, settings| {
        let personal = Personal::of(settings.profile.as_deref());
        let taken = take_letters(store, &world(), &personal, (&entry.told, &told), settings.utc_offset_minutes).await;
        taken.map_err(|failure| failure.to_string())
    })?;
    if let Some(path) = args.receipts.as_ref().filter(|_| !letters.receipts.is_empty()) {
        let lines: String = letters.receipts.iter().map(|(id, receipt)| format!("{id},{receipt}\r\n")).collect();
        std::fs::write(path, ["id,receipt\r\n", &lines].concat())
            .map_err(|fault| format!("{}: {fault}.", path.display()))?;
    }
    for (row, why) in &letters.refused {
        let why = match why {
            Unfit::Blank => "it says nothing",
            Unfit::TooLong => "it says too much",
            Unfit::Other => "a row with this id was taken before, with other words",
            Unfit::Nameless => "it has no id",
            Unfit::Subject => "it is of a clause that the draft does not have",
        };
        println!("{file}, row {row}: not taken, {why}.");
    }
    println!(
        "{id}: {} taken, {} were there already, {} not taken.",
        letters.taken,
        letters.again,
        letters.refused.len()
    );
    Ok(letters.refused.is_empty())
}
