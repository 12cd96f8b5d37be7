//! What a package says of itself: the top of a descriptor in, title, sources, status and dates out; cannot fail.

use crate::json::{Node, Value};
use crate::model::{About, Contact, Source};

/// Reads the members that describe the package as a whole; what is missing stays blank.
pub(super) fn read_about(root: &Node) -> About {
    let text = |key: &str| root.text_of(key).map(str::to_owned).filter(|text| !text.is_empty());
    About {
        name: text("name").unwrap_or_default(),
        titles: texts(root, "title", "daylight:titles"),
        descriptions: texts(root, "description", "daylight:descriptions"),
        language: text("daylight:language").or_else(|| first(root.get("languages"))),
        country: first(root.get("countryCode")),
        profile: text("daylight:profile"),
        publisher: text("daylight:publisher").or_else(|| role(root, "publisher")),
        contact: root.get("daylight:contact").map(|contact| Contact {
            title: contact.text_of("title").unwrap_or("").to_owned(),
            email: contact.text_of("email").map(str::to_owned),
            phone: contact.text_of("phone").map(str::to_owned),
            path: contact.text_of("path").map(str::to_owned),
        }),
        status: text("daylight:status"),
        as_of: text("daylight:as-of"),
        published: text("daylight:published").or_else(|| text("updated")).or_else(|| text("created")),
        version: root.get("version").and_then(Node::plain),
        licence: licence(root),
        sources: sources(root),
        illustrative: root.get("daylight:illustrative").and_then(Node::truth).unwrap_or(false),
    }
}

/// A text and its translations: `title` and `daylight:titles: {"en": …}`.
pub(super) fn texts(node: &Node, key: &str, translations: &str) -> Vec<(String, String)> {
    let own = node.text_of(key).filter(|text| !text.is_empty()).map(|text| (String::new(), text.to_owned()));
    let others = node.get(translations).map(Node::members).unwrap_or_default();
    let others = others.iter().filter_map(|(language, text)| Some((language.clone(), text.text()?.to_owned())));
    own.into_iter().chain(others).collect()
}

/// A text, or the first of a list of texts.
fn first(node: Option<&Node>) -> Option<String> {
    let node = node?;
    node.text().or_else(|| node.list().first()?.text()).map(str::to_owned)
}

fn role(root: &Node, role: &str) -> Option<String> {
    let people = root.get("contributors")?.list();
    people.iter().find(|person| person.text_of("role") == Some(role))?.text_of("title").map(str::to_owned)
}

/// Either `license`, a name, or the first of `licenses`.
fn licence(root: &Node) -> Option<String> {
    let first = root.get("licenses").and_then(|licences| licences.list().first());
    let name = first.and_then(|licence| {
        licence.text_of("title").or_else(|| licence.text_of("name")).or_else(|| licence.text_of("type"))
    });
    name.or_else(|| root.text_of("license")).map(str::to_owned)
}

/// `sources` as objects (`title`, `path`; older: `name`, `web`) or as plain texts; else the home page.
fn sources(root: &Node) -> Vec<Source> {
    let stated = root.get("sources").map(Node::list).unwrap_or_default();
    let mut sources: Vec<Source> = stated
        .iter()
        .filter_map(|source| match &source.value {
            Value::Text(title) => Some(Source { title: title.clone(), path: None }),
            _ => {
                let path = ["path", "web", "email"].iter().find_map(|key| source.text_of(key)).map(str::to_owned);
                let title = source.text_of("title").or_else(|| source.text_of("name")).or(path.as_deref())?.to_owned();
                Some(Source { title, path })
            }
        })
        .collect();
    if let (true, Some(home)) = (sources.is_empty(), root.text_of("homepage")) {
        sources.push(Source { title: home.to_owned(), path: Some(home.to_owned()) });
    }
    sources
}
