//! Working days: the holidays of a profile in, days counted out; cannot fail: what a profile does not say is as the week has it.
//!
//! A year of which a profile has no holidays is reckoned by its weeks alone. Whoever shows a count asks [`Calendar::knows`] and says so.

use crate::day::{Day, DayOrder};
use crate::json::{self, Node};
use crate::order::sort_by_key;

/// Which days are worked.
///
/// *Meaning*: a week, and the days that are not as it has them. *Validity*: at least one day of a week is worked; exceptions stand in
/// the order of days, each day once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Whether each day of a week is worked, from Monday.
    week: [bool; 7],
    /// Days that are not as the week has them, and whether they are worked.
    exceptions: Vec<(Day, bool)>,
    /// Years of which the exceptions are known, and who says so.
    years: Vec<(i32, String)>,
}

/// More working days than this are not counted forth or back: some four thousand years.
const MOST: i32 = 1_000_000;

/// A span of days off is no longer than a year.
const LONGEST: i32 = 366;

impl Default for Calendar {
    /// Five days from Monday, as weeks are numbered by ISO 8601; no year is known.
    fn default() -> Self {
        Self { week: [true, true, true, true, true, false, false], exceptions: Vec::new(), years: Vec::new() }
    }
}

impl Calendar {
    /// Reads a `profile.json`. A text that is none, and what in it is no day, are passed over.
    pub fn read(profile: &str) -> Self {
        let Ok(root) = json::read(profile) else { return Self::default() };
        root.get("holidays").map(Self::of).unwrap_or_default()
    }

    fn of(node: &Node) -> Self {
        let mut calendar = Self::default();
        if let Some(weekend) = node.get("weekend") {
            let is_off = |day: i64| weekend.list().iter().any(|off| off.integer() == Some(day));
            let week = [1, 2, 3, 4, 5, 6, 7].map(|day| !is_off(day));
            // A week without work would have no next working day.
            calendar.week = if week.contains(&true) { week } else { calendar.week };
        }
        for year in node.get("years").map(Node::list).unwrap_or_default() {
            let number = year.text_of("year").and_then(|text| text.parse().ok());
            let Some(number) = number else { continue };
            calendar.years.push((number, year.text_of("source").unwrap_or("").to_owned()));
            calendar.add(year, "off", false);
            calendar.add(year, "worked", true);
        }
        sort_by_key(&mut calendar.exceptions, |(day, _)| *day);
        calendar
    }

    /// Days of a list, each a day or a span of them; of two entries for one day the later counts.
    fn add(&mut self, year: &Node, list: &str, is_worked: bool) {
        let spans = year.get(list).map(Node::list).unwrap_or_default();
        for (first, last) in spans.iter().filter_map(|span| read_span(span.text()?)) {
            for after in 0..=last.since(first).min(LONGEST) {
                let day = first.plus(after);
                self.exceptions.retain(|(known, _)| *known != day);
                if self.is_in_week(day) != is_worked {
                    self.exceptions.push((day, is_worked));
                }
            }
        }
    }

    fn is_in_week(&self, day: Day) -> bool {
        self.week[day.weekday() as usize - 1]
    }

    /// Whether a day is worked.
    pub fn is_working(&self, day: Day) -> bool {
        let exception = self.exceptions.iter().find(|(known, _)| *known == day);
        exception.map_or_else(|| self.is_in_week(day), |(_, is_worked)| *is_worked)
    }

    /// How many working days there are after a day, up to another and with it; negative where that one is earlier.
    pub fn working_days(&self, after: Day, until: Day) -> i32 {
        (self.count(until) - self.count(after)) as i32
    }

    /// The day by which so many working days have passed after a day: a term of three that runs from a Friday ends on Wednesday. Less
    /// than none goes back, to a working day from which it is so many to the given one; none is the day itself. Exact for up to a
    /// million; more are a million.
    #[must_use]
    pub fn add_working(&self, day: Day, count: i32) -> Day {
        let goal = self.count(day) + i64::from(count.clamp(-MOST, MOST));
        let mut reached = day;
        // A day adds at most one, so that no step goes past the goal.
        loop {
            match goal - self.count(reached) {
                0 => break,
                missing => reached = reached.plus(missing as i32),
            }
        }
        while count < 0 && !self.is_working(reached) {
            reached = reached.plus(-1);
        }
        reached
    }

