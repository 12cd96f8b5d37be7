//! `daylight withdraw`: a published version and a reason in, a tombstone in its place out. Refuses what is not published.

use crate::fault::Fault;
use crate::language::Language;
use crate::publication::day::Day;
use crate::publication::record::{self, DESCRIPTOR, Grave, SITE, Texts, Tombstone, VERSIONS, Versions, Withdrawn};
use crate::publish::{files_in, save};
use clap::Args as ClapArgs;
use daylight_core::words::Words;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Withdraw a version that was published: take its files away and leave a tombstone with digest, day and reason.
///
/// Data always revalidates, so no cache that keeps to the headers of the guide serves it afterwards. Ends with 0, with 2 where
/// there is no such version or it cannot be written.
#[derive(ClapArgs)]
pub struct Args {
    /// The folder that was published to.
    site: PathBuf,
    /// The package's name.
    name: String,
    /// The version, such as 2025-08-20-ba7816bf8f01; "all" for every version.
    version: String,
    /// Why, for everybody to read.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The day; today, in UTC, if not stated.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Day>,
    #[command(flatten)]
    lang: Language,
}

pub fn run(args: Args) -> ExitCode {
    let words = args.lang.words();
    match withdraw(&args, &words) {
        Ok(lines) => {
            crate::print(&(lines.join("\n") + "\n"));
            ExitCode::SUCCESS
        }
        Err(line) => {
            eprintln!("{line}");
            ExitCode::from(2)
        }
    }
}

fn withdraw(args: &Args, words: &Words) -> Result<Vec<String>, String> {
    if !record::is_plain(&args.name) {
        return Err(words.fill("withdraw.name", &[("name", &args.name)]));
    }
    let folder = args.site.join(&args.name);
    let path = folder.join(VERSIONS);
    let told = |fault: Fault| fault.say(words);
    let bytes = fs::read(&path).map_err(|fault| told(Fault::system(path.display(), &fault)))?;
    let mut versions: Versions = record::read(path.display(), &bytes).map_err(told)?;
    let withdrawn =
        Withdrawn { date: args.date.unwrap_or_else(Day::today).to_string(), reason: args.reason.trim().to_owned() };
    if withdrawn.reason.is_empty() {
        return Err(words.text("withdraw.no-reason").to_owned());
    }
    // The same figures under the name of another day are withdrawn with it.
    let named = |version: &&record::Version| version.version == args.version || args.version == "all";
    let digests: Vec<String> = versions.versions.iter().filter(named).map(|version| version.sha256.clone()).collect();
    let is_meant = |version: &record::Version| digests.contains(&version.sha256);
    if digests.is_empty() {
        let known: Vec<&str> = versions.versions.iter().map(|version| version.version.as_str()).collect();
        let values = [("version", args.version.as_str()), ("known", &known.join(", "))];
        return Err(words.fill("withdraw.unknown", &values));
    }
    let (title, titles) = titles(&folder, &args.name);
    let mut lines = Vec::new();
    for at in 0..versions.versions.len() {
        if !is_meant(&versions.versions[at]) || versions.versions[at].withdrawn.is_some() {
            continue;
        }
        let version = &mut versions.versions[at];
        version.withdrawn = Some(withdrawn.clone());
        // What is said of it may say what leaked.
        version.changes.clear();
        (version.note, version.review) = (None, Value::Null);
        version.withheld.clear();
        let Withdrawn { date, reason } = withdrawn.clone();
        let grave = Grave { version: version.version.clone(), sha256: version.sha256.clone(), date, reason };
        let stone =
            Tombstone { name: args.name.clone(), title: title.clone(), titles: titles.clone(), withdrawn: grave };
        let stone = record::write(&stone);
        let dated = version.folder().ok_or_else(|| words.fill("withdraw.name", &[("name", &version.version)]))?;
        bury(&folder.join(dated), &stone, |_| false).map_err(told)?;
        lines.push(words.fill("withdraw.done", &[("name", &args.name), ("version", &version.version)]));
        if at == 0 {
            let stays = |path: &Path| path.starts_with(folder.join(record::DATED)) || path == folder.join(VERSIONS);
            bury(&folder, &stone, stays).map_err(told)?;
        }
    }
    if lines.is_empty() {
        return Err(words.fill("withdraw.already", &[("version", &args.version)]));
    }
    // What changed between two versions tells of both.
    for at in 1..versions.versions.len() {
        if versions.versions[at].withdrawn.is_some() {
            versions.versions[at - 1].changes.clear();
        }
    }
    save(&path, &record::write(&versions)).map_err(told)?;
    relist(&args.site, &args.name, &versions).map_err(told)?;
    lines.push(words.text("withdraw.caches").to_owned());
    Ok(lines)
}

/// Takes a version's files away and leaves the tombstone; the tombstone first, so that nobody is led to half a version.
fn bury(folder: &Path, stone: &[u8], stays: impl Fn(&Path) -> bool) -> Result<(), Fault> {
    let descriptor = folder.join(DESCRIPTOR);
    save(&descriptor, stone)?;
    for path in files_in(folder).into_iter().filter(|path| *path != descriptor && !stays(path)) {
        fs::remove_file(&path).map_err(|fault| Fault::system(path.display(), &fault))?;
    }
    Ok(())
}

/// The titles in the descriptor that is there, which may be a tombstone.
fn titles(folder: &Path, name: &str) -> (String, Texts) {
    let descriptor = fs::read(folder.join(DESCRIPTOR)).unwrap_or_default();
    let root: Value = serde_json::from_slice(&descriptor).unwrap_or_default();
    let title = root["title"].as_str().unwrap_or(name).to_owned();
    let titles = root["daylight:titles"].as_object().into_iter().flatten();
    (title, titles.filter_map(|(tag, text)| Some((tag.clone(), text.as_str()?.to_owned()))).collect())
}

/// Says in the list of the site whether the newest version is withdrawn.
fn relist(site: &Path, name: &str, versions: &Versions) -> Result<(), Fault> {
    let path = site.join(SITE);
    let Ok(bytes) = fs::read(&path) else { return Ok(()) };
    let mut list: record::Site = record::read(path.display(), &bytes)?;
    for listed in list.packages.iter_mut().filter(|listed| listed.name == name) {
        listed.withdrawn = versions.versions.first().and_then(|version| version.withdrawn.clone());
    }
    save(&path, &record::write(&list))
}
