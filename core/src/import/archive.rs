//! ZIP archives, as far as office documents need them: bytes in, the parts as guarded streams out; a broken archive is a fault.
//!
//! No size that the archive states is believed: parts are unzipped as they are read, and counted.

use super::fault::Fault;
use super::limit::{ITEMS, RUN, UNZIPPED};
use flate2::bufread::DeflateDecoder;
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

/// An archive and what may still be unzipped of it.
#[derive(Debug)]
pub struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
    left: Rc<Cell<u64>>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    method: u16,
    local: usize,
    zipped: usize,
}

/// Little-endian numbers at an offset.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

/// The same of four bytes.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// An archive begins with its first part.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

impl<'a> Archive<'a> {
    /// Reads the directory at the end of an archive.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        const END: &[u8] = b"PK\x05\x06";
        // A comment of at most 65,535 bytes may follow the record of 22 bytes.
        let from = bytes.len().saturating_sub(22 + 0xffff);
        let end = bytes[from..].windows(4).rposition(|window| window == END).ok_or(Fault::Damaged)? + from;
        let many = usize::from(u16_at(bytes, end + 10).ok_or(Fault::Damaged)?);
        let mut at = u32_at(bytes, end + 16).ok_or(Fault::Damaged)? as usize;
        if many > ITEMS {
            return Err(Fault::TooLarge);
        }
        let mut entries = Vec::new();
        for _ in 0..many {
            let (entry, next) = Entry::read(bytes, at).ok_or(Fault::Damaged)?;
            entries.push(entry);
            at = next;
        }
        Ok(Self { bytes, entries, left: Rc::new(Cell::new(UNZIPPED)) })
    }

    /// The names of its parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Names are compared without case, as offices write them.
    fn find(&self, name: &str) -> Option<&Entry> {
        let exact = self.entries.iter().find(|entry| entry.name == name);
        exact.or_else(|| self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)))
    }

    /// A part as a stream that ends with an error where it holds too much.
    pub fn part(&self, name: &str) -> Result<Guard<Box<dyn BufRead + 'a>>, Fault> {
        let entry = self.find(name).ok_or(Fault::Damaged)?;
        let header = entry.local;
        if self.bytes.get(header..header + 4) != Some(b"PK\x03\x04") {
            return Err(Fault::Damaged);
        }
        let length = |at| u16_at(self.bytes, header + at).map(usize::from).ok_or(Fault::Damaged);
        let start = header + 30 + length(26)? + length(28)?;
        let zipped =
            start.checked_add(entry.zipped).and_then(|end| self.bytes.get(start..end)).ok_or(Fault::Damaged)?;
        let stream: Box<dyn BufRead + 'a> = match entry.method {
            0 => Box::new(zipped),
            8 => Box::new(BufReader::with_capacity(1 << 16, DeflateDecoder::new(zipped))),
            _ => return Err(Fault::Damaged),
        };
        Ok(Guard { stream, left: Rc::clone(&self.left), inside: Inside::Text, run: 0, last: [0; 2] })
    }
}

impl Entry {
    /// The entry of the directory at an offset, and where the next begins.
    fn read(bytes: &[u8], at: usize) -> Option<(Self, usize)> {
        if bytes.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let length = |offset| u16_at(bytes, at + offset).map(usize::from);
        let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
        let entry = Self {
            name: String::from_utf8_lossy(bytes.get(at + 46..at + 46 + name)?).replace('\\', "/"),
            method: u16_at(bytes, at + 10)?,
            local: u32_at(bytes, at + 42)? as usize,
            zipped: u32_at(bytes, at + 20)? as usize,
        };
        Some((entry, at + 46 + name + extra + comment))
    }
}

/// Where in an XML text a byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Text,
    Tag,
    /// `<!…`: a comment, or text as it stands.
    Bang,
}

/// A stream of XML that fails before its reader would have to hold a run of more than [`RUN`] bytes, or has read too much.
#[derive(Debug)]
pub struct Guard<R> {
    stream: R,
    left: Rc<Cell<u64>>,
    inside: Inside,
    run: usize,
    last: [u8; 2],
}

fn too_large() -> io::Error {
    io::Error::from(io::ErrorKind::FileTooLarge)
}

impl<R: BufRead> BufRead for Guard<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.run > RUN || self.left.get() == 0 {
            return Err(too_large());
        }
        self.stream.fill_buf()
    }

    fn consume(&mut self, many: usize) {
        if let Ok(bytes) = self.stream.fill_buf() {
            for byte in &bytes[..many.min(bytes.len())] {
                self.run += 1;
                let ends = match (self.inside, byte) {
                    (Inside::Text, b'<') => Some(Inside::Tag),
                    (Inside::Tag, b'!') if self.last[1] == b'<' => {
                        self.inside = Inside::Bang;
                        None
                    }
                    (Inside::Tag, b'>') => Some(Inside::Text),
                    (Inside::Bang, b'>') if self.last == *b"--" || self.last == *b"]]" => Some(Inside::Text),
                    _ => None,
                };
                if let Some(next) = ends {
                    (self.inside, self.run) = (next, 0);
                }
                self.last = [self.last[1], *byte];
            }
        }
        self.left.set(self.left.get().saturating_sub(many as u64));
        self.stream.consume(many);
    }
}

impl<R: BufRead> Read for Guard<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let many = bytes.len().min(out.len());
        out[..many].copy_from_slice(&bytes[..many]);
        self.consume(many);
        Ok(many)
    }
}
