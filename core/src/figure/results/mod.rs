//! The figure of `<daylight-results>`: records of what came of plans and a reader's wish in, blocks of words, tables, a board of
//! promises and a chart out; cannot fail.
//!
//! Each view is a list of blocks in reading order, a file a view. Whoever shows them decides nothing.

mod board;
mod chart;
mod evaluation;
mod export;
mod feed;
mod finding;
mod goal;
mod overview;
mod scene;
mod seek;
#[cfg(test)]
mod tests;

pub use export::export_standings;
pub use feed::{Feed, write_feed};

use super::budget::TextLine;
use super::chart::Plan;
use super::layout::Rect;
use super::linked::place_linked;
use super::page::{Block, Page, Seek};
use crate::calendar::Calendar;
use crate::model::results::{Of, Results};
use crate::profile::Profile;
use crate::profile::results::ResultTerms;
use crate::summary::results::Status;
use crate::words::Words;
use scene::Scene;

/// The views, in the order of their switch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// How many promises are how far.
    #[default]
    Overview,
    /// One goal, task or indicator.
    Goal,
    /// What audits found, and what became of it.
    Findings,
    /// What others made of it.
    Evaluations,
}

impl View {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Overview, Self::Goal, Self::Findings, Self::Evaluations];

    /// The attribute's value.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Goal => "goal",
            Self::Findings => "findings",
            Self::Evaluations => "evaluations",
        }
    }

    /// The view of a word; what is no view is the first.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|view| view.word() == word).unwrap_or_default()
    }

    /// The view that tells of something.
    pub const fn of(of: Of) -> Self {
        match of {
            Of::Finding(_) => Self::Findings,
            Of::Plan(_) | Of::Goal(_) | Of::Task(_) | Of::Indicator(_) => Self::Goal,
        }
    }
}

/// What a reader wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Which view.
    pub view: View,
    /// Id of a plan, goal, task, indicator or finding; blank for none.
    pub path: String,
    /// Id of the kind of promises; blank for all.
    pub kind: String,
    /// Id of a status, or of the state of a finding; blank for all.
    pub status: String,
    /// The unit of display of money; blank for what suits it.
    pub unit: String,
    /// What is searched for.
    pub query: String,
    /// Width of the element in pixels.
    pub width_px: u32,
    /// Size of type in pixels.
    pub font_px: u32,
    /// The least side of what can be pressed, in pixels.
    pub least_px: u32,
    /// Whether every row is listed, not only the first of them.
    pub all_rows: bool,
    /// The reader's day as `2025-06-10`; blank where nobody knows it.
    pub today: String,
}

/// Where a press leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// To whatever has an id.
    Of(String),
    /// To another view.
    View(View),
}

impl Goal {
    /// `of ID` or `view WORD`.
    pub fn word(&self) -> String {
        let (kind, of) = match self {
            Self::Of(id) => ("of ", id.as_str()),
            Self::View(view) => ("view ", view.word()),
        };
        [kind, of].concat()
    }

    /// The goal of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        let (kind, of) = word.split_once(' ')?;
        match kind {
            "of" => Some(Self::Of(of.to_owned())),
            "view" => Some(Self::View(View::from_word(of))),
            _ => None,
        }
    }
}

/// All that the element shows, in the reader's language.
#[derive(Clone, Debug, Default)]
pub struct ResultsFigure {
    /// What it says, and what stands around that. Paths are ids.
    pub page: Page,
    /// How what is listed can be made fewer.
    pub seek: Option<Seek>,
    /// All promises as a picture.
    pub board: Option<Board>,
    /// What is drawn with axes: an indicator beside its path, or scores.
    pub plan: Option<Plan>,
    /// The wish as it was granted.
    pub granted: Wish,
}

/// Promises as tiles, by kind. Lengths are in hundredths of a pixel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// Its name.
    pub label: String,
    /// Width of the frame.
    pub width: i32,
    /// Height of the frame.
    pub height: i32,
    /// The tiles, in reading order.
    pub tiles: Vec<Tile>,
    /// Names of kinds above their tiles.
    pub lines: Vec<TextLine>,
    /// What the statuses mean: their names with how many there are.
    pub keys: Vec<(Status, String)>,
}

/// A promise in the picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tile {
    /// Where it is.
    pub rect: Rect,
    /// How far it is.
    pub status: Status,
    /// Its name with its status, in words.
    pub name: String,
    /// The word of where it leads.
    pub goal: String,
    /// Whether the reader asks for others.
    pub is_dim: bool,
}

/// The sign of a status in a tile: it is told by its shape too.
pub const fn sign(status: Status) -> &'static str {
    match status {
        Status::Done => "✓",
        Status::OnTrack => "→",
        Status::Late => "!",
        Status::NotMeasurable => "?",
    }
}

/// Words and rules for a figure.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The reader's language.
    pub words: &'a Words,
    /// The package's profile.
    pub profile: &'a Profile,
    /// What the profile says of results.
    pub terms: &'a ResultTerms,
    /// The profile's working days.
    pub calendar: &'a Calendar,
}

/// The figure of a wish.
pub fn place_results(results: &Results, wish: &Wish, told: Told<'_>) -> ResultsFigure {
    let scene = Scene::new(results, wish, told);
    let mut figure = scene.frame();
    if results.is_empty() {
        figure.page.empty = Some(told.words.text("state.empty.no-facts").to_owned());
        return figure;
    }
    match figure.granted.view {
        View::Overview => overview::write(&scene, &mut figure),
        View::Goal => goal::write(&scene, &mut figure),
        View::Findings => finding::write(&scene, &mut figure),
        View::Evaluations => evaluation::write(&scene, &mut figure),
    }
    if !figure.granted.path.is_empty() {
        let (links, path) = (&results.links, &figure.granted.path);
        let linked = place_linked(links.of(path), links.comment_on(path), told.words);
        figure.page.blocks.extend(linked.map(Block::Linked));
    }
    figure
}
