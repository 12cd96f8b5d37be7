//! Every call into the browser: elements and texts in, effects on the page out; a call that fails changes nothing.
//!
//! Only this file and `element.rs` know that there is a browser, so that the binding can be replaced in a day. It compiles
//! on the host, where none of it is ever called.

pub use js_sys::Function;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;
pub use web_sys::HtmlElement;
use web_sys::{Element, Event, KeyboardEvent};

/// What happened inside an element, with what the views wrote beside the node that it happened to.
#[derive(Clone, Debug, Default)]
pub struct Happening {
    /// `click`, `keydown`, `input`, `change`, `focusin`, `pointerover` …
    pub kind: String,
    /// The `data-do` of the nearest node that has one.
    pub act: String,
    /// The key that was pressed.
    pub key: String,
    /// The text of the field or the choice made.
    pub value: String,
}

/// A listener that can be taken away again.
pub struct Listening {
    root: HtmlElement,
    kinds: &'static [&'static str],
    closure: Closure<dyn Fn(Event)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        for kind in self.kinds {
            // Nothing to remove is as good as removed.
            let _ = self.root.remove_event_listener_with_callback_and_bool(
                kind,
                self.closure.as_ref().unchecked_ref(),
                true,
            );
        }
    }
}

/// Listens once at the root for all that happens below it, also for what happens while it reacts (moving the focus does). `react` says whether the browser's own reaction is to be kept
/// from happening.
pub fn listen(
    root: &HtmlElement,
    kinds: &'static [&'static str],
    react: impl Fn(Happening) -> bool + 'static,
) -> Listening {
    let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        heard(&event, &react);
    });
    for kind in kinds {
        // Captured, because `toggle` does not bubble.
        let _ = root.add_event_listener_with_callback_and_bool(kind, closure.as_ref().unchecked_ref(), true);
    }
    Listening { root: root.clone(), kinds, closure }
}

/// Something happened. The loader keeps it back until the module is whole.
#[inline(never)]
fn heard(event: &Event, react: &dyn Fn(Happening) -> bool) {
    if react(happening(event)) {
        event.prevent_default();
    }
}

fn happening(event: &Event) -> Happening {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let key =
        event.dyn_ref::<KeyboardEvent>().filter(|event| !(event.ctrl_key() || event.meta_key() || event.alt_key()));
    // Keys that compose a letter are the input method's.
    let key = key.filter(|event| !event.is_composing());
    let act = target.as_ref().and_then(|target| target.closest("[data-do]").ok().flatten());
    Happening {
        kind: event.type_(),
        act: act.and_then(|node| node.get_attribute("data-do")).unwrap_or_default(),
        key: key.map(KeyboardEvent::key).unwrap_or_default(),
        value: target.and_then(|target| property(&target, "value")).unwrap_or_default(),
    }
}

/// A property that is a text.
fn property(element: &Element, name: &str) -> Option<String> {
    Reflect::get(element, &name.into()).ok()?.as_string()
}

/// Sets an attribute.
pub fn set_attribute(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Takes an attribute away.
pub fn remove_attribute(element: &Element, name: &str) {
    let _ = element.remove_attribute(name);
}

/// Declares a style through the object model, which a strict policy allows; a blank value takes it away.
pub fn set_style(element: &Element, name: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.style().set_property(name, value);
    }
}

/// Sets a property.
pub fn set_property(element: &Element, name: &str, value: &JsValue) {
    let _ = Reflect::set(element, &name.into(), value);
}

/// Moves the focus to the first node below `root` that matches; says whether there was one.
pub fn focus(root: &HtmlElement, selector: &str) -> bool {
    let found = root.query_selector(selector).ok().flatten().and_then(|node| node.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|node| node.focus().is_ok())
}

/// Opens a disclosure and moves the focus to a node in it.
pub fn open_and_focus(root: &HtmlElement, disclosure: &str, selector: &str) {
    if let Some(node) = root.query_selector(disclosure).ok().flatten() {
        set_attribute(&node, "open", "");
    }
    let _ = focus(root, selector);
}

/// Tells the loader something; it answers whether the page agrees.
pub fn tell(loader: &Function, kind: &str, detail: &str) -> bool {
    loader.call2(&JsValue::NULL, &kind.into(), &detail.into()).is_ok_and(|answer| answer.is_truthy())
}

/// Runs a task after the views that depend on what has just changed have been drawn.
pub fn after_drawing(task: impl FnOnce() + 'static) {
    leptos::task::spawn_local(async move {
        leptos::task::tick().await;
        task();
    });
}
