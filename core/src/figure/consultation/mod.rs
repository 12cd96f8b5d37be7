//! The figure of `<daylight-consultation>`: what was published of a consultation and a reader's wish in, the draft clause by clause,
//! comments, what became of them, and a form in words out; cannot fail.
//!
//! Each view is a file. Whoever shows them decides nothing.

mod adoption;
mod counted;
mod draft;
mod export;
mod form;
mod list;
mod open;
mod scene;
#[cfg(test)]
mod tests;

pub use counted::{Asked, Found, find, receipt_fault};
pub use export::export_comments;
pub use form::{Done, Entry, Field, Fill, Form, FormKind, faults};

use super::page::{Block, Page, Seek};
use crate::consultation::change::Fate;
use crate::consultation::document::{Brief, Defined};
use crate::model::funds::Texts;
use crate::words::Words;
use scene::Scene;

/// The views, in the order of their switch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// What is asked: the draft with its basis, and the form.
    #[default]
    Draft,
    /// The comments that were published.
    List,
    /// What became of them, and the changed text.
    Adoption,
    /// What became of one's own comment, by its receipt.
    Status,
}

impl View {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Draft, Self::List, Self::Adoption, Self::Status];

    /// The attribute's value.
    pub const fn word(self) -> &'static str {
        ["draft", "list", "adoption", "status"][self as usize]
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
    /// Id of a clause; blank for all.
    pub path: String,
    /// What a comment is of, where it is no clause: `PACKAGE ID` or an id.
    pub subject: String,
    /// What the host vouches for the reader with; blank for nothing.
    pub voucher: String,
    /// Id of a theme; blank for all.
    pub theme: String,
    /// What is searched for among comments.
    pub query: String,
    /// The reader's day as `2025-06-10`; blank where nobody knows it.
    pub today: String,
}

/// What was fetched so far.
#[derive(Clone, Debug, Default)]
pub struct Fetched {
    /// The definition; comments and answers are added to its records as they come.
    pub defined: Defined,
    /// How many others say the same as each comment.
    pub same: Vec<u64>,
    /// Where the next page of comments is; `None` before the first came, blank after the last.
    pub next: Option<String>,
    /// The list of receipts' digests, sorted, once it came.
    pub receipts: Option<Vec<String>>,
    /// The consultations of a service, where it is these that are shown.
    pub list: Option<Vec<Brief>>,
    /// Which comments speak of which clause, once the adoption came.
    pub clauses: Option<Vec<(usize, Vec<String>)>>,
    /// What was fetched of subjects in other packages: `PACKAGE ID` and its names, none where nobody knows any.
    pub subject: Vec<(String, Texts)>,
}

/// All that the element shows, in the reader's language.
#[derive(Clone, Debug, Default)]
pub struct ConsultationFigure {
    /// What it says, and what stands around that. Paths are ids of clauses.
    pub page: Page,
    /// What clauses are called together; blank where there are none.
    pub clauses_label: String,
    /// The draft, clause by clause.
    pub clauses: Vec<ClauseBox>,
    /// How comments can be made fewer.
    pub seek: Option<Seek>,
    /// What comments are called together; blank where none are listed.
    pub comments_label: String,
    /// Comments.
    pub comments: Vec<CommentBox>,
    /// What the button says that fetches more comments; `None` where there are no more.
    pub more: Option<String>,
    /// What has to be fetched before the view is whole: an address.
    pub needs: Option<String>,
    /// A form, where something can be sent.
    pub form: Option<Form>,
    /// What stands beneath everything that is asked.
    pub after: Vec<Block>,
    /// The wish as it was granted.
    pub granted: Wish,
}

/// A clause as it is shown.
#[derive(Clone, Debug, Default)]
pub struct ClauseBox {
    /// Its id.
    pub id: String,
    /// Number and heading.
    pub title: String,
    /// How deep it is in the draft; 0 for what is a part of nothing.
    pub depth: u8,
    /// Its text: one piece, or what changed.
    pub pieces: Vec<(Fate, String)>,
    /// What `Fate::Removed` and `Fate::Added` are called, for who hears the text; blank where nothing changed.
    pub fates: [String; 2],
    /// The language of the text, where it is not the reader's.
    pub lang: Option<String>,
    /// "Why", and why it says so; blank where nobody says.
    pub why: (String, String),
    /// What the button says that opens a form for it; `None` where nothing can be sent.
    pub comment: Option<String>,
    /// Numbers of comments that speak of it, as words; blank where there are none.
    pub margin: String,
    /// How many there are, where they are too many to stand there at once; else blank.
    pub margin_many: String,
}

/// A comment as it is shown.
#[derive(Clone, Debug, Default)]
pub struct CommentBox {
    /// Its number, day, channel and what it is of.
    pub head: String,
    /// What was said, or why it is withheld.
    pub text: String,
    /// Whether it is withheld.
    pub is_withheld: bool,
    /// Who says it and who says the same; blank where nothing is known.
    pub voices: String,
    /// What became of it.
    pub outcome: String,
    /// Why, and what the office answered.
    pub answer: String,
}

/// The figure of a wish; `entry` is what the reader has typed, which the form shows again.
pub fn place_consultation(fetched: &Fetched, wish: &Wish, entry: &Entry, words: &Words) -> ConsultationFigure {
    if let Some(list) = &fetched.list {
        return open::place(list, words);
    }
    let scene = Scene::new(fetched, wish, words);
    let mut figure = scene.frame();
    if scene.told.rounds.is_empty() {
        figure.page.empty = Some(words.text("consultation.empty").to_owned());
        return figure;
    }
    match figure.granted.view {
        View::Draft => draft::write(&scene, entry, &mut figure),
        View::List => list::write(&scene, &mut figure),
        View::Adoption => adoption::write(&scene, &mut figure),
        View::Status => form::status(&scene, entry, &mut figure),
    }
    figure
}
