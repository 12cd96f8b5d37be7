//! Terms and their plain words: a profile's glossary and the blocks of a view in, the terms that stand there out, and of any text
//! which of its pieces are terms; cannot fail.
//!
//! A label is a term where it is called so, whole or between the marks that join names. Some terms are found inside of longer texts:
//! the name of a fund, a reason.

use super::{Block, Fact};
use crate::profile::funds::Meaning;
use crate::words::{Words, in_language};

/// A term in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// What it is called.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// All that it is called, in small letters.
    called: Vec<String>,
    /// Whether it is found inside of longer texts too.
    anywhere: bool,
}

/// The terms of a view.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    /// Those that stand in it.
    pub terms: Vec<Term>,
    /// What joins names to one label.
    joint: String,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Its words.
    pub text: &'a str,
    /// Which term it is, if it is one.
    pub term: Option<usize>,
}

/// The terms that stand in some blocks.
pub fn glossary(meanings: &[Meaning], words: &Words, blocks: &[Block]) -> Glossary {
    let terms = meanings.iter().filter_map(|meaning| term(meaning, words)).collect();
    let mut known = Glossary { terms, joint: words.text("join.title").to_owned() };
    let mut used = vec![false; known.terms.len()];
    if !used.is_empty() {
        blocks.iter().for_each(|block| each_text(block, &mut |text| known.mark(text, &mut used)));
    }
    let mut used = used.into_iter();
    known.terms.retain(|_| used.next().unwrap_or_default());
    known
}

fn term(meaning: &Meaning, words: &Words) -> Option<Term> {
    let (name, told) = (in_language(&meaning.titles, words.lang()), in_language(&meaning.meaning, words.lang()));
    if name.is_empty() || told.is_empty() {
        return None;
    }
    let called = [name].into_iter().chain(meaning.aliases.iter().map(String::as_str));
    Some(Term {
        name: name.to_owned(),
        meaning: told.to_owned(),
        called: called.map(str::to_ascii_lowercase).collect(),
        anywhere: meaning.anywhere,
    })
}

/// Every text of a block that may be a term or have one in it.
fn each_text<'a>(block: &'a Block, see: &mut dyn FnMut(&'a str)) {
    match block {
        Block::Facts(facts) => {
            for Fact { label, more, .. } in facts {
                see(label);
                see(more);
            }
        }
        Block::Table(table) => {
            table.columns.iter().for_each(|column| see(&column.label));
            for row in &table.rows {
                let cells = row.cells.iter().zip(&table.columns).filter(|(_, column)| !column.numeric);
                cells.for_each(|(cell, _)| see(&cell.text));
            }
        }
        // Of fifty cards each would explain the same words.
        Block::Cards(_) => {}
        Block::Heading(_) | Block::Said(_) | Block::Steps { .. } | Block::Bar(_) | Block::Linked(_) => {}
    }
}

impl Glossary {
    /// The pieces of a text, of which some are terms; together they are the text.
    pub fn pieces<'a>(&self, text: &'a str) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut add = |text: &'a str, term: Option<usize>| {
            if !text.is_empty() {
                pieces.push(Piece { text, term });
            }
        };
        let (mut from, mut at) = (0, 0);
        if !self.terms.is_empty() && !text.is_empty() {
            while at <= text.len() {
                let joint = if self.joint.is_empty() { None } else { text[at..].find(&self.joint) };
                let end = joint.map_or(text.len(), |joint| at + joint);
                if let Some((term, start, length)) = self.find(&text[at..end]) {
                    add(&text[from..at + start], None);
                    from = at + start + length;
                    add(&text[at + start..from], Some(term));
                }
                at = if joint.is_some() { end + self.joint.len() } else { text.len() + 1 };
            }
        }
        add(&text[from..], None);
        pieces
    }

    /// Which term a part of a label is or has in it, and where.
    fn find(&self, part: &str) -> Option<(usize, usize, usize)> {
        let small = part.to_ascii_lowercase();
        let is = |term: &Term| term.called.contains(&small);
        if let Some(whole) = self.terms.iter().position(is) {
            return Some((whole, 0, part.len()));
        }
        let inside = |(at, term): (usize, &Term)| {
            let found = term.called.iter().filter_map(|name| Some((at, small.find(name)?, name.len())));
            if term.anywhere { found.max_by_key(|(.., length)| *length) } else { None }
        };
        self.terms.iter().enumerate().filter_map(inside).next()
    }

    fn mark(&self, text: &str, used: &mut [bool]) {
        self.pieces(text).iter().filter_map(|piece| piece.term).for_each(|term| used[term] = true);
    }
}

#[cfg(test)]
mod tests {
    use super::{Glossary, Term};

    fn known() -> Glossary {
        let term = |called: &[&str], anywhere| Term {
            called: called.iter().map(|name| (*name).to_owned()).collect(),
            anywhere,
            ..Term::default()
        };
        let terms = vec![term(&["retained", "kept"], false), term(&["deposit", "quality deposit"], true)];
        Glossary { terms, joint: " · ".to_owned() }
    }

    fn told(text: &str) -> String {
        let glossary = known();
        let pieces = glossary.pieces(text);
        assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), text, "no letter is lost");
        let mark = |(text, term): (&str, Option<usize>)| term.map_or(text.to_owned(), |at| format!("[{at}:{text}]"));
        pieces.iter().map(|piece| mark((piece.text, piece.term))).collect()
    }

    #[test]
    fn a_label_is_a_term_whole_or_between_joints() {
        assert_eq!(told("Retained"), "[0:Retained]");
        assert_eq!(told("County · kept · 2025"), "County · [0:kept] · 2025");
        assert_eq!(told("retained earnings"), "retained earnings");
        assert_eq!(told(""), "");
    }

    #[test]
    fn some_terms_are_found_inside_of_texts_by_their_longest_name() {
        assert_eq!(told("Quality deposit (10%) · since May"), "[1:Quality deposit] (10%) · since May");
        assert_eq!(told("路 deposit 路"), "路 [1:deposit] 路");
    }
}
