//! Pieces of a view in reading order: plain data for whoever shows them; nothing to fail.
//!
//! Where a press leads is a word that the element understands which shows the piece.

use crate::figure::budget::Table;
use crate::figure::linked::Linked;

/// A piece of a view.
#[derive(Clone, Debug)]
pub enum Block {
    /// What the following blocks are about.
    Heading(String),
    /// A paragraph.
    Said(String),
    /// Names and what is said of them.
    Facts(Vec<Fact>),
    /// A table; what a row opens is a goal's word.
    Table(Table),
    /// A list of places to go to, with its name.
    Steps {
        /// What they are.
        label: String,
        /// The places.
        steps: Vec<Step>,
    },
    /// Records in short.
    Cards(Vec<Card>),
    /// The share of a whole: bars of equal length that are divided.
    Bar(Vec<Portion>),
    /// What other packages have of it.
    Linked(Linked),
}

/// A name and what is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// The name.
    pub label: String,
    /// What is said; "not published" where nothing is.
    pub text: String,
    /// More of it, in small type: a reason, a day.
    pub more: String,
    /// Where it leads: an address such as `tel:`.
    pub href: Option<String>,
    /// Where a press leads.
    pub goal: Option<String>,
    /// A picture that comes with the package: its path beside the descriptor. The text says what it shows.
    pub picture: Option<String>,
    /// How it is to be taken.
    pub tone: Tone,
}

/// How something is to be taken. It is always said in words too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    #[default]
    Plain,
    /// Money that waits.
    Waiting,
    /// Something that nobody has accounted for, or that is missing.
    Missing,
}

impl Tone {
    /// Its word for style sheets; blank for the plain one.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Waiting => "waiting",
            Self::Missing => "missing",
        }
    }
}

/// A place to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub label: String,
    /// What tells it from others of that name.
    pub more: String,
    /// Where it leads.
    pub goal: String,
}

/// A record in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Its name.
    pub title: String,
    /// Where it leads.
    pub goal: Option<String>,
    /// What is said of it.
    pub facts: Vec<Fact>,
}

/// A part of a divided bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portion {
    /// What it is, with its amount and share in words.
    pub name: String,
    /// Its share of the bar, in millionths.
    pub millionths: u32,
    /// How it is to be taken.
    pub tone: Tone,
    /// Which of the quiet colours.
    pub colour: u8,
}

/// A search among what is listed: a field and what can be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seek {
    /// What the field is called.
    pub label: String,
    /// What can be asked for, by its word, with how many it is so of and whether it is asked for.
    pub states: Vec<(String, String, bool)>,
    /// How many were found, of how many; blank where nothing is asked for.
    pub said: String,
}
