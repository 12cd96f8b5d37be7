//! The repository as `tidy` sees it: the text files that are ours, with their paths. Reading fails where a folder cannot be
//! read; files that are not text are left out.

use std::fs;
use std::path::Path;

use super::mask;
use crate::process::{About, Outcome};

/// One text file.
#[derive(Debug, Clone)]
pub struct Source {
    /// From the root, with `/`.
    pub path: String,
    /// As it is.
    pub text: String,
}

impl Source {
    /// The file's extension, or nothing.
    pub fn extension(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Its Rust code that is shipped: comments, the inside of strings and `#[cfg(test)]` items are blank, lines are kept.
    /// Nothing for files that are not Rust, or that only tests use.
    pub fn shipped_code(&self) -> Option<String> {
        let code = self.code()?;
        Some(mask::without_tests(&code, &code))
    }

    /// Like [`Source::shipped_code`], with the inside of strings.
    pub fn shipped_text(&self) -> Option<String> {
        Some(mask::without_tests(&mask::rust_comments(&self.text), &self.code()?))
    }

    fn code(&self) -> Option<String> {
        let of_tests = self.path.ends_with("/tests.rs") || self.path.split('/').any(|part| part == "tests");
        (self.extension() == "rs" && !of_tests).then(|| mask::rust(&self.text))
    }
}

/// All files.
#[derive(Debug, Default)]
pub struct Tree {
    /// In order of path.
    pub files: Vec<Source>,
    /// Every path there is, folders too.
    pub paths: Vec<String>,
}

/// Folders that hold nothing of ours.
fn is_foreign(name: &str) -> bool {
    [".git", "node_modules"].contains(&name) || name == "target" || name.starts_with("target-")
}

impl Tree {
    /// Reads everything under a root.
    pub fn read(root: &Path) -> Outcome<Tree> {
        let mut tree = Tree::default();
        tree.add(root, "")?;
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    fn add(&mut self, folder: &Path, prefix: &str) -> Outcome {
        for entry in fs::read_dir(folder).about(folder.display())? {
            let file = entry.about(folder.display())?.path();
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if file.is_dir() {
                if !is_foreign(&name) {
                    self.add(&file, &format!("{path}/"))?;
                    self.paths.push(path);
                }
                continue;
            }
            let bytes = fs::read(&file).about(file.display())?;
            if let Ok(text) = String::from_utf8(bytes) {
                self.files.push(Source { path: path.clone(), text });
            }
            self.paths.push(path);
        }
        Ok(())
    }

    /// Whether there is such a file or folder.
    pub fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        self.paths.iter().any(|known| known == path)
    }

    /// The files under a folder.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Source> {
        self.files.iter().filter(move |source| source.path.starts_with(folder))
    }

    /// A tree for a test: pairs of path and text.
    #[cfg(test)]
    pub fn planted(files: &[(&str, &str)]) -> Tree {
        let source = |(path, text): &(&str, &str)| Source { path: (*path).to_owned(), text: (*text).to_owned() };
        let files: Vec<Source> = files.iter().map(source).collect();
        let mut paths: Vec<String> = files.iter().map(|source| source.path.clone()).collect();
        for source in &files {
            let parts = source.path.match_indices('/').map(|(at, _)| source.path[..at].to_owned());
            paths.extend(parts);
        }
        Tree { files, paths }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_text_keeps_strings_and_drops_tests() {
        let text = "fn a() { \"kept\"; }\n#[cfg(test)]\nmod tests {\n    fn b() { \"dropped\"; }\n}\n";
        let source = Source { path: "core/src/a.rs".to_owned(), text: text.to_owned() };
        let shipped = source.shipped_text().expect("it is Rust");
        assert!(shipped.contains("\"kept\"") && !shipped.contains("dropped"), "{shipped}");
        assert_eq!(shipped.lines().count(), text.lines().count());
    }

    #[test]
    fn what_only_tests_use_is_not_shipped() {
        let source = |path: &str| Source { path: path.to_owned(), text: String::new() };
        assert!(source("core/src/sum/tests.rs").shipped_code().is_none());
        assert!(source("tests/src/page.rs").shipped_code().is_none());
        assert!(source("core/words/en.json").shipped_code().is_none());
    }
}
