//! Digits: a text in, a whole number out, and back; a text that is none gives nothing.
//!
//! One reader and one writer for every width, where the standard library brings one for each into a page's module.

/// The number that a text of ASCII digits stands for: at least one, no sign, no more than 64 bits.
pub fn natural(text: &str) -> Option<u64> {
    let mut number = 0_u64;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u64::from(digit))?;
    }
    (!text.is_empty()).then_some(number)
}

/// Writes a number, with zeros before it so that it has at least `least` digits.
pub fn push_digits(out: &mut String, mut number: u128, least: usize) {
    let mut digits = Vec::new();
    while number > 0 || digits.len() < least.max(1) {
        digits.push(char::from(b'0' + (number % 10) as u8));
        number /= 10;
    }
    out.extend(digits.iter().rev());
}

/// A number in digits.
pub fn digits(number: u64) -> String {
    let mut out = String::new();
    push_digits(&mut out, number.into(), 1);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_and_nothing_else() {
        assert_eq!((natural("0"), natural("0042")), (Some(0), Some(42)));
        assert_eq!(natural("18446744073709551615"), Some(u64::MAX));
        for text in ["", "+1", "-1", " 1", "1.0", "１", "18446744073709551616"] {
            assert_eq!(natural(text), None, "{text}");
        }
    }

    #[test]
    fn digits_are_written_as_the_standard_library_writes_them() {
        for (number, least) in [(0, 0), (0, 2), (7, 3), (12_345, 2), (u128::MAX, 0)] {
            let mut out = String::new();
            push_digits(&mut out, number, least);
            assert_eq!(out, format!("{number:0least$}"));
        }
    }
}
