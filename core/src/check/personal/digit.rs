//! Check characters: the characters of a number in, whether the check holds out; what has no value in the method does not hold.

use crate::json::Node;

/// How a number is checked.
#[derive(Clone, Debug)]
pub(super) enum Check {
    /// Every second digit from the right doubled (ISO/IEC 7812-1, Luhn).
    Luhn,
    /// The first four characters last, letters as two digits, remainder 1 (ISO 7064 MOD 97-10 as ISO 13616 uses it).
    Mod97,
    /// A weighted sum of all characters but the last names the last.
    Weights {
        /// A weight for each character but the last.
        weights: Vec<u64>,
        /// Characters in the order of their values.
        values: Vec<u8>,
        /// The check character of each remainder; as many as the modulus.
        characters: Vec<u8>,
    },
}

impl Check {
    /// Reads a method by its name, or weights.
    pub fn read(node: &Node) -> Option<Self> {
        match node.text_of("by")? {
            "luhn" => Some(Self::Luhn),
            "iso-7064-mod-97-10" => Some(Self::Mod97),
            // ISO 7064: each weight is twice the one to its right, modulo 11. GB 11643 writes them out for 17 digits.
            "iso-7064-mod-11-2" => Some(Self::Weights {
                weights: vec![7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2],
                values: b"0123456789".to_vec(),
                characters: b"10X98765432".to_vec(),
            }),
            "weights" => {
                let weights = node.get("weights")?.list().iter();
                Some(Self::Weights {
                    weights: weights.map(|weight| u64::try_from(weight.integer()?).ok()).collect::<Option<_>>()?,
                    values: node.text_of("values").unwrap_or("0123456789").bytes().collect(),
                    characters: node.text_of("characters").filter(|text| !text.is_empty())?.bytes().collect(),
                })
            }
            _ => None,
        }
    }

    /// Whether it holds.
    pub fn holds(&self, text: &[u8]) -> bool {
        match self {
            Self::Luhn => luhn(text),
            Self::Mod97 => mod97(text),
            Self::Weights { weights, values, characters } => {
                let Some((last, first)) = text.split_last() else { return false };
                let value = |byte: &u8| values.iter().position(|known| known == byte).map(|value| value as u64);
                let terms = first.iter().zip(weights).map(|(byte, weight)| Some(value(byte)? * weight));
                let sum: Option<u64> = terms.sum();
                first.len() == weights.len()
                    && sum.is_some_and(|sum| characters[(sum % characters.len() as u64) as usize] == *last)
            }
        }
    }
}

fn luhn(text: &[u8]) -> bool {
    let digit = |(at, byte): (usize, &u8)| {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        Some(if at % 2 == 0 { digit } else { digit * 2 - if digit > 4 { 9 } else { 0 } })
    };
    let sum: Option<u32> = text.iter().rev().enumerate().map(digit).sum();
    !text.is_empty() && sum.is_some_and(|sum| sum % 10 == 0)
}

fn mod97(text: &[u8]) -> bool {
    let Some((head, rest)) = text.split_at_checked(4) else { return false };
    let step = |sum: u32, byte: &u8| match byte {
        b'0'..=b'9' => Some((sum * 10 + u32::from(byte - b'0')) % 97),
        b'A'..=b'Z' => Some((sum * 100 + u32::from(byte - b'A') + 10) % 97),
        _ => None,
    };
    rest.iter().chain(head).try_fold(0, step) == Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    /// Examples of the standards and of their keepers.
    #[test]
    fn textbook_numbers_hold_and_a_changed_digit_does_not() {
        let weights = r#"{"by": "weights", "weights": [10, 9, 8, 7, 6, 5, 4, 3, 2], "characters": "0-987654321"}"#;
        for (method, number) in [
            (r#"{"by": "iso-7064-mod-11-2"}"#, "11010519491231002X"),
            (r#"{"by": "iso-7064-mod-11-2"}"#, "440524188001010014"),
            (r#"{"by": "luhn"}"#, "4111111111111111"),
            (r#"{"by": "iso-7064-mod-97-10"}"#, "GB29NWBK60161331926819"),
            (weights, "9434765919"),
        ] {
            let check = Check::read(&read(method).unwrap()).unwrap();
            assert!(check.holds(number.as_bytes()), "{number}");
            for at in 4..number.len() {
                let mut other = number.as_bytes().to_vec();
                other[at] = if other[at] == b'7' { b'8' } else { b'7' };
                assert!(!check.holds(&other), "{number}, place {at}");
            }
            assert!(!check.holds(b"") && !check.holds(b"*"));
        }
    }

    #[test]
    fn methods_that_are_not_known_are_refused() {
        for method in [r#"{"by": "guess"}"#, "{}", r#"{"by": "weights", "weights": [1], "characters": ""}"#] {
            assert!(Check::read(&read(method).unwrap()).is_none(), "{method}");
        }
    }
}
