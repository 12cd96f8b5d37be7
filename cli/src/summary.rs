//! `daylight summary`: a package in, the summary for its first picture out; refuses a package with errors.

use crate::issue::{line, refusal};
use crate::language::Language;
use crate::load::is_unread;
use crate::print;
use crate::source::Source;
use clap::Args as ClapArgs;
use daylight_core::ingest::Selection;
use daylight_core::summary::write_summary;
use std::process::ExitCode;

/// Print the summary that a package is published with: what a page needs for a first picture, instead of every row.
///
/// Save it beside the descriptor and name it there: `"daylight:summary": "summary.json"`. The page shows it at once, then adds
/// up the package's own files and compares. Ends with 0, with 1 where the package has errors, with 2 where it cannot be read.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    lang: Language,
}

pub fn run(args: Args) -> ExitCode {
    let words = args.lang.words();
    let loaded = match args.source.load() {
        Ok(loaded) => loaded,
        Err(issue) => {
            eprintln!("{}", line(&issue, &words));
            return ExitCode::from(2);
        }
    };
    let (model, report) = loaded.check(&Selection::usual(&loaded.package));
    if !report.is_ok() {
        refusal(&report, &words).iter().for_each(|line| eprintln!("{line}"));
        return ExitCode::from(if report.issues.iter().any(is_unread) { 2 } else { 1 });
    }
    print(&write_summary(&model, &loaded.package.paths()));
    ExitCode::SUCCESS
}
