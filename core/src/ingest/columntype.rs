//! Column types of the Fiscal Data Package 1.0: a name and the package's own definitions in, a meaning out; unknown is a meaning.
//!
//! An unknown type takes the properties of the types whose names are prefixes of its own, the longest first, as the
//! specification asks ("Implicit typing"). The budget taxonomy is regular, so it is a rule here and not a list; types that a
//! descriptor refers to by address are never fetched.

use super::word::nearest;
use crate::json::{Node, Value};
use crate::model::Kind;

/// What a column means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An amount.
    Amount,
    /// A code, or a text that stands for one.
    Code(Concept),
    /// The label of a code, in a language (blank: the package's).
    Label(Concept, String),
    /// A date from which a year may be told.
    Date,
    /// Nothing that sums are made by: descriptions, identifiers of lines.
    Aside,
}

/// A level of a classification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// What it is about.
    pub kind: Kind,
    /// The classification, such as `functional-classification:cofog`.
    pub group: String,
    /// The level, from one, if the type names one.
    pub level: Option<u8>,
}

/// A type that a descriptor defines.
#[derive(Clone, Debug, Default)]
struct Definition {
    name: String,
    label_of: Option<String>,
    prior: Option<String>,
    unique: Option<bool>,
}

/// The types that a descriptor defines itself.
#[derive(Clone, Debug, Default)]
pub struct Taxonomy {
    definitions: Vec<Definition>,
    /// Whether the descriptor names others by address.
    has_others: bool,
}

/// The first words of the types that the specification lists.
pub(super) const TYPES: [&str; 23] = [
    "activity",
    "administrative-classification",
    "administrator",
    "budget-line-id",
    "budgetary-transfers",
    "date",
    "direction",
    "economic-classification",
    "expenditure-type",
    "fin-source",
    "functional-classification",
    "geo",
    "geo-source",
    "invoice-id",
    "phase",
    "procurer",
    "recipient",
    "supplier",
    "transaction-id",
    "unknown",
    "value",
    "value-currency",
    "value-kind",
];

/// Short forms of classifications.
const SHORT: [&str; 3] = ["administrative", "economic", "functional"];

/// Levels that have names, from the top.
const NAMED: [(&str, u8); 12] = [
    ("division", 1),
    ("group", 2),
    ("class", 3),
    ("program", 1),
    ("programme", 1),
    ("subprogram", 2),
    ("project", 3),
    ("subproject", 4),
    ("contract", 5),
    ("country", 1),
    ("region", 2),
    ("city", 3),
];

impl Taxonomy {
    /// Reads the `columnTypes` of a descriptor; addresses in it are passed over.
    pub fn read(node: Option<&Node>) -> Self {
        let mut taxonomy = Self::default();
        for item in node.map(Node::list).unwrap_or_default() {
            match &item.value {
                Value::List(package) => package.iter().for_each(|definition| taxonomy.define(definition)),
                Value::Text(_) => taxonomy.has_others = true,
                _ => taxonomy.define(item),
            }
        }
        taxonomy
    }

    fn define(&mut self, node: &Node) {
        let Some(name) = node.text_of("name") else { return };
        let text = |key| node.text_of(key).map(str::to_owned);
        self.definitions.push(Definition {
            name: name.to_owned(),
            label_of: text("labelOf"),
            prior: text("prior"),
            unique: node.get("unique").and_then(Node::truth),
        });
    }

    /// Whether a type takes after no type that is known: neither the specification's nor the descriptor's own. Where others are
    /// named by address, it may be one of them unless it looks like a slip.
    pub fn is_unknown(&self, name: &str) -> bool {
        let first = name.split(':').next().unwrap_or(name);
        let known = TYPES.contains(&first) || SHORT.contains(&first) || self.property(name, |_| Some(())).is_some();
        !known && !name.is_empty() && (!self.has_others || nearest(first, &TYPES).is_some())
    }

    /// What a column type means.
    pub fn meaning(&self, name: &str) -> Meaning {
        let (label_of, unique) =
            (self.property(name, |known| known.label_of.clone()), self.property(name, |known| known.unique));
        let segments: Vec<&str> = name.split(':').collect();
        let has = |words: &[&str]| segments.iter().skip(1).any(|segment| words.contains(segment));
        match segments[0] {
            "value" => return Meaning::Amount,
            "value-currency" if !has(&["label"]) => return self.code(name, Kind::Currency),
            "value-currency" | "value-kind" | "budget-line-id" | "budgetary-transfers" => return Meaning::Aside,
            "date" if segments.get(1) == Some(&"fiscal-year") => return self.code(name, Kind::Year),
            "date" => return Meaning::Date,
            "direction" => return self.code(name, Kind::Direction),
            "phase" if !has(&["label"]) => return self.code(name, Kind::Phase),
            _ => {}
        }
        let kind = match segments[0] {
            "functional-classification" | "functional" => Kind::Functional,
            "economic-classification" | "economic" => Kind::Economic,
            "administrative-classification" | "administrative" => Kind::Administrative,
            "activity" => Kind::Activity,
            "geo" => Kind::Geo,
            "phase" => Kind::Phase,
            _ => Kind::Other,
        };
        if let Some(of) = label_of {
            let language = segments.iter().skip_while(|segment| !matches!(**segment, "label" | "title")).nth(1);
            return Meaning::Label(self.concept(&of, kind), language.map_or(String::new(), |tag| (*tag).to_owned()));
        }
        if let Some(at) =
            segments.iter().position(|segment| matches!(*segment, "label" | "title" | "name")).filter(|at| *at > 0)
        {
            let language = segments.get(at + 1).map_or(String::new(), |tag| (*tag).to_owned());
            return Meaning::Label(self.concept(&segments[..at].join(":"), kind), language);
        }
        if has(&["description", "codeList"]) || unique == Some(false) {
            return Meaning::Aside;
        }
        self.code(name, kind)
    }

