//! What a package says of itself: the top of a descriptor in, title, sources, status and dates out; cannot fail.

use crate::json::{Node, Value};
use crate::model::{About, Contact, Series, SeriesKind, Source};

/// Reads the members that describe the package as a whole; what is missing stays blank.
pub(crate) fn read_about(root: &Node) -> About {
    let text = |key: &str| root.text_of(key).map(str::to_owned).filter(|text| !text.is_empty());
    About {
        name: text("name").unwrap_or_default(),
        titles: titles(root),
        descriptions: texts(root, "description", "daylight:descriptions"),
        language: text("daylight:language").or_else(|| first(root.get("languages"))),
        country: first(root.get("countryCode")),
        profile: text("daylight:profile"),
        publisher: publisher(root),
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
        breaks: breaks(root),
        series: series(root),
        illustrative: root.get("daylight:illustrative").and_then(Node::truth).unwrap_or(false),
        has_tables: [root.get("daylight:set").is_some() || has_table(root), root.get("daylight:highlights").is_some()],
    }
}

/// Whether a resource is a table of a set.
fn has_table(root: &Node) -> bool {
    let resources = root.get("resources").map(Node::list).unwrap_or_default();
    resources.iter().any(|resource| resource.get("daylight:table").is_some())
}

/// A text and its translations: `title` and `daylight:titles: {"en": …}`.
pub(super) fn texts(node: &Node, key: &str, translations: &str) -> Vec<(String, String)> {
    let own = node.text_of(key).filter(|text| !text.is_empty()).map(|text| (String::new(), text.to_owned()));
    let others = node.get(translations).map(Node::members).unwrap_or_default();
    let others = others.iter().filter_map(|(language, text)| Some((language.clone(), text.text()?.to_owned())));
    own.into_iter().chain(others).collect()
}

/// Where comparisons over years break: `daylight:breaks: [{"year": "2020", "title": …, "daylight:titles": {…}}]`.
fn breaks(root: &Node) -> Vec<(String, Vec<(String, String)>)> {
    let breaks = root.get("daylight:breaks").map(Node::list).unwrap_or_default();
    breaks.iter().filter_map(|node| Some((node.get("year")?.plain()?, titles(node)))).collect()
}

/// Population and prices by year: `daylight:series: [{"kind": "prices", "base": "2024", "title": …, "path": …, "values": {"2024":
/// "100"}}]`. Numbers may be texts, so that they stay as they were published.
fn series(root: &Node) -> Vec<Series> {
    let stated = root.get("daylight:series").map(Node::list).unwrap_or_default();
    let one = |node: &Node| {
        let values = node.get("values").map(Node::members).unwrap_or_default();
        Some(Series {
            kind: SeriesKind::from_word(node.text_of("kind")?)?,
            base: node.get("base").and_then(Node::plain).unwrap_or_default(),
            source: Source { titles: titles(node), path: node.text_of("path").map(str::to_owned) },
            values: values.iter().filter_map(|(year, value)| Some((year.clone(), value.plain()?))).collect(),
        })
    };
    stated.iter().filter_map(one).collect()
}

/// A text, or the first of a list of texts.
fn first(node: Option<&Node>) -> Option<String> {
    let node = node?;
    node.text().or_else(|| node.list().first()?.text()).map(str::to_owned)
}

/// `daylight:publisher` with its translations; else the contributor who has that role.
fn publisher(root: &Node) -> Vec<(String, String)> {
    let stated = texts(root, "daylight:publisher", "daylight:publishers");
    if !stated.is_empty() {
        return stated;
    }
    let people = root.get("contributors").map(Node::list).unwrap_or_default();
    let publisher = people.iter().find(|person| person.text_of("role") == Some("publisher"));
    publisher.map(titles).unwrap_or_default()
}

/// Either the first of `licenses`, or `license`, a name.
fn licence(root: &Node) -> Vec<(String, String)> {
    let first = root.get("licenses").and_then(|licences| licences.list().first());
    let stated = first.map(|licence| named(licence, &["name", "type"])).unwrap_or_default();
    if stated.is_empty() { texts(root, "license", "") } else { stated }
}

/// A title and its translations.
fn titles(node: &Node) -> Vec<(String, String)> {
    texts(node, "title", "daylight:titles")
}

/// A title and its translations; where there is no title, the first other member that names the thing.
fn named(node: &Node, others: &[&str]) -> Vec<(String, String)> {
    let stated = titles(node);
    if !stated.is_empty() {
        return stated;
    }
    let name = others.iter().find_map(|key| node.text_of(key));
    name.map(|name| (String::new(), name.to_owned())).into_iter().collect()
}

/// `sources` as objects (`title`, `path`; older: `name`, `web`) or as plain texts; else the home page.
fn sources(root: &Node) -> Vec<Source> {
    let stated = root.get("sources").map(Node::list).unwrap_or_default();
    let mut sources: Vec<Source> = stated
        .iter()
        .filter_map(|source| match &source.value {
            Value::Text(title) => Some(Source { titles: vec![(String::new(), title.clone())], path: None }),
            _ => {
                let path = ["path", "web", "email"].iter().find_map(|key| source.text_of(key)).map(str::to_owned);
                let titles = named(source, &["name", "path", "web", "email"]);
                (!titles.is_empty()).then_some(Source { titles, path })
            }
        })
        .collect();
    if let (true, Some(home)) = (sources.is_empty(), root.text_of("homepage")) {
        sources.push(Source { titles: vec![(String::new(), home.to_owned())], path: Some(home.to_owned()) });
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    fn of(text: &str) -> About {
        read_about(&read(text).unwrap())
    }

    fn texts(texts: &[(&str, &str)]) -> Vec<(String, String)> {
        texts.iter().map(|(tag, text)| ((*tag).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn publisher_sources_and_licence_have_translations() {
        let about = of(r#"{"daylight:publisher": "财政局", "daylight:publishers": {"en": "Finance Bureau"},
            "sources": [{"title": "决算", "daylight:titles": {"en": "Accounts"}, "path": "https://example.org"}, "公报"],
            "licenses": [{"name": "CC0-1.0", "daylight:titles": {"zh-Hans": "公有领域"}}]}"#);
        assert_eq!(about.publisher, texts(&[("", "财政局"), ("en", "Finance Bureau")]));
        assert_eq!(about.sources[0].titles, texts(&[("", "决算"), ("en", "Accounts")]));
        assert_eq!(about.sources[1], Source { titles: texts(&[("", "公报")]), path: None });
        assert_eq!(about.licence, texts(&[("zh-Hans", "公有领域")]));
    }

    #[test]
    fn names_stand_in_for_titles() {
        let about = of(r#"{"contributors": [{"role": "author", "title": "A"}, {"role": "publisher", "title": "B"}],
            "sources": [{"web": "https://example.org"}], "licenses": [{"name": "CC0-1.0"}], "license": "other"}"#);
        assert_eq!(about.publisher, texts(&[("", "B")]));
        assert_eq!(about.sources[0].titles, texts(&[("", "https://example.org")]));
        assert_eq!(about.licence, texts(&[("", "CC0-1.0")]));
        assert_eq!(of(r#"{"license": "ODbL", "homepage": "https://example.org"}"#).licence, texts(&[("", "ODbL")]));
    }
}
