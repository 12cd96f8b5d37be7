//! Paths: codes from the top joined by `/` in, symbols of a model out, and back; codes that hold a slash are escaped.

use crate::model::{Dimension, Model};
use daylight_scan::Symbol;

/// How the blank code is written, since a segment without a letter would be lost.
const BLANK: &str = "~";

/// The path of a child of `parent`.
pub(super) fn child_path(parent: &str, code: &str) -> String {
    let mut path = String::with_capacity(parent.len() + code.len() + 1);
    if !parent.is_empty() {
        path.push_str(parent);
        path.push('/');
    }
    match code {
        "" => path.push_str(BLANK),
        BLANK => path.push_str("%7E"),
        _ => {
            for char in code.chars() {
                match char {
                    '%' => path.push_str("%25"),
                    '/' => path.push_str("%2F"),
                    _ => path.push(char),
                }
            }
        }
    }
    path
}

/// The symbols of a path, as far as the data has its codes; and whether it has all of them.
pub(super) fn read_path(model: &Model, dimension: &Dimension, path: &str) -> (Vec<Symbol>, bool) {
    let mut symbols = Vec::new();
    if path.is_empty() {
        return (symbols, true);
    }
    let mut segments = path.split('/');
    for (axis, segment) in dimension.axes.iter().zip(segments.by_ref()) {
        let code = match segment {
            BLANK => String::new(),
            _ => segment.replace("%7E", BLANK).replace("%2F", "/").replace("%25", "%"),
        };
        match model.axis(*axis).codes.find(code.as_bytes()) {
            Some(symbol) => symbols.push(symbol),
            None => return (symbols, false),
        }
    }
    let whole = segments.next().is_none();
    (symbols, whole)
}
