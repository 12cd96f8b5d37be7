//! How wide a text is: characters in, thousandths of an em out; cannot fail.

/// A width in thousandths of the size of the type.
pub type Em = i32;

/// Widths of ASCII from the space on, in hundredths of an em: the widest of common sans-serif fonts (Arial, Segoe, Roboto,
/// DejaVu), rounded up.
const ASCII: [u8; 95] = [
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, // space to /
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 56, // 0 to ?
    100, 69, 69, 73, 78, 67, 61, 79, 76, 30, 52, 68, 57, 88, 75, 79, // @ to O
    67, 79, 72, 67, 62, 74, 69, 99, 69, 67, 69, 40, 34, 40, 84, 56, // P to _
    50, 62, 64, 56, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, // ` to o
    64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84, // p to ~
];

/// Ranges of characters that are neither ASCII nor 0.65 em wide, in order: first, last, hundredths of an em.
///
/// Marks that stand on or under another character have no width of their own. Joined scripts are given what a long word
/// needs per letter; symbols that CJK fonts draw full width, such as quotation marks, stand in between.
const RANGES: [(u32, u32, u8); 53] = [
    (0x00a0, 0x00a1, 30),
    (0x00ad, 0x00ad, 0),
    (0x00b7, 0x00b7, 40),
    (0x00c0, 0x00d6, 76),
    (0x00d8, 0x00de, 76),
    (0x00e6, 0x00e6, 90),
    (0x0300, 0x036f, 0),
    (0x0410, 0x042f, 76),
    (0x0483, 0x0489, 0),
    (0x0591, 0x05bd, 0),
    (0x05bf, 0x05c7, 0),
    (0x0610, 0x061a, 0),
    (0x0621, 0x064a, 55),
    (0x064b, 0x065f, 0),
    (0x0670, 0x0670, 0),
    (0x06d6, 0x06dc, 0),
    (0x06df, 0x06e4, 0),
    (0x0900, 0x0902, 0),
    (0x0904, 0x0939, 72),
    (0x093c, 0x093c, 0),
    (0x0941, 0x0948, 0),
    (0x094d, 0x094d, 0),
    (0x0e31, 0x0e31, 0),
    (0x0e34, 0x0e3a, 0),
    (0x0e47, 0x0e4e, 0),
    (0x0eb1, 0x0eb1, 0),
    (0x0eb4, 0x0ebc, 0),
    (0x0ec8, 0x0ece, 0),
    (0x1100, 0x115f, 100),
    (0x1160, 0x11ff, 0),
    (0x1ab0, 0x1aff, 0),
    (0x1dc0, 0x1dff, 0),
    (0x1e00, 0x1eff, 70),
    (0x2000, 0x200a, 50),
    (0x200b, 0x200f, 0),
    (0x2014, 0x2015, 100),
    (0x2018, 0x201f, 50),
    (0x2026, 0x2026, 100),
    (0x202a, 0x202e, 0),
    (0x2030, 0x2031, 100),
    (0x2060, 0x206f, 0),
    (0x20d0, 0x20ff, 0),
    (0x2160, 0x217f, 100),
    (0x2190, 0x2bff, 100),
    (0x2e80, 0xa4cf, 100),
    (0xac00, 0xd7a3, 100),
    (0xf900, 0xfaff, 100),
    (0xfe00, 0xfe0f, 0),
    (0xfe30, 0xff60, 100),
    (0xff61, 0xffdc, 50),
    (0xffe0, 0xffe6, 100),
    (0x1f000, 0x1faff, 125),
    (0x20000, 0x3ffff, 100),
];

/// The width of one character.
pub(super) fn char_width(char: char) -> Em {
    let code = char as u32;
    if let Some(&hundredths) = code.checked_sub(0x20).and_then(|index| ASCII.get(index as usize)) {
        return Em::from(hundredths) * 10;
    }
    match code {
        0..=0x1f | 0x7f..=0x9f | 0xe0000..=0xe01ef => 0,
        0x2212 => 840,
        _ => {
            let index = RANGES.partition_point(|range| range.1 < code);
            match RANGES.get(index) {
                Some(&(first, _, hundredths)) if first <= code => Em::from(hundredths) * 10,
                _ => 650,
            }
        }
    }
}

/// The width of a text in thousandths of an em.
pub fn width(text: &str) -> Em {
    text.chars().map(char_width).fold(0, Em::saturating_add)
}

/// The width of a text set in a size, in the unit of that size.
pub fn length(text: &str, size: i32) -> i32 {
    (i64::from(width(text)) * i64::from(size) / 1000).min(i64::from(i32::MAX)) as i32
}

/// How many columns of a terminal a text takes: two for what is full width in every font, none for marks, else one.
pub fn terminal_columns(text: &str) -> usize {
    let columns = |char| match (char_width(char), char as u32) {
        (0, _) => 0,
        // Punctuation, arrows and symbols are full width in East Asian fonts only.
        (1000.., 0x1100..=0x1fff | 0x2e80..) => 2,
        _ => 1,
    };
    text.chars().map(columns).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_in_order_and_apart() {
        assert!(RANGES.iter().all(|range| range.0 <= range.1));
        assert!(RANGES.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn full_width_counts_one_em_and_marks_count_nothing() {
        assert_eq!(width("教育支出"), 4000);
        assert_eq!(width("（１２）"), 4000);
        assert_eq!(width("ｱｲｳ"), 1500);
        assert_eq!(width("한국"), 2000);
        assert_eq!(width("e\u{301}"), width("e"));
        assert_eq!(width("ก\u{e34}น"), width("กน"));
        assert_eq!(width("\u{fe0f}\u{200d}"), 0);
    }

    #[test]
    fn a_terminal_knows_one_column_and_two() {
        for (text, columns) in [
            ("教育支出", 8),
            ("（１）", 6),
            ("한국", 4),
            ("ｱｲｳ", 3),
            ("@W—…№", 5),
            ("e\u{301}", 1),
            ("Étudier", 7),
            ("", 0),
        ] {
            assert_eq!(terminal_columns(text), columns, "{text}");
        }
    }

    #[test]
    fn letters_are_proportional_and_never_counted_in_bytes() {
        assert!(width("iii") < width("mmm"));
        assert!(width("Straße") < 4200);
        assert_eq!(width("0123456789"), 6400);
        assert!(width("التعليم") < 7 * 700);
        assert_eq!(length("教育", 1400), 2800);
    }
}
