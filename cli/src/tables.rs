//! Table sets for the command line: the id of a set in, the set out, or a sentence that names those there are.

use crate::load::Loaded;
use daylight_core::check::tableset::TableSet;
use daylight_core::figure::budget::{BudgetFigure, Wish, statutory};
use daylight_core::import::table_sets;
use daylight_core::model::Model;
use daylight_core::words::Words;

pub use daylight_core::import::{check_tables, table_lines, write_tables};

/// The set of an id, for the command line.
pub fn read_set(id: &str) -> Result<&'static TableSet, String> {
    TableSet::find(table_sets(), id).ok_or_else(|| {
        let mut ids: Vec<&str> = table_sets().iter().map(|set| set.id.as_str()).collect();
        ids.dedup();
        format!("there is no set of this id. Known ones: {}", ids.join(", "))
    })
}

/// The figure of a view of table sets: all tables of a package, or a highlight.
pub fn place_tables(loaded: &Loaded, model: &Model, wish: &Wish, words: &Words) -> BudgetFigure {
    let (found, _) = check_tables(loaded, None, words);
    let source = statutory::Source { is_whole: true, sets: table_sets(), found: &found };
    statutory::place_statutory(model, source, wish, words, &loaded.profile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_found_by_its_id() {
        assert!(table_sets().iter().all(|set| read_set(&set.id).is_ok()));
        assert!(read_set("cn-department").expect_err("no such set").contains("cn-department-final"));
    }
}
