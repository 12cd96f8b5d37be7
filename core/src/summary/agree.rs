//! Whether sums agree: an outline in, or an outline and the whole model, yes or no out; cannot fail.

use super::file::key_axes;
use super::outline::is_rest_code;
use crate::model::{AxisId, Builder, Dimension, ELSEWHERE, Model};
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
        && outline.axes.len() >= whole.axes.len()
        // A model without any dimension has one in its outline, for its facts.
        && outline.dimensions.len() == whole.dimensions.len().max(usize::from(outline.is_outline()))
        && outline.dimensions.iter().zip(&whole.dimensions).all(|(one, other)| one.axes.starts_with(&other.axes))
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
        let mut sums = Builder::new(outline.axes.len());
        let mut key = vec![Symbol::BLANK; outline.axes.len()];
        let own = if dimension.kind.is_always_a_key() { &[][..] } else { &dimension.axes };
        // The last axis may be below the levels of the whole.
        let levels = own.iter().filter(|axis| axis.0 < whole.axes.len()).count();
        for fact in whole.facts() {
            for axis in &keys {
                let Some(symbol) = symbols[axis.0][fact.key[axis.0].index()] else { return false };
                key[axis.0] = symbol;
            }
            own.iter().for_each(|axis| key[axis.0] = Symbol::BLANK);
            for (level, axis) in own[..levels].iter().enumerate() {
                let is_deeper = own[level..levels].iter().any(|axis| fact.key[axis.0] != Symbol::BLANK);
                if let (true, Some(end)) = (is_deeper, ends.at(&key, own, level)) {
                    key[axis.0] = end;
                    break;
                }
                let symbol = symbols[axis.0][fact.key[axis.0].index()];
                if let Some(rest) = ends.rest(&key, own, level, symbol) {
                    key[axis.0] = rest;
                    let Some(end) = ends.at(&key, own, level + 1) else { return false };
                    key[own[level + 1].0] = end;
                    break;
                }
                let Some(symbol) = symbol else { return false };
                key[axis.0] = symbol;
            }
            sums.add_sum(&key, fact.amount, fact.count);
        }
        let mut stated = Builder::new(outline.axes.len());
        outline.facts_of(&dimension.axes).for_each(|fact| _ = stated.add_sum(fact.key, fact.amount, fact.count));
        is_same(&sums, &stated)
    })
}

/// Where a dimension of an outline ends: the nodes whose parts are elsewhere, each with the symbol that stands for them; and
/// for levels of which only the largest parts are here, these and the symbol of the rest.
struct Ends {
    nodes: Builder,
    symbols: Vec<Symbol>,
    cut: Builder,
    rests: Vec<Symbol>,
    here: Builder,
}

fn ends(outline: &Model, dimension: &Dimension) -> Ends {
    let axes = &dimension.axes;
    let new = || Builder::new(axes.len() + 1);
    let mut ends = Ends { nodes: new(), symbols: Vec::new(), cut: new(), rests: Vec::new(), here: new() };
    let number_of = |nodes: &mut Builder, node: &[Symbol]| nodes.add(node, crate::money::Amount::ZERO);
    for fact in outline.facts_of(axes) {
        for (level, axis) in axes.iter().enumerate() {
            let symbol = fact.key[axis.0];
            number_of(&mut ends.here, &node(fact.key, axes, level + 1));
            if outline.axis(*axis).elsewhere(symbol).is_some() {
                if number_of(&mut ends.nodes, &node(fact.key, axes, level)) == ends.symbols.len() {
                    ends.symbols.push(symbol);
                }
                break;
            }
            let is_rest = is_rest_code(outline.axis(*axis).code(symbol));
            if is_rest && number_of(&mut ends.cut, &node(fact.key, axes, level)) == ends.rests.len() {
                ends.rests.push(symbol);
            }
        }
    }
    ends
}

impl Ends {
    /// The symbol that stands for the parts of the node to which the first levels of a key lead.
    fn at(&self, key: &[Symbol], axes: &[AxisId], level: usize) -> Option<Symbol> {
        self.nodes.find(&node(key, axes, level)).map(|number| self.symbols[number])
    }

    /// The symbol that stands for a part of that node beside others, where only the largest are here and it is none of them.
    fn rest(&self, key: &[Symbol], axes: &[AxisId], level: usize, part: Option<Symbol>) -> Option<Symbol> {
        let rest = self.cut.find(&node(key, axes, level)).map(|number| self.rests[number])?;
        let Some(part) = part else { return Some(rest) };
        let mut node = node(key, axes, level + 1);
        node[level] = part;
        (part != Symbol::BLANK && self.here.find(&node).is_none()).then_some(rest)
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
        && axis.codes.iter().skip(1).filter(|symbol| !axis.code(*symbol).starts_with(ELSEWHERE)).all(|symbol| {
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
