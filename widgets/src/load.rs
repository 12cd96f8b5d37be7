//! From bytes to what can be drawn: descriptor, files, words and profiles in, a checked model with its words out, or what
//! is wrong with it. The only file that calls ingest and check.

use crate::chart::put_chart;
use daylight_core::check::tableset::{Found, Known, TableSet, check_table_sets};
use daylight_core::check::{Depth, Report, check_package};
use daylight_core::figure::budget::statutory::{Source, export_statutory, place_statutory};
use daylight_core::figure::budget::{BudgetFigure, Hit, Wish, place_budget, search};
use daylight_core::figure::linked::{Linked, place_linked};
use daylight_core::ingest::encoding::{self, Encoding};
use daylight_core::ingest::{Package, Selection, read_links, read_lone, read_package};
use daylight_core::issue::{Issue, Severity};
use daylight_core::model::Model;
use daylight_core::model::link::Links;
use daylight_core::place::Place;
use daylight_core::profile::Profile;
use daylight_core::scheme::Scheme;
use daylight_core::summary::{Refused, is_outline_of, is_rest_code, read_slice, read_summary, sums_agree};
use daylight_core::words::Words;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Everything that the loader has fetched, as it came.
#[derive(Debug, Default)]
pub struct Parcel {
    /// The language file.
    pub words: String,
    /// The profile that the package names or its country has, else the generic one; and the international one.
    pub profiles: [String; 2],
    /// The descriptor; blank for a lone table.
    pub descriptor: String,
    /// The summary that the package was published with; blank where the files are here.
    pub summary: String,
    /// The unit of a lone table's amounts; blank where its header states one.
    pub unit: String,
    /// The date of a lone table's figures; blank where nobody says it.
    pub as_of: String,
    /// Files by path: unzipped, and UTF-8 where the encoding was stated.
    pub files: Vec<(String, Vec<u8>)>,
    /// The address of the data, for links; blank where a script gave it.
    pub address: String,
    /// The table sets of the package's profile, as a list; blank where no view is of them.
    pub sets: String,
}

/// All that a figure is made from.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The believed facts: of all files, or an outline of them that grows by slices.
    model: Mutex<Arc<Model>>,
    /// What the check of the files found; nothing before it has run.
    pub checked: OnceLock<Checked>,
    /// Words of the reader's language.
    pub words: Words,
    /// The package's profile.
    pub profile: Profile,
    /// Addresses of the files, for plain links: the descriptor or the lone table first.
    pub links: Vec<String>,
    /// How many bytes the files have together, where an outline says it.
    pub bytes: u64,
    /// What no first picture needs, once it is here.
    more: OnceLock<More>,
    /// The table sets that are known, and what the package has of them, where a view is of them.
    statutory: OnceLock<Statutory>,
}

/// What comes after the first picture.
#[derive(Debug, Default)]
struct More {
    words: Words,
    /// The links of a package that is shown from its summary.
    links: OnceLock<Links>,
}

/// Table sets, and what was found of them.
#[derive(Debug, Default)]
struct Statutory {
    sets: Vec<TableSet>,
    found: Vec<Found>,
}

/// A check of the files, with the words to tell of it.
#[derive(Debug, Default)]
pub struct Checked {
    /// What was found.
    pub report: Report,
    /// Links to what other packages have of its lines.
    links: Links,
    /// Words of the reader's language, those for problems too.
    words: Words,
}

impl Loaded {
    /// Reads, checks and adds up. What is wrong is in the report; the model holds what could be read.
    #[inline(never)]
    pub fn new(parcel: Parcel) -> Self {
        let words = Words::read(&parcel.words).unwrap_or_default();
        let profiles = parcel.profiles;
        let mut files = parcel.files;
        let lone = parcel.descriptor.is_empty();
        let read = if lone {
            files.iter_mut().for_each(strip_mark);
            let (name, bytes) = files.first().map_or(("", &[][..]), |(name, bytes)| (name.as_str(), bytes.as_slice()));
            let mut package = read_lone(name, bytes, &parcel.unit);
            package.about.as_of = Some(parcel.as_of).filter(|date| !date.is_empty());
            Ok(package)
        } else {
            read_package(&parcel.descriptor, &|_| {
                profiles.iter().flat_map(|profile| Scheme::of_profile(profile)).collect()
            })
        };
        let profile = Profile::read(&profiles[0]).unwrap_or_default();
        let package = match read {
            Ok(package) => package,
            Err(issue) => {
                let report = Report { rows: 0, issues: vec![issue] };
                let checked = Checked { report, words: words.clone(), ..Checked::default() }.into();
                return Self { checked, words, profile, ..Self::default() };
            }
        };
        let mut undecoded: Vec<Issue> = files.iter_mut().filter_map(|file| decoded(&package, file)).collect();
        let (model, mut report) = check_package(&package, &Selection::usual(&package), &files, Depth::Warnings);
        // A file that is there and cannot be read is not empty.
        let is_told = |issue: &Issue| undecoded.iter().any(|told| told.place.file == issue.place.file);
        report.issues.retain(|issue| issue.rule != "file-empty" || !is_told(issue));
        report.issues.append(&mut undecoded);
        let links = links(&parcel.address, &if lone { Vec::new() } else { package.paths() });
        let statutory = OnceLock::new();
        if !parcel.sets.is_empty() {
            let texts = (parcel.sets.as_str(), parcel.descriptor.as_str(), profiles[0].as_str());
            let _ = statutory.set(find_tables(texts, &package, &files, &profile, &words));
        }
        let to_others = read_links(&package, &parcel.descriptor, &files).0;
        let checked = Checked { report, links: to_others, words: words.clone() }.into();
        Self { model: Mutex::new(model.into()), checked, words, profile, links, statutory, ..Self::default() }
    }

