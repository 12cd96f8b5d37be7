//! `widgets/size.toml` to budgets. Takes the text of the file, the part of TOML that it needs (tables, a list of strings,
//! whole numbers, comments); fails on anything else, naming the line.

use crate::process::{Outcome, failed};

/// What some files together may weigh.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// What it is called in the report.
    pub name: String,
    /// Patterns of files that are added up.
    pub files: Vec<String>,
    /// Bytes (brotli) above which `size` fails.
    pub most: usize,
    /// Bytes (brotli) that we would like.
    pub aim: Option<usize>,
}

/// Reads all budgets.
pub fn read(text: &str) -> Outcome<Vec<Budget>> {
    let mut budgets: Vec<Budget> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            budgets.push(Budget { name: name.to_owned(), ..Budget::default() });
        } else if set(budgets.last_mut(), line).is_none() {
            return failed(format!("widgets/size.toml, line {}: {line:?} is not understood", number + 1));
        }
    }
    match budgets.iter().find(|budget| budget.files.is_empty() || budget.most == 0) {
        Some(budget) => failed(format!("widgets/size.toml: [{}] needs `files` and `most`", budget.name)),
        None => Ok(budgets),
    }
}

fn set(budget: Option<&mut Budget>, line: &str) -> Option<()> {
    let budget = budget?;
    let (key, value) = line.split_once('=')?;
    match (key.trim(), value.trim()) {
        ("files", list) => {
            let list = list.strip_prefix('[')?.strip_suffix(']')?;
            let name = |item: &str| Some(item.trim().strip_prefix('"')?.strip_suffix('"')?.to_owned());
            budget.files = list.split(',').map(name).collect::<Option<_>>()?;
        }
        ("most", number) => budget.most = number.replace('_', "").parse().ok()?,
        ("aim", number) => budget.aim = Some(number.replace('_', "").parse().ok()?),
        _ => return None,
    }
    Some(())
}

/// Whether a name fits a pattern, in which a star stands for any characters of a file's name, or of a folder's.
pub fn fits(name: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => name == pattern,
        Some((start, end)) => {
            let between = name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
            between.is_some_and(|between| !between.contains('/'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_projects_own_budgets_are_read() {
        let text = std::fs::read_to_string(crate::place::root().join("widgets/size.toml")).expect("the file");
        let budgets = read(&text).expect("budgets");
        assert_eq!(budgets[0].name, "loader");
        assert_eq!(budgets[0].most, 3000);
        assert_eq!(budgets[1].aim, Some(60000));
        assert_eq!(budgets[1].files.len(), 6);
    }

    #[test]
    fn what_is_not_understood_has_a_line() {
        let message = read("[a]\nfiles = [\"x\"]\nmost = many\n").expect_err("no number").0;
        assert!(message.contains("line 3"), "{message}");
        assert!(read("most = 3").is_err());
        assert!(read("[a]\nmost = 3").expect_err("no files").0.contains("[a]"));
    }

    #[test]
    fn a_star_stands_for_any_characters() {
        assert!(fits("daylight-0a.js", "daylight-*.js"));
        assert!(!fits("daylight.js", "daylight-*.js"));
        assert!(!fits("daylight-0a_bg.wasm", "daylight-*.js"));
        assert!(!fits("ab", "ab*b"));
        assert!(fits("words/en.json", "words/*.json") && !fits("words/more/en.json", "words/*.json"));
    }
}
