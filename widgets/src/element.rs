//! Everything that the loader calls: numbers and texts in, an element on the page out; problems come back as JSON.
//!
//! A module has one kind of element: `<daylight-budget>`, or that of the feature it was compiled with. Elements are numbers, so that JavaScript holds nothing that it could free too early or too late.

#[cfg(feature = "consultation")]
use crate::consultation::{Loaded, State, view::consultation as view};
#[cfg(feature = "funds")]
use crate::funds::{Loaded, State, view::funds as view};
use crate::host::{self, Function, HtmlElement, Listening};
use crate::load::Parcel;
#[cfg(feature = "results")]
use crate::results::{Loaded, State, view::results as view};
use crate::tell::Tell;
#[cfg(not(any(feature = "consultation", feature = "funds", feature = "results")))]
use crate::{
    budget::{State, view::budget as view},
    load::Loaded,
};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// An element from its first byte to its removal. What it holds lies elsewhere: its number stays taken when it is gone, and on
/// a page that is open for days many are.
enum Element {
    /// Being gathered: data, and attributes by name.
    Coming(Box<Parcel>, Vec<(String, String)>),
    /// On the page.
    Shown(Box<Shown>),
    /// Removed.
    Gone,
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

const KINDS: &[&str] = &["click", "keydown", "input", "change", "focusin", "focusout", "pointerover", "toggle"];

fn with_element<T>(id: usize, act: impl FnOnce(&mut Element) -> T) -> Option<T> {
    ELEMENTS.with_borrow_mut(|elements| elements.get_mut(id).map(act))
}

fn shown(id: usize) -> Option<(State, HtmlElement)> {
    with_element(id, |element| match element {
        Element::Shown(shown) => Some((shown.state.clone(), shown.root.clone())),
        _ => None,
    })?
}

/// A new element with its words, the package's profile, the international one and the descriptor (blank for a lone table).
/// The number stands for it from now on.
#[wasm_bindgen]
pub fn open(words: String, profile: String, international: String, descriptor: String) -> usize {
    let parcel = Box::new(Parcel { words, profiles: [profile, international], descriptor, ..Parcel::default() });
    ELEMENTS.with_borrow_mut(|elements| {
        elements.push(Element::Coming(parcel, Vec::new()));
        elements.len() - 1
    })
}

/// A data file, by the path that the descriptor gives it.
#[wasm_bindgen]
pub fn file(id: usize, path: String, bytes: Vec<u8>) {
    with_element(id, |element| {
        if let Element::Coming(parcel, _) = element {
            parcel.files.push((path, bytes));
        }
    });
}

/// Checks the files that were gathered under another number, and whether they add up to what the element shows.
#[wasm_bindgen]
pub fn prove(id: usize, files: usize) -> bool {
    let gathered = with_element(files, |element| std::mem::replace(element, Element::Gone));
    match (shown(id), gathered) {
        (Some((state, _)), Some(Element::Coming(parcel, _))) => state.prove(Loaded::new(*parcel)),
        _ => true,
    }
}

/// Sets an attribute, before or after the element is shown; before, also `src`, the address of the data, `summary`, with which
/// the package was published, in place of its files, `sets`, the table sets of its profile, and `amounts` and `as-of`, the unit and the date of a lone table's amounts.
#[wasm_bindgen]
pub fn set(id: usize, name: String, value: String) {
    if let Some((state, _)) = shown(id) {
        return state.set(&name, &value);
    }
    with_element(id, |element| {
        if let Element::Coming(parcel, attributes) = element {
            match name.as_str() {
                "src" => parcel.address.clone_from(&value),
                "summary" => return parcel.summary = value,
                "sets" => return parcel.sets = value,
                "amounts" => parcel.unit.clone_from(&value),
                "as-of" => parcel.as_of.clone_from(&value),
                _ => {}
            }
            attributes.push((name, value));
        }
    });
}

/// Tells the room that there is: width and size of type in pixels, and the picture's height, 0 for what suits the width.
#[wasm_bindgen]
pub fn measure(id: usize, width_px: u32, font_px: u32, height_px: u32) {
    if let Some((state, _)) = shown(id) {
        state.measure(width_px, font_px, height_px);
    }
}

/// Shows an element inside `root`. The answer's first line is its state: `ready`, `empty`, or `failed`, in which case
/// nothing is shown and the further lines say what is wrong; without lines, the summary is of another version.
#[wasm_bindgen]
pub fn mount(id: usize, root: HtmlElement, width_px: u32, font_px: u32, loader: Function) -> String {
    let Some(Element::Coming(parcel, attributes)) =
        with_element(id, |element| std::mem::replace(element, Element::Gone))
    else {
        return "failed".to_owned();
    };
    let read = if parcel.summary.is_empty() { Some(Loaded::new(*parcel)) } else { Loaded::of_summary(&parcel) };
    let Some(loaded) = read else { return "failed".to_owned() };
    if !loaded.can_be_shown() {
        return loaded.refusal();
    }
    let made = Rc::new(RefCell::new(None));
    let (out, inner) = (made.clone(), root.clone());
    let mounted = leptos::mount::mount_to(root.clone(), move || {
        let state = State::new(Arc::new(loaded), Tell::to(loader));
        for (name, value) in attributes {
            state.prepare(&name, &value);
        }
        state.measure(width_px, font_px, 0);
        let listening = {
            let (state, root) = (state.clone(), inner.clone());
            host::listen(&inner, KINDS, move |happening| state.on(&happening, &root))
        };
        let view = view(&state);
        *out.borrow_mut() = Some((state, listening));
        view
    });
    let Some((state, listening)) = made.take() else { return "failed".to_owned() };
    let empty = state.is_empty();
    let shown = Box::new(Shown { state, root, _listening: listening, _mounted: Box::new(mounted) });
    with_element(id, |element| *element = Element::Shown(shown));
    if empty { "empty" } else { "ready" }.to_owned()
}

/// Calls a method that needs the whole module: `csv`, `svg`, `go` with a path; `begin` with all words, as soon as the module is
/// whole; `slice` with a slice of the package; `print` (1 or blank); and what became of something: `checking`, `lost`, `copied`,
/// `edition`, the version that files were published as, `versions` and `versions-from`, the record of versions and its address.
///
/// `csv` and `svg` answer a file. `begin` answers how many bytes the files have that would prove an outline, blank where they are
/// proven, -1 where the outline does not even agree with itself; `slice`, 0 where it is not of the summary that is shown. `trap`
/// is a planted fault, for the tests of what happens then.
#[wasm_bindgen]
pub fn call(id: usize, method: String, argument: String) -> String {
    match (method.as_str(), shown(id)) {
        ("trap", _) => unreachable!("planted"),
        (method, Some((state, root))) => state.further(method, argument, &root),
        _ => String::new(),
    }
}

/// Takes an element away; its number is not used again.
#[wasm_bindgen]
pub fn close(id: usize) {
    let gone = with_element(id, |element| std::mem::replace(element, Element::Gone));
    drop(gone);
}
