//! What a page calls: a session at a time, texts in JSON in and out, and the browser's own decoder of texts.

use crate::found::{Found, STEPS};
use crate::session::{Change, Session};
use crate::view::{self, CONSTANTS};
use daylight_core::import::Decoder;
use daylight_core::words::Words;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The browser's `TextDecoder`.
    #[wasm_bindgen(js_name = TextDecoder)]
    type BrowserDecoder;

    #[wasm_bindgen(constructor, catch, js_class = "TextDecoder")]
    fn new(label: &str, options: &JsValue) -> Result<BrowserDecoder, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn decode(this: &BrowserDecoder, bytes: &[u8]) -> Result<String, JsValue>;

    /// The memory of the module.
    type Memory;

    #[wasm_bindgen(method, getter)]
    fn buffer(this: &Memory) -> Buffer;

    type Buffer;

    #[wasm_bindgen(method, getter, js_name = byteLength)]
    fn byte_length(this: &Buffer) -> u32;

    #[wasm_bindgen(js_namespace = JSON, js_name = parse)]
    fn parse_json(text: &str) -> JsValue;
}

/// The decoders of the browser.
struct Browser;

impl Browser {
    fn decoder(label: &str) -> Option<BrowserDecoder> {
        BrowserDecoder::new(label, &parse_json("{\"fatal\":true}")).ok()
    }
}

impl Decoder for Browser {
    fn knows(&self, label: &str) -> bool {
        Self::decoder(label).is_some()
    }

    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String> {
        Self::decoder(label)?.decode(bytes).ok()
    }
}

thread_local! {
    static WORDS: RefCell<Words> = RefCell::new(Words::built_in("en"));
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
    static FOUND: RefCell<Found> = RefCell::default();
}

/// Chooses a language; returns what the page says in it, and what can be chosen.
#[wasm_bindgen]
pub fn choices(lang: &str) -> String {
    WORDS.with_borrow_mut(|words| {
        *words = Words::built_in(lang);
        view::choices(words)
    })
}

/// Takes a file: one that is known by its name again, or else a new beginning; returns a report where it cannot be read, else
/// nothing.
#[wasm_bindgen]
pub fn open(name: &str, mut bytes: Vec<u8>) -> String {
    WORDS.with_borrow(|words| {
        let again =
            SESSION.with_borrow_mut(|session| session.as_mut().map(|session| session.replace(name, &mut bytes)));
        match again {
            Some(Ok(true)) => return String::new(),
            Some(Err(issue)) => return view::refusal(issue, words),
            _ => SESSION.set(None),
        }
        match Session::open(name, bytes, Box::new(Browser)) {
            Ok(session) => {
                SESSION.set(Some(session));
                String::new()
            }
            Err(issue) => view::refusal(issue, words),
        }
    })
}

/// Adds a file with one more table of the same package; returns a report where it cannot be read, else nothing.
#[wasm_bindgen]
pub fn add(name: &str, bytes: Vec<u8>) -> String {
    with_session(|session, words| {
        session.add(name, bytes).map_or_else(|issue| view::refusal(issue, words), |()| String::new())
    })
}

/// Runs over the open session; blank where there is none.
fn with_session(run: impl FnOnce(&mut Session, &Words) -> String) -> String {
    WORDS.with_borrow(|words| {
        SESSION.with_borrow_mut(|session| session.as_mut().map(|session| run(session, words)).unwrap_or_default())
    })
}

/// What the page shows, the sheet from a row on; a sheet below zero is that of the table at work.
#[wasm_bindgen]
pub fn view(from: u32, sheet: i32) -> String {
    with_session(|session, words| view::view(session, from, usize::try_from(sheet).ok(), words))
}

/// Changes the descriptor: what, of what (a header, a key), and to what. Returns a report where it cannot be, else nothing.
#[wasm_bindgen]
pub fn change(what: &str, of: &str, to: &str) -> String {
    with_session(|session, words| {
        let change = match what {
            "table" => Change::Table(to.parse().unwrap_or(0)),
            "add" => Change::Add(to.parse().unwrap_or(0)),
            "drop" => Change::Drop,
            "part" => Change::Part(to),
            "sheet" => Change::Sheet(to.parse().unwrap_or(0)),
            "header" => Change::Header(to),
            "role" => Change::Role(of, to),
            "totals" => Change::Totals(to),
            "factor" => Change::Factor(to),
            "review" => Change::Review(of, to),
            "descriptor" => Change::Descriptor(to),
            "constant" => match CONSTANTS.iter().find(|(name, _)| *name == of) {
                Some((name, column_type)) => Change::Constant(name, column_type, to),
                None => return String::new(),
            },
            _ => Change::Text(of, to),
        };
        session.change(change).map_or_else(|issue| view::refusal(issue, words), |()| String::new())
    })
}

/// Takes a step of a check, from zero; returns how much is done then, in per cent: 100 where there is no such step.
#[wasm_bindgen]
pub fn check(step: usize) -> u32 {
    with_session(|session, words| {
        FOUND.with_borrow_mut(|found| {
            if step == 0 {
                *found = Found::default();
            }
            if let Some((step, _)) = STEPS.get(step) {
                found.take(*step, &session.load(), words);
            }
        });
        String::new()
    });
    STEPS.get(step).map_or(100, |(_, done)| *done)
}

/// What the steps found: a report.
#[wasm_bindgen]
pub fn found() -> String {
    WORDS.with_borrow(|words| FOUND.with_borrow(|found| view::found(found, words)))
}

/// The bytes that the core holds. Memory of WebAssembly never shrinks, so this is the most that it ever held.
#[wasm_bindgen]
pub fn held() -> f64 {
    let memory: Memory = wasm_bindgen::memory().unchecked_into();
    f64::from(memory.buffer().byte_length())
}

/// The descriptor and the files of a preview: texts by turns, path and content, the descriptor first. None where there is none.
#[wasm_bindgen]
pub fn preview() -> Vec<String> {
    let plain = SESSION.with_borrow(|session| session.as_ref().and_then(|session| session.plain().ok()));
    let Some(plain) = plain else { return Vec::new() };
    let files = plain.files.into_iter().flat_map(|(path, bytes)| [path, String::from_utf8(bytes).unwrap_or_default()]);
    [String::new(), plain.descriptor].into_iter().chain(files).collect()
}

/// Why there is no package: a report; blank where there is one.
#[wasm_bindgen]
pub fn refused() -> String {
    with_session(|session, words| match session.package(words) {
        Ok(archive) => {
            ARCHIVE.set(archive);
            String::new()
        }
        Err(report) => view::report(&report, words),
    })
}

thread_local! {
    static ARCHIVE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The package that was made.
#[wasm_bindgen]
pub fn archive() -> Vec<u8> {
    ARCHIVE.take()
}

/// The lines that show the package, in a language.
#[wasm_bindgen]
pub fn snippet(lang: &str) -> String {
    with_session(|session, _| session.snippet(lang))
}