    fn code(&self, name: &str, kind: Kind) -> Meaning {
        Meaning::Code(self.concept(name, kind))
    }

    /// The classification and the level of a type: by its chain of `prior`, by a number, or by a named level.
    fn concept(&self, name: &str, kind: Kind) -> Concept {
        let (mut root, mut depth) = (name.to_owned(), 0_u8);
        while let Some(prior) = self.property(&root, |known| known.prior.clone()).filter(|_| depth < 16) {
            root = prior;
            depth += 1;
        }
        let segments: Vec<&str> =
            root.split(':').filter(|segment| !matches!(*segment, "code" | "full" | "part" | "id")).collect();
        for (at, segment) in segments.iter().enumerate().skip(1) {
            let numbered = segment.strip_prefix("level").and_then(|number| number.parse::<u8>().ok());
            let named = || NAMED.iter().find(|(word, _)| word == segment).map(|(_, level)| *level);
            if let Some(level) = numbered.or_else(named) {
                return Concept { kind, group: segments[..at].join(":"), level: Some(level.saturating_add(depth)) };
            }
        }
        Concept { kind, group: segments.join(":"), level: (depth > 0).then_some(depth + 1) }
    }

    /// A property of a type: its own, or that of the longest type whose name is a prefix of its name.
    fn property<T>(&self, name: &str, of: impl Fn(&Definition) -> Option<T>) -> Option<T> {
        let inherits =
            |known: &str| name == known || name.strip_prefix(known).is_some_and(|rest| rest.starts_with(':'));
        let known = self.definitions.iter().filter(|known| inherits(&known.name));
        known
            .filter_map(|known| of(known).map(|value| (known.name.len(), value)))
            .max_by_key(|(length, _)| *length)
            .map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    fn concept(meaning: Meaning) -> (Kind, String, Option<u8>) {
        match meaning {
            Meaning::Code(concept) | Meaning::Label(concept, _) => (concept.kind, concept.group, concept.level),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_budget_taxonomy_is_a_rule() {
        let types = Taxonomy::default();
        let of = |name| concept(types.meaning(name));
        assert_eq!(
            of("functional-classification:cofog:group:code"),
            (Kind::Functional, "functional-classification:cofog".into(), Some(2))
        );
        assert_eq!(of("economic-classification:generic:level4:code:full").2, Some(4));
        assert_eq!(
            of("administrative-classification:generic:code"),
            (Kind::Administrative, "administrative-classification:generic".into(), None)
        );
        assert_eq!(of("geo:target:level1:title").2, Some(1));
        assert_eq!(types.meaning("value"), Meaning::Amount);
        assert_eq!(types.meaning("date:generic"), Meaning::Date);
        assert_eq!(types.meaning("functional-classification:cofog:class:description"), Meaning::Aside);
        assert!(matches!(types.meaning("phase:label"), Meaning::Label(_, _)));
    }

    #[test]
    fn a_type_without_a_known_prefix_is_unknown() {
        let of = |text: &str, name: &str| Taxonomy::read(Some(&read(text).unwrap())).is_unknown(name);
        assert!(of("[]", "functional-clasification:cn:code") && of("[]", "fund:code"));
        assert!(!of("[]", "functional-classification:anything:code") && !of("[]", "geo") && !of("[]", ""));
        assert!(!of(r#"[[{"name": "fund"}]]"#, "fund:code") && of(r#"[[{"name": "fund"}]]"#, "funds:code"));
        let address = r#"["https://example.org/types.json"]"#;
        assert!(!of(address, "fund:code") && of(address, "functional-clasification:cn:code"));
    }

    #[test]
    fn unknown_types_take_after_their_prefixes() {
        let own = read(
            r#"["https://example.org/t.json", [{"name": "x:lei:code", "unique": true}, {"name": "x:kuan:code", "prior": "x:lei:code"},
                {"name": "x:lei:text", "labelOf": "x:lei:code"}]]"#,
        );
        let types = Taxonomy::read(Some(&own.unwrap()));
        assert_eq!(concept(types.meaning("x:kuan:code:local")).1, "x:lei");
        assert_eq!(concept(types.meaning("x:kuan:code")).2, Some(2));
        assert!(matches!(types.meaning("x:lei:text:zh-Hans"), Meaning::Label(concept, _) if concept.group == "x:lei"));
        let localised = types.meaning("geo:address:country:label:localized");
        assert!(
            matches!(localised, Meaning::Label(concept, language) if language == "localized" && concept.level == Some(1))
        );
    }
}
