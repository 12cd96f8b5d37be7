//! One copy of a version: where it is and what it should be in, what is not so out; cannot fail, since what cannot be read is a
//! problem too.

use super::suspect::suspects;
use crate::issue::line;
use crate::load::{Loaded, load_package};
use crate::publication::digest::sha256;
use crate::publication::package::{
    Disclosure, FILES, File, Provenance, Total, check, describe, documents, edition, standings, totals,
};
use crate::publication::record::{
    self, DATED, DESCRIPTOR, PROVENANCE, REVIEW, SLICES, STANDINGS, SUMMARY, VERSIONS, Version,
};
use crate::publication::shelf::Shelf;
use daylight_core::issue::{Issue, Severity};
use daylight_core::model::Model;
use daylight_core::model::funds::is_picture;
use daylight_core::place::Place;
use daylight_core::summary::{is_outline_of, read_slice, read_summary, sums_agree};
use daylight_core::words::Words;
use serde_json::Value;
use std::collections::HashMap;
use std::io::Read;

/// More differing lines of a file, or totals, than anyone reads.
const MOST: usize = 10;

/// The rule of what identifies a person.
const PERSONAL: &str = "personal-data";

/// More of a line than tells it from others.
const MOST_CHARS: usize = 160;

/// A copy: its folder on a shelf, and the folders of other copies of the same version.
pub struct Published<'a> {
    /// Where it is read from.
    pub shelf: &'a Shelf,
    /// Its folder, with a slash at the end.
    pub folder: &'a str,
    /// The folders of other copies.
    pub twins: &'a [&'a str],
}

/// What was found of a copy.
#[derive(Default)]
pub struct Checked {
    /// What is not as it was published.
    pub problems: Vec<String>,
    /// How many files were compared.
    pub files: usize,
    /// How many rows were added up.
    pub rows: u64,
    /// How many sources it names, which nobody compared.
    pub sources: usize,
    /// Files beside it that are of no version.
    pub unlisted: Vec<String>,
}

/// A file and the digest that its descriptor states for it.
struct Stated {
    path: String,
    sha256: String,
}

/// Recomputes everything that a copy says.
pub fn check_copy(place: &Published, version: &Version, words: &Words) -> Checked {
    let mut checked = Checked::default();
    let mut pass = Pass { place, words, checked: &mut checked, lines: Vec::new() };
    pass.run(version);
    let lines = pass.lines.into_iter().map(|(_, line)| line);
    checked.problems.extend(lines);
    checked
}

struct Pass<'a> {
    place: &'a Published<'a>,
    words: &'a Words,
    checked: &'a mut Checked,
    /// Lines that differ, by their files.
    lines: Vec<(String, String)>,
}

