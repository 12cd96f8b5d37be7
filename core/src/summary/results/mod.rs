//! How far promises are: believed records in, a computed status, its reason and the progress of each out, with the state of each
//! finding; cannot fail.
//!
//! The steps are those of docs/decisions/result-status.md, in their order. All of it is exact: thousandths are rounded down where the
//! page says so, and nowhere else.

mod finding;
mod indicator;
mod path;
mod standing;
#[cfg(test)]
mod tests;

pub use finding::{Account, Book, book, settle_all, settled};
pub use indicator::figure;
pub use path::{PathPoint, expected, path};
pub use standing::{Standings, compute, has_late_step, is_done, step_deadline};

/// How far something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It is where it should be.
    OnTrack,
    /// It is not, or its time is over.
    Late,
    /// It was reached.
    Done,
    /// Nobody can tell.
    #[default]
    NotMeasurable,
}

impl Status {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 4] = [Self::Done, Self::OnTrack, Self::Late, Self::NotMeasurable];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OnTrack => "on-track",
            Self::Late => "late",
            Self::Done => "done",
            Self::NotMeasurable => "not-measurable",
        }
    }

    /// The one of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}

/// Why something has its status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Why {
    /// It has no target, or one without a period.
    NoTarget,
    /// Nothing was measured.
    NoFigure,
    /// The last figure is too old.
    Stale,
    /// The target is reached.
    Reached,
    /// The target is reached, and may be lost again before its time.
    Ahead,
    /// The target's time is over.
    Missed,
    /// Nobody says where it began.
    NoBaseline,
    /// The figure is where the path is.
    OnPath,
    /// It is not.
    Behind,
    /// All steps are done.
    StepsDone,
    /// A step is past its deadline.
    StepLate,
    /// The steps are in time.
    Steps,
    /// There is neither a figure nor a step with a day.
    NoFigures,
    /// Its own deadline has passed.
    Overdue,
    /// As its parts are.
    #[default]
    Parts,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::NoTarget,
        Self::NoFigure,
        Self::Stale,
        Self::Reached,
        Self::Ahead,
        Self::Missed,
        Self::NoBaseline,
        Self::OnPath,
        Self::Behind,
        Self::StepsDone,
        Self::StepLate,
        Self::Steps,
        Self::NoFigures,
        Self::Overdue,
        Self::Parts,
    ];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoTarget => "no-target",
            Self::NoFigure => "no-figure",
            Self::Stale => "stale",
            Self::Reached => "reached",
            Self::Ahead => "ahead",
            Self::Missed => "missed",
            Self::NoBaseline => "no-baseline",
            Self::OnPath => "on-path",
            Self::Behind => "behind",
            Self::StepsDone => "steps-done",
            Self::StepLate => "step-late",
            Self::Steps => "steps",
            Self::NoFigures => "no-figures",
            Self::Overdue => "overdue",
            Self::Parts => "parts",
        }
    }
}

/// How far something is, why, and how much of its way is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How far.
    pub status: Status,
    /// Why.
    pub why: Why,
    /// How much of the way is done, in thousandths; nothing where that cannot be told.
    pub permille: Option<u32>,
    /// Of what has parts, how much of their weight has a progress, in thousandths.
    pub covered: Option<u32>,
}
