//! Served folders in, the consultations below them out. A package that cannot be read, or breaks a rule, is named; whatever else is
//! there is served.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use daylight_core::calendar::Calendar;
use daylight_core::check::consultation::opening;
use daylight_core::consultation::{Stage, Standing, stand};
use daylight_core::day::Day;
use daylight_core::import::{Loaded, profile_text};
use daylight_core::issue::{Issue, Severity};
use daylight_core::json;
use daylight_core::model::consultation::Consultation;
use daylight_core::words::Words;

/// The file that makes a folder a package.
const DESCRIPTOR: &str = "datapackage.json";

/// What stands in the descriptor of every consultation; others are loaded when something of theirs is spoken of.
const MARK: &str = "daylight-consultation";

/// The folder of dated copies beside a published package: these are of the past.
const DATED: &str = "v";

/// No folder is searched deeper.
const DEPTH: usize = 8;

const DAY_MS: i64 = 86_400_000;

/// Loads the package of a descriptor.
pub type Load = dyn Fn(&Path) -> Result<Loaded, Issue> + Send + Sync;

/// A consultation that is served.
#[derive(Debug)]
pub struct Entry {
    /// Its records.
    pub told: Consultation,
    /// What the descriptor says of the package, as JSON.
    pub head: String,
    /// Whether nothing keeps it from being opened: it has a draft, a basis and days.
    pub may_open: bool,
    /// The days that are worked where it is.
    pub calendar: Calendar,
}

impl Entry {
    /// Where it stands for who would comment: what may not be opened is not open, whatever its days say.
    pub fn as_opened(&self, standing: Standing) -> Standing {
        match standing.stage {
            Stage::Open if !self.may_open => {
                Standing { stage: Stage::Planned, round: None, days_left: None, more: true }
            }
            _ => standing,
        }
    }

    /// Where it stands at a time, its days being ahead of UTC by some minutes.
    pub fn stand(&self, now_ms: i64, utc_offset_minutes: i64) -> Standing {
        day_of(now_ms, utc_offset_minutes).map(|today| stand(&self.told, today)).unwrap_or_default()
    }
}

/// The day of a time.
pub fn day_of(ms: i64, utc_offset_minutes: i64) -> Option<Day> {
    let days = ms.saturating_add(utc_offset_minutes.saturating_mul(60_000)).div_euclid(DAY_MS);
    Some(Day::new(1970, 1, 1)?.plus(i32::try_from(days).ok()?))
}

/// A package below the served folders, and what tells whether it was written anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its descriptor.
    pub path: PathBuf,
    /// The name that the descriptor gives it; blank where it gives none.
    pub name: String,
    /// Whether it may be a consultation.
    is_marked: bool,
    /// When the last of its files was written.
    written: Option<SystemTime>,
    /// The bytes of its files.
    bytes: u64,
}

/// All consultations below the served folders.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// In order of id.
    all: Vec<Arc<Entry>>,
    /// What could not be read, or breaks a rule: a file and why.
    pub faults: Vec<String>,
    /// Every package that was found, in the order of their paths.
    packages: Vec<Package>,
    /// Of each name the first of these.
    by_name: HashMap<String, usize>,
    /// Whether a consultation could not be read.
    is_partial: bool,
}

impl Catalogue {
    /// Looks through folders.
    pub fn read(folders: &[PathBuf], load: &Load) -> Self {
        Self::of(packages(folders, &[]), load)
    }

    fn of(packages: Vec<Package>, load: &Load) -> Self {
        let words = Words::built_in("en");
        let mut found = Self::default();
        // The descriptors of those that are served, by their ids.
        let mut served = HashMap::new();
        for Package { path, .. } in packages.iter().filter(|package| package.is_marked) {
            match load(path).map(|loaded| (loaded.consultation(), loaded.head(), loaded.descriptor)) {
                Ok((Some((told, issues)), head, descriptor)) => {
                    // A folder that is mounted over a copy of itself holds the very same package twice.
                    if served.get(&told.id) != Some(&descriptor) {
                        served.entry(told.id.clone()).or_insert(descriptor);
                        found.take(path, (told, head), &issues, &words);
                    }
                }
                Ok((None, ..)) => {}
                Err(issue) => {
                    found.is_partial = true;
                    found.faults.push(format!("{}: {}", path.display(), issue.message(&words)));
                }
            }
        }
        found.all.sort_by(|one, other| one.told.id.cmp(&other.told.id));
        found.list(packages);
        found
    }

