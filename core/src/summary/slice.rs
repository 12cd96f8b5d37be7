//! A slice as a file: JSON and the outline that it belongs to in, the outline with the slice's parts out; text that is no slice
//! of it is refused.

use super::file::{key_axes, number, read_facts};
use super::outline::SLICE;
use crate::json::{self, Node};
use crate::model::{AxisId, Branch, Builder, Model};
use daylight_scan::Symbol;

/// Puts a slice into the place that an outline keeps for it; `None` where it is not of this outline.
pub fn read_slice(outline: &Model, text: &str) -> Option<Model> {
    let root = json::read(text).ok()?;
    let version = outline.about.version.as_deref().unwrap_or("");
    if root.get(SLICE.0)?.plain()? != SLICE.1 || root.text_of("version")? != version {
        return None;
    }
    let dimension = number(root.get("dimension")?)? as usize;
    let named = outline.dimensions.get(dimension)?;
    let own = &named.axes;
    let path = root.get("path")?.list().iter().zip(own);
    let path = path.map(|(code, axis)| outline.axis(*axis).codes.find(code.text()?.as_bytes()));
    let path = path.collect::<Option<Vec<Symbol>>>()?;
    outline.slice_at(named, &path)?;
    let mut axes = outline.axes.clone();
    // For each axis, the slice's own numbers as symbols of the outline.
    let mut symbols: Vec<Vec<Symbol>> =
        axes.iter().map(|axis| [Symbol::BLANK].into_iter().chain(axis.codes.iter().skip(1)).collect()).collect();
    for (axis, node) in own.get(path.len()..)?.iter().zip(root.get("axes")?.list()) {
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
    let facts = facts(&root, outline, &symbols, own, &path)?;
    Some(outline.with_branch(Branch { dimension, path, axes, facts }))
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
