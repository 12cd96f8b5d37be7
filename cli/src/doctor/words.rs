//! A rule and its facts in, a sentence in the reader's language out. A language is one file in `cli/words/doctor`.

use std::collections::BTreeMap;

use daylight_core::words::best_tag;
use serde::Deserialize;

use super::finding::Finding;

include!(concat!(env!("OUT_DIR"), "/doctor_words.rs"));

/// The words of one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    levels: BTreeMap<String, String>,
    places: BTreeMap<String, String>,
    rules: BTreeMap<String, String>,
    summary: String,
    above: String,
}

impl Words {
    /// The words that serve `language` best; the first language's where none do.
    pub fn of(language: &str) -> Self {
        let names: Vec<&str> = LANGUAGES.iter().map(|(name, _)| *name).collect();
        let best = best_tag(&names, language);
        let (_, text) = LANGUAGES.iter().find(|(name, _)| Some(*name) == best).unwrap_or(&LANGUAGES[0]);
        // The files are part of the program, and a test reads each.
        serde_json::from_str(text).expect("the program's own word files are well-formed")
    }

    /// The word for a level.
    pub fn level<'a>(&'a self, id: &'a str) -> &'a str {
        self.levels.get(id).map_or(id, String::as_str)
    }

    /// Where in a server's configuration a line belongs.
    pub fn place<'a>(&'a self, id: &'a str) -> &'a str {
        self.places.get(id).map_or(id, String::as_str)
    }

    /// What is said instead of lines that were printed already.
    pub fn above(&self) -> &str {
        &self.above
    }

    /// The last line: how many of each.
    pub fn summary(&self, counts: &[(&str, usize)]) -> String {
        counts.iter().fold(self.summary.clone(), |text, (id, n)| text.replace(&format!("{{{id}}}"), &n.to_string()))
    }

    /// The sentence of a finding.
    pub fn sentence(&self, finding: &Finding) -> String {
        let template = self.rules.get(finding.rule.id()).map_or(finding.rule.id(), String::as_str);
        finding.facts.iter().fold(template.to_owned(), |text, (name, fact)| text.replace(&format!("{{{name}}}"), fact))
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::{Level, Rule};
    use super::{LANGUAGES, Words};
    use daylight_core::words;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<_> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(n, _)| n).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn every_language_has_every_sentence_and_names_the_same_facts() {
        let first = Words::of(LANGUAGES[0].0);
        assert_eq!(LANGUAGES[0].0, "en");
        let names = |languages: &[(&'static str, &str)]| languages.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        assert_eq!(
            names(LANGUAGES),
            names(words::LANGUAGES),
            "whoever asks for a language gets it in every subcommand"
        );
        for name in names(LANGUAGES) {
            let words = Words::of(name);
            assert_eq!(words.rules.len(), Rule::ALL.len(), "{name}");
            for rule in Rule::ALL {
                let sentence = words.rules.get(rule.id()).unwrap_or_else(|| panic!("{name}: {}", rule.id()));
                assert_eq!(placeholders(sentence), placeholders(&first.rules[rule.id()]), "{name}: {}", rule.id());
            }
            assert!(Level::ALL.iter().all(|level| words.levels.contains_key(level.id())), "{name}");
            assert_eq!(words.places.keys().collect::<Vec<_>>(), first.places.keys().collect::<Vec<_>>(), "{name}");
            assert_eq!(placeholders(&words.summary), placeholders(&first.summary), "{name}");
        }
    }
}
