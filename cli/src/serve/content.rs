//! A file in, its digest, its kind of text and its compressed forms out. Fails where the file cannot be read.
//!
//! Everything is remembered by what the file's metadata say, and the memory is bounded. A precompressed sibling
//! (`x.js.br` beside `x.js`) is believed only when it decodes to the very bytes of the file: one left over from
//! yesterday's build is not sent.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use sha2::{Digest, Sha256};

use super::coding::Coding;
use super::shelf::Shelf;

/// Files up to this size are compressed while the reader waits.
const LARGEST_COMPRESSED_BYTES: u64 = 16 << 20;
/// Below this, compression saves less than its header costs.
const SMALLEST_COMPRESSED_BYTES: u64 = 256;
/// How much compressed content is remembered.
const COMPRESSED_BYTES: usize = 64 << 20;
/// Of how many files the digest is remembered.
const FILES: usize = 1 << 16;
/// A file that changed this recently may change again without its time of change moving on.
const UNSETTLED: Duration = Duration::from_millis(100);

/// What is known of a file's bytes.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The first half of the SHA-256, in hexadecimal.
    pub digest: Arc<str>,
    /// The bytes are valid UTF-8.
    pub utf8: bool,
}

/// An open file, with what is known of it.
pub struct Opened {
    /// At its beginning.
    pub file: File,
    /// In bytes.
    pub len: u64,
    /// When it was last written, if the system knows.
    pub modified: Option<SystemTime>,
    /// What its bytes are.
    pub facts: Facts,
}

/// A compressed form of a file.
pub enum Smaller {
    /// Made here.
    Bytes(Bytes),
    /// Found beside the file: open, and its length.
    File(File, u64),
}

/// What is remembered of the files.
pub struct Contents {
    facts: Shelf<(PathBuf, Stamp), Facts>,
    siblings: Shelf<(PathBuf, Stamp), Arc<str>>,
    compressed: Shelf<(Arc<str>, Coding), Option<Bytes>>,
}

/// When a file was what it was.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    identity: [i64; 3],
}

impl Contents {
    /// Nothing remembered yet.
    pub fn new() -> Self {
        Self { facts: Shelf::new(FILES), siblings: Shelf::new(FILES), compressed: Shelf::new(COMPRESSED_BYTES) }
    }

    /// Opens a file and learns its digest, from memory where it has not changed.
    pub fn open(&self, path: &Path) -> io::Result<Opened> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        let key = (path.to_owned(), Stamp::of(&metadata));
        let facts = match self.facts.get(&key) {
            Some(facts) => facts,
            None => {
                let (facts, _) = read_facts(&mut file, u64::MAX)?;
                file.rewind()?;
                if settled(&metadata) {
                    self.facts.put(key, facts.clone(), 1);
                }
                facts
            }
        };
        Ok(Opened { file, len: metadata.len(), modified: metadata.modified().ok(), facts })
    }

    /// The sibling at `path` as it lies there, if it decodes to what `original` holds.
    pub fn sibling(&self, path: &Path, coding: Coding, original: &Opened) -> io::Result<Option<Smaller>> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        let key = (path.to_owned(), Stamp::of(&metadata));
        let digest = match self.siblings.get(&key) {
            Some(digest) => digest,
            None => {
                // One byte more than the original is enough to know that it is another file.
                let mut decoded = coding.decompress(&mut file);
                let digest = match read_facts(&mut decoded, original.len.saturating_add(1)) {
                    Ok((facts, _)) => facts.digest,
                    Err(_) => Arc::from(""),
                };
                drop(decoded);
                file.rewind()?;
                if settled(&metadata) {
                    self.siblings.put(key, digest.clone(), 1);
                }
                digest
            }
        };
        Ok((digest == original.facts.digest).then(|| Smaller::File(file, metadata.len())))
    }

    /// The file compressed here, if that is worth it.
    pub fn compress(&self, original: &mut Opened, coding: Coding) -> io::Result<Option<Smaller>> {
        if !(SMALLEST_COMPRESSED_BYTES..=LARGEST_COMPRESSED_BYTES).contains(&original.len) {
            return Ok(None);
        }
        let key = (original.facts.digest.clone(), coding);
        let kept = match self.compressed.get(&key) {
            Some(kept) => kept,
            None => {
                let mut bytes = Vec::new();
                original.file.by_ref().take(LARGEST_COMPRESSED_BYTES + 1).read_to_end(&mut bytes)?;
                original.file.rewind()?;
                let small = coding.compress(&bytes)?;
                let small = (small.len() < bytes.len()).then(|| Bytes::from(small));
                // The file may have been written to since its digest was taken: then this belongs to no digest we know.
                if digest_of(&bytes) == *original.facts.digest {
                    self.compressed.put(key, small.clone(), small.as_ref().map_or(64, |b| b.len() + 64));
                    small
                } else {
                    None
                }
            }
        };
        Ok(kept.map(Smaller::Bytes))
    }
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            [metadata.ino().cast_signed(), metadata.ctime(), metadata.ctime_nsec()]
        };
        #[cfg(not(unix))]
        let identity = [0; 3];
        Self { len: metadata.len(), modified: metadata.modified().ok(), identity }
    }
}

