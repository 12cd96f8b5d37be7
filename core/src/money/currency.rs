//! Currencies: ISO 4217 codes in, the number of minor digits out; an unknown code keeps two digits.

/// A currency by its three-letter code. `XXX` is ISO 4217's word for "no currency", here: not stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    code: [u8; 3],
}

impl Default for Currency {
    fn default() -> Self {
        Self::UNSTATED
    }
}

/// Codes whose minor unit is not a hundredth (ISO 4217, list one).
const WHOLE: &[&[u8; 3]] = &[
    b"BIF", b"CLP", b"DJF", b"GNF", b"ISK", b"JPY", b"KMF", b"KRW", b"PYG", b"RWF", b"UGX", b"UYI", b"VND", b"VUV",
    b"XAF", b"XOF", b"XPF",
];
const THOUSANDTHS: &[&[u8; 3]] = &[b"BHD", b"IQD", b"JOD", b"KWD", b"LYD", b"OMR", b"TND"];

impl Currency {
    /// Not stated.
    pub const UNSTATED: Self = Self { code: *b"XXX" };

    /// A currency from its code; anything but three ASCII letters is [`Currency::UNSTATED`].
    pub fn from_code(code: &str) -> Self {
        match <[u8; 3]>::try_from(code.trim().as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_alphabetic) => {
                Self { code: code.map(|letter| letter.to_ascii_uppercase()) }
            }
            _ => Self::UNSTATED,
        }
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or("XXX")
    }

    /// Whether the source states one.
    pub fn is_stated(self) -> bool {
        self != Self::UNSTATED
    }

    /// Digits of the minor unit: 2 for most, 0 for yen, 3 for dinars.
    pub fn exponent(self) -> u8 {
        if WHOLE.contains(&&self.code) {
            0
        } else if THOUSANDTHS.contains(&&self.code) {
            3
        } else {
            2
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Currency;

    #[test]
    fn exponents_follow_iso_4217() {
        let of = |code| Currency::from_code(code).exponent();
        assert_eq!((of("CNY"), of("jpy"), of("KWD")), (2, 0, 3));
    }

    #[test]
    fn what_is_no_code_is_unstated() {
        assert!(!Currency::from_code("元").is_stated());
        assert_eq!(Currency::from_code("").code(), "XXX");
    }
}
