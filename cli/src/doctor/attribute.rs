//! An element as it was written in, the attributes of it that do nothing out: slips of the pen and values that the registry does not
//! know. Cannot fail.

use daylight_widgets::registry::{Attribute, Holds, WIDGETS, Widget};
use url::Url;

use super::finding::{Finding, Findings, Rule};
use super::fix::Fix;
use super::page::{Element, escaped};

/// What any tag may have. `lang` is ours as well.
const GLOBAL: &[&str] = &[
    "class",
    "contenteditable",
    "dir",
    "draggable",
    "exportparts",
    "hidden",
    "id",
    "inert",
    "is",
    "nonce",
    "part",
    "popover",
    "role",
    "slot",
    "spellcheck",
    "style",
    "tabindex",
    "title",
    "translate",
];
/// What people call the address of the data, having seen other elements.
const CALLED_SRC: &[&str] = &["source", "href", "url", "file", "data"];

/// Says what of an element does nothing.
pub fn check(element: &Element, page: &Url, findings: &mut Findings) {
    let told = |rule| Finding::new(rule).at(page).fact("tag", element.written_tag());
    let Some(widget) = WIDGETS.iter().find(|widget| widget.tag == element.tag) else {
        let right = WIDGETS.iter().min_by_key(|widget| strsim::osa_distance(widget.tag, &element.tag));
        if let Some(right) = right {
            findings.add(told(Rule::ElementUnknown).fact("right", element.tag_of(right)));
        }
        return;
    };
    let mut without_data = element.src.is_none() && !element.has_table;
    for (name, value) in &element.attributes {
        match element.own_name(name).and_then(|own| widget.attributes().find(|known| known.name == own)) {
            Some(known) => {
                if let Some(words) = refused(known, value) {
                    let finding = told(Rule::AttributeValue).fact("attribute", name).fact("value", value);
                    findings.add(finding.fact("words", words.join(", ")).fact("default", known.default));
                }
            }
            None => {
                let Some(known) = meant(element, widget, name) else { continue };
                let right = format!("{}{}", element.prefix(), known.name);
                let is_data = known.name == "src" && without_data;
                let rule = if is_data { Rule::ElementSlip } else { Rule::AttributeSlip };
                without_data &= !is_data;
                let fix = Fix::Html(tag_with(element, name, &right));
                let finding = told(rule).fact("attribute", name).fact("right", right);
                // What stands in an address is mended there.
                findings.add(if element.in_frame { finding } else { finding.mended_by(fix) });
            }
        }
    }
    if without_data {
        findings.add(told(Rule::ElementEmpty));
    }
}

/// The words of an attribute that takes only some, where the value is none of them.
fn refused(known: &Attribute, value: &str) -> Option<&'static [&'static str]> {
    let Holds::OneOf(words) = known.holds else { return None };
    let value = value.trim();
    (!value.is_empty() && !words.contains(&value)).then_some(words)
}

/// The attribute that an unknown one was probably meant to be, unless the element has that one too.
fn meant(element: &Element, widget: &'static Widget, written: &str) -> Option<&'static Attribute> {
    let is_global = GLOBAL.contains(&written) || written == "lang" || written == "data-daylight";
    if is_global || written.starts_with("aria-") || written.starts_with("on") {
        return None;
    }
    let bare = written.strip_prefix("data-").unwrap_or(written);
    // With the other form's prefix a name may be some other program's: only the very name counts.
    let is_other_form = element.own_name(written).is_none_or(|own| own != bare);
    let distance = |known: &&Attribute| match known.name {
        "src" if CALLED_SRC.contains(&bare) => 0,
        name => strsim::osa_distance(name, bare),
    };
    let nearest = widget.attributes().min_by_key(distance)?;
    let is_near = distance(&nearest) <= if is_other_form { 0 } else { slips(nearest.name) };
    let has_it = element.attributes.iter().any(|(name, _)| element.own_name(name) == Some(nearest.name));
    (is_near && !has_it).then_some(nearest)
}

/// So many slips of the pen are seen as such in a name: one in four letters, two at most.
fn slips(name: &str) -> usize {
    name.len().div_ceil(4).min(2)
}

/// The tag with one attribute called by another name.
fn tag_with(element: &Element, wrong: &str, right: &str) -> String {
    let name = if element.in_div { "div" } else { &element.tag };
    let attributes = element.attributes.iter().map(|(name, value)| {
        let name = if name == wrong { right } else { name };
        format!(" {name}=\"{}\"", escaped(value))
    });
    format!("<{name}{}></{name}>", attributes.collect::<String>())
}