fn settled(metadata: &Metadata) -> bool {
    metadata.modified().is_ok_and(|at| at.elapsed().is_ok_and(|age| age > UNSETTLED))
}

fn digest_of(bytes: &[u8]) -> String {
    in_hexadecimal(&Sha256::digest(bytes))
}

fn in_hexadecimal(digest: &[u8]) -> String {
    use std::fmt::Write;
    digest.iter().take(16).fold(String::with_capacity(32), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads up to `limit` bytes once: digest, whether they are UTF-8, and how many there were.
fn read_facts(reader: &mut dyn Read, limit: u64) -> io::Result<(Facts, u64)> {
    let mut reader = reader.take(limit);
    let mut hasher = Sha256::new();
    let mut utf8 = Utf8::default();
    let mut len = 0;
    let mut chunk = vec![0; 1 << 16];
    loop {
        let n = match reader.read(&mut chunk) {
            Ok(0) => break,
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        hasher.update(&chunk[..n]);
        utf8.push(&chunk[..n]);
        len += n as u64;
    }
    let digest = Arc::from(in_hexadecimal(&hasher.finalize()));
    Ok((Facts { digest, utf8: utf8.holds() }, len))
}

/// Whether bytes that come in pieces are UTF-8.
#[derive(Default)]
struct Utf8 {
    begun: Vec<u8>,
    broken: bool,
}

impl Utf8 {
    fn push(&mut self, mut piece: &[u8]) {
        while !self.begun.is_empty() && !self.broken && !piece.is_empty() {
            self.begun.push(piece[0]);
            piece = &piece[1..];
            match std::str::from_utf8(&self.begun) {
                Ok(_) => self.begun.clear(),
                Err(e) => self.broken = e.error_len().is_some(),
            }
        }
        if self.broken {
            return;
        }
        if let Err(e) = std::str::from_utf8(piece) {
            self.broken = e.error_len().is_some();
            self.begun = piece[e.valid_up_to()..].to_vec();
        }
    }

    fn holds(&self) -> bool {
        !self.broken && self.begun.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Utf8;

    fn in_pieces(bytes: &[u8], size: usize) -> bool {
        let mut utf8 = Utf8::default();
        bytes.chunks(size).for_each(|piece| utf8.push(piece));
        utf8.holds()
    }

    #[test]
    fn pieces_do_not_change_what_is_utf8() {
        let text = "a村b😀é".as_bytes();
        let cut = &text[..text.len() - 1];
        let gb18030 = b"\xb5\xc0\xc2\xb7,1";
        for size in 1..12 {
            assert!(in_pieces(text, size), "{size}");
            assert!(!in_pieces(cut, size), "{size}");
            assert!(!in_pieces(gb18030, size), "{size}");
        }
        assert!(in_pieces(b"", 1));
    }
}
