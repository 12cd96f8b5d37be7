//! What a citizen wrote in, the lines in which personal data may stand out; cannot fail once the rules are read.

use daylight_core::check::personal::{Hiding, Rules, Search};
use daylight_core::import::personal_rules;
use daylight_core::place::Place;
use daylight_core::words::{Words, best_tag};

/// A place where personal data may stand. It never repeats what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspicion {
    /// The field of the form.
    pub field: &'static str,
    /// Its line, from 1.
    pub line: u32,
    /// What it says, in the reader's language.
    pub message: String,
}

/// The rules of a country.
pub struct Personal {
    rules: Rules,
    /// The core's words, in which numbers have their names: read once, for reading them takes longer than looking through a comment.
    words: Vec<Words>,
}

impl Personal {
    /// The rules of a profile; of all countries where it names none.
    pub fn of(profile: Option<&str>) -> Self {
        Self { rules: personal_rules(profile, None), words: ["en", "zh-Hans"].map(Words::built_in).into() }
    }

    /// Looks through fields and their texts.
    pub fn suspect(&self, fields: &[(&'static str, &str)], words: &Words) -> Vec<Suspicion> {
        let tags: Vec<&str> = self.words.iter().map(Words::lang).collect();
        let tag = best_tag(&tags, words.lang());
        let Some(core) = self.words.iter().find(|core| Some(core.lang()) == tag).or(self.words.first()) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (field, text) in fields {
            let mut search = Search::new(&self.rules, core);
            for (line, row) in text.lines().zip(1_u32..) {
                search.visit(&Place::cell(field, row, 1), Hiding::Open, line);
            }
            for issue in search.finish() {
                let line = issue.place.row.unwrap_or(1);
                let what = issue.facts.iter().find(|(name, _)| *name == "what").map_or("", |(_, what)| what.as_str());
                found.push(Suspicion { field, line, message: words.fill("rule.personal-place", &[("what", what)]) });
            }
        }
        found
    }
}
