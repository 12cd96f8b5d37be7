//! What a profile says of funds: its text in, tiers, contacts that must be named, days that a notice stays open and the meaning of
//! terms out; what is missing is blank.

use super::{Texts, text_of, texts};
use crate::json::{self, Node};
use crate::model::funds::Tier;

/// A contact that is named beside every view of funds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactForm {
    /// Its id.
    pub id: String,
    /// Its name.
    pub titles: Texts,
    /// Whether a package must name it.
    pub required: bool,
}

/// A term and what it means in plain words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// What it is called.
    pub titles: Texts,
    /// Other words for it, of any language.
    pub aliases: Vec<String>,
    /// Whether it is found inside of longer texts too.
    pub anywhere: bool,
    /// What it means.
    pub meaning: Texts,
}

/// A profile's words and rules of funds.
#[derive(Clone, Debug, Default)]
pub struct FundTerms {
    /// Tiers of government, and below them those that only funds have, from the top.
    pub tiers: Vec<Tier>,
    /// Contacts.
    pub contacts: Vec<ContactForm>,
    /// For how many days objections to a project are heard at the least.
    pub notice_days: Option<i32>,
    /// Terms and what they mean.
    pub glossary: Vec<Meaning>,
    /// What a cell may say in place of a word of the form: the word, and what stands for it.
    pub words: Vec<(String, Vec<String>)>,
}

/// The deadline of project notices.
const NOTICE: &str = "project-notice";

impl FundTerms {
    /// Reads a `profile.json`; a text that is none gives no terms.
    pub fn read(text: &str) -> Self {
        let Ok(root) = json::read(text) else { return Self::default() };
        let list = |key: &str| root.get(key).map(Node::list).unwrap_or_default();
        let tier = |node: &Node| Tier { id: text_of(node, "id"), titles: texts(node, "titles") };
        let notice = list("deadlines").iter().find(|node| node.text_of("id") == Some(NOTICE));
        Self {
            tiers: list("tiers").iter().chain(list("fund-tiers")).map(tier).collect(),
            contacts: list("contacts").iter().map(read_contact).collect(),
            notice_days: notice.and_then(|node| i32::try_from(node.get("days")?.integer()?).ok()),
            glossary: list("glossary").iter().map(read_meaning).collect(),
            words: root.get("fund-words").map(Node::members).unwrap_or_default().iter().map(read_word).collect(),
        }
    }
}

pub(super) fn read_word((word, others): &(String, Node)) -> (String, Vec<String>) {
    (word.clone(), others.list().iter().filter_map(|other| other.text().map(str::to_owned)).collect())
}

fn read_contact(node: &Node) -> ContactForm {
    ContactForm {
        id: text_of(node, "id"),
        titles: texts(node, "titles"),
        required: node.get("required").and_then(Node::truth).unwrap_or(false),
    }
}

fn read_meaning(node: &Node) -> Meaning {
    let aliases = node.get("aliases").map(Node::list).unwrap_or_default();
    Meaning {
        titles: texts(node, "titles"),
        aliases: aliases.iter().filter_map(|alias| alias.text().map(str::to_owned)).collect(),
        anywhere: node.get("anywhere").and_then(Node::truth).unwrap_or(false),
        meaning: texts(node, "meaning"),
    }
}

#[cfg(test)]
mod tests {
    use super::FundTerms;

    #[test]
    fn tiers_of_funds_go_on_below_those_of_government() {
        let terms = FundTerms::read(include_str!("../../../profiles/cn/profile.json"));
        let ids: Vec<&str> = terms.tiers.iter().map(|tier| tier.id.as_str()).collect();
        assert_eq!(ids, ["central", "province", "city", "county", "township", "village", "project", "household"]);
        assert_eq!(terms.notice_days, Some(10));
        assert!(terms.contacts.iter().any(|contact| contact.id == "phone" && contact.required));
        assert!(FundTerms::read("{").tiers.is_empty());
    }
}
