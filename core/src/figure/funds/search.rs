//! Find a place: records and a few letters in, the units that are called so out; cannot fail.
//!
//! A name is found by any part of it, by its id, and by the initials that the package gives it: in Chinese those of its
//! syllables. Places of one name are told apart by what they belong to, which may be typed too, with a space or without.

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
    let is_between = |letter: char| letter.is_whitespace() || ",，、/".contains(letter);
    let parts: Vec<String> = query.split(is_between).map(folded).filter(|part| !part.is_empty()).collect();
    let query = folded(query);
    if query.is_empty() {
        return Vec::new();
    }
    let rank = |unit: usize| {
        let texts = texts(ledger, unit);
        let ranks = texts.iter().filter_map(|text| match text {
            text if *text == query => Some(0),
            text if text.starts_with(&query) => Some(1),
            text if text.contains(&query) => Some(2),
            _ => None,
        });
        ranks.min().or_else(|| is_within(ledger, unit, &texts, &parts).then_some(3))
    };
    let mut found: Vec<(u8, usize, usize)> = Vec::new();
    for unit in 0..ledger.units.len() {
        found.extend(rank(unit).map(|rank| (rank, usize::MAX - ledger.units[unit].tier, unit)));
    }
    sort_by_key(&mut found, |found| *found);
    found.iter().take(MOST_HITS).map(|(.., unit)| hit(ledger, *unit, lang)).collect()
}

/// What a unit is called.
fn texts(ledger: &Ledger, unit: usize) -> Vec<String> {
    let unit = &ledger.units[unit];
    let names = unit.names.iter().map(|(_, name)| name.as_str());
    let texts = names.chain([unit.id.as_str(), unit.initials.as_str()]).map(folded);
    texts.filter(|text| !text.is_empty()).collect()
}

/// Whether a unit is asked for by its name and by that of what it belongs to: `双河镇石桥村`, `双河石桥`, `Shiqiao, Shuanghe`.
fn is_within(ledger: &Ledger, unit: usize, own: &[String], parts: &[String]) -> bool {
    let mut above = Vec::new();
    let mut at = ledger.units[unit].parent;
    // A circle of parents ends where it has been once around.
    for _ in 0..ledger.tiers.len() {
        let Some(parent) = at else { break };
        above.append(&mut texts(ledger, parent));
        at = ledger.units[parent].parent;
    }
    let has = |texts: &[String], part: &str| texts.iter().any(|text| text.contains(part));
    if let [whole] = parts {
        // The last letter of a Chinese name is often left out: 双河 for 双河镇.
        let short = above.iter().filter(|text| text.chars().count() > 2 && !text.is_ascii());
        let short: Vec<&str> = short.filter_map(|text| text.char_indices().last().map(|(at, _)| &text[..at])).collect();
        let mut names = above.iter().map(String::as_str).chain(short);
        return names.any(|name| {
            let rests = [whole.strip_prefix(name), whole.strip_suffix(name)];
            rests.into_iter().flatten().any(|rest| !rest.is_empty() && has(own, rest))
        });
    }
    parts.iter().any(|part| has(own, part)) && parts.iter().all(|part| has(own, part) || has(&above, part))
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

/// Small letters of usual width, without spaces.
pub(in crate::figure) fn folded(text: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    };
    text.chars().filter(|letter| !letter.is_whitespace()).map(narrow).map(lower).collect()
}
