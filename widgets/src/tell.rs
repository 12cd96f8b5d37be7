//! What an element tells the page, through the loader: facts in, the page's answer out; cannot fail.
//!
//! Amounts cross as decimal strings, everything else as texts: JavaScript's numbers are floats.

use crate::host;
use daylight_core::figure::budget::{BudgetFigure, Mark, View, Wish};
use daylight_core::json::Writer;
use js_sys::Function;
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
    /// A mark was chosen.
    Choose(&'a Mark),
    /// A row of the table was chosen.
    Select {
        /// What is shown.
        figure: &'a BudgetFigure,
        /// The row.
        row: usize,
    },
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
                let view = if wish.view == View::Table { "table" } else { "" };
                let pairs = [
                    ("path", wish.path.as_str()),
                    ("year", &wish.year),
                    ("phase", &wish.phase),
                    ("dimension", &wish.dimension),
                    ("direction", &wish.direction),
                    ("unit", &wish.unit),
                    ("view", view),
                ];
                for (name, value) in pairs {
                    json.key(name).text(value);
                }
                if push { "push" } else { "replace" }
            }
            Told::Choose(mark) => {
                json.key("path").text(mark.path.as_deref().unwrap_or_default());
                json.key("label").text(&mark.label).key("amount").text(&mark.amount_words);
                json.key("minor").text(&mark.amount.minor().to_string()).key("share").text(&mark.share_words);
                "select"
            }
            Told::Select { figure, row } => {
                if let Some(row) = figure.table.rows.get(row) {
                    for (column, cell) in figure.table.columns.iter().zip(&row.cells) {
                        json.key(&column.id).text(&cell.text);
                    }
                }
                "select"
            }
        };
        json.close('}');
        self.send(kind, &json.finish())
    }

    /// Gives the reader a file.
    pub fn save(self, format: &str, text: &str) {
        let mut json = Writer::default();
        json.open('{').key("format").text(format).key("text").text(text).close('}');
        self.send("export", &json.finish());
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
