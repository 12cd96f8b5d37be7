//! Table sets for the command: a loaded package and the sets of all profiles in, what it has of them and what is wrong out;
//! cannot fail.

use crate::load::{Loaded, profile_text};
use daylight_core::check::tableset::{Found, Known, State, TableSet, check_table_sets};
use daylight_core::import::trace_issues;
use daylight_core::issue::Issue;
use daylight_core::json::Writer;
use daylight_core::words::{Words, in_language};
use std::sync::LazyLock;

/// The sets that the command carries: name of the file and text.
const TEXTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/table_sets.rs"));

static SETS: LazyLock<Vec<TableSet>> = LazyLock::new(|| {
    // They are files of this repository, and a test reads each.
    TEXTS.iter().map(|(name, text)| TableSet::read(text).unwrap_or_else(|_| panic!("{name}.json reads"))).collect()
});

/// The set of an id, for the command line.
pub fn read_set(id: &str) -> Result<&'static TableSet, String> {
    TableSet::find(&SETS, id).ok_or_else(|| {
        let mut ids: Vec<&str> = SETS.iter().map(|set| set.id.as_str()).collect();
        ids.dedup();
        format!("there is no set of this id. Known ones: {}", ids.join(", "))
    })
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

/// `[{"id", "tables": [{"id", "title", "state", "resources", "rows"}], "equal", "rounded", "different", "unseen"}]`.
pub fn write_json(found: &[Found], words: &Words, out: &mut Writer) {
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
            out.key("rows").raw(&table.rows.to_string()).close('}');
        }
        out.close(']');
        let counts = &set.counts;
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
pub fn lines(found: &[Found], words: &Words) -> String {
    let mut out = String::new();
    for set in found {
        out += &format!("{} ({})\n", in_language(&set.titles, words.lang()), set.id);
        for (number, table) in set.tables.iter().enumerate() {
            let state = match table.state {
                State::Filled => words.fill("check.table-filled", &[("rows", &table.rows.to_string())]),
                State::Empty => words.text("check.table-empty").to_owned(),
                State::EmptyUnsaid => words.text("check.table-empty-unsaid").to_owned(),
                State::Missing => words.text("check.table-missing").to_owned(),
            };
            out += &format!("{:>3}  {}: {state}\n", number + 1, in_language(&table.titles, words.lang()));
        }
        let counts = [set.counts.equal, set.counts.rounded, set.counts.different, set.counts.unseen];
        let [equal, rounded, different, unseen] = counts.map(|count| count.to_string());
        let values = [("equal", &*equal), ("rounded", &*rounded), ("different", &*different), ("unseen", &*unseen)];
        out += &(words.fill("check.compared", &values) + "\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_reads_and_is_found_by_its_id() {
        assert!(TEXTS.len() >= 4);
        for set in SETS.iter() {
            assert!(read_set(&set.id).is_ok() && !set.tables.is_empty(), "{}", set.id);
            assert_eq!(set.loose_ends(), [] as [String; 0], "{}", set.id);
        }
        assert!(read_set("cn-department").expect_err("no such set").contains("cn-department-final"));
    }
}
