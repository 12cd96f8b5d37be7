//! Paths: codes from the top joined by `/` in, symbols of a model out, and back; codes that hold a slash are escaped.

use super::{Dimension, Fact, Model};
use daylight_scan::Symbol;

/// How the blank code is written, since a segment without a letter would be lost.
const BLANK: &str = "~";

/// The path of a child of `parent`.
pub fn child_path(parent: &str, code: &str) -> String {
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
pub fn read_path(model: &Model, dimension: &Dimension, path: &str) -> (Vec<Symbol>, bool) {
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

/// A line that an id stands for: a path from the top, or the code of a line at any depth. The answer is its dimension and its path; of
/// several lines with a code the first; `None` where there is none here.
pub fn find_line<'a>(model: &'a Model, id: &str) -> Option<(&'a Dimension, String)> {
    if id.is_empty() {
        return None;
    }
    let mut dimensions = model.dimensions.iter();
    dimensions.find_map(|dimension| {
        let (symbols, is_whole) = read_path(model, dimension, id);
        let depth = match is_whole {
            true => symbols.len(),
            false => dimension.axes.iter().position(|axis| model.axis(*axis).codes.find(id.as_bytes()).is_some())? + 1,
        };
        let axes = &dimension.axes[..depth];
        let code = |fact: &Fact<'_>, at: usize| fact.key[axes[at].0];
        let is_meant = |fact: &Fact<'_>| match is_whole {
            true => symbols.iter().enumerate().all(|(at, symbol)| code(fact, at) == *symbol),
            false => model.axis(axes[depth - 1]).code(code(fact, depth - 1)) == id,
        };
        let fact = model.facts_of(axes).find(is_meant)?;
        let codes = axes.iter().map(|axis| model.axis(*axis).code(fact.key[axis.0]));
        Some((dimension, codes.fold(String::new(), |path, code| child_path(&path, code))))
    })
}
