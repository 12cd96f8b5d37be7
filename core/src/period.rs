//! Fiscal years: a cell in, the years it spans out; what cannot be read is `None`.

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
        Self {
            first: year,
            last: year,
        }
    }

    /// Reads what is found in files: `2014`, `2014年度`, `FY2014`, `2014-07-01`, `FY14`, `2014/15`, `2014-2015`, `FY14-15`.
    ///
    /// `2011-12` is read as the fiscal year that ends in 2012, since a column of fiscal years does not hold months; after
    /// a dash, two digits that are not those of the next year make it a month, and the year stands.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let named = ["FY", "fy", "Fy"]
            .iter()
            .find_map(|mark| text.strip_prefix(mark));
        let text = named
            .unwrap_or(text)
            .trim()
            .trim_end_matches("年度")
            .trim_end_matches('年')
            .trim_end();
        let (head, rest) = digits(text);
        let first = match head.len() {
            4 => head.parse().ok()?,
            2 => 2000 + head.parse::<u16>().ok()?,
            _ => return None,
        };
        let calendar = Self::calendar(first);
        let year = match rest.chars().next() {
            None if head.len() == 4 || named.is_some() => calendar,
            Some(mark @ ('-' | '/' | '–' | '—' | '~')) => {
                let (second, after) = digits(&rest[mark.len_utf8()..]);
                let number: u16 = second.parse().ok()?;
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
    text.split_at(
        text.find(|char: char| !char.is_ascii_digit())
            .unwrap_or(text.len()),
    )
}

#[cfg(test)]
mod tests {
    use super::FiscalYear;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<(u16, u16)> {
        FiscalYear::read(text).map(|year| (year.first, year.last))
    }

    #[test]
    fn years_are_read_as_files_write_them() {
        for text in [
            "2014",
            " 2014 ",
            "2014年",
            "2014年度",
            "FY2014",
            "FY14",
            "2014-07-01",
            "2014-07",
            "2014/7/1",
        ] {
            assert_eq!(read(text), Some((2014, 2014)), "{text}");
        }
        for text in [
            "2014/15",
            "2014-15",
            "2014-2015",
            "2014/2015",
            "FY14-15",
            "2014–15",
        ] {
            assert_eq!(read(text), Some((2014, 2015)), "{text}");
        }
        assert_eq!(read("1999/00"), Some((1999, 2000)));
        assert_eq!(read("2011-12"), Some((2011, 2012)));
    }

    #[test]
    fn what_is_no_year_is_none() {
        for text in [
            "",
            "14",
            "201",
            "20145",
            "1014",
            "2014-2016",
            "2014-13",
            "year",
            "二〇一四",
            "2014x",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "[0-9FY/年度-]{0,12}") {
            let _ = FiscalYear::read(&text);
        }
    }
}