    /// Whether the holidays of a day's year are known.
    pub fn knows(&self, day: Day) -> bool {
        self.source(day).is_some()
    }

    /// Whether the holidays of all years from a day to another are known.
    pub fn knows_all(&self, from: Day, until: Day) -> bool {
        let (first, last) = (from.min(until).date().0, from.max(until).date().0);
        (first..=last).all(|year| self.years.iter().any(|(known, _)| *known == year))
    }

    /// Who says which days of a day's year are holidays.
    pub fn source(&self, day: Day) -> Option<&str> {
        let year = day.date().0;
        self.years.iter().find(|(known, _)| *known == year).map(|(_, source)| source.as_str())
    }

    /// Working days from a Monday long ago to a day and with it.
    fn count(&self, day: Day) -> i64 {
        let in_week = |days: &[bool]| days.iter().filter(|is_worked| **is_worked).count() as i64;
        let after_monday = day.weekday() as usize;
        let weeks = i64::from(day.week());
        let before = self.exceptions.iter().take_while(|(known, _)| *known <= day);
        let more: i64 = before.map(|(_, is_worked)| if *is_worked { 1 } else { -1 }).sum();
        weeks * in_week(&self.week) + in_week(&self.week[..after_monday]) + more
    }
}

/// A day, or the first and the last of a span.
fn read_span(text: &str) -> Option<(Day, Day)> {
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    Some((Day::read(first, DayOrder::YearFirst)?, Day::read(last, DayOrder::YearFirst)?))
}

#[cfg(test)]
mod tests {
    use super::Calendar;
    use crate::day::{Day, DayOrder};
    use proptest::prelude::*;

    const CN: &str = include_str!("../../profiles/cn/profile.json");
    const GB: &str = include_str!("../../profiles/gb/profile.json");

    fn day(text: &str) -> Day {
        Day::read(text, DayOrder::YearFirst).expect("a day")
    }

    fn off(calendar: &Calendar, year: i32) -> i32 {
        let first = day(&format!("{}-12-31", year - 1));
        first.plus(365).since(first) - calendar.working_days(first, first.plus(365))
    }

    #[test]
    fn days_off_and_days_worked_instead_are_data() {
        let cn = Calendar::read(CN);
        for (text, is_working) in [
            ("2025-01-26", true),
            ("2025-01-28", false),
            ("2025-02-04", false),
            ("2025-02-05", true),
            ("2025-10-08", false),
            ("2025-10-11", true),
            ("2025-10-12", false),
            ("2026-01-02", false),
            ("2026-01-04", true),
            ("2026-02-23", false),
            ("2026-02-28", true),
        ] {
            assert_eq!(cn.is_working(day(text)), is_working, "{text}");
        }
        // 52 weeks and a day, eleven holidays by law on other days than weekends or made up for.
        assert_eq!([off(&cn, 2025), off(&cn, 2026)], [117, 117]);
        let gb = Calendar::read(GB);
        assert_eq!([off(&gb, 2025), off(&gb, 2026)], [112, 112], "eight bank holidays, none on a weekend");
        assert!(!gb.is_working(day("2026-12-28")) && gb.is_working(day("2026-12-29")));
    }

    #[test]
    fn a_term_ends_on_the_last_of_its_days() {
        let cn = Calendar::read(CN);
        assert_eq!(cn.add_working(day("2025-09-30"), 1), day("2025-10-09"));
        assert_eq!(cn.add_working(day("2025-10-10"), 1), day("2025-10-11"), "a Saturday that is worked");
        assert_eq!(cn.add_working(day("2026-03-06"), 3), day("2026-03-11"), "a Friday");
        assert_eq!(cn.add_working(day("2026-03-09"), -1), day("2026-03-06"), "a Monday");
        assert_eq!(cn.add_working(day("2026-03-07"), 0), day("2026-03-07"), "a Saturday");
        assert_eq!(cn.working_days(day("2026-02-13"), day("2026-02-24")), 2, "the 14th and the 24th");
        assert_eq!(cn.working_days(day("2026-02-24"), day("2026-02-13")), -2);
    }

