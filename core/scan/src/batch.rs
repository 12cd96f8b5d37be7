//! Batches: the bytes of a file in, the ends of the cells of its next rows out; a batch ends before a row that has not the cells
//! of the table or has text after a quote, and near the end of the file.
//!
//! The ends are looked for in blocks of 64 bytes, whatever stands in them: a block becomes a mask with a bit for each delimiter
//! and terminator, and the mask a list of places. Only blocks with quotes in them are walked mark by mark.

use crate::record::{Dialect, HIGH, spread};

/// The next rows of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    /// Cells of a row.
    width: usize,
    /// Where each row starts, and where the row after the last does.
    starts: Vec<u32>,
    /// Where the cells of all rows end, row after row.
    ends: Vec<u32>,
}

/// How many rows a batch has at most: their ends stay in the processor's nearest cache.
const MOST_ROWS: usize = 128;

const BLOCK: usize = 64;

/// How many ends are listed in a row.
const AT_ONCE: usize = 8;

impl Batch {
    /// No rows yet, each to have so many cells.
    pub(crate) fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Where a row starts; after the last row, where the batch ends.
    #[inline]
    pub(crate) fn start(&self, row: usize) -> Option<usize> {
        self.starts.get(row).map(|start| *start as usize)
    }

    /// From where to where the cell of a row reaches, quotes included.
    #[inline(always)]
    pub(crate) fn cell(&self, row: usize, column: usize) -> (usize, usize) {
        let place = row * self.width + column;
        let start = if column == 0 { self.starts[row] } else { self.ends[place - 1] + 1 };
        (start as usize, self.ends[place] as usize)
    }

    /// Reads the rows from `at` on.
    #[inline(never)]
    pub(crate) fn read(&mut self, file: &[u8], dialect: Dialect, at: usize) {
        self.starts.clear();
        self.starts.push(at as u32);
        self.ends.resize(MOST_ROWS * self.width + BLOCK + AT_ONCE, 0);
        let marks = Marks::new(dialect);
        let mut walk = Walk { dialect, within: false, next: at, open: at, faulty: false };
        let (mut block, mut many) = (at, 0);
        while many < MOST_ROWS * self.width
            && let Some(bytes) = file.get(block..).and_then(|rest| rest.first_chunk::<BLOCK>())
        {
            let [delimiters, mut terminators, quotes] = marks.masks(bytes);
            let mut ends = delimiters | terminators;
            if walk.within || dialect.quote.is_some() && quotes != 0 {
                ends = walk.ends(file, block, ends, quotes);
                terminators &= ends;
            } else if ends != 0 {
                walk.open = block + BLOCK - ends.leading_zeros() as usize;
            }
            let before = many;
            many += self.list(before, block, ends);
            while terminators != 0 {
                let place = terminators.trailing_zeros();
                // A row ends where its last cell does, and nowhere else.
                if before + (ends << (63 - place)).count_ones() as usize != self.starts.len() * self.width {
                    return;
                }
                self.starts.push(block as u32 + place + 1);
                if self.starts.len() > MOST_ROWS {
                    return;
                }
                terminators &= terminators - 1;
            }
            if walk.faulty {
                return;
            }
            block += BLOCK;
        }
    }

    /// Lists the ends of a block after the others, and returns how many they are. Most blocks have few, and a loop that
    /// always takes as many steps is not guessed wrong.
    #[inline(always)]
    fn list(&mut self, before: usize, block: usize, mut ends: u64) -> usize {
        let many = ends.count_ones() as usize;
        let mut place = before;
        while place < before + many {
            let Some(list) = self.ends.get_mut(place..).and_then(|rest| rest.first_chunk_mut::<AT_ONCE>()) else {
                break;
            };
            for end in list {
                *end = block as u32 + ends.trailing_zeros();
                ends &= ends.wrapping_sub(1);
            }
            place += AT_ONCE;
        }
        many
    }
}

/// The walk over blocks that have quotes in them.
struct Walk {
    dialect: Dialect,
    /// Whether the block begins inside a quoted cell.
    within: bool,
    /// Marks before this place are passed.
    next: usize,
    /// Where the cell starts that is not ended yet.
    open: usize,
    /// Whether text stands after a closing quote: the row and all after it are not of the batch.
    faulty: bool,
}

