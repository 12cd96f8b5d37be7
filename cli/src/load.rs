//! From the disk to the core: a path in, a package and its files as UTF-8 out; what cannot be loaded is an issue.

use crate::publication::digest::sha256;
use crate::publication::record::{self, Tombstone, VERSIONS, Versions};
use daylight_core::check::personal::{Hiding, Rules, Search, search_package, uses};
use daylight_core::check::{Depth, Report, check_disclosure, check_package};
use daylight_core::import::{
    Imported, Origin, Plan, import_text, import_workbook, is_workbook, read_plans, trace_issues,
};
use daylight_core::ingest::encoding::{self, Encoding};
use daylight_core::ingest::{Package, Selection, Table, read_lone, read_package, unknown_words};
use daylight_core::issue::Issue;
use daylight_core::model::{About, Model};
use daylight_core::place::Place;
use daylight_core::profile::Profile;
use daylight_core::scheme::Scheme;
use daylight_core::words::Words;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The profiles that the command carries: id and text.
const PROFILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/profiles.rs"));

/// What identifies persons, by profile: id and text.
const PERSONAL: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/personal.rs"));

/// No file of a package may unzip to more than this.
const LARGEST: u64 = 4 << 30;

/// A package with everything that could be loaded.
pub struct Loaded {
    /// What the descriptor says.
    pub package: Package,
    /// The files by path, as UTF-8. A file that was imported goes by the name that its table has in `package`.
    pub files: Vec<(String, Vec<u8>)>,
    /// The descriptor as it is written; blank for a file that came alone.
    pub descriptor: String,
    /// Workbooks and printed pages as they are, by path: what hides in them is in no table.
    pub originals: Vec<(String, Vec<u8>)>,
    /// Where the cells of imported files stood, by the names of the files.
    pub origins: Vec<(String, Origin)>,
    /// The profile in force.
    pub profile: Profile,
    /// Files that could not be loaded.
    pub issues: Vec<Issue>,
}

impl Loaded {
    /// Checks the package and adds it up by the selected axes.
    pub fn check(&self, selection: &Selection) -> (Model, Report) {
        let (model, mut report) = check_package(&self.package, selection, &self.files, Depth::Notes);
        trace_issues(&self.origins, &mut report.issues);
        // A file that is there and cannot be read is not missing.
        let is_told = |issue: &Issue| self.issues.iter().any(|told| told.place.file == issue.place.file);
        report.issues.retain(|issue| issue.rule != "file-missing" || !is_told(issue));
        report.issues.extend(self.issues.iter().cloned());
        (model, report)
    }

    /// Looks for what identifies persons in everything that the package has, shown or not, and for what its descriptor says of
    /// persons, of its review and of what it withholds.
    pub fn search(&self, words: &Words) -> Vec<Issue> {
        let rules = personal_rules(&self.package.about);
        // What was imported is looked into as it stands in its file: the plain table has no hidden places.
        let is_original = |file: &str| self.originals.iter().any(|(known, _)| known == file);
        let is_made =
            |table: &Table| self.origins.iter().any(|(name, origin)| *name == table.path && is_original(&origin.file));
        let mut package = self.package.clone();
        package.tables.retain(|table| !is_made(table));
        let mut issues = search_package(&package, &self.descriptor, &self.files, &rules, words);
        issues.extend(check_disclosure(&self.package, &self.descriptor, &self.files, &rules));
        trace_issues(&self.origins, &mut issues);
        let measures = self
            .package
            .tables
            .iter()
            .flat_map(|table| table.measures.iter().map(|measure| table.fields[measure.field].name.as_str()));
        let amounts: Vec<&str> = measures.collect();
        for (file, bytes) in &self.originals {
            let mut search = Search::new(&rules, words);
            search.visit(&Place::file(file), Hiding::FileName, file);
            let unread = if is_workbook(bytes) {
                search.workbook(file, bytes, &amounts).err()
            } else {
                search.text(file, bytes, &amounts);
                None
            };
            issues.extend(search.finish().into_iter().chain(unread));
        }
        issues
    }
}

/// The rules of all profiles; those of the package's own, and of those it uses, with all their thresholds. A package that names
/// no profile may be of any.
fn personal_rules(about: &About) -> Rules {
    let is_named = |id: &str| PERSONAL.iter().any(|(known, _)| known.eq_ignore_ascii_case(id));
    let named = about.profile.as_deref().filter(|id| is_named(id));
    let own = named.or(about.country.as_deref().filter(|id| is_named(id)));
    let text =
        |id: &str| PERSONAL.iter().find(|(known, _)| known.eq_ignore_ascii_case(id)).map_or("", |(_, text)| *text);
    let used = own.map(|id| uses(text(id))).unwrap_or_default();
    let is_own = |id: &str| match own {
        Some(own) => own.eq_ignore_ascii_case(id) || used.iter().any(|used| used == id),
        None => true,
    };
    let profiles: Vec<(&str, bool)> = PERSONAL.iter().map(|(id, text)| (*text, is_own(id))).collect();
    // They are files of this repository. Better no answer than one without rules.
    Rules::read(&profiles).expect("the rules of the profiles read")
}

