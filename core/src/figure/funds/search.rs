//! Find a place: records and a few letters in, the units that are called so out; cannot fail.
//!
//! A name is found by any part of it, by its id, and by the initials that the package gives it: in Chinese those of its
//! syllables. Places of one name are told apart by what they belong to.

use crate::model::funds::Ledger;
use crate::order::sort_by_key;
use crate::text::lower;
use crate::words::in_language;

/// More hits than anyone reads.
const MOST_HITS: usize = 50;

/// A place that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceHit {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// What it belongs to, the nearest first.
    pub within: Vec<String>,
}

/// Finds units: first those that are called exactly so, then those that begin so, the lowest tiers first.
pub fn find_places(ledger: &Ledger, query: &str, lang: &str) -> Vec<PlaceHit> {
    let query = folded(query);
    if query.is_empty() {
        return Vec::new();
    }
    let rank = |unit: usize| {
        let unit = &ledger.units[unit];
        let names = unit.names.iter().map(|(_, name)| name.as_str());
        let texts = names.chain([unit.id.as_str(), unit.initials.as_str()]).map(folded);
        let ranks = texts.filter_map(|text| match text {
            text if text == query => Some(0),
            text if text.starts_with(&query) => Some(1),
            text if text.contains(&query) => Some(2),
            _ => None,
        });
        ranks.min()
    };
    let mut found: Vec<(u8, usize, usize)> = Vec::new();
    for unit in 0..ledger.units.len() {
        found.extend(rank(unit).map(|rank| (rank, usize::MAX - ledger.units[unit].tier, unit)));
    }
    sort_by_key(&mut found, |found| *found);
    found.iter().take(MOST_HITS).map(|(.., unit)| hit(ledger, *unit, lang)).collect()
}

fn hit(ledger: &Ledger, unit: usize, lang: &str) -> PlaceHit {
    let name = |unit: usize| {
        let unit = &ledger.units[unit];
        let name = in_language(&unit.names, lang);
        if name.is_empty() { unit.id.clone() } else { name.to_owned() }
    };
    let mut within = Vec::new();
    let mut at = ledger.units[unit].parent;
    // A circle of parents ends where it has been once around.
    while let Some(above) = at.filter(|_| within.len() < ledger.tiers.len()) {
        within.push(name(above));
        at = ledger.units[above].parent;
    }
    PlaceHit { id: ledger.units[unit].id.clone(), label: name(unit), within }
}

/// Small letters, without spaces.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).map(lower).collect()
}
