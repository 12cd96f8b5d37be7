//! Directed graphs: edges in, an order in which nothing comes before what leads to it out; cycles are cut and told, so it cannot
//! fail.

/// An edge with its weight, which is not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// How much it carries.
    pub weight: i128,
}

/// A graph whose cycles are cut.
#[derive(Clone, Debug, Default)]
pub struct Acyclic {
    /// All nodes; along every edge that is not cut, from earlier to later.
    pub order: Vec<usize>,
    /// The edges that were cut, by index, in order. An edge from a node to itself is one.
    pub cut: Vec<usize>,
}

/// For each node the indices of its edges, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Ends {
    starts: Vec<usize>,
    edges: Vec<usize>,
}

impl Ends {
    /// Edges by the node that `end` names; of one node in the order of the list.
    pub fn new(nodes: usize, edges: &[Edge], end: impl Fn(&Edge) -> usize) -> Self {
        let mut starts = vec![0; nodes + 1];
        for edge in edges {
            starts[end(edge) + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let (mut next, mut sorted) = (starts.clone(), vec![0; edges.len()]);
        for (index, edge) in edges.iter().enumerate() {
            sorted[next[end(edge)]] = index;
            next[end(edge)] += 1;
        }
        Self { starts, edges: sorted }
    }

    /// The edges of a node.
    pub fn of(&self, node: usize) -> &[usize] {
        &self.edges[self.starts[node]..self.starts[node + 1]]
    }
}

/// Orders the nodes of a graph by Kahn's algorithm. Where only cycles are left, the node with the least `rank` among them goes
/// first, of several the one with the most surplus of what leaves over what enters, and its entering edges are cut
/// (P. Eades, X. Lin, W. F. Smyth: *A fast and effective heuristic for the feedback arc set problem*, 1993).
pub fn order_acyclic(nodes: usize, edges: &[Edge], rank: &dyn Fn(usize) -> usize) -> Acyclic {
    let leaving = Ends::new(nodes, edges, |edge| edge.from);
    let entering = Ends::new(nodes, edges, |edge| edge.to);
    let mut open: Vec<usize> = (0..nodes).map(|node| entering.of(node).len()).collect();
    let mut is_done = vec![false; nodes];
    let mut acyclic = Acyclic { order: Vec::with_capacity(nodes), cut: Vec::new() };
    for (index, edge) in edges.iter().enumerate().filter(|(_, edge)| edge.from == edge.to) {
        open[edge.to] -= 1;
        acyclic.cut.push(index);
    }
    let mut ready: Vec<usize> = (0..nodes).filter(|node| open[*node] == 0).collect();
    let mut at = 0;
    loop {
        while let Some(node) = ready.get(at).copied() {
            at += 1;
            is_done[node] = true;
            acyclic.order.push(node);
            for edge in leaving.of(node).iter().map(|index| edges[*index]) {
                if edge.to != node && !is_done[edge.to] && open[edge.to] > 0 {
                    open[edge.to] -= 1;
                    if open[edge.to] == 0 {
                        ready.push(edge.to);
                    }
                }
            }
        }
        let surplus = |node: usize| -> i128 {
            let weigh = |ends: &[usize], other: &dyn Fn(&Edge) -> usize| -> i128 {
                let edges = ends.iter().map(|index| &edges[*index]);
                edges.filter(|edge| !is_done[other(edge)]).map(|edge| edge.weight).sum()
            };
            weigh(leaving.of(node), &|edge| edge.to) - weigh(entering.of(node), &|edge| edge.from)
        };
        // Only what is on a cycle, or after one, is left; what has a way out and none in is found by its surplus.
        let left = (0..nodes).filter(|node| !is_done[*node]);
        let Some(first) = left.min_by_key(|node| (rank(*node), -surplus(*node))) else { break };
        let cut = entering.of(first).iter().copied().filter(|index| {
            let edge = edges[*index];
            edge.from != first && !is_done[edge.from]
        });
        acyclic.cut.extend(cut);
        open[first] = 0;
        ready.push(first);
    }
    acyclic.cut.sort_unstable();
    acyclic
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edges(pairs: &[(usize, usize, i128)]) -> Vec<Edge> {
        pairs.iter().map(|(from, to, weight)| Edge { from: *from, to: *to, weight: *weight }).collect()
    }

    #[test]
    fn an_order_follows_the_edges() {
        let edges = edges(&[(2, 1, 5), (1, 0, 3), (2, 0, 1)]);
        let acyclic = order_acyclic(4, &edges, &|_| 0);
        assert_eq!(acyclic.cut, [] as [usize; 0]);
        assert_eq!(acyclic.order, [2, 3, 1, 0]);
    }

    #[test]
    fn a_cycle_is_cut_where_least_flows_against_the_rank() {
        let two = edges(&[(0, 1, 10), (1, 0, 2)]);
        assert_eq!(order_acyclic(2, &two, &|_| 0).cut, [1], "the lesser goes");
        assert_eq!(order_acyclic(2, &two, &|node| 1 - node).cut, [0], "the rank counts first");
        assert_eq!(order_acyclic(1, &edges(&[(0, 0, 1)]), &|_| 0).cut, [0], "to itself");
    }

    proptest! {
        #[test]
        fn every_edge_that_is_left_goes_onwards(
            pairs in proptest::collection::vec((0..12_usize, 0..12_usize, 0..9_i128), 0..40)
        ) {
            let edges = edges(&pairs);
            let acyclic = order_acyclic(12, &edges, &|node| node % 3);
            let mut place = [usize::MAX; 12];
            for (at, node) in acyclic.order.iter().enumerate() {
                place[*node] = at;
            }
            prop_assert_eq!(acyclic.order.len(), 12);
            for (index, edge) in edges.iter().enumerate() {
                prop_assert!(acyclic.cut.contains(&index) || place[edge.from] < place[edge.to]);
            }
        }
    }
}
