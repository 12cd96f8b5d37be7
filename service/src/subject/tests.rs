//! Packages are loaded once, when something of theirs is named, and no more of them than there is room for.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{MOST, MOST_BYTES, Named, SPARED_MS, Subjects};
use crate::catalogue::Catalogue;
use crate::catalogue::tests::load;

/// A package of results with a goal.
pub fn results(folder: &Path, name: &str, goal: &str) {
    std::fs::create_dir_all(folder).unwrap();
    let fields = ["id", "name:en", "name:zh-Hans"].map(|name| format!(r#"{{"name": "{name}", "type": "string"}}"#));
    let descriptor = format!(
        r#"{{"name": "{name}", "profile": "daylight-results", "daylight:profile": "generic", "daylight:language": "en",
            "resources": [{{"name": "goals", "path": "goals.csv", "schema": {{"fields": [{}]}}}}]}}"#,
        fields.join(", ")
    );
    std::fs::write(folder.join("datapackage.json"), descriptor).unwrap();
    std::fs::write(folder.join("goals.csv"), format!("id,name:en,name:zh-Hans\ng1,{goal},修路\ng2,,\n")).unwrap();
}

/// Folders, and how often a package in them was loaded.
struct Stage {
    folder: tempfile::TempDir,
    subjects: Arc<Subjects>,
    loads: Arc<AtomicUsize>,
}

impl Stage {
    fn new() -> Self {
        let loads = Arc::new(AtomicUsize::new(0));
        let counted = loads.clone();
        let subjects = Subjects::new(Arc::new(move |path: &Path| {
            counted.fetch_add(1, Ordering::SeqCst);
            load(path)
        }));
        Self { folder: tempfile::tempdir().unwrap(), subjects, loads }
    }

    fn catalogue(&self) -> Catalogue {
        Catalogue::read(&[PathBuf::from(self.folder.path())], &load)
    }

    /// What is known once nothing is on its way any more.
    async fn known(&self, catalogue: &Catalogue, (package, id): (&str, &str), now_ms: u64) -> Named {
        let mut loaded = self.subjects.loaded.subscribe();
        let package = catalogue.package(package).unwrap();
        loop {
            let named = self.subjects.find(package, id, now_ms);
            let is_loading = self.subjects.inner.lock().unwrap().is_loading;
            if !is_loading {
                return named;
            }
            loaded.changed().await.unwrap();
        }
    }
}

fn english(named: Named) -> String {
    match named {
        Named::Known(texts) => texts.into_iter().find(|(lang, _)| lang == "en").unwrap().1,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_package_is_loaded_once_and_anew_when_it_was_written() {
    let stage = Stage::new();
    results(&stage.folder.path().join("a"), "results", "Roads");
    let catalogue = stage.catalogue();
    assert_eq!(stage.loads.load(Ordering::SeqCst), 0);
    let package = catalogue.package("results").unwrap();
    assert_eq!(stage.subjects.find(package, "g1", 0), Named::Later);
    assert_eq!(english(stage.known(&catalogue, ("results", "g1"), 0).await), "Roads");
    // What has no name is published all the same.
    assert_eq!(stage.known(&catalogue, ("results", "g2"), 0).await, Named::Known(Vec::new()));
    for id in ["g3", ""] {
        assert_eq!(stage.known(&catalogue, ("results", id), 0).await, Named::Unknown, "{id}");
    }
    assert_eq!((stage.loads.load(Ordering::SeqCst), stage.subjects.loads()), (1, 1));
    // What was known is told until what was written is loaded.
    results(&stage.folder.path().join("a"), "results", "Roads and bridges");
    let catalogue = stage.catalogue();
    let package = catalogue.package("results").unwrap();
    assert_eq!(english(stage.subjects.find(package, "g1", 0)), "Roads");
    assert_eq!(english(stage.known(&catalogue, ("results", "g1"), 0).await), "Roads and bridges");
    assert_eq!(stage.loads.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_cannot_be_loaded_is_tried_once_and_what_is_too_large_never() {
    let stage = Stage::new();
    let [wrong, large] = ["wrong", "large"].map(|name| stage.folder.path().join(name));
    results(&wrong, "wrong", "Roads");
    std::fs::write(wrong.join("datapackage.json"), "{\"name\": \"wrong\", \"resources\": 3}").unwrap();
    results(&large, "large", "Roads");
    // Nothing is written there: the file only says how long it is.
    std::fs::File::options().write(true).open(large.join("goals.csv")).unwrap().set_len(MOST_BYTES).unwrap();
    let catalogue = stage.catalogue();
    let cases =
        [("wrong", Named::Unknown), ("wrong", Named::Unknown), ("large", Named::Untold), ("large", Named::Untold)];
    for (name, known) in cases {
        assert_eq!(stage.known(&catalogue, (name, "g1"), 0).await, known, "{name}");
        assert_eq!(stage.loads.load(Ordering::SeqCst), 1, "{name}");
    }
}

#[tokio::test]
async fn no_more_packages_are_kept_than_there_is_room_for() {
    let stage = Stage::new();
    for at in 0..=MOST {
        results(&stage.folder.path().join(at.to_string()), &format!("r{at}"), "Roads");
    }
    let catalogue = stage.catalogue();
    for at in 0..MOST {
        assert_eq!(english(stage.known(&catalogue, (&format!("r{at}"), "g1"), at as u64).await), "Roads");
    }
    let last = format!("r{MOST}");
    // All of them were asked for just now: whoever asks for one after the other makes no more work.
    assert_eq!(stage.known(&catalogue, (&last, "g1"), MOST as u64).await, Named::Later);
    assert_eq!(stage.loads.load(Ordering::SeqCst), MOST);
    assert_eq!(english(stage.known(&catalogue, ("r0", "g1"), MOST as u64).await), "Roads");
    assert_eq!(english(stage.known(&catalogue, (&last, "g1"), SPARED_MS + 1).await), "Roads");
    let kept = stage.subjects.inner.lock().unwrap();
    assert!(kept.kept.len() == MOST && kept.kept.contains_key("r0") && !kept.kept.contains_key("r1"));
}

#[tokio::test]
async fn what_the_demonstration_publishes_is_found_by_its_names() {
    let stage = Stage::new();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/data");
    let catalogue = Catalogue::read(&[data], &load);
    for (package, id, name) in [
        ("qinghe-funds", "p001", "Village road of Shiqiao"),
        ("qinghe-results", "g1", "Easier ways to get around"),
        ("qinghe-budget-2025", "201/20101/2010101", "Administration"),
    ] {
        assert_eq!(english(stage.known(&catalogue, (package, id), 0).await), name, "{package}");
    }
    assert_eq!(stage.loads.load(Ordering::SeqCst), 3);
}
