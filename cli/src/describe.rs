//! `daylight describe`: a file that came without a descriptor in, a descriptor ready to edit out, and what to look at in it.

use crate::issue::line;
use crate::language::Language;
use crate::load::Encodings;
use clap::Args as ClapArgs;
use daylight_core::import::describe::{Proposal, Told, describe_text, describe_workbook};
use daylight_core::import::{decode_told, is_document, is_workbook, unzip_file};
use daylight_core::issue::Issue;
use daylight_core::place::Place;
use daylight_core::words::Words;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Propose a descriptor for a spreadsheet, a CSV or a JSON table: print it, and say what is doubtful in it.
///
/// Ends with 0, or with 2 where there is no table in the file.
#[derive(ClapArgs)]
pub struct Args {
    /// The file: .xlsx, .xls, .ods, .csv or .json, zipped with gzip or not.
    file: PathBuf,
    #[command(flatten)]
    lang: Language,
}

pub fn run(args: Args) -> ExitCode {
    let words = args.lang.words();
    match propose(&args.file) {
        Ok(proposal) => {
            for doubt in &proposal.doubts {
                eprintln!("{}", said(doubt.word, &doubt.facts, &words));
            }
            crate::print(&proposal.descriptor);
            ExitCode::SUCCESS
        }
        Err(issue) => {
            eprintln!("{}", line(&issue, &words));
            ExitCode::from(2)
        }
    }
}

fn said(word: &str, facts: &[(&str, String)], words: &Words) -> String {
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
    words.fill(word, &facts)
}

fn propose(path: &Path) -> Result<Proposal, Issue> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let missing = |_| Issue::error("file-missing", Place::file(&name)).with("value", path.display());
    let bytes = unzip_file(&name, fs::read(path).map_err(missing)?)?;
    if is_workbook(&bytes) {
        return describe_workbook(&name, &bytes, &Told::default());
    }
    if is_document(&bytes) {
        return Err(Issue::error("file-not-data", Place::file(&name)).with("value", name));
    }
    let (text, encoding, is_certain) = decode_told(&name, bytes, &Encodings)?;
    describe_text(&name, &text, &encoding, is_certain, &Told::default())
}
