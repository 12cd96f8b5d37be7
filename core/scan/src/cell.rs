//! Cells of usual rows: the bytes of a file in, one cell after the other out; gives up, with nothing, where a cell does not end
//! as it should and near the end of the file.
//!
//! The ends of cells are looked for in blocks of 64 bytes, whatever stands in them: a block becomes a mask with a bit for each
//! delimiter and terminator, and finding the next end is counting zeros.

use crate::record::{Dialect, HIGH, find, spread};
use crate::symbol::Key;

/// A walk over cells. The steps that are seldom taken work on a copy, so that the walk can stay in registers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cells<'a> {
    file: &'a [u8],
    /// Where the next cell begins.
    pub(crate) at: usize,
    /// Where the block begins that is looked at, and the ends in it that were not passed yet.
    block: usize,
    ends: u64,
    /// Delimiter and terminator in every place of a word.
    marks: [u64; 2],
    delimiter: u8,
    terminator: u8,
    /// No byte at all where the file does not quote.
    quote: u32,
}

const BLOCK: usize = 64;

impl<'a> Cells<'a> {
    pub(crate) fn new(file: &'a [u8], dialect: Dialect, at: usize) -> Self {
        let marks = [spread(dialect.delimiter), spread(dialect.terminator)];
        Self {
            file,
            at,
            block: at,
            ends: ends_of_block(file, at, marks).unwrap_or(0),
            marks,
            delimiter: dialect.delimiter,
            terminator: dialect.terminator,
            quote: dialect.quote.map_or(u32::MAX, u32::from),
        }
    }

    /// Passes over a cell.
    #[inline(always)]
    pub(crate) fn pass(&mut self, is_last: bool) -> Option<()> {
        if self.opens_quote()? {
            (*self, _) = self.text(is_last)?;
            return Some(());
        }
        let end = self.end()?;
        self.at = end + 1;
        (*self.file.get(end)? == self.last(is_last)).then_some(())
    }

    /// A cell by its key and its text.
    #[inline(always)]
    pub(crate) fn take(&mut self, is_last: bool) -> Option<(Key, &'a [u8])> {
        let start = self.at;
        let (words, _) = self.file.get(start..)?.first_chunk::<16>()?.as_chunks::<8>();
        let (low, high) = (u64::from_le_bytes(words[0]), u64::from_le_bytes(words[1]));
        if u32::from(low as u8) == self.quote {
            let text;
            (*self, text) = self.text(is_last)?;
            return Some((Key::of(text), text));
        }
        let end = self.end()?;
        self.at = end + 1;
        if *self.file.get(end)? != self.last(is_last) {
            return None;
        }
        let text = self.file.get(start..end)?;
        if is_last && let Some(text) = text.strip_suffix(b"\r") {
            return (self.terminator == b'\n').then(|| (Key::of(text), text));
        }
        let length = text.len() as u32;
        let key = match length {
            0..8 => Key::short(first_bytes(low, length), 0, length),
            8..16 => Key::short(low, first_bytes(high, length - 8), length),
            _ => Key::of(text),
        };
        Some((key, text))
    }

    /// The text of a quoted cell, and the walk after it.
    #[inline(never)]
    fn text(mut self, is_last: bool) -> Option<(Self, &'a [u8])> {
        let inner = self.file.get(self.at + 1..)?;
        let text = &inner[..find(inner, self.quote as u8)];
        let after = self.at + 2 + text.len();
        if after < self.block + BLOCK {
            self.ends &= u64::MAX << (after - self.block);
        } else {
            self.block = after;
            self.ends = ends_of_block(self.file, after, self.marks)?;
        }
        let end = self.end()?;
        self.at = end + 1;
        // What follows the closing quote is the end, or a carriage return before it.
        let between = self.file.get(after..end)?;
        let is_closed = between.is_empty() || is_last && self.terminator == b'\n' && between == b"\r";
        (is_closed && *self.file.get(end)? == self.last(is_last)).then_some((self, text))
    }

    /// The byte that ends a cell, or the last one.
    #[inline(always)]
    fn last(&self, is_last: bool) -> u8 {
        if is_last { self.terminator } else { self.delimiter }
    }

    #[inline(always)]
    fn opens_quote(&self) -> Option<bool> {
        self.file.get(self.at).map(|first| u32::from(*first) == self.quote)
    }

    /// The next end that was not passed yet.
    #[inline(always)]
    fn end(&mut self) -> Option<usize> {
        while self.ends == 0 {
            self.block += BLOCK;
            self.ends = ends_of_block(self.file, self.block, self.marks)?;
        }
        let end = self.block + self.ends.trailing_zeros() as usize;
        self.ends &= self.ends - 1;
        Some(end)
    }
}

/// The mask of the block that begins at `block`.
#[inline(never)]
fn ends_of_block(file: &[u8], block: usize, [delimiters, terminators]: [u64; 2]) -> Option<u64> {
    let (words, _) = file.get(block..)?.first_chunk::<BLOCK>()?.as_chunks::<8>();
    let mut mask = 0;
    for (place, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let ascii = word & !HIGH;
        // The high bit of a byte stays clear where it is one of the two.
        let other = ((ascii ^ delimiters) + !HIGH) & ((ascii ^ terminators) + !HIGH) | word;
        // A multiplication gathers the high bits of all bytes in the highest byte.
        mask |= ((!other & HIGH).wrapping_mul(GATHER) >> 56) << (8 * place);
    }
    Some(mask)
}

/// Moves the high bit of byte `n` to bit `56 + n`.
const GATHER: u64 = 0x0002_0408_1020_4081;

/// The first bytes of a word, fewer than eight.
#[inline(always)]
fn first_bytes(word: u64, length: u32) -> u64 {
    word & ((1 << (8 * length & 63)) - 1)
}
