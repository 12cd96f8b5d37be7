//! The records of BIFF8 and the strings in them ([MS-XLS] 2.1.4, 2.5.293): bytes in, records and texts out; what breaks off is `None`.

use super::archive::{u16_at, u32_at};
use super::fault::Fault;
use super::limit::{CELLS, TEXT};

/// A record.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Its type.
    pub kind: u16,
    /// What follows type and length.
    pub data: &'a [u8],
}

/// Records one after the other.
#[derive(Debug)]
pub struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

/// A record that goes on with the one before it.
const CONTINUE: u16 = 0x003c;

impl<'a> Records<'a> {
    /// From an offset of a stream.
    pub fn new(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// The next record; `None` at the end, and where it breaks off.
    pub fn next(&mut self) -> Option<Record<'a>> {
        let (kind, length) = (u16_at(self.stream, self.at)?, usize::from(u16_at(self.stream, self.at + 2)?));
        let data = self.stream.get(self.at + 4..self.at + 4 + length)?;
        self.at += 4 + length;
        Some(Record { kind, data })
    }

    /// The next record, if it goes on with this one.
    fn continued(&mut self) -> Option<&'a [u8]> {
        let start = self.at;
        let next = self.next().filter(|record| record.kind == CONTINUE);
        if next.is_none() {
            self.at = start;
        }
        next.map(|record| record.data)
    }

    /// The text of an object, which stands in the record that goes on with it.
    pub fn continued_text(&mut self) -> String {
        let Some(data) = self.continued() else { return String::new() };
        let is_wide = data.first().is_some_and(|flags| flags & 1 != 0);
        decode(data.get(1..).unwrap_or_default(), is_wide)
    }
}

/// Characters of two bytes, or of one, which is the lower.
fn decode(bytes: &[u8], is_wide: bool) -> String {
    if !is_wide {
        return bytes.iter().map(|byte| char::from(*byte)).collect();
    }
    let units: Vec<u16> = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// A string with a length of two bytes; what a following record would hold of it is left out.
pub fn string(data: &[u8], at: usize) -> Option<String> {
    characters(data, at + 2, usize::from(u16_at(data, at)?))
}

/// A string with a length of one byte.
pub fn short_string(data: &[u8], at: usize) -> Option<String> {
    characters(data, at + 1, usize::from(*data.get(at)?))
}

fn characters(data: &[u8], at: usize, many: usize) -> Option<String> {
    let flags = *data.get(at)?;
    let (mut start, is_wide) = (at + 1, flags & 1 != 0);
    start += if flags & 8 != 0 { 2 } else { 0 } + if flags & 4 != 0 { 4 } else { 0 };
    let length = many << u32::from(is_wide);
    Some(decode(data.get(start..(start + length).min(data.len()))?, is_wide))
}

/// The strings that cells share: one record and those that go on with it.
pub struct Strings<'r, 'a> {
    records: &'r mut Records<'a>,
    data: &'a [u8],
}

impl<'r, 'a> Strings<'r, 'a> {
    /// From the first record.
    pub fn new(data: &'a [u8], records: &'r mut Records<'a>) -> Self {
        Self { records, data }
    }

    /// All strings one after the other, and where each ends.
    pub fn read_all(mut self) -> Result<(String, Vec<usize>), Fault> {
        let many = u32_at(self.data, 4).ok_or(Fault::Damaged)? as usize;
        self.data = &self.data[8..];
        let (mut strings, mut ends) = (String::new(), Vec::new());
        for _ in 0..many {
            strings.push_str(&self.read().ok_or(Fault::Damaged)?);
            ends.push(strings.len());
            if strings.len() > TEXT || ends.len() > CELLS {
                return Err(Fault::TooLarge);
            }
        }
        Ok((strings, ends))
    }

    /// So many bytes, which may go on in the next record.
    fn take(&mut self, many: usize) -> Option<Vec<u8>> {
        let mut taken = Vec::new();
        while taken.len() < many {
            if self.data.is_empty() {
                self.data = self.records.continued()?;
            }
            let part = self.data.len().min(many - taken.len());
            taken.extend_from_slice(&self.data[..part]);
            self.data = &self.data[part..];
        }
        Some(taken)
    }

    fn read(&mut self) -> Option<String> {
        let head = self.take(3)?;
        let (mut left, flags) = (usize::from(u16_at(&head, 0)?), head[2]);
        let runs = if flags & 8 != 0 { usize::from(u16_at(&self.take(2)?, 0)?) } else { 0 };
        let extra = if flags & 4 != 0 { u32_at(&self.take(4)?, 0)? as usize } else { 0 };
        let (mut text, mut is_wide) = (String::new(), flags & 1 != 0);
        while left > 0 {
            if self.data.is_empty() {
                // Characters that go on in the next record have a width of their own there.
                self.data = self.records.continued()?;
                is_wide = self.data.first()? & 1 != 0;
                self.data = &self.data[1..];
            }
            let width = 1 << u32::from(is_wide);
            let here = left.min(self.data.len() / width);
            if here == 0 {
                return None;
            }
            text.push_str(&decode(&self.data[..here * width], is_wide));
            (self.data, left) = (&self.data[here * width..], left - here);
        }
        self.take(4 * runs)?;
        self.take(extra)?;
        Some(text)
    }
}

/// The texts in a stream of properties ([MS-OLEPS]): every value that says of itself that it is a string.
pub fn property_texts(bytes: &[u8]) -> Vec<String> {
    /// Strings of one and of two bytes a character.
    const NARROW: u32 = 0x1e;
    const WIDE: u32 = 0x1f;
    let section = u32_at(bytes, 44).unwrap_or(0) as usize;
    let many = u32_at(bytes, section.saturating_add(4)).unwrap_or(0).min(1000) as usize;
    let text = |index: usize| {
        let at = section.checked_add(u32_at(bytes, section + 12 + 8 * index)? as usize)?;
        let (kind, length) = (u32_at(bytes, at)?, u32_at(bytes, at + 4)? as usize);
        let text = match kind {
            NARROW => String::from_utf8_lossy(bytes.get(at + 8..at.checked_add(8)?.checked_add(length)?)?).into_owned(),
            WIDE => decode(bytes.get(at + 8..at.checked_add(8)?.checked_add(length.checked_mul(2)?)?)?, true),
            _ => return None,
        };
        Some(text.trim_end_matches('\0').trim().to_owned()).filter(|text| !text.is_empty())
    };
    (0..many).filter_map(text).collect()
}
