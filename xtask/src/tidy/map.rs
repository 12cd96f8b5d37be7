//! ARCHITECTURE.md is short, and names only what there is; links between our pages lead somewhere.

use super::tree::{Source, Tree};
use super::{Fault, lines};

const MAP: &str = "ARCHITECTURE.md";
const LONGEST: usize = 200;

/// The map, and the links of every page.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    match tree.files.iter().find(|source| source.path == MAP) {
        Some(map) => check_map(tree, map, &mut faults),
        None => faults.push(Fault { path: MAP.to_owned(), line: 0, message: "there is no map".to_owned() }),
    }
    for page in tree.files.iter().filter(|source| source.extension() == "md") {
        let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (number, link) in lines(&page.text).flat_map(|(number, line)| links(line).map(move |link| (number, link))) {
            let file = link.split('#').next().unwrap_or_default();
            let is_ours = !file.is_empty() && !file.contains("://") && !file.starts_with("mailto:");
            if is_ours && !tree.has(&resolved(folder, file)) {
                faults.push(Fault::new(page, number, format!("the link leads nowhere: {link}")));
            }
        }
    }
    faults
}

fn check_map(tree: &Tree, map: &Source, faults: &mut Vec<Fault>) {
    let count = map.text.lines().count();
    if count > LONGEST {
        faults.push(Fault::new(map, 0, format!("{count} lines: a map has at most {LONGEST}")));
    }
    for (number, line) in lines(&map.text) {
        for word in line.split('`').skip(1).step_by(2).filter(|word| looks_like_path(tree, word)) {
            if !tree.has(word) {
                faults.push(Fault::new(map, number, format!("there is no {word}")));
            }
        }
    }
}

/// Whether a word in code marks is a path of the repository: it ends like a file or a folder, or starts in one of ours.
fn looks_like_path(tree: &Tree, word: &str) -> bool {
    let plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    let first = word.split('/').next().unwrap_or_default();
    let ends = [".rs", ".md", ".toml", ".js", ".css", ".html", "/"].iter().any(|end| word.ends_with(end));
    // What is built is not in the repository, and a bare `budget.rs` speaks of several.
    let is_made = first == "target";
    let is_bare =
        !word.contains('/') && !tree.has(word) && word != MAP && word.chars().next().is_some_and(char::is_lowercase);
    plain && !is_made && !is_bare && (ends || word.contains('/') && tree.has(first))
}

/// The targets of `[text](target)`.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next())
}

/// A relative link from a folder, as a path from the root.
fn resolved(folder: &str, link: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(map: &str) -> Vec<usize> {
        let tree = Tree::planted(&[(MAP, map), ("core/src/money/amount.rs", ""), ("docs/a.md", "[up](../core/src)")]);
        check(&tree).iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn a_path_that_is_not_there_is_found() {
        assert_eq!(faults("`core/src/money/amount.rs`, `core/`, `cargo xtask`, `target/dist`"), [0; 0]);
        assert_eq!(faults("a\n`core/src/money/gone.rs`"), [2]);
        assert_eq!(faults("`gone/`"), [1]);
        assert_eq!(faults("`core/gone`"), [1]);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        assert_eq!(faults("[a](docs/a.md#top) [b](https://example.org/x) [c](#d)"), [0; 0]);
        assert_eq!(faults("\n[a](docs/b.md)"), [2]);
    }

    #[test]
    fn a_long_map_and_a_missing_one_are_found() {
        assert_eq!(faults(&"\n".repeat(LONGEST + 1)), [0]);
        assert_eq!(check(&Tree::default()).len(), 1);
    }
}
