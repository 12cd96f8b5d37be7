//! Paths: codes from the top joined by `/` in, symbols of a model out, and back; codes that hold a slash are escaped.

use super::funds::Texts;
use super::{Axis, AxisId, Dimension, Fact, Model};
use daylight_scan::Symbol;
use std::collections::{BTreeMap, BTreeSet};

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

/// A line of a budget, as an id of it leads there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The name of its dimension.
    pub dimension: String,
    /// Its path.
    pub path: String,
    /// The path at which it is in sight: its own where it has parts, else that of what it is a part of.
    pub opens: String,
}

/// The line that an id stands for: a path from the top, or the code of a line at any depth. Of several lines with a code the first;
/// `None` where there is none here.
pub fn find_line(model: &Model, id: &str) -> Option<Line> {
    if id.is_empty() {
        return None;
    }
    model.dimensions.iter().find_map(|dimension| {
        let (symbols, is_whole) = read_path(model, dimension, id);
        let depth = match is_whole {
            true => symbols.len(),
            false => dimension.axes.iter().position(|axis| model.axis(*axis).codes.find(id.as_bytes()).is_some())? + 1,
        };
        let (axes, below) = (&dimension.axes[..depth], dimension.axes.get(depth));
        let is_meant = |fact: &Fact<'_>| match is_whole {
            true => symbols.iter().zip(axes).all(|(symbol, axis)| fact.key[axis.0] == *symbol),
            false => axes.last().is_some_and(|axis| model.axis(*axis).code(fact.key[axis.0]) == id),
        };
        let has_parts = |fact: &Fact<'_>| below.is_some_and(|axis| fact.key[axis.0] != Symbol::BLANK);
        let mut facts = model.facts_of(axes).filter(is_meant);
        let first = facts.next()?;
        let is_branch = has_parts(&first) || facts.any(|fact| has_parts(&fact));
        let way = |axes: &[AxisId]| {
            let codes = axes.iter().map(|axis| model.axis(*axis).code(first.key[axis.0]));
            codes.fold(String::new(), |path, code| child_path(&path, code))
        };
        let path = way(axes);
        let opens = if is_branch { path.clone() } else { way(&axes[..depth.saturating_sub(1)]) };
        Some(Line { dimension: dimension.name.clone(), path, opens })
    })
}

/// Every id that a line of a budget goes by, its path and its code, with the labels of that line by language; nothing where it has none.
/// Where lines share an id, it is that of the one which [`find_line`] finds.
pub fn line_names(model: &Model) -> BTreeMap<String, Texts> {
    let mut names = BTreeMap::new();
    for dimension in &model.dimensions {
        let axes = &dimension.axes;
        // By depth: a code that stands at several depths is that of the highest.
        let mut lines: Vec<BTreeSet<Vec<Symbol>>> = vec![BTreeSet::new(); axes.len()];
        for fact in model.facts_of(axes) {
            let way: Vec<Symbol> = axes.iter().map(|axis| fact.key[axis.0]).collect();
            let way = way.split(|symbol| *symbol == Symbol::BLANK).next().unwrap_or_default();
            for (depth, lines) in lines.iter_mut().enumerate().take(way.len()) {
                if !lines.contains(&way[..=depth]) {
                    lines.insert(way[..=depth].to_vec());
                }
            }
        }
        for way in lines.iter().flatten() {
            let codes = way.iter().zip(axes).map(|(symbol, axis)| model.axis(*axis).code(*symbol));
            let path = codes.fold(String::new(), |path, code| child_path(&path, code));
            names.entry(path).or_insert_with(|| labels(model, axes, way));
        }
        for way in lines.iter().flatten() {
            let code = way.last().zip(axes.get(way.len() - 1)).map(|(symbol, axis)| model.axis(*axis).code(*symbol));
            names.entry(code.unwrap_or_default().to_owned()).or_insert_with(|| labels(model, axes, way));
        }
    }
    names
}

fn labels(model: &Model, axes: &[AxisId], way: &[Symbol]) -> Texts {
    let Some((symbol, axis)) = way.last().zip(axes.get(way.len() - 1)) else { return Texts::new() };
    let axis: &Axis = model.axis(*axis);
    let label = |(lang, labels): &(String, Vec<String>)| {
        let label = labels.get(symbol.index()).filter(|label| !label.is_empty())?;
        Some((lang.clone(), label.clone()))
    };
    axis.labels.iter().filter_map(label).collect()
}
