//! `daylight check`: a package or a lone CSV in, everything that is wrong with it out, each with its place.

use crate::language::Language;
use crate::load::is_unread;
use crate::source::Source;
use clap::{Args as ClapArgs, ValueEnum};
use daylight_core::check::Report;
use daylight_core::ingest::Selection;
use daylight_core::issue::{Issue, Severity};
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
        Ok(loaded) => loaded.check(&Selection::usual(&loaded.package)).1,
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

/// So many places of one rule are listed as text; the JSON has them all.
const LISTED: usize = 20;

fn text(report: &Report, words: &Words) -> String {
    let mut out = String::new();
    let mut listed: Vec<(&str, usize)> = Vec::new();
    for issue in &report.issues {
        let position = listed.iter().position(|(rule, _)| *rule == issue.rule).unwrap_or_else(|| {
            listed.push((issue.rule, 0));
            listed.len() - 1
        });
        listed[position].1 += 1;
        if listed[position].1 <= LISTED {
            out += &(line(issue, words) + "\n");
        }
    }
    for (rule, many) in listed.iter().filter(|(_, many)| *many > LISTED) {
        out += &words.fill("check.more", &[("n", &(many - LISTED).to_string()), ("rule", rule)]);
        out.push('\n');
    }
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

/// `error amount-unreadable a.csv C12: “abc” …`
fn line(issue: &Issue, words: &Words) -> String {
    let place = &issue.place;
    let spot = match (place.address(), place.row) {
        (Some(address), _) => format!(" {address}"),
        (None, Some(row)) => words.fill("check.row", &[("row", &row.to_string())]),
        (None, None) => String::new(),
    };
    format!(
        "{} {} {}{spot}: {}",
        words.text(&format!("severity.{}", issue.severity.id())),
        issue.rule,
        place.file,
        issue.message(words)
    )
}
