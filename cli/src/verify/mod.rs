//! `daylight verify`: a published folder or site in, what is not as it was published out: digests, sums and identities of every
//! version recomputed, and what could not be checked.

mod copy;
mod suspect;

use crate::fault::Fault;
use crate::language::Language;
use crate::publication::record::{self, DESCRIPTOR, Listed, SITE, Tombstone, VERSIONS, Version, Versions};
use crate::publication::shelf::Shelf;
use clap::{Args as ClapArgs, ValueEnum};
use copy::{Checked, Published};
use daylight_core::json::Writer;
use daylight_core::words::Words;
use std::process::ExitCode;

/// Check what was published: recompute digests, sums and identities of all packages and versions.
///
/// Ends with 0 where everything is as it was published, with 1 where something is not, with 2 where nothing could be read.
#[derive(ClapArgs)]
pub struct Args {
    /// The folder that was published to, or the site's address.
    place: String,
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

/// What was found.
#[derive(Default)]
struct Report {
    problems: Vec<String>,
    unchecked: Vec<String>,
    packages: usize,
    versions: usize,
    files: usize,
    rows: u64,
}

pub fn run(args: Args) -> ExitCode {
    let words = args.lang.words();
    let report = match verify(&args.place, &words) {
        Ok(report) => report,
        Err(fault) => {
            eprintln!("{}", fault.say(&words));
            return ExitCode::from(2);
        }
    };
    match args.format {
        Format::Text => crate::print(&text(&report, &words)),
        Format::Json => crate::print(&(json(&report) + "\n")),
    }
    ExitCode::from(u8::from(!report.problems.is_empty()))
}

fn verify(place: &str, words: &Words) -> Result<Report, Fault> {
    let shelf = Shelf::of(place)?;
    let Some(list) = shelf.get(SITE)? else {
        return Err(Fault::new(SITE, "verify.no-list").with("place", place));
    };
    let site: record::Site = record::read(SITE, &list)?;
    let mut report = Report { packages: site.packages.len(), ..Report::default() };
    for listed in &site.packages {
        package(&shelf, listed, words, &mut report);
    }
    // A folder with a record that the list does not name.
    let records = shelf.list("").unwrap_or_default();
    for file in records.iter().filter(|file| file.ends_with(&format!("/{VERSIONS}")) && file.matches('/').count() == 1)
    {
        let is_known = site.packages.iter().any(|listed| {
            Some(listed.path.as_str())
                == file.strip_suffix(VERSIONS).map(|folder| format!("{folder}{DESCRIPTOR}")).as_deref()
        });
        if !is_known {
            report.problems.push(words.fill("verify.unlisted", &[("file", file)]));
        }
    }
    report.unchecked.extend(["verify.day", "verify.notes"].map(|key| words.text(key).to_owned()));
    Ok(report)
}

/// Checks every version of a package, and that the stable address has the newest.
fn package(shelf: &Shelf, listed: &Listed, words: &Words, report: &mut Report) {
    let folder = listed.path.strip_suffix(DESCRIPTOR).unwrap_or(&listed.path);
    let path = format!("{folder}{VERSIONS}");
    let read = shelf.get(&path).and_then(|bytes| match bytes {
        Some(bytes) => record::read::<Versions>(&path, &bytes),
        None => Err(Fault::new(&path, "verify.missing")),
    });
    let versions = match read {
        Ok(versions) => versions.versions,
        Err(fault) => return report.problems.push(fault.say(words)),
    };
    let Some(newest) = versions.first() else {
        return report.problems.push(words.fill("verify.empty", &[("file", &path)]));
    };
    let is_listed = |version: &Version| {
        (&version.version, &version.sha256, &version.withdrawn) == (&listed.version, &listed.sha256, &listed.withdrawn)
    };
    if !is_listed(newest) {
        let values = [("file", SITE), ("stated", listed.version.as_str()), ("newest", &newest.version)];
        report.problems.push(words.fill("verify.list", &values));
    }
    // A dated copy that the list does not name: the list was cut, or the copy put there by somebody else.
    let dated = shelf.list(folder).unwrap_or_default();
    for file in dated.iter().filter(|file| file.starts_with("v/") && file.ends_with(DESCRIPTOR)) {
        if versions.iter().all(|version| version.path != **file) {
            let file = format!("{folder}{file}");
            report.problems.push(words.fill("verify.unlisted-version", &[("file", &file)]));
        }
    }
    for (at, version) in versions.iter().enumerate() {
        report.versions += 1;
        let Some(dated) = version.folder().map(|dated| format!("{folder}{dated}")) else {
            report.problems.push(words.fill("withdraw.name", &[("name", &version.version)]));
            continue;
        };
        let places = if at == 0 { vec![dated, folder.to_owned()] } else { vec![dated] };
        if let Some(withdrawn) = &version.withdrawn {
            let values = [("name", listed.name.as_str()), ("version", &version.version), ("date", &withdrawn.date)];
            report.unchecked.push(words.fill("verify.withdrawn", &values));
            places.iter().for_each(|place| tombstone(shelf, place, version, words, report));
            continue;
        }
        for place in &places {
            let twins: Vec<&str> = places.iter().filter(|other| *other != place).map(String::as_str).collect();
            let Checked { problems, files, rows, sources, unlisted } =
                copy::check_copy(&Published { shelf, folder: place, twins: &twins }, version, words);
            report.problems.extend(problems);
            report.unchecked.extend(unlisted);
            report.files += files;
            report.rows += rows;
            if sources > 0 && place == folder {
                let values = [("name", listed.name.as_str()), ("n", &sources.to_string())];
                report.unchecked.push(words.fill("verify.sources", &values));
            }
        }
    }
}

/// In the place of a withdrawn version there must be its tombstone, and nothing of what it said.
fn tombstone(shelf: &Shelf, folder: &str, version: &Version, words: &Words, report: &mut Report) {
    let path = format!("{folder}{DESCRIPTOR}");
    let stone = shelf.get(&path).ok().flatten().and_then(|bytes| record::read::<Tombstone>(&path, &bytes).ok());
    match stone.map(|stone| stone.withdrawn).filter(|grave| grave.sha256 == version.sha256) {
        None => {
            report.problems.push(words.fill("verify.no-tombstone", &[("file", &path), ("version", &version.version)]));
        }
        Some(grave) => {
            let listed = version.withdrawn.as_ref();
            if listed.is_none_or(|listed| (&listed.date, &listed.reason) != (&grave.date, &grave.reason)) {
                report.problems.push(words.fill("verify.other-tombstone", &[("file", &path)]));
            }
        }
    }
    // A site lists no folder: what every version has is asked for.
    let usual = || [record::SUMMARY, record::PROVENANCE, "slices/1.json"].map(str::to_owned).to_vec();
    let stays = |file: &String| [DESCRIPTOR, VERSIONS].contains(&file.as_str()) || file.starts_with("v/");
    for file in shelf.list(folder).unwrap_or_else(usual).iter().filter(|file| !stays(file)) {
        let path = format!("{folder}{file}");
        if !matches!(shelf.get(&path), Ok(None)) {
            report.problems.push(words.fill("verify.left", &[("file", &path), ("version", &version.version)]));
        }
    }
}

fn text(report: &Report, words: &Words) -> String {
    let mut lines = report.problems.clone();
    if !report.unchecked.is_empty() {
        lines.push(words.text("verify.unchecked").to_owned());
        lines.extend(report.unchecked.iter().map(|line| format!("  {line}")));
    }
    let number = |number: usize| words.integer(number as u64);
    let key = if report.problems.is_empty() { "verify.clean" } else { "verify.found" };
    lines.push(words.fill(
        key,
        &[
            ("n", &number(report.problems.len())),
            ("packages", &number(report.packages)),
            ("versions", &number(report.versions)),
            ("files", &number(report.files)),
            ("rows", &words.integer(report.rows)),
        ],
    ));
    lines.join("\n") + "\n"
}

fn json(report: &Report) -> String {
    let mut out = Writer::default();
    out.open('{').key("ok").raw(if report.problems.is_empty() { "true" } else { "false" });
    for (name, lines) in [("problems", &report.problems), ("unchecked", &report.unchecked)] {
        out.key(name).open('[');
        lines.iter().for_each(|line| _ = out.text(line));
        out.close(']');
    }
    for (name, number) in [
        ("packages", report.packages as u64),
        ("versions", report.versions as u64),
        ("files", report.files as u64),
        ("rows", report.rows),
    ] {
        out.key(name).raw(&number.to_string());
    }
    out.close('}').finish()
}
