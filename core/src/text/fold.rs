//! Letters as people type them when they search: a text in, small, plain and half-width letters out; cannot fail.

use super::lower;

/// Accented letters and the plain ones that stand for them.
const PLAIN: &[(&str, char)] = &[
    ("àáâãäåāăą", 'a'),
    ("çćč", 'c'),
    ("ďđ", 'd'),
    ("èéêëēėęě", 'e'),
    ("ìíîïīį", 'i'),
    ("łľ", 'l'),
    ("ñńň", 'n'),
    ("òóôõöøőō", 'o'),
    ("řŕ", 'r'),
    ("śšșş", 's'),
    ("ťțţ", 't'),
    ("ùúûüūůűų", 'u'),
    ("ýÿ", 'y'),
    ("źżž", 'z'),
];

/// Small letters, plain letters for the accented ones of Latin, half-width for full-width forms, into a text of the caller's.
pub fn fold(text: &str, folded: &mut String) {
    folded.clear();
    if text.is_ascii() {
        folded.push_str(text);
        folded.make_ascii_lowercase();
        return;
    }
    for char in text.chars() {
        let char = match char {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(char) - 0xfee0).unwrap_or(char),
            '\u{3000}' => ' ',
            _ => char,
        };
        let char = lower(char);
        let plain = if char.is_ascii() { None } else { PLAIN.iter().find(|(from, _)| from.contains(char)) };
        match plain {
            Some((_, plain)) => folded.push(*plain),
            // Combining marks on a letter that was written in two parts.
            None if ('\u{300}'..='\u{36f}').contains(&char) => {}
            None => folded.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    fn fold(text: &str) -> String {
        let mut folded = String::new();
        super::fold(text, &mut folded);
        folded
    }

    #[test]
    fn letters_fold_to_what_people_type() {
        assert_eq!(fold("ÉDUCATION"), "education");
        assert_eq!(fold("２１３　教育"), "213 教育");
        assert_eq!(fold("Educacio\u{301}n"), "educacion");
        assert_eq!(fold("Învățământ"), "invatamant");
    }
}
