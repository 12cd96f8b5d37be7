//! The packed files: content-hashed names, precompressed neighbours, and the list of all with sizes and digests.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use crate::process::{About, Outcome};

/// One file of the distribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Its path inside the distribution, with `/`.
    pub file: String,
    /// As it is.
    pub bytes: usize,
    /// On the wire, brotli at its best.
    pub brotli: usize,
    /// In lower-case hexadecimal.
    pub sha256: String,
}

/// A folder being filled.
pub struct Pack {
    folder: PathBuf,
    files: Vec<Packed>,
}

impl Pack {
    /// Starts in a folder that is emptied first.
    pub fn new(folder: PathBuf) -> Outcome<Pack> {
        if folder.exists() {
            fs::remove_dir_all(&folder).about(folder.display())?;
        }
        fs::create_dir_all(&folder).about(folder.display())?;
        Ok(Pack { folder, files: Vec::new() })
    }

    /// Writes a file with its `.br` and `.gz`.
    pub fn add(&mut self, file: &str, content: &[u8]) -> Outcome {
        let path = self.folder.join(file);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).about(parent.display())?;
        }
        let write = |suffix: &str, bytes: &[u8]| {
            let path = PathBuf::from(format!("{}{suffix}", path.display()));
            fs::write(&path, bytes).about(path.display())
        };
        let small = brotli(content)?;
        write("", content)?;
        write(".br", &small)?;
        write(".gz", &gzip(content).about(file)?)?;
        let packed =
            Packed { file: file.to_owned(), bytes: content.len(), brotli: small.len(), sha256: sha256(content) };
        self.files.push(packed);
        Ok(())
    }

    /// Writes a file as `STEM-HASH.END`, with the first ten digits of its SHA-256, so that it may be cached for ever, and
    /// returns that name.
    pub fn add_named(&mut self, stem: &str, content: &[u8], end: &str) -> Outcome<String> {
        let name = format!("{stem}-{}{end}", &sha256(content)[..10]);
        self.add(&name, content)?;
        Ok(name)
    }

    /// Adds every file of a folder with that extension under `into/`, and returns their names.
    pub fn add_folder(&mut self, from: &Path, extension: &str, into: &str) -> Outcome<Vec<String>> {
        let mut names = Vec::new();
        for path in files(from, extension)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.add(&format!("{into}/{name}"), &fs::read(&path).about(path.display())?)?;
            names.push(name);
        }
        Ok(names)
    }

    /// Every text in these folders that ends so, by its path.
    pub fn texts(&self, folders: &[&str], ends: &[&str]) -> Outcome<Vec<(String, String)>> {
        let of = |file: &str| {
            let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
            folders.contains(&folder)
                && ends.iter().any(|end| name.rsplit_once('.').is_some_and(|(_, last)| last == *end))
        };
        let files = self.files.iter().map(|packed| &packed.file).filter(|file| of(file));
        files.map(|file| Ok((file.clone(), fs::read_to_string(self.folder.join(file)).about(file)?))).collect()
    }

    /// Writes `dist.json`, the list of all, and returns it.
    pub fn finish(mut self, version: &str) -> Outcome<Vec<Packed>> {
        self.files.sort_by(|a, b| a.file.cmp(&b.file));
        let lines = self.files.iter().map(|packed| {
            let Packed { file, bytes, brotli, sha256 } = packed;
            format!(r#"    {{"file": "{file}", "bytes": {bytes}, "brotli": {brotli}, "sha256": "{sha256}"}}"#)
        });
        let lines = lines.collect::<Vec<_>>().join(",\n");
        let json = format!("{{\n  \"version\": \"{version}\",\n  \"files\": [\n{lines}\n  ]\n}}\n");
        let path = self.folder.join("dist.json");
        fs::write(&path, json).about(path.display())?;
        Ok(self.files)
    }
}

/// The files of a folder with that extension, in order of name.
pub fn files(folder: &Path, extension: &str) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).about(folder.display())?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.sort();
    Ok(paths)
}

fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn brotli(content: &[u8]) -> Outcome<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut out, &parameters).about("brotli")?;
    Ok(out)
}

fn gzip(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_the_digest_and_the_list_holds_the_file() {
        let folder = crate::place::target().join("test-pack");
        let mut pack = Pack::new(folder.clone()).expect("a folder");
        let name = pack.add_named("daylight", b"abc", ".js").expect("a file");
        assert_eq!(name, "daylight-ba7816bf8f.js");
        let files = pack.finish("1.2.3").expect("a list");
        assert_eq!((files[0].bytes, files[0].sha256.len()), (3, 64));
        assert!(
            folder.join("daylight-ba7816bf8f.js.br").is_file() && folder.join("daylight-ba7816bf8f.js.gz").is_file()
        );
        let list = fs::read_to_string(folder.join("dist.json")).expect("dist.json");
        assert!(list.contains(r#""version": "1.2.3""#) && list.contains(&name), "{list}");
        fs::remove_dir_all(folder).expect("the folder goes");
    }
}
