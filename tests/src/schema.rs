//! JSON Schema as far as the schemas of this repository use it: a schema and a document in, what of the document is not as the schema
//! says out. Panics where a schema has a word that is not known here, so that none is passed over in silence.

use regex::Regex;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::HashMap;

/// Words that only tell a reader something.
const REMARKS: [&str; 7] = ["$schema", "$defs", "title", "description", "default", "then", "else"];

/// What is wrong with a document, each with the path to it.
///
/// # Panics
/// Where the schema itself cannot be read.
pub fn faults(schema: &Value, document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    Pass { root: schema }.look(schema, document, "", &mut faults);
    faults
}

struct Pass<'a> {
    root: &'a Value,
}

impl Pass<'_> {
    fn look(&self, schema: &Value, value: &Value, path: &str, faults: &mut Vec<String>) {
        let words = schema.as_object().unwrap_or_else(|| panic!("{path}: no schema: {schema}"));
        for (word, said) in words.iter().filter(|(word, _)| !REMARKS.contains(&word.as_str())) {
            let holds = match word.as_str() {
                "$ref" => {
                    let at = said.as_str().and_then(|at| at.strip_prefix('#')).expect("a reference inside the schema");
                    let named = self.root.pointer(at).unwrap_or_else(|| panic!("{path}: nothing is at {at}"));
                    self.look(named, value, path, faults);
                    true
                }
                "properties" | "patternProperties" | "additionalProperties" | "propertyNames" => {
                    self.members(words, word, value, path, faults);
                    true
                }
                "items" => {
                    let items = value.as_array().into_iter().flatten().enumerate();
                    items.for_each(|(at, item)| self.look(said, item, &format!("{path}/{at}"), faults));
                    true
                }
                "allOf" => {
                    list(said).iter().for_each(|one| self.look(one, value, path, faults));
                    true
                }
                "if" => {
                    let next = if self.is_met(said, value) { words.get("then") } else { words.get("else") };
                    next.into_iter().for_each(|next| self.look(next, value, path, faults));
                    true
                }
                "contains" => value.as_array().is_none_or(|items| items.iter().any(|item| self.is_met(said, item))),
                "anyOf" => list(said).iter().any(|one| self.is_met(one, value)),
                "not" => !self.is_met(said, value),
                "oneOf" => list(said).iter().filter(|one| self.is_met(one, value)).count() == 1,
                word => holds(word, said, value),
            };
            if !holds {
                faults.push(format!("{path}: {value} is not as “{word}” says: {said}"));
            }
        }
    }

    fn is_met(&self, schema: &Value, value: &Value) -> bool {
        let mut faults = Vec::new();
        self.look(schema, value, "", &mut faults);
        faults.is_empty()
    }

    /// The members of an object, by one of the words that speak of them.
    fn members(&self, words: &Map<String, Value>, word: &str, value: &Value, path: &str, faults: &mut Vec<String>) {
        let known = words.get("properties").and_then(Value::as_object);
        let patterns = words.get("patternProperties").and_then(Value::as_object);
        for (name, member) in value.as_object().into_iter().flatten() {
            let like =
                patterns.into_iter().flatten().find(|(pattern, _)| fits(pattern, name)).map(|(_, schema)| schema);
            let own = known.and_then(|known| known.get(name));
            let own = if word == "patternProperties" { like } else { own.or(like.filter(|_| word != "properties")) };
            let path = format!("{path}/{name}");
            match (word, own, &words[word]) {
                ("properties" | "patternProperties", Some(own), _) => self.look(own, member, &path, faults),
                ("propertyNames", _, said) => self.look(said, &Value::from(name.as_str()), &path, faults),
                ("additionalProperties", None, Value::Bool(true)) => {}
                ("additionalProperties", None, Value::Bool(false)) => {
                    faults.push(format!("{path}: nothing has this name"))
                }
                ("additionalProperties", None, said) => self.look(said, member, &path, faults),
                _ => {}
            }
        }
    }
}

/// Whether a value is as one word of a schema says that speaks of nothing inside it. Words say nothing of values of other types.
fn holds(word: &str, said: &Value, value: &Value) -> bool {
    let count = |many: Option<usize>| many.map(|many| many as u64);
    let least = |many: Option<u64>| many.is_none_or(|many| many >= said.as_u64().expect("a number"));
    let (text, items, members) = (value.as_str(), value.as_array(), value.as_object());
    let length = count(text.map(|text| text.chars().count()));
    match word {
        "type" => match said.as_str().expect("one type") {
            "object" => members.is_some(),
            "array" => items.is_some(),
            "string" => text.is_some(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            other => panic!("the type {other} is not known here"),
        },
        "enum" => list(said).contains(value),
        "required" => {
            members.is_none_or(|members| list(said).iter().all(|name| members.contains_key(name.as_str().unwrap())))
        }
        "pattern" => text.is_none_or(|text| fits(said.as_str().unwrap(), text)),
        "minimum" => value.as_f64().is_none_or(|number| number >= said.as_f64().expect("a number")),
        "maximum" => value.as_f64().is_none_or(|number| number <= said.as_f64().expect("a number")),
        "minItems" => least(count(items.map(Vec::len))),
        "maxItems" => items.is_none_or(|items| items.len() as u64 <= said.as_u64().expect("a number")),
        "minProperties" => least(count(members.map(Map::len))),
        "minLength" => least(length),
        "maxLength" => length.is_none_or(|many| many <= said.as_u64().expect("a number")),
        "uniqueItems" => {
            items.is_none_or(|items| items.iter().enumerate().all(|(at, item)| !items[..at].contains(item)))
        }
        other => panic!("the word {other} of a schema is not known here"),
    }
}

/// Whether a text fits a pattern. Each pattern is made once: a table has as many cells as it has.
fn fits(pattern: &str, text: &str) -> bool {
    thread_local!(static PATTERNS: RefCell<HashMap<String, Regex>> = RefCell::default());
    PATTERNS.with_borrow_mut(|patterns| {
        let known = patterns.entry(pattern.to_owned());
        known.or_insert_with(|| Regex::new(pattern).expect("a pattern")).is_match(text)
    })
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}
