//! Everything that the loader calls: numbers and texts in, an element on the page out; problems come back as JSON.
//!
//! Elements are numbers, so that JavaScript holds nothing that it could free too early or too late.

use crate::budget::{Desk, State, view};
use crate::host::{self, Listening};
use crate::load::Loaded;
use crate::tell::Tell;
use daylight_core::figure::budget::Wish;
use js_sys::Function;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// An element from its first attribute to its removal.
#[derive(Default)]
struct Element {
    attributes: Vec<(String, String)>,
    shown: Option<Shown>,
}

struct Shown {
    state: State,
    root: HtmlElement,
    _listening: Listening,
    _mounted: Box<dyn std::any::Any>,
}

thread_local! {
    static ELEMENTS: RefCell<Vec<Element>> = const { RefCell::new(Vec::new()) };
}

const KINDS: &[&str] = &["click", "keydown", "input", "change", "focusin", "focusout", "pointerover", "pointerleave", "toggle"];

/// A new element; the number stands for it from now on.
#[wasm_bindgen]
pub fn open() -> usize {
    ELEMENTS.with_borrow_mut(|elements| {
        elements.push(Element::default());
        elements.len() - 1
    })
}

/// Sets an attribute, before or after the element is shown.
#[wasm_bindgen]
pub fn set(id: usize, name: &str, value: &str) {
    let state = ELEMENTS.with_borrow_mut(|elements| {
        let element = elements.get_mut(id)?;
        element.attributes.push((name.to_owned(), value.to_owned()));
        element.shown.as_ref().map(|shown| shown.state.clone())
    });
    if let Some(state) = state {
        state.set(name, value);
    }
}

/// Shows an element inside `root`.
#[wasm_bindgen]
pub fn mount(id: usize, root: HtmlElement, loader: Function) -> String {
    let attributes = ELEMENTS.with_borrow_mut(|elements| elements.get_mut(id).map(|element| element.attributes.clone()));
    let inner = root.clone();
    let made = std::rc::Rc::new(RefCell::new(None));
    let out = made.clone();
    let mounted = leptos::mount::mount_to(root.clone(), move || {
        let loaded = Arc::new(Loaded::new());
        let state = State::new(loaded, Wish::default(), Desk::default(), 2, Tell::to(loader));
        for (name, value) in attributes.unwrap_or_default() {
            state.set(&name, &value);
        }
        let listening = {
            let state = state.clone();
            let root = inner.clone();
            host::listen(&inner, KINDS, move |happening| state.on(&happening, &root))
        };
        let view = view::budget(&state);
        *out.borrow_mut() = Some((state, listening));
        view
    });
    let Some((state, listening)) = made.take() else { return "null".to_owned() };
    ELEMENTS.with_borrow_mut(|elements| {
        if let Some(element) = elements.get_mut(id) {
            element.shown = Some(Shown { state, root, _listening: listening, _mounted: Box::new(mounted) });
        }
    });
    String::new()
}

/// Calls a method: `csv`, `svg`, `go`.
#[wasm_bindgen]
pub fn call(id: usize, method: &str, argument: &str) -> String {
    let shown = ELEMENTS.with_borrow(|elements| elements.get(id)?.shown.as_ref().map(|shown| (shown.state.clone(), shown.root.clone())));
    let Some((state, root)) = shown else { return String::new() };
    match method {
        "go" => state.go(argument, &root),
        format => return state.export(format),
    }
    String::new()
}

/// Takes an element away; its number is not used again.
#[wasm_bindgen]
pub fn close(id: usize) {
    let element = ELEMENTS.with_borrow_mut(|elements| elements.get_mut(id).map(std::mem::take));
    drop(element);
}
