//! An address's path in, a file of the served folders out, or nothing. Cannot leave the folders: no `..`, no name that
//! begins with a dot, no symbolic link to the outside.

use std::path::{Component, Path, PathBuf};

use super::settings;

/// The served folders.
pub struct Site {
    /// Longest prefix first; the root, whose prefix is empty, comes last.
    folders: Vec<Folder>,
}

struct Folder {
    prefix: String,
    root: PathBuf,
}

/// What an address leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A readable file, by its real path.
    File(PathBuf),
    /// A folder with an index, addressed without its last slash.
    Folder,
    /// Nothing that is published.
    Nothing,
}

impl Site {
    /// Takes `dir` as the root and each of `mounts` under its prefix. Fails where one is not a folder.
    pub fn open(dir: &Path, mounts: &[(String, PathBuf)]) -> Result<Self, String> {
        let mut folders = vec![Folder { prefix: String::new(), root: real_folder(dir)? }];
        for (prefix, dir) in mounts {
            if folders.iter().any(|f| f.prefix == *prefix) {
                return Err(format!("Two folders are mounted at {prefix}."));
            }
            folders.push(Folder { prefix: prefix.clone(), root: real_folder(dir)? });
        }
        folders.sort_by_key(|f| std::cmp::Reverse(f.prefix.len()));
        Ok(Self { folders })
    }

    /// Follows a path whose percent-encoding is undone: whoever judges a request by its path judges the same one.
    pub fn find(&self, path: &str) -> Found {
        self.follow(path).unwrap_or(Found::Nothing)
    }

    fn follow(&self, path: &str) -> Option<Found> {
        let (folder, rest) = self.folders.iter().find_map(|f| {
            let rest = path.strip_prefix(f.prefix.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then_some((f, rest))
        })?;
        let Some(rest) = rest.strip_prefix('/') else {
            return folder.index(&folder.root).map(|_| Found::Folder);
        };
        let mut wanted = folder.root.clone();
        let (inner, slash) = match rest.strip_suffix('/') {
            Some(inner) => (inner, true),
            None => (rest, rest.is_empty()),
        };
        if !rest.is_empty() {
            for segment in inner.split('/') {
                if segment.is_empty() || segment.starts_with('.') || segment.contains(['\\', '\0']) {
                    return None;
                }
                wanted.push(segment);
            }
        }
        let real = folder.inside(&wanted)?;
        if real.is_dir() {
            let index = folder.index(&real)?;
            return Some(if slash { Found::File(index) } else { Found::Folder });
        }
        let settings = real == folder.root.join(settings::FILE);
        (real.is_file() && !slash && !settings).then_some(Found::File(real))
    }

    /// The file beside `path` whose name has `suffix` more, if it is one of ours.
    pub fn sibling(&self, path: &Path, suffix: &str) -> Option<PathBuf> {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        let folder = self.folders.iter().find(|f| path.starts_with(&f.root))?;
        folder.inside(Path::new(&name)).filter(|real| real.is_file())
    }
}

impl Folder {
    /// The real path, if it lies in this folder and no part of it is hidden.
    fn inside(&self, path: &Path) -> Option<PathBuf> {
        let real = path.canonicalize().ok()?;
        let hidden = |part: Component| part.as_os_str().as_encoded_bytes().starts_with(b".");
        let below = real.strip_prefix(&self.root).ok()?;
        (!below.components().any(hidden)).then_some(real)
    }

    fn index(&self, dir: &Path) -> Option<PathBuf> {
        self.inside(&dir.join("index.html")).filter(|real| real.is_file())
    }
}

fn real_folder(dir: &Path) -> Result<PathBuf, String> {
    let real = dir.canonicalize().map_err(|e| format!("Cannot serve {}: {e}.", dir.display()))?;
    if real.is_dir() { Ok(real) } else { Err(format!("Cannot serve {}: it is not a folder.", dir.display())) }
}

/// Undoes percent-encoding; nothing where an escape is broken or the result is not UTF-8.
pub fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn percent_encoding_is_undone_or_refused() {
        assert_eq!(decode("/%E6%9D%91.csv").as_deref(), Some("/村.csv"));
        assert_eq!(decode("/a+b"), Some("/a+b".to_owned()));
        for broken in ["/%", "/%4", "/%zz", "/%FF", "/%+1"] {
            assert_eq!(decode(broken), None, "{broken}");
        }
    }
}
