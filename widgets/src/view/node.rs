//! The one node that every view is made of: a tag, attributes and children in, a view without a type of its own out;
//! cannot fail.
//!
//! One node type instead of one per tag keeps the browser's module small (DESIGN "Size"). Nothing is ever parsed as
//! markup: texts become text nodes, attributes are set one by one, lengths go through the CSS object model, so that
//! a page may forbid inline styles and demand Trusted Types.

use crate::host;
use leptos::prelude::*;
use leptos::tachys::html::attribute::{Attribute, NextAttribute};
use leptos::tachys::html::element::{ElementChild, custom};
use leptos::tachys::renderer::types::Element;

/// Something about a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attr {
    /// An attribute.
    Is(&'static str, String),
    /// A declaration of style. Set in the browser only; on the host it would have to be a `style` attribute.
    Style(&'static str, String),
    /// A property that the reader can change and that is set back on every drawing, such as the text of a field.
    Live(&'static str, String),
    /// The same that is true or false.
    Yes(&'static str, bool),
}

/// All that is said about a node, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attrs(pub Vec<Attr>);

impl Attrs {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute.
    #[must_use]
    pub fn is(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push(Attr::Is(name, value.into()));
        self
    }

    /// Adds an attribute where a condition holds.
    #[must_use]
    pub fn is_if(self, condition: bool, name: &'static str, value: &str) -> Self {
        if condition { self.is(name, value) } else { self }
    }

    /// Adds a declaration of style, in the browser only.
    #[must_use]
    pub fn style(mut self, name: &'static str, value: String) -> Self {
        self.0.push(Attr::Style(name, value));
        self
    }

    /// Adds a property that is set on every drawing.
    #[must_use]
    pub fn live(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push(Attr::Live(name, value.into()));
        self
    }

    /// Adds a property that says yes or no, set on every drawing.
    #[must_use]
    pub fn live_if(mut self, condition: bool, name: &'static str) -> Self {
        self.0.push(Attr::Yes(name, condition));
        self
    }

    /// Names the part that pages may style: a word of the registry's list.
    #[must_use]
    pub fn part(self, name: &'static str) -> Self {
        self.is("part", name)
    }

    /// Says what happens when the node is activated: a word of [`crate::budget::act::Act`].
    #[must_use]
    pub fn does(self, act: impl Into<String>) -> Self {
        self.is("data-do", act)
    }
}

fn put(element: &Element, attr: &Attr) {
    match attr {
        Attr::Is(name, value) => host::set_attribute(element, name, value),
        Attr::Style(name, value) => host::set_style(element, name, value),
        Attr::Live(name, value) => host::set_property(element, name, &value.into()),
        Attr::Yes(name, value) => host::set_property(element, name, &(*value).into()),
    }
}

fn drop_attr(element: &Element, attr: &Attr) {
    match attr {
        Attr::Is(name, _) => host::remove_attribute(element, name),
        Attr::Style(name, _) => host::set_style(element, name, ""),
        Attr::Live(..) | Attr::Yes(..) => {}
    }
}

fn same_name(a: &Attr, b: &Attr) -> bool {
    match (a, b) {
        (Attr::Is(a, _), Attr::Is(b, _))
        | (Attr::Style(a, _), Attr::Style(b, _))
        | (Attr::Live(a, _), Attr::Live(b, _)) => a == b,
        _ => false,
    }
}

impl Attribute for Attrs {
    const MIN_LENGTH: usize = 0;

    type State = (Element, Vec<Attr>);
    type AsyncOutput = Self;
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn html_len(&self) -> usize {
        0
    }

    fn to_html(self, out: &mut String, _class: &mut String, _style: &mut String, _inner: &mut String) {
        for attr in &self.0 {
            if let Attr::Is(name, value) = attr {
                out.push(' ');
                out.push_str(name);
                out.push_str("=\"");
                push_escaped(out, value);
                out.push('"');
            }
        }
    }

    fn hydrate<const FROM_SERVER: bool>(self, element: &Element) -> Self::State {
        self.build(element)
    }

    fn build(self, element: &Element) -> Self::State {
        for attr in &self.0 {
            put(element, attr);
        }
        (element.clone(), self.0)
    }

    fn rebuild(self, (element, old): &mut Self::State) {
        for (at, attr) in self.0.iter().enumerate() {
            let live = matches!(attr, Attr::Live(..) | Attr::Yes(..));
            if live || (old.get(at) != Some(attr) && !old.contains(attr)) {
                put(element, attr);
            }
        }
        for attr in old.iter() {
            if !self.0.iter().any(|new| same_name(new, attr)) {
                drop_attr(element, attr);
            }
        }
        *old = self.0;
    }

    fn into_cloneable(self) -> Self {
        self
    }

    fn into_cloneable_owned(self) -> Self {
        self
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }
}

impl NextAttribute for Attrs {
    type Output<New: Attribute> = (Self, New);

    fn add_any_attr<New: Attribute>(self, new: New) -> Self::Output<New> {
        (self, new)
    }
}

/// Appends a text with everything escaped that could end an attribute or begin a tag.
pub fn push_escaped(out: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}

/// A tag's name as Leptos compares it: the browser reports names of HTML elements in capitals, and a name that differs
/// would make it build the element anew on every drawing. Markup written on the host stays in small letters.
struct Tag(String);

impl AsRef<str> for Tag {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// A node.
pub fn node(tag: &'static str, attrs: Attrs, children: Vec<AnyView>) -> AnyView {
    let tag = if cfg!(target_arch = "wasm32") { tag.to_ascii_uppercase() } else { tag.to_owned() };
    custom(Tag(tag)).add_any_attr(attrs).child(children).into_any()
}

/// A text.
pub fn text(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    text.into_any()
}

/// A part of the page that is drawn anew when a signal that it reads changes.
pub fn live(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let draw: Box<dyn Fn() -> AnyView + Send> = Box::new(draw);
    (move || draw()).into_any()
}
