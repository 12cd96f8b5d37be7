//! Where the nodes lie in their columns: a draft in its order and a room in, a scale and the top of each node out.
//!
//! Nodes are drawn to where their ribbons begin or end at what they are linked to and pushed apart where they would overlap, a few
//! times to and fro, as d3-sankey does; their order stays.

use super::{Draft, Room};

const ROUNDS: usize = 8;

/// Units of length for one of weight: the most with which every column has room, its smallest nodes being as broad as they must.
pub(super) fn scale(draft: &Draft, room: Room) -> f64 {
    let of_column = |column: &Vec<usize>| {
        let gaps = f64::from(room.gap) * (column.len().max(1) - 1) as f64;
        let whole = (f64::from(room.breadth) - gaps).max(0.0);
        let weights: Vec<f64> = column.iter().map(|node| draft.nodes[*node].2).collect();
        let least = f64::from(room.least);
        let mut scale = whole / weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        // What is too small takes its least; the others share what is left. Each round finds at least one more such.
        for _ in 0..weights.len() {
            let small = weights.iter().filter(|weight| **weight * scale < least).count();
            let large: f64 = weights.iter().filter(|weight| **weight * scale >= least).sum();
            let next = if large > 0.0 { (whole - least * small as f64).max(0.0) / large } else { scale };
            if next >= scale {
                break;
            }
            scale = next;
        }
        scale
    };
    draft.columns.iter().map(of_column).fold(f64::INFINITY, f64::min).min(f64::MAX)
}

/// The top of each node.
pub(super) fn settle(draft: &Draft, room: Room, scale: f64) -> Vec<f64> {
    let breadth = |node: usize| (draft.nodes[node].2 * scale).max(f64::from(room.least));
    let mut tops = vec![0.0; draft.nodes.len()];
    for column in &draft.columns {
        let whole: f64 = column.iter().map(|node| breadth(*node)).sum::<f64>()
            + f64::from(room.gap) * (column.len().max(1) - 1) as f64;
        let mut at = ((f64::from(room.breadth) - whole) / 2.0).max(0.0);
        for node in column {
            tops[*node] = at;
            at += breadth(*node) + f64::from(room.gap);
        }
    }
    let mut beside: Vec<Vec<(usize, f64)>> = vec![Vec::new(); draft.nodes.len() * 2];
    for link in &draft.links {
        beside[link.from * 2 + 1].push((link.to, link.weight));
        beside[link.to * 2].push((link.from, link.weight));
    }
    for round in 0..ROUNDS {
        // Each round moves less than the one before, so that it comes to rest.
        let strength = 0.99_f64.powi(i32::try_from(round).unwrap_or(0));
        let columns: Vec<usize> =
            if round % 2 == 0 { (0..draft.columns.len()).collect() } else { (0..draft.columns.len()).rev().collect() };
        for column in columns {
            let column = &draft.columns[column];
            for node in column {
                let side = round % 2;
                let links = &beside[*node * 2 + side];
                let weight: f64 = links.iter().map(|(_, weight)| weight).sum();
                if weight > 0.0 {
                    let middle = |other: usize| tops[other] + breadth(other) / 2.0;
                    // The middle of a ribbon at one of its nodes: the ribbons there lie in the order of their other ends.
                    let port = |at: usize, side: usize, (other, weight): (usize, f64)| {
                        let above = beside[at * 2 + side].iter().filter(|(one, _)| middle(*one) < middle(other));
                        tops[at] + (above.map(|(_, weight)| weight).sum::<f64>() + weight / 2.0) * scale
                    };
                    let apart = |link: &(usize, f64)| {
                        (port(link.0, 1 - side, (*node, link.1)) - port(*node, side, *link)) * link.1
                    };
                    tops[*node] += links.iter().map(apart).sum::<f64>() / weight * strength;
                }
            }
            push_apart(column, &mut tops, &breadth, room);
        }
    }
    tops
}

/// Pushes the nodes of a column apart, down from the top and back from the bottom.
fn push_apart(column: &[usize], tops: &mut [f64], breadth: &dyn Fn(usize) -> f64, room: Room) {
    let mut free = 0.0;
    for node in column {
        tops[*node] = tops[*node].max(free);
        free = tops[*node] + breadth(*node) + f64::from(room.gap);
    }
    let mut most = f64::from(room.breadth);
    for node in column.iter().rev() {
        tops[*node] = tops[*node].min(most - breadth(*node)).max(0.0);
        most = tops[*node] - f64::from(room.gap);
    }
}
