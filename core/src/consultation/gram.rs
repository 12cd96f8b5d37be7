//! Texts and queries in, the pairs of characters by which one finds the other, and whether it does; cannot fail.
//!
//! An index is one plain table of pair and comment. A query's pairs that all belong to a comment make it a candidate, and
//! [`Query::matches`] decides. Both sides are folded the same way: small, half-width, without accents, and without the line
//! breaks that stand between ideographs. Characters pair within a run of letters and digits, in every script; ideographs, kana and
//! Hangul syllables, which are words by themselves, also stand alone.

use crate::text::{fold, width};

/// How many bits a character takes in a gram.
const BITS: u32 = 21;

/// The pairs of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grams {
    /// Each once, in ascending order. A gram is `first << 21 | second`, `second` 0 for a character that stands alone: below
    /// 2⁴², so that it fits a signed column.
    pub grams: Vec<u64>,
    /// Whether these are all. A text of which some were left out is a candidate for every query.
    pub whole: bool,
}

/// The pairs of a text that is stored: at most `most`, the first in the text.
pub fn grams(text: &str, most: usize) -> Grams {
    let text = folded(text);
    let mut all = Vec::new();
    let mut before = None;
    for char in text.chars() {
        if is_word(char) {
            if is_syllable(char) {
                all.push(gram(char, None));
            }
            all.extend(before.map(|before| gram(before, Some(char))));
        }
        before = is_word(char).then_some(char);
    }
    let count = distinct(&mut all);
    let whole = count <= most;
    all.truncate(most);
    all.sort_unstable();
    Grams { grams: all, whole }
}

/// What is searched for.
///
/// *Meaning*: phrases that white space divides, all of which must occur, in any order. *Validity*: folded, none blank; without
/// any phrase it matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The phrases.
    pub phrases: Vec<String>,
    /// Grams that every text has which matches and whose grams are whole, each once. Where there are none (a single Latin
    /// letter), only reading all texts finds it.
    pub grams: Vec<u64>,
}

impl Query {
    /// A query as it was typed, of which at most `most` grams are used: fewer let more candidates through, and lose none.
    pub fn new(typed: &str, most: usize) -> Self {
        let phrases: Vec<String> = typed.split_whitespace().map(folded).filter(|phrase| !phrase.is_empty()).collect();
        let mut grams = Vec::new();
        for phrase in &phrases {
            let chars: Vec<char> = phrase.chars().collect();
            for run in chars.split(|char| !is_word(*char)) {
                match run {
                    [alone] if is_syllable(*alone) => grams.push(gram(*alone, None)),
                    _ => grams.extend(run.windows(2).map(|pair| gram(pair[0], Some(pair[1])))),
                }
            }
        }
        distinct(&mut grams);
        grams.truncate(most);
        Self { phrases, grams }
    }

    /// Whether a text, as it was typed, holds all phrases.
    pub fn matches(&self, text: &str) -> bool {
        self.matches_folded(&folded(text))
    }

    /// The same for a text that was [`folded`] before.
    pub fn matches_folded(&self, folded: &str) -> bool {
        !self.phrases.is_empty() && self.phrases.iter().all(|phrase| folded.contains(phrase.as_str()))
    }
}

/// A text as it is searched: [letters folded](fold), whatever is neither letter nor digit as one space, none around the text.
/// Between two ideographs white space is nothing and punctuation a comma, so that folding twice is folding once.
pub fn folded(text: &str) -> String {
    let mut letters = String::new();
    fold(text, &mut letters);
    let mut out = String::with_capacity(letters.len());
    // What stood between two letters: nothing, white space only, or more.
    let (mut gap, mut is_blank, mut last) = (false, true, None);
    for char in letters.chars() {
        if is_word(char) {
            let within = last.is_some_and(is_ideographic) && is_ideographic(char);
            if gap && last.is_some() && !(within && is_blank) {
                out.push(if within { ',' } else { ' ' });
            }
            out.push(char);
            (gap, is_blank, last) = (false, true, Some(char));
        } else if !is_unseen(char) {
            gap = true;
            is_blank &= char.is_whitespace();
        }
    }
    out
}

fn gram(first: char, second: Option<char>) -> u64 {
    u64::from(u32::from(first)) << BITS | second.map_or(0, |second| u64::from(u32::from(second)))
}

