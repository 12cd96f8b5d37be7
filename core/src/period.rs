//! Fiscal periods: cells with dates, years, eras or labels in, the year of a sum out; what cannot be read is `None`.

use crate::text::natural;

/// A fiscal year by the calendar years in which it begins and ends; they are the same where it follows the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FiscalYear {
    /// The calendar year in which it begins.
    pub first: u16,
    /// The calendar year in which it ends.
    pub last: u16,
}

/// Years outside of these are slips of the pen.
const EARLIEST: u16 = 1900;
const LATEST: u16 = 2200;

impl FiscalYear {
    /// A fiscal year that follows the calendar.
    pub const fn calendar(year: u16) -> Self {
        Self { first: year, last: year }
    }

    /// Reads what is found in files: `2014`, `2014年度`, `FY2014`, `2014-07-01`, `FY14`, `2014/15`, `2014-2015`, `FY14-15`.
    ///
    /// `2011-12` is read as the fiscal year that ends in 2012, since a column of fiscal years does not hold months; after
    /// a dash, two digits that are not those of the next year make it a month, and the year stands.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let named = ["FY", "fy", "Fy"].iter().find_map(|mark| text.strip_prefix(mark));
        let text = named.unwrap_or(text).trim();
        let text = ["年度", "年"].iter().find_map(|mark| text.strip_suffix(mark)).unwrap_or(text).trim_end();
        let (head, rest) = digits(text);
        let first = match head.len() {
            4 => natural(head)? as u16,
            2 => 2000 + natural(head)? as u16,
            _ => return None,
        };
        let calendar = Self::calendar(first);
        let year = match rest.chars().next() {
            None if head.len() == 4 || named.is_some() => calendar,
            Some(mark @ ('-' | '/' | '–' | '—' | '~')) => {
                let (second, after) = digits(&rest[mark.len_utf8()..]);
                let number = u16::try_from(natural(second)?).ok()?;
                let last = if second.len() == 2 {
                    first - first % 100 + number + if first % 100 == 99 { 100 } else { 0 }
                } else {
                    number
                };
                if matches!(second.len(), 2 | 4) && last == first + 1 && after.is_empty() {
                    Self { first, last }
                } else if head.len() == 4 && second.len() <= 2 && (1..=12).contains(&number) {
                    calendar
                } else {
                    return None;
                }
            }
            _ => return None,
        };
        (EARLIEST..=LATEST).contains(&first).then_some(year)
    }

    /// Whether it spans two calendar years.
    pub const fn is_split(self) -> bool {
        self.first != self.last
    }
}

/// The digits at the start of a text, and what follows.
fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len()))
}

/// The year in which a text falls: an ISO or a local date, a year, or a year of an era (`民國103`, with what to add to it).
///
/// A text that is a label of its own (`FY14-15`) has no year here; as a fiscal year it is kept as it stands.
pub fn year_of(text: &str, eras: &[(String, i64)]) -> Option<String> {
    let text = text.trim();
    for (era, before) in eras {
        let Some(rest) = text.strip_prefix(era.as_str()) else { continue };
        let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
        let number = if rest.trim_start().starts_with('元') { 1 } else { digits.parse::<i64>().ok()? };
        return Some((before + number).to_string());
    }
    let mut parts = text.split(|char: char| !char.is_ascii_digit());
    let is_year = |part: &&str| part.len() == 4 && matches!(part.as_bytes()[0], b'1' | b'2');
    parts.find(is_year).map(str::to_owned).or_else(|| compact(text))
}

/// `20140131` as databases write it.
fn compact(text: &str) -> Option<String> {
    let month = text.get(4..6)?.parse::<u8>().ok()?;
    let is_date = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) && (1..=12).contains(&month);
    is_date.then(|| text[..4].to_owned())
}

#[cfg(test)]
mod tests {
    use super::{FiscalYear, year_of};
    use proptest::prelude::*;

    fn read(text: &str) -> Option<(u16, u16)> {
        FiscalYear::read(text).map(|year| (year.first, year.last))
    }

    #[test]
    fn years_are_read_as_files_write_them() {
        for text in ["2014", " 2014 ", "2014年", "2014年度", "FY2014", "FY14", "2014-07-01", "2014-07", "2014/7/1"] {
            assert_eq!(read(text), Some((2014, 2014)), "{text}");
        }
        for text in ["2014/15", "2014-15", "2014-2015", "2014/2015", "FY14-15", "2014–15"] {
            assert_eq!(read(text), Some((2014, 2015)), "{text}");
        }
        assert_eq!(read("1999/00"), Some((1999, 2000)));
        assert_eq!(read("2011-12"), Some((2011, 2012)));
    }

    #[test]
    fn what_is_no_year_is_none() {
        for text in ["", "14", "201", "20145", "1014", "2014-2016", "2014-13", "year", "二〇一四", "2014x"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn years_stand_in_dates_and_eras() {
        let eras = [("民國".to_owned(), 1911), ("令和".to_owned(), 2018)];
        for (text, year) in [
            ("2014", Some("2014")),
            ("2014-12-31", Some("2014")),
            ("31/12/2014 10:00", Some("2014")),
            ("20140131", Some("2014")),
            ("2014年3月", Some("2014")),
            ("民國103年", Some("2014")),
            ("令和元年", Some("2019")),
            ("令和6年度", Some("2024")),
            ("FY14-15", None),
            ("", None),
        ] {
            assert_eq!(year_of(text, &eras).as_deref(), year, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "[0-9FY/年度-]{0,12}") {
            let _ = FiscalYear::read(&text);
        }
    }
}
