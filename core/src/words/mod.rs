//! Words and numbers of a language: a language file and values in, texts out; only reading the file can fail.
//!
//! A language is one file, `core/words/<tag>.json`: flat keys and templates, `{name}` for a value,
//! `{n|one=row|other=rows}` for a choice by number, `[, see {name}]` for what is said only where the value is given. Separators, month names and the plural rule are entries too, so that a
//! language needs no code. Numbers are written here and nowhere else: the same on the host, in the browser and in tests.

mod fill;
mod measure;
mod number;

use crate::issue::Issue;
use crate::json::{self, Value};
use crate::order::sort_by;
use crate::text::{is_capital, lower};

/// The language files that the host carries: tag and text. The browser fetches the one it needs.
pub const LANGUAGES: &[(&str, &str)] =
    &[("en", include_str!("../../words/en.json")), ("zh-Hans", include_str!("../../words/zh-Hans.json"))];

/// The words of a language.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Keys in order, each with its template.
    entries: Vec<(String, String)>,
}

impl Words {
    /// Reads a language file.
    ///
    /// # Errors
    /// Where it is no JSON.
    pub fn read(text: &str) -> Result<Self, json::Fault> {
        let Value::Map(members) = json::read(text)?.value else {
            return Ok(Self::default());
        };
        let mut entries: Vec<(String, String)> = Vec::with_capacity(members.len());
        for (key, node) in members {
            if let Value::Text(text) = node.value {
                entries.push((key, text));
            }
        }
        sort_by(&mut entries, |a, b| a.0.cmp(&b.0));
        Ok(Self { entries })
    }

    /// The words for a language among those that the host carries: that one, one of the same primary tag, else English.
    pub fn built_in(lang: &str) -> Self {
        let tags: Vec<&str> = LANGUAGES.iter().map(|(tag, _)| *tag).collect();
        let tag = best_tag(&tags, lang);
        let text =
            LANGUAGES.iter().find(|(found, _)| Some(*found) == tag).or(LANGUAGES.first()).map_or("", |(_, text)| text);
        // The texts are files of this repository, and a test reads each.
        Self::read(text).unwrap_or_default()
    }

    /// The language's own tag.
    pub fn lang(&self) -> &str {
        self.find("lang").unwrap_or("en")
    }

    /// The text of a key; the key itself where the file lacks it, so that the gap is seen.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// The text of a key, if the file has it.
    pub fn find(&self, key: &str) -> Option<&str> {
        let index = self.entries.binary_search_by(|entry| entry.0.as_str().cmp(key)).ok()?;
        Some(&self.entries[index].1)
    }

    /// The template of a key with its placeholders filled. Values are never read as templates.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill::fill(self.text(key), values, self.text("plural"))
    }

    /// The message of a problem.
    pub fn message(&self, issue: &Issue) -> String {
        let values: Vec<(&str, &str)> = issue.facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
        self.fill(&["rule.", issue.rule].concat(), &values)
    }

    /// A title inside a sentence: with a small first letter, if the language writes it so and the title has no other capital.
    pub fn inline(&self, title: &str) -> String {
        let mut chars = title.chars();
        match chars.next() {
            Some(first) if self.text("scope.case") == "lower" && !chars.as_str().chars().any(is_capital) => {
                std::iter::once(lower(first)).chain(chars).collect()
            }
            _ => title.to_owned(),
        }
    }

    /// Every key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.as_str())
    }
}

/// The text for a language: that language's, else one of the same primary tag, else the one without a tag, else the first.
pub fn in_language<'a>(texts: &'a [(String, String)], lang: &str) -> &'a str {
    tagged_in_language(texts, lang).map_or("", |(_, text)| text)
}

/// The same with the tag of the language that the text is in.
#[inline(never)]
pub fn tagged_in_language<'a>(texts: &'a [(String, String)], lang: &str) -> Option<&'a (String, String)> {
    texts.iter().min_by_key(|(tag, _)| tag_distance(tag, lang))
}

/// The tag that serves a language best, if one shares its primary tag.
pub fn best_tag<'a>(tags: &[&'a str], lang: &str) -> Option<&'a str> {
    tags.iter().copied().min_by_key(|tag| tag_distance(tag, lang)).filter(|tag| tag_distance(tag, lang) < 3)
}

/// 0 the same tag, 1 the same up to the longer one's end, 2 the same primary tag, 3 none stated, 4 another language.
fn tag_distance(tag: &str, lang: &str) -> u8 {
    let primary = |tag: &str| tag.find('-').unwrap_or(tag.len());
    if tag.is_empty() {
        3
    } else if tag.eq_ignore_ascii_case(lang) {
        0
    } else if !tag[..primary(tag)].eq_ignore_ascii_case(&lang[..primary(lang)]) {
        4
    } else {
        let (short, long) = if tag.len() < lang.len() { (tag, lang) } else { (lang, tag) };
        u8::from(!(long.get(..short.len()).is_some_and(|start| start.eq_ignore_ascii_case(short)))) + 1
    }
}

#[cfg(test)]
mod tests;
