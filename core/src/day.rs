//! Days: dates as files write them in, days that can be subtracted out; what is no day is `None`.
//!
//! The calendar is the Gregorian one, reckoned as in Howard Hinnant's *chrono-Compatible Low-Level Date Algorithms*.

use crate::text::{natural, push_digits};

/// A day, counted from 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// In which order a file writes the parts of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayOrder {
    /// Year, month, day: `2024-03-05`, `2024/3/5`, `2024年3月5日`, `20240305`.
    #[default]
    YearFirst,
    /// Day, month, year: `05/03/2024`.
    DayFirst,
    /// Month, day, year: `03/05/2024`.
    MonthFirst,
    /// Seconds since 1970 began: `1709596800`. The day is that of UTC.
    Seconds,
    /// Milliseconds since then.
    Milliseconds,
}

/// The days from 1 January of the year 1 to 31 December 9999, counted from 1970.
const COUNTED: std::ops::RangeInclusive<i64> = -719_162..=2_932_896;

impl DayOrder {
    /// The order of a Table Schema's `format` such as `%d/%m/%Y`; `%s` counts seconds, as strftime has it, and `%Q` milliseconds, as
    /// d3-time-format has it. Anything else has the year first.
    pub fn of_format(format: &str) -> Self {
        match format {
            "%s" => return Self::Seconds,
            "%Q" => return Self::Milliseconds,
            _ => {}
        }
        let at = |mark: u8| format.as_bytes().windows(2).position(|pair| pair == [b'%', mark]).unwrap_or(usize::MAX);
        let year = at(b'Y').min(at(b'y'));
        match (at(b'd') < at(b'm'), at(b'd').min(at(b'm')) < year) {
            (true, true) => Self::DayFirst,
            (false, true) => Self::MonthFirst,
            _ => Self::YearFirst,
        }
    }
}

