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

/// Zeros of all scripts, whose nine other digits follow (Unicode 15, general category Nd).
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0,
    0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0,
    0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// Digits that are raised, in circles, in brackets (Unicode, category No): the first, the last, and what the first is.
const FRAMED: [(u32, u32, u8); 17] = [
    (0xb2, 0xb3, 2),
    (0xb9, 0xb9, 1),
    (0x2070, 0x2070, 0),
    (0x2074, 0x2079, 4),
    (0x2080, 0x2089, 0),
    (0x2460, 0x2468, 1),
    (0x2474, 0x247c, 1),
    (0x2488, 0x2490, 1),
    (0x24ea, 0x24ea, 0),
    (0x24f5, 0x24fd, 1),
    (0x24ff, 0x24ff, 0),
    (0x2776, 0x277e, 1),
    (0x2780, 0x2788, 1),
    (0x278a, 0x2792, 1),
    (0x1f100, 0x1f100, 0),
    (0x1f101, 0x1f10a, 0),
    (0x1f10b, 0x1f10c, 0),
];

/// Digits as words of one character, each in all its forms; a run of so many is a number that is read out digit by digit.
const WORDS: [&str; 10] = ["〇零", "一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"];
const SPOKEN: usize = 11;

/// More of these letters in a row hide digits; fewer may be a check character.
const HIDES: usize = 3;

/// Folds a text into `folded`, which is emptied first.
pub(super) fn fold(text: &str, folded: &mut Vec<u8>) {
    folded.clear();
    let mut spoken: Vec<u8> = Vec::new();
    for char in text.chars() {
        let word = if char.is_ascii() { None } else { WORDS.iter().position(|forms| forms.contains(char)) };
        if word.is_none() {
            write_spoken(&mut spoken, folded);
        }
        match (char, word) {
            (_, Some(digit)) => {
                spoken.push(b'0' + digit as u8);
                folded.push(LETTER);
            }
            _ if char.is_ascii() => folded.push(fold_ascii(char as u8)),
            _ => folded.extend(fold_other(char)),
        }
    }
    write_spoken(&mut spoken, folded);
    hide(folded);
}

/// Writes the digits that were read out over the letters that stand for them, where they are many.
fn write_spoken(spoken: &mut Vec<u8>, folded: &mut [u8]) {
    if spoken.len() >= SPOKEN {
        let start = folded.len() - spoken.len();
        folded[start..].copy_from_slice(spoken);
    }
    spoken.clear();
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
        '·' | '・' | '･' | '‧' | '∙' | '⋅' | '。' | '｡' => b'.',
        '、' | '､' | '،' | '٬' => b',',
        '‘' | '’' | '′' => b'\'',
        '【' | '〔' | '「' | '『' => b'(',
        '】' | '〕' | '」' | '』' => b')',
        _ if char.is_whitespace() => b' ',
        _ => match ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)) {
            Some(zero) => b'0' + (code - zero) as u8,
            None => match FRAMED.iter().find(|(from, to, _)| (*from..=*to).contains(&code)) {
                Some((from, _, first)) => b'0' + first + (code - from) as u8,
                None if char.is_alphabetic() => LETTER,
                None => OTHER,
            },
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
        assert_eq!(of("③③⓪①⁰²၃❷⑴"), "330102321");
        assert_eq!(of("三三〇壹零二一九八零〇一"), "330102198001");
        assert_eq!(of("二〇二四年"), "\u{1}\u{1}\u{1}\u{1}\u{1}");
        assert_eq!(of("33·01、02。1"), "33.01,02.1");
    }

    #[test]
    fn marks_that_hide_are_told_from_a_check_character() {
        assert_eq!(of("3301xxxxxxxx12"), "3301********12");
        assert_eq!(of("33●●12X"), "33**12X");
        assert_eq!(of("张a，"), "\u{1}A,");
    }
}
