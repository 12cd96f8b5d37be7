//! Decimal numbers: the bytes of a cell in, an integer and its scale out; fails on anything that is not one number.

/// The marks of a column's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The decimal mark.
    pub decimal: char,
    /// The mark between groups of three digits, if the column uses one. Spaces always count as grouping.
    pub group: Option<char>,
    /// Whether the cell holds nothing but the number; otherwise text before and after it is passed over (`$100`, `100 €`).
    pub bare: bool,
}

/// `mantissa / 10^scale`, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The digits as an integer, with the sign.
    pub mantissa: i128,
    /// How many of them stand after the decimal mark.
    pub scale: u8,
}

/// Why a cell is no decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalFault {
    /// Something that is not a number.
    NotANumber,
    /// More digits than 128 bits hold.
    TooLong,
    /// A grouping mark that does not stand before three digits.
    Grouping,
}

/// Reads a cell as a decimal; a blank cell is `None`.
///
/// Takes a sign (`-`, `+`, `−`, `△`, `▲`, parentheses), grouping marks before three digits, or two and at last three (1,23,45,678),
/// full-width digits and an exponent (`1.5e6`), since spreadsheets export all of them.
///
/// # Errors
/// A [`DecimalFault`] where the cell holds anything else.
#[inline]
pub fn decimal(cell: &[u8], marks: &Marks) -> Result<Option<Decimal>, DecimalFault> {
    match plain(cell, marks) {
        Some(decimal) => Ok(Some(decimal)),
        None => careful(cell, marks),
    }
}

/// The signs that mean "below zero": hyphen, minus, full-width minus, and the triangles of Japanese and Chinese accounts.
const MINUS: [char; 5] = ['-', '−', '－', '△', '▲'];

/// The common case: an optional minus, at most 18 ASCII digits and the decimal mark, nothing else.
#[inline]
fn plain(cell: &[u8], marks: &Marks) -> Option<Decimal> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, cell),
    };
    if digits.is_empty() || digits.len() > 19 {
        return None;
    }
    let mark = u8::try_from(marks.decimal).ok()?;
    let (mut mantissa, mut point) = (0_u64, None);
    for (at, &byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
        } else if byte == mark && point.is_none() {
            point = Some(at);
        } else {
            return None;
        }
    }
    let scale = match point {
        None if digits.len() == 19 => return None,
        None => 0,
        Some(at) if at == 0 || at + 1 == digits.len() => return None,
        Some(at) => digits.len() - at - 1,
    };
    let mantissa = i128::from(mantissa);
    Some(Decimal { mantissa: if negative { -mantissa } else { mantissa }, scale: scale as u8 })
}

/// Every notation a spreadsheet writes, character by character.
#[cold]
fn careful(cell: &[u8], marks: &Marks) -> Result<Option<Decimal>, DecimalFault> {
    let text = std::str::from_utf8(cell).map_err(|_| DecimalFault::NotANumber)?.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let (negative, number) =
        if marks.bare { signed(text)? } else { without_affixes(text, marks).ok_or(DecimalFault::NotANumber)? };
    let mut mantissa = 0_i128;
    let (mut digits, mut scale) = (0_u32, None::<u32>);
    let mut since_group = None::<u32>;
    // Whether groups before the last hold two digits, as lakhs and crores are written: 1,23,45,678.
    let mut in_pairs = None::<bool>;
    let mut rest = number.chars();
    while let Some(char) = rest.next() {
        if let Some(digit) = digit(char) {
            mantissa =
                mantissa.checked_mul(10).and_then(|m| m.checked_add(i128::from(digit))).ok_or(DecimalFault::TooLong)?;
            digits += 1;
            if let Some(scale) = &mut scale {
                *scale += 1;
            } else if let Some(since) = &mut since_group {
                *since += 1;
            }
        } else if narrow(char) == marks.decimal && scale.is_none() {
            closed(since_group)?;
            scale = Some(0);
        } else if is_group(char, marks) && scale.is_none() && digits > 0 {
            if since_group.is_none() && digits > 3 {
                return Err(DecimalFault::Grouping);
            }
            if let Some(since) = since_group {
                let is_pair = since == 2 && digits <= in_pairs.map_or(4, |_| u32::MAX);
                if !is_pair && since != 3 || in_pairs.is_some_and(|pairs| pairs != is_pair) {
                    return Err(DecimalFault::Grouping);
                }
                in_pairs = Some(is_pair);
            }
            since_group = Some(0);
        } else if matches!(char, 'e' | 'E') && digits > 0 {
            if scale.is_none() {
                closed(since_group)?;
            }
            return scaled(mantissa, scale.unwrap_or(0), rest.as_str(), negative).map(Some);
        } else {
            return Err(DecimalFault::NotANumber);
        }
    }
    if scale.is_none() {
        closed(since_group)?;
    }
    if digits == 0 {
        return Err(DecimalFault::NotANumber);
    }
    let scale = u8::try_from(scale.unwrap_or(0)).map_err(|_| DecimalFault::TooLong)?;
    Ok(Some(Decimal { mantissa: if negative { -mantissa } else { mantissa }, scale }))
}