    /// What a summary says, before any file is read; `None` where it is not one.
    pub fn of_summary(parcel: &Parcel) -> Option<Self> {
        let summary = read_summary(&parcel.summary)?;
        Some(Self {
            links: links(&parcel.address, &summary.paths),
            model: Mutex::new(summary.model.into()),
            checked: OnceLock::new(),
            bytes: summary.bytes,
            words: Words::read(&parcel.words).unwrap_or_default(),
            profile: Profile::read(&parcel.profiles[0]).unwrap_or_default(),
            more: OnceLock::new(),
            statutory: OnceLock::new(),
        })
    }

    /// Takes all words of the reader's language.
    #[inline(never)]
    pub fn learn(&self, words: &str) {
        let _ = self.more.set(More { words: Words::read(words).unwrap_or_default(), ..More::default() });
    }

    /// Takes the links of a package that is shown from its summary: its descriptor, a NUL and the table of links.
    #[inline(never)]
    pub fn learn_links(&self, text: &str) {
        let Some((descriptor, table)) = text.split_once('\0') else { return };
        let Ok(package) = read_package(descriptor, &|_| Vec::new()) else { return };
        let named = package.tables.iter().map(|table| table.path.clone());
        // Only one of the files is here, and only that is asked for.
        let files: Vec<_> = named.map(|path| (path, table.as_bytes().to_vec())).collect();
        if let Some(more) = self.more.get() {
            let _ = more.links.set(read_links(&package, descriptor, &files).0);
        }
    }

    /// Links to what other packages have of the line at a path.
    #[inline(never)]
    pub fn links_of(&self, path: &str) -> Option<Linked> {
        let own = self.checked.get().map(|checked| &checked.links);
        let links = own.or_else(|| self.more.get()?.links.get())?;
        place_linked(links.of_path(path), links.comment_on(path.rsplit('/').next().unwrap_or(path)), self.all_words())
    }

    /// All words that are here.
    pub fn all_words(&self) -> &Words {
        self.more.get().map_or(&self.words, |more| &more.words)
    }