    /// The same anew, where a package was written since, came or went, or could not be read before.
    pub fn reread(&self, folders: &[PathBuf], load: &Load) -> Option<Self> {
        let packages = packages(folders, &self.packages);
        let marked = |packages: &[Package]| packages.iter().filter(|one| one.is_marked).cloned().collect::<Vec<_>>();
        if self.is_partial || marked(&packages) != marked(&self.packages) {
            return Some(Self::of(packages, load));
        }
        // Consultations stay as they are where other packages were written.
        (packages != self.packages).then(|| {
            let mut anew = self.clone();
            anew.list(packages);
            anew
        })
    }

    fn list(&mut self, packages: Vec<Package>) {
        self.by_name.clear();
        for (at, package) in packages.iter().enumerate().filter(|(_, package)| !package.name.is_empty()) {
            self.by_name.entry(package.name.clone()).or_insert(at);
        }
        self.packages = packages;
    }

    /// The package whose descriptor gives it a name, of whatever kind it is.
    pub fn package(&self, name: &str) -> Option<&Package> {
        self.by_name.get(name).map(|at| &self.packages[*at])
    }

    /// The consultation with an id.
    pub fn find(&self, id: &str) -> Option<&Arc<Entry>> {
        self.all.binary_search_by(|entry| entry.told.id.as_str().cmp(id)).ok().map(|at| &self.all[at])
    }

    /// All of them, in order of id.
    pub fn all(&self) -> &[Arc<Entry>] {
        &self.all
    }

    fn take(&mut self, path: &Path, (told, head): (Consultation, String), issues: &[Issue], words: &Words) {
        let mut tell = |fault: String| self.faults.push(format!("{}: {fault}", path.display()));
        for issue in issues.iter().filter(|issue| issue.severity == Severity::Error) {
            tell(issue.message(words));
        }
        let is_plain = |char: char| char.is_ascii_alphanumeric() || "-_.".contains(char);
        if told.id.is_empty() || told.id.len() > 100 || !told.id.chars().all(is_plain) {
            tell(format!(
                "`{}` cannot stand in an address: it takes letters of ASCII, digits, `-`, `_` and `.`",
                told.id
            ));
        } else if self.all.iter().any(|entry| entry.told.id == told.id) {
            tell(format!("another package is the consultation `{}` already", told.id));
        } else {
            let may_open = opening(&told).iter().all(|issue| issue.severity != Severity::Error);
            let calendar = Calendar::read(profile_text(&told.about).unwrap_or_default());
            self.all.push(Arc::new(Entry { told, head, may_open, calendar }));
        }
    }
}

/// All packages, in the order of their paths. What is known of one that was not written since is not read again.
fn packages(folders: &[PathBuf], known: &[Package]) -> Vec<Package> {
    let known: HashMap<&Path, &Package> = known.iter().map(|package| (package.path.as_path(), package)).collect();
    let mut found = Vec::new();
    for folder in folders {
        visit(folder, DEPTH, &known, &mut found);
    }
    // Of folders that lie in each other.
    let mut seen = HashSet::new();
    found.retain(|package| seen.insert(package.path.canonicalize().unwrap_or_else(|_| package.path.clone())));
    found
}

fn visit(folder: &Path, depth: usize, known: &HashMap<&Path, &Package>, found: &mut Vec<Package>) {
    // A folder that cannot be read holds nothing that is served.
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let is_package = paths.iter().any(|path| path.ends_with(DESCRIPTOR));
    for path in paths {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name == DESCRIPTOR {
            let (written, bytes) = stamp(folder);
            let same = known.get(path.as_path()).filter(|known| known.written == written && known.bytes == bytes);
            found.push(same.map_or_else(|| describe(path, written, bytes), |same| (*same).clone()));
            continue;
        }
        let is_past = is_package && name == DATED;
        let is_hidden = name.starts_with('.') || path.is_symlink();
        if depth > 0 && !is_past && !is_hidden && path.is_dir() {
            visit(&path, depth - 1, known, found);
        }
    }
}