/// Issues without which a file, or the whole package, was not read.
const UNREAD: [&str; 15] = [
    "descriptor-unreadable",
    "encoding-undefined",
    "encoding-unknown",
    "encoding-wrong",
    "file-missing",
    "file-not-data",
    "file-unreadable",
    "path-refused",
    "withdrawn",
    "cell-far-away",
    "sheet-missing",
    "workbook-damaged",
    "workbook-foreign",
    "workbook-protected",
    "workbook-too-large",
];

/// Whether something was not read at all, so that no sum is a sum of the package.
pub fn is_unread(issue: &Issue) -> bool {
    let names_no_file = issue.rule == "descriptor-incomplete"
        && issue.facts.iter().any(|(name, fact)| *name == "what" && ["resources", "path"].contains(&fact.as_str()));
    names_no_file || UNREAD.contains(&issue.rule)
}

/// Loads a `datapackage.json`, the folder that holds one, or a lone CSV file.
///
/// # Errors
/// An issue where the path or the descriptor cannot be read at all.
pub fn load(path: &Path, data: Option<&Path>, encoding: Option<&str>) -> Result<Loaded, Issue> {
    let descriptor = if path.is_dir() { path.join("datapackage.json") } else { path.to_owned() };
    let name = path.display().to_string();
    let unreadable = |_| Issue::error("file-missing", Place::file(&name)).with("value", descriptor.display());
    let bytes = fs::read(&descriptor).map_err(unreadable)?;
    if descriptor.extension().is_some_and(|extension| extension == "json") {
        let beside = descriptor.parent().map(Path::to_owned).unwrap_or_default();
        let data = data.unwrap_or(&beside);
        let mut loaded = load_package(&bytes, &|path| fs::read(find(data, path)).ok())?;
        // What was published says which version it is.
        loaded.package.about.version = published(&bytes, &beside).or(loaded.package.about.version);
        return Ok(loaded);
    }
    let name = descriptor.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let text = decode(&name, bytes, encoding)?;
    let package = read_lone(&name, &text, "");
    let profile = profile_for(&package.about);
    Ok(Loaded {
        package,
        files: vec![(name, text)],
        originals: Vec::new(),
        origins: Vec::new(),
        descriptor: String::new(),
        profile,
        issues: Vec::new(),
    })
}

/// The version of a descriptor that `daylight publish` wrote, by the record beside it or above its dated copy.
fn published(descriptor: &[u8], folder: &Path) -> Option<String> {
    let sha256 = sha256(descriptor);
    [folder.to_owned(), folder.join("../..")].iter().find_map(|folder| {
        let record: Versions = record::read(VERSIONS, &fs::read(folder.join(VERSIONS)).ok()?).ok()?;
        record.versions.into_iter().find(|version| version.sha256 == sha256).map(|version| version.version)
    })
}

