//! 128 random bits in, a receipt that can be read out on the telephone out, and back; reading fails where it is no receipt.
//!
//! 27 digits of base 29 carry the bits, the 28th is a check over their places; groups of four. The base is a prime, so that the
//! check tells every wrong letter and any two that changed places.

/// Without 0, O, 1, I, L, U and Z, which are taken for others.
const LETTERS: &[u8; 29] = b"23456789ABCDEFGHJKMNPQRSTVWXY";

const BASE: u128 = 29;
/// Digits that carry bits: 29^27 is above 2^128.
const DIGITS: usize = 27;

/// Writes 128 bits.
pub fn write_receipt(bits: u128) -> String {
    let mut digits = [0_u8; DIGITS];
    let mut rest = bits;
    for digit in digits.iter_mut().rev() {
        *digit = u8::try_from(rest % BASE).unwrap_or_default();
        rest /= BASE;
    }
    let mut written = String::with_capacity(34);
    for (at, digit) in digits.iter().copied().chain([check(&digits)]).enumerate() {
        if at > 0 && at % 4 == 0 {
            written.push('-');
        }
        written.push(char::from(LETTERS[usize::from(digit)]));
    }
    written
}

/// Reads what somebody typed, with small letters, hyphens or blanks; in the form in which receipts are kept.
pub fn read_receipt(typed: &str) -> Option<String> {
    if typed.len() > 200 {
        return None;
    }
    let place = |char: char| {
        let place = LETTERS.iter().position(|letter| char::from(*letter) == char.to_ascii_uppercase())?;
        u8::try_from(place).ok()
    };
    let letters = typed.chars().filter(|char| char.is_alphanumeric());
    let digits: Vec<u8> = letters.map(place).collect::<Option<_>>()?;
    let (carrying, checking) = digits.split_at_checked(DIGITS)?;
    if checking != [check(carrying)] {
        return None;
    }
    let bits = carrying.iter().try_fold(0_u128, |bits, digit| bits.checked_mul(BASE)?.checked_add(u128::from(*digit)))?;
    Some(write_receipt(bits))
}

/// The digits times their places.
fn check(digits: &[u8]) -> u8 {
    let sum = (1_u32..).zip(digits).fold(0, |sum, (place, digit)| sum + place * u32::from(*digit));
    u8::try_from(sum % 29).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{read_receipt, write_receipt};

    #[test]
    fn what_is_written_is_read_however_it_is_typed() {
        for bits in [0, 1, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef] {
            let receipt = write_receipt(bits);
            assert_eq!(receipt.len(), 34);
            for typed in [receipt.clone(), receipt.to_lowercase(), receipt.replace('-', ""), receipt.replace('-', " ")] {
                assert_eq!(read_receipt(&typed).as_ref(), Some(&receipt));
            }
        }
    }

    #[test]
    fn a_wrong_letter_and_two_that_changed_places_are_told() {
        let receipt = write_receipt(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef).replace('-', "");
        for at in 0..receipt.len() {
            for other in super::LETTERS {
                let mut wrong = receipt.clone().into_bytes();
                if std::mem::replace(&mut wrong[at], *other) != *other {
                    assert_eq!(read_receipt(&String::from_utf8(wrong).unwrap()), None);
                }
            }
            let mut swapped = receipt.clone().into_bytes();
            let next = (at + 1) % receipt.len();
            swapped.swap(at, next);
            if swapped[at] != swapped[next] {
                assert_eq!(read_receipt(&String::from_utf8(swapped).unwrap()), None, "{at}");
            }
        }
        for typed in ["", "0", "K7QF", &"2".repeat(27), &"2".repeat(29), "意见"] {
            assert_eq!(read_receipt(typed), None);
        }
    }
}
