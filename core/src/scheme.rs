//! Classification schemes: a code in, its levels and parents out; a code list's CSV in, names by code out; cannot fail.

use crate::json::{self, Node};
use crate::order::{sort_by, sort_by_key};
use crate::profile::{Texts, text_of, texts};
use crate::words::in_language;
use daylight_scan::{Dialect, Record, Scanner};

/// A classification: how its codes nest, and the editions of its list.
#[derive(Clone, Debug, Default)]
pub struct Scheme {
    /// Its id.
    pub id: String,
    /// The dimension that it belongs to, such as `functional`.
    pub dimension: String,
    /// The Fiscal Data Package's column type, such as `functional-classification:cofog`.
    pub column_type: String,
    /// The profile that holds it, if this one only uses it.
    pub used: Option<String>,
    /// Its name.
    pub titles: Texts,
    /// How a code shows its level.
    pub nesting: Nesting,
    /// Its levels from the top down.
    pub levels: Vec<Level>,
    /// Its editions, oldest first.
    pub editions: Vec<Edition>,
}

/// How a code shows its level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Nesting {
    /// Not at all.
    #[default]
    Flat,
    /// By its length: 213, 21305, 2130599.
    Lengths(Vec<usize>),
    /// By a mark between its parts: 01, 01.1, 01.1.1.
    Separator(char),
}

/// A level of a scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// Its id.
    pub id: String,
    /// Its name: class, section, item.
    pub titles: Texts,
}

/// A list of codes that was in force for some years.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// Its id.
    pub id: String,
    /// Its file, beside the profile.
    pub file: String,
    /// The first year it was in force.
    pub from: Option<u16>,
    /// The last year it was in force.
    pub to: Option<u16>,
    /// Whether it holds every code, so that an unknown one is a mistake.
    pub complete: bool,
    /// What to know about it.
    pub notes: Texts,
}

impl Scheme {
    /// The schemes of a profile that it defines itself; those of another profile that it uses are that one's.
    pub fn of_profile(text: &str) -> Vec<Self> {
        let Ok(node) = json::read(text) else { return Vec::new() };
        let schemes = node.get("schemes").map_or(&[][..], Node::list).iter().map(Self::read);
        schemes.filter(|scheme| scheme.used.is_none()).collect()
    }

    fn read(node: &Node) -> Self {
        let list = |key: &str| node.get(key).map_or(&[][..], Node::list);
        let mut lengths: Vec<usize> = list("prefix-lengths")
            .iter()
            .filter_map(|length| usize::try_from(length.integer()?).ok().filter(|length| *length > 0))
            .collect();
        sort_by_key(&mut lengths, |length| *length);
        let mut editions: Vec<Edition> = list("editions").iter().map(read_edition).collect();
        sort_by_key(&mut editions, |edition| edition.from);
        Self {
            id: text_of(node, "id"),
            dimension: text_of(node, "dimension"),
            column_type: text_of(node, "column-type"),
            used: node.text_of("use").map(str::to_owned),
            titles: texts(node, "titles"),
            nesting: match node.text_of("separator").and_then(|mark| mark.chars().next()) {
                Some(mark) => Nesting::Separator(mark),
                None if lengths.is_empty() => Nesting::Flat,
                None => Nesting::Lengths(lengths),
            },
            levels: list("levels")
                .iter()
                .map(|level| Level { id: text_of(level, "id"), titles: texts(level, "titles") })
                .collect(),
            editions,
        }
    }

    /// The code and its ancestors, from the top level down: `2130599` gives `213`, `21305`, `2130599`.
    /// `None` where no code of this scheme looks like it.
    pub fn split<'a>(&self, code: &'a str) -> Option<Vec<&'a str>> {
        let code = code.trim();
        match &self.nesting {
            _ if code.is_empty() => None,
            Nesting::Flat => Some(vec![code]),
            Nesting::Lengths(lengths) => {
                let level = lengths.iter().position(|length| *length == code.len())?;
                lengths[..=level].iter().map(|length| code.get(..*length)).collect()
            }
            Nesting::Separator(mark) => {
                if code.split(*mark).any(str::is_empty) {
                    return None;
                }
                let mut parts: Vec<&str> = code.match_indices(*mark).map(|(at, _)| &code[..at]).collect();
                parts.push(code);
                Some(parts)
            }
        }
    }

    /// The level of a code, counted from one.
    pub fn level(&self, code: &str) -> Option<usize> {
        self.split(code).map(|parts| parts.len())
    }

    /// The code one level up; `None` at the top.
    pub fn parent<'a>(&self, code: &'a str) -> Option<&'a str> {
        let parts = self.split(code)?;
        parts.len().checked_sub(2).map(|index| parts[index])
    }

    /// The edition in force in a year.
    pub fn edition(&self, year: u16) -> Option<&Edition> {
        self.editions.iter().rev().find(|edition| edition.is_in_force(year))
    }

    /// The edition in force in a year, else the one nearest to it: whoever uses that one says so.
    pub fn nearest_edition(&self, year: u16) -> Option<&Edition> {
        self.edition(year).or_else(|| self.editions.iter().min_by_key(|edition| edition.years_from(year)))
    }
}

impl Edition {
    /// Whether it was in force in a year.
    pub fn is_in_force(&self, year: u16) -> bool {
        self.years_from(year) == 0
    }

