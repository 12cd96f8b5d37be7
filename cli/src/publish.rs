//! `daylight publish`: checked packages in, a folder for a web server out: each package at a stable address, and a dated copy of
//! every version beside it. Refuses, before anything is written, a package with errors.

use crate::diff::Compared;
use crate::fault::Fault;
use crate::issue::{line, refusal};
use crate::language::Language;
use crate::load::{Loaded, find, is_unread, load, load_package};
use crate::publication::column::keep_described;
use crate::publication::day::Day;
use crate::publication::digest::version_name;
use crate::publication::package::{
    Described, Edition, FIRST_PICTURE_BYTES, File, LeftOut, Provenance, check, describe, edition,
};
use crate::publication::record::{
    self, DATED, DESCRIPTOR, Listed, PROVENANCE, REVIEW, SITE, SLICES, VERSIONS, Version, Versions,
};
use crate::tables::check_tables;
use clap::Args as ClapArgs;
use daylight_core::import::{Anew, plain};
use daylight_core::ingest::outlines_path;
use daylight_core::issue::{Issue, Severity};
use daylight_core::model::Model;
use daylight_core::words::{LANGUAGES, Words};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Publish packages: write what a web server needs, with versions, digests, a summary for phones and how it was made.
///
/// A version's name is its day and the SHA-256 of its descriptor, which holds the digests of all files. The newest version is at
/// OUT/NAME/, each version at OUT/NAME/v/VERSION/, the list of all packages at OUT/daylight.json. Ends with 0, with 1 where a
/// package has errors (then nothing is written), with 2 where it cannot be read or written.
#[derive(ClapArgs)]
pub struct Args {
    /// The folder of a package, or a folder with several.
    folder: PathBuf,
    /// Where to write.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Where the descriptor's files are, if not beside it.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The day of the version; today, in UTC, if not stated.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Day>,
    /// A JSON file with the review: {"who": …, "when": "YYYY-MM-DD", "basis": …, "result": …}; instead of the descriptor's own.
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    /// Why it is published anew: what was corrected. Readers see it.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    lang: Language,
}

/// A package that may be published.
struct Ready {
    source: PathBuf,
    described: Described,
    files: Vec<File>,
    loaded: Loaded,
    model: Model,
    /// What does not keep it from being published.
    warnings: Vec<Issue>,
}

/// An exit code, and what to say.
type Refusal = (u8, Vec<String>);

pub fn run(args: Args) -> ExitCode {
    let words = args.lang.words();
    match publish(&args, &words) {
        Ok(lines) => {
            crate::print(&(lines.join("\n") + "\n"));
            ExitCode::SUCCESS
        }
        Err((code, lines)) => {
            lines.iter().for_each(|line| eprintln!("{line}"));
            ExitCode::from(code)
        }
    }
}

fn publish(args: &Args, words: &Words) -> Result<Vec<String>, Refusal> {
    let folders = packages(&args.folder);
    if folders.is_empty() {
        let place = args.folder.display().to_string();
        return Err((2, vec![words.fill("publish.no-package", &[("folder", &place)])]));
    }
    let ready = folders.iter().map(|folder| prepare(folder, args, words));
    let mut ready = ready.collect::<Result<Vec<Ready>, Refusal>>()?;
    for (at, package) in ready.iter().enumerate() {
        let name = &package.described.name;
        if ready[..at].iter().any(|other| other.described.name == *name) {
            return Err((2, vec![words.fill("publish.same-name", &[("name", name)])]));
        }
    }
    let unanswered: Vec<Vec<Issue>> = ready.iter().map(|package| unanswered(package, &ready, &args.out)).collect();
    for (package, issues) in ready.iter_mut().zip(unanswered) {
        package.warnings.extend(issues);
    }
    let day = args.date.unwrap_or_else(Day::today).to_string();
    let mut lines = Vec::new();
    for package in ready {
        lines.extend(write(args, &day, package, words).map_err(|line| (2, vec![line]))?);
    }
    Ok(lines)
}

/// What is wrong with the links of a package to others that are published with it, or were before.
fn unanswered(package: &Ready, ready: &[Ready], out: &Path) -> Vec<Issue> {
    package.loaded.answers(&|name| {
        let Some(with_it) = ready.iter().find(|other| other.described.name == name) else {
            let descriptor = out.join(name).join(DESCRIPTOR);
            return if descriptor.is_file() { load(&descriptor, None, None).ok() } else { None };
        };
        let read = |path: &str| with_it.files.iter().find(|(known, _)| known == path).map(|(_, bytes)| bytes.clone());
        load_package(&with_it.described.text, &read).ok()
    })
}

