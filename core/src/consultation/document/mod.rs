//! A consultation as it is published: records in, JSON for pages out, and the same JSON read back; what is missing there is blank, and
//! only a text that is no JSON fails.
//!
//! Three documents of each, so that a telephone fetches what it shows: the *definition* (draft, dates, steps, questions, counts), *pages* of
//! comments in their public order, and the *adoption* (what was announced, answers, which comments speak of which clause). A published
//! package holds them as files and the service answers with them: an element cannot tell the two apart. A service has a
//! list of its consultations besides.

mod open;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use open::{Brief, read_list, write_list};
pub use read::{read_adoption, read_comments, read_definition, read_receipts, read_subject};
pub use write::{write_adoption, write_comments, write_definition, write_receipts, write_subject};

use super::Standing;
use crate::model::consultation::Consultation;
use crate::summary::consultation::Tally;

/// The definition's name in a published package.
pub const DEFINITION: &str = "consultation.json";

/// The adoption's name in a published package.
pub const ADOPTION: &str = "adoption.json";

/// The file of the digests of receipts.
pub const RECEIPTS: &str = "receipts.json";

/// So many comments a page.
pub const PAGE: usize = 100;

/// The name of a page of comments in a published package, counted from 1.
pub fn page_name(page: usize) -> String {
    ["comments-", &crate::text::digits(page as u64), ".json"].concat()
}

/// Where more is found, and where a comment may be sent: addresses relative to the definition; blank where there is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// The first page of comments.
    pub comments: String,
    /// The adoption.
    pub adoption: String,
    /// The list of receipts' digests, once no more comments are taken.
    pub receipts: String,
    /// Takes comments.
    pub submit: String,
    /// Tells what became of a comment by its receipt.
    pub status: String,
    /// Tells what the subject of a comment is called, by `package` and `subject` in its query.
    pub subject: String,
    /// A page that takes comments without scripts.
    pub plain: String,
    /// What a form must send along, from the service.
    pub token: String,
}

/// A definition that was read.
#[derive(Clone, Debug, Default)]
pub struct Defined {
    /// Everything but comments, answers and what was announced.
    pub consultation: Consultation,
    /// How many comments there are, and what became of them.
    pub tally: Tally,
    /// Where more is found.
    pub addresses: Addresses,
    /// Where the service says that it stands; a package says nothing, since it does not know what day it is.
    pub standing: Option<Standing>,
}
