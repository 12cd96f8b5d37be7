//! `daylight check`: a package or a lone CSV in, everything that is wrong with it out, each with its place.

use crate::issue::lines;
use crate::language::Language;
use crate::load::is_unread;
use crate::source::Source;
use clap::{Args as ClapArgs, ValueEnum};
use daylight_core::check::Report;
use daylight_core::ingest::Selection;
use daylight_core::issue::Severity;
use daylight_core::words::Words;
use std::process::ExitCode;

/// Check a package: every problem at once, with file, row and column.
///
/// Ends with 0 where there are warnings at most, with 1 where there are errors, with 2 where it cannot be read.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    source: Source,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    lang: Language,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub fn run(args: Args) -> ExitCode {
    let words = args.lang.words();
    let report = match args.source.load() {
        Ok(loaded) => loaded.check(&Selection::usual(&loaded.package)).1.and(loaded.search(&words)),
        Err(issue) => Report { rows: 0, issues: vec![issue] },
    };
    match args.format {
        Format::Json => crate::print(&(report.json(&words) + "\n")),
        Format::Text => crate::print(&text(&report, &words)),
    }
    match () {
        () if report.issues.iter().any(is_unread) => ExitCode::from(2),
        () if report.is_ok() => ExitCode::SUCCESS,
        () => ExitCode::from(1),
    }
}

fn text(report: &Report, words: &Words) -> String {
    let mut out: String = lines(report.issues.iter(), words).iter().map(|line| format!("{line}\n")).collect();
    let count = |severity| report.count(severity).to_string();
    let counts = [
        ("rows", report.rows.to_string()),
        ("errors", count(Severity::Error)),
        ("warnings", count(Severity::Warning)),
        ("notes", count(Severity::Note)),
    ];
    out += &words.fill("check.summary", &counts.each_ref().map(|(name, count)| (*name, count.as_str())));
    out + "\n"
}
