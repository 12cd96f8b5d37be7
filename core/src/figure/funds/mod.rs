//! The figure of `<daylight-funds>`: records of funds and a reader's wish in, blocks of words, tables and a picture of flows out;
//! cannot fail.
//!
//! Each view is a list of blocks in reading order, a file a view. Whoever shows them decides nothing.

mod export;
mod flow;
mod map;
mod notice;
mod place;
mod project;
mod recipient;
mod scene;
pub(in crate::figure) mod search;
mod seek;
#[cfg(test)]
mod tests;
mod tier;
mod way;

pub use export::export_transfers;
pub use search::{PlaceHit, find_places};

use super::budget::TextLine;
use super::layout::Rect;
use super::linked::place_linked;
use super::page::{Block, Page, Seek, Step, Tone, glossary};
use crate::model::funds::Ledger;
use crate::profile::Profile;
use crate::profile::funds::FundTerms;
use crate::words::Words;
use scene::Scene;

/// The views, in the order of their switch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// One place: what came, where it came from, where it is now, whom to ask.
    #[default]
    Place,
    /// The way from the first unit to the last.
    Flow,
    /// The balance of each tier, and the days that money was under way.
    Tiers,
    /// Projects as their notices say them.
    Projects,
    /// Groups of recipients.
    Recipients,
}

impl View {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Place, Self::Flow, Self::Tiers, Self::Projects, Self::Recipients];

    /// The attribute's value.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Flow => "flow",
            Self::Tiers => "tiers",
            Self::Projects => "projects",
            Self::Recipients => "recipients",
        }
    }

    /// The view of a word; what is no view is the first.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|view| view.word() == word).unwrap_or_default()
    }
}

/// What a reader wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Which view.
    pub view: View,
    /// Id of the unit; blank for none.
    pub path: String,
    /// Id of the project; blank for none.
    pub project: String,
    /// The year; blank for the newest, `all` for all of them.
    pub year: String,
    /// Id of the fund; blank for all.
    pub fund: String,
    /// The unit of display; blank for what suits the largest amount.
    pub unit: String,
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
    /// What is searched for among projects.
    pub query: String,
    /// What must be so of the projects that are listed.
    pub states: Vec<ProjectState>,
}

/// What may be so of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProjectState {
    /// The work was accepted.
    Accepted,
    /// Nobody says that it was.
    Unaccepted,
    /// Objections are heard today.
    Open,
    /// Less was delivered than was promised.
    Short,
}

impl ProjectState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::Unaccepted, Self::Open, Self::Short];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Unaccepted => "unaccepted",
            Self::Open => "open",
            Self::Short => "short",
        }
    }

    /// The one of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// All that the element shows, in the reader's language.
#[derive(Clone, Debug, Default)]
pub struct FundsFigure {
    /// What it says, and what stands around that. Paths are ids of units.
    pub page: Page,
    /// What a notice is: of a project, or of one that is finished; blank in other views.
    pub kind: String,
    /// What the field is called that finds places: in some views it chooses what is listed.
    pub find: String,
    /// The place of which alone a view tells, in words; blank where it tells of all, or is of one place by its nature.
    pub only: String,
    /// How the projects that are listed can be made fewer.
    pub seek: Option<Seek>,
    /// The picture of flows.
    pub flow: Option<Flow>,
    /// Places as shapes.
    pub map: Option<Map>,
    /// The wish as it was granted.
    pub granted: Wish,
}

/// Where a press leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// To a unit, by its id; in the view that is open, if it shows units.
    Unit(String),
    /// To a project, by its id.
    Project(String),
    /// To another view of the same place.
    View(View),
}

impl Default for Goal {
    fn default() -> Self {
        Self::Unit(String::new())
    }
}

impl Goal {
    /// `unit ID`, `project ID` or `view WORD`.
    pub fn word(&self) -> String {
        let (kind, of) = match self {
            Self::Unit(id) => ("unit ", id.as_str()),
            Self::Project(id) => ("project ", id.as_str()),
            Self::View(view) => ("view ", view.word()),
        };
        [kind, of].concat()
    }

    /// The goal of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        let (kind, of) = word.split_once(' ')?;
        match kind {
            "unit" => Some(Self::Unit(of.to_owned())),
            "project" => Some(Self::Project(of.to_owned())),
            "view" => Some(Self::View(View::from_word(of))),
            _ => None,
        }
    }
}

