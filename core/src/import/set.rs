//! Table sets for the command and the studio: a loaded package and the sets of all profiles in, what it has of them and what is
//! wrong out; cannot fail.

use super::load::{Loaded, profile_text};
use super::origin::trace_issues;
use crate::check::tableset::{Counts, Found, Known, State, TableSet, check_table_sets};
use crate::issue::Issue;
use crate::json::Writer;
use crate::words::{Words, in_language};
use std::sync::LazyLock;

/// The sets: id of the profile and text.
const TEXTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/table_sets.rs"));

static SETS: LazyLock<Vec<TableSet>> = LazyLock::new(|| {
    // They are files of this repository, and a test reads each.
    TEXTS.iter().map(|(profile, text)| TableSet::read(text).unwrap_or_else(|_| panic!("a set of {profile}"))).collect()
});

/// The sets of all profiles.
pub fn table_sets() -> &'static [TableSet] {
    &SETS
}

/// The sets that a profile has, the latest version of each.
pub fn table_sets_of(profile: &str) -> Vec<&'static TableSet> {
    let of_profile = TEXTS.iter().zip(SETS.iter()).filter(|((known, _), _)| *known == profile);
    let is_latest = |set: &&TableSet| TableSet::find(&SETS, &set.id).is_some_and(|latest| std::ptr::eq(latest, *set));
    of_profile.map(|(_, set)| set).filter(is_latest).collect()
}

/// Checks the tables that a package says it has, and all tables of `asked`.
pub fn check_tables(loaded: &Loaded, asked: Option<&TableSet>, words: &Words) -> (Vec<Found>, Vec<Issue>) {
    let Loaded { package, descriptor, files, profile, .. } = loaded;
    let profile_text = profile_text(&package.about).unwrap_or_default();
    let known = Known { sets: &SETS, profile, profile_text, words };
    let (found, mut issues) = check_table_sets(package, descriptor, files, &known, asked);
    trace_issues(&loaded.origins, &mut issues);
    (found, issues)
}

/// `[{"id", "title", "tables": [{"id", "title", "state", "resources", "rows"}], "equal", "rounded", "different", "unseen"}]`.
pub fn write_tables(found: &[Found], words: &Words, out: &mut Writer) {
    let list = |out: &mut Writer, texts: &[String]| {
        out.open('[');
        texts.iter().for_each(|text| {
            out.text(text);
        });
        out.close(']');
    };
    out.open('[');
    for set in found {
        out.open('{').key("id").text(&set.id).key("title").text(in_language(&set.titles, words.lang()));
        out.key("tables").open('[');
        for table in &set.tables {
            out.open('{').key("id").text(&table.id).key("title").text(in_language(&table.titles, words.lang()));
            out.key("state").text(table.state.id()).key("resources");
            list(out, &table.resources);
            out.key("rows").raw(&table.rows.len().to_string()).close('}');
        }
        out.close(']');
        let counts = set.counts();
        let numbers = [
            ("equal", counts.equal),
            ("rounded", counts.rounded),
            ("different", counts.different),
            ("unseen", counts.unseen),
        ];
        for (name, count) in numbers {
            out.key(name).raw(&count.to_string());
        }
        out.close('}');
    }
    out.close(']');
}

/// A line for each table, and one for the comparisons.
pub fn table_lines(found: &[Found], words: &Words) -> String {
    let mut out = String::new();
    for set in found {
        out += &format!("{} ({})\n", in_language(&set.titles, words.lang()), set.id);
        for (number, table) in set.tables.iter().enumerate() {
            let state = match table.state {
                State::Filled => words.fill("check.table-filled", &[("rows", &table.rows.len().to_string())]),
                State::Empty => words.text("check.table-empty").to_owned(),
                State::EmptyUnsaid => words.text("check.table-empty-unsaid").to_owned(),
                State::Missing => words.text("check.table-missing").to_owned(),
            };
            out += &format!("{:>3}  {}: {state}\n", number + 1, in_language(&table.titles, words.lang()));
        }
        let Counts { equal, rounded, different, unseen } = set.counts();
        let [equal, rounded, different, unseen] = [equal, rounded, different, unseen].map(|count| count.to_string());
        let values = [("equal", &*equal), ("rounded", &*rounded), ("different", &*different), ("unseen", &*unseen)];
        out += &(words.fill("check.compared", &values) + "\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{SETS, TEXTS, table_sets_of};

    #[test]
    fn every_set_reads_and_is_its_profiles() {
        assert!(TEXTS.len() >= 4);
        for (set, (profile, _)) in SETS.iter().zip(TEXTS) {
            assert!(!set.tables.is_empty(), "{}", set.id);
            assert_eq!(set.loose_ends(), [] as [String; 0], "{}", set.id);
            assert!(table_sets_of(profile).iter().any(|known| known.id == set.id), "{}", set.id);
        }
        assert_eq!(table_sets_of("nowhere").len(), 0);
    }
}
