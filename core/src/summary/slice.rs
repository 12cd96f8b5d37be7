//! A slice as a file: JSON and the outline that it belongs to in, the outline with the slice's parts out; text that is no slice
//! of it is refused.

use super::file::{key_axes, number, read_facts};
use super::outline::{SLICE, is_rest_code};
use crate::json::{self, Node};
use crate::model::{AxisId, Branch, Builder, Model};
use daylight_scan::Symbol;

/// Why a slice was not put into an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is not of this outline.
    Foreign,
    /// It is there already.
    Here,
}

/// Puts a slice into the place that an outline keeps for it.
///
/// # Errors
/// Where the text is no slice of this outline, or its place is taken.
pub fn read_slice(outline: &Model, text: &str) -> Result<Model, Refused> {
    let root = json::read(text).map_err(|_| Refused::Foreign)?;
    let version = outline.about.version.as_deref().unwrap_or("");
    let says = |key: &str| root.get(key).and_then(Node::plain);
    if says(SLICE.0).as_deref() != Some(SLICE.1) || says("version").as_deref() != Some(version) {
        return Err(Refused::Foreign);
    }
    grow(outline, &root).unwrap_or(Err(Refused::Foreign))
}

fn grow(outline: &Model, root: &Node) -> Option<Result<Model, Refused>> {
    let dimension = number(root.get("dimension")?)? as usize;
    let named = outline.dimensions.get(dimension)?;
    let own = &named.axes;
    let path = root.get("path")?.list().iter().zip(own);
    let path = path.map(|(code, axis)| outline.axis(*axis).codes.find(code.text()?.as_bytes()));
    let path = path.collect::<Option<Vec<Symbol>>>()?;
    // Where the node stands for the rest of many parts, they come into its own level.
    let level = path.len() - usize::from(root.get("path")?.list().last().is_some_and(is_rest));
    if outline.slice_at(named, &path).is_none() {
        return Some(Err(Refused::Here));
    }
    let mut axes = outline.axes.clone();
    // For each axis, the slice's own numbers as symbols of the outline.
    let mut symbols: Vec<Vec<Symbol>> =
        axes.iter().map(|axis| [Symbol::BLANK].into_iter().chain(axis.codes.iter().skip(1)).collect()).collect();
    for (axis, node) in own.get(level..)?.iter().zip(root.get("axes")?.list()) {
        let axis_at = axis.0;
        let axis = &mut axes[axis_at];
        symbols[axis_at] = vec![Symbol::BLANK];
        for (at, code) in node.get("codes")?.list().iter().enumerate() {
            let symbol = axis.codes.intern(code.text()?.as_bytes());
            symbols[axis_at].push(symbol);
            for (language, labels) in &mut axis.labels {
                let label = node.get("labels").and_then(|labels| labels.get(language)?.list().get(at)?.text());
                if let Some(label) = label {
                    labels.resize((symbol.index() + 1).max(labels.len()), String::new());
                    label.clone_into(&mut labels[symbol.index()]);
                }
            }
        }
    }
    let facts = facts(root, outline, &symbols, own, &path[..level])?;
    Some(Ok(outline.with_branch(Branch { dimension, path, axes, facts })))
}

/// Whether a code of a path stands for the rest of many parts.
fn is_rest(code: &Node) -> bool {
    code.text().is_some_and(is_rest_code)
}

/// The slice's facts with the symbols of the grown outline.
fn facts(root: &Node, outline: &Model, symbols: &[Vec<Symbol>], own: &[AxisId], path: &[Symbol]) -> Option<Builder> {
    let columns: Vec<AxisId> = key_axes(&outline.axes).iter().chain(&own[path.len()..]).copied().collect();
    let many: Vec<usize> = symbols.iter().map(Vec::len).collect();
    let mut facts = Builder::new(outline.axes.len());
    for fact in read_facts(root.get("facts")?, &columns, &many)?.facts() {
        let mut key: Vec<Symbol> =
            fact.key.iter().zip(symbols).map(|(symbol, symbols)| symbols[symbol.index()]).collect();
        path.iter().zip(own).for_each(|(symbol, axis)| key[axis.0] = *symbol);
        facts.add_sum(&key, fact.amount, fact.count);
    }
    Some(facts)
}