/// The folder itself, or those in it, that hold a descriptor.
fn packages(folder: &Path) -> Vec<PathBuf> {
    if folder.join(DESCRIPTOR).is_file() {
        return vec![folder.to_owned()];
    }
    let inside = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut inside: Vec<PathBuf> = inside.filter(|path| path.join(DESCRIPTOR).is_file()).collect();
    inside.sort();
    inside
}

/// Loads and checks a package, and takes out of it what its descriptor does not name.
fn prepare(folder: &Path, args: &Args, words: &Words) -> Result<Ready, Refusal> {
    let path = folder.join(DESCRIPTOR);
    let descriptor = read_file(&path, words)?;
    // Files that were gathered in one folder may stand there by their bare names; those of one's own lie beside the descriptor.
    let read = |path: &str| {
        let gathered = args.data.as_ref().and_then(|data| fs::read(find(data, path)).ok());
        gathered.or_else(|| fs::read(folder.join(path)).ok())
    };
    let (loaded, _, warnings) = believed(&path, &descriptor, &read, words)?;
    // What was imported is published as plain tables; spreadsheets stay where they are.
    let ready = match plain(&loaded, Anew::Imported).map_err(|issue| (2, vec![line(&issue, words)]))? {
        None => prepare_plain(folder, args, &descriptor, &loaded, &read, words)?,
        Some(plain) => {
            let made = |path: &str| plain.files.iter().find(|(known, _)| known == path).map(|(_, bytes)| bytes.clone());
            let read = |path: &str| made(path).or_else(|| read(path));
            let (loaded, ..) = believed(&path, plain.descriptor.as_bytes(), &read, words)?;
            prepare_plain(folder, args, plain.descriptor.as_bytes(), &loaded, &read, words)?
        }
    };
    // Places are told as they are in the files that the office has.
    Ok(Ready { warnings, ..ready })
}

/// The same of a package of plain tables that was loaded.
fn prepare_plain(
    folder: &Path,
    args: &Args,
    descriptor: &[u8],
    loaded: &Loaded,
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
    words: &Words,
) -> Result<Ready, Refusal> {
    let path = folder.join(DESCRIPTOR);
    let mut files: Vec<File> = Vec::new();
    for path in loaded.package.paths() {
        if files.iter().all(|(known, _)| known != path) {
            files.extend(read(path).map(|bytes| (path.to_owned(), bytes)));
        }
    }
    let place = path.display().to_string();
    let mut root: Map<String, Value> = from_json(&place, descriptor, words)?;
    if let Some(path) = &args.review {
        let review = from_json(path.display(), &read_file(path, words)?, words)?;
        root.insert(REVIEW.into(), review);
    }
    if root.get(REVIEW).is_none_or(Value::is_null) {
        return Err((1, vec![words.fill("publish.no-review", &[("file", &place), ("write", REVIEW_EXAMPLE)])]));
    }
    keep_described(&mut root, loaded, &mut files)
        .map_err(|file| (1, vec![words.fill("publish.no-column", &[("descriptor", &place), ("file", &file)])]))?;
    let named = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let descriptor = serde_json::to_vec_pretty(&root).map_err(|fault| unread(Fault::json(&place, &fault), words))?;
    add_pictures(loaded, read, &mut files).map_err(|(path, code)| {
        (1, vec![words.fill("publish.no-picture", &[("descriptor", &place), ("file", &path), ("code", &code)])])
    })?;
    if let Some(path) = outlines_path(&String::from_utf8_lossy(&descriptor)) {
        let values = [("descriptor", place.as_str()), ("file", &path)];
        let bytes = read(&path).ok_or_else(|| (1, vec![words.fill("publish.no-outlines", &values)]))?;
        files.push((path, bytes));
    }
    let described = describe(&descriptor, &named, &files).map_err(|fault| unread(fault, words))?;
    // What will stand there is checked as it will stand there.
    let read = |path: &str| files.iter().find(|(known, _)| known == path).map(|(_, bytes)| bytes.clone());
    let (loaded, model, warnings) = believed(&path, &described.text, &read, words)?;
    Ok(Ready { source: folder.to_owned(), described, files, loaded, model, warnings })
}

/// Adds the pictures that projects name; refuses with the path and the project one that is not there.
fn add_pictures(
    loaded: &Loaded,
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
    files: &mut Vec<File>,
) -> Result<(), (String, String)> {
    let Some((ledger, _)) = loaded.funds() else { return Ok(()) };
    for (project, path) in
        ledger.projects.iter().flat_map(|project| project.pictures().map(move |path| (project, path)))
    {
        if files.iter().all(|(known, _)| known != path) {
            let bytes = read(path).ok_or_else(|| (path.to_owned(), project.id.clone()))?;
            files.push((path.to_owned(), bytes));
        }
    }
    Ok(())
}

/// How a review is written, for who has written none.
const REVIEW_EXAMPLE: &str = r#""daylight:review": {"who": "…", "when": "2025-01-31", "basis": "…", "result": "…"}"#;

