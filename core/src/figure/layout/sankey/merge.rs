//! Fewer nodes: flows and a room in, as many nodes a column as have room out; the smallest of each column become one.

use super::{Draft, Flow, Flows, Room, Stub};
use crate::order::{order, sort_by};

/// Merges what has no room. Nodes that carry nothing are left out.
pub(super) fn merge(flows: &Flows, room: Room) -> Draft {
    let weights = weights(flows);
    let most = usize::try_from((room.breadth + room.gap) / (room.least + room.gap).max(1)).unwrap_or(1).max(1);
    let mut draft = Draft { nodes: Vec::new(), links: Vec::new(), stubs: Vec::new(), columns: Vec::new() };
    let mut place = vec![usize::MAX; weights.len()];
    let filled: Vec<usize> = (0..weights.len()).filter(|node| weights[*node] > 0.0).collect();
    let sorted = order(filled.len(), &mut |one, other| {
        let (one, other) = (filled[one], filled[other]);
        let by_column = flows.columns[one].cmp(&flows.columns[other]);
        by_column.then(weights[other].total_cmp(&weights[one])).then(one.cmp(&other))
    });
    let sorted: Vec<usize> = sorted.into_iter().map(|at| filled[at]).collect();
    for column in sorted.chunk_by(|one, other| flows.columns[*one] == flows.columns[*other]) {
        // One place is for all that have none of their own.
        let kept = if column.len() > most { most - 1 } else { column.len() };
        let (own, rest) = column.split_at(kept);
        let mut members: Vec<Vec<usize>> = own.iter().map(|node| vec![*node]).collect();
        if !rest.is_empty() {
            members.push(rest.to_vec());
        }
        let first = draft.nodes.len();
        for nodes in members {
            nodes.iter().for_each(|node| place[*node] = draft.nodes.len());
            let weight = nodes.iter().map(|node| weights[*node]).sum();
            draft.nodes.push((nodes, flows.columns[column[0]], weight));
        }
        draft.columns.push((first..draft.nodes.len()).collect());
    }
    let onwards = flows.links.iter().filter(|link| flows.columns[link.from] < flows.columns[link.to]);
    let links = onwards.filter(|link| link.weight > 0.0).map(|link| (place[link.from], place[link.to], link.weight));
    draft.links = summed(links.collect()).into_iter().map(|(from, to, weight)| Flow { from, to, weight }).collect();
    let stubs = flows.stubs.iter().filter(|stub| stub.weight > 0.0);
    let stubs = stubs.map(|stub| (place[stub.node], usize::from(stub.kind), stub.weight));
    draft.stubs = summed(stubs.collect())
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

/// One weight for each pair.
fn summed(mut pairs: Vec<(usize, usize, f64)>) -> Vec<(usize, usize, f64)> {
    sort_by(&mut pairs, |one, other| (one.0, one.1).cmp(&(other.0, other.1)));
    let mut summed: Vec<(usize, usize, f64)> = Vec::new();
    for (from, to, weight) in pairs {
        match summed.last_mut().filter(|last| (last.0, last.1) == (from, to)) {
            Some(last) => last.2 += weight,
            None => summed.push((from, to, weight)),
        }
    }
    summed
}
