//! Where sums end: a dimension's facts and how far to go in, the facts down to there and the nodes that are left out; cannot fail.
//!
//! What is left out stands in the facts as a code that begins with [`ELSEWHERE`], beneath the node whose parts are in a slice.
//! Where a node has more parts than fit, its largest stay, and one more part stands for the rest: a code of its own
//! (`ELSEWHERE` and `+`), whose own parts are those of the slice.

use super::Room;
use crate::model::{Axis, AxisId, Builder, Dimension, ELSEWHERE, Kind, Model};
use crate::money::Amount;
use crate::summary::{Question, sum_by};
use daylight_scan::{Symbol, Symbols};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};

/// A dimension of so few sums is written whole.
const FEW: usize = 64;

/// A dimension's facts, added up over all other dimensions.
pub(super) struct Cube<'a> {
    pub dimension: &'a Dimension,
    /// Its levels; none where it is a key, which every fact has anyway. Where a level may be cut, one more stands below the
    /// last, for the rest's slices.
    pub axes: Vec<AxisId>,
    /// How many of the axes are levels.
    pub levels: usize,
    facts: Vec<CubeFact>,
}

struct CubeFact {
    keys: Vec<Symbol>,
    way: Vec<Symbol>,
    amount: Amount,
    count: u32,
}

/// A node whose parts are in a slice.
pub(super) struct Node {
    /// The dimension's position.
    pub dimension: usize,
    /// The way to it.
    pub way: Vec<Symbol>,
    /// How many of its parts, the largest, are before this slice.
    pub before: usize,
    /// The number of the slice.
    pub number: u32,
}

impl Node {
    /// The code of the part that stands for the slice's parts, where others are before them.
    pub fn rest(&self) -> Option<String> {
        (self.before > 0).then(|| rest_code(self.number))
    }
}

/// A code that stands for what is elsewhere.
pub(super) struct Stand {
    pub code: String,
    /// For the rest of many parts, how many they are.
    pub parts: Option<usize>,
}

/// Facts of a cube down to some level. Symbols beyond those of the model are of `stands`, in their order.
pub(super) struct Piece {
    pub facts: Builder,
    pub stands: Vec<(AxisId, Vec<Stand>)>,
}

impl Piece {
    /// What stands on an axis for what is elsewhere.
    pub fn stands_on(&self, axis: AxisId) -> impl Iterator<Item = &Stand> + Clone {
        self.stands.iter().filter(move |(on, _)| *on == axis).flat_map(|(_, stands)| stands)
    }
}

impl Cube<'_> {
    /// Whether it has no facts of its own.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// Whether a level may be cut, with the rest in a slice.
    pub fn has_room_below(&self) -> bool {
        self.axes.len() > self.levels
    }
}

/// All that summary and slices are cut from.
pub(super) struct Source<'a> {
    pub model: &'a Model,
    /// The axes that are keys of every fact.
    pub keys: Vec<AxisId>,
    /// One cube a dimension.
    pub cubes: Vec<Cube<'a>>,
    /// The axis below the last level of a dimension.
    beneath: Axis,
}

fn rest_code(number: u32) -> String {
    format!("{ELSEWHERE}+{number}")
}

/// Whether a code stands for the rest of many parts.
pub fn is_rest_code(code: &str) -> bool {
    code.strip_prefix(ELSEWHERE).is_some_and(|number| number.starts_with('+'))
}

impl<'a> Source<'a> {
    /// One cube a dimension; none of its facts where it is a key. Without any other dimension the first one has the sums.
    pub fn new(model: &'a Model, dimensions: &'a [Dimension], keys: Vec<AxisId>) -> Self {
        let is_key = |dimension: &Dimension| dimension.kind.is_always_a_key();
        let has_others = dimensions.iter().any(|dimension| !is_key(dimension));
        let mut next = model.axes.len();
        let cube = |(at, dimension): (usize, &'a Dimension)| {
            let mut axes = if is_key(dimension) { Vec::new() } else { dimension.axes.clone() };
            let by: Vec<AxisId> = keys.iter().chain(&axes).copied().collect();
            let is_left_out = is_key(dimension) && (has_others || at > 0);
            let groups =
                if is_left_out { Vec::new() } else { sum_by(model, &Question { by, keep: Vec::new() }).groups };
            let facts = groups.into_iter().map(|group| CubeFact {
                keys: group.key[..keys.len()].to_vec(),
                way: group.key[keys.len()..].to_vec(),
                amount: group.amount,
                count: u32::try_from(group.count).unwrap_or(u32::MAX),
            });
            let facts: Vec<CubeFact> = facts.collect();
            let levels = axes.len();
            if levels > 0 && facts.len() > FEW {
                axes.push(AxisId(next));
                next += 1;
            }
            Cube { dimension, axes, levels, facts }
        };
        let cubes = dimensions.iter().enumerate().map(cube).collect();
        let beneath =
            Axis { kind: Kind::Other, level: 0, header: String::new(), codes: Symbols::default(), labels: Vec::new() };
        Self { model, keys, cubes, beneath }
    }

