//! Names, lengths and what was left for later.

use super::tree::{Source, Tree};
use super::{Fault, lines};

/// Names that say nothing.
const EMPTY_NAMES: [&str; 9] = ["utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "stuff"];

/// A file or folder is called after what is in it.
pub fn check_names(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for path in &tree.paths {
        let name = path.rsplit('/').next().unwrap_or_default();
        let stem = name.split('.').next().unwrap_or_default().to_lowercase();
        if stem.split(['_', '-']).any(|word| EMPTY_NAMES.contains(&word)) {
            let message = "a name says what is inside, as the field calls it".to_owned();
            faults.push(Fault { path: path.clone(), line: 0, message });
        }
    }
    faults
}

/// Lines beyond which nobody reads a file.
const LONGEST: usize = 600;

/// No file of code is longer than 600 lines.
pub fn check_length(tree: &Tree) -> Vec<Fault> {
    let is_code = |source: &&Source| ["rs", "js", "css"].contains(&source.extension());
    let fault = |source: &Source| {
        let count = source.text.lines().count();
        (count > LONGEST).then(|| Fault::new(source, 0, format!("{count} lines: {LONGEST} are the most")))
    };
    tree.files.iter().filter(is_code).filter_map(fault).collect()
}

/// Marks of unfinished work, written so that this file does not hold them.
const LEFT_OVER: [&str; 7] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X:"),
    concat!("to", "do!("),
    concat!("unimpl", "emented!("),
    concat!("#[ig", "nore"),
    concat!("db", "g!("),
];

/// What is left to do is an issue, not a remark.
pub fn check_left_over(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let text = |source: &&Source| ["rs", "js", "css", "html", "toml", "md", "sh", "yml"].contains(&source.extension());
    for source in tree.files.iter().filter(text) {
        for (number, line) in lines(&source.text) {
            if let Some(mark) = LEFT_OVER.iter().find(|mark| line.contains(**mark)) {
                faults.push(Fault::new(source, number, format!("{mark} is an issue, not a remark")));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_names_are_found() {
        let tree =
            Tree::planted(&[("core/src/utils.rs", ""), ("core/src/csv_helpers/mod.rs", ""), ("core/src/a.rs", "")]);
        let faults = check_names(&tree);
        let mut paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
        paths.sort_unstable();
        assert_eq!(paths, ["core/src/csv_helpers", "core/src/utils.rs"]);
    }

    #[test]
    fn a_long_file_is_found() {
        let long = "\n".repeat(LONGEST + 1);
        let just = "\n".repeat(LONGEST);
        let tree = Tree::planted(&[("core/src/a.rs", &long), ("core/src/b.rs", &just), ("demo/a.csv", &long)]);
        assert_eq!(check_length(&tree).len(), 1);
    }

    #[test]
    fn what_is_left_to_do_is_found() {
        for mark in LEFT_OVER {
            let text = format!("fn a() {{}}\n// {mark}");
            let tree = Tree::planted(&[("core/src/a.rs", &text)]);
            assert_eq!(check_left_over(&tree)[0].line, 2, "{mark}");
        }
    }
}
