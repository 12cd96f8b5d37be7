//! A text in, its pairs of letters out, by which it is searched; cannot fail.

/// A text as the search compares it: small letters and digits, everything else a blank.
pub fn fold(text: &str) -> String {
    let small = text.chars().flat_map(char::to_lowercase);
    small.map(|char| if char.is_alphanumeric() { char } else { ' ' }).collect()
}

/// The pairs of neighbouring letters of each word, each once, in order; a word of one letter is itself.
pub fn grams(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut all: Vec<String> = Vec::new();
    for word in folded.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() > 1 {
            all.extend(letters.windows(2).map(|pair| pair.iter().collect::<String>()));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::grams;

    #[test]
    fn chinese_and_english_alike() {
        assert_eq!(grams("道路,Road"), ["ad", "oa", "ro", "道路"]);
        assert!(grams("a。").is_empty());
    }
}