    /// How many axes the outline has.
    pub fn axes(&self) -> usize {
        self.cubes
            .iter()
            .flat_map(|cube| &cube.axes)
            .map(|axis| axis.0 + 1)
            .max()
            .unwrap_or(0)
            .max(self.model.axes.len())
    }

    /// An axis of the model, or one below the last level of a dimension.
    pub fn axis(&self, id: AxisId) -> &Axis {
        self.model.axes.get(id.0).unwrap_or(&self.beneath)
    }

    /// Facts of a dimension as far as `room` says; what is deeper is left, a slice for each node. Beneath a node, only what has
    /// a code there: the rest is of the node itself.
    pub fn cut(
        &self,
        dimension: usize,
        node: Option<&Node>,
        room: Room,
        left: &mut VecDeque<Node>,
        next: u32,
    ) -> Piece {
        let Cube { axes, facts, levels, .. } = &self.cubes[dimension];
        let (top, before) = node.map_or((&[][..], 0), |node| (&node.way[..], node.before));
        let has_codes = |way: &[Symbol]| way.iter().any(|symbol| *symbol != Symbol::BLANK);
        let is_beneath =
            |fact: &&CubeFact| node.is_none() || (fact.way.starts_with(top) && has_codes(&fact.way[top.len()..]));
        let facts: Vec<&CubeFact> = facts.iter().filter(is_beneath).collect();
        let is_cut = (before > 0 || room.most.is_some()) && top.len() < *levels;
        let ranked = if is_cut { largest_first(&facts, top.len()) } else { Vec::new() };
        let end = room.most.map_or(ranked.len(), |most| ranked.len().min(before + most));
        let gone: HashSet<Symbol> = ranked[..before.min(end)].iter().copied().collect();
        let rest: HashSet<Symbol> = ranked[end..].iter().copied().collect();
        let depth = room.depth;

        let mut sums = Builder::new(self.keys.len() + axes.len());
        let mut known: HashMap<&[Symbol], usize> = HashMap::new();
        let mut markers: Vec<Stand> = Vec::new();
        let mut leave = |way: &[Symbol], before: usize| {
            let number = next + markers.len() as u32;
            left.push_back(Node { dimension, way: way.to_vec(), before, number });
            markers.push(Stand { code: format!("{ELSEWHERE}{number}"), parts: None });
            markers.len() - 1
        };
        // The rest's slice has the first number, so that its code is known.
        let beyond = |axis: AxisId, at: usize| Symbol((self.axis(axis).codes.len() + at) as u32);
        let rest_marker = (!rest.is_empty()).then(|| leave(top, end));
        for fact in facts {
            let own = fact.way.get(top.len());
            // What has no code on this level is never left out, so it is not in what was left either.
            if own.is_some_and(|own| gone.contains(own) || (before > 0 && *own == Symbol::BLANK)) {
                continue;
            }
            let mut way = fact.way.clone();
            way.resize(axes.len(), Symbol::BLANK);
            if let (Some(marker), true) = (rest_marker, own.is_some_and(|own| rest.contains(own))) {
                way[top.len()..].fill(Symbol::BLANK);
                way[top.len()] = beyond(axes[top.len()], 0);
                way[top.len() + 1] = beyond(axes[top.len() + 1], marker);
            } else if depth < *levels && has_codes(&fact.way[depth..]) {
                let node = &fact.way[..depth];
                let marker = *known.entry(node).or_insert_with(|| leave(node, 0));
                way[depth..].fill(Symbol::BLANK);
                way[depth] = beyond(axes[depth], marker);
            }
            let key: Vec<Symbol> = fact.keys.iter().copied().chain(way).collect();
            sums.add_sum(&key, fact.amount, fact.count);
        }
        let mut stands = Vec::new();
        if rest_marker.is_some() {
            let stand = Stand { code: rest_code(next), parts: Some(rest.len()) };
            stands.push((axes[top.len()], vec![stand]));
        }
        if let (Some(axis), false) = (axes.get(depth), markers.is_empty()) {
            stands.push((*axis, markers));
        }
        Piece { facts: sums, stands }
    }
}

/// The codes of a level, those with the largest amounts of all years and stages first; equal ones in the order of the file.
fn largest_first(facts: &[&CubeFact], level: usize) -> Vec<Symbol> {
    let mut sizes: HashMap<Symbol, Amount> = HashMap::new();
    for fact in facts.iter().filter(|fact| fact.way[level] != Symbol::BLANK) {
        *sizes.entry(fact.way[level]).or_default() += fact.amount.abs();
    }
    let mut codes: Vec<(Symbol, Amount)> = sizes.into_iter().collect();
    codes.sort_by_key(|(symbol, size)| (Reverse(*size), *symbol));
    codes.into_iter().map(|(symbol, _)| symbol).collect()
}