impl Pass<'_> {
    fn say(&mut self, key: &str, values: &[(&str, &str)]) {
        self.checked.problems.push(self.words.fill(key, values));
    }

    /// A file of the copy; where it is not there, that is a problem.
    fn get(&mut self, file: &str) -> Option<Vec<u8>> {
        let path = format!("{}{file}", self.place.folder);
        match self.place.shelf.get(&path) {
            Ok(Some(bytes)) => {
                self.checked.files += 1;
                return Some(bytes);
            }
            Ok(None) => self.say("verify.missing", &[("file", &path)]),
            Err(fault) => self.checked.problems.push(fault.say(self.words)),
        }
        None
    }

    /// Whether bytes have the digest that is stated; where not, that is a problem, and so is every line that differs from
    /// another copy that has it.
    fn compare(&mut self, file: &str, bytes: &[u8], stated: &str) -> bool {
        let found = sha256(bytes);
        if found == stated {
            return true;
        }
        let path = format!("{}{file}", self.place.folder);
        self.say("verify.digest", &[("file", &path), ("found", &found), ("stated", stated)]);
        let twins = self.place.twins.iter().filter_map(|twin| self.place.shelf.get(&format!("{twin}{file}")).ok()?);
        // A picture has no lines.
        let twin = twins.into_iter().find(|twin| sha256(twin) == stated).filter(|_| !is_picture(file));
        if let Some(twin) = twin {
            for (number, then, now) in differing_lines(&twin, bytes) {
                let number = number.to_string();
                let values = [("file", path.as_str()), ("line", &number), ("then", &then), ("now", &now)];
                self.lines.push((file.to_owned(), self.words.fill("verify.line", &values)));
            }
        }
        false
    }

    fn run(&mut self, version: &Version) {
        let Some(descriptor) = self.get(DESCRIPTOR) else { return };
        self.compare(DESCRIPTOR, &descriptor, &version.sha256);
        let root: Value = serde_json::from_slice(&descriptor).unwrap_or_default();
        self.checked.sources = root["sources"].as_array().map_or(0, Vec::len);
        let mut files = Vec::new();
        let mut is_whole = true;
        for Stated { path, sha256 } in stated(&root) {
            let Some(bytes) = self.get(&path) else { continue };
            is_whole &= self.compare(&path, &bytes, &sha256);
            files.push((path, bytes));
        }
        let read = |path: &str| files.iter().find(|(known, _)| known == path).map(|(_, bytes)| bytes.clone());
        let loaded = match load_package(&descriptor, &read) {
            Ok(loaded) => loaded,
            Err(issue) => return self.checked.problems.push(line(&issue, self.words)),
        };
        let (model, report) = check(&loaded);
        self.checked.rows = model.rows;
        // What was looked for before publication is looked for again: rules grow, and files may be put here by hand.
        let report = report.and(loaded.search(self.words));
        // Where somebody is named, no line is repeated: the cell is told.
        let names = |file: &str| report.issues.iter().any(|issue| issue.rule == PERSONAL && issue.place.file == file);
        self.lines.retain(|(file, _)| !names(file));
        let errors = report.issues.iter().filter(|issue| issue.severity == Severity::Error).take(MOST);
        let here = |issue: &Issue| {
            let place = Place { file: format!("{}{}", self.place.folder, issue.place.file), ..issue.place.clone() };
            line(&Issue { place, ..issue.clone() }, self.words)
        };
        self.checked.problems.extend(errors.map(here));
        if version.rows != model.rows {
            let (stated, now) = (version.rows.to_string(), model.rows.to_string());
            let path = format!("{}{DESCRIPTOR}", self.place.folder);
            self.say(
                "verify.rows",
                &[("file", &path), ("version", &version.version), ("stated", &stated), ("now", &now)],
            );
        }
        self.disclosed(version, &root);
        self.totals(version, &model);
        self.standings(&loaded);
        let sums_hold = self.outline(version, &loaded, &model, is_whole);
        if is_whole && sums_hold {
            self.again(version, &descriptor, &loaded, model, &files);
        }
        self.unlisted(&root, &loaded);
    }

    /// The review and what is withheld, as the descriptor says them, against the list of versions.
    fn disclosed(&mut self, version: &Version, root: &Value) {
        let Disclosure { review, withheld, .. } = root.as_object().map(Disclosure::read).unwrap_or_default();
        let path = format!("{}{DESCRIPTOR}", self.place.folder);
        if review.is_null() {
            self.say("verify.no-review", &[("file", &path), ("version", &version.version)]);
        }
        for (member, is_same) in
            [(REVIEW, review == version.review), ("daylight:withheld", withheld == version.withheld)]
        {
            if !is_same {
                let values = [("file", path.as_str()), ("what", member), ("record", VERSIONS)];
                self.say("verify.disclosed", &values);
            }
        }
    }

    /// Publishes the files again, in memory: the same must come of them. Another program's record may be written otherwise.
    fn again(&mut self, version: &Version, descriptor: &[u8], loaded: &Loaded, model: Model, files: &[File]) {
        let bare = |text: &[u8]| serde_json::from_slice::<Provenance>(text).ok();
        let Ok(described) = describe(descriptor, "", files) else { return };
        let edition = edition(&described, loaded, model, files, &version.version, &version.published);
        for (file, again) in edition.files.iter().filter(|(file, _)| files.iter().all(|(known, _)| known != file)) {
            let Some(bytes) = self.get(file) else { continue };
            let is_same = match file.as_str() {
                PROVENANCE => bare(&bytes).zip(bare(again)).is_some_and(|(one, other)| {
                    let same = Provenance { with: other.with.clone(), ..one };
                    record::write(&same) == record::write(&other)
                }),
                _ => bytes == *again,
            };
            if !is_same {
                let path = format!("{}{file}", self.place.folder);
                self.say("verify.remade", &[("file", &path)]);
            }
        }
    }

    /// Files beside a version that are not of it: a maintainer's own, or what was left behind.
    fn unlisted(&mut self, root: &Value, loaded: &Loaded) {
        let Some(files) = self.place.shelf.list(self.place.folder) else { return };
        let stated = stated(root);
        let documents = documents(loaded);
        let is_own = |file: &String| {
            documents.iter().any(|(known, _)| known == file)
                || [DESCRIPTOR, SUMMARY, STANDINGS, PROVENANCE, VERSIONS].contains(&file.as_str())
                || [SLICES, DATED].contains(&file.split('/').next().unwrap_or_default())
                || stated.iter().any(|known| known.path == *file)
        };
        for file in files.iter().filter(|file| !is_own(file)) {
            let path = format!("{}{file}", self.place.folder);
            self.checked.unlisted.push(self.words.fill("verify.unlisted", &[("file", &path)]));
        }
    }

    /// The statuses that were published of results, against what is computed of the files.
    fn standings(&mut self, loaded: &Loaded) {
        let Some(now) = standings(loaded) else { return };
        let Some(bytes) = self.get(STANDINGS) else { return };
        let path = format!("{}{STANDINGS}", self.place.folder);
        let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap_or_default();
        let (stated, now) = (read(&bytes), read(&now));
        let mut left = MOST;
        let key = |one: &Value| (one["kind"].to_string(), one["id"].to_string());
        let members = [("statuses", &["status", "progress"][..]), ("findings", &["state", "overdue"])];
        for (list, members) in members {
            let all = stated[list].as_array().into_iter().flatten();
            let known: HashMap<_, _> = all.map(|one| (key(one), one)).collect();
            for (one, member) in now[list]
                .as_array()
                .into_iter()
                .flatten()
                .flat_map(|one| members.iter().map(move |member| (one, *member)))
            {
                let found = known.get(&key(one)).map_or(&Value::Null, |other| &other[member]);
                if *found != one[member] && left > 0 {
                    left -= 1;
                    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    let [id, found, computed] = [&one["id"], found, &one[member]].map(plain);
                    let values = [("file", path.as_str()), ("id", &id), ("stated", &found), ("now", &computed)];
                    self.say("verify.standing", &values);
                }
            }
        }
    }

    /// The totals that were published, against those of the files.
    fn totals(&mut self, version: &Version, model: &Model) {
        let path = format!("{}{PROVENANCE}", self.place.folder);
        let Some(bytes) = self.get(PROVENANCE) else { return };
        let provenance: Provenance = match record::read(&path, &bytes) {
            Ok(provenance) => provenance,
            Err(fault) => return self.checked.problems.push(fault.say(self.words)),
        };
        if provenance.version != version.version || provenance.sha256 != version.sha256 {
            self.say(
                "verify.version",
                &[("file", &path), ("stated", &provenance.version), ("newest", &version.version)],
            );
        }
        let now = totals(model);
        let key = |total: &Total| (total.keys.clone(), total.currency.clone());
        for total in provenance.totals.iter().chain(&now) {
            let of = |totals: &[Total]| totals.iter().find(|other| key(other) == key(total)).cloned();
            let (then, now) = (of(&provenance.totals), of(&now));
            let place: Vec<String> = total.keys.iter().map(|(name, code)| format!("{name} {code}")).collect();
            let amount = |total: Option<Total>| {
                total.map_or("—".to_owned(), |total| format!("{} {}", total.amount, total.currency))
            };
            let differs = then.as_ref().map(|total| &total.amount) != now.as_ref().map(|total| &total.amount);
            let line = self.words.fill(
                "verify.total",
                &[
                    ("file", &path),
                    ("place", &place.join(self.words.text("join.list"))),
                    ("then", &amount(then)),
                    ("now", &amount(now)),
                ],
            );
            if differs && !self.checked.problems.contains(&line) {
                self.checked.problems.push(line);
            }
        }
    }

    /// The summary and its slices, against the files; whether they say what the files add up to.
    fn outline(&mut self, version: &Version, loaded: &Loaded, model: &Model, is_whole: bool) -> bool {
        let path = format!("{}{SUMMARY}", self.place.folder);
        let Some(bytes) = self.get(SUMMARY) else { return false };
        let Some(summary) = read_summary(&String::from_utf8_lossy(&bytes)) else {
            self.say("verify.summary", &[("file", &path)]);
            return false;
        };
        let mut outline = summary.model;
        if outline.about.version.as_deref() != Some(&version.version) {
            let stated = outline.about.version.clone().unwrap_or_default();
            self.say("verify.version", &[("file", &path), ("stated", &stated), ("newest", &version.version)]);
        }
        let agrees = |outline: &Model| !is_whole || sums_agree(outline) && is_outline_of(outline, model);
        if !agrees(&outline) {
            self.say("verify.summary", &[("file", &path)]);
            return false;
        }
        let mut number = 1;
        while outline.has_slices() {
            let file = format!("{SLICES}/{number}.json");
            let path = format!("{}{file}", self.place.folder);
            let Some(bytes) = self.get(&file) else { return false };
            match read_slice(&outline, &String::from_utf8_lossy(&bytes)) {
                Ok(grown) => outline = grown,
                Err(_) => {
                    self.say("verify.summary", &[("file", &path)]);
                    return false;
                }
            }
            number += 1;
        }
        if !agrees(&outline) {
            self.say("verify.summary", &[("file", &format!("{}{SLICES}/", self.place.folder))]);
        }
        if !is_whole {
            for (file, row) in suspects(&outline, loaded, model, MOST) {
                let path = format!("{}{file}", self.place.folder);
                self.say("verify.row", &[("file", &path), ("row", &row.to_string())]);
            }
        }
        true
    }
}

