//! What a profile says of consultations: its text in, the steps of a decision, channels, reasons to withhold and usual days out; what
//! is missing is blank.

use super::{Texts, text_of, texts};
use crate::json::{self, Node};

/// A step of the procedure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionStep {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub titles: Texts,
    /// Whether nothing is decided without it, or without a stated exemption.
    pub required: bool,
}

/// A profile's words and rules of consultations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionTerms {
    /// The steps, in their order.
    pub steps: Vec<DecisionStep>,
    /// By which ways comments come: id and title.
    pub channels: Vec<(String, Texts)>,
    /// Why a comment may be withheld: code and title.
    pub withholding: Vec<(String, Texts)>,
    /// How many days a round usually takes at least; 0 where nothing says so.
    pub usual_days: i64,
    /// Who says so.
    pub usual_days_source: String,
    /// What a cell may say in place of a word of the form.
    pub words: Vec<(String, Vec<String>)>,
}

impl DecisionTerms {
    /// Reads a `profile.json`; a text that is none gives no terms.
    pub fn read(text: &str) -> Self {
        json::read(text).map(|root| Self::of(&root)).unwrap_or_default()
    }

    /// Reads what a document says as a profile does.
    pub(crate) fn of(root: &Node) -> Self {
        let list = |name: &str| root.get(name).map(Node::list).unwrap_or_default();
        let titled = |name: &str| list(name).iter().map(|node| (text_of(node, "id"), texts(node, "titles"))).collect();
        let step = |node: &Node| DecisionStep {
            id: text_of(node, "id"),
            titles: texts(node, "titles"),
            required: node.get("required").and_then(Node::truth).unwrap_or_default(),
        };
        let usual = root.get("consultation-days");
        let words = root.get("consultation-words").map(Node::members).unwrap_or_default();
        Self {
            steps: list("decision-steps").iter().map(step).collect(),
            channels: titled("comment-channels"),
            withholding: titled("withholding-reasons"),
            usual_days: usual.and_then(|usual| usual.get("least")?.integer()).unwrap_or_default().clamp(0, 3660),
            usual_days_source: usual.map(|usual| text_of(usual, "source")).unwrap_or_default(),
            words: words.iter().map(super::funds::read_word).collect(),
        }
    }

    /// A step by its id, or by what it is called.
    pub fn step(&self, word: &str) -> Option<&DecisionStep> {
        let is_called = |step: &&DecisionStep| step.id == word || step.titles.iter().any(|(_, title)| title == word);
        self.steps.iter().find(is_called)
    }

    /// The id of a channel or of a reason, by the id or by what it is called.
    pub fn id_of<'a>(known: &'a [(String, Texts)], word: &str) -> Option<&'a str> {
        let is_called = |(id, titles): &&(String, Texts)| id == word || titles.iter().any(|(_, title)| title == word);
        known.iter().find(is_called).map(|(id, _)| id.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::DecisionTerms;

    #[test]
    fn every_profile_says_what_consultations_need() {
        for profile in ["cn", "gb", "generic"] {
            let path = format!("{}/../profiles/{profile}/profile.json", env!("CARGO_MANIFEST_DIR"));
            let terms = DecisionTerms::read(&std::fs::read_to_string(path).expect("a profile"));
            assert!(terms.channels.iter().any(|(id, _)| id == "online"), "{profile}");
            assert!(!terms.withholding.is_empty() && !terms.steps.is_empty(), "{profile}");
            let titles = terms.steps.iter().map(|step| &step.titles);
            let all = terms.channels.iter().chain(&terms.withholding).map(|(_, titles)| titles);
            for titles in all.chain(titles) {
                let languages: Vec<_> = titles.iter().map(|(language, _)| language.as_str()).collect();
                assert_eq!(languages, ["en", "zh-Hans"], "{profile}");
            }
        }
    }

    #[test]
    fn the_steps_of_a_major_decision_are_those_of_the_2016_opinions() {
        let terms = DecisionTerms::read(include_str!("../../../profiles/cn/profile.json"));
        let required = terms.steps.iter().filter(|step| step.required).map(|step| step.id.as_str());
        let required: Vec<_> = required.collect();
        assert_eq!(
            required,
            ["participation", "expert-argument", "risk-assessment", "legality-review", "group-decision"]
        );
        assert_eq!(terms.step("风险评估").map(|step| step.id.as_str()), Some("risk-assessment"));
    }
}
