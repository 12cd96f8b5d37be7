//! One way to write a number: any text in, one byte a character out; cannot fail.
//!
//! Digits and letters of every width become those of ASCII, capitals; what cannot be seen is dropped; blanks, dashes and marks
//! that hide digits become one of each kind. What is left tells nothing but whether it is a letter.

/// A letter that is not of ASCII.
pub(super) const LETTER: u8 = 1;
/// Anything else that is not of ASCII.
pub(super) const OTHER: u8 = 2;
/// A digit that is hidden.
pub(super) const MASK: u8 = b'*';

/// Zeros of the scripts whose nine other digits follow (Unicode, general category Nd), those that people type.
const ZEROS: [u32; 12] =
    [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1fbf0];

/// More of these letters in a row hide digits; fewer may be a check character.
const HIDES: usize = 3;

/// Folds a text into `folded`, which is emptied first.
pub(super) fn fold(text: &str, folded: &mut Vec<u8>) {
    folded.clear();
    for char in text.chars() {
        match char {
            _ if char.is_ascii() => folded.push(fold_ascii(char as u8)),
            _ => folded.extend(fold_other(char)),
        }
    }
    hide(folded);
}

fn fold_ascii(byte: u8) -> u8 {
    match byte {
        b'\t' | b'\n' | b'\r' => b' ',
        _ => byte.to_ascii_uppercase(),
    }
}

fn fold_other(char: char) -> Option<u8> {
    let code = u32::from(char);
    Some(match char {
        // Zero-width, joiners, direction marks, variation selectors, combining marks: seen by nobody.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => {
            return None;
        }
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{300}'..='\u{36f}' => return None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | 'ー' | '－' => b'-',
        '\u{d7}' | '✕' | '✖' | '╳' | 'Х' | 'х' | 'Χ' | 'χ' | 'Ⅹ' | 'ⅹ' => b'X',
        '•' | '●' | '■' | '◆' | '★' | '＊' | '﹡' | '∗' => MASK,
        '\u{ff01}'..='\u{ff5e}' => fold_ascii((code - 0xfee0) as u8),
        _ if char.is_whitespace() => b' ',
        _ => match ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)) {
            Some(zero) => b'0' + (code - zero) as u8,
            None if char.is_alphabetic() => LETTER,
            None => OTHER,
        },
    })
}

/// Turns runs of `X`, `#`, `?` and `_` into marks that hide.
fn hide(folded: &mut [u8]) {
    let mut at = 0;
    while at < folded.len() {
        let byte = folded[at];
        let end = folded[at..].iter().position(|other| *other != byte).map_or(folded.len(), |length| at + length);
        if b"X#?_".contains(&byte) && end - at >= HIDES {
            folded[at..end].fill(MASK);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    fn of(text: &str) -> String {
        let mut folded = Vec::new();
        fold(text, &mut folded);
        String::from_utf8_lossy(&folded).into_owned()
    }

    #[test]
    fn digits_of_every_width_are_the_same_digits() {
        for text in ["330102x", "３３０１０２ｘ", "33\u{200b}01\u{feff}02×", "𝟛𝟛𝟘𝟙𝟘𝟚X", "٣٣٠١٠٢х"]
        {
            assert_eq!(of(text), "330102X", "{text}");
        }
        assert_eq!(of("33–01\u{a0}02\n1"), "33-01 02 1");
    }

    #[test]
    fn marks_that_hide_are_told_from_a_check_character() {
        assert_eq!(of("3301xxxxxxxx12"), "3301********12");
        assert_eq!(of("33●●12X"), "33**12X");
        assert_eq!(of("张a，"), "\u{1}A,");
    }
}
