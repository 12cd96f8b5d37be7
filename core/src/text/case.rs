//! Small letters: a letter in, the small one out; cannot fail.
//!
//! The standard library's table of all scripts is 11 KB in a page's module. Here are the alphabets in which public bodies
//! write: Latin with all its accents, Greek, Cyrillic, Armenian and full-width Latin. Source: Unicode Character Database,
//! simple case mappings.

/// The small letter of a capital; anything else as it is.
pub fn lower(letter: char) -> char {
    let code = u32::from(letter);
    let distance = match code {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a1 | 0x3a3..=0x3ab | 0x410..=0x42f | 0xff21..=0xff3a => 32,
        0x386 => 38,
        0x388..=0x38a => 37,
        0x38c => 64,
        0x38e | 0x38f => 63,
        0x400..=0x40f => 80,
        0x531..=0x556 => 48,
        // Pairs, the capital on the even number.
        0x100..=0x12f | 0x132..=0x137 | 0x14a..=0x177 | 0x1a0..=0x1a5 | 0x1f8..=0x21f | 0x222..=0x233 => 1 - code % 2,
        0x460..=0x481 | 0x48a..=0x4bf | 0x4d0..=0x52f | 0x1e00..=0x1e95 | 0x1ea0..=0x1eff => 1 - code % 2,
        // Pairs, the capital on the odd number.
        0x139..=0x148 | 0x179..=0x17e | 0x1af | 0x1cd..=0x1dc | 0x4c1..=0x4ce => code % 2,
        0x130 => return 'i',
        0x178 => return 'ÿ',
        0x4c0 => 15,
        0x1e9e => return 'ß',
        _ => 0,
    };
    char::from_u32(code + distance).unwrap_or(letter)
}

/// Whether a letter is a capital of one of these alphabets.
pub fn is_capital(letter: char) -> bool {
    lower(letter) != letter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabets_are_those_of_the_standard_library() {
        let blocks = [0..0x180, 0x1a0..0x1a6, 0x1cd..0x1dd, 0x1f8..0x220, 0x380..0x3cf, 0x400..0x590, 0x1e00..0x1f00];
        for code in blocks.into_iter().flatten().chain(0xff00..0xff60) {
            let letter = char::from_u32(code).expect("a letter");
            // The Turkish capital with a dot has two letters there.
            if letter != '\u{130}' {
                assert_eq!(Some(lower(letter)), letter.to_lowercase().next(), "{letter} {code:x}");
            }
        }
    }

    #[test]
    fn what_has_no_case_stays() {
        for letter in "政府支出かなع12-ß".chars() {
            assert!(!is_capital(letter), "{letter}");
        }
    }
}