fn describe(path: PathBuf, written: Option<SystemTime>, bytes: u64) -> Package {
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let root = json::read(&text).ok();
    let name = root.as_ref().and_then(|root| root.text_of("name")).unwrap_or_default().to_owned();
    Package { is_marked: text.contains(MARK), name, path, written, bytes }
}

/// When the last file of a folder was written, and the bytes of all.
fn stamp(folder: &Path) -> (Option<SystemTime>, u64) {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().filter_map(|entry| entry.metadata().ok());
    let files: Vec<std::fs::Metadata> = files.filter(std::fs::Metadata::is_file).collect();
    let written = files.iter().filter_map(|file| file.modified().ok()).max();
    (written, files.iter().map(std::fs::Metadata::len).sum())
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::{Path, PathBuf};

    use daylight_core::consultation::Stage;
    use daylight_core::import::{Decoder, Loaded, load_package};
    use daylight_core::issue::Issue;
    use daylight_core::place::Place;

    use super::Catalogue;

    /// The packages of tests are UTF-8.
    pub struct Plain;

    impl Decoder for Plain {
        fn knows(&self, _: &str) -> bool {
            false
        }

        fn decode(&self, _: &str, _: &[u8]) -> Option<String> {
            None
        }
    }

    pub fn load(path: &Path) -> Result<Loaded, Issue> {
        let text =
            std::fs::read_to_string(path).map_err(|_| Issue::error("file-missing", Place::file("datapackage.json")))?;
        load_package(&text, &|name| std::fs::read(path.parent()?.join(name)).ok(), &Plain)
    }

    /// A folder with a package that has some tables, each a name and a text.
    pub fn package(folder: &Path, tables: &[(&str, &str)]) {
        std::fs::create_dir_all(folder).unwrap();
        let resource = |(name, text): &(&str, &str)| {
            std::fs::write(folder.join(format!("{name}.csv")), text).unwrap();
            let columns = text.lines().next().unwrap().split(',');
            let fields: Vec<String> =
                columns.map(|column| format!(r#"{{"name": "{column}", "type": "string"}}"#)).collect();
            format!(r#"{{"name": "{name}", "path": "{name}.csv", "schema": {{"fields": [{}]}}}}"#, fields.join(", "))
        };
        let resources: Vec<String> = tables.iter().map(resource).collect();
        let descriptor = format!(
            r#"{{"name": "roads", "title": "Roads", "profile": "daylight-consultation", "daylight:profile": "generic",
                "daylight:language": "en", "resources": [{}]}}"#,
            resources.join(", ")
        );
        std::fs::write(folder.join("datapackage.json"), descriptor).unwrap();
    }

    /// What a consultation needs to be opened.
    pub const TABLES: [(&str, &str); 5] = [
        ("consultation", "id,name,office,identity\nroads,Plan for village roads,Transport Bureau,declared\n"),
        ("rounds", "id,opens,closes\n1,2025-03-01,2025-03-31\n"),
        ("clauses", "id,number,text\nc1,1,Every village has a road.\nc2,2,The county keeps the roads.\n"),
        ("documents", "id,purpose,name\nd1,basis,Road Act\nd2,explanation,Why it is so\n"),
        (
            "questions",
            "id,kind,text,options,required\nq1,single,Which first?,North|South,yes\nq2,scale,How urgent?,1|5,no\n",
        ),
    ];

    #[test]
    fn packages_are_found_and_their_faults_named() {
        let folder = tempfile::tempdir().unwrap();
        package(&folder.path().join("data/roads"), &TABLES);
        package(&folder.path().join("data/roads/v/2025"), &TABLES);
        let folders = [folder.path().to_owned(), folder.path().join("data")];
        let found = Catalogue::read(&folders, &load);
        assert_eq!(found.faults, Vec::<String>::new());
        let roads = found.find("roads").unwrap();
        assert!(roads.may_open && found.find("road").is_none() && found.all().len() == 1);
        let first = 1_740_787_200_000;
        assert_eq!(roads.stand(first - 1, 0).stage, Stage::Planned);
        assert_eq!(roads.stand(first - 1, 8 * 60).stage, Stage::Open);
        assert_eq!(roads.stand(first + 31 * super::DAY_MS - 1, 0).stage, Stage::Open);
        assert_eq!(roads.stand(first + 31 * super::DAY_MS, 0).stage, Stage::Closed);
        assert!(found.reread(&folders, &load).is_none());

        package(&folder.path().join("more"), &TABLES[..3]);
        let found = found.reread(&folders, &load).unwrap();
        assert_eq!(found.faults.len(), 2, "no basis, and the same id: {:?}", found.faults);
        assert!(found.faults.iter().all(|fault| fault.contains("more")), "{:?}", found.faults);
        std::fs::write(folder.path().join("more/datapackage.json"), "{\"daylight-consultation").unwrap();
        let found = found.reread(&folders, &load).unwrap();
        assert!(found.faults.len() == 1 && found.faults[0].contains("more"), "{:?}", found.faults);
        assert!(found.reread(&folders, &load).is_some(), "what could not be read is looked at again");
        std::fs::remove_dir_all(folder.path().join("more")).unwrap();
        let found = found.reread(&folders, &load).unwrap();
        assert!(found.reread(&folders, &load).is_none());
        let clauses = folder.path().join("data/roads/clauses.csv");
        std::fs::write(&clauses, "id,number,text\nc1,1,Every village has two roads.\n").unwrap();
        let found = found.reread(&folders, &load).unwrap();
        assert_eq!(found.find("roads").unwrap().told.clauses.len(), 1, "a table was written anew");
        assert!(Catalogue::read(&[PathBuf::from("/nowhere")], &load).all().is_empty());
    }
    #[test]
    fn the_very_same_package_may_lie_there_twice_and_another_one_may_not_have_its_id() {
        let folder = tempfile::tempdir().unwrap();
        let [first, mount] = ["a/roads", "b/roads"].map(|path| folder.path().join(path));
        package(&first, &TABLES);
        package(&mount, &TABLES);
        let folders = [folder.path().to_owned()];
        let found = Catalogue::read(&folders, &load);
        assert_eq!((found.faults.as_slice(), found.all().len()), (&[][..], 1));
        // What is wrong with it is told once.
        package(&first, &TABLES[..3]);
        package(&mount, &TABLES[..3]);
        let found = found.reread(&folders, &load).unwrap();
        assert!(found.faults.len() == 1 && found.faults[0].contains("/a/"), "{:?}", found.faults);
        package(&first, &TABLES);
        let found = found.reread(&folders, &load).unwrap();
        let told = found.faults.iter().filter(|fault| fault.contains("is the consultation `roads` already"));
        assert_eq!(told.count(), 1, "{:?}", found.faults);
    }

    #[test]
    fn packages_of_every_kind_are_known_by_the_names_in_their_descriptors() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        package(&site.join("roads"), &TABLES);
        let folders = [site.clone()];
        let found = Catalogue::read(&folders, &load);
        assert!(found.package("roads").is_some() && found.package("funds").is_none() && found.package("").is_none());
        for (at, name) in [("one", "funds"), ("two", "funds"), ("three", "")] {
            std::fs::create_dir_all(site.join(at)).unwrap();
            std::fs::write(site.join(at).join("datapackage.json"), format!("{{\"name\": \"{name}\"}}")).unwrap();
        }
        std::fs::write(folder.path().join("datapackage.json"), "{\"name\": \"outside\"}").unwrap();
        let anew = found.reread(&folders, &load).unwrap();
        assert_eq!(anew.package("funds").map(|package| package.path.clone()), Some(site.join("one/datapackage.json")));
        for name in ["", "outside", "..", "two", "one/datapackage.json"] {
            assert!(anew.package(name).is_none(), "{name}");
        }
        // The consultation was not written: it stays what it was.
        assert!(std::sync::Arc::ptr_eq(found.find("roads").unwrap(), anew.find("roads").unwrap()));
        let before = anew.package("funds").unwrap().clone();
        std::fs::write(site.join("one/more.csv"), "a\n").unwrap();
        let anew = anew.reread(&folders, &load).unwrap();
        assert_ne!(anew.package("funds"), Some(&before), "a table was written");
        assert!(anew.reread(&folders, &load).is_none());
    }
}
