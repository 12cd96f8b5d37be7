//! Releases of OCDS put together: a node and a newer one in, what both say together out; cannot fail.
//!
//! As the standard merges: objects by member, lists of objects by the `id` of each, anything else the newer one; `null` takes a
//! member out. An object without an id is one more, unless it says the same as one that is there.

use crate::json::{Node, Value};
use std::collections::BTreeMap;

/// Merges a newer node into an older one; `replaced` is shown what no longer counts.
pub fn merge(older: &mut Node, newer: &Node, replaced: &mut dyn FnMut(&Node)) {
    if is_same(older, newer) {
        return;
    }
    match (&mut older.value, &newer.value) {
        (Value::Map(members), Value::Map(further)) => merge_members(members, further, replaced),
        (Value::List(items), Value::List(further)) if items.iter().chain(further).all(is_object) => {
            merge_items(items, further, replaced);
        }
        _ => {
            replaced(older);
            older.clone_from(newer);
        }
    }
}

fn merge_members(members: &mut Vec<(String, Node)>, further: &[(String, Node)], replaced: &mut dyn FnMut(&Node)) {
    for (name, newer) in further {
        let known = members.iter().rposition(|(known, _)| known == name);
        match (known, &newer.value) {
            (Some(known), Value::Null) => replaced(&members.remove(known).1),
            (Some(known), _) => merge(&mut members[known].1, newer, replaced),
            (None, _) => members.push((name.clone(), newer.clone())),
        }
    }
}

fn merge_items(items: &mut Vec<Node>, further: &[Node], replaced: &mut dyn FnMut(&Node)) {
    // Only what an older release says is merged: two of one id in one release stay two.
    let ids = items.iter().enumerate().filter_map(|(at, item)| Some((id(item)?, at)));
    let ids: BTreeMap<String, usize> = ids.collect();
    let before = items.len();
    for newer in further {
        match id(newer) {
            Some(id) => match ids.get(&id) {
                Some(at) => merge(&mut items[*at], newer, replaced),
                None => items.push(newer.clone()),
            },
            None if items[..before].iter().any(|item| is_same(item, newer)) => {}
            None => items.push(newer.clone()),
        }
    }
}

fn id(node: &Node) -> Option<String> {
    node.get("id").and_then(Node::plain).filter(|id| !id.is_empty())
}

fn is_object(node: &Node) -> bool {
    matches!(node.value, Value::Map(_))
}

/// Whether two nodes say the same, wherever they stand.
fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Map(ones), Value::Map(others)) => {
            let is_in = |(name, node): &(String, Node)| other.get(name).is_some_and(|other| is_same(node, other));
            ones.len() == others.len() && ones.iter().all(is_in)
        }
        (Value::List(ones), Value::List(others)) => {
            ones.len() == others.len() && ones.iter().zip(others).all(|(one, other)| is_same(one, other))
        }
        _ => one.value == other.value || one.plain().is_some_and(|text| other.plain() == Some(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::merge;
    use crate::json::read;

    fn merged(older: &str, newer: &str) -> (String, Vec<usize>) {
        let (mut older, newer, mut replaced) = (read(older).unwrap(), read(newer).unwrap(), Vec::new());
        merge(&mut older, &newer, &mut |node| replaced.push(node.at));
        let text = older.list().iter().map(|item| {
            let members = item.members().iter();
            members.map(|(name, node)| format!("{name}{}", node.plain().unwrap_or_default())).collect::<String>()
        });
        (text.collect::<Vec<_>>().join(" "), replaced)
    }

    #[test]
    fn objects_are_merged_by_their_ids_and_what_is_said_anew_replaces() {
        let older = r#"[{"id": 1, "a": 5}, {"id": "2", "a": 6}]"#;
        assert_eq!(merged(older, r#"[{"id": "2", "b": 7}, {"id": 3}]"#), ("id1a5 id2a6b7 id3".into(), vec![]));
        assert_eq!(merged(older, r#"[{"id": 2, "a": 8}]"#), ("id1a5 id2a8".into(), vec![37]));
        assert_eq!(merged(older, r#"[{"id": 1, "a": null}]"#), ("id1 id2a6".into(), vec![16]));
        assert_eq!(merged(older, "[]"), ("id1a5 id2a6".into(), vec![]));
    }

    #[test]
    fn what_has_no_id_is_one_more_unless_it_is_the_same() {
        assert_eq!(merged(r#"[{"a": 5}]"#, r#"[{"a": 5}, {"a": 6}, {"a": 6}]"#), ("a5 a6 a6".into(), vec![]));
        assert_eq!(merged(r#"[{"id": 1}]"#, r#"[{"id": 2}, {"id": 2}]"#).0, "id1 id2 id2", "two of one release");
        assert_eq!(merged(r#"[{"a": [1, 2]}]"#, r#"[{"a": [1, 2]}]"#).0, "a");
    }
}
