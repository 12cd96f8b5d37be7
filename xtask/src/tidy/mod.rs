//! `cargo xtask tidy`: the habits that a machine can check. Each rule takes the whole tree and returns its faults; adding
//! one is a function and a line in [`RULES`].

mod baseline;
mod law;
mod map;
mod mask;
mod name;
mod path;
mod tree;
mod view;
mod word;

use tree::{Source, Tree};

use crate::place;
use crate::process::{Outcome, failed};

/// Something to mend.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    path: String,
    /// From 1; 0 where the whole file is meant.
    line: usize,
    message: String,
}

impl Fault {
    fn new(source: &Source, line: usize, message: impl Into<String>) -> Fault {
        Fault { path: source.path.clone(), line, message: message.into() }
    }
}

/// A habit.
struct Rule {
    name: &'static str,
    check: fn(&Tree) -> Vec<Fault>,
}

const RULES: [Rule; 15] = [
    Rule { name: "import law", check: law::check_paths },
    Rule { name: "import law of manifests", check: law::check_manifests },
    Rule { name: "data folders hold no Rust", check: law::check_data_folders },
    Rule { name: "element glue is in one file", check: law::check_glue },
    Rule { name: "no style attribute", check: view::check_style },
    Rule { name: "no HTML from text", check: view::check_inner_html },
    Rule { name: "CSS of the baseline", check: baseline::check_css },
    Rule { name: "JavaScript of the baseline", check: baseline::check_javascript },
    Rule { name: "em, not rem", check: view::check_rem },
    Rule { name: "the loader is ASCII", check: view::check_loader },
    Rule { name: "names say what", check: name::check_names },
    Rule { name: "files of a length one can read", check: name::check_length },
    Rule { name: "nothing left to do", check: name::check_left_over },
    Rule { name: "every word is said", check: word::check },
    Rule { name: "the map is true", check: map::check },
];

/// Checks the repository; fails with every fault.
pub fn run() -> Outcome {
    let tree = Tree::read(place::root())?;
    let mut lines = Vec::new();
    for rule in &RULES {
        for Fault { path, line, message } in (rule.check)(&tree) {
            let at = if line == 0 { path } else { format!("{path}:{line}") };
            lines.push(format!("{at}: {message} [{}]", rule.name));
        }
    }
    if lines.is_empty() {
        println!("tidy: {} files, {} rules, nothing to mend", tree.files.len(), RULES.len());
        return Ok(());
    }
    failed(format!("{}\ntidy: {} to mend", lines.join("\n"), lines.len()))
}

/// The number and text of each line.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_have_different_names() {
        let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }

    #[test]
    fn an_empty_tree_breaks_no_rule_but_the_map() {
        let tree = Tree::default();
        let faults: Vec<Fault> = RULES.iter().flat_map(|rule| (rule.check)(&tree)).collect();
        assert_eq!(faults.len(), 1, "{faults:?}");
    }
}