fn read_file(path: &Path, words: &Words) -> Result<Vec<u8>, Refusal> {
    fs::read(path).map_err(|fault| unread(Fault::system(path.display(), &fault), words))
}

fn unread(fault: Fault, words: &Words) -> Refusal {
    (2, vec![fault.say(words)])
}

/// JSON of a file.
fn from_json<T: DeserializeOwned>(file: impl Display, bytes: &[u8], words: &Words) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|fault| unread(Fault::json(file, &fault), words))
}

/// A package in which nothing is wrong and nobody is named, what it adds up to, and what is probably a mistake.
fn believed(
    path: &Path,
    descriptor: &[u8],
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
    words: &Words,
) -> Result<(Loaded, Model, Vec<Issue>), Refusal> {
    let loaded = load_package(descriptor, read).map_err(|issue| (2, vec![line(&issue, words)]))?;
    let (model, report) = check(&loaded);
    let report = report.and(loaded.search(words)).and(check_tables(&loaded, None, words).1).and(loaded.form_issues());
    if report.is_ok() {
        let warnings = report.issues.into_iter().filter(|issue| issue.severity == Severity::Warning);
        return Ok((loaded, model, warnings.collect()));
    }
    let lines = [path.display().to_string()].into_iter().chain(refusal(&report, words));
    Err((if report.issues.iter().any(is_unread) { 2 } else { 1 }, lines.collect()))
}

/// Writes a version, unless it is the newest already; says what was done.
fn write(args: &Args, day: &str, package: Ready, words: &Words) -> Result<Vec<String>, String> {
    let Ready { source, described, files, loaded, model, warnings } = package;
    let told = |fault: Fault| fault.say(words);
    let name = described.name.clone();
    let folder = args.out.join(&name);
    if fs::canonicalize(&folder).is_ok_and(|out| fs::canonicalize(&source).is_ok_and(|source| source == out)) {
        return Err(words.fill("publish.own-folder", &[("folder", &folder.display().to_string())]));
    }
    let record_path = folder.join(VERSIONS);
    let mut versions = match fs::read(&record_path) {
        Ok(bytes) => record::read::<Versions>(record_path.display(), &bytes).map_err(told)?,
        Err(_) => Versions::new(&name),
    };
    let version = version_name(day, &described.sha256);
    let values = |extra: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        let own = [("name", name.as_str()), ("version", &version)].into_iter().chain(extra.iter().copied());
        own.map(|(key, value)| (key, value.to_owned())).collect()
    };
    let say = |key: &str, extra: &[(&'static str, &str)]| {
        let values = values(extra);
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        words.fill(key, &values)
    };
    if let Some(gone) =
        versions.versions.iter().find(|known| known.sha256 == described.sha256 && known.withdrawn.is_some())
    {
        let reason = gone.withdrawn.as_ref().map_or("", |withdrawn| withdrawn.reason.as_str());
        return Err(say("publish.withdrawn", &[("reason", reason)]));
    }
    let before = written(&folder);
    if let Some(newest) = versions.versions.first().filter(|newest| newest.sha256 == described.sha256) {
        // What an interrupted publication left undone is done.
        let (known, published) = (newest.version.clone(), newest.published.clone());
        let edition = edition(&described, &loaded, model, &files, &known, &published);
        write_edition(&folder, &described.text, &edition.files).map_err(told)?;
        list(&args.out, &described, &known, &published).map_err(told)?;
        let mut lines = vec![words.fill("publish.unchanged", &[("name", &name), ("version", &known)])];
        // A note is of the record, not of the version: it may come later.
        if args.note.is_some() && args.note != versions.versions[0].note {
            versions.versions[0].note.clone_from(&args.note);
            save(&record_path, &record::write(&versions)).map_err(told)?;
            lines.push(words.fill("publish.noted", &[("name", &name), ("version", &known)]));
        }
        return Ok(lines);
    }
    if let Some(newest) = versions.versions.first().filter(|newest| newest.published.as_str() > day) {
        return Err(say("publish.earlier", &[("date", &newest.published)]));
    }
    let changes = changes(&folder, versions.versions.first(), &loaded, &model);
    let edition = edition(&described, &loaded, model, &files, &version, day);
    let dated = folder.join(DATED).join(&version);
    write_edition(&dated, &described.text, &edition.files).map_err(told)?;
    let entry = Version {
        version: version.clone(),
        published: day.to_owned(),
        sha256: described.sha256.clone(),
        path: format!("{DATED}/{version}/{DESCRIPTOR}"),
        rows: edition.rows,
        note: args.note.clone(),
        changes,
        review: described.disclosure.review.clone(),
        withheld: described.disclosure.withheld.clone(),
        withdrawn: None,
    };
    // The same version may have been the newest before another one was.
    versions.versions.retain(|known| known.version != version);
    versions.versions.insert(0, entry);
    write_edition(&folder, &described.text, &edition.files).map_err(told)?;
    save(&record_path, &record::write(&versions)).map_err(told)?;
    sweep(&folder, &before, &edition.files).map_err(told)?;
    list(&args.out, &described, &version, day).map_err(told)?;
    let Edition { first_picture, rows, .. } = edition;
    let numbers = [words.integer(rows), words.integer(first_picture as u64)];
    let mut lines = vec![say("publish.done", &[("rows", &numbers[0]), ("bytes", &numbers[1])])];
    for LeftOut { path, columns } in &described.disclosure.left_out {
        let columns = columns.join(words.text("join.list"));
        lines.push(words.fill("publish.left-out", &[("file", path), ("columns", &columns)]));
    }
    lines.extend(crate::issue::lines(warnings.iter(), words));
    if first_picture > FIRST_PICTURE_BYTES {
        lines.push(say("publish.large", &[("bytes", &numbers[1])]));
    }
    Ok(lines)
}

