//! The building functions that all views are composed of: texts and acts in, untyped views out; cannot fail.
//!
//! About eight of them, without generics, so that a page pays for one button and not for every button (DESIGN "Size").

mod code;
mod linked;
mod node;

pub use code::{Code, code};
pub use linked::linked;
pub use node::{Attr, Attrs, live, node, push_escaped, text};

use daylight_core::figure::budget::{Choice, Link};
use daylight_core::words::Words;
use leptos::prelude::AnyView;

/// Where in the picture a reader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The mark that the tab key reaches.
    pub stop: usize,
    /// The mark chosen, whose details are shown.
    pub chosen: Option<usize>,
    /// The mark under the pointer or the focus, whose words are shown beneath the picture.
    pub tip: Option<usize>,
}

/// A box with a part name or none.
pub fn group(part: &'static str, children: Vec<AnyView>) -> AnyView {
    let attrs = if part.is_empty() { Attrs::new() } else { Attrs::new().is("class", part) };
    node("div", attrs, children)
}

/// A paragraph.
pub fn paragraph(class: &'static str, children: Vec<AnyView>) -> AnyView {
    node("p", Attrs::new().is_if(!class.is_empty(), "class", class), children)
}

/// A button that does something.
pub fn button(act: String, class: &'static str, label: &str) -> AnyView {
    node("button", Attrs::new().is("type", "button").is("class", class).part("button").does(act), vec![text(label)])
}

/// A button that opens and closes something; `name` is what a screen reader says where the label is too short.
pub fn toggle(act: String, class: &'static str, label: &str, open: bool) -> AnyView {
    let attrs = Attrs::new()
        .is("type", "button")
        .is("class", class)
        .part("button")
        .is("aria-expanded", if open { "true" } else { "false" })
        .does(act);
    node("button", attrs, vec![text(label)])
}

/// A link, or the plain text where the address was not one to follow.
pub fn link(link: &Link) -> AnyView {
    match &link.href {
        Some(href) => {
            node("a", Attrs::new().is("href", href.clone()).is("rel", "noopener"), vec![text(link.text.clone())])
        }
        None => text(link.text.clone()),
    }
}

/// The sign between two things that stand beside each other: it stays on the line of the first.
pub fn joint(words: &Words) -> AnyView {
    text(["\u{a0}", words.text("join.title").trim_start()].concat())
}

/// A list, one item a view.
pub fn list(attrs: Attrs, items: Vec<AnyView>) -> AnyView {
    // Safari forgets that a list without bullets is one.
    let items = items.into_iter().map(|item| node("li", Attrs::new(), vec![item])).collect();
    node("ul", attrs.is("role", "list"), items)
}

/// A choice between options, with its label.
pub fn choice(act: String, id: &'static str, label: &str, options: &[Choice]) -> AnyView {
    let label = node("label", Attrs::new().is("for", id), vec![text(label)]);
    let select = select(Attrs::new().is("id", id).does(act), options);
    node("div", Attrs::new().is("class", "switch"), vec![label, select])
}

/// The options alone.
pub fn select(attrs: Attrs, options: &[Choice]) -> AnyView {
    // Set as a property too: once a reader has chosen, the attribute counts no more.
    let drawn = options.iter().map(|option| {
        let attrs = Attrs::new()
            .is("value", option.id.clone())
            .is_if(option.chosen, "selected", "")
            .live_if(option.chosen, "selected");
        node("option", attrs, vec![text(option.label.clone())])
    });
    node("select", attrs, drawn.collect())
}

/// Something that opens beneath its summary.
pub fn disclosure(attrs: Attrs, summary: &str, children: Vec<AnyView>) -> AnyView {
    let mut all = vec![node("summary", Attrs::new(), vec![text(summary)])];
    all.extend(children);
    node("details", attrs, all)
}

/// A heading of a level from 1 to 6.
pub fn heading(level: u8, attrs: Attrs, label: &str) -> AnyView {
    const TAGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let tag = TAGS[usize::from(level.clamp(1, 6)) - 1];
    node(tag, attrs, vec![text(label)])
}
