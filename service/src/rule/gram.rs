//! Texts and what is looked for in, pairs of letters out, by which an index finds one by the other; cannot fail.

/// The pairs of neighbouring letters of a text, each once.
pub fn grams(text: &str) -> Vec<i64> {
    let folded = fold(text);
    let mut all: Vec<i64> = Vec::new();
    for word in folded.split_whitespace() {
        all.extend(word.chars().zip(word.chars().skip(1)).map(|(one, two)| i64::from(u32::from(one)) << 21 | i64::from(u32::from(two))));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// What is looked for.
pub struct Wanted {
    /// Pairs that every text has in which it occurs.
    pub grams: Vec<i64>,
    words: Vec<String>,
}

impl Wanted {
    /// Words, all of which must occur.
    pub fn new(typed: &str) -> Self {
        let mut grams = grams(typed);
        grams.truncate(MOST);
        Self { grams, words: fold(typed).split_whitespace().map(str::to_owned).collect() }
    }

    /// Whether a text has them.
    pub fn matches(&self, text: &str) -> bool {
        let text = fold(text);
        !self.words.is_empty() && self.words.iter().all(|word| text.contains(word.as_str()))
    }
}

/// A query uses so many pairs at most: fewer let more candidates through and lose none.
const MOST: usize = 32;

/// A text as the search compares it: small letters and digits, everything else a blank.
fn fold(text: &str) -> String {
    let small = text.chars().flat_map(char::to_lowercase);
    small.map(|char| if char.is_alphanumeric() { char } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::{Wanted, grams};

    #[test]
    fn what_occurs_is_found_by_its_pairs() {
        let text = "拓宽石桥村的道路, please";
        for typed in ["道路", "PLEASE 石桥", "石"] {
            let wanted = Wanted::new(typed);
            assert!(wanted.matches(text) && wanted.grams.iter().all(|gram| grams(text).contains(gram)), "{typed}");
        }
        assert!(!Wanted::new("道桥").matches(text));
    }
}
