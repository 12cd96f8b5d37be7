//! What a number looks like: a pattern of a profile in, whether characters fit it out; fails where the pattern cannot be read.
//!
//! `9` is a digit, `A` a letter, `*` either, `[0-9X]` one of those, anything else itself; `{6}` after one of them says how often,
//! `{16,19}` between which bounds. Only the last may vary, so that a text fits in one way or not at all.

use super::fold::MASK;

/// No number is longer than this.
pub(super) const LONGEST: usize = 40;

/// A pattern.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// The characters that may stand in each place, as bits of ASCII.
    places: Vec<u128>,
    /// How many places must be filled at least.
    least: usize,
}

impl Shape {
    /// Reads a pattern; `None` where it cannot be read.
    pub fn read(pattern: &str) -> Option<Self> {
        let mut shape = Self::default();
        let mut rest = pattern.as_bytes();
        let mut varies = false;
        while let [first, ..] = rest {
            if varies {
                return None;
            }
            let (class, length) = match first {
                b'[' => {
                    let end = rest.iter().position(|byte| *byte == b']')?;
                    (class(&rest[1..end])?, end + 1)
                }
                b'9' => (class(b"0-9")?, 1),
                b'A' => (class(b"A-Z")?, 1),
                b'*' => (class(b"0-9A-Z")?, 1),
                byte if byte.is_ascii_alphanumeric() => (bit(*byte), 1),
                _ => return None,
            };
            rest = &rest[length..];
            let (mut least, mut most) = (1, 1);
            if rest.first() == Some(&b'{') {
                let end = rest.iter().position(|byte| *byte == b'}')?;
                let text = std::str::from_utf8(&rest[1..end]).ok()?;
                let (from, to) = text.split_once(',').unwrap_or((text, text));
                (least, most) = (from.parse::<usize>().ok()?, to.parse::<usize>().ok()?);
                varies = least != most;
                rest = &rest[end + 1..];
            }
            if least > most || shape.places.len() + most > LONGEST {
                return None;
            }
            shape.least += least;
            shape.places.extend(std::iter::repeat_n(class, most));
        }
        (shape.least > 0).then_some(shape)
    }

    /// The lengths that fit.
    pub fn lengths(&self) -> std::ops::RangeInclusive<usize> {
        self.least..=self.places.len()
    }

    /// Whether characters fit; one that is hidden fits everywhere.
    pub fn fits(&self, text: &[u8]) -> bool {
        self.lengths().contains(&text.len())
            && text.iter().zip(&self.places).all(|(byte, class)| *byte == MASK || class & bit(*byte) != 0)
    }
}

fn bit(byte: u8) -> u128 {
    if byte < 128 { 1 << byte } else { 0 }
}

/// `0-9X` as bits.
fn class(text: &[u8]) -> Option<u128> {
    let (mut class, mut rest) = (0, text);
    while let [from, ..] = rest {
        let to = if rest.get(1) == Some(&b'-') { *rest.get(2)? } else { *from };
        class |= (*from..=to).fold(0, |class, byte| class | bit(byte));
        rest = &rest[if rest.get(1) == Some(&b'-') { 3 } else { 1 }..];
    }
    (class != 0).then_some(class)
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn patterns_say_how_long_and_of_what() {
        for (pattern, text, fits) in [
            ("9{17}[0-9X]", "33010219900101123X", true),
            ("9{17}[0-9X]", "330102199001011X34", false),
            ("9{16,19}", "6217000012345678", true),
            ("9{16,19}", "621700001234567", false),
            ("9{16,19}", "62170000123456781234", false),
            ("GB99A{4}9{14}", "GB29NWBK60161331926819", true),
            ("1[3-9]9{9}", "138****5678", true),
        ] {
            assert_eq!(Shape::read(pattern).unwrap().fits(text.as_bytes()), fits, "{pattern} {text}");
        }
        for pattern in ["", "9{2,3}9", "[", "9{", "9{3,2}", "9{41}", "[]", "9{0}"] {
            assert!(Shape::read(pattern).is_none(), "{pattern}");
        }
    }
}
