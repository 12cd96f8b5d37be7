//! A graph of nodes and edges in JSON: a document in, units and transfers out; `None` where it is none. Members go by the names
//! that graph programs give them.

use super::cell::{At, Cell};
use super::draft::Draft;
use super::member::{first, leave_others, list_of};
use super::names::{CURRENCY, DAY, FROM, TO, VALUE, YEAR};
use super::shape::Of;
use crate::json::{Node, Value};
use std::collections::BTreeSet;

const NODES: [&str; 5] = ["nodes", "vertices", "entities", "units", "organisations"];
const EDGES: [&str; 6] = ["edges", "links", "flows", "relationships", "transfers", "arcs"];
const ID: [&str; 5] = ["id", "key", "node", "nodeId", "code"];
const NAME: [&str; 4] = ["name", "label", "title", "displayName"];
const TIER: [&str; 8] = ["tier", "type", "level", "layer", "group", "category", "kind", "column"];

/// The tier of nodes that have none.
pub const NODE: &str = "node";

/// Where the lists of a graph are: in the document, in a member of it, or the document is the list of edges.
struct Found<'a> {
    holder: &'a Node,
    nodes: &'a [Node],
    edges: &'a [Node],
}

fn find(root: &Node) -> Option<Found<'_>> {
    let inside = root.members().iter().map(|(_, node)| node).filter(|node| matches!(node.value, Value::Map(_)));
    let mut held = [root].into_iter().chain(inside);
    let found = held.find_map(|holder| {
        let edges = list_of(holder, &EDGES)?;
        Some(Found { holder, nodes: list_of(holder, &NODES).unwrap_or_default(), edges })
    });
    found
        .or_else(|| Some(Found { holder: root, nodes: &[], edges: Some(root.list()).filter(|list| !list.is_empty())? }))
}

/// Reads a graph.
pub fn read(root: &Node, draft: &mut Draft) -> Option<()> {
    let Found { holder, nodes, edges } = find(root)?;
    let edge = edges.first()?;
    let (from, to, value) = (first(edge, &FROM)?, first(edge, &TO)?, first(edge, &VALUE)?);
    let ids = read_nodes(nodes, draft);
    let ends = || edges.iter().flat_map(|edge| [edge.get(from), edge.get(to)]).flatten().filter_map(Node::plain);
    // Where edges name no ids, they number the nodes.
    let known: BTreeSet<&str> = ids.iter().map(|id| id.text.as_str()).collect();
    let by_number = ends().any(|end| !known.contains(end.as_str()))
        && ends().all(|end| end.parse::<usize>().is_ok_and(|number| number < ids.len()));
    let [year, currency, id, day] = [&YEAR[..], &CURRENCY, &ID, &DAY]
        .map(|names| first(edge, names).filter(|name| ![from, to, value].contains(name)));
    for edge in edges {
        let optional =
            |name: Option<&str>| name.map_or_else(|| Cell::blank(At::Byte(edge.at)), |name| Cell::member(edge, name));
        let [from_unit, to_unit] = [from, to].map(|end| {
            let cell = Cell::member(edge, end);
            match cell.text.parse::<usize>() {
                Ok(number) if by_number => Cell { text: ids[number].text.clone(), ..cell },
                _ if nodes.is_empty() => draft.unit(&cell.text, "", NODE, cell.at),
                _ => cell,
            }
        });
        let decided = optional(day);
        draft.row(
            Of::Transfers,
            [
                optional(id),
                optional(year),
                from_unit,
                to_unit,
                Cell::money(edge, value),
                decided,
                Cell::blank(At::Byte(edge.at)),
                optional(currency).upper(),
            ],
        );
        let taken: Vec<&str> =
            [from, to, value].into_iter().chain([year, currency, id, day].into_iter().flatten()).collect();
        leave_others(edge, &taken, "edges", draft);
    }
    let lists = [&NODES[..], &EDGES].concat();
    if !std::ptr::eq(root, holder) {
        let inner = root.members().iter().find(|(_, node)| std::ptr::eq(node, holder)).map_or("", |(name, _)| name);
        leave_others(root, &[inner], "", draft);
    }
    leave_others(holder, &lists, "", draft);
    Some(())
}

/// Reads the nodes and returns their ids.
fn read_nodes(nodes: &[Node], draft: &mut Draft) -> Vec<Cell> {
    let Some(sample) = nodes.first() else { return Vec::new() };
    let [id, name, tier] = [&ID[..], &NAME, &TIER].map(|names| first(sample, names));
    let mut ids = Vec::with_capacity(nodes.len());
    for (number, node) in nodes.iter().enumerate() {
        let at = At::Byte(node.at);
        let text = |member: Option<&str>| member.map_or_else(String::new, |member| Cell::member(node, member).text);
        // A node may be no more than its name; one without an id goes by its name, one without either by its number.
        let own = node.plain().unwrap_or_default();
        let name = if own.is_empty() { text(name) } else { own };
        let id = if id.is_some() { text(id) } else { name.clone() };
        let id = if id.is_empty() { number.to_string() } else { id };
        let mut of = text(tier);
        if of.is_empty() {
            draft.assume("nodes.tier", NODE, at);
            of.push_str(NODE);
        }
        ids.push(draft.unit(&id, &name, &of, at));
    }
    for node in nodes {
        let taken: Vec<&str> = [id, name, tier].into_iter().flatten().collect();
        leave_others(node, &taken, "nodes", draft);
    }
    ids
}
