//! What an element tells the page, through the loader: facts in, the page's answer out; cannot fail.
//!
//! Amounts cross as decimal strings, everything else as texts: JavaScript's numbers are floats.

use crate::budget::export::File;
use crate::host::{self, Function};
use daylight_core::figure::budget::{Mark, Wish};
use daylight_core::json::Writer;
use daylight_core::money::Currency;
use leptos::prelude::*;

/// The way to the loader; without one (on the host, in tests) everything is agreed to.
#[derive(Clone, Copy, Default)]
pub struct Tell(Option<StoredValue<Function, LocalStorage>>);

/// What is told.
pub enum Told<'a> {
    /// The reader wants to stand elsewhere; the page may refuse.
    Navigate {
        /// Where to.
        path: &'a str,
        /// Where from.
        from: &'a str,
    },
    /// The attributes have changed; a push is a step that "back" undoes.
    State {
        /// What is asked for now.
        wish: &'a Wish,
        /// Whether it is a step.
        push: bool,
    },
    /// A mark was chosen; its amount is of this currency.
    Select(&'a Mark, Currency),
    /// A file was asked for; the page may take it over.
    Export(&'a File),
}

impl Tell {
    /// A way to a loader.
    pub fn to(loader: Function) -> Self {
        Self(Some(StoredValue::new_local(loader)))
    }

    fn send(self, kind: &str, detail: &str) -> bool {
        self.0.is_none_or(|loader| loader.with_value(|loader| host::tell(loader, kind, detail)))
    }

    /// Tells; the answer is whether the page agrees.
    pub fn tell(self, told: Told<'_>) -> bool {
        let mut json = Writer::default();
        json.open('{');
        let kind = match told {
            Told::Navigate { path, from } => {
                json.key("path").text(path).key("from").text(from);
                "navigate"
            }
            Told::State { wish, push } => {
                let pairs = [
                    ("path", wish.path.as_str()),
                    ("year", &wish.year),
                    ("phase", &wish.phase),
                    ("dimension", &wish.dimension),
                    ("direction", &wish.direction),
                    ("currency", &wish.currency),
                    ("unit", &wish.unit),
                    ("basis", &wish.basis),
                    ("view", wish.view.unless_usual()),
                ];
                for (name, value) in pairs {
                    json.key(name).text(value);
                }
                if push { "push" } else { "replace" }
            }
            Told::Select(mark, currency) => {
                json.key("path").text(mark.path.as_deref().unwrap_or_default()).key("label").text(&mark.label);
                json.key("amount").text(&mark.amount.plain(currency)).key("currency").text(currency.code());
                json.key("words").text(&mark.amount_words).key("share").text(&mark.share_words);
                "select"
            }
            Told::Export(file) => {
                json.key("format").text(&file.format).key("name").text(&file.name);
                json.key("type").text(file.media).key("text").text(&file.text);
                "export"
            }
        };
        json.close('}');
        self.send(kind, &json.finish())
    }

    /// Tells texts by their names; the answer is whether the page agrees.
    pub fn report(self, kind: &str, pairs: &[(&str, &str)]) -> bool {
        let mut json = Writer::default();
        json.open('{');
        for (name, text) in pairs {
            json.key(name).text(text);
        }
        json.close('}');
        self.send(kind, &json.finish())
    }

    /// Asks the page whether another element shows what a link leads to, named by its package and its id there (`PACKAGE ID`); says
    /// whether one does, and goes there. Else the browser follows the link.
    pub fn open(self, to: &str) -> bool {
        to.split_once(' ').is_some_and(|(package, id)| self.report("open", &[("package", package), ("id", id)]))
    }

    /// Asks for more of the package: a `slice` by its number, all `slices`, or the files for a `check`.
    pub fn ask(self, what: &str, which: &str) {
        self.send(what, which);
    }

    /// Puts the link or the embed code on the clipboard.
    pub fn copy(self, what: &str) {
        self.send("copy", what);
    }

    /// Reads a text aloud.
    pub fn speak(self, text: &str) {
        self.send("speak", text);
    }
}
