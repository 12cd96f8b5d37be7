//! What is linked in other packages: a list in, real links out where there are addresses; cannot fail.

use super::{Attrs, list, node, text};
use daylight_core::figure::linked::{Linked, LinkedItem};
use leptos::prelude::AnyView;

/// The list with its label. Where something reacts, a press asks the page first: another element may show what is meant
/// ([`crate::tell::Tell::open`]).
#[inline(never)]
pub fn linked(linked: &Linked, reacts: bool) -> AnyView {
    let label = node("span", Attrs::new().is("class", "label"), vec![text(linked.label.clone())]);
    let items = linked.items.iter().map(|item| draw(item, reacts));
    let items = list(Attrs::new().is("aria-label", linked.label.clone()), items.collect());
    node("div", Attrs::new().is("class", "linked"), vec![label, items])
}

fn draw(item: &LinkedItem, reacts: bool) -> AnyView {
    let lang = item.lang.as_deref();
    let attrs = Attrs::new().is_if(lang.is_some(), "lang", lang.unwrap_or_default());
    let words = vec![text(item.text.clone())];
    // A package's name has no spaces; an id may.
    let verb = if item.href.is_some() { "open " } else { "reach " };
    let act = [verb, &item.package, " ", &item.id].concat();
    match &item.href {
        Some(href) => {
            let attrs = attrs.is("href", href.clone()).is("rel", "noopener");
            node("a", if reacts { attrs.does(act) } else { attrs }, words)
        }
        None if reacts => node("button", attrs.is("type", "button").is("class", "open").does(act), words),
        None => node("span", attrs, words),
    }
}
