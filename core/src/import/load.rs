//! A package that is to be published, as its office has it: a descriptor and files of any kind in, plain tables, everything that
//! they were made from, and what is wrong with it out; what cannot be loaded is an issue.
//!
//! The command reads the files from a disk, the studio from what a clerk dropped: both check with this.

use super::decode::{Decoder, decode, is_document, unzip_file, wrong};
use super::describe::describe_package;
use super::file::{Imported, import_text, import_workbook, refuse_marks, tell_titles};
use super::foreign::load_foreign_workbook;
use super::origin::{Origin, trace_issues};
use super::plan::{Plan, names_json, read_plans};
use super::workbook::is_workbook;
use crate::check::personal::{Hiding, Rules, Search, search_package, uses};
use crate::check::{Depth, Report, check_debt, check_disclosure, check_package, check_series};
use crate::ingest::{Package, Selection, Table, csv_headers, outlines_path, read_lone, read_package, unknown_words};
use crate::issue::Issue;
use crate::json::{self, Node};
use crate::model::{About, Model};
use crate::money::Currency;
use crate::place::Place;
use crate::profile::Profile;
use crate::scheme::Scheme;
use crate::words::{Words, in_language};

/// The profiles: id and text.
const PROFILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/profiles.rs"));

/// What identifies persons, by profile: id and text.
const PERSONAL: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/personal.rs"));

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
    /// The file with the outlines of places, where the package names one and it is there.
    pub outlines: Option<(String, Vec<u8>)>,
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
        // Several files may state a limit and a debt together.
        let file = match self.package.tables.as_slice() {
            [only] => self
                .origins
                .iter()
                .find(|(name, _)| *name == only.path)
                .map_or(only.path.as_str(), |(_, origin)| &origin.file),
            _ => "datapackage.json",
        };
        report.issues.extend(check_debt(&model, &self.profile, &Place::file(file)));
        report.issues.extend(check_series(&model));
        report.issues.extend(self.links(&model).1);
        (model, report)
    }

    /// The columns of a table as its file has them, described or not: their headers, and where they stand there, from one.
    pub fn columns(&self, table: usize) -> Vec<(String, u32)> {
        let Some(table) = self.package.tables.get(table) else { return Vec::new() };
        let bytes = self.files.iter().find(|(name, _)| *name == table.path).map_or(&[][..], |(_, bytes)| bytes);
        let headers = if table.header_rows.is_empty() {
            table.fields.iter().map(|field| field.name.clone()).collect()
        } else {
            csv_headers(bytes, table)
        };
        let origin = self.origins.iter().find(|(name, _)| *name == table.path).map(|(_, origin)| origin);
        let row = table.header_rows.last().copied().unwrap_or(1);
        let stands = |(header, column): (String, u32)| {
            let mut place = Place::cell(&table.path, row, column);
            if let Some(origin) = origin {
                origin.trace(&mut place);
            }
            Some((header, place.column?))
        };
        headers.into_iter().zip(1..).filter_map(stands).collect()
    }

    /// Looks for what identifies persons in everything that the package has, shown or not, and for what its descriptor says of
    /// persons, of its review and of what it withholds.
    pub fn search(&self, words: &Words) -> Vec<Issue> {
        let about = &self.package.about;
        let rules = personal_rules(about.profile.as_deref(), about.country.as_deref());
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

/// What holds for a package that names no profile.
pub(super) const GENERAL: &str = include_str!("../../../profiles/generic/profile.json");

/// The profile of no country.
const ANY: &str = "generic";

/// The rules of all profiles; those of a package's own, and of those it uses, with all their thresholds. What names no profile
/// and no country, or the generic one, may be of any country.
///
/// # Panics
/// Where the rules of this repository cannot be read.
pub fn personal_rules(profile: Option<&str>, country: Option<&str>) -> Rules {
    let is_named =
        |id: &str| !id.eq_ignore_ascii_case(ANY) && PERSONAL.iter().any(|(known, _)| known.eq_ignore_ascii_case(id));
    let named = profile.filter(|id| is_named(id));
    let own = named.or(country.filter(|id| is_named(id)));
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
const UNREAD: [&str; 17] = [
    "descriptor-unreadable",
    "encoding-undefined",
    "encoding-unknown",
    "encoding-wrong",
    "file-missing",
    "file-not-data",
    "file-unreadable",
    "json-unreadable",
    "path-refused",
    "withdrawn",
    "cell-far-away",
    "sheet-missing",
    "workbook-damaged",
    "workbook-foreign",
    "workbook-protected",
    "workbook-too-large",
    "workbook-undescribed",
];

/// Whether something was not read at all, so that no sum is a sum of the package.
pub fn is_unread(issue: &Issue) -> bool {
    let names_no_file = issue.rule == "descriptor-incomplete"
        && issue.facts.iter().any(|(name, fact)| *name == "what" && ["resources", "path"].contains(&fact.as_str()));
    names_no_file || UNREAD.contains(&issue.rule)
}

/// Loads a package whose files `read` gives by the paths of the descriptor.
///
/// # Errors
/// An issue where the descriptor cannot be read at all.
pub fn load_package(
    descriptor: &str,
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
    decoder: &dyn Decoder,
) -> Result<Loaded, Issue> {
    let mut package = read_package(descriptor, &schemes_for)?;
    let profile = profile_for(&package.about);
    let profiles: Vec<&str> = PROFILES.iter().map(|(id, _)| *id).collect();
    package.issues.extend(unknown_words(descriptor, &profiles, &profile));
    let plans = read_plans(descriptor, &mut package.issues);
    let mut loaded = Loaded {
        package,
        files: Vec::new(),
        originals: Vec::new(),
        origins: Vec::new(),
        descriptor: descriptor.to_owned(),
        profile,
        outlines: outlines_path(descriptor).and_then(|path| read(&path).map(|bytes| (path, bytes))),
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
        match read_file(table, &plan, bytes, decoder) {
            Ok(File::Text(text, issues)) => {
                loaded.files.push((table.path.clone(), text));
                loaded.issues.extend(issues);
            }
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

/// A workbook that came alone and is a package of funds, as its template is, or has a sheet of grants; `None` where it is another.
pub fn load_form(name: &str, bytes: &[u8], decoder: &dyn Decoder) -> Option<Result<Loaded, Issue>> {
    let Some(descriptor) = describe_package(name, bytes).transpose() else {
        return load_foreign_workbook(name, bytes, decoder);
    };
    let read = |path: &str| (path == name).then(|| bytes.to_vec());
    Some(descriptor.and_then(|(descriptor, typed)| {
        let mut loaded = load_package(&descriptor, &read, decoder)?;
        loaded.issues.extend(typed);
        Ok(loaded)
    }))
}

/// A CSV that came alone, in UTF-8.
pub fn load_lone(name: &str, text: Vec<u8>) -> Loaded {
    let package = read_lone(name, &text, "");
    let profile = profile_for(&package.about);
    Loaded {
        package,
        files: vec![(name.to_owned(), text)],
        originals: Vec::new(),
        origins: Vec::new(),
        descriptor: String::new(),
        profile,
        outlines: None,
        issues: Vec::new(),
    }
}

/// A file of a package.
enum File {
    /// CSV as it stands, and what its titles say otherwise than the descriptor.
    Text(Vec<u8>, Vec<Issue>),
    /// What was made into a plain table, and the file where a table does not hold all of it.
    Imported(Imported, Option<Vec<u8>>),
}

/// Reads a file, whichever kind it is by what it holds.
fn read_file(table: &Table, plan: &Plan, bytes: Vec<u8>, decoder: &dyn Decoder) -> Result<File, Issue> {
    let bytes = unzip_file(&table.path, bytes)?;
    if is_workbook(&bytes) {
        let imported = import_workbook(&bytes, plan, table)?;
        return Ok(File::Imported(imported, Some(bytes)));
    }
    if is_document(&bytes) {
        return Err(Issue::error("file-not-data", Place::file(&table.path)).with("value", &table.path));
    }
    let text = decode(&table.path, bytes, table.encoding.as_deref(), decoder)?;
    let plan = Plan { is_json: plan.is_json || names_json(&table.path), ..plan.clone() };
    let str = std::str::from_utf8(&text).map_err(|_| wrong(&table.path, "utf-8"))?;
    if !plan.is_json {
        refuse_marks(str, &plan, table)?;
    }
    if plan.is_plain() || text.trim_ascii().is_empty() {
        let issues = tell_titles(str, table);
        return Ok(File::Text(text, issues));
    }
    let imported = import_text(str, &plan, table)?;
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

/// The text of a profile by its id.
pub(super) fn profile_named(id: &str) -> Option<&'static str> {
    PROFILES.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

/// The texts of all profiles.
pub(super) fn profile_texts() -> impl Iterator<Item = &'static str> {
    PROFILES.iter().map(|(_, text)| *text)
}

/// The id of the first profile that counts in a currency.
pub(super) fn profile_of_currency(code: &str) -> Option<&'static str> {
    let counts =
        |text: &str| Profile::read(text).is_ok_and(|profile| profile.currency == Some(Currency::from_code(code)));
    PROFILES.iter().find(|(_, text)| counts(text)).map(|(id, _)| *id)
}

/// The id of the only profile that speaks a language first.
pub(super) fn profile_of_language(lang: &str) -> Option<&'static str> {
    let speaks = |text: &str| {
        let root = json::read(text).ok();
        let languages = root.as_ref().and_then(|root| root.get("languages")).map(Node::list).unwrap_or_default();
        languages.first().and_then(Node::text) == Some(lang)
    };
    let mut own = PROFILES.iter().filter(|(_, text)| speaks(text));
    own.next().filter(|_| own.next().is_none()).map(|(id, _)| *id)
}

/// The ids of the profiles, and what they are called in a language.
pub fn profiles(lang: &str) -> Vec<(String, String)> {
    let title = |text: &str| Profile::read(text).map(|profile| in_language(&profile.titles, lang).to_owned());
    PROFILES.iter().map(|(id, text)| ((*id).to_owned(), title(text).unwrap_or_default())).collect()
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