/// More changes than a reader of the page reads; `daylight diff` lists all.
const MOST_CHANGES: usize = 5;

/// What has changed since the version before, in every language.
fn changes(
    folder: &Path,
    before: Option<&Version>,
    loaded: &Loaded,
    model: &Model,
) -> std::collections::BTreeMap<String, Vec<String>> {
    let before = before.filter(|version| version.withdrawn.is_none());
    let Some(before) = before.and_then(|version| {
        let path = folder.join(version.folder()?).join(DESCRIPTOR);
        let descriptor = fs::read(&path).ok()?;
        let beside = path.parent().unwrap_or(folder).to_owned();
        let loaded = load_package(&descriptor, &|path| fs::read(beside.join(path)).ok()).ok()?;
        let model = check(&loaded).0;
        Some((loaded, model))
    }) else {
        return Default::default();
    };
    let compared = Compared::new((&before.0, &before.1), (loaded, model));
    let lines = |tag: &str| compared.lines(&Words::built_in(tag), &loaded.profile, MOST_CHANGES);
    LANGUAGES.iter().map(|(tag, _)| ((*tag).to_owned(), lines(tag))).collect()
}

/// Writes files, the descriptor last, so that nothing is named before it is there.
fn write_edition(folder: &Path, descriptor: &[u8], files: &[File]) -> Result<(), Fault> {
    for (path, bytes) in files {
        save(&folder.join(path), bytes)?;
    }
    save(&folder.join(DESCRIPTOR), descriptor)
}

/// Writes a file in one step: whoever reads meanwhile gets the old one or the new one, whole.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let written = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut new = path.as_os_str().to_owned();
        new.push(".new");
        fs::write(&new, bytes)?;
        fs::rename(&new, path)
    };
    written().map_err(|fault: std::io::Error| Fault::system(path.display(), &fault))
}

/// What the version that stands in a folder consists of, as far as its record says it: nobody else's files.
fn written(folder: &Path) -> Vec<String> {
    let provenance = fs::read(folder.join(PROVENANCE)).unwrap_or_default();
    let provenance: Option<Provenance> = record::read(PROVENANCE, &provenance).ok();
    let files = provenance.into_iter().flat_map(|provenance| provenance.files).map(|file| file.path);
    let slices = files_in(&folder.join(SLICES)).into_iter();
    let slices = slices.filter_map(|path| Some(format!("{SLICES}/{}", path.file_name()?.to_str()?)));
    let is_inside = |path: &String| path.split('/').all(|part| !part.is_empty() && part != "..");
    files.chain(slices).filter(is_inside).collect()
}

/// Takes away what the version before had and this one has not.
fn sweep(folder: &Path, before: &[String], files: &[File]) -> Result<(), Fault> {
    for path in before.iter().filter(|path| files.iter().all(|(known, _)| known != *path)) {
        let path = folder.join(path);
        if path.is_file() {
            fs::remove_file(&path).map_err(|fault| Fault::system(path.display(), &fault))?;
        }
    }
    Ok(())
}

/// Every file in a folder and in those inside it.
pub fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { files.extend(files_in(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// Puts the version into the list of the site.
fn list(out: &Path, described: &Described, version: &str, day: &str) -> Result<(), Fault> {
    let path = out.join(SITE);
    let mut site = match fs::read(&path) {
        Ok(bytes) => record::read::<record::Site>(path.display(), &bytes)?,
        Err(_) => record::Site::new(),
    };
    site.put(Listed {
        name: described.name.clone(),
        titles: described.titles.clone(),
        path: format!("{}/{DESCRIPTOR}", described.name),
        version: version.to_owned(),
        sha256: described.sha256.clone(),
        published: day.to_owned(),
        withdrawn: None,
    });
    save(&path, &record::write(&site))
}
