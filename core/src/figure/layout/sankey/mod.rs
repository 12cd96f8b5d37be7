//! Sankey diagrams: weighted links between nodes in columns and a frame in, boxes and ribbons out; cannot fail.
//!
//! Four steps, a file each: what is too small is merged into one node a column ([`merge`]), the nodes of each column are put in an
//! order with few crossings ([`rank`]), they are moved towards what they are linked to ([`settle`]), and everything is rounded to
//! whole units (here). A ribbon is as thick at both ends and bends with both handles halfway; the ribbons of a side of a node lie
//! beside each other inside of it, so that what is in is what is drawn. The names are those of M. Schmidt: *The Sankey Diagram in
//! Energy and Material Flow Management* (2008). Measured against others: docs/decisions/sankey.md.

mod merge;
mod rank;
mod settle;

use super::Rect;

/// How often ribbons are laid beside each other.
const LAYINGS: usize = 3;

/// What is to be drawn.
#[derive(Clone, Debug, Default)]
pub struct Flows {
    /// For each node its column, from zero.
    pub columns: Vec<usize>,
    /// Links from a node to one of a later column; others are left out of the picture and told.
    pub links: Vec<Flow>,
    /// What leaves a node for none other: kept there, or nowhere. Of a node in the order in which it is drawn.
    pub stubs: Vec<Stub>,
}

/// A link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// How much it carries; not below zero.
    pub weight: f64,
}

/// What leaves a node for none other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stub {
    /// The node.
    pub node: usize,
    /// How much; not below zero.
    pub weight: f64,
    /// What it is; of one kind and node there is one.
    pub kind: u8,
}

/// How much room there is, in hundredths of a pixel.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// From the first column to the end of the last.
    pub length: i32,
    /// Across the columns.
    pub breadth: i32,
    /// How wide a node is, along the flow.
    pub node: i32,
    /// The least breadth of a node.
    pub least: i32,
    /// Between two nodes of a column.
    pub gap: i32,
    /// Whether it flows downwards, with columns as rows, rather than to the right.
    pub is_upright: bool,
}

/// A node of the picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Box {
    /// The nodes that it stands for; several where they were merged.
    pub nodes: Vec<usize>,
    /// Its column.
    pub column: usize,
    /// Where it is.
    pub rect: Rect,
}

/// A link of the picture: it begins at the far side of one box and ends at the near side of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ribbon {
    /// The box where it begins.
    pub from: usize,
    /// The box where it ends.
    pub to: usize,
    /// Its upper edge at the beginning (its left one, where it flows downwards).
    pub starts: i32,
    /// The same at its end.
    pub ends: i32,
    /// How thick it is.
    pub breadth: i32,
}

/// What leaves a box for none other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// The box.
    pub from: usize,
    /// What it is.
    pub kind: u8,
    /// Its upper edge.
    pub starts: i32,
    /// How thick it is.
    pub breadth: i32,
}

/// The picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sankey {
    /// The boxes, column by column, each from the top.
    pub boxes: Vec<Box>,
    /// The ribbons.
    pub ribbons: Vec<Ribbon>,
    /// What ends at a box.
    pub ends: Vec<End>,
    /// Links that lead to no later column, by index.
    pub left_out: Vec<usize>,
}

/// The graph that is left after merging, on its way to the picture.
struct Draft {
    /// The nodes of each, their column, and how much they carry.
    nodes: Vec<(Vec<usize>, usize, f64)>,
    /// Links, at most one between two nodes.
    links: Vec<Flow>,
    stubs: Vec<Stub>,
    /// The columns that have nodes, in order; each with its nodes from the top.
    columns: Vec<Vec<usize>>,
}

impl Draft {
    /// The place of a node's column among those that have nodes.
    fn levels(&self) -> Vec<usize> {
        let mut levels = vec![0; self.nodes.len()];
        for (level, column) in self.columns.iter().enumerate() {
            column.iter().for_each(|node| levels[*node] = level);
        }
        levels
    }
}

/// Places the flows into a room.
pub fn place_sankey(flows: &Flows, room: Room) -> Sankey {
    let is_onwards = |link: &Flow| flows.columns[link.from] < flows.columns[link.to];
    let left_out = (0..flows.links.len()).filter(|at| !is_onwards(&flows.links[*at])).collect();
    let mut draft = merge::merge(flows, room);
    rank::rank(&mut draft);
    let scale = settle::scale(&draft, room);
    let tops = settle::settle(&draft, room, scale);
    Sankey { left_out, ..write(&draft, room, scale, &tops) }
}

