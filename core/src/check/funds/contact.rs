//! Whom to ask: a descriptor and the profile's list in, an issue for each contact that must be named and is not out; cannot fail.

use crate::issue::Issue;
use crate::json::{self, Node};
use crate::place::Place;
use crate::profile::funds::FundTerms;

/// `daylight:contacts` is an object with a text, or texts by language, for each id of the profile.
pub(super) fn check(descriptor: &str, terms: &FundTerms, issues: &mut Vec<Issue>) {
    let Ok(root) = json::read(descriptor) else { return };
    let contacts = root.get("daylight:contacts");
    let is_said = |node: &Node| {
        let is_text = |node: &Node| node.text().is_some_and(|text| !text.trim().is_empty());
        is_text(node) || node.members().iter().any(|(_, text)| is_text(text))
    };
    for contact in terms.contacts.iter().filter(|contact| contact.required) {
        if !contacts.and_then(|contacts| contacts.get(&contact.id)).is_some_and(is_said) {
            let place = contacts.map_or_else(
                || Place::file("datapackage.json"),
                |node| {
                    let (line, column) = json::Fault { at: node.at, expected: "" }.line_and_column(descriptor);
                    Place::cell("datapackage.json", line, column)
                },
            );
            issues.push(Issue::error("contact-missing", place).with("value", &contact.id));
        }
    }
}
