//! Fewer nodes: flows and a room in, as many nodes a column as have room out; the smallest of each column become one.

use super::{Draft, Flow, Flows, Room, Stub};
use crate::order::first;

/// Merges what has no room. Nodes that carry nothing are left out.
pub(super) fn merge(flows: &Flows, room: Room) -> Draft {
    let weights = weights(flows);
    let most = usize::try_from((room.breadth + room.gap) / (room.least + room.gap).max(1)).unwrap_or(1).max(1);
    let mut draft = Draft { nodes: Vec::new(), links: Vec::new(), stubs: Vec::new(), columns: Vec::new() };
    let mut place = vec![usize::MAX; weights.len()];
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); flows.columns.iter().max().map_or(0, |last| last + 1)];
    for node in (0..weights.len()).filter(|node| weights[*node] > 0.0) {
        columns[flows.columns[node]].push(node);
    }
    for (at, column) in columns.iter().enumerate().filter(|(_, column)| !column.is_empty()) {
        // One place is for all that have none of their own.
        let kept = if column.len() > most { most - 1 } else { column.len() };
        let largest = first(column.len(), kept, &mut |one, other| {
            weights[column[other]].total_cmp(&weights[column[one]]).then(one.cmp(&other))
        });
        let start = draft.nodes.len();
        for node in largest.into_iter().map(|at| column[at]) {
            place[node] = draft.nodes.len();
            draft.nodes.push((vec![node], at, weights[node]));
        }
        let rest: Vec<usize> = column.iter().copied().filter(|node| place[*node] == usize::MAX).collect();
        if !rest.is_empty() {
            rest.iter().for_each(|node| place[*node] = draft.nodes.len());
            let weight = rest.iter().map(|node| weights[*node]).sum();
            draft.nodes.push((rest, at, weight));
        }
        draft.columns.push((start..draft.nodes.len()).collect());
    }
    let onwards = flows.links.iter().filter(|link| flows.columns[link.from] < flows.columns[link.to]);
    let links = onwards.filter(|link| link.weight > 0.0).map(|link| (place[link.from], place[link.to], link.weight));
    let count = draft.nodes.len();
    draft.links = summed(count, count, links).into_iter().map(|(from, to, weight)| Flow { from, to, weight }).collect();
    let stubs = flows.stubs.iter().filter(|stub| stub.weight > 0.0);
    let stubs = stubs.map(|stub| (place[stub.node], usize::from(stub.kind), stub.weight));
    draft.stubs = summed(count, usize::from(u8::MAX) + 1, stubs)
        .into_iter()
        .map(|(node, kind, weight)| Stub { node, weight, kind: u8::try_from(kind).unwrap_or(u8::MAX) })
        .collect();
    draft
}

/// What each node carries: the greater of what enters and what leaves.
fn weights(flows: &Flows) -> Vec<f64> {
    let mut sides = vec![[0.0_f64; 2]; flows.columns.len()];
    for link in flows.links.iter().filter(|link| flows.columns[link.from] < flows.columns[link.to]) {
        sides[link.from][1] += link.weight.max(0.0);
        sides[link.to][0] += link.weight.max(0.0);
    }
    for stub in &flows.stubs {
        sides[stub.node][1] += stub.weight.max(0.0);
    }
    sides.into_iter().map(|[enters, leaves]| enters.max(leaves)).collect()
}

/// One weight for each pair, in the order of the pairs, of which there may be many of few kinds: the first of a pair is less than
/// `rows`, the second less than `columns`.
fn summed(rows: usize, columns: usize, pairs: impl Iterator<Item = (usize, usize, f64)>) -> Vec<(usize, usize, f64)> {
    let mut by_row: Vec<Vec<(usize, f64)>> = vec![Vec::new(); rows];
    pairs.for_each(|(row, column, weight)| by_row[row].push((column, weight)));
    let (mut sums, mut summed) = (vec![0.0_f64; columns], Vec::new());
    for (row, pairs) in by_row.iter().enumerate() {
        pairs.iter().for_each(|(column, weight)| sums[*column] += weight);
        for (column, sum) in sums.iter_mut().enumerate().filter(|(_, sum)| **sum > 0.0 && !pairs.is_empty()) {
            summed.push((row, column, std::mem::take(sum)));
        }
    }
    summed
}
