//! What a profile says of results: its text in, the numbers of the rule, kinds of promises and words of cells out; what is missing
//! is blank.

use super::{Texts, text_of, texts};
use crate::json::{self, Node};

/// The numbers by which a status is computed (docs/decisions/result-status.md).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultRule {
    /// Its id.
    pub id: String,
    /// How much of what the path asks for is enough, in thousandths.
    pub on_path_permille: i64,
    /// How many days after its period a target's figure must be there.
    pub figure_due_days: i64,
    /// After how many days a figure says nothing about now.
    pub stale_days: i64,
    /// How many answers a survey needs to be drawn.
    pub least_answers: i64,
}

impl ResultRule {
    /// Reads the member of a profile or a descriptor; a rule that lacks a number is none.
    pub fn read(node: &Node) -> Option<Self> {
        let number = |name: &str| node.get(name)?.integer().filter(|number| (0..=1_000_000).contains(number));
        let rule = Self {
            id: text_of(node, "id"),
            on_path_permille: number("on-path-permille").filter(|number| (1..=1000).contains(number))?,
            figure_due_days: number("figure-due-days")?,
            stale_days: number("stale-days")?,
            least_answers: number("least-answers")?,
        };
        (!rule.id.is_empty()).then_some(rule)
    }
}

/// A profile's words and rule of results.
#[derive(Clone, Debug, Default)]
pub struct ResultTerms {
    /// The rule.
    pub rule: ResultRule,
    /// Kinds of promises: id and title.
    pub kinds: Vec<(String, Texts)>,
    /// What a cell may say in place of a word of the form.
    pub words: Vec<(String, Vec<String>)>,
}

impl ResultTerms {
    /// Reads a `profile.json`; a text that is none gives no terms.
    pub fn read(text: &str) -> Self {
        json::read(text).map(|root| Self::of(&root)).unwrap_or_default()
    }

    fn of(root: &Node) -> Self {
        let kinds = root.get("result-kinds").map(Node::list).unwrap_or_default();
        let words = root.get("result-words").map(Node::members).unwrap_or_default();
        Self {
            rule: root.get("result-rule").and_then(ResultRule::read).unwrap_or_default(),
            kinds: kinds.iter().map(|kind| (text_of(kind, "id"), texts(kind, "titles"))).collect(),
            words: words.iter().map(super::funds::read_word).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ResultTerms;

    #[test]
    fn a_rule_has_all_its_numbers_or_is_none() {
        let read = |rule: &str| ResultTerms::read(&["{\"result-rule\": ", rule, "}"].concat()).rule;
        let own = r#"{"id": "a", "on-path-permille": 1000, "figure-due-days": 0, "stale-days": 1, "least-answers": 1}"#;
        assert_eq!((read(own).id.as_str(), read(own).on_path_permille), ("a", 1000));
        for broken in [own.replace("1000", "1001"), own.replace("stale", "old"), own.replace("\"a\"", "\"\"")] {
            assert_eq!(read(&broken).id, "", "{broken}");
        }
        for profile in ["cn", "gb", "generic"] {
            let path = format!("{}/../profiles/{profile}/profile.json", env!("CARGO_MANIFEST_DIR"));
            let terms = ResultTerms::read(&std::fs::read_to_string(path).expect("a profile"));
            assert!(!terms.rule.id.is_empty() && terms.kinds.len() == 3, "{profile}");
        }
    }
}
