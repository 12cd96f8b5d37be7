//! Whether sums agree: an outline in, or an outline and the whole model, yes or no out; cannot fail.

use super::file::key_axes;
use crate::model::{AxisId, Builder, Dimension, Model};
use daylight_scan::Symbol;

/// Whether every dimension of an outline adds up to the same totals, for each year, stage, direction and currency.
pub fn sums_agree(outline: &Model) -> bool {
    let keys = key_axes(&outline.axes);
    let totals = |dimension: &Dimension| {
        let mut totals = Builder::new(keys.len());
        for fact in outline.facts_of(&dimension.axes) {
            let key: Vec<Symbol> = keys.iter().map(|axis| fact.key[axis.0]).collect();
            totals.add_sum(&key, fact.amount, fact.count);
        }
        totals
    };
    let mut dimensions = outline.dimensions.iter().filter(|dimension| !dimension.kind.is_always_a_key());
    let Some(first) = dimensions.next().map(totals) else { return true };
    dimensions.map(totals).all(|other| is_same(&first, &other))
}

/// Whether the sums of an outline are those of the whole, and its labels too.
pub fn is_outline_of(outline: &Model, whole: &Model) -> bool {
    let is_alike = outline.rows == whole.rows
        && outline.axes.len() == whole.axes.len()
        // A model without any dimension has one in its outline, for its facts.
        && outline.dimensions.len() == whole.dimensions.len().max(usize::from(outline.is_outline()))
        && outline.dimensions.iter().zip(&whole.dimensions).all(|(one, other)| one.axes == other.axes)
        && (0..whole.axes.len()).all(|at| has_same_labels(outline, whole, AxisId(at)));
    if !is_alike || !outline.is_outline() {
        return is_alike && is_same(&all_facts(outline), &all_facts(whole));
    }
    let keys = key_axes(&whole.axes);
    // For every symbol of the whole, that of the outline; none where the outline does not go so far.
    let symbols: Vec<Vec<Option<Symbol>>> = (whole.axes.iter().zip(&outline.axes))
        .map(|(axis, known)| axis.codes.iter().map(|symbol| known.codes.find(axis.code(symbol).as_bytes())).collect())
        .collect();
    let has_others = outline.dimensions.iter().any(|dimension| !dimension.kind.is_always_a_key());
    let asked = outline.dimensions.iter().filter(|dimension| !has_others || !dimension.kind.is_always_a_key());
    asked.take(if has_others { usize::MAX } else { 1 }).all(|dimension| {
        let ends = ends(outline, dimension);
        let mut sums = Builder::new(whole.axes.len());
        let mut key = vec![Symbol::BLANK; whole.axes.len()];
        for fact in whole.facts() {
            for axis in &keys {
                let Some(symbol) = symbols[axis.0][fact.key[axis.0].index()] else { return false };
                key[axis.0] = symbol;
            }
            let own = if dimension.kind.is_always_a_key() { &[][..] } else { &dimension.axes };
            own.iter().for_each(|axis| key[axis.0] = Symbol::BLANK);
            for (level, axis) in own.iter().enumerate() {
                let is_deeper = own[level..].iter().any(|axis| fact.key[axis.0] != Symbol::BLANK);
                if let (true, Some(end)) = (is_deeper, ends.at(&key, own, level)) {
                    key[axis.0] = end;
                    break;
                }
                let Some(symbol) = symbols[axis.0][fact.key[axis.0].index()] else { return false };
                key[axis.0] = symbol;
            }
            sums.add_sum(&key, fact.amount, fact.count);
        }
        let mut stated = Builder::new(whole.axes.len());
        outline.facts_of(&dimension.axes).for_each(|fact| _ = stated.add_sum(fact.key, fact.amount, fact.count));
        is_same(&sums, &stated)
    })
}

/// Where a dimension of an outline ends: the nodes whose parts are elsewhere, each with the symbol that stands for them.
struct Ends {
    nodes: Builder,
    symbols: Vec<Symbol>,
}

fn ends(outline: &Model, dimension: &Dimension) -> Ends {
    let mut ends = Ends { nodes: Builder::new(dimension.axes.len() + 1), symbols: Vec::new() };
    for fact in outline.facts_of(&dimension.axes) {
        let elsewhere = |axis: &AxisId| outline.axis(*axis).elsewhere(fact.key[axis.0]).is_some();
        let Some(level) = dimension.axes.iter().position(elsewhere) else { continue };
        let number = ends.nodes.add(&node(fact.key, &dimension.axes, level), crate::money::Amount::ZERO);
        if number == ends.symbols.len() {
            ends.symbols.push(fact.key[dimension.axes[level].0]);
        }
    }
    ends
}

impl Ends {
    /// The symbol that stands for the parts of the node to which the first levels of a key lead.
    fn at(&self, key: &[Symbol], axes: &[AxisId], level: usize) -> Option<Symbol> {
        self.nodes.find(&node(key, axes, level)).map(|number| self.symbols[number])
    }
}

/// The first levels of a key, and how many they are.
fn node(key: &[Symbol], axes: &[AxisId], level: usize) -> Vec<Symbol> {
    let mut node = vec![Symbol::BLANK; axes.len() + 1];
    axes[..level].iter().zip(&mut node).for_each(|(axis, part)| *part = key[axis.0]);
    node[axes.len()] = Symbol(level as u32);
    node
}

fn all_facts(model: &Model) -> Builder {
    let mut facts = Builder::new(model.axes.len());
    model.facts().for_each(|fact| _ = facts.add_sum(fact.key, fact.amount, fact.count));
    facts
}

fn is_same(one: &Builder, other: &Builder) -> bool {
    let mut many = 0;
    let all = other.facts().all(|fact| {
        many += 1;
        one.find(fact.key).is_some_and(|number| one.sum(number) == (fact.amount, fact.count))
    });
    all && many == one.facts().count()
}

/// Whether the codes of an axis of the outline are known to the whole, with the same labels.
fn has_same_labels(outline: &Model, whole: &Model, id: AxisId) -> bool {
    let (axis, known) = (outline.axis(id), whole.axis(id));
    axis.kind == known.kind
        && axis.codes.iter().skip(1).filter(|symbol| axis.elsewhere(*symbol).is_none()).all(|symbol| {
            let Some(same) = known.codes.find(axis.code(symbol).as_bytes()) else { return false };
            let label = |labels: Option<&(String, Vec<String>)>, at: Symbol| {
                labels.and_then(|(_, labels)| labels.get(at.index())).cloned().unwrap_or_default()
            };
            let languages = known.labels.iter().map(|(language, _)| language);
            languages.into_iter().all(|language| {
                let of = |axis: &'_ crate::model::Axis, at| {
                    label(axis.labels.iter().find(|(known, _)| known == language), at)
                };
                of(axis, symbol) == of(known, same)
            })
        })
}