impl Day {
    /// The day of a date; `None` where there is none such.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=12).contains(&month) || day == 0 || day > days_in(year, month) || !(1..=9999).contains(&year) {
            return None;
        }
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let shifted = (month + 9) % 12;
        let of_year = (153 * shifted as i32 + 2) / 5 + day as i32 - 1;
        Some(Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468))
    }

    /// Reads a date. A time of day or a zone that follows it is passed over.
    pub fn read(text: &str, order: DayOrder) -> Option<Self> {
        let text = text.trim();
        match order {
            DayOrder::Seconds => return Self::of_count(text, 86_400),
            DayOrder::Milliseconds => return Self::of_count(text, 86_400_000),
            _ => {}
        }
        let text = text.split_once(['T', ' ', '+']).map_or(text, |(date, _)| date).trim_end_matches(['Z', '日']);
        if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::new(natural(&text[..4])? as i32, natural(&text[4..6])? as u32, natural(&text[6..])? as u32);
        }
        let mut parts = text.split(['-', '/', '.', '年', '月']);
        let mut number = || natural(parts.next()?.trim()).and_then(|number| u32::try_from(number).ok());
        let (one, two, three) = (number()?, number()?, number()?);
        let (year, month, day) = match order {
            _ if one > 999 => (one, two, three),
            DayOrder::DayFirst => (three, two, one),
            DayOrder::MonthFirst => (three, one, two),
            _ => return None,
        };
        if year < 1000 { None } else { Self::new(i32::try_from(year).ok()?, month, day) }
    }

    /// The day of a moment counted from 1970, of which a day has so many.
    fn of_count(text: &str, of_day: i64) -> Option<Self> {
        let days = text.parse::<i64>().ok()?.div_euclid(of_day);
        if COUNTED.contains(&days) { i32::try_from(days).ok().map(Self) } else { None }
    }

    /// How many days after another.
    pub const fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// So many days later; earlier where it is less than none.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The day of the week, from 1 for Monday to 7, as ISO 8601 numbers them.
    pub const fn weekday(self) -> u32 {
        (self.0.rem_euclid(7) + 3) as u32 % 7 + 1
    }

    /// The number of its week, each from a Monday, counted from one long ago.
    pub(crate) const fn week(self) -> i32 {
        (self.0 as i64 + 3).div_euclid(7) as i32
    }

    /// Year, month and day.
    pub fn date(self) -> (i32, u32, u32) {
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = (of_year - (153 * shifted + 2) / 5 + 1) as u32;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u32;
        (year + era * 400 + i32::from(month <= 2), month, day)
    }

    /// As ISO 8601 writes it: `2024-03-05`.
    pub fn iso(self) -> String {
        let (year, month, day) = self.date();
        let mut text = String::new();
        push_digits(&mut text, year.unsigned_abs().into(), 4);
        for part in [month, day] {
            text.push('-');
            push_digits(&mut text, part.into(), 2);
        }
        text
    }
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_read_as_files_write_them() {
        let expected = Day::new(2024, 3, 5);
        for text in [
            "2024-03-05",
            "2024-3-5",
            "2024/03/05",
            "2024.3.5",
            "2024年3月5日",
            "20240305",
            " 2024-03-05Z",
            "2024-03-05T10:00:00+08:00",
            "2024-03-05+08:00",
        ] {
            assert_eq!(Day::read(text, DayOrder::YearFirst), expected, "{text}");
        }
        assert_eq!(Day::read("05/03/2024", DayOrder::DayFirst), expected);
        assert_eq!(Day::read("3/5/2024", DayOrder::MonthFirst), expected);
        assert_eq!(Day::read("2024-03-05", DayOrder::DayFirst), expected, "a year is no day");
        assert_eq!(Day::read("1709596799999", DayOrder::of_format("%Q")).map(Day::iso).as_deref(), Some("2024-03-04"));
        assert_eq!(Day::read("1709596800000", DayOrder::of_format("%Q")), expected);
        assert_eq!(Day::read("1709596800", DayOrder::of_format("%s")), expected);
        assert_eq!(Day::read("-1", DayOrder::Seconds), Day::new(1969, 12, 31));
        for text in ["", "2024-03-05", "1.5", "99999999999999999", "-99999999999999999", "9223372036854775808"] {
            assert_eq!(Day::read(text, DayOrder::Milliseconds), None, "{text}");
        }
        assert_eq!(Day::read("253402300799", DayOrder::Seconds), Day::new(9999, 12, 31));
        assert_eq!(Day::read("-62135596800", DayOrder::Seconds), Day::new(1, 1, 1));
        for text in ["", "2024", "2024-03", "2024-02-30", "2023-02-29", "05/03/2024", "2024-13-01", "a-b-c", "24-03-05"]
        {
            assert_eq!(Day::read(text, DayOrder::YearFirst), None, "{text}");
        }
    }

    #[test]
    fn a_format_says_the_order() {
        let orders = ["%d/%m/%Y", "%m/%d/%y", "%Y-%m-%d", "default", ""].map(DayOrder::of_format);
        let (day, month, year) = (DayOrder::DayFirst, DayOrder::MonthFirst, DayOrder::YearFirst);
        assert_eq!(orders, [day, month, year, year, year]);
    }

    #[test]
    fn the_difference_is_in_days() {
        let day = |text| Day::read(text, DayOrder::YearFirst).unwrap();
        assert_eq!(day("2024-03-01").since(day("2024-02-28")), 2);
        assert_eq!(day("1970-01-01"), Day(0));
        assert_eq!(day("2024-02-28").plus(2), day("2024-03-01"));
    }

    #[test]
    fn weeks_begin_on_mondays() {
        let week = |text| Day::read(text, DayOrder::YearFirst).map(|day| (day.weekday(), day.week())).unwrap();
        assert_eq!([week("1970-01-01"), week("1970-01-04"), week("1970-01-05")], [(4, 0), (7, 0), (1, 1)]);
        assert_eq!([week("1969-12-29"), week("1969-12-28"), week("1969-12-22")], [(1, 0), (7, -1), (1, -1)]);
    }

    proptest! {
        #[test]
        fn a_day_is_written_as_it_is_read(number in -350_000..2_900_000_i32) {
            let day = Day(number);
            prop_assert_eq!(Day::read(&day.iso(), DayOrder::YearFirst), Some(day));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,14}") {
            let _ = Day::read(&text, DayOrder::DayFirst);
        }
    }
}
