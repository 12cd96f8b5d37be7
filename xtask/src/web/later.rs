//! Lists of what may come later: `widgets/later.txt` or `widgets/charts.txt` and the name of a function in, whether it is of
//! the list out. Fails where the file cannot be read.

use std::fs;
use std::path::Path;

use crate::process::{About, Outcome};

/// The names of what may come later: a line each, a part of a path such as `figure::svg::`; `#` begins a remark. What begins as a line
/// after `!` says stays: of functions that are alike one stands for all, and may have the name of one that comes later.
#[derive(Clone)]
pub struct Later(Vec<String>);

impl Later {
    /// Reads the list.
    pub fn read(file: &Path) -> Outcome<Later> {
        let text = fs::read_to_string(file).about(file.display())?;
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
        Ok(Later(lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()))
    }

    /// This list and another one.
    pub fn and(&self, other: &Later) -> Later {
        Later([&self.0[..], &other.0].concat())
    }

    #[cfg(test)]
    pub fn of(lines: &[&str]) -> Later {
        Later(lines.iter().map(|line| (*line).to_owned()).collect())
    }

    /// What the list says of a function.
    pub fn says(&self, name: &str) -> Says {
        let name = without_digests(name);
        let own = name.trim_start_matches(['<', '&']);
        if self.0.iter().filter_map(|path| path.strip_prefix('!')).any(|path| own.starts_with(path.trim())) {
            return Says::Nothing;
        }
        // Small closures are alike more often than not.
        let is_closure = name.contains("::{closure");
        if !is_closure && self.0.iter().any(|path| own.starts_with(path)) {
            Says::Later
        } else if self.0.iter().any(|path| name.contains(path)) {
            Says::MadeForLater
        } else {
            Says::Nothing
        }
    }
}

/// What a list says of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing.
    Nothing,
    /// Its path is in the list.
    Later,
    /// It is made for a type whose path is in the list, or was: of functions that are alike, one stands for all.
    MadeForLater,
}

/// `daylight_core[7ab46761e1c98ef8]::check` as `daylight_core::check`.
fn without_digests(name: &str) -> String {
    let mut pieces = name.split('[');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(']') {
            Some((inside, rest)) if inside.len() == 16 && inside.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                plain.push_str(rest);
            }
            _ => plain.extend(["[", piece]),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_covers_what_is_below_it_and_what_is_made_for_it() {
        let list = Later::of(&["core::check::", "core::table::write"]);
        for name in
            ["core[0123456789abcdef]::check::run", "<core::check::Rule as core::Row>::row", "core::table::write"]
        {
            assert_eq!(list.says(name), Says::Later, "{name}");
        }
        let made = "alloc[0123456789abcdef]::drop_in_place::<core[fedcba9876543210]::check::Rule>";
        assert_eq!(list.says(made), Says::MadeForLater);
        assert_eq!(list.says("core::table::read::<[u8]>"), Says::Nothing);
        let list = Later::of(&["core::check::", "!core::order::"]);
        assert_eq!(list.says("core::order::sort::<core::check::Rule>"), Says::Nothing);
    }

    #[test]
    fn the_projects_own_lists_name_what_exists() {
        let read = |file: &str| Later::read(&crate::place::root().join(file)).expect("the list");
        let list = read("widgets/later.txt").and(&read("widgets/charts.txt")).and(&read("widgets/funds-later.txt"));
        assert!(list.0.len() > 20);
        let source = |path: &str| crate::place::root().join(path);
        for line in &list.0 {
            let parts: Vec<&str> = line.trim_start_matches('!').trim_end_matches(':').split("::").collect();
            let folder = match parts[0] {
                "daylight_core" => "core/src",
                "daylight_scan" => "core/scan/src",
                "daylight_widgets" => "widgets/src",
                _ => continue,
            };
            let there = (1..=parts.len()).any(|count| {
                let file = source(folder).join(parts[1..count].join("/"));
                count > 1 && (file.with_extension("rs").is_file() || file.join("mod.rs").is_file())
            });
            assert!(there, "{line} names no module");
        }
    }
}