/// Keeps the first of each, in the order of the text, and tells how many these are.
fn distinct(grams: &mut Vec<u64>) -> usize {
    let mut order: Vec<(u64, usize)> = grams.iter().copied().zip(0..).collect();
    order.sort_unstable();
    order.dedup_by_key(|(gram, _)| *gram);
    order.sort_unstable_by_key(|(_, at)| *at);
    grams.clear();
    grams.extend(order.iter().map(|(gram, _)| *gram));
    grams.len()
}

/// Letters and digits of any script, and the marks that stand on them.
pub(super) fn is_word(char: char) -> bool {
    char.is_alphanumeric() || !char.is_ascii() && !is_unseen(char) && width(char.encode_utf8(&mut [0; 4])) == 0
}

/// Joiners, selectors and controls: what no query is typed with.
fn is_unseen(char: char) -> bool {
    matches!(u32::from(char), 0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff | 0xe0000..=0xe0fff)
        || char.is_control() && !char.is_whitespace()
}

/// Ideographs and kana, which are written without spaces and broken over lines anywhere.
pub(super) fn is_ideographic(char: char) -> bool {
    matches!(u32::from(char), 0x3005..=0x3007 | 0x3040..=0x30ff | 0x31f0..=0x31ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0xff66..=0xff9f | 0x20000..=0x3ffff)
}

/// Characters that may be a word by themselves.
fn is_syllable(char: char) -> bool {
    is_ideographic(char) || matches!(u32::from(char), 0xac00..=0xd7a3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MOST: usize = 100_000;

    fn finds(query: &str, text: &str) -> bool {
        let (query, grams) = (Query::new(query, MOST), grams(text, MOST));
        let has_all = query.grams.iter().all(|gram| grams.grams.binary_search(gram).is_ok());
        let matches = query.matches(text);
        assert!(has_all || !matches, "{query:?} would not be found");
        matches
    }

    #[test]
    fn letters_are_found_as_people_type_them() {
        assert!(finds("educacio", "L'Educació pública"));
        assert!(finds("UBER", "ｕｂｅｒ司機"));
        assert!(finds("２１３", "code 213"));
        assert!(finds("公共交通", "加强公共\n交通建设"), "a line that was broken");
        assert!(!finds("通公", "交通，公共"), "punctuation divides");
        assert!(finds("税", "减税") && finds("세", "세금") && finds("a", "bar"));
        assert!(finds("bus lane", "A lane for each bus.") && !finds("bus lane", "A lane"));
        assert!(finds("well-being", "Well being for all") && finds("wellbeing", "well\u{200d}being"));
        assert!(finds("น้ำ", "ค่าน้ำประปา") && finds("हिन्दी", "हिन्दी में"));
    }

    #[test]
    fn a_query_without_letters_matches_nothing() {
        for query in ["", "  ", "?!", "\u{200b}"] {
            assert!(!finds(query, "anything?!"), "{query:?}");
        }
    }

    #[test]
    fn grams_are_distinct_in_order_and_fit_a_signed_column() {
        let Grams { grams, whole } = grams("banana 香蕉 🍌🍌", MOST);
        assert!(whole && grams.is_sorted() && grams.windows(2).all(|pair| pair[0] != pair[1]));
        assert_eq!(grams.len(), 3 + 3, "ba an na, 香 蕉 香蕉");
        assert_eq!(grams[0], 0x61 << 21 | 0x6e);
        assert!(gram('\u{10ffff}', Some('\u{10ffff}')) < 1 << 42);
    }

    #[test]
    fn a_long_text_says_that_grams_are_missing() {
        let long = grams("abcdef", 3);
        assert_eq!((long.grams.len(), long.whole), (3, false));
        assert_eq!(Query::new("abcdef", 2).grams.len(), 2);
    }

    proptest! {
        #[test]
        fn whatever_matches_has_the_grams(text in "[a-cé 政府,\n\u{301}กำ้한B]{0,30}", from in 0..30_usize, length in 1..8_usize) {
            let part: String = text.chars().skip(from).take(length).collect();
            finds(&part, &text);
            finds(&part, "abc 政府");
        }

        #[test]
        fn folding_twice_is_folding_once(text in ".{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
