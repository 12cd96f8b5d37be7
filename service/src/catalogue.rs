//! Served folders in, the consultations below them out. A package that cannot be read is left out and named; the service goes
//! on without it.

use std::path::{Path, PathBuf};

use daylight_core::day::{Day, DayOrder};
use daylight_core::json::{self, Node};
use daylight_core::words::in_language;

/// What a consultation's descriptor says that it is.
const PROFILE: &str = "daylight-consultation";

/// No folder is searched deeper.
const DEPTH: usize = 8;

const DAY_MS: i64 = 86_400_000;

/// What the service must know of a consultation; everything else is in its package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    /// Its id.
    pub id: String,
    /// Its title by language.
    pub titles: Vec<(String, String)>,
    /// The first day on which comments are taken.
    pub opens: Day,
    /// The last one.
    pub closes: Day,
    /// What may be spoken about; anything with an id where there are none.
    pub subjects: Vec<String>,
    /// Whether the office has announced what became of the comments.
    pub is_answered: bool,
}

/// Where a consultation stands in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It has not begun.
    Planned,
    /// It takes comments.
    Open,
    /// It takes no more.
    Closed,
    /// What became of the comments is announced.
    Answered,
}

impl Phase {
    /// The word used in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Answered => "answered",
        }
    }
}

impl Consultation {
    /// Where it stands at a time, its days being ahead of UTC by some minutes.
    pub fn phase(&self, now_ms: i64, utc_offset_minutes: i64) -> Phase {
        let days = (now_ms + utc_offset_minutes * 60_000).div_euclid(DAY_MS);
        let epoch = Day::new(1970, 1, 1);
        let since = |day: Day| epoch.map_or(0, |epoch| i64::from(day - epoch));
        if self.is_answered {
            Phase::Answered
        } else if days < since(self.opens) {
            Phase::Planned
        } else if days <= since(self.closes) {
            Phase::Open
        } else {
            Phase::Closed
        }
    }

    /// Its title in a language.
    pub fn title(&self, lang: &str) -> &str {
        in_language(&self.titles, lang)
    }

    fn read(text: &str) -> Result<Option<Self>, String> {
        let document = json::read(text).map_err(|fault| {
            let (line, column) = fault.line_and_column(text);
            format!("no JSON at line {line}, column {column}")
        })?;
        if document.text_of("profile") != Some(PROFILE) {
            return Ok(None);
        }
        let said = document.get("daylight:consultation").unwrap_or(&document);
        let day = |key: &str| {
            let text = said.text_of(key).ok_or_else(|| format!("`{key}` is missing"))?;
            Day::read(text, DayOrder::YearFirst).ok_or_else(|| format!("`{key}` is no day: {text}"))
        };
        let id = said.text_of("id").or(document.text_of("name")).ok_or("`name` is missing")?;
        let is_plain = |char: char| char.is_ascii_alphanumeric() || "-_.".contains(char);
        if id.is_empty() || id.len() > 100 || !id.chars().all(is_plain) {
            return Err(format!("`{id}` cannot stand in an address"));
        }
        Ok(Some(Self {
            id: id.to_owned(),
            titles: titles(&document, id),
            opens: day("opens")?,
            closes: day("closes")?,
            subjects: said
                .get("subjects")
                .map_or(&[][..], Node::list)
                .iter()
                .filter_map(|one| one.text().or(one.text_of("id")).map(str::to_owned))
                .collect(),
            is_answered: said.text_of("state") == Some("answered"),
        }))
    }
}

fn titles(document: &Node, id: &str) -> Vec<(String, String)> {
    let by_language = document.get("titles").map_or(&[][..], Node::members).iter();
    let mut titles: Vec<(String, String)> =
        by_language.filter_map(|(tag, title)| Some((tag.clone(), title.text()?.to_owned()))).collect();
    if titles.is_empty() {
        titles.push((String::new(), document.text_of("title").unwrap_or(id).to_owned()));
    }
    titles
}

/// All consultations below the served folders.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// In order of id.
    pub all: Vec<Consultation>,
    /// What could not be read: a file and why.
    pub faults: Vec<String>,
}

impl Catalogue {
    /// Looks through folders.
    pub fn read(folders: &[PathBuf]) -> Self {
        let mut found = Self::default();
        for folder in folders {
            found.visit(folder, DEPTH);
        }
        found.all.sort_by(|one, other| one.id.cmp(&other.id));
        let doubled: Vec<String> =
            found.all.windows(2).filter(|two| two[0].id == two[1].id).map(|two| two[0].id.clone()).collect();
        found.faults.extend(doubled.iter().map(|id| format!("two packages are the consultation `{id}`; the first counts")));
        found.all.dedup_by(|one, other| one.id == other.id);
        found
    }

    /// The consultation with an id.
    pub fn find(&self, id: &str) -> Option<&Consultation> {
        self.all.binary_search_by(|one| one.id.as_str().cmp(id)).ok().map(|at| &self.all[at])
    }

    fn visit(&mut self, folder: &Path, depth: usize) {
        // A folder that cannot be read holds nothing that is served.
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name == "datapackage.json" {
                let text = std::fs::read_to_string(&path).map_err(|fault| fault.to_string());
                match text.and_then(|text| Consultation::read(&text)) {
                    Ok(one) => self.all.extend(one),
                    Err(fault) => self.faults.push(format!("{}: {fault}", path.display())),
                }
            } else if depth > 0 && !name.starts_with('.') && !path.is_symlink() && path.is_dir() {
                self.visit(&path, depth - 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Consultation, Phase};

    #[test]
    fn a_descriptor_is_read_or_its_fault_named() {
        let text = r#"{"profile": "daylight-consultation", "name": "roads", "titles": {"en": "Roads", "zh-Hans": "道路"},
            "daylight:consultation": {"opens": "2025-03-01", "closes": "2025-03-31", "subjects": ["clause-1", {"id": "c2"}]}}"#;
        let roads = Consultation::read(text).unwrap().unwrap();
        assert_eq!((roads.title("zh-CN"), roads.subjects.len()), ("道路", 2));
        let first = 1_740_787_200_000;
        assert_eq!(roads.phase(first - 1, 0), Phase::Planned);
        assert_eq!(roads.phase(first - 1, 8 * 60), Phase::Open);
        assert_eq!(roads.phase(first + 31 * super::DAY_MS - 1, 0), Phase::Open);
        assert_eq!(roads.phase(first + 31 * super::DAY_MS, 0), Phase::Closed);
        assert_eq!(Consultation::read(r#"{"profile": "daylight-funds"}"#), Ok(None));
        for (from, to, word) in [("2025-03-31", "soon", "closes"), ("roads", "a/b", "address"), ("{\"en", "{en", "line 1")] {
            assert!(Consultation::read(&text.replacen(from, to, 1)).unwrap_err().contains(word), "{word}");
        }
    }
}