/// Rounds to whole units: breadths first, then what lies beside what.
fn write(draft: &Draft, room: Room, scale: f64, tops: &[f64]) -> Sankey {
    // Rounded down, parts are never more than their whole, nor boxes than their room.
    let thick = |weight: f64| (weight * scale) as i32;
    let count = draft.columns.len();
    let mut places = vec![0; draft.nodes.len()];
    let mut sankey = Sankey::default();
    for (level, column) in draft.columns.iter().enumerate() {
        let step = if count > 1 { (room.length - room.node) / (count as i32 - 1) } else { 0 };
        let mut free = 0;
        for node in column {
            let (nodes, column, weight) = &draft.nodes[*node];
            let sum = |side: &dyn Fn(&Flow) -> usize| -> i32 {
                draft.links.iter().filter(|link| side(link) == *node).map(|link| thick(link.weight)).sum()
            };
            let ends: i32 = draft.stubs.iter().filter(|stub| stub.node == *node).map(|stub| thick(stub.weight)).sum();
            let whole = thick(*weight).max(sum(&|link| link.to)).max(sum(&|link| link.from) + ends);
            let breadth = whole.max(room.least);
            let top = round(tops[*node]).max(free);
            free = top + breadth + room.gap;
            places[*node] = sankey.boxes.len();
            let rect = Rect { x: step * level as i32, y: top, width: room.node, height: breadth };
            sankey.boxes.push(Box { nodes: nodes.clone(), column: *column, rect });
        }
    }
    sankey.ribbons = draft
        .links
        .iter()
        .map(|link| Ribbon {
            from: places[link.from],
            to: places[link.to],
            breadth: thick(link.weight),
            ..Ribbon::default()
        })
        .collect();
    sankey.ends = draft
        .stubs
        .iter()
        .map(|stub| End { from: places[stub.node], kind: stub.kind, starts: 0, breadth: thick(stub.weight) })
        .collect();
    lay_beside(&mut sankey, room);
    if room.is_upright {
        for placed in &mut sankey.boxes {
            let Rect { x, y, width, height } = placed.rect;
            placed.rect = Rect { x: y, y: x, width: height, height: width };
        }
    }
    sankey
}

/// Lays the ribbons of each side of each box beside each other, in the order in which they pass the next column, so that those that
/// end there and those that go on do not cross; what ends at the box comes last. Where they pass depends on where they begin, so
/// it is done again from what was found.
fn lay_beside(sankey: &mut Sankey, room: Room) {
    let boxes = &sankey.boxes;
    let along = |ribbon: &Ribbon| boxes[ribbon.to].rect.x - boxes[ribbon.from].rect.x;
    let tops: Vec<i32> = boxes.iter().map(|placed| placed.rect.y).collect();
    let step = sankey.ribbons.iter().map(along).min().unwrap_or(1);
    let bends: Vec<f64> = sankey
        .ribbons
        .iter()
        .map(|ribbon| bent(f64::from(step - room.node) / f64::from((along(ribbon) - room.node).max(1))))
        .collect();
    for ribbon in &mut sankey.ribbons {
        let beside = |at: usize| boxes[at].rect.y + (boxes[at].rect.height - ribbon.breadth) / 2;
        (ribbon.starts, ribbon.ends) = (beside(ribbon.from), beside(ribbon.to));
    }
    let mut leaving = tops.clone();
    for _ in 0..LAYINGS {
        let passes = |at: usize, is_out: bool| {
            let Ribbon { starts, ends, breadth, .. } = sankey.ribbons[at];
            let (from, to) = if is_out { (starts, ends) } else { (ends, starts) };
            f64::from(from) + f64::from(breadth) / 2.0 + f64::from(to - from) * bends[at]
        };
        let by = |is_out: bool| {
            let keys: Vec<f64> = (0..bends.len()).map(|at| passes(at, is_out)).collect();
            crate::order::order(keys.len(), &mut |one, other| keys[one].total_cmp(&keys[other]))
        };
        let (outwards, inwards) = (by(true), by(false));
        leaving.clone_from(&tops);
        let mut entering = tops.clone();
        for at in outwards {
            let ribbon = &mut sankey.ribbons[at];
            ribbon.starts = leaving[ribbon.from];
            leaving[ribbon.from] += ribbon.breadth;
        }
        for at in inwards {
            let ribbon = &mut sankey.ribbons[at];
            ribbon.ends = entering[ribbon.to];
            entering[ribbon.to] += ribbon.breadth;
        }
    }
    for end in &mut sankey.ends {
        end.starts = leaving[end.from];
        leaving[end.from] += end.breadth;
    }
}

/// How far across a ribbon has come that is so far along, as parts of the whole: a curve with both handles halfway.
fn bent(along: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        if middle * (1.5 + middle * (middle - 1.5)) < along { low = middle } else { high = middle }
    }
    high * high * (3.0 - 2.0 * high)
}

#[allow(clippy::cast_possible_truncation, reason = "lengths on a screen")]
fn round(length: f64) -> i32 {
    (length + 0.5) as i32
}

#[cfg(test)]
mod tests;
