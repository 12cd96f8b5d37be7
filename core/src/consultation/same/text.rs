//! Comments in, the distinct texts among them out, as they may lead groups; cannot fail.

use super::Said;
use crate::consultation::gram::is_word;
use crate::text::fold;

/// For each text the ranks of its comments, ascending: the texts most often sent first, then the shorter, then the earlier.
pub(super) fn texts(comments: &[Said<'_>]) -> Vec<Vec<usize>> {
    let mut keys: Vec<(String, usize)> = comments.iter().map(|comment| key(comment.text)).zip(0..).collect();
    keys.sort_unstable();
    let same = keys.chunk_by(|left, right| left.0 == right.0);
    let mut texts: Vec<(usize, Vec<usize>)> =
        same.map(|same| (same[0].0.chars().count(), same.iter().map(|(_, rank)| *rank).collect())).collect();
    texts.sort_unstable_by_key(|(length, ranks)| (std::cmp::Reverse(ranks.len()), *length, ranks[0]));
    texts.into_iter().map(|(_, ranks)| ranks).collect()
}

/// What is equal in texts that are one: letters, digits and signs that say something. A mark between two digits stays as a space,
/// so that 3.5 is not 35. A text of marks alone is all of it but white space.
fn key(text: &str) -> String {
    let mut folded = String::new();
    fold(text, &mut folded);
    let mut key = String::with_capacity(folded.len());
    let mut gap = false;
    for char in folded.chars() {
        if !is_word(char) && !is_sign(char) {
            gap = true;
            continue;
        }
        let is_number = char.is_ascii_digit() && key.ends_with(|last: char| last.is_ascii_digit());
        if gap && is_number {
            key.push(' ');
        }
        gap = false;
        key.push(char);
    }
    if key.is_empty() {
        key.extend(folded.chars().filter(|char| !char.is_whitespace()));
    }
    key
}

/// Signs and pictographs that change what is said.
fn is_sign(char: char) -> bool {
    matches!(u32::from(char), 0x2190..=0x2bff | 0x1f000..=0x1faff)
        || matches!(char, '+' | '%' | '<' | '=' | '>' | '$' | '€' | '£' | '¥' | '×')
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn case_width_accents_punctuation_and_spaces_make_no_other_text() {
        assert_eq!(key("支持！ ＡＢＣ，é"), key("支持abc E"));
        assert_eq!(key("公共\n交通"), key("公共交通。"));
    }

    #[test]
    fn numbers_and_signs_do() {
        assert_ne!(key("3.5 万"), key("35万"));
        assert_ne!(key("支持👍"), key("支持👎"));
        assert_ne!(key("!!"), key("??"));
        assert_eq!(key("! !"), key("!!"));
    }
}
