//! Members of JSON objects: a node and names in, what goes by them out; cannot fail.

use super::cell::{At, Cell};
use super::draft::Draft;
use crate::day::{Day, DayOrder};
use crate::json::Node;

/// The first of some names that a node has.
pub fn first<'a>(node: &Node, names: &[&'a str]) -> Option<&'a str> {
    names.iter().find(|name| node.get(name).is_some()).copied()
}

/// The list that goes by one of some names, where it has members.
pub fn list_of<'a>(node: &'a Node, names: &[&str]) -> Option<&'a [Node]> {
    names.iter().filter_map(|name| node.get(name)).map(Node::list).find(|list| !list.is_empty())
}

/// Tells the members of an object that are not among those that were taken over; `of` is what the object is.
pub fn leave_others(node: &Node, taken: &[&str], of: &str, draft: &mut Draft) {
    for (name, member) in node.members().iter().filter(|(name, _)| !taken.contains(&name.as_str())) {
        let at = At::Byte(member.at);
        if of.is_empty() { draft.leave(name, at) } else { draft.leave(&[of, ".", name].concat(), at) }
    }
}

/// Day and year of a date that begins with them, whatever time or zone follows.
pub fn date(cell: &Cell) -> (Cell, Cell) {
    let day = Day::read(&cell.text, DayOrder::YearFirst).map(Day::iso).unwrap_or_default();
    // A date that is no day is told where days are read.
    let text = if day.is_empty() { cell.text.as_str() } else { &day };
    let year = text.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or("");
    (Cell::new(text, cell.at), Cell::new(year, cell.at))
}
