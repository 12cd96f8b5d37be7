//! OLE compound files ([MS-CFB]), in which Excel kept workbooks until 2007: bytes in, a stream by its name out; loops are cut.

use super::archive::{u16_at, u32_at};
use super::fault::Fault;

/// A compound file.
#[derive(Debug)]
pub struct Ole<'a> {
    bytes: &'a [u8],
    /// Sectors hold two to the power of so many bytes.
    shift: u32,
    /// The sector that follows each.
    next: Vec<u32>,
    /// The same of the small sectors inside the root's stream.
    next_small: Vec<u32>,
    small: Vec<u8>,
    streams: Vec<Stream>,
}

#[derive(Debug)]
struct Stream {
    name: String,
    first: u32,
    size: usize,
}

/// Streams of less than this are in small sectors.
const SMALL: usize = 4096;
/// Small sectors hold two to the power of so many bytes.
const SMALL_SHIFT: u32 = 6;
/// Numbers from here on are no sectors.
const NO_SECTOR: u32 = 0xffff_fffa;

/// Whether bytes are a compound file.
pub fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
}

impl<'a> Ole<'a> {
    /// Reads the directory.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        Self::read(bytes).ok_or(Fault::Damaged)
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let shift = u32::from(u16_at(bytes, 30)?);
        if !(9..=12).contains(&shift) {
            return None;
        }
        let empty =
            || Self { bytes, shift, next: Vec::new(), next_small: Vec::new(), small: Vec::new(), streams: Vec::new() };
        let mut file = empty();
        // The sectors of the table: the first 109 in the header, others in sectors that end with the number of the next.
        let mut table: Vec<u32> = (0..109).filter_map(|index| u32_at(bytes, 76 + 4 * index)).collect();
        let (mut more, mut left) = (u32_at(bytes, 68)?, bytes.len() >> shift);
        while more < NO_SECTOR && left > 0 {
            let sector = file.sector(more)?;
            let numbers: Vec<u32> = numbers(sector).collect();
            let (last, listed) = numbers.split_last()?;
            table.extend(listed);
            (more, left) = (*last, left - 1);
        }
        table.retain(|sector| *sector < NO_SECTOR);
        table.truncate(bytes.len() >> shift);
        for sector in table {
            let numbers: Vec<u32> = numbers(file.sector(sector)?).collect();
            file.next.extend(numbers);
        }
        let directory = file.chain(u32_at(bytes, 48)?, usize::MAX)?;
        let mut root = None;
        for entry in directory.chunks_exact(128) {
            let length = usize::from(u16_at(entry, 64)?).clamp(2, 64) - 2;
            let units: Vec<u16> =
                entry[..length].chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
            let stream = Stream {
                name: String::from_utf16_lossy(&units),
                first: u32_at(entry, 116)?,
                size: u32_at(entry, 120)? as usize,
            };
            match entry[66] {
                2 => file.streams.push(stream),
                5 => root = Some(stream),
                _ => {}
            }
        }
        file.next_small = numbers(&file.chain(u32_at(bytes, 60)?, usize::MAX).unwrap_or_default()).collect();
        if let Some(root) = root {
            file.small = file.chain(root.first, root.size).unwrap_or_default();
        }
        Some(file)
    }

    /// Whether there is a stream of this name.
    pub fn has(&self, name: &str) -> bool {
        self.streams.iter().any(|stream| stream.name.eq_ignore_ascii_case(name))
    }

    /// A stream by its name.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let stream = self.streams.iter().find(|stream| stream.name.eq_ignore_ascii_case(name))?;
        if stream.size < SMALL {
            self.small_chain(stream.first, stream.size)
        } else {
            self.chain(stream.first, stream.size)
        }
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_shl(self.shift)?;
        let end = start.checked_add(1 << self.shift)?;
        // The last sector of a file may be cut.
        self.bytes.get(start..end.min(self.bytes.len()))
    }

    /// The bytes of a chain of sectors, `size` of them at most.
    fn chain(&self, first: u32, size: usize) -> Option<Vec<u8>> {
        let (mut bytes, mut sector) = (Vec::new(), first);
        while sector < NO_SECTOR && bytes.len() < size {
            // A chain that is longer than the file runs in a circle.
            if bytes.len() > self.bytes.len() {
                return None;
            }
            bytes.extend_from_slice(self.sector(sector)?);
            sector = *self.next.get(sector as usize)?;
        }
        bytes.truncate(size);
        Some(bytes)
    }

    fn small_chain(&self, first: u32, size: usize) -> Option<Vec<u8>> {
        let (mut bytes, mut sector) = (Vec::new(), first);
        while sector < NO_SECTOR && bytes.len() < size {
            let start = (sector as usize).checked_shl(SMALL_SHIFT)?;
            bytes.extend_from_slice(self.small.get(start..(start + (1 << SMALL_SHIFT)).min(self.small.len()))?);
            sector = *self.next_small.get(sector as usize)?;
        }
        bytes.truncate(size);
        Some(bytes)
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}
