//! The order of the nodes in their columns: a draft in, the same with few crossings out.
//!
//! Sweeps by weighted barycentres to and fro (K. Sugiyama, S. Tagawa, M. Toda: *Methods for Visual Understanding of Hierarchical
//! System Structures*, 1981), then every node tries all places of its column as long as that leaves less to cross (sifting;
//! C. Matuszewski, R. Schönfeld, P. Molitor: *Using Sifting for k-Layer Straightline Crossing Minimization*, 1999). A link over
//! several columns passes through those between as a point of its own, which finds its place like a node. This is done from
//! two orders to begin with, and the best is kept; of those that are about as good the first, so that little changes where
//! little changed.

use super::{Draft, Flow};
use crate::order::order;

const SWEEPS: usize = 12;
/// More rounds than it takes until no node moves any more.
const ROUNDS: usize = 24;
/// What a move or another beginning must spare, as a part of what crosses.
const WORTH: f64 = 0.002;
/// What each crossing counts besides the lesser of the two that cross, as a part of the mean link: a thread disturbs too.
const EACH: f64 = 0.5;

/// Puts the nodes of each column in order.
pub(super) fn rank(draft: &mut Draft) {
    let mut points = Points::new(draft);
    let mut best: Option<(f64, Vec<Vec<usize>>)> = None;
    for start in points.starts(draft) {
        points.set(start);
        points.sweep_to_and_fro();
        points.sift();
        let crossings = points.crossings();
        if best.as_ref().is_none_or(|(least, _)| crossings < least * (1.0 - WORTH)) {
            best = Some((crossings, points.columns.clone()));
        }
    }
    let nodes = draft.nodes.len();
    for (column, points) in draft.columns.iter_mut().zip(best.map_or(Vec::new(), |best| best.1)) {
        *column = points.into_iter().filter(|point| *point < nodes).collect();
    }
}

/// Nodes and the points at which links pass columns.
struct Points {
    /// For each column its points, from the top.
    columns: Vec<Vec<usize>>,
    /// For each column the pieces of links from there to the next.
    pieces: Vec<Vec<Flow>>,
    /// For each point what it is linked to in the column before and in the next.
    beside: Vec<[Vec<(usize, f64)>; 2]>,
    /// The place of each point in its column.
    places: Vec<usize>,
    /// What each crossing counts besides.
    each: f64,
}

impl Points {
    fn new(draft: &Draft) -> Self {
        let levels = draft.levels();
        let mut columns = draft.columns.clone();
        let mut pieces = vec![Vec::new(); columns.len()];
        let mut count = draft.nodes.len();
        for link in &draft.links {
            let (mut from, last) = (link.from, levels[link.to]);
            for level in levels[link.from]..last {
                let to = if level + 1 == last {
                    link.to
                } else {
                    columns[level + 1].push(count);
                    count += 1;
                    count - 1
                };
                pieces[level].push(Flow { from, to, weight: link.weight });
                from = to;
            }
        }
        let mut beside = vec![[Vec::new(), Vec::new()]; count];
        for piece in pieces.iter().flatten() {
            beside[piece.from][1].push((piece.to, piece.weight));
            beside[piece.to][0].push((piece.from, piece.weight));
        }
        let whole: f64 = draft.links.iter().map(|link| link.weight).sum();
        let each = whole / draft.links.len().max(1) as f64 * EACH;
        Self { columns, pieces, beside, places: vec![0; count], each }
    }

    /// Orders to begin with: the largest first, and as the data have them.
    fn starts(&self, draft: &Draft) -> Vec<Vec<Vec<usize>>> {
        let first = |point: usize| draft.nodes.get(point).and_then(|node| node.0.iter().min()).copied();
        let of_data = |column: &Vec<usize>| -> Vec<usize> {
            let sorted = order(column.len(), &mut |one, other| first(column[one]).cmp(&first(column[other])));
            sorted.into_iter().map(|at| column[at]).collect()
        };
        vec![self.columns.clone(), self.columns.iter().map(of_data).collect()]
    }

    fn set(&mut self, columns: Vec<Vec<usize>>) {
        self.columns = columns;
        (0..self.columns.len()).for_each(|column| self.number(column));
    }

    fn number(&mut self, column: usize) {
        for (place, point) in self.columns[column].iter().enumerate() {
            self.places[*point] = place;
        }
    }

