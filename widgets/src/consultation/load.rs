//! From texts to what can be shown of a consultation: its definition and words in, records with their words out, or that it is none.

use crate::load::{Parcel, links};
use daylight_core::consultation::document::{Brief, Defined, read_definition, read_list};
use daylight_core::words::Words;

/// All that a figure is made from at first; more is fetched as it is asked for.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The definition.
    pub defined: Defined,
    /// The consultations of a service, where these are shown.
    pub list: Option<Vec<Brief>>,
    /// Whether there is one.
    is_read: bool,
    /// Words of the reader's language.
    pub words: Words,
    /// Addresses of what was read.
    pub links: Vec<String>,
}

impl Loaded {
    /// Reads the definition.
    pub fn new(parcel: Parcel) -> Self {
        let words = Words::read(&parcel.words).unwrap_or_default();
        let links = links::<&str>(&parcel.address, &[]);
        if let Ok(Some(list)) = read_list(&parcel.descriptor) {
            return Self { list: Some(list), is_read: true, words, links, ..Self::default() };
        }
        match read_definition(&parcel.descriptor) {
            Ok(defined) if !defined.consultation.id.is_empty() => {
                Self { defined, is_read: true, words, links, ..Self::default() }
            }
            _ => Self { words, links, ..Self::default() },
        }
    }

    /// A consultation has no summary.
    pub fn of_summary(_: &Parcel) -> Option<Self> {
        None
    }

    /// Whether there is something to show.
    pub fn can_be_shown(&self) -> bool {
        self.is_read
    }

    /// The state `failed`, and what is wrong.
    pub fn refusal(&self) -> String {
        ["failed\n", self.words.text("consultation.none")].concat()
    }
}
