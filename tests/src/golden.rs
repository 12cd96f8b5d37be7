//! Golden files: a name and a text in; fails with the first lines that differ; `UPDATE_EXPECT=1` writes them anew.

use std::fmt::Write;
use std::path::Path;

/// The text must equal the file's; where `UPDATE_EXPECT=1` is set, the file becomes the text.
#[track_caller]
pub fn assert_golden(path: &Path, actual: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        let folder = path.parent().unwrap_or(path);
        let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(path, actual));
        return written.unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    }
    let expected = std::fs::read_to_string(path)
        .unwrap_or_else(|fault| panic!("{}: {fault}; UPDATE_EXPECT=1 writes it:\n{actual}", path.display()));
    if let Some(difference) = difference(&expected, actual) {
        panic!("{} differs; UPDATE_EXPECT=1 accepts it:\n{difference}", path.display());
    }
}

/// The first lines that differ, with what stands around them; `None` where the texts are equal.
pub fn difference(expected: &str, actual: &str) -> Option<String> {
    if expected == actual {
        return None;
    }
    let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    let same = |(a, b): (&&str, &&str)| a == b;
    let before = old.iter().zip(&new).take_while(|&pair| same(pair)).count();
    let rest = old.len().min(new.len()) - before;
    let after = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|&pair| same(pair)).count();
    let mut report = format!("line {}\n", before + 1);
    for line in &old[before.saturating_sub(2)..before] {
        let _ = writeln!(report, "  {line}");
    }
    for line in old[before..old.len() - after].iter().take(20) {
        let _ = writeln!(report, "- {line}");
    }
    for line in new[before..new.len() - after].iter().take(20) {
        let _ = writeln!(report, "+ {line}");
    }
    Some(report)
}
