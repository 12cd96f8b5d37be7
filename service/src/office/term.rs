//! What a clerk types into a table, a code or what it is called in any language, in; the code out. Letters are compared small and
//! half-width, without white space. What is called the same twice is neither. Fails where the database does.

use daylight_core::model::consultation::Disposition;
use daylight_core::text::fold;
use daylight_core::words::{Words, in_language};

use super::{Desk, disposition_word};
use crate::refusal::Refusal;

/// Terms that are told where a value is none of them.
const TOLD: usize = 40;

/// A code and what it is called.
struct Term {
    code: String,
    /// In the language of whoever asks.
    title: String,
    /// As they are compared.
    names: Vec<String>,
}

/// The terms of the columns that have some.
pub struct Terms {
    themes: Vec<Term>,
    units: Vec<Term>,
    proposals: Vec<Term>,
    outcomes: Vec<Term>,
}

impl Terms {
    /// Of a consultation, with the units that comments were given to.
    pub async fn of(desk: &Desk) -> Result<Self, Refusal> {
        let (words, told) = (desk.words(), &desk.entry()?.told);
        let all: Vec<&Words> = desk.service.wording.all().collect();
        let units = desk.service.store.units(&told.id).await.map_err(|failure| desk.failed(&failure))?;
        let theme = |theme: &daylight_core::model::consultation::Theme| {
            let names = theme.names.iter().map(|(_, name)| name.clone());
            Term::new(&theme.id, in_language(&theme.names, words.lang()), names)
        };
        let outcome = |disposition: Disposition| {
            let word = disposition.word();
            Term::new(word, &disposition_word(words, word), all.iter().map(|words| disposition_word(words, word)))
        };
        let publish = ["office.table.publish", "office.propose.publish"];
        let named = all.iter().flat_map(|words| publish.map(|key| words.text(key).to_owned()));
        let publish = Term::new("publish", words.text("office.table.publish"), named);
        let reasons = told.terms.withholding.iter().map(|(code, titles)| withhold(code, titles, (words, &all)));
        Ok(Self {
            themes: told.themes.iter().map(theme).collect(),
            units: units.iter().map(|unit| Term::new(unit, unit, std::iter::empty())).collect(),
            proposals: std::iter::once(publish).chain(reasons).collect(),
            outcomes: Disposition::ALL.into_iter().map(outcome).collect(),
        })
    }

    fn column(&self, column: &str) -> &[Term] {
        match column {
            "theme" => &self.themes,
            "unit" => &self.units,
            "proposal" => &self.proposals,
            "disposition" => &self.outcomes,
            _ => &[],
        }
    }

    /// The code of what was typed into a column, where it is one or is called so.
    pub fn code(&self, column: &str, typed: &str) -> Option<&str> {
        let (all, typed) = (self.column(column), typed.trim());
        if let Some(exact) = all.iter().find(|term| term.code == typed) {
            return Some(&exact.code);
        }
        let typed = compared(typed);
        let mut named = all.iter().filter(|term| term.names.contains(&typed));
        named.next().filter(|_| named.next().is_none()).map(|term| term.code.as_str())
    }

    /// What may stand in a column: codes, and what they are called.
    pub fn told(&self, column: &str, words: &Words) -> String {
        let all = self.column(column);
        let term = |term: &Term| words.fill("office.table.term", &[("code", &term.code), ("title", &term.title)]);
        let mut told: Vec<String> = all.iter().take(TOLD).map(term).collect();
        if all.len() > TOLD {
            told.push("…".to_owned());
        }
        told.join(words.text("office.comma"))
    }
}

impl Term {
    fn new(code: &str, title: &str, names: impl Iterator<Item = String>) -> Self {
        let names = names.map(|name| compared(&name)).chain([compared(code)]).filter(|name| !name.is_empty());
        Self { code: code.to_owned(), title: title.to_owned(), names: names.collect() }
    }
}

/// To withhold for a reason: the reason may stand alone, or after the word.
fn withhold(code: &str, titles: &[(String, String)], (words, all): (&Words, &[&Words])) -> Term {
    let reasons = || titles.iter().map(|(_, title)| title.as_str()).chain([code]);
    let keys = ["office.table.withhold", "office.propose.withhold"];
    let verbs = all.iter().flat_map(|words| keys.map(|key| words.text(key))).chain(["withhold"]);
    let both = verbs.flat_map(|verb| reasons().map(move |reason| [verb, ":", reason].concat()));
    let names = reasons().map(str::to_owned).chain(both);
    let reason = in_language(titles, words.lang());
    let title = [words.text("office.table.withhold"), words.text("office.colon"), reason].concat();
    Term::new(&["withhold:", code].concat(), &title, names)
}

fn compared(text: &str) -> String {
    let mut folded = String::new();
    fold(text, &mut folded);
    folded.retain(|char| !char.is_whitespace());
    folded
}
