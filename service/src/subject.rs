//! A package's name and an id that it publishes in, what that is called by language out; where nobody knows, the id is shown.
//!
//! A comment may be of anything that a package below the served folders publishes. Such a package is loaded once something of it is
//! named, in a thread of its own, one at a time; until then, and where it is too large, its ids are shown. Names of packages that are
//! not there cost a look into a table: nobody makes work by making them up, and no path comes from a reader.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use daylight_core::consultation::is_id;
use daylight_core::json::{self, Node};
use daylight_core::model::consultation::{Comment, Consultation};
use daylight_core::model::funds::Texts;
use daylight_core::words::{Words, in_language};
use tokio::sync::watch;

use crate::catalogue::{Load, Package};
use crate::service::Service;

/// A package with more bytes in its files is not loaded.
const MOST_BYTES: u64 = 64 << 20;
/// Of a package with more names none are kept.
const MOST_NAMES: usize = 100_000;
/// So many packages are kept.
const MOST: usize = 16;
/// One that was asked for so long ago makes room for another.
const SPARED_MS: u64 = 60_000;
/// Whoever asks for a name alone waits no longer for its package.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is known of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// The names by language.
    Known(Texts),
    /// There is no such package, or it has no name for that.
    Unknown,
    /// The package is not loaded yet.
    Later,
    /// It cannot be loaded, or is too large to be.
    Untold,
}

type Names = HashMap<String, Texts>;

struct Kept {
    /// The package as it was when it was loaded.
    package: Package,
    /// Every id with its names, which may be none; `None` where the package cannot be looked through.
    names: Option<Names>,
    asked_ms: u64,
}

#[derive(Default)]
struct Inner {
    /// By the names of packages.
    kept: HashMap<String, Kept>,
    is_loading: bool,
    /// How many were loaded.
    loads: u64,
}

/// The names of what packages publish.
pub struct Subjects {
    load: Arc<Load>,
    inner: Mutex<Inner>,
    loaded: watch::Sender<()>,
}

impl Subjects {
    /// None yet; `load` reads a package.
    pub fn new(load: Arc<Load>) -> Arc<Self> {
        Arc::new(Self { load, inner: Mutex::default(), loaded: watch::Sender::new(()) })
    }

    /// How often names came: what was told without them may be told with them now.
    pub fn loads(&self) -> u64 {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).loads
    }

    /// What an id of a package is called, as far as that is known now; what is not is loaded. Needs a runtime.
    pub fn find(self: &Arc<Self>, package: &Package, id: &str, now_ms: u64) -> Named {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = inner.kept.get_mut(&package.name).map(|kept| {
            kept.asked_ms = now_ms;
            (kept.package == *package, named(kept.names.as_ref(), id))
        });
        match kept {
            Some((true, named)) => named,
            kept => {
                self.start(&mut inner, package, now_ms);
                // It was written anew: until it is loaded, what was known is told.
                kept.map_or(Named::Later, |(_, named)| named)
            }
        }
    }

    /// Loads a package, where none is on its way and there is room.
    fn start(self: &Arc<Self>, inner: &mut Inner, package: &Package, now_ms: u64) {
        let Inner { kept, is_loading, .. } = inner;
        let oldest =
            || kept.iter().min_by_key(|(_, kept)| kept.asked_ms).map(|(name, kept)| (name.clone(), kept.asked_ms));
        let must_go = if kept.len() >= MOST && !kept.contains_key(&package.name) { oldest() } else { None };
        let is_full = must_go.as_ref().is_some_and(|(_, asked_ms)| asked_ms.saturating_add(SPARED_MS) > now_ms);
        if *is_loading || is_full {
            return;
        }
        must_go.map(|(name, _)| kept.remove(&name));
        *is_loading = true;
        let (this, package) = (self.clone(), package.clone());
        tokio::spawn(async move {
            let (load, path) = (this.load.clone(), package.path.clone());
            // A package that cannot be loaded has no names until it is written anew.
            let names = tokio::task::spawn_blocking(move || read(&path, load.as_ref())).await.unwrap_or_default();
            let mut inner = this.inner.lock().unwrap_or_else(PoisonError::into_inner);
            inner.kept.insert(package.name.clone(), Kept { package, names, asked_ms: now_ms });
            inner.is_loading = false;
            inner.loads += 1;
            drop(inner);
            this.loaded.send_replace(());
        });
    }
}

