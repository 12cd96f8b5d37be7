//! Words that nothing says: each key of the language files stands somewhere in what is shipped, whole, or made from its
//! beginning.

use super::tree::Tree;
use super::{Fault, mask};

const WORDS: &str = "core/words/";

/// Beginnings of keys whose ends come from data or from a rule's name, and where they are put together.
const MADE: [&str; 13] = [
    "consultation.outcome.",
    "currency.",
    "dimension.",
    "funds.clause.",
    "results.quality.",
    "results.sentence.",
    "results.view.",
    "results.why.",
    "rule.",
    "severity.",
    "state.",
    "studio.role.",
    "switch.",
];

/// No key that nothing says: a phone would load it for nothing, and a translator would translate it.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let shipped: Vec<String> = (tree.files.iter())
        .filter(|source| {
            ["core/src/", "widgets/", "www/studio/", "cli/src/"].iter().any(|folder| source.path.starts_with(folder))
        })
        .filter_map(|source| match source.extension() {
            "rs" => source.shipped_text(),
            "js" => Some(mask::web(&source.text, true)),
            _ => None,
        })
        .collect();
    let said = |key: &str| {
        // A key with `#` is that of a column of numbers.
        let whole = [("\"", "\""), ("'", "'"), ("\"", "#\"")].map(|(before, after)| format!("{before}{key}{after}"));
        shipped.iter().any(|text| whole.iter().any(|whole| text.contains(whole)))
    };
    let mut faults = Vec::new();
    for source in tree.files.iter().filter(|source| source.path.starts_with(WORDS) && source.extension() == "json") {
        for (number, line) in (1..).zip(source.text.lines()) {
            let Some((key, _)) = line.trim_start().strip_prefix('"').and_then(|line| line.split_once('"')) else {
                continue;
            };
            if !MADE.iter().any(|beginning| key.starts_with(beginning)) && !said(key) {
                faults.push(Fault::new(source, number, format!("nothing says `{key}`")));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::tree::Source;
    use super::*;

    #[test]
    fn a_key_that_nothing_says_is_told() {
        let file = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        let words = "{\n  \"table.note\": \"Note\",\n  \"table.sort\": \"Sort\",\n  \"rule.any\": \"Any\"\n}";
        let files = vec![file("core/words/en.json", words), file("widgets/src/a.rs", "fn a() { say(\"table.note\") }")];
        let faults = check(&Tree { files, ..Tree::default() });
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3]);
    }
}
