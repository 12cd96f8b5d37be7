//! Headers as they are compared: a text in, its letters, digits and colons in lower case out; cannot fail.

use super::lower;

/// Letters and digits in lower case, and the colon of any width.
pub fn plain(text: &str) -> String {
    let letter = |char: char| match char {
        '：' => Some(':'),
        char => (char.is_alphanumeric() || char == ':').then(|| lower(char)),
    };
    text.chars().filter_map(letter).collect()
}
