//! Changing a JSON tree, and writing it for a person to edit: nodes in, nodes and an indented text out; cannot fail.

use super::read::{Node, Value};
use super::write::quoted;

impl From<Value> for Node {
    /// A node that stands in no text.
    fn from(value: Value) -> Self {
        Self { at: 0, value }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned()).into()
    }
}

impl Node {
    /// The member of an object, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        match &mut self.value {
            Value::Map(members) => members.iter_mut().rev().find(|(name, _)| name == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The members of an array, to change them; of anything else, none.
    pub fn list_mut(&mut self) -> &mut [Node] {
        match &mut self.value {
            Value::List(nodes) => nodes,
            _ => &mut [],
        }
    }

    /// Sets a member of an object; what is no object becomes one.
    pub fn set(&mut self, key: &str, node: impl Into<Node>) {
        let node = node.into();
        if let Some(member) = self.get_mut(key) {
            *member = node;
            return;
        }
        match &mut self.value {
            Value::Map(members) => members.push((key.to_owned(), node)),
            other => *other = Value::Map(vec![(key.to_owned(), node)]),
        }
    }

    /// Takes a member out of an object.
    pub fn remove(&mut self, key: &str) {
        if let Value::Map(members) = &mut self.value {
            members.retain(|(name, _)| name != key);
        }
    }

    /// The text of it on lines of two blanks a level, with a line feed at its end.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        write_node(self, 0, &mut out);
        out.push('\n');
        out
    }
}

fn write_node(node: &Node, depth: usize, out: &mut String) {
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Number(number) => out.push_str(number),
        Value::Text(text) => out.push_str(&quoted(text)),
        Value::List(nodes) if nodes.is_empty() => out.push_str("[]"),
        Value::Map(members) if members.is_empty() => out.push_str("{}"),
        Value::List(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                out.push(if index == 0 { '[' } else { ',' });
                line(out, depth + 1);
                write_node(node, depth + 1, out);
            }
            line(out, depth);
            out.push(']');
        }
        Value::Map(members) => {
            for (index, (key, node)) in members.iter().enumerate() {
                out.push(if index == 0 { '{' } else { ',' });
                line(out, depth + 1);
                out.push_str(&quoted(key));
                out.push_str(": ");
                write_node(node, depth + 1, out);
            }
            line(out, depth);
            out.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::json::read;

    #[test]
    fn a_changed_tree_reads_back() {
        let mut root = read("{\"a\": [1.50, {}], \"b\": null}").unwrap();
        root.set("b", "\"中\"");
        root.set("c", "x");
        root.remove("c");
        root.get_mut("a").unwrap().list_mut()[1].set("d", "e");
        let text = root.pretty();
        assert_eq!(
            text,
            "{\n  \"a\": [\n    1.50,\n    {\n      \"d\": \"e\"\n    }\n  ],\n  \"b\": \"\\\"中\\\"\"\n}\n"
        );
        assert_eq!(read(&text).unwrap().pretty(), text);
    }
}
