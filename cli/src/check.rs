//! `daylight check`: a package or a lone CSV in, everything that is wrong with it out, each with its place.

use crate::funds;
use crate::issue::lines;
use crate::language::Language;
use crate::load::{Loaded, is_unread, load_beside};
use crate::source::Source;
use crate::tables::{self, check_tables, read_set};
use crate::{consultation, results};
use clap::{Args as ClapArgs, ValueEnum};
use daylight_core::check::Report;
use daylight_core::check::tableset::{Found, TableSet};
use daylight_core::ingest::Selection;
use daylight_core::issue::{Issue, Severity};
use daylight_core::json::Writer;
use daylight_core::model::consultation::Consultation;
use daylight_core::model::funds::Ledger;
use daylight_core::model::results::Results;
use daylight_core::words::Words;
use std::process::ExitCode;

/// Check a package: every problem at once, with file, row and column.
///
/// Ends with 0 where there are warnings at most, with 1 where there are errors, with 2 where it cannot be read.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    source: Source,
    /// A set of tables that must all be there, such as cn-department-final, or cn-department-final@2024 for one version.
    #[arg(long, value_name = "ID", value_parser = read_set)]
    set: Option<&'static TableSet>,
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
    let (report, found, records) = match args.source.load() {
        Ok(loaded) => {
            let (found, issues) = check_tables(&loaded, args.set, &words);
            let (records, of_form) = Records::read(&loaded);
            let report = loaded.check(&Selection::usual(&loaded.package)).1.and(loaded.search(&words));
            let rows = match &records {
                Records::Results(told) => told.rows,
                Records::Consultation(told) => told.rows,
                Records::None | Records::Funds(_) => report.rows,
            };
            let report = Report { rows, ..report };
            let report = report.and(loaded.answers(&|name| load_beside(&args.source.path, name)));
            (report.and(issues).and(of_form), found, records)
        }
        Err(issue) => (Report { rows: 0, issues: vec![issue] }, Vec::new(), Records::None),
    };
    match args.format {
        Format::Json => crate::print(&(json(&report, &found, &records, &words) + "\n")),
        Format::Text => crate::print(&text(&report, &found, &records, &words)),
    }
    match () {
        () if report.issues.iter().any(is_unread) => ExitCode::from(2),
        () if report.is_ok() => ExitCode::SUCCESS,
        () => ExitCode::from(1),
    }
}

/// The records of a package of a form.
enum Records {
    /// It is of none.
    None,
    /// Of funds.
    Funds(Ledger),
    /// Of results.
    Results(Results),
    /// Of a consultation.
    Consultation(Box<Consultation>),
}

impl Records {
    fn read(loaded: &Loaded) -> (Self, Vec<Issue>) {
        if let Some((ledger, issues)) = loaded.funds() {
            return (Self::Funds(ledger), issues);
        }
        if let Some((results, issues)) = loaded.results() {
            return (Self::Results(results), issues);
        }
        match loaded.consultation() {
            Some((told, issues)) => (Self::Consultation(Box::new(told)), issues),
            None => (Self::None, Vec::new()),
        }
    }
}

/// The report as JSON, with `sets` where the package has tables of any, `balances` where it is one of funds, `results` or
/// `consultation` where it is one of these.
fn json(report: &Report, found: &[Found], records: &Records, words: &Words) -> String {
    let mut out = Writer::default();
    out.open('{');
    report.write(words, &mut out);
    if !found.is_empty() {
        out.key("sets");
        tables::write_tables(found, words, &mut out);
    }
    match records {
        Records::None => {}
        Records::Funds(ledger) => {
            out.key("balances");
            funds::write_json(ledger, &mut out);
        }
        Records::Results(told) => {
            out.key("results");
            results::write_json(told, &mut out);
        }
        Records::Consultation(told) => {
            out.key("consultation");
            consultation::write_json(told, &mut out);
        }
    }
    out.close('}').finish()
}

fn text(report: &Report, found: &[Found], records: &Records, words: &Words) -> String {
    let mut out: String = lines(report.issues.iter(), words).iter().map(|line| format!("{line}\n")).collect();
    out += &tables::table_lines(found, words);
    out += &match records {
        Records::None => String::new(),
        Records::Funds(ledger) => funds::lines(ledger, words),
        Records::Results(told) => results::lines(told, words),
        Records::Consultation(told) => consultation::lines(told, words),
    };
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
