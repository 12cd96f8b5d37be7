//! The paths that a piece of Rust names: `use` trees spelled out, and paths in expressions. Takes masked code; never fails.

/// A path with the line (from 1) where it starts.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    pub line: usize,
    pub path: String,
}

impl Named {
    /// Whether it is this path or something inside it. A single word is looked for anywhere in the path, so that
    /// `leptos::web_sys` counts as `web_sys`.
    pub fn is_in(&self, wanted: &str) -> bool {
        if wanted.contains("::") {
            let rest = self.path.strip_prefix(wanted);
            return rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
        }
        self.path.split("::").any(|word| word == wanted)
    }
}

/// All paths, in order.
pub fn all(code: &str) -> Vec<Named> {
    let tokens = tokens(code);
    let mut named = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_word(tokens[at].1) {
            at = tree(&tokens, at, "", &mut named);
        } else {
            at += 1;
        }
    }
    named
}

/// Reads a path or a `use` tree from a token on; returns the token after it.
fn tree(tokens: &[(usize, &str)], mut at: usize, prefix: &str, named: &mut Vec<Named>) -> usize {
    let line = tokens[at].0;
    let mut path = prefix.to_owned();
    while let Some((_, token)) = tokens.get(at) {
        if is_word(token) || *token == "*" && path.ends_with("::") {
            path.push_str(token);
            at += 1;
        } else if *token == "{" && path.ends_with("::") {
            at += 1;
            while let Some((_, token)) = tokens.get(at).filter(|(_, token)| *token != "}") {
                at = match *token {
                    // Of `Instant as Now`, only what is renamed counts.
                    "as" => at + 2,
                    word if is_word(word) => tree(tokens, at, &path, named),
                    _ => at + 1,
                };
            }
            return at + 1;
        }
        if tokens.get(at).map(|(_, token)| *token) != Some("::") {
            break;
        }
        path.push_str("::");
        at += 1;
        if !tokens.get(at).is_some_and(|(_, token)| is_word(token) || ["*", "{"].contains(token)) {
            break;
        }
    }
    named.push(Named { line, path: path.trim_end_matches("::").to_owned() });
    at
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Words, `::` and single other characters.
fn tokens(code: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    let (mut line, mut at) = (1, 0);
    while let Some(first) = code[at..].chars().next() {
        let rest = &code[at..];
        let length = if first.is_alphanumeric() || first == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        if !first.is_whitespace() {
            tokens.push((line, &rest[..length]));
        }
        line += usize::from(first == '\n');
        at += length;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(code: &str) -> Vec<String> {
        all(code).into_iter().map(|named| named.path).collect()
    }

    #[test]
    fn use_trees_are_spelled_out() {
        let found = paths("use std::{fs::{self, File}, time::Instant as Now};\nlet x = a::b(c);");
        let wanted = ["use", "std::fs::self", "std::fs::File", "std::time::Instant", "let", "x", "a::b", "c"];
        assert_eq!(found, wanted);
        assert_eq!(all("a\nb::c")[1], Named { line: 2, path: "b::c".to_owned() });
    }

    #[test]
    fn a_path_is_in_what_it_starts_with() {
        let named = |path: &str| Named { line: 1, path: path.to_owned() };
        assert!(named("std::fs::File").is_in("std::fs"));
        assert!(!named("std::fstab").is_in("std::fs"));
        assert!(named("leptos::web_sys::Node").is_in("web_sys"));
        assert!(!named("my_web_sys").is_in("web_sys"));
    }

    #[test]
    fn no_code_is_too_strange() {
        for code in ["use a::{", "a::", "::", "{", "a::{b::{", "é::ü"] {
            all(code);
        }
        assert_eq!(paths("a::<b>::c"), ["a", "b", "c"]);
    }
}
