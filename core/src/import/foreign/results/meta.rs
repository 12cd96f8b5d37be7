//! Metadata of an indicator as Open SDG has them: Markdown with front matter in, titles, unit, sources and targets with their
//! places out; only front matter that is not well formed fails.

use super::super::cell::{At, Cell, places};
use super::super::draft::Draft;
use super::markdown::{self, Document};
use crate::import::html::plain;
use crate::json::{Node, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What the method is made of.
const METHOD: [&str; 4] =
    ["national_indicator_description", "computation_definitions", "computation_calculations", "comments_limitations"];

/// Titles of an indicator as a whole, the best first.
const TITLES: [&str; 4] = ["indicator_name", "graph_title", "indicator_available", "national_indicator_available"];

/// What is said of a source: who, what it is called, where it is.
const SOURCE: [&str; 3] = ["organisation", "url_text", "url"];

/// The metadata of an indicator.
pub struct Meta<'a> {
    text: &'a str,
    file: u32,
    document: Document,
    /// The members that were taken over, by their bytes.
    taken: RefCell<BTreeSet<usize>>,
}

/// Which of several series of one indicator is meant; blank where there is only one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Which<'a> {
    /// Its series.
    pub series: &'a str,
    /// Its unit.
    pub unit: &'a str,
}

/// A target, and what else is said of the way to it.
pub struct Aim {
    pub value: Cell,
    pub year: Cell,
    pub base_year: Cell,
    pub direction: Cell,
    /// Whether a year that is not said is the one that the form documents.
    pub has_usual_year: bool,
}

impl<'a> Meta<'a> {
    /// Reads the metadata in a file with a number.
    pub fn read(text: &'a str, file: u32) -> Result<Self, markdown::Fault> {
        Ok(Self { text, file, document: markdown::read(text)?, taken: RefCell::default() })
    }

    /// Where a node stands.
    fn at(&self, node: &Node) -> At {
        let (line, column) = places(self.text, &[At::Byte(node.at)])[0];
        At::In(self.file, line, column)
    }

    /// A text of a node, without the marks of a page; one that is a key of a translation is not known here, and blank.
    fn text(&self, node: &Node) -> Cell {
        let text = node.text().map(plain).unwrap_or_default();
        Cell::new(if is_key(&text) { "" } else { &text }, self.at(node))
    }

    /// A member of a node, which is taken.
    fn of(&self, node: &Node, name: &str) -> Cell {
        let Some(member) = node.get(name) else { return Cell::blank(self.at(node)) };
        let cell = self.text(member);
        if !cell.is_blank() || member.text().is_none_or(str::is_empty) {
            self.take(member);
        }
        cell
    }

    fn take(&self, node: &Node) {
        self.taken.borrow_mut().insert(node.at);
    }

    /// A member of the whole.
    pub fn cell(&self, name: &str) -> Cell {
        self.of(&self.document.front, name)
    }

    /// The title of the indicator.
    pub fn title(&self) -> Option<Cell> {
        let front = &self.document.front;
        let title = TITLES.iter().map(|name| self.cell(name)).find(|title| !title.is_blank())?;
        // Those that say the same are taken with it.
        let others = TITLES.iter().filter_map(|name| front.get(name));
        others.filter(|other| self.text(other).text == title.text).for_each(|other| self.take(other));
        Some(title)
    }

    /// The title of one of several series of it, where it has one of its own.
    pub fn own_title(&self, which: Which<'_>) -> Option<Cell> {
        let own = self.entries("graph_titles").iter().find(|entry| names(entry, which))?;
        Some(self.entry(own, "title")).filter(|title| !title.is_blank())
    }

    /// How the indicator is measured, and what has to be known of it.
    pub fn method(&self) -> Cell {
        self.joined(METHOD.iter().map(|name| self.cell(name)), "\n")
    }

    /// Where its values are from: a line for each source that is in use.
    pub fn source(&self) -> Cell {
        let front = &self.document.front;
        let mut sources: Vec<Cell> = Vec::new();
        for (name, node) in front.members() {
            let Some(number) = name.strip_prefix("source_active_") else { continue };
            self.take(node);
            if node.text() == Some("true") {
                let parts = SOURCE.map(|part| self.cell(&["source_", part, "_", number].concat()));
                sources.push(self.joined(parts.into_iter(), ", "));
            }
        }
        let listed = self.entries("sources").iter();
        sources.extend(listed.map(|entry| self.joined(SOURCE.iter().map(|part| self.of(entry, part)), ", ")));
        self.joined(sources.into_iter(), "\n")
    }

    fn joined(&self, cells: impl Iterator<Item = Cell>, mark: &str) -> Cell {
        let cells: Vec<Cell> = cells.filter(|cell| !cell.is_blank()).collect();
        let at = cells.first().map_or_else(|| self.at(&self.document.front), |cell| cell.at);
        Cell { text: cells.into_iter().map(|cell| cell.text).collect::<Vec<_>>().join(mark), at }
    }

