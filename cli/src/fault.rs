//! What keeps the command from a file: a path and what the system or a reader says of it in, a sentence in the reader's language
//! out; cannot fail.

use daylight_core::words::Words;
use std::fmt::Display;
use std::io::{self, ErrorKind};

/// A file that cannot be read or written.
#[derive(Debug)]
pub struct Fault {
    file: String,
    /// The key of its sentence.
    word: &'static str,
    /// What the sentence names beside the file.
    facts: Vec<(&'static str, String)>,
}

impl Fault {
    /// A file of which a sentence tells.
    pub fn new(file: impl Display, word: &'static str) -> Self {
        Self { file: file.to_string(), word, facts: Vec::new() }
    }

    /// The same, with something else that the sentence names.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl Display) -> Self {
        self.facts.push((name, fact.to_string()));
        self
    }

    /// What the system says. The usual reasons have words of ours, others are those of the system.
    pub fn system(file: impl Display, fault: &io::Error) -> Self {
        match fault.kind() {
            ErrorKind::NotFound => Self::new(file, "fault.missing"),
            ErrorKind::PermissionDenied => Self::new(file, "fault.denied"),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::new(file, "fault.full"),
            ErrorKind::ReadOnlyFilesystem => Self::new(file, "fault.read-only"),
            ErrorKind::IsADirectory | ErrorKind::NotADirectory => Self::new(file, "fault.folder"),
            _ => Self::new(file, "fault.system").with("fault", fault),
        }
    }

    /// What a reader of JSON says: where it is not as it should be.
    pub fn json(file: impl Display, fault: &serde_json::Error) -> Self {
        Self::new(file, "fault.json").with("line", fault.line()).with("column", fault.column())
    }

    /// The sentence.
    pub fn say(&self, words: &Words) -> String {
        let facts = self.facts.iter().map(|(name, fact)| (*name, fact.as_str()));
        words.fill(self.word, &[("file", self.file.as_str())].into_iter().chain(facts).collect::<Vec<_>>())
    }
}
