//! Terms in a view: texts and a glossary in, words of which some are buttons that open what they mean out; cannot fail.

use crate::view::{Attrs, disclosure, group, node, text};
use daylight_core::address::is_harmless;
use daylight_core::figure::page::{Page, Piece, Term};
use daylight_core::text::digits;
use daylight_core::words::Words;
use leptos::prelude::*;

/// What a view is written with.
pub struct Pen<'a> {
    /// The words of the reader's language.
    pub words: &'a Words,
    /// What it says.
    pub page: &'a Page,
    /// The level of the title's heading.
    pub level: u8,
    /// Whether there is something that reacts.
    pub walkable: bool,
    /// Where the term is that the reader has opened; blank for none.
    pub open: String,
    /// The address of the descriptor's folder, where pictures are; nothing where a script gave the data.
    pub from: Option<&'a str>,
}

/// A text as it is drawn.
pub struct Said<'a> {
    /// Its words and buttons.
    pub views: Vec<AnyView>,
    /// What the term in it means that is open.
    pub meaning: Option<&'a str>,
}

impl<'a> Pen<'a> {
    /// An address as the page can follow it: one that is not whole is that of a file beside the descriptor, or of its site, which
    /// need not be the page's; `None` where nobody knows where the descriptor is.
    pub fn href(&self, href: &str) -> Option<String> {
        if is_harmless(href) {
            return Some(href.to_owned());
        }
        let from = self.from?;
        let host = from.find("://").map_or(0, |at| at + 3);
        let root = from[host..].find('/').map_or(from.len(), |at| host + at);
        Some([if href.starts_with('/') { &from[..root] } else { from }, href].concat())
    }

    /// Draws a text whose place in the view is named; what comes before its first term is drawn by `plain`, as all of it is where
    /// it has none, or is nowhere.
    pub fn say(&self, place: &str, said: &str, plain: &dyn Fn(&str) -> AnyView) -> Said<'a> {
        let pieces = if self.walkable && !place.is_empty() { self.page.glossary.pieces(said) } else { Vec::new() };
        if pieces.iter().all(|piece| piece.term.is_none()) {
            return Said { views: vec![plain(said)], meaning: None };
        }
        let joint = self.words.text("join.title");
        let mut drawn = Said { views: Vec::new(), meaning: None };
        for (at, Piece { text: piece, term }) in pieces.into_iter().enumerate() {
            match term.and_then(|term| self.page.glossary.terms.get(term)) {
                Some(term) => {
                    let place = [place, ".", &digits(at as u64)].concat();
                    let is_open = place == self.open;
                    drawn.meaning = drawn.meaning.or(is_open.then_some(term.meaning.as_str()));
                    drawn.views.push(button(&place, piece, is_open));
                }
                None if at == 0 => {
                    let bare = piece.strip_suffix(joint).unwrap_or(piece);
                    drawn.views.extend([plain(bare), text(&piece[bare.len()..])]);
                }
                None => drawn.views.push(text(piece)),
            }
        }
        drawn
    }
}

fn button(place: &str, label: &str, is_open: bool) -> AnyView {
    let attrs = Attrs::new()
        .is("type", "button")
        .is("class", "term")
        .is("aria-expanded", if is_open { "true" } else { "false" })
        .does(["term ", place].concat());
    node("button", attrs, vec![text(label)])
}

/// Terms with their meaning, one beneath the other.
pub fn listed(terms: &[Term]) -> AnyView {
    let rows = terms.iter().map(|term| {
        let name = node("dt", Attrs::new(), vec![text(term.name.clone())]);
        group("", vec![name, node("dd", Attrs::new(), vec![text(term.meaning.clone())])])
    });
    node("dl", Attrs::new().is("class", "facts"), rows.collect())
}

/// The same for who has no scripts: it opens by itself.
pub fn disclosed(words: &Words, terms: &[Term]) -> AnyView {
    match terms {
        [] => text(""),
        _ => disclosure(Attrs::new(), words.text("records.terms"), vec![listed(terms)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_the_descriptors_site() {
        let (words, page) = (Words::default(), Page::default());
        let from = |from: Option<&str>, href: &str| {
            Pen { words: &words, page: &page, level: 2, walkable: true, open: String::new(), from }.href(href)
        };
        let folder = Some("https://open.example/data/plan/");
        assert_eq!(from(folder, "draft.pdf").as_deref(), Some("https://open.example/data/plan/draft.pdf"));
        assert_eq!(from(folder, "/en/plan.html#a").as_deref(), Some("https://open.example/en/plan.html#a"));
        assert_eq!(from(folder, "https://other.example/").as_deref(), Some("https://other.example/"));
        assert_eq!(from(Some("/data/"), "/en/").as_deref(), Some("/en/"));
        assert_eq!(from(None, "draft.pdf"), None);
    }
}