fn named(names: Option<&Names>, id: &str) -> Named {
    let Some(names) = names else { return Named::Untold };
    names.get(id).map_or(Named::Unknown, |texts| Named::Known(texts.clone()))
}

/// The ids of a package and their names; `None` where it cannot be looked through.
fn read(descriptor: &Path, load: &Load) -> Option<Names> {
    if bytes(descriptor) > MOST_BYTES {
        return None;
    }
    let names: Names = load(descriptor).ok()?.names().into_iter().collect();
    (names.len() <= MOST_NAMES).then_some(names)
}

/// The bytes of a descriptor and of all files that it names.
fn bytes(descriptor: &Path) -> u64 {
    let length = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    let own = length(descriptor);
    if own > MOST_BYTES {
        return own;
    }
    let root = std::fs::read_to_string(descriptor).ok().and_then(|text| json::read(&text).ok());
    let resources = root.as_ref().and_then(|root| root.get("resources")).map(Node::list).unwrap_or_default();
    let paths = resources.iter().filter_map(|resource| resource.get("path")).flat_map(|path| match path.text() {
        Some(path) => vec![path],
        None => path.list().iter().filter_map(Node::text).collect(),
    });
    let folder = descriptor.parent().unwrap_or(descriptor);
    paths.fold(own, |sum, path| sum.saturating_add(length(&folder.join(path))))
}

impl Service {
    /// What an id of a package is called, as far as that is known now.
    pub fn named(&self, package: &str, id: &str) -> Named {
        let catalogue = self.catalogue();
        let package = catalogue.package(package).filter(|_| !id.is_empty());
        package.map_or(Named::Unknown, |package| self.subjects.find(package, id, (self.world.elapsed_ms)()))
    }

    /// The same for whoever asks for nothing else: a package that is being loaded is waited for, for a while.
    pub async fn named_soon(&self, package: &str, id: &str) -> Named {
        let mut loaded = self.subjects.loaded.subscribe();
        let known = async {
            loop {
                match self.named(package, id) {
                    Named::Later if loaded.changed().await.is_ok() => {}
                    named => return named,
                }
            }
        };
        tokio::time::timeout(PATIENCE, known).await.unwrap_or(Named::Later)
    }

    /// Whether something is published that a comment may be of: by a package that is served, as far as that can be told, or by one that
    /// the settings name.
    pub async fn publishes(&self, package: &str, id: &str) -> bool {
        if self.settings.packages.iter().any(|known| known == package) {
            return true;
        }
        let is_served = self.catalogue().package(package).is_some();
        is_served && (id.is_empty() || self.named_soon(package, id).await != Named::Unknown)
    }

    /// The names of what a comment is of, where they are known and it is of another package.
    pub fn names(&self, package: &str, id: &str) -> Texts {
        match self.named(package, id) {
            Named::Known(names) => names,
            Named::Unknown | Named::Later | Named::Untold => Texts::new(),
        }
    }

    /// Gives comments the names of what they are of.
    pub fn name_subjects(&self, comments: &mut [Comment]) {
        for comment in comments.iter_mut().filter(|comment| !comment.package.is_empty()) {
            comment.subject_names = self.names(&comment.package, &comment.subject);
        }
    }

    /// What a comment is of, in words; blank where it is of the whole.
    pub fn subject_title(&self, told: &Consultation, (package, subject): (&str, &str), words: &Words) -> String {
        title(told, (package, subject), &self.names(package, subject), words)
    }
}

/// What a comment is of, in words: a clause by its number and heading; what is in another package by its name with the id behind it, else
/// by both ids, as far as these say nothing themselves; blank where it is of the whole.
pub fn title(told: &Consultation, (package, subject): (&str, &str), names: &Texts, words: &Words) -> String {
    let say = |texts| in_language(texts, words.lang());
    let clause = told.clause(subject).filter(|_| package.is_empty()).map(|at| &told.clauses[at]);
    let title = clause.map(|clause| [say(&clause.numbers), say(&clause.headings)].join(" ").trim().to_owned());
    match (title.filter(|title| !title.is_empty()), say(names)) {
        (Some(title), _) => title,
        (None, "") => match is_id(package) && is_id(subject) {
            true => [package, subject].join(" ").trim().to_owned(),
            false => words.text("page.subject.other").to_owned(),
        },
        (None, name) => words.fill("page.subject.named", &[("name", name), ("id", subject)]),
    }
}

#[cfg(test)]
pub(crate) mod tests;
