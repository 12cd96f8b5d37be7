//! Problems as data: a rule, a place and the facts of the case in; the words are chosen by the reader's language.

use crate::place::Place;
use crate::words::Words;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the figures are as their author meant them.
    Note,
    /// Probably a mistake, but the file can be read in one way only.
    Warning,
    /// The figures cannot be believed as they stand.
    Error,
}

impl Severity {
    /// The word used in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One problem.
///
/// *Meaning*: `rule` is the id of a rule; the message is the template `rule.<id>` of a language file, filled with `facts`.
/// *Not checked*: that the language file knows the rule (a test walks all of them).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The rule that was broken, such as `amount-unreadable`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// What the message names: pairs of placeholder and text.
    pub facts: Vec<(&'static str, String)>,
}

impl Issue {
    /// A problem that makes the figures unbelievable.
    pub fn error(rule: &'static str, place: Place) -> Self {
        Self { rule, severity: Severity::Error, place, facts: Vec::new() }
    }

    /// A probable mistake.
    pub fn warning(rule: &'static str, place: Place) -> Self {
        Self { rule, severity: Severity::Warning, place, facts: Vec::new() }
    }

    /// Something worth knowing.
    pub fn note(rule: &'static str, place: Place) -> Self {
        Self { rule, severity: Severity::Note, place, facts: Vec::new() }
    }

    /// What is wrong, in the words of a language.
    pub fn message(&self, words: &Words) -> String {
        let facts: Vec<(&str, &str)> = self.facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
        words.fill(&format!("rule.{}", self.rule), &facts)
    }

    /// The same problem with one more fact for its message.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl ToString) -> Self {
        self.facts.push((name, fact.to_string()));
        self
    }
}
