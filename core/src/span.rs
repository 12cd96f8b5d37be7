//! Spans of time: periods as statistics write them in, a first and a last day out; what is no period is `None`.

use crate::day::{Day, DayOrder};
use crate::text::natural;

/// A period from its first day to its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The day on which it begins.
    pub first: Day,
    /// The day on which it ends.
    pub last: Day,
}

impl Span {
    /// Reads `2025`, `2025年`, `2025-09`, `2025年9月`, `2025Q3`, `2000 Q1`, `2025年第三季度`, `2025上半年`, a day, and ranges of them:
    /// `2017-2021`, `2019/20`, `2025-01/2025-09`, `2025年1-9月`, `2025-01-01/2025-06-30`.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        // `2025年1-9月`, which is no ninth of January
        if let Some((year, months)) = text.split_once('年').filter(|(_, rest)| rest.ends_with('月'))
            && let Some((from, until)) = months.trim_end_matches('月').split_once(RANGE)
        {
            return between(month(year, from.trim_end_matches('月'))?, month(year, until)?);
        }
        if let Some(span) = simple(text) {
            return Some(span);
        }
        for mark in ["/", "–", "—", "~", "至", " to ", " - ", "--", "-"] {
            let Some((from, until)) = text.split_once(mark) else { continue };
            let (from, until) = (from.trim(), until.trim());
            let first = simple(from)?;
            // `2019/20`
            if from.len() == 4 && until.len() == 2 && mark != " to " {
                let year = natural(from)? as i32;
                let last = year - year % 100 + natural(until)? as i32;
                let last = if last <= year { last + 100 } else { last };
                // `2025-13` is a month that there is not.
                return if last - year < LONGEST_SHORT { between(first, of_year(last)?) } else { None };
            }
            return between(first, simple(until)?);
        }
        None
    }

    /// Whether it is exactly one year by the calendar.
    pub fn is_year(self) -> bool {
        let (from, until) = (self.first.date(), self.last.date());
        (from.1, from.2, until.1, until.2) == (1, 1, 12, 31) && from.0 == until.0
    }

    /// Whether it is the beginning of a year of which months are still to come.
    pub fn is_year_so_far(self) -> bool {
        let (from, until) = (self.first.date(), self.last.date());
        (from.1, from.2) == (1, 1) && from.0 == until.0 && until.1 < 12 && self.ends_month()
    }

    /// Whether it begins and ends with whole months.
    pub fn is_of_months(self) -> bool {
        self.first.date().2 == 1 && self.ends_month()
    }

    fn ends_month(self) -> bool {
        let (year, month, day) = self.last.date();
        Day::new(year, month, day + 1).is_none()
    }
}

/// A range whose end is written in two digits is shorter.
const LONGEST_SHORT: i32 = 50;

const RANGE: [char; 6] = ['-', '–', '—', '~', '至', '－'];

fn between(first: Span, last: Span) -> Option<Span> {
    (first.first <= last.last).then_some(Span { first: first.first, last: last.last })
}

/// A period without a range.
fn simple(text: &str) -> Option<Span> {
    // What goes on after a day is a range.
    let is_one = text.matches(['-', '/', '.', '年', '月']).count() <= 2;
    if let Some(day) = Day::read(text, DayOrder::YearFirst).filter(|_| is_one) {
        return Some(Span { first: day, last: day });
    }
    let bare = text.trim_end_matches("年度").trim_end_matches('年');
    if bare.len() == 4 {
        return of_year(natural(bare)? as i32);
    }
    let (year, rest) = text.split_at_checked(4)?;
    let rest = rest.trim_start_matches([' ', '-', '年', '/', '.']).trim_start_matches("年度");
    if let Some(half) = ["上半年", "下半年"].iter().position(|name| *name == rest) {
        let first = 1 + half as u32 * 6;
        return months(year, first, first + 5);
    }
    let quarter = rest.strip_prefix(['Q', 'q', 'T']).or_else(|| rest.strip_prefix('第')?.strip_suffix("季度"));
    if let Some(quarter) = quarter {
        let number = match quarter {
            "一" => 1,
            "二" => 2,
            "三" => 3,
            "四" => 4,
            digit => natural(digit)? as u32,
        };
        return (1..=4).contains(&number).then(|| months(year, number * 3 - 2, number * 3))?;
    }
    // Two digits after a dash are a month; after a slash, `2019/20`, they may be a year.
    let is_marked = text.as_bytes().get(4).is_some_and(|mark| !mark.is_ascii_digit());
    let rest = rest.trim_end_matches('月');
    if rest.len() > 2 || !is_marked { None } else { month(year, rest) }
}

fn of_year(year: i32) -> Option<Span> {
    if !(1000..=2999).contains(&year) {
        return None;
    }
    Some(Span { first: Day::new(year, 1, 1)?, last: Day::new(year, 12, 31)? })
}

fn month(year: &str, month: &str) -> Option<Span> {
    let month = natural(month.trim())? as u32;
    months(year, month, month)
}

fn months(year: &str, from: u32, until: u32) -> Option<Span> {
    let year = natural(year.trim()).filter(|year| (1000..=2999).contains(year))? as i32;
    let last = (28..=31).rev().find_map(|day| Day::new(year, until, day))?;
    Some(Span { first: Day::new(year, from, 1)?, last })
}

#[cfg(test)]
mod tests {
    use super::Span;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<String> {
        Span::read(text).map(|span| [span.first.iso(), span.last.iso()].join("/"))
    }

    #[test]
    fn periods_are_read_as_statistics_write_them() {
        for (texts, expected) in [
            (&["2025", "2025年", "2025年度", " 2025 "][..], "2025-01-01/2025-12-31"),
            (&["2025-02", "2025年2月", "2025/02", "2025-2"], "2025-02-01/2025-02-28"),
            (&["2000 Q1", "2000Q1", "2000-Q1", "2000年第一季度", "2000年第1季度"], "2000-01-01/2000-03-31"),
            (&["2017-2021", "2017–2021", "2017/2021", "2017 to 2021", "2017年-2021年"], "2017-01-01/2021-12-31"),
            (&["2019/20", "2019-20", "2019–20"], "2019-01-01/2020-12-31"),
            (&["1999/00"], "1999-01-01/2000-12-31"),
            (
                &["2026-01/2026-09", "2026年1-9月", "2026年1—9月", "2026年1月至9月", "2026-01-01/2026-09-30"],
                "2026-01-01/2026-09-30",
            ),
            (&["2026年上半年", "2026上半年", "2026 Q1 - 2026 Q2"], "2026-01-01/2026-06-30"),
            (&["2026-06-30", "2026年6月30日", "20260630"], "2026-06-30/2026-06-30"),
        ] {
            for text in texts {
                assert_eq!(read(text).as_deref(), Some(expected), "{text}");
            }
        }
        for text in ["", "25", "year", "2025-13", "2021-2017", "2025Q5", "..", "二〇二五年", "2025-00", "12025"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_in_progress_is_told_from_a_whole_one() {
        let span = |text| Span::read(text).expect("a period");
        assert!(span("2026").is_year() && !span("2026-01/2026-09").is_year());
        assert!(span("2026-01/2026-09").is_year_so_far() && !span("2026-02/2026-09").is_year_so_far());
        assert!(!span("2026").is_year_so_far() && !span("2026-03-05").is_of_months());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9Qq年月至/ -]{0,14}") {
            if let Some(span) = Span::read(&text) {
                prop_assert!(span.first <= span.last);
            }
        }
    }
}
