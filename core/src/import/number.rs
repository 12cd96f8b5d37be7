//! What a number in a cell is as text: the digits of a file or a binary float in, an exact decimal or a date out; cannot fail.
//!
//! A spreadsheet counts in binary and shows fifteen significant digits; where more are needed to tell a fraction from its
//! neighbours, they are the residue of binary arithmetic. Whole numbers keep every digit.

/// Significant digits of a fraction, as spreadsheets show and export them.
const SIGNIFICANT: usize = 15;

/// The decimal that a file writes for a binary number, such as `125.50000000000001` or `1.1E-2`.
pub fn written(text: &str) -> String {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => decimal(number),
        _ => text.to_owned(),
    }
}

/// The shortest decimal that is this number; of a fraction, no more digits than a spreadsheet shows.
pub fn decimal(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let text = format!("{number}");
    if !text.contains('.') || significant(&text) <= SIGNIFICANT {
        return text;
    }
    // Rounded to so many digits, it is another binary number, whose shortest decimal has no more.
    format!("{:.*e}", SIGNIFICANT - 1, number).parse::<f64>().map_or(text, |rounded| format!("{rounded}"))
}

/// How many digits count: zeros before the first other digit do not.
fn significant(text: &str) -> usize {
    let digits = text.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0');
    digits.count()
}

/// Whether a number format shows a date or a time.
pub fn is_date_format(code: &str) -> bool {
    let (mut chars, mut is_date) = (code.split(';').next().unwrap_or("").chars().peekable(), false);
    while let Some(char) = chars.next() {
        match char {
            '"' => while chars.next().is_some_and(|char| char != '"') {},
            // `[Red]`, `[$-404]`; but `[h]` is a number of hours.
            '[' => {
                let inner: String = chars.by_ref().take_while(|char| *char != ']').collect();
                is_date |= matches!(inner.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss");
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            'E' | 'e' if chars.peek().is_some_and(|next| matches!(next, '+' | '-')) => {}
            'G' | 'g' => return false,
            'y' | 'Y' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'm' | 'M' | 'e' => is_date = true,
            _ => {}
        }
    }
    is_date
}

/// Whether a number format that has no code of its own shows a date or a time; those of East Asian editions included.
pub fn is_date_number(format: u32) -> bool {
    matches!(format, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Days since the epoch of a workbook as a date, `2018-07-01`, with a time of day where it has one.
pub fn date(serial: f64, since_1904: bool) -> Option<String> {
    /// Seconds of a day.
    const DAY: i64 = 86_400;
    // Up to the year 9999.
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let seconds = (serial * DAY as f64).round() as i64;
    let (days, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let time = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    if days == 0 && !since_1904 {
        return Some(time);
    }
    // The first of January 1970 in days of either epoch; 1900 is no leap year, though spreadsheets count its 29 February.
    let since_1970 = if since_1904 { days - 24_107 } else { days - 25_569 + i64::from(days < 60) };
    let (year, month, day) = civil(since_1970);
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(if second == 0 { date } else { format!("{date}T{time}") })
}

/// The date of a day counted from the first of January 1970 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_the_sheet_shows() {
        for (cell, text) in [
            ("125.5", "125.5"),
            ("125.50000000000001", "125.5"),
            ("241.29999999999998", "241.3"),
            ("219.15379999999999", "219.1538"),
            ("1018.7453264385", "1018.7453264385"),
            ("1.1E-2", "0.011"),
            ("4.5E7", "45000000"),
            ("-0", "-0"),
            ("208.0", "208"),
            ("4301.70", "4301.7"),
            ("137578249935601", "137578249935601"),
            ("12345678901234567", "12345678901234567"),
            ("#REF!", "#REF!"),
        ] {
            assert_eq!(written(cell), text, "{cell}");
        }
        assert_eq!(decimal(0.1 + 0.2), "0.3");
        assert_eq!(decimal(125.5 + 91.2 + 24.6), "241.3");
        assert_eq!(decimal(1e15 + 0.5), "1000000000000000");
        assert_eq!(decimal(9_007_199_254_740_993_f64), "9007199254740992");
    }

    #[test]
    fn dates_are_told_by_their_format() {
        for code in ["yyyy-mm-dd", "m/d/yy h:mm", "[$-404]e\"年\"m\"月\"", "[h]:mm", "yyyy\"年\"m\"月\"d\"日\";@"]
        {
            assert!(is_date_format(code), "{code}");
        }
        for code in ["General", "0.00", "#,##0_);[Red](#,##0)", "0.00E+00", "\"day\"0", "@", "#,##0\\d", "0%"] {
            assert!(!is_date_format(code), "{code}");
        }
    }

    #[test]
    fn days_are_dates() {
        for (serial, text) in [
            (1.0, "1900-01-01"),
            (59.0, "1900-02-28"),
            (61.0, "1900-03-01"),
            (43_282.5, "2018-07-01T12:00:00"),
            (0.25, "06:00:00"),
        ] {
            assert_eq!(date(serial, false).as_deref(), Some(text));
        }
        assert_eq!(date(0.0, true).as_deref(), Some("1904-01-01"));
        assert_eq!(date(-1.0, false), None);
        assert_eq!(date(f64::NAN, false), None);
    }
}
