//! `daylight summary`: a package in, the summary for its first picture out; refuses a package with errors.

use crate::load::load;
use crate::print;
use clap::Args as ClapArgs;
use daylight_core::ingest::Selection;
use daylight_core::issue::Severity;
use daylight_core::summary::write_summary;
use daylight_core::words::Words;
use std::path::PathBuf;
use std::process::ExitCode;

/// Print the summary that a package is published with: what a page needs for a first picture, instead of every row.
///
/// Save it beside the descriptor and name it there: `"daylight:summary": "summary.json"`. The page shows it at once, then adds
/// up the package's own files and compares. Ends with 0, with 1 where the package has errors, with 2 where it cannot be read.
#[derive(ClapArgs)]
pub struct Args {
    /// A datapackage.json or its folder.
    path: PathBuf,
    /// Language of the messages.
    #[arg(long, default_value = "en")]
    lang: String,
}

pub fn run(args: Args) -> ExitCode {
    let loaded = match load(&args.path, None, None) {
        Ok(loaded) => loaded,
        Err(issue) => {
            eprintln!("daylight: {}", issue.message(&Words::built_in(&args.lang)));
            return ExitCode::from(2);
        }
    };
    let (model, report) = loaded.check(&Selection::usual(&loaded.package));
    if !report.is_ok() {
        eprintln!("daylight: {} errors: see daylight check {}", report.count(Severity::Error), args.path.display());
        return ExitCode::from(1);
    }
    print(&write_summary(&model, &loaded.package.paths()));
    ExitCode::SUCCESS
}