/// A group that was opened must hold three digits.
fn closed(since_group: Option<u32>) -> Result<(), DecimalFault> {
    match since_group {
        None | Some(3) => Ok(()),
        Some(_) => Err(DecimalFault::Grouping),
    }
}

fn is_group(char: char, marks: &Marks) -> bool {
    Some(narrow(char)) == marks.group || matches!(char, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// A mark of full width as the usual one.
fn narrow(char: char) -> char {
    match char {
        '，' => ',',
        '．' => '.',
        other => other,
    }
}

fn digit(char: char) -> Option<u32> {
    match char {
        '0'..='9' => Some(u32::from(char) - u32::from('0')),
        '０'..='９' => Some(u32::from(char) - u32::from('０')),
        _ => None,
    }
}

/// The sign and what follows it.
fn signed(number: &str) -> Result<(bool, &str), DecimalFault> {
    for (open, close) in [('(', ')'), ('（', '）')] {
        if let Some(inner) = number.strip_prefix(open) {
            return inner.strip_suffix(close).map(|inner| (true, inner.trim())).ok_or(DecimalFault::NotANumber);
        }
    }
    let rest = number.trim_start_matches(MINUS);
    match number.chars().count() - rest.chars().count() {
        0 => Ok((false, number.strip_prefix('+').unwrap_or(number).trim_start())),
        1 => Ok((true, rest.trim_start())),
        _ => Err(DecimalFault::NotANumber),
    }
}

/// Whether a minus stands before it, and the number inside text such as `$100`, `100 €`, `-€5` or `($3)`; `None` where
/// there is no number or more than one.
fn without_affixes<'a>(text: &'a str, marks: &Marks) -> Option<(bool, &'a str)> {
    let belongs = |char: char| digit(char).is_some() || char == marks.decimal || is_group(char, marks);
    let first = text.find(|char| digit(char).is_some())?;
    let (before, tail) = text.split_at(first);
    let length = tail.find(|char| !belongs(char)).unwrap_or(tail.len());
    let (number, after) = tail.split_at(length);
    if after.contains(|char| digit(char).is_some()) {
        return None;
    }
    let enclosed = before.contains(['(', '（']) && after.contains([')', '）']);
    let negative = enclosed || before.contains(MINUS);
    Some((negative, number.trim_end()))
}

/// `mantissa / 10^scale` times ten to the power written in `exponent`.
fn scaled(mantissa: i128, scale: u32, exponent: &str, negative: bool) -> Result<Decimal, DecimalFault> {
    let exponent: i32 = exponent.parse().map_err(|_| DecimalFault::NotANumber)?;
    let scale = i64::from(scale) - i64::from(exponent);
    let mantissa = if negative { -mantissa } else { mantissa };
    if scale >= 0 {
        let scale = u8::try_from(scale).map_err(|_| DecimalFault::TooLong)?;
        return Ok(Decimal { mantissa, scale });
    }
    let power = u32::try_from(-scale).ok().and_then(|power| 10_i128.checked_pow(power)).ok_or(DecimalFault::TooLong)?;
    Ok(Decimal { mantissa: mantissa.checked_mul(power).ok_or(DecimalFault::TooLong)?, scale: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POINT: Marks = Marks { decimal: '.', group: Some(','), bare: true };
    const COMMA: Marks = Marks { decimal: ',', group: Some('.'), bare: true };

    fn read(text: &str, marks: &Marks) -> Result<Option<(i128, u8)>, DecimalFault> {
        decimal(text.as_bytes(), marks).map(|read| read.map(|decimal| (decimal.mantissa, decimal.scale)))
    }

    #[test]
    fn spreadsheets_write_numbers_in_many_ways() {
        for (text, expected) in [
            ("40,800,000", (40_800_000, 0)),
            (" 1 234.50 ", (123_450, 2)),
            ("(1,234)", (-1234, 0)),
            ("△12.5", (-125, 1)),
            ("−3", (-3, 0)),
            ("+7", (7, 0)),
            ("１２３", (123, 0)),
            ("△１，２３４．５", (-12_345, 1)),
            ("1.5e6", (1_500_000, 0)),
            ("25E-2", (25, 2)),
            ("0.10", (10, 2)),
            ("9999999999999999999", (9_999_999_999_999_999_999, 0)),
            (".5", (5, 1)),
            ("1,23,45,678", (12_345_678, 0)),
            ("12,34,567.89", (123_456_789, 2)),
            ("5.", (5, 0)),
        ] {
            assert_eq!(read(text, &POINT), Ok(Some(expected)), "{text}");
        }
        assert_eq!(read("625.600,00", &COMMA), Ok(Some((62_560_000, 2))));
        assert_eq!(read("64029231,00", &COMMA), Ok(Some((6_402_923_100, 2))));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["abc", "-", "--1", "1-", "1.2.3", "(1", "0x10", "12a", "NaN", "∞", ".", ","] {
            assert_eq!(read(text, &POINT), Err(DecimalFault::NotANumber), "{text}");
        }
        for text in ["1,5", "1,23,45", "123,45,678", "1,234,56,789", "1,23,456,789", "1234,567", "1,2345"] {
            assert_eq!(read(text, &POINT), Err(DecimalFault::Grouping), "{text}");
        }
        assert_eq!(read("1e400", &POINT), Err(DecimalFault::TooLong));
        assert_eq!(read("  ", &POINT), Ok(None));
    }

    #[test]
    fn affixes_are_passed_over_where_the_column_says_so() {
        let marks = Marks { bare: false, ..POINT };
        let cases = [
            ("$100", 100),
            ("100 €", 100),
            ("-€5", -5),
            ("€ -5", -5),
            ("CNY 1,000 ", 1000),
            ("($3)", -3),
            ("12 万元", 12),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text, &marks), Ok(Some((expected, 0))), "{text}");
        }
        assert_eq!(read("3 of 4", &marks), Err(DecimalFault::NotANumber));
    }

    proptest! {
        #[test]
        fn reads_what_a_decimal_library_writes(mantissa in any::<i64>(), scale in 0_u32..10) {
            let text = rust_decimal::Decimal::new(mantissa, scale).to_string();
            let ours = decimal(text.as_bytes(), &POINT).unwrap().unwrap();
            let theirs = rust_decimal::Decimal::from_i128_with_scale(ours.mantissa, u32::from(ours.scale));
            prop_assert_eq!(theirs, rust_decimal::Decimal::new(mantissa, scale));
        }

        #[test]
        fn never_panics(cell in proptest::collection::vec(any::<u8>(), 0..40), bare in any::<bool>()) {
            let _ = decimal(&cell, &Marks { bare, ..POINT });
        }

        #[test]
        fn the_quick_way_and_the_careful_way_agree(text in "-?[0-9]{1,17}(\\.[0-9]{1,3})?") {
            prop_assert_eq!(decimal(text.as_bytes(), &POINT), careful(text.as_bytes(), &POINT));
        }
    }
}