    fn sweep_to_and_fro(&mut self) {
        let mut best = (self.crossings(), self.columns.clone());
        for sweep in 0..SWEEPS {
            self.sweep(sweep % 2 == 0);
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
            }
        }
        self.set(best.1);
    }

    /// Orders each column by the weighted means of the places before it, or after it.
    fn sweep(&mut self, is_onwards: bool) {
        let count = self.columns.len();
        let columns: Vec<usize> = if is_onwards { (1..count).collect() } else { (0..count.max(1) - 1).rev().collect() };
        for column in columns {
            let points = &self.columns[column];
            // What is linked to nothing there stays about where it is.
            let mean = |at: usize| {
                let beside = &self.beside[points[at]][usize::from(!is_onwards)];
                let weight: f64 = beside.iter().map(|(_, weight)| weight).sum();
                let sum: f64 = beside.iter().map(|(other, weight)| self.places[*other] as f64 * weight).sum();
                if weight > 0.0 { sum / weight } else { at as f64 }
            };
            let means: Vec<f64> = (0..points.len()).map(mean).collect();
            let sorted = order(points.len(), &mut |one, other| means[one].total_cmp(&means[other]));
            self.columns[column] = sorted.into_iter().map(|at| points[at]).collect();
            self.number(column);
        }
    }

    /// Moves single points within their columns until none is worth it.
    fn sift(&mut self) {
        for _ in 0..ROUNDS {
            let mut has_moved = false;
            for column in 0..self.columns.len() {
                has_moved |= self.sift_column(column);
            }
            if !has_moved {
                break;
            }
        }
    }

    fn sift_column(&mut self, column: usize) -> bool {
        let count = self.columns[column].len();
        // What crosses between each two, where the one is above the other.
        let mut between = vec![0.0; count * count];
        for above in 0..count {
            for below in (0..count).filter(|below| *below != above) {
                between[above * count + below] = self.between(self.columns[column][above], self.columns[column][below]);
            }
        }
        let whole: f64 =
            (0..count).map(|at| (at + 1..count).map(|below| between[at * count + below]).sum::<f64>()).sum();
        // Points by the place that they had.
        let mut sorted: Vec<usize> = (0..count).collect();
        let mut has_moved = false;
        for point in 0..count {
            let Some(at) = sorted.iter().position(|other| *other == point) else { continue };
            // What it spares to be above another rather than below it.
            let spared = |other: usize| between[other * count + point] - between[point * count + other];
            let (mut sum, mut best, mut to) = (0.0, whole * WORTH, at);
            for place in (0..at).rev() {
                sum += spared(sorted[place]);
                if sum > best {
                    (best, to) = (sum, place);
                }
            }
            sum = 0.0;
            for (place, other) in sorted.iter().enumerate().skip(at + 1) {
                sum -= spared(*other);
                if sum > best {
                    (best, to) = (sum, place);
                }
            }
            if to != at {
                sorted.remove(at);
                sorted.insert(to, point);
                has_moved = true;
            }
        }
        if has_moved {
            self.columns[column] = sorted.into_iter().map(|at| self.columns[column][at]).collect();
            self.number(column);
        }
        has_moved
    }

    /// What crosses among the links of two points of a column, the first being above.
    fn between(&self, above: usize, below: usize) -> f64 {
        let mut sum = 0.0;
        for (ours, theirs) in self.beside[above].iter().zip(&self.beside[below]) {
            for (one, weight) in ours {
                for (other, other_weight) in theirs {
                    if self.places[*one] > self.places[*other] {
                        sum += weight.min(*other_weight) + self.each;
                    }
                }
            }
        }
        sum
    }

    /// What crosses between all columns.
    fn crossings(&self) -> f64 {
        self.pieces.iter().map(|pieces| self.crossings_of(pieces)).sum()
    }

    fn crossings_of(&self, pieces: &[Flow]) -> f64 {
        let ends = |piece: &Flow| (self.places[piece.from], self.places[piece.to]);
        let mut sum = 0.0;
        for (at, one) in pieces.iter().enumerate() {
            let (from, to) = ends(one);
            for other in &pieces[..at] {
                let (other_from, other_to) = ends(other);
                if (from < other_from && to > other_to) || (from > other_from && to < other_to) {
                    sum += one.weight.min(other.weight) + self.each;
                }
            }
        }
        sum
    }
}
