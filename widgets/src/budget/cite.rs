//! How to cite what is shown, how it was made and which versions there are: the package, its record of versions and the figure in,
//! a panel out; cannot fail, since what a record does not say is left out.

use super::act::Act;
use super::state::{Desk, State};
use crate::view::{Attrs, button, group, link, list, node, paragraph, text};
use daylight_core::address::is_harmless;
use daylight_core::figure::budget::{BudgetFigure, Link};
use daylight_core::json::{Node, read};
use leptos::prelude::*;

/// A version as its record tells of it.
struct Version {
    name: String,
    published: String,
    sha256: String,
    address: String,
    note: String,
    changes: Vec<String>,
    /// Who reviewed it before it was published, in a sentence; blank where the record does not say it.
    review: String,
    /// What is withheld, a sentence each.
    withheld: Vec<String>,
    /// Day and reason, if it was withdrawn.
    withdrawn: Option<(String, String)>,
}

/// The versions of a record, the newest first.
fn versions(state: &State, desk: &Desk) -> Vec<Version> {
    let Ok(root) = read(&desk.versions.text) else { return Vec::new() };
    let lang = state.loaded.words.lang();
    let folder = folder(&desk.versions.from);
    let version = |node: &Node| {
        let text = |key: &str| node.text_of(key).unwrap_or_default().to_owned();
        let lists = node.get("changes").map(Node::members).unwrap_or_default();
        let list = lists.iter().find(|(tag, _)| tag == lang).or(lists.first());
        let changes = list.map(|(_, list)| list.list()).unwrap_or_default();
        Version {
            name: text("version"),
            published: text("published"),
            sha256: text("sha256"),
            address: [folder, &text("path")].concat(),
            note: text("note"),
            changes: changes.iter().filter_map(|line| line.text().map(str::to_owned)).collect(),
            review: node.get("review").map(|record| disclosed(state, record)).unwrap_or_default(),
            withheld: node
                .get("withheld")
                .map(Node::list)
                .unwrap_or_default()
                .iter()
                .map(|record| disclosed(state, record))
                .collect(),
            withdrawn: node.get("withdrawn").map(|gone| {
                let text = |key: &str| gone.text_of(key).unwrap_or_default().to_owned();
                (text("date"), text("reason"))
            }),
        }
    };
    root.get("versions").map(Node::list).unwrap_or_default().iter().map(version).collect()
}

/// A record of a review or of what is withheld, in a sentence: each of its members is a text, or one by language.
fn disclosed(state: &State, record: &Node) -> String {
    let lang = state.loaded.words.lang();
    let member = |(name, node): &(String, Node)| {
        let texts = node.members();
        let own = texts.iter().find(|(tag, _)| tag == lang).or(texts.first()).map_or(node, |(_, node)| node);
        (name.clone(), date_words(state, own.text().unwrap_or_default()))
    };
    let values: Vec<(String, String)> = record.members().iter().map(member).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    say(state, "cite.record", &values)
}

/// Whether the record has a version of this name.
pub fn knows(state: &State, desk: &Desk, name: &str) -> bool {
    versions(state, desk).iter().any(|version| version.name == name)
}

/// The address's folder: what stands before the last slash.
fn folder(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rfind('/').map_or("", |at| &path[..=at])
}

/// Whether a newer version than the one shown was published, in words; blank where not.
#[inline(never)]
pub fn newer(state: &State, desk: &Desk) -> String {
    if desk.versions.text.is_empty() {
        return String::new();
    }
    let own = state.loaded.model().about.version.clone().unwrap_or_default();
    let versions = versions(state, desk);
    let withdrawn = versions.iter().find(|version| version.name == own).and_then(|version| version.withdrawn.as_ref());
    if let Some((date, reason)) = withdrawn {
        return say(
            state,
            "cite.withdrawn",
            &[("version", &own), ("date", &date_words(state, date)), ("reason", reason)],
        );
    }
    match versions.iter().find(|version| version.withdrawn.is_none()) {
        Some(newest) if newest.name != own && !own.is_empty() => {
            let date = date_words(state, &newest.published);
            say(state, "cite.newer", &[("version", &own), ("newest", &newest.name), ("date", &date)])
        }
        _ => String::new(),
    }
}

fn say(state: &State, key: &str, values: &[(&str, &str)]) -> String {
    state.loaded.all_words().fill(key, values)
}

fn date_words(state: &State, date: &str) -> String {
    state.loaded.words.date(date)
}