/// The picture of flows. Lengths are in hundredths of a pixel.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// Its name.
    pub label: String,
    /// Width of the frame.
    pub width: i32,
    /// Height of the frame.
    pub height: i32,
    /// Whether it flows downwards.
    pub is_upright: bool,
    /// The units, column by column: the reading order.
    pub boxes: Vec<FlowBox>,
    /// What goes from one to another, and what ends at one.
    pub ribbons: Vec<FlowRibbon>,
    /// What the colours of ribbons that end mean.
    pub keys: Vec<(FlowKind, String)>,
}

/// A unit, or several together, in the picture.
#[derive(Clone, Debug, Default)]
pub struct FlowBox {
    /// Where it is.
    pub rect: Rect,
    /// Its name with what came and went, in words.
    pub name: String,
    /// The words beside it.
    pub lines: Vec<TextLine>,
    /// Where it leads; nothing where it stands for several.
    pub goal: Option<Goal>,
    /// Whether the reader stands here.
    pub is_chosen: bool,
    /// Whether it has nothing to do with where the reader stands.
    pub is_dim: bool,
    /// Its column.
    pub column: usize,
}

/// What a ribbon carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlowKind {
    /// Money passed on.
    #[default]
    Passed,
    /// Money paid out.
    Spent,
    /// Money retained.
    Retained,
    /// Money that left and has not arrived.
    Sent,
    /// Money to be passed on or paid.
    Pending,
    /// Money of which nobody says where it is.
    Gap,
}

impl FlowKind {
    /// Its word for style sheets.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Spent => "spent",
            Self::Retained => "retained",
            Self::Sent => "sent",
            Self::Pending => "pending",
            Self::Gap => "gap",
        }
    }
}

/// A ribbon.
#[derive(Clone, Debug, Default)]
pub struct FlowRibbon {
    /// Its outline, as SVG writes it.
    pub outline: String,
    /// What it carries.
    pub kind: FlowKind,
    /// Whether it has nothing to do with where the reader stands.
    pub is_dim: bool,
}

/// Places as shapes. Lengths are in hundredths of a pixel.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// Its name.
    pub label: String,
    /// Width of the frame.
    pub width: i32,
    /// Height of the frame.
    pub height: i32,
    /// The places, in the order of the package.
    pub places: Vec<MapPlace>,
    /// Those without a button in the picture.
    pub small: Vec<Step>,
    /// What these are called.
    pub small_label: String,
    /// What the classes of amounts mean.
    pub keys: Vec<(u8, String)>,
    /// What the mark of a place means that does not account for all; blank where there is none.
    pub gap_key: String,
}

/// A place on a map.
#[derive(Clone, Debug, Default)]
pub struct MapPlace {
    /// Its shape, as SVG writes it.
    pub shape: String,
    /// Its button, where there is room for one.
    pub rect: Option<Rect>,
    /// The words on the button; blank where none fit.
    pub label: String,
    /// Its name with what came, in words.
    pub name: String,
    /// Where it leads.
    pub goal: Goal,
    /// The class of its amount, from one; 0 is of none.
    pub class: u8,
    /// Whether something is missing.
    pub tone: Tone,
}

/// Words and rules for a figure.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The reader's language.
    pub words: &'a Words,
    /// The package's profile.
    pub profile: &'a Profile,
    /// What the profile says of funds.
    pub terms: &'a FundTerms,
}

/// The figure of a wish.
pub fn place_funds(ledger: &Ledger, wish: &Wish, told: Told<'_>) -> FundsFigure {
    let scene = Scene::new(ledger, wish, told);
    let mut figure = scene.frame();
    if ledger.units.is_empty() {
        figure.page.empty = Some(told.words.text("state.empty.no-facts").to_owned());
        return figure;
    }
    match figure.granted.view {
        View::Place => place::write(&scene, &mut figure),
        View::Flow => flow::write(&scene, &mut figure),
        View::Tiers => tier::write(&scene, &mut figure),
        View::Projects => project::write(&scene, &mut figure),
        View::Recipients => recipient::write(&scene, &mut figure),
    }
    figure.page.blocks.extend(linked(&scene, &figure.granted));
    figure.page.glossary = glossary(&told.terms.glossary, told.words, &figure.page.blocks);
    figure
}

/// What other packages have of the project, else of the place, else of the fund that is shown.
fn linked(scene: &Scene<'_>, granted: &Wish) -> Option<Block> {
    let ids = [&granted.project, &granted.path, &granted.fund];
    let id = ids.into_iter().find(|id| !id.is_empty())?;
    place_linked(scene.ledger.links.of(id), scene.ledger.links.comment_on(id), scene.words).map(Block::Linked)
}
