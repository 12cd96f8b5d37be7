//! What a character does to a text: a character in, its class out; cannot fail.

use super::Removed;

/// What a character does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It stays.
    Seen,
    /// It ends a line.
    Break,
    /// It stays between what it joins.
    Joiner,
    /// It stays on what has variants.
    Selector,
    /// It stands on a letter.
    Mark,
    /// It is taken out.
    Never(Removed),
}

impl Class {
    /// The class of a character. Sources: Unicode Character Database (`Cc`, `Cf`, `Default_Ignorable_Code_Point`,
    /// `Noncharacter_Code_Point`), UAX 14 (class BK).
    pub(super) fn of(char: char) -> Self {
        match u32::from(char) {
            0x09 | 0x20..=0x7e => Self::Seen,
            0x0a..=0x0d | 0x85 | 0x2028 | 0x2029 => Self::Break,
            0..=0x1f | 0x7f..=0x9f | 0x206a..=0x206f | 0xfff9..=0xfffb => Self::Never(Removed::Control),
            0x200c | 0x200d | 0x180e => Self::Joiner,
            0x180b..=0x180d | 0x180f | 0xfe00..=0xfe0f | 0xe0100..=0xe01ef => Self::Selector,
            0x61c | 0x200e | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069 => Self::Never(Removed::Direction),
            // Soft hyphen, grapheme joiner, fillers, zero width, word joiner and invisible signs, shorthand and musical controls.
            0xad | 0x34f | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x200b | 0x2060..=0x2065 | 0x3164 | 0xfeff | 0xffa0 => {
                INVISIBLE
            }
            0xfff0..=0xfff8 | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a => INVISIBLE,
            0xfdd0..=0xfdef => Self::Never(Removed::Noncharacter),
            code if code & 0xfffe == 0xfffe => Self::Never(Removed::Noncharacter),
            0xe0000..=0xe0fff => Self::Never(Removed::Tag),
            0x300..=0x36f | 0x483..=0x489 | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe20..=0xfe2f => {
                Self::Mark
            }
            _ => Self::Seen,
        }
    }
}

const INVISIBLE: Class = Class::Never(Removed::Invisible);

/// Whether a joiner between two characters does anything.
pub(super) fn joins(joiner: char, before: char, after: char) -> bool {
    let both = |is: fn(char) -> bool| is(before) && is(after);
    match joiner {
        '\u{180e}' => both(is_mongolian),
        '\u{200d}' => both(is_joined) || both(is_pictograph),
        _ => both(is_joined),
    }
}

/// Whether a character has variants of the kind that a selector chooses.
pub(super) fn bears(bearer: char, selector: char) -> bool {
    match u32::from(selector) {
        0x180b..=0x180f => is_mongolian(bearer),
        0xe0100..=0xe01ef => is_ideograph(bearer),
        _ => Class::of(bearer) == Class::Seen && !bearer.is_whitespace(),
    }
}

/// Whether a character alone would be seen: white space, the blank Braille pattern, marks and what stands for broken bytes say
/// nothing.
pub(super) fn is_seen(char: char) -> bool {
    Class::of(char) == Class::Seen && !char.is_whitespace() && !matches!(char, '\u{2800}' | '\u{fffd}')
}

fn is_mongolian(char: char) -> bool {
    matches!(u32::from(char), 0x1820..=0x18aa)
}

fn is_ideograph(char: char) -> bool {
    matches!(u32::from(char), 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// Letters and signs of scripts whose letters join or form conjuncts: Arabic to Mandaic, Indic from Devanagari to Sinhala,
/// Myanmar, Khmer, Mongolian, Tai Tham to Balinese, Phags-pa to Javanese, and the Brahmic scripts of the supplementary plane.
/// Thai and Lao are not among them.
fn is_joined(char: char) -> bool {
    let code = u32::from(char);
    matches!(code,
        0x620..=0x8ff | 0x900..=0xdff | 0x1000..=0x109f | 0x1780..=0x17d3 | 0x1820..=0x18aa | 0x1a20..=0x1aad | 0x1b00..=0x1cff
        | 0xa840..=0xa877 | 0xa8e0..=0xa9df | 0xfb50..=0xfdcf | 0xfdf0..=0xfdff | 0xfe70..=0xfefc | 0x11000..=0x11fff)
}

/// Pictographs and arrows that emoji sequences are made of, with the tones of skin.
fn is_pictograph(char: char) -> bool {
    matches!(u32::from(char), 0x2190..=0x21ff | 0x2300..=0x23ff | 0x2600..=0x27bf | 0x2b00..=0x2bff | 0x1f000..=0x1faff)
}