/// The panel.
#[inline(never)]
pub fn panel(state: &State, figure: &BudgetFigure, desk: &Desk) -> AnyView {
    let versions = versions(state, desk);
    let model = state.loaded.model();
    let own = model.about.version.as_deref().unwrap_or_default();
    let shown = versions.iter().find(|version| version.name == own);
    let title =
        |key: &str| node("p", Attrs::new(), vec![node("strong", Attrs::new(), vec![text(say(state, key, &[]))])]);
    let citation = citation(state, figure, shown);
    // As many lines as it has at that width, where the browser does not find out for itself.
    let rows = if desk.narrow { "9" } else { "4" };
    let field = Attrs::new().is("readonly", "").is("data-copy", "cite").is("rows", rows);
    let field = field.is("aria-label", say(state, "cite.title", &[]));
    let field = node("textarea", field, vec![text(citation)]);
    let copied = match desk.copied.as_str() {
        "" => text(""),
        "done" => text(state.say("copy.done")),
        _ => text(state.say("copy.by-hand")),
    };
    let mut parts = vec![
        title("cite.title"),
        group("field", vec![field, button(Act::Copy("cite".into()).word(), "quiet", &say(state, "cite.copy", &[]))]),
        node("p", Attrs::new().is("role", "status"), vec![copied]),
        title("cite.how"),
        paragraph("", vec![text(how(state, figure))]),
    ];
    if let Some(version) = shown {
        let address = [folder(&version.address), "provenance.json"].concat();
        let label = say(state, "cite.provenance", &[]);
        parts.push(paragraph("", vec![link(&Link { text: label, href: Some(address), lang: None })]));
    }
    if let Some(version) = shown.filter(|version| !version.review.is_empty()) {
        parts.push(title("cite.review"));
        parts.push(paragraph("", vec![text(version.review.clone())]));
    }
    if let Some(version) = shown.filter(|version| !version.withheld.is_empty()) {
        parts.push(title("cite.withheld"));
        parts.push(list(Attrs::new(), version.withheld.iter().map(|line| text(line.clone())).collect()));
    }
    if !versions.is_empty() {
        parts.push(title("cite.versions"));
        parts.push(list(Attrs::new(), versions.iter().map(|version| one_version(state, version)).collect()));
    }
    if let Some(report) = report(state, figure) {
        parts.push(paragraph("", vec![link(&report)]));
    }
    node("div", Attrs::new().is("class", "panel cite").part("panel"), parts)
}

/// Title, body, status, date, version, digest and dated address, in one text.
fn citation(state: &State, figure: &BudgetFigure, shown: Option<&Version>) -> String {
    let mut parts =
        vec![figure.name.clone(), figure.publisher.text.clone(), figure.status.clone(), figure.as_of.clone()];
    parts.extend(figure.version.clone());
    if let Some(version) = shown {
        parts.push(["SHA-256 ", &version.sha256].concat());
        parts.push(version.address.clone());
    } else {
        parts.extend(state.loaded.links.first().cloned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(state.say("join.title"))
}

/// From which files and sources the figures were added up.
fn how(state: &State, figure: &BudgetFigure) -> String {
    let words = &state.loaded.words;
    let sources: Vec<&str> = figure.sources.iter().map(|source| source.text.as_str()).collect();
    let files = state.loaded.links.len().saturating_sub(1).max(1) as u64;
    let rows = words.integer(state.loaded.model().rows);
    let values =
        [("rows", rows.as_str()), ("files", &words.integer(files)), ("sources", &sources.join(state.say("join.list")))];
    say(state, if sources.is_empty() { "cite.made" } else { "cite.made-from" }, &values)
}

fn one_version(state: &State, version: &Version) -> AnyView {
    let date = date_words(state, &version.published);
    let label = [version.name.as_str(), &date].join(state.say("join.title"));
    let mut parts = vec![link(&Link { text: label, href: Some(version.address.clone()), lang: None })];
    if let Some((date, reason)) = &version.withdrawn {
        let values = [("version", version.name.as_str()), ("date", &date_words(state, date)), ("reason", reason)];
        parts.push(paragraph("", vec![text(say(state, "cite.withdrawn", &values))]));
    }
    if !version.note.is_empty() {
        parts.push(paragraph("", vec![text(version.note.clone())]));
    }
    if !version.changes.is_empty() {
        parts.push(list(Attrs::new(), version.changes.iter().map(|line| text(line.clone())).collect()));
    }
    node("div", Attrs::new(), parts)
}

/// The package's contact, with what is shown written into the message where it is a mail.
fn report(state: &State, figure: &BudgetFigure) -> Option<Link> {
    let contact = figure.contact.iter().find(|link| link.href.is_some())?;
    let mut href = contact.href.clone()?;
    if let Some(mail) =
        figure.contact.iter().filter_map(|link| link.href.as_ref()).find(|href| href.starts_with("mailto:"))
    {
        let mut about = figure.name.clone();
        for more in [figure.version.as_deref().unwrap_or_default(), &figure.granted.path] {
            if !more.is_empty() {
                about.extend([" · ", more]);
            }
        }
        href = [mail, "?subject=", &super::share::encoded(&about)].concat();
    }
    is_harmless(&href).then(|| Link { text: say(state, "cite.report", &[]), href: Some(href), lang: None })
}

#[cfg(test)]
mod tests {
    use super::folder;

    #[test]
    fn a_folder_is_what_stands_before_the_last_slash() {
        assert_eq!(folder("https://a.example/b/datapackage.json?v=1/2#c/d"), "https://a.example/b/");
        assert_eq!(folder("datapackage.json"), "");
    }
}