/// The files of a descriptor with the digests that it states.
fn stated(root: &Value) -> Vec<Stated> {
    let mut stated = Vec::new();
    for resource in root["resources"].as_array().into_iter().flatten() {
        let list = |value: &Value| match value {
            Value::Array(list) => list.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        let mut digests = list(&resource["hash"]);
        digests.extend(list(&resource["daylight:hashes"]));
        for (path, digest) in list(&resource["path"]).iter().zip(digests.iter().chain(std::iter::repeat(&Value::Null)))
        {
            let sha256 = digest.as_str().unwrap_or_default().trim_start_matches("sha256:").to_owned();
            stated.extend(path.as_str().map(|path| Stated { path: path.to_owned(), sha256 }));
        }
    }
    for file in root[FILES].as_array().into_iter().flatten() {
        let sha256 = file["hash"].as_str().unwrap_or_default().trim_start_matches("sha256:").to_owned();
        stated.extend(file["path"].as_str().map(|path| Stated { path: path.to_owned(), sha256 }));
    }
    stated
}

/// Lines that differ, with their numbers from one: what stood there and what stands there now. After a line that was put in or
/// taken out, the lines of both ends are compared.
fn differing_lines(then: &[u8], now: &[u8]) -> Vec<(usize, String, String)> {
    let lines = |bytes: &[u8]| -> Vec<String> {
        let mut unzipped = Vec::new();
        let is_read = flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut unzipped).is_ok();
        let text = String::from_utf8_lossy(if is_read { &unzipped } else { bytes }).into_owned();
        let shown = |line: &str| line.chars().filter(|char| !char.is_control()).take(MOST_CHARS).collect();
        text.lines().map(shown).collect()
    };
    let (then, now) = (lines(then), lines(now));
    let same_at_start = then.iter().zip(&now).take_while(|(one, other)| one == other).count();
    let left = then.len().min(now.len()) - same_at_start;
    let same_at_end =
        then.iter().rev().zip(now.iter().rev()).take(left).take_while(|(one, other)| one == other).count();
    let (then_end, now_end) = (then.len() - same_at_end, now.len() - same_at_end);
    let line = |lines: &[String], at: usize, end: usize| if at < end { lines[at].clone() } else { String::new() };
    let all =
        (same_at_start..then_end.max(now_end)).map(|at| (at + 1, line(&then, at, then_end), line(&now, at, now_end)));
    all.filter(|(_, then, now)| then != now).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::differing_lines;

    #[test]
    fn lines_that_differ_are_found() {
        let text = |texts: &[&str]| texts.join("\n").into_bytes();
        let line = |number: usize, then: &str, now: &str| (number, then.to_owned(), now.to_owned());
        let then = text(&["a", "b", "c", "d"]);
        assert_eq!(differing_lines(&then, &text(&["a", "b", "x", "d"])), [line(3, "c", "x")]);
        assert_eq!(differing_lines(&then, &text(&["a", "b", "new", "c", "d"])), [line(3, "", "new")]);
        assert_eq!(differing_lines(&then, &text(&["a", "c", "d"])), [line(2, "b", "")]);
        assert_eq!(differing_lines(&then, &then), []);
    }
}