    /// The believed facts.
    pub fn model(&self) -> Arc<Model> {
        self.model.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn believe(&self, model: Model) {
        *self.model.lock().unwrap_or_else(PoisonError::into_inner) = model.into();
    }

    /// Says under which version the files were published.
    pub fn set_version(&self, version: String) {
        let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(model) = Arc::get_mut(&mut model) {
            model.about.version = Some(version);
        }
    }

    /// Takes over what the files say and what their check found, if they add up to the facts that are shown; says whether they
    /// do.
    #[inline(never)]
    pub fn prove(&self, files: Self) -> bool {
        let outline = self.model();
        let mut whole = files.model.into_inner().ok().and_then(Arc::into_inner).unwrap_or_default();
        let same = is_outline_of(&outline, &whole);
        if let (true, Some(checked)) = (same, files.checked.into_inner()) {
            whole.about.version.clone_from(&outline.about.version);
            self.believe(whole);
            // Where the files were checked before, they were the same files.
            let _ = self.checked.set(checked);
        }
        same
    }

    /// Whether every way to divide an outline has the same totals.
    #[inline(never)]
    pub fn agrees(&self) -> bool {
        sums_agree(&self.model())
    }

    /// Takes a slice in; says whether it is one of the outline that is here. It may have been here before.
    #[inline(never)]
    pub fn grow(&self, slice: &str) -> bool {
        let grown = read_slice(&self.model(), slice).map(|model| self.believe(model));
        grown != Err(Refused::Foreign)
    }

    /// Whether there is something to show: a faulty row is left out and told, a faulty file is not shown in part.
    pub fn can_be_shown(&self) -> bool {
        let of_a_row = |issue: &Issue| issue.severity != Severity::Error || issue.place.row.is_some();
        let Some(Checked { report, .. }) = self.checked.get() else { return true };
        report.is_ok() || (!self.model().is_empty() && report.issues.iter().all(of_a_row))
    }

    /// What keeps the figures from being believed, in the reader's words, the first few.
    pub fn errors(&self) -> Vec<String> {
        let Some(checked) = self.checked.get() else { return Vec::new() };
        let errors = checked.report.issues.iter().filter(|issue| issue.severity == Severity::Error);
        errors.take(MOST_ERRORS).map(|issue| checked.issue_words(issue)).collect()
    }

    /// The state `failed`, and what is wrong, a line each.
    #[inline(never)]
    pub fn refusal(&self) -> String {
        ["failed".to_owned()].into_iter().chain(self.errors()).collect::<Vec<_>>().join("\n")
    }

    /// The slice with the rest of the level at a path, where only its largest parts are here.
    #[inline(never)]
    pub fn rest_below(&self, wish: &Wish, path: &str) -> Option<u32> {
        let model = self.model();
        let codes = model.axes.iter().flat_map(|axis| axis.codes.iter().map(|symbol| axis.code(symbol)));
        codes.filter(|code| is_rest_code(code)).find_map(|code| {
            let path = if path.is_empty() { code.to_owned() } else { [path, "/", code].concat() };
            self.place(&Wish { path, bare: true, ..wish.clone() }).needs
        })
    }

    /// The figure of a wish.
    pub fn place(&self, wish: &Wish) -> BudgetFigure {
        if wish.view.is_of_set() {
            return self.place_statutory(wish);
        }
        // A comparison is in words that come later.
        let words = if wish.view.compares() { self.all_words() } else { &self.words };
        let mut figure = place_budget(&self.model(), wish, words, &self.profile);
        if figure.plan.is_some() {
            put_chart(&mut figure, words);
        }
        figure
    }

    /// The figure of a view of table sets.
    #[inline(never)]
    fn place_statutory(&self, wish: &Wish) -> BudgetFigure {
        let none = Statutory::default();
        let Statutory { sets, found } = self.statutory.get().unwrap_or(&none);
        let source = Source { is_whole: false, sets, found };
        let words = self.all_words();
        let mut figure = place_statutory(&self.model(), source, wish, words, &self.profile);
        // What draws charts is not there where only tables are shown.
        if figure.plan.is_some() {
            put_chart(&mut figure, words);
        }
        figure
    }

    /// A statutory table as CSV, and its id.
    #[inline(never)]
    pub fn export_statutory(&self, wish: &Wish) -> Option<(String, String)> {
        let Statutory { sets, found } = self.statutory.get()?;
        let source = Source { is_whole: false, sets, found };
        export_statutory(&self.model(), source, wish, self.all_words(), &self.profile)
    }

    /// The parts whose name or code holds what was typed.
    pub fn search(&self, wish: &Wish, query: &str) -> Vec<Hit> {
        search(&self.model(), wish, &self.words, &self.profile, query)
    }
}

impl Checked {
    /// A problem with its place.
    pub fn issue_words(&self, issue: &Issue) -> String {
        let Place { file, row, column, .. } = &issue.place;
        let number = |number: &Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let key = match (row, column) {
            (Some(_), Some(_)) => "place.cell",
            (Some(_), None) => "place.row",
            _ => "place.file",
        };
        let place = self.words.fill(key, &[("file", file), ("row", &number(row)), ("column", &number(column))]);
        [place.as_str(), self.words.text("join.colon"), &self.words.message(issue)].concat()
    }
}

/// What a package has of the sets of its profile; `texts` are the sets, the descriptor and the profile.
#[inline(never)]
fn find_tables(
    (sets, descriptor, profile_text): (&str, &str, &str),
    package: &Package,
    files: &Vec<(String, Vec<u8>)>,
    profile: &Profile,
    words: &Words,
) -> Statutory {
    let sets = TableSet::read_all(sets).unwrap_or_default();
    let known = Known { sets: &sets, profile, profile_text, words };
    let (found, _) = check_table_sets(package, descriptor, files, &known, None);
    Statutory { sets, found }
}

/// More errors than anyone reads at once.
const MOST_ERRORS: usize = 12;

fn strip_mark((_, bytes): &mut (String, Vec<u8>)) {
    if let Encoding::Utf8 { skip } = encoding::tell(bytes, None) {
        bytes.drain(..skip);
    }
}

/// Makes sure that a file is UTF-8 without a mark; tells where it is not.
pub(crate) fn decoded(package: &Package, file: &mut (String, Vec<u8>)) -> Option<Issue> {
    strip_mark(file);
    if std::str::from_utf8(&file.1).is_ok() {
        return None;
    }
    let declared = package.tables.iter().find(|table| table.path == file.0).and_then(|table| table.encoding.clone());
    file.1.clear();
    let place = Place::file(&file.0);
    Some(match declared {
        Some(label) => Issue::error("encoding-wrong", place).with("expected", label),
        None => Issue::error("encoding-unknown", place).with("candidates", encoding::CANDIDATES.join(", ")),
    })
}

/// The addresses of a package's descriptor, or of a lone table, and of its files, which are beside it.
pub(crate) fn links<T: AsRef<str>>(address: &str, paths: &[T]) -> Vec<String> {
    if address.is_empty() {
        return Vec::new();
    }
    let folder = address.rfind('/').map_or("", |at| &address[..=at]);
    let files = paths.iter().map(|path| [folder, path.as_ref()].concat());
    std::iter::once(address.to_owned()).chain(files).collect()
}
