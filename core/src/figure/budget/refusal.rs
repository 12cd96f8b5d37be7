//! What was asked for and is not there: an attribute and its value in, words for a reader or for an author out; cannot fail.

use super::choose::key_words;
use super::place::dimension_words;
use crate::model::{AxisId, Dimension, Model};
use crate::money::Currency;
use crate::profile::{Profile, UnitScale};
use crate::words::Words;
use daylight_scan::Symbol;

/// More values than anyone reads.
const MOST: usize = 20;

/// A wish that was not granted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The attribute: `path`, `dimension`, `year` …
    pub attribute: &'static str,
    /// Its value.
    pub value: String,
    /// What it could have been: the attribute's values, each with its words.
    pub allowed: Vec<(String, String)>,
}

impl Refusal {
    /// Of a value that is none of those allowed.
    #[inline(never)]
    pub(super) fn new(attribute: &'static str, value: &str) -> Self {
        Self { attribute, value: value.to_owned(), allowed: Vec::new() }
    }

    /// Of a direction, currency, year or phase.
    #[inline(never)]
    pub(super) fn of_key(keys: (&Model, &Profile, &Words), axis: AxisId, value: &str, options: &[Symbol]) -> Self {
        let (model, profile, words) = keys;
        let code = |symbol: Symbol| model.axis(axis).code(symbol).to_owned();
        let name = |symbol: &Symbol| (code(*symbol), key_words(model, profile, words, axis, *symbol));
        let attribute = model.axis(axis).kind.word().unwrap_or("");
        Self { allowed: options.iter().map(name).collect(), ..Self::new(attribute, value) }
    }

    /// Of a dimension.
    #[inline(never)]
    pub(super) fn of_dimension(model: &Model, words: &Words, value: &str, options: &[&Dimension]) -> Self {
        let name = |dimension: &&Dimension| (dimension.name.clone(), dimension_words(model, dimension, words));
        Self { allowed: options.iter().map(name).collect(), ..Self::new("dimension", value) }
    }

    /// Of a unit.
    #[inline(never)]
    pub(super) fn of_unit(currency: Currency, words: &Words, value: &str, options: &[&UnitScale]) -> Self {
        let name = |unit: &&UnitScale| (unit.id.clone(), words.unit(currency, unit));
        Self { allowed: options.iter().map(name).collect(), ..Self::new("unit", value) }
    }

    /// In the words of the controls: "Stage has no value “bar”. Allowed: Approved budget, Spent so far."
    #[inline(never)]
    pub fn for_reader(&self, words: &Words) -> String {
        if self.attribute == "path" {
            return words.fill("state.path-unknown", &[("value", &self.value)]);
        }
        let name = words.text(&["switch.", self.attribute].concat()).to_owned();
        self.fill(words, &name, |(_, label)| label)
    }

    /// In those of the attributes: "phase has no value “bar”. Allowed: approved, executed."
    #[inline(never)]
    pub fn for_author(&self, words: &Words) -> String {
        self.fill(words, self.attribute, |(id, _)| id)
    }

    fn fill(&self, words: &Words, name: &str, pick: fn(&(String, String)) -> &String) -> String {
        let mut values = vec![("attribute", name), ("value", self.value.as_str())];
        let allowed: Vec<&str> = self.allowed.iter().take(MOST).map(|pair| pick(pair).as_str()).collect();
        let mut list = allowed.join(words.text("join.list"));
        if self.allowed.len() > MOST {
            list.push('…');
        }
        if !list.is_empty() {
            values.push(("allowed", &list));
        }
        words.fill("state.value-unknown", &values)
    }
}
