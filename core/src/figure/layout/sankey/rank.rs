//! The order of the nodes in their columns: a draft in, the same with few crossings out.
//!
//! Sweeps by weighted barycentres to and fro, then neighbours change places as long as fewer weighted crossings are left (K. Sugiyama,
//! S. Tagawa, M. Toda: *Methods for Visual Understanding of Hierarchical System Structures*, 1981). A link over several
//! columns passes through those between as a point of its own, which finds its place like a node. The best order seen is kept; of
//! equals the first, so that little changes where little changed.

use super::Draft;
use crate::order::order;

/// More sweeps than it takes until nothing changes any more.
const SWEEPS: usize = 12;
const EXCHANGES: usize = 24;

/// A piece of a link between two columns that follow each other.
#[derive(Clone, Copy)]
struct Piece {
    /// Point in the earlier column.
    from: usize,
    /// Point in the later one.
    to: usize,
    weight: f64,
}

/// Nodes and the points at which links pass columns.
struct Points {
    /// For each column its points, from the top.
    columns: Vec<Vec<usize>>,
    /// For each column the pieces to the next.
    pieces: Vec<Vec<Piece>>,
    /// The place of each point in its column.
    places: Vec<usize>,
}

/// Puts the nodes of each column in order.
pub(super) fn rank(draft: &mut Draft) {
    let mut points = Points::new(draft);
    let mut best = (points.crossings(), points.columns.clone());
    for sweep in 0..SWEEPS {
        points.sweep(sweep % 2 == 0);
        best = better(best, &points);
    }
    points.set(best.1.clone());
    for _ in 0..EXCHANGES {
        if !points.exchange() {
            break;
        }
    }
    best = better(best, &points);
    let nodes = draft.nodes.len();
    for (column, points) in draft.columns.iter_mut().zip(best.1) {
        *column = points.into_iter().filter(|point| *point < nodes).collect();
    }
}

fn better(best: (f64, Vec<Vec<usize>>), points: &Points) -> (f64, Vec<Vec<usize>>) {
    let crossings = points.crossings();
    if crossings < best.0 { (crossings, points.columns.clone()) } else { best }
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
                pieces[level].push(Piece { from, to, weight: link.weight });
                from = to;
            }
        }
        let mut points = Self { columns: Vec::new(), pieces, places: vec![0; count] };
        points.set(columns);
        points
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

    /// Orders each column by the weighted means of the places before it, or after it.
    fn sweep(&mut self, is_onwards: bool) {
        let count = self.columns.len();
        let columns: Vec<usize> = if is_onwards { (1..count).collect() } else { (0..count.max(1) - 1).rev().collect() };
        for column in columns {
            let mut sums = vec![(0.0, 0.0); self.places.len()];
            let pieces = if is_onwards { &self.pieces[column - 1] } else { &self.pieces[column] };
            for piece in pieces {
                let (own, other) = if is_onwards { (piece.to, piece.from) } else { (piece.from, piece.to) };
                sums[own].0 += self.places[other] as f64 * piece.weight;
                sums[own].1 += piece.weight;
            }
            let points = &self.columns[column];
            // What is linked to nothing there stays about where it is.
            let mean = |at: usize| match sums[points[at]] {
                (_, weight) if weight <= 0.0 => at as f64,
                (sum, weight) => sum / weight,
            };
            let sorted = order(points.len(), &mut |one, other| mean(one).total_cmp(&mean(other)));
            self.columns[column] = sorted.into_iter().map(|at| points[at]).collect();
            self.number(column);
        }
    }

    /// Lets neighbours change places where that leaves fewer crossings; says whether any did.
    fn exchange(&mut self) -> bool {
        let mut has_changed = false;
        let mut beside: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.places.len() * 2];
        for piece in self.pieces.iter().flatten() {
            beside[piece.from * 2 + 1].push((piece.to, piece.weight));
            beside[piece.to * 2].push((piece.from, piece.weight));
        }
        for column in 0..self.columns.len() {
            for at in 1..self.columns[column].len() {
                let (above, below) = (self.columns[column][at - 1], self.columns[column][at]);
                let crossed = |one: usize, other: usize| -> f64 {
                    let of = |side: usize| {
                        let pairs = beside[one * 2 + side]
                            .iter()
                            .flat_map(|one| beside[other * 2 + side].iter().map(move |other| (one, other)));
                        let crossing = pairs.filter(|(one, other)| self.places[one.0] > self.places[other.0]);
                        crossing.map(|(one, other)| one.1.min(other.1)).sum::<f64>()
                    };
                    of(0) + of(1)
                };
                if crossed(below, above) < crossed(above, below) {
                    self.columns[column].swap(at - 1, at);
                    (self.places[below], self.places[above]) = (at - 1, at);
                    has_changed = true;
                }
            }
        }
        has_changed
    }

    /// The weight of all crossings: of two that cross, the lesser.
    fn crossings(&self) -> f64 {
        self.pieces.iter().map(|pieces| crossings(pieces, &self.places)).sum()
    }
}

fn crossings(pieces: &[Piece], places: &[usize]) -> f64 {
    let ends = |piece: &Piece| (places[piece.from], places[piece.to]);
    let mut sum = 0.0;
    for (at, one) in pieces.iter().enumerate() {
        let (from, to) = ends(one);
        for other in &pieces[..at] {
            let (other_from, other_to) = ends(other);
            if (from < other_from && to > other_to) || (from > other_from && to < other_to) {
                sum += one.weight.min(other.weight);
            }
        }
    }
    sum
}
