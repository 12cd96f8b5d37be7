//! Texts in, their shingles as numbers out, in the order of the text and as sets; cannot fail.

use crate::consultation::gram::{folded, is_ideographic, is_word};

/// The shingles of a text in its order: two neighbouring tokens each; a lone token is one. A token is a word, or a character where
/// a script writes no spaces.
pub(super) fn shingles(text: &str) -> Vec<u64> {
    let tokens = tokens(&folded(text));
    match tokens[..] {
        [alone] => vec![mix(alone, 0)],
        _ => tokens.windows(2).map(|pair| mix(pair[0], pair[1])).collect(),
    }
}

fn tokens(folded: &str) -> Vec<u64> {
    let mut tokens = Vec::new();
    let mut word = None;
    for char in folded.chars() {
        let code = u64::from(u32::from(char));
        if is_word(char) && !is_spaceless(char) {
            word = Some(mix(word.unwrap_or_default(), code));
            continue;
        }
        tokens.extend(word.take());
        if is_word(char) {
            tokens.push(mix(0, code));
        }
    }
    tokens.extend(word);
    tokens
}

/// Scripts without spaces between words: ideographs and kana, Thai and Lao, Tibetan, Myanmar, Khmer.
fn is_spaceless(char: char) -> bool {
    is_ideographic(char) || matches!(u32::from(char), 0xe00..=0xfff | 0x1000..=0x109f | 0x1780..=0x17ff)
}

/// Two numbers as one (the finalizer of MurmurHash3).
fn mix(first: u64, second: u64) -> u64 {
    let mut hash = first.rotate_left(29) ^ second.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d;
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
        hash = (hash ^ hash >> 33).wrapping_mul(factor);
    }
    hash ^ hash >> 33
}

/// The longest run of shingles of a text that another has nowhere.
pub(super) fn longest_addition(text: &[u64], other: &[u64]) -> usize {
    let mut known = other.to_vec();
    known.sort_unstable();
    let runs = text.split(|shingle| known.binary_search(shingle).is_ok());
    runs.map(<[u64]>::len).max().unwrap_or_default()
}

/// A text as a set.
pub(super) struct Shingled {
    /// How many distinct shingles it has.
    pub(super) size: usize,
    /// Those that another text has too, as numbers that grow with the count of texts that have it: the rarest first.
    pub(super) shared: Vec<u32>,
}

impl Shingled {
    /// The sets of texts. 16 bytes a shingle while they are counted.
    pub(super) fn all(texts: &[Vec<u64>]) -> Vec<Self> {
        let mut pairs: Vec<(u64, u32)> = Vec::with_capacity(texts.iter().map(Vec::len).sum());
        for (shingles, text) in texts.iter().zip(0..) {
            pairs.extend(shingles.iter().map(|shingle| (*shingle, text)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut sets: Vec<Self> = texts.iter().map(|_| Self { size: 0, shared: Vec::new() }).collect();
        let mut shared: Vec<&[(u64, u32)]> = Vec::new();
        for texts in pairs.chunk_by(|left, right| left.0 == right.0) {
            for (_, text) in texts {
                sets[*text as usize].size += 1;
            }
            if texts.len() > 1 {
                shared.push(texts);
            }
        }
        shared.sort_unstable_by_key(|texts| (texts.len(), texts[0].0));
        for (texts, rank) in shared.into_iter().zip(0..) {
            for (_, text) in texts {
                sets[*text as usize].shared.push(rank);
            }
        }
        sets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_characters_pair() {
        assert_eq!(shingles("More buses, please").len(), 2);
        assert_eq!(shingles("请增加公交").len(), 4);
        assert_eq!(shingles("uber司機").len(), 2, "a word and two characters");
        assert_eq!((shingles("bus").len(), shingles("…").len()), (1, 0));
        assert_eq!(shingles("MORE  buses"), shingles("more buses!"));
    }

    #[test]
    fn a_set_has_its_rarest_first() {
        let sets = Shingled::all(&[vec![1, 2, 3, 3], vec![1, 2], vec![1, 9]]);
        assert_eq!(sets.iter().map(|set| set.size).collect::<Vec<_>>(), [3, 2, 2]);
        assert_eq!(sets.into_iter().map(|set| set.shared).collect::<Vec<_>>(), [vec![0, 1], vec![0, 1], vec![1]]);
    }

    #[test]
    fn an_addition_is_a_run() {
        assert_eq!(longest_addition(&[1, 2, 7, 8, 3, 9], &[3, 2, 1]), 2);
        assert_eq!(longest_addition(&[], &[1]), 0);
    }
}
