//! Dates as packages and servers write them in, days out; nothing where a date cannot be read.

use std::time::{SystemTime, UNIX_EPOCH};

const SECONDS_A_DAY: u64 = 86_400;

/// Days since 1 January 1970 of `2024`, `2024-12`, `2024-12-31` or `2024-12-31T…`; the last day where one is left open.
pub fn days_of_iso(text: &str) -> Option<i64> {
    let mut parts = text.split('T').next()?.splitn(3, '-');
    let year: i64 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month: i64 = parts.next().map_or(Some(12), |m| m.parse().ok()).filter(|m| (1..=12).contains(m))?;
    let last = last_day(year, month);
    let day: i64 = parts.next().map_or(Some(last), |d| d.parse().ok()).filter(|d| (1..=last).contains(d))?;
    // Years begin in March, so that the leap day comes last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 719_469)
}

/// Days since 1 January 1970 of a header such as `Last-Modified`.
pub fn days_of_header(text: &str) -> Option<i64> {
    httpdate::parse_http_date(text).ok().map(days_of)
}

/// Days since 1 January 1970, in whole days of UTC.
pub fn days_of(time: SystemTime) -> i64 {
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(seconds / SECONDS_A_DAY).unwrap_or(i64::MAX)
}

fn last_day(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{days_of_header, days_of_iso};

    #[test]
    fn dates_are_read_or_refused() {
        for (text, days) in [
            ("1970-01-01", Some(0)),
            ("1970-03-01", Some(59)),
            ("2000-02-29", Some(11_016)),
            ("2024-12-31T08:00:00Z", Some(20_088)),
            ("2024", Some(20_088)),
            ("2024-11", Some(20_057)),
            ("2023-02-29", None),
            ("31.12.2024", None),
            ("24-12-31", None),
            ("2024-13-01", None),
            ("", None),
        ] {
            assert_eq!(days_of_iso(text), days, "{text}");
        }
        assert_eq!(days_of_header("Tue, 31 Dec 2024 08:00:00 GMT"), Some(20_088));
        assert_eq!(days_of_header("yesterday"), None);
    }
}