    /// The target of one series; of several that are said of it the first.
    pub fn aim(&self, which: Which<'_>) -> Option<Aim> {
        // What is said of a part of the values is no target of their whole.
        let is_of = |entry: &&Node| {
            let is_whole = entry.get("disaggregation").is_none() && entry.get("group").is_none();
            is_whole && applies(entry, which)
        };
        let options = self.entries("progress_calculation_options").iter().filter(is_of);
        let found = options.filter(|entry| filled(entry, "target")).map(|entry| (entry, "target", true));
        let lines = self.entries("graph_target_lines").iter().filter(is_of);
        let found = found.chain(lines.filter(|entry| filled(entry, "value")).map(|entry| (entry, "value", false)));
        let mut found = found.map(|(entry, name, has_usual_year)| {
            let [year, base_year, direction] =
                ["target_year", "base_year", "direction"].map(|name| self.entry(entry, name));
            Aim { value: self.entry(entry, name), year, base_year, direction, has_usual_year }
        });
        let first = found.next()?;
        // A line at the target says the same once more.
        for same in self.entries("graph_target_lines").iter().filter(is_of) {
            if same.get("value").and_then(Node::text).is_some_and(|value| value.trim() == first.value.text) {
                self.entry(same, "value");
            }
        }
        Some(first)
    }

    /// A member of an entry, taken with what the entry applies to.
    fn entry(&self, entry: &Node, name: &str) -> Cell {
        for name in ["series", "unit"] {
            self.of(entry, name);
        }
        self.of(entry, name)
    }

    /// The entries of a list; one alone may stand without a list.
    fn entries(&self, name: &str) -> &[Node] {
        match self.document.front.get(name) {
            Some(node) if matches!(node.value, Value::Map(_)) => std::slice::from_ref(node),
            Some(node) => node.list(),
            None => &[],
        }
    }

    /// Tells what was not taken over.
    pub fn leave_others(&self, draft: &mut Draft) {
        self.leave(&self.document.front, "", draft);
        if let Some(at) = self.document.body {
            draft.leave("Markdown", self.at(&Node { at, value: Value::Null }));
        }
    }

    fn leave(&self, node: &Node, name: &str, draft: &mut Draft) {
        match &node.value {
            Value::Null => {}
            Value::Text(text) if text.trim().is_empty() => {}
            _ if self.taken.borrow().contains(&node.at) => {}
            Value::Map(members) => {
                for (member, node) in members {
                    // Sources are numbered; what is left out of all of them is told once.
                    let member = member.trim_end_matches(|char: char| char.is_ascii_digit()).trim_end_matches('_');
                    let whole = if name.is_empty() { member.to_owned() } else { [name, ".", member].concat() };
                    self.leave(node, &whole, draft);
                }
            }
            Value::List(nodes) if nodes.iter().any(|node| matches!(node.value, Value::Map(_))) => {
                nodes.iter().for_each(|node| self.leave(node, name, draft));
            }
            _ => draft.leave(name, self.at(node)),
        }
    }
}

fn filled(entry: &Node, name: &str) -> bool {
    entry.get(name).and_then(Node::text).is_some_and(|text| !text.trim().is_empty())
}

/// Whether an entry says nothing else of a series or unit than which is meant.
fn applies(entry: &Node, which: Which<'_>) -> bool {
    let is = |name: &str, known: &str| {
        let said = entry.get(name).and_then(Node::text).map_or("", str::trim);
        said.is_empty() || said == known
    };
    is("series", which.series) && is("unit", which.unit)
}

/// Whether an entry names the series or unit that is meant, and no other.
fn names(entry: &Node, which: Which<'_>) -> bool {
    let said = |name: &str| entry.get(name).and_then(Node::text).is_some_and(|text| !text.trim().is_empty());
    applies(entry, which) && (said("series") || said("unit"))
}

/// Whether a text is a key of a translation, `group.key`, and no words.
fn is_key(text: &str) -> bool {
    let is_part = |part: &str| {
        let mut chars = part.chars();
        !part.is_empty() && chars.all(|char| char.is_ascii_alphanumeric() || ['_', '-'].contains(&char))
    };
    let starts = text.starts_with(|char: char| char.is_ascii_lowercase());
    starts && text.contains('.') && text.split('.').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_translations_are_no_titles() {
        for (text, is) in [
            ("global_indicators.8-5-2-title", true),
            ("Poverty rate", false),
            ("1.1.1", false),
            ("rate", false),
            ("e.g. this", false),
            ("贫困率.x", false),
        ] {
            assert_eq!(is_key(text), is, "{text}");
        }
    }

    #[test]
    fn a_target_is_that_of_its_series_and_a_line_at_it_is_no_second_one() {
        let text = "---\ngraph_target_lines:\n- value: 7.5\n- {series: b, value: 3}\nprogress_calculation_options:\n- {series: a, target: 7.5, target_year: 2030}\n- {series: c, target: 1, disaggregation: [{field: Sex, value: F}]}\n---\n";
        let meta = Meta::read(text, 0).unwrap();
        let aim = |series| meta.aim(Which { series, unit: "" }).map(|aim| (aim.value.text, aim.year.text));
        assert_eq!(aim("a"), Some(("7.5".into(), "2030".into())));
        assert_eq!(aim("b"), Some(("7.5".into(), String::new())), "the line that is for all comes first");
        assert_eq!(aim("c"), Some(("7.5".into(), String::new())), "a part's target is not that of the whole");
    }
}
