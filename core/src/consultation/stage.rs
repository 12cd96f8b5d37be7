//! How far a consultation is: its records and a day in, its stage, the round and the days left out; cannot fail.

use crate::day::Day;
use crate::model::consultation::Consultation;

/// How far it is (未开始, 征集中, 已结束, 已反馈).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// No round has begun.
    #[default]
    Planned,
    /// Comments are taken.
    Open,
    /// They are not, and what became of them is not announced.
    Closed,
    /// What became of them is announced.
    Answered,
}

impl Stage {
    /// In the order in which they follow each other.
    pub const ALL: [Self; 4] = [Self::Planned, Self::Open, Self::Closed, Self::Answered];

    /// As files, words and addresses name it.
    pub const fn word(self) -> &'static str {
        ["planned", "open", "closed", "answered"][self as usize]
    }
}

/// Where a consultation is on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How far it is.
    pub stage: Stage,
    /// The round that is open, else the last that was, else the first to come; `None` where there is none.
    pub round: Option<usize>,
    /// How many more days there are after this one until the round opens, where it is planned, or closes, where it is open.
    pub days_left: Option<i64>,
    /// Whether another round comes after it.
    pub more: bool,
}

impl Standing {
    /// Whether citizens may comment yet: the list of receipts is published once they may not. Letters that are taken in later come to it.
    pub fn may_come(self) -> bool {
        self.more || matches!(self.stage, Stage::Planned | Stage::Open)
    }
}

/// Where a consultation is on a day. Rounds without days count for nothing.
pub fn stand(consultation: &Consultation, today: Day) -> Standing {
    let days = consultation.rounds.iter().enumerate();
    let days = days.filter_map(|(at, round)| Some((at, round.opens?, round.last()?)));
    let mut rounds: Vec<_> = days.collect();
    rounds.sort_by_key(|(_, opens, last)| (*opens, *last));
    let is_open = |(_, opens, last): &&(usize, Day, Day)| *opens <= today && today <= *last;
    let coming = rounds.iter().find(|(_, opens, _)| today < *opens);
    let was = rounds.iter().rev().find(|(.., last)| *last < today);
    let left = |day: Day| Some(i64::from(day.since(today)));
    // What is announced while a round is open is announced of the rounds before it.
    let is_answered = consultation.announcement.as_ref().is_some_and(|told| told.day.is_none_or(|day| day <= today));
    let more = coming.is_some();
    if let Some((at, _, last)) = rounds.iter().find(is_open) {
        return Standing { stage: Stage::Open, round: Some(*at), days_left: left(*last), more };
    }
    match (was, coming) {
        (Some((at, ..)), _) => {
            let stage = if is_answered { Stage::Answered } else { Stage::Closed };
            Standing { stage, round: Some(*at), days_left: None, more }
        }
        (None, Some((at, opens, _))) => {
            Standing { stage: Stage::Planned, round: Some(*at), days_left: left(*opens), more: false }
        }
        (None, None) => Standing::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Stage, stand};
    use crate::day::{Day, DayOrder};
    use crate::model::consultation::{Announcement, Consultation, Round};

    fn day(text: &str) -> Day {
        Day::read(text, DayOrder::YearFirst).expect("a day")
    }

    fn round(opens: &str, closes: &str) -> Round {
        Round { opens: Some(day(opens)), closes: Some(day(closes)), ..Round::default() }
    }

    #[test]
    fn the_last_day_counts_in_full() {
        let rounds = vec![round("2025-03-01", "2025-03-31"), round("2025-05-01", "2025-05-15")];
        let mut told = Consultation { rounds, ..Consultation::default() };
        let at = |told: &Consultation, text: &str| {
            let standing = stand(told, day(text));
            (standing.stage.word(), standing.round, standing.days_left, standing.more)
        };
        assert_eq!(at(&told, "2025-02-27"), ("planned", Some(0), Some(2), false));
        assert_eq!(at(&told, "2025-03-01"), ("open", Some(0), Some(30), true));
        assert_eq!(at(&told, "2025-03-31"), ("open", Some(0), Some(0), true));
        assert_eq!(at(&told, "2025-04-01"), ("closed", Some(0), None, true));
        assert_eq!(at(&told, "2025-05-15"), ("open", Some(1), Some(0), false));
        told.announcement = Some(Announcement { day: Some(day("2025-06-01")), ..Announcement::default() });
        assert_eq!(at(&told, "2025-05-31"), ("closed", Some(1), None, false));
        assert_eq!(at(&told, "2025-06-01"), ("answered", Some(1), None, false));
        told.rounds[1].extended = Some(day("2025-06-10"));
        assert_eq!(at(&told, "2025-06-10"), ("open", Some(1), Some(0), false), "an extension is a part of its round");
        assert_eq!(stand(&Consultation::default(), day("2025-06-10")).stage, Stage::Planned);
    }
}
