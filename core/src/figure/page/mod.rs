//! What elements of records show: what a package says of itself in, a title, blocks in reading order and what stands around them
//! out; cannot fail.

mod block;
mod term;
#[cfg(test)]
mod tests;

pub use block::{Block, Card, Fact, Portion, Seek, Step, Tone};
pub use term::{Glossary, Piece, Term, glossary};
#[cfg(test)]
pub(in crate::figure) use tests::{dump, expect_page, expect_text};

use super::budget::{Crumb, Link, Switch, report, said};
use crate::model::About;
use crate::words::{Words, in_language};

/// All that an element says, in the reader's language, but for its pictures.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The data's title.
    pub title: String,
    /// Title and what is told of, for the landmark and the file names.
    pub name: String,
    /// From the whole to where the reader stands; nothing where that is the whole.
    pub crumbs: Vec<Crumb>,
    /// View, unit of display and so on, as far as there is a choice.
    pub switches: Vec<Switch>,
    /// What is said first: one sentence.
    pub sentence: String,
    /// The view.
    pub blocks: Vec<Block>,
    /// The terms in it, with their meaning.
    pub glossary: Glossary,
    /// What has to be known of the figures.
    pub remarks: Vec<String>,
    /// Whom to ask and whom to tell: unit, telephone, address.
    pub contacts: Vec<Fact>,
    /// "Unit: 10,000 yuan".
    pub unit_line: String,
    /// Where the figures come from.
    pub sources: Vec<Link>,
    /// Who publishes them.
    pub publisher: Link,
    /// "Data as of …".
    pub as_of: String,
    /// "Version …".
    pub version: Option<String>,
    /// "Licence: …".
    pub licence: Option<String>,
    /// Addresses to report an error to.
    pub report: Vec<Link>,
    /// Why there is nothing to show, if there is nothing.
    pub empty: Option<String>,
}

impl Page {
    /// What a package says of itself.
    pub fn of(about: &About, words: &Words) -> Self {
        let lang = words.lang();
        let sources = about.sources.iter();
        let date = |date: &str| words.fill("as-of", &[("date", &words.date(date))]);
        let licence = Some(in_language(&about.licence, lang)).filter(|licence| !licence.is_empty());
        Self {
            title: in_language(&about.titles, lang).to_owned(),
            sources: sources.map(|source| said(about, &source.titles, source.path.as_deref(), lang)).collect(),
            publisher: said(about, &about.publisher, None, lang),
            as_of: about.as_of.as_deref().map(date).unwrap_or_default(),
            version: about.version.as_deref().map(|version| words.fill("version", &[("version", version)])),
            licence: licence.map(|licence| words.fill("licence", &[("licence", licence)])),
            report: report(about),
            ..Self::default()
        }
    }

    /// What stands beneath a picture that leaves its page: unit, remarks, and where the figures come from.
    pub fn credit(&self) -> Vec<String> {
        let sources = self.sources.iter().map(|source| source.text.as_str());
        let stated = [self.publisher.text.as_str(), self.as_of.as_str()];
        let named = [self.version.as_deref(), self.licence.as_deref()];
        let line = sources.chain(stated).chain(named.into_iter().flatten()).filter(|text| !text.is_empty());
        let mut all = vec![self.unit_line.clone()];
        all.extend(self.remarks.iter().cloned());
        all.push(line.collect::<Vec<_>>().join(" · "));
        all
    }
}