/// Loads a package whose files `read` gives by the paths of the descriptor.
///
/// # Errors
/// An issue where the descriptor cannot be read at all.
pub fn load_package(descriptor: &[u8], read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Loaded, Issue> {
    let text = String::from_utf8_lossy(descriptor);
    if let Ok(Tombstone { withdrawn, .. }) = record::read::<Tombstone>("", descriptor) {
        let issue = Issue::error("withdrawn", Place::file("datapackage.json"));
        return Err(issue.with("date", withdrawn.date).with("value", withdrawn.reason));
    }
    let mut package = read_package(&text, &schemes_for)?;
    let profile = profile_for(&package.about);
    let profiles: Vec<&str> = PROFILES.iter().map(|(id, _)| *id).collect();
    package.issues.extend(unknown_words(&text, &profiles, &profile));
    let plans = read_plans(&text, &mut package.issues);
    let mut loaded = Loaded {
        package,
        files: Vec::new(),
        originals: Vec::new(),
        origins: Vec::new(),
        descriptor: text.into_owned(),
        profile,
        issues: Vec::new(),
    };
    for index in 0..loaded.package.tables.len() {
        let table = &loaded.package.tables[index];
        // A file that is not there is told when its rows are asked for.
        let Some(bytes) = read(&table.path).filter(|_| !table.path.is_empty()) else { continue };
        let first = table.continues.as_ref().map_or(index, |first| {
            loaded.package.tables.iter().position(|table| table.path == *first).unwrap_or(index)
        });
        let plan = plans.get(first).cloned().unwrap_or_default();
        let path = table.path.clone();
        match read_file(table, &plan, bytes) {
            Ok(File::Text(text)) => loaded.files.push((table.path.clone(), text)),
            Ok(File::Imported(imported, original)) => {
                loaded.add(index, imported);
                if let Some(original) = original.filter(|_| loaded.originals.iter().all(|(known, _)| *known != path)) {
                    loaded.originals.push((path, original));
                }
            }
            Err(issue) => loaded.issues.push(issue),
        }
    }
    // A file that goes on with another finds it by the name that it has now.
    let names = &loaded.origins;
    for table in &mut loaded.package.tables {
        let first = table.continues.as_mut();
        if let Some((first, (name, _))) = first.and_then(|first| {
            let named = names.iter().find(|(_, origin)| origin.file == *first)?;
            Some((first, named))
        }) {
            first.clone_from(name);
        }
    }
    Ok(loaded)
}

/// A file of a package.
enum File {
    /// CSV as it stands.
    Text(Vec<u8>),
    /// What was made into a plain table, and the file where a table does not hold all of it.
    Imported(Imported, Option<Vec<u8>>),
}

/// Reads a file, whichever kind it is by what it holds.
fn read_file(table: &Table, plan: &Plan, bytes: Vec<u8>) -> Result<File, Issue> {
    let bytes = unzip(&table.path, bytes, LARGEST)?;
    if is_workbook(&bytes) {
        let imported = import_workbook(&bytes, plan, table)?;
        return Ok(File::Imported(imported, Some(bytes)));
    }
    // A page, or a workbook written as one: there are programs that call it .xls.
    if bytes.trim_ascii_start().starts_with(b"<") {
        return Err(Issue::error("file-not-data", Place::file(&table.path)).with("value", &table.path));
    }
    let text = decode(&table.path, bytes, table.encoding.as_deref())?;
    let is_json = [".json", ".json.gz"].iter().any(|ending| table.path.ends_with(ending));
    let plan = Plan { is_json: plan.is_json || is_json, ..plan.clone() };
    if plan.is_plain() || text.trim_ascii().is_empty() {
        return Ok(File::Text(text));
    }
    let imported = import_text(std::str::from_utf8(&text).map_err(|_| wrong(&table.path, "utf-8"))?, &plan, table)?;
    // A table of JSON holds every member; of printed pages it holds what the areas name.
    Ok(File::Imported(imported, Some(text).filter(|_| !plan.is_json)))
}

impl Loaded {
    /// Puts an imported table in the place of its file.
    fn add(&mut self, index: usize, imported: Imported) {
        let table = &mut self.package.tables[index];
        // Several tables may come from one file.
        let part = imported.origin.sheet.as_deref().filter(|_| !table.name.is_empty()).unwrap_or("");
        let mut name = format!("{}#{part}{}{}", table.path, if part.is_empty() { "" } else { "/" }, table.name);
        while self.files.iter().any(|(known, _)| *known == name) {
            name.push('+');
        }
        imported.replace(table, &name);
        self.issues.extend(imported.issues);
        self.origins.push((name.clone(), imported.origin));
        self.files.push((name, imported.bytes));
    }
}

/// The file of a resource: beside the descriptor, or by its bare name where files were gathered in one folder.
pub fn find(data: &Path, path: &str) -> PathBuf {
    let whole = data.join(path);
    let bare = Path::new(path).file_name().map(|name| data.join(name));
    if whole.is_file() { whole } else { bare.filter(|bare| bare.is_file()).unwrap_or(whole) }
}

/// Unzips a file, if it is zipped, to `largest` bytes at most.
fn unzip(name: &str, bytes: Vec<u8>, largest: u64) -> Result<Vec<u8>, Issue> {
    if !encoding::is_gzip(&bytes) {
        return Ok(bytes);
    }
    let mut unzipped = Vec::new();
    // One byte more tells a file that is too large from one that just fits.
    let read = flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(largest + 1).read_to_end(&mut unzipped);
    match read {
        Ok(length) if length as u64 <= largest => Ok(unzipped),
        _ => Err(Issue::error("file-unreadable", Place::file(name)).with("value", name)),
    }
}

/// Unzips and decodes a file to UTF-8.
fn decode(name: &str, bytes: Vec<u8>, declared: Option<&str>) -> Result<Vec<u8>, Issue> {
    let bytes = unzip(name, bytes, LARGEST)?;
    match encoding::tell(&bytes, declared) {
        Encoding::Utf8 { skip } if std::str::from_utf8(&bytes[skip..]).is_err() => Err(wrong(name, "utf-8")),
        Encoding::Utf8 { skip: 0 } => Ok(bytes),
        Encoding::Utf8 { skip } => Ok(bytes[skip..].to_vec()),
        Encoding::Labelled(label) => match find_encoding(&label) {
            Some(encoding) => match encoding.decode(&bytes) {
                (text, _, false) => Ok(text.into_owned().into_bytes()),
                _ => Err(wrong(name, &label)),
            },
            None => Err(Issue::error("encoding-undefined", Place::file(name)).with("value", label)),
        },
        Encoding::Unknown => Err(unknown(name, &bytes)),
    }
}

/// Unzips a file that came alone, if it is zipped.
///
/// # Errors
/// An issue where it is damaged or too large.
pub fn unzip_file(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Issue> {
    unzip(name, bytes, LARGEST)
}

/// Decodes a file that says no encoding: the text, the label of its encoding, and whether the bytes leave no other.
///
/// # Errors
/// An issue where the bytes make sense in none.
pub fn decode_told(name: &str, bytes: Vec<u8>) -> Result<(String, String, bool), Issue> {
    let (label, is_certain) = match encoding::tell(&bytes, None) {
        Encoding::Utf8 { .. } => ("utf-8".to_owned(), true),
        Encoding::Labelled(label) => (label, true),
        // No text has a zero in it.
        Encoding::Unknown if bytes.contains(&0) => return Err(unknown(name, &bytes)),
        Encoding::Unknown => {
            let fits = |label: &&&str| fits(label, &bytes);
            let candidate = encoding::CANDIDATES.iter().find(fits).ok_or_else(|| unknown(name, &bytes))?;
            ((*candidate).to_owned(), false)
        }
    };
    let text = decode(name, bytes, Some(&label))?;
    Ok((String::from_utf8(text).map_err(|_| wrong(name, &label))?, label, is_certain))
}

/// Whether all bytes are characters of an encoding.
fn fits(label: &str, bytes: &[u8]) -> bool {
    let encoding = find_encoding(label);
    encoding.is_some_and(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some())
}

/// The decoder of a label of the Encoding Standard.
pub fn find_encoding(label: &str) -> Option<&'static encoding_rs::Encoding> {
    encoding_rs::Encoding::for_label(label.as_bytes())
}

/// An error for bytes that do not fit the encoding that is stated.
fn wrong(name: &str, label: &str) -> Issue {
    Issue::error("encoding-wrong", Place::file(name)).with("expected", label)
}

/// An error that names the encodings in which the bytes make sense.
fn unknown(name: &str, bytes: &[u8]) -> Issue {
    let fits = |label: &&&str| fits(label, bytes);
    let candidates: Vec<&str> = encoding::CANDIDATES.iter().filter(fits).copied().collect();
    let issue = Issue::error("encoding-unknown", Place::file(name)).with("candidates", candidates.join(", "));
    let label = candidates.first().copied().unwrap_or("gb18030");
    issue.with("write", format!("\"encoding\": \"{label}\"")).with("option", format!("--encoding {label}"))
}

/// The profile that a package names, else its country's, else the generic one.
fn profile_for(about: &About) -> Profile {
    profile_text(about).and_then(|text| Profile::read(text).ok()).unwrap_or_else(Profile::generic)
}

/// The text of that profile.
pub fn profile_text(about: &About) -> Option<&'static str> {
    let text = |id: &str| PROFILES.iter().find(|(known, _)| known.eq_ignore_ascii_case(id)).map(|(_, text)| *text);
    about.profile.as_deref().and_then(text).or_else(|| about.country.as_deref().and_then(text))
}

/// The schemes of a package's profile and the international ones: those that a page fetches too, so that both read the same.
fn schemes_for(about: &About) -> Vec<Scheme> {
    let international = PROFILES.iter().find(|(id, _)| *id == "un").map(|(_, text)| *text);
    profile_text(about).into_iter().chain(international).flat_map(Scheme::of_profile).collect()
}

#[cfg(test)]
mod tests {
    use super::unzip;
    use std::io::Write;

    #[test]
    fn a_file_that_unzips_to_too_much_is_refused_and_never_cut() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(&[b'1'; 1000]).expect("memory");
        let zipped = gzip.finish().expect("memory");
        assert_eq!(unzip("a.csv.gz", zipped.clone(), 1000).map(|bytes| bytes.len()), Ok(1000));
        let refused = unzip("a.csv.gz", zipped, 999).expect_err("it is one byte too large");
        assert_eq!((refused.rule, refused.place.file.as_str()), ("file-unreadable", "a.csv.gz"));
    }
}
