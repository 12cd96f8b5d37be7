//! What a screen reader meets: the browser's accessibility tree in, one line a node in reading order out; Chromium only.

use crate::browser::Browser;
use crate::golden::assert_golden;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

/// States that are worth a word in a golden; each is written only where it says something.
const STATES: [&str; 12] = [
    "level",
    "checked",
    "pressed",
    "selected",
    "expanded",
    "disabled",
    "required",
    "invalid",
    "hasPopup",
    "live",
    "roledescription",
    "modal",
];

impl Browser {
    /// The whole page as an indented text: role, name, states. What is ignored by assistive technology is left out, and
    /// so is a text that only repeats the name of what it stands in.
    #[track_caller]
    pub fn accessibility_tree(&self) -> String {
        self.devtools("Accessibility.enable", Value::Null);
        let answer = self.devtools("Accessibility.getFullAXTree", json!({}));
        let nodes = answer["nodes"].as_array().map_or(&[][..], Vec::as_slice);
        let tree = Tree { nodes: nodes.iter().map(|node| (id(&node["nodeId"]), node)).collect() };
        let mut page = String::new();
        if let Some(root) = nodes.first() {
            tree.write(root, 0, &mut page);
        }
        page
    }

    /// The page's accessibility tree must be as the golden file says.
    #[track_caller]
    pub fn assert_reads_as(&self, golden: &Path) {
        assert_golden(golden, &self.accessibility_tree());
    }
}

struct Tree<'a> {
    nodes: HashMap<&'a str, &'a Value>,
}

impl<'a> Tree<'a> {
    fn children(&self, node: &'a Value) -> impl Iterator<Item = &'a Value> {
        node["childIds"].as_array().into_iter().flatten().filter_map(|child| self.nodes.get(id(child)).copied())
    }

    fn write(&self, node: &'a Value, depth: usize, page: &mut String) {
        let (role, name) = (value(&node["role"]), name(node));
        let speaks = match role {
            "InlineTextBox" | "ListMarker" | "LineBreak" => return,
            "generic" | "none" | "" => !name.is_empty() && node["ignored"] != true,
            _ => node["ignored"] != true,
        };
        let mut inner = depth;
        if speaks {
            let role = if role == "StaticText" { "text" } else { role };
            let _ = write!(page, "{:1$}{role}", "", depth * 2);
            if !name.is_empty() {
                let _ = write!(page, " \"{name}\"");
            }
            self.write_states(node, page);
            page.push('\n');
            inner += 1;
        }
        if speaks && self.spoken(node) == name {
            return;
        }
        for child in self.children(node) {
            self.write(child, inner, page);
        }
    }

    fn write_states(&self, node: &Value, page: &mut String) {
        for part in ["value", "description"] {
            let said = value(&node[part]);
            if !said.is_empty() {
                let _ = write!(page, " {part}=\"{}\"", one_line(said));
            }
        }
        for state in node["properties"].as_array().into_iter().flatten() {
            let state_name = state["name"].as_str().unwrap_or_default();
            let found = &state["value"]["value"];
            let silent = matches!(found, Value::Bool(false) | Value::Null)
                || matches!(found.as_str(), Some("" | "false" | "off" | "none"))
                || (state_name == "level" && value(&node["role"]) != "heading");
            if STATES.contains(&state_name) && !silent {
                let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
                let _ = write!(page, " {state_name}={found}");
            }
        }
    }

    /// The texts inside a node, joined, if it holds nothing but texts; otherwise a text that no name equals.
    fn spoken(&self, node: &'a Value) -> String {
        let mut texts = Vec::new();
        if self.only_texts(node, &mut texts) && !texts.is_empty() {
            one_line(&texts.join(" "))
        } else {
            "\0".to_owned()
        }
    }

    fn only_texts(&self, node: &'a Value, texts: &mut Vec<&'a str>) -> bool {
        self.children(node).all(|child| match value(&child["role"]) {
            "StaticText" => {
                texts.push(value(&child["name"]));
                true
            }
            "InlineTextBox" | "LineBreak" => true,
            _ if child["ignored"] == true => self.only_texts(child, texts),
            "generic" | "none" => self.only_texts(child, texts),
            _ => false,
        })
    }
}

fn id(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn value(part: &Value) -> &str {
    part["value"].as_str().unwrap_or_default()
}

fn name(node: &Value) -> String {
    one_line(value(&node["name"]))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