impl Walk {
    /// The ends of cells in a block, without those inside of quotes.
    #[inline(never)]
    fn ends(&mut self, file: &[u8], block: usize, ends: u64, quotes: u64) -> u64 {
        let (mut found, mut marks) = (0, ends | quotes);
        while marks != 0 {
            let mark = marks & marks.wrapping_neg();
            let at = block + mark.trailing_zeros() as usize;
            marks ^= mark;
            if at < self.next {
                continue;
            }
            if quotes & mark == 0 {
                if !self.within {
                    found |= mark;
                    self.open = at + 1;
                }
            } else if !self.within {
                // A quote opens a quoted cell only as its first byte.
                self.within = at == self.open;
            } else if file.get(at + 1).copied() == self.dialect.quote {
                self.next = at + 2;
            } else {
                self.within = false;
                if !self.is_end(&file[at + 1..]) {
                    self.faulty = true;
                    break;
                }
            }
        }
        found
    }

    /// Whether a cell ends where these bytes begin.
    fn is_end(&self, bytes: &[u8]) -> bool {
        let ends = |byte: u8| byte == self.dialect.delimiter || byte == self.dialect.terminator;
        match bytes {
            [b'\r', after, ..] => *after == self.dialect.terminator || ends(b'\r'),
            [byte, ..] => ends(*byte),
            [] => true,
        }
    }
}

/// What is looked for in a block, in every byte of a word, and the words that it takes to find it: given as values, they stay
/// in registers, while constants would be loaded anew for each word.
#[derive(Clone, Copy)]
struct Marks {
    delimiters: u64,
    terminators: u64,
    quotes: u64,
    /// All bits but the high bit of each byte.
    ascii: u64,
    /// Brings the high bits of all bytes together, as a factor.
    gather: u64,
}

impl Marks {
    fn new(dialect: Dialect) -> Self {
        Self {
            delimiters: spread(dialect.delimiter),
            terminators: spread(dialect.terminator),
            quotes: spread(dialect.quote.unwrap_or(dialect.terminator)),
            ascii: std::hint::black_box(!HIGH),
            gather: std::hint::black_box(0x0002_0408_1020_4081),
        }
    }

    /// The masks of a block: delimiters, terminators and quotes.
    #[inline(never)]
    fn masks(&self, block: &[u8; BLOCK]) -> [u64; 3] {
        let Self { delimiters, terminators, quotes, ascii, gather } = *self;
        let (words, _) = block.as_chunks::<8>();
        let (mut ends, mut rows, mut unquoted) = (0_u64, 0_u64, u64::MAX);
        // The highest word first: the bits of each block move up by a byte a step.
        for word in words.iter().rev() {
            let word = u64::from_le_bytes(*word);
            let bytes = word & ascii;
            // The high bit of a byte stays clear where it is the one that is looked for.
            let (no_delimiter, no_terminator) =
                (((bytes ^ delimiters) + ascii) | word, ((bytes ^ terminators) + ascii) | word);
            unquoted &= ((bytes ^ quotes) + ascii) | word;
            ends = ends << 8 | (!(no_delimiter | ascii)).wrapping_mul(gather) >> 56;
            rows = rows << 8 | (!(no_terminator | ascii)).wrapping_mul(gather) >> 56;
        }
        let mut quoted = 0;
        if !(unquoted | ascii) != 0 {
            for word in words.iter().rev() {
                let word = u64::from_le_bytes(*word);
                let other = (((word & ascii) ^ quotes) + ascii) | word;
                quoted = quoted << 8 | (!(other | ascii)).wrapping_mul(gather) >> 56;
            }
        }
        [ends, rows, quoted]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Record, Scanner};
    use proptest::prelude::*;

    proptest! {
        /// Every row of a batch has the cells that the scanner reads, quotes around them aside.
        #[test]
        fn rows_are_those_of_the_scanner(
            rows in proptest::collection::vec(proptest::collection::vec("[a-c ]{0,20}|\"[a,\n]{0,9}(\"\")?b\"|a\"b|é{1,9}", 3), 1..30),
        ) {
            let mut file: String = rows.iter().map(|row| row.join(",") + "\n").collect();
            file.push_str(&" ".repeat(BLOCK));
            let (mut batch, dialect) = (Batch::new(3), Dialect::default());
            batch.read(file.as_bytes(), dialect, 0);
            prop_assert_eq!(batch.len(), rows.len());
            let (mut scanner, mut record) = (Scanner::new(file.as_bytes(), dialect), Record::default());
            for row in 0..batch.len() {
                prop_assert_eq!(batch.start(row), Some(scanner.position()));
                prop_assert!(scanner.read(&mut record));
                for column in 0..3 {
                    let (start, end) = batch.cell(row, column);
                    let text = file[start..end].strip_prefix('"').and_then(|text| text.strip_suffix('"'));
                    let text = text.map_or(file[start..end].to_owned(), |inner| inner.replace("\"\"", "\""));
                    prop_assert_eq!(record.cell(file.as_bytes(), column), text.as_bytes());
                }
            }
        }
    }
}
