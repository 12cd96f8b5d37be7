//! Search: a model and a few letters in, the parts of any level whose name or code holds them out; cannot fail.

use super::Wish;
use super::choose::choose;
use super::place::dimension_words;
use crate::model::path::child_path;
use crate::model::{Axis, Dimension, ELSEWHERE, Kind, Model};
use crate::order::sort_by_key;
use crate::profile::Profile;
use crate::text::fold;
use crate::words::Words;
use daylight_scan::Symbol;

/// More hits than anyone reads.
const MOST_HITS: usize = 50;

/// A part that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    /// Its label.
    pub label: String,
    /// Its code; the same as the label where the data has no labels.
    pub code: String,
    /// Labels from the top to the part above it.
    pub above: Vec<String>,
    /// Its own path.
    pub path: String,
    /// The path to open: its own if there is anything below it, else that of the part above.
    pub opens: String,
    /// The name of its dimension.
    pub dimension: String,
    /// The dimension in words.
    pub dimension_words: String,
}

/// Finds parts in the year, direction and currency of the wish: first those of the wish's dimension, then higher levels
/// first, then those that begin with the query.
pub fn search(model: &Model, wish: &Wish, words: &Words, profile: &Profile, query: &str) -> Vec<Hit> {
    let mut folded = String::new();
    fold(query.trim(), &mut folded);
    let query = folded;
    if query.is_empty() {
        return Vec::new();
    }
    let keep = choose(model, wish, words, profile).keep;
    let mut dimensions: Vec<&Dimension> =
        model.dimensions.iter().filter(|dimension| !dimension.kind.is_always_a_key()).collect();
    sort_by_key(&mut dimensions, |dimension| (dimension.name != wish.dimension, dimension.kind == Kind::Other));
    let mut hits = Vec::new();
    for dimension in dimensions {
        for depth in 0..dimension.axes.len() {
            let axis = model.axis(dimension.axes[depth]);
            let ranks = rank_all(axis, words.lang(), &query);
            if ranks.iter().all(Option::is_none) {
                continue;
            }
            // The distinct ways from the top to a part that matches; and whether anything is below it.
            let mut paths: Vec<(u8, Vec<Symbol>, bool)> = Vec::new();
            for fact in model.facts_of(&dimension.axes) {
                let symbol = fact.key[dimension.axes[depth].0];
                let Some(rank) = ranks[symbol.index()] else { continue };
                if keep.iter().any(|(axis, symbol)| fact.key[axis.0] != *symbol) {
                    continue;
                }
                let below = dimension.axes.get(depth + 1).is_some_and(|axis| fact.key[axis.0] != Symbol::BLANK);
                let way = dimension.axes[..=depth].iter().map(|axis| fact.key[axis.0]);
                match paths.iter().position(|(_, path, _)| path.iter().copied().eq(way.clone())) {
                    Some(index) => paths[index].2 |= below,
                    None if paths.len() < MOST_HITS => paths.push((rank, way.collect(), below)),
                    None => {}
                }
            }
            sort_by_key(&mut paths, |path| path.0);
            hits.extend(paths.iter().map(|(_, path, below)| hit(model, dimension, path, *below, words)));
            if hits.len() >= MOST_HITS {
                hits.truncate(MOST_HITS);
                return hits;
            }
        }
    }
    hits
}

/// How well each symbol of an axis matches: 0 the code itself, 1 at the start, 2 inside, `None` not at all.
fn rank_all(axis: &Axis, lang: &str, query: &str) -> Vec<Option<u8>> {
    let (mut code, mut label) = (String::new(), String::new());
    let mut rank = |symbol: Symbol| {
        if symbol == Symbol::BLANK || axis.code(symbol).starts_with(ELSEWHERE) {
            return None;
        }
        fold(axis.code(symbol), &mut code);
        fold(axis.label(symbol, lang), &mut label);
        if code == query {
            Some(0)
        } else if code.starts_with(query) || label.starts_with(query) {
            Some(1)
        } else {
            label.contains(query).then_some(2)
        }
    };
    let mut ranks = Vec::with_capacity(axis.codes.len());
    ranks.extend(axis.codes.iter().map(&mut rank));
    ranks
}

fn hit(model: &Model, dimension: &Dimension, path: &[Symbol], below: bool, words: &Words) -> Hit {
    let mut hit = Hit {
        dimension: dimension.name.clone(),
        dimension_words: dimension_words(model, dimension, words),
        ..Hit::default()
    };
    for (depth, (axis, symbol)) in dimension.axes.iter().zip(path).enumerate() {
        let axis = model.axis(*axis);
        if depth > 0 {
            hit.above.push(std::mem::take(&mut hit.label));
        }
        hit.opens.clone_from(&hit.path);
        hit.path = child_path(&hit.path, axis.code(*symbol));
        hit.label = axis.label(*symbol, words.lang()).to_owned();
        axis.code(*symbol).clone_into(&mut hit.code);
    }
    if below {
        hit.opens.clone_from(&hit.path);
    }
    hit
}
