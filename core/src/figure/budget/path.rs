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
        let code = if segment == BLANK { String::new() } else { read_segment(segment) };
        match model.axis(*axis).codes.find(code.as_bytes()) {
            Some(symbol) => symbols.push(symbol),
            None => return (symbols, false),
        }
    }
    let whole = segments.next().is_none();
    (symbols, whole)
}

/// The code that a segment stands for.
fn read_segment(segment: &str) -> String {
    let mut code = String::with_capacity(segment.len());
    let mut rest = segment.chars();
    while let Some(char) = rest.next() {
        let escaped = [("%7E", '~'), ("%2F", '/'), ("%25", '%')];
        let escaped = escaped.iter().find_map(|(from, to)| Some((rest.as_str().strip_prefix(&from[1..])?, *to)));
        match escaped {
            Some((after, to)) if char == '%' => {
                code.push(to);
                rest = after.chars();
            }
            _ => code.push(char),
        }
    }
    code
}