    #[test]
    fn a_year_without_data_is_said_to_be_unknown() {
        let cn = Calendar::read(CN);
        let (known, unknown) = (day("2026-10-10"), day("2031-10-01"));
        assert!(cn.knows(known) && !cn.knows(unknown) && cn.is_working(unknown));
        assert!(cn.knows_all(day("2026-12-31"), day("2025-01-01")) && !cn.knows_all(known, unknown));
        assert!(cn.source(known).is_some_and(|source| source.contains("2026")));
        for text in ["", "{", "{}", "{\"holidays\": 1}", "{\"holidays\": {\"weekend\": [1, 2, 3, 4, 5, 6, 7]}}"] {
            assert_eq!(Calendar::read(text), Calendar::default(), "{text}");
        }
        assert!(!Calendar::default().knows(known));
    }

    #[test]
    fn a_weekend_is_data_too() {
        let read = |days: &str| Calendar::read(&["{\"holidays\": {\"weekend\": ", days, "}}"].concat());
        let friday = day("2026-03-06");
        let worked = |calendar: Calendar| [0, 1, 2].map(|after| calendar.is_working(friday.plus(after)));
        assert_eq!(worked(read("[5, 6]")), [false, false, true]);
        assert_eq!(worked(read("[7]")), [true, true, false]);
    }

    /// A profile with a weekend and some exceptions around the turn of 2025 to 2026.
    fn calendars() -> impl Strategy<Value = Calendar> {
        let days = || proptest::collection::vec(0..500_i32, 0..40);
        (proptest::collection::vec(1..=7_u8, 0..4), days(), days()).prop_map(|(weekend, off, worked)| {
            let list = |days: Vec<i32>| {
                let days = days.into_iter().map(|after| format!("\"{}\"", day("2025-06-01").plus(after).iso()));
                days.collect::<Vec<_>>().join(",")
            };
            let (off, worked) = (list(off), list(worked));
            Calendar::read(&format!(
                "{{\"holidays\":{{\"weekend\":{weekend:?},\"years\":[{{\"year\":\"2025\",\"off\":[{off}],\"worked\":[{worked}]}}]}}}}"
            ))
        })
    }

    fn days() -> impl Strategy<Value = Day> {
        (-300..900_i32).prop_map(|after| day("2025-06-01").plus(after))
    }

    proptest! {
        #[test]
        fn counts_as_a_loop_over_days_does(calendar in calendars(), after in days(), length in 0..700_i32) {
            let counted = (1..=length).filter(|step| calendar.is_working(after.plus(*step))).count() as i32;
            prop_assert_eq!(calendar.working_days(after, after.plus(length)), counted);
            prop_assert_eq!(calendar.working_days(after.plus(length), after), -counted);
        }

        #[test]
        fn parts_add_up(calendar in calendars(), one in days(), two in days(), three in days()) {
            let parts = calendar.working_days(one, two) + calendar.working_days(two, three);
            prop_assert_eq!(calendar.working_days(one, three), parts);
        }

        #[test]
        fn adding_is_the_inverse_of_counting(calendar in calendars(), from in days(), count in -400..400_i32) {
            let reached = calendar.add_working(from, count);
            prop_assert_eq!(calendar.working_days(from, reached), count);
            prop_assert!(count == 0 && reached == from || count != 0 && calendar.is_working(reached));
        }

        #[test]
        fn more_days_end_later(calendar in calendars(), from in days(), count in -400..400_i32) {
            prop_assert!(calendar.add_working(from, count) < calendar.add_working(from, count + 1));
            let next = calendar.add_working(from.plus(1), count);
            prop_assert!(count == 0 || calendar.add_working(from, count) <= next);
        }

        #[test]
        fn no_number_is_too_large(calendar in calendars(), from in days(), count in proptest::num::i32::ANY) {
            prop_assert!((calendar.add_working(from, count) >= from) == (count >= 0));
        }
    }
}
