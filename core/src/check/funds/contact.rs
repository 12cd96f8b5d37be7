//! Whom to ask: a descriptor and the profile's list in, the contacts that are named out, and an issue for each that must be and is
//! not; cannot fail.

use crate::issue::Issue;
use crate::json::{self, Node};
use crate::model::funds::Texts;
use crate::place::Place;
use crate::profile::funds::FundTerms;

/// `daylight:contacts` is an object with a text, or texts by language, for each id of the profile.
pub(super) fn check(descriptor: &str, terms: &FundTerms, issues: &mut Vec<Issue>) -> Vec<(String, Texts)> {
    let Ok(root) = json::read(descriptor) else { return Vec::new() };
    let contacts = root.get("daylight:contacts");
    let said = |node: &Node| -> Texts {
        let text = |tag: &str, node: &Node| Some((tag.to_owned(), node.text()?.trim().to_owned()));
        let own = text("", node).into_iter();
        own.chain(node.members().iter().filter_map(|(tag, node)| text(tag, node)))
            .filter(|(_, text)| !text.is_empty())
            .collect()
    };
    let known = |id: &str| contacts.and_then(|contacts| contacts.get(id)).map(said).unwrap_or_default();
    for contact in terms.contacts.iter().filter(|contact| contact.required) {
        if known(&contact.id).is_empty() {
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
    let named = terms.contacts.iter().map(|contact| (contact.id.clone(), known(&contact.id)));
    named.filter(|(_, texts)| !texts.is_empty()).collect()
}