    fn years_from(&self, year: u16) -> u16 {
        let before = self.from.map_or(0, |from| from.saturating_sub(year));
        let after = self.to.map_or(0, |to| year.saturating_sub(to));
        before.max(after)
    }
}

fn read_edition(node: &Node) -> Edition {
    let year = |key: &str| node.text_of(key)?.get(..4)?.parse().ok();
    Edition {
        id: text_of(node, "id"),
        file: text_of(node, "file"),
        from: year("valid-from"),
        to: year("valid-to"),
        complete: node.get("complete").and_then(Node::truth).unwrap_or(false),
        notes: texts(node, "note"),
    }
}

/// The names of a code list, by code.
#[derive(Clone, Debug, Default)]
pub struct CodeList {
    /// Codes in order, each with its names by language.
    entries: Vec<(String, Texts)>,
}

impl CodeList {
    /// Reads a CSV: `code`, then one column a language, headed by its tag; `name` is a name in no stated language.
    /// Of a code that is given twice, the first row counts.
    pub fn read(csv: &str) -> Self {
        let bytes = csv.trim_start_matches('\u{feff}').as_bytes();
        let mut scanner = Scanner::new(bytes, Dialect::default());
        let mut record = Record::default();
        let cell =
            |record: &Record, column: usize| String::from_utf8_lossy(record.cell(bytes, column)).trim().to_owned();
        let mut header = Vec::new();
        if scanner.read(&mut record) {
            header.extend((0..record.len()).map(|column| cell(&record, column)));
        }
        let code = header.iter().position(|name| name.eq_ignore_ascii_case("code")).unwrap_or(0);
        let mut entries = Vec::new();
        while scanner.read(&mut record) {
            let names = header
                .iter()
                .enumerate()
                .filter(|(column, _)| *column != code)
                .map(|(column, name)| {
                    (if name == "name" { String::new() } else { name.clone() }, cell(&record, column))
                })
                .filter(|(_, name)| !name.is_empty());
            let names: Texts = names.collect();
            let code = cell(&record, code);
            if !code.is_empty() {
                entries.push((code, names));
            }
        }
        sort_by(&mut entries, |a: &(String, Texts), b| a.0.cmp(&b.0));
        entries.dedup_by(|later, earlier| later.0 == earlier.0);
        Self { entries }
    }

    /// The name of a code in a language, else in any; `None` where the list does not have the code.
    pub fn name(&self, code: &str, lang: &str) -> Option<&str> {
        let index = self.entries.binary_search_by(|entry| entry.0.as_str().cmp(code)).ok()?;
        Some(in_language(&self.entries[index].1, lang))
    }

    /// How many codes it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scheme(profile: &str, id: &str) -> Scheme {
        Scheme::of_profile(profile).into_iter().find(|scheme| scheme.id == id).unwrap()
    }

    #[test]
    fn a_scheme_of_another_profile_is_left_to_it() {
        let gb = Scheme::of_profile(include_str!("../../profiles/gb/profile.json"));
        assert!(gb.iter().all(|scheme| scheme.id != "cofog"), "the United Kingdom uses that of the United Nations");
        assert!(Scheme::of_profile("{").is_empty());
    }

    #[test]
    fn codes_nest_by_length_or_by_a_mark() {
        let cn = scheme(include_str!("../../profiles/cn/profile.json"), "cn");
        assert_eq!(cn.split("2130599"), Some(vec!["213", "21305", "2130599"]));
        assert_eq!((cn.parent("21305"), cn.parent("213"), cn.level("2130")), (Some("213"), None, None));
        assert_eq!(cn.level("类款项"), None, "nine bytes are no length of this scheme");
        let cofog = scheme(include_str!("../../profiles/un/profile.json"), "cofog");
        assert_eq!(cofog.split("01.1.1"), Some(vec!["01", "01.1", "01.1.1"]));
        assert_eq!((cofog.level("01."), cofog.level(".."), cofog.split("")), (None, None, None));
        assert_eq!(Scheme::default().split("a.b"), Some(vec!["a.b"]));
    }

    #[test]
    fn a_code_is_never_cut_inside_a_character() {
        let odd = Scheme { nesting: Nesting::Lengths(vec![1, 3]), ..Scheme::default() };
        assert_eq!(odd.split("类"), None);
    }

    #[test]
    fn editions_stand_side_by_side() {
        let cn = scheme(include_str!("../../profiles/cn/profile.json"), "cn");
        assert_eq!(cn.edition(2010).map(|edition| edition.id.as_str()), Some("2012"));
        assert_eq!(cn.edition(2018), None);
        assert_eq!(cn.nearest_edition(2014).map(|edition| edition.id.as_str()), Some("2012"));
        assert_eq!(cn.nearest_edition(2030).map(|edition| edition.id.as_str()), Some("2024"));
    }

    #[test]
    fn names_are_found_by_code_and_language() {
        let list = CodeList::read(include_str!("../../profiles/un/cofog-1999.csv"));
        assert_eq!(list.len(), 188);
        assert_eq!(list.name("01", "zh-Hans"), Some("一般公共服务"));
        assert_eq!(list.name("01.1.2", "en"), Some("Financial and fiscal affairs"));
        assert_eq!(list.name("99", "en"), None);
        let plain = CodeList::read("\u{feff}code,name\r\n1,One\r\n1,Uno\r\n,blank\r\n");
        assert_eq!((plain.len(), plain.name("1", "fr")), (1, Some("One")));
    }
}
