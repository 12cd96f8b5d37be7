//! Working days, or a day, as somebody types them in; the day by which a unit answers out, and what is told of it beforehand. Fails on
//! what is neither, and on a day that has passed.

use axum::http::StatusCode;
use daylight_core::day::{Day, DayOrder};
use daylight_core::text::fold;

use super::queue::number_of;
use super::{Choice, Desk};
use crate::refusal::{Problem, Refusal};

/// Working days that can be given.
const MOST: i32 = 400;
/// Terms that are told with the day to which they come.
const TOLD: [i32; 4] = [5, 10, 15, 20];
/// Terms that can be chosen.
const CHOICES: i32 = 30;

/// The day that was typed into a form; none where nothing was.
pub fn typed(desk: &Desk) -> Result<Option<Day>, Refusal> {
    let Some(typed) = desk.field("days") else { return Ok(None) };
    let (calendar, today) = (&desk.entry()?.calendar, desk.service.today());
    let days = number_of(typed).and_then(|days| i32::try_from(days).ok()).filter(|days| *days <= MOST);
    if let (Some(days), Some(today)) = (days, today) {
        return Ok(Some(calendar.add_working(today, days)));
    }
    let mut plain = String::new();
    fold(typed, &mut plain);
    let day = Day::read(&plain, DayOrder::YearFirst).ok_or_else(|| desk.refusal("days", "days"))?;
    if has_passed(desk, day) {
        let told = desk.words().date(&day.iso());
        let problem = Problem::new(desk.words(), "day-passed", "days", &[("day", &told)]);
        return Err(Refusal::with(StatusCode::UNPROCESSABLE_ENTITY, vec![problem]));
    }
    Ok(Some(day))
}

/// Whether a day is over.
pub fn has_passed(desk: &Desk, day: Day) -> bool {
    desk.service.today().is_some_and(|today| day < today)
}

/// To which days some terms come that begin today, and whether the holidays until then are known.
pub fn hint(desk: &Desk) -> Result<String, Refusal> {
    let (words, calendar) = (desk.words(), &desk.entry()?.calendar);
    let Some(today) = desk.service.today() else { return Ok(String::new()) };
    let ends = TOLD.map(|days| (days, calendar.add_working(today, days)));
    let term = |(days, day): &(i32, Day)| {
        words.fill("office.days.term", &[("n", &days.to_string()), ("day", &words.date(&day.iso()))])
    };
    let terms: Vec<String> = ends.iter().map(term).collect();
    let last = ends.last().map_or(today, |(_, day)| *day);
    let unknown = if calendar.knows_all(today, last) { "" } else { words.text("office.days.unknown") };
    let values = [
        ("today", words.date(&today.iso())),
        ("terms", terms.join(words.text("office.comma"))),
        ("example", last.iso()),
        ("unknown", unknown.to_owned()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    Ok(words.fill("office.days.hint", &values))
}

/// Terms that begin today, each with the day to which it comes.
pub fn choices(desk: &Desk) -> Result<Vec<Choice>, Refusal> {
    let (words, calendar) = (desk.words(), &desk.entry()?.calendar);
    let Some(today) = desk.service.today() else { return Ok(Vec::new()) };
    let choice = |days: i32| Choice {
        value: days.to_string(),
        label: words.date(&calendar.add_working(today, days).iso()),
        chosen: false,
    };
    Ok((1..=CHOICES).map(choice).collect())
}
