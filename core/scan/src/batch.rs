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
    /// Rows that are whole.
    rows: usize,
    /// Where the row before the first ends, then where the cells of all rows do, row after row: a cell starts a byte after.
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
        self.rows
    }

    /// Where a row starts; after the last row, where the batch ends.
    #[inline]
    pub(crate) fn start(&self, row: usize) -> Option<usize> {
        let before = self.ends.get(row * self.width).filter(|_| row <= self.rows)?;
        Some(before.wrapping_add(1) as usize)
    }

    /// From where to where the cell of a row reaches, quotes included.
    #[inline(always)]
    pub(crate) fn cell(&self, row: usize, column: usize) -> (usize, usize) {
        let place = row * self.width + column;
        (self.ends[place].wrapping_add(1) as usize, self.ends[place + 1] as usize)
    }

    /// Reads the rows from `at` on.
    #[inline(never)]
    pub(crate) fn read(&mut self, file: &[u8], dialect: Dialect, at: usize) {
        let enough = MOST_ROWS * self.width;
        self.ends.resize(1 + enough + BLOCK + AT_ONCE, 0);
        self.ends[0] = (at as u32).wrapping_sub(1);
        let marks = Marks::new(dialect);
        let mut walk = Walk { dialect, within: false, next: at, open: at, faulty: false };
        let (mut block, mut many, mut terminators) = (at, 0, 0);
        while many < enough
            && !walk.faulty
            && let Some(bytes) = file.get(block..).and_then(|rest| rest.first_chunk::<BLOCK>())
        {
            let found = marks.find(bytes);
            let mut ends = found.ends;
            if walk.within || dialect.quote.is_some() && found.quotes != 0 {
                ends = walk.ends(file, block, ends, transposed(found.quotes));
                terminators += (transposed(found.terminators) & ends).count_ones();
            } else {
                terminators += found.terminators.count_ones();
                if ends != 0 {
                    walk.open = block + BLOCK - ends.leading_zeros() as usize;
                }
            }
            many += self.list(many, block, ends);
            block += BLOCK;
        }
        self.rows = self.whole(file, dialect.terminator, many, terminators as usize);
    }

    /// How many rows are whole at the beginning, of so many ends and terminators among them. A row ends where its last cell
    /// does, and nowhere else.
    fn whole(&self, file: &[u8], terminator: u8, many: usize, terminators: usize) -> usize {
        let is_terminator = |end: &u32| file.get(*end as usize) == Some(&terminator);
        let ends = &self.ends[1..][..many];
        let rows = ends.chunks_exact(self.width);
        let ended = rows.clone().take_while(|row| row.last().is_some_and(is_terminator)).count();
        if ended == rows.len() && ended == terminators {
            return ended;
        }
        rows.take(ended).take_while(|row| !row[..self.width - 1].iter().any(is_terminator)).count()
    }

    /// Lists the ends of a block after the others, and returns how many they are. Most blocks have few, and a loop that
    /// always takes as many steps is not guessed wrong.
    #[inline(always)]
    fn list(&mut self, before: usize, block: usize, mut ends: u64) -> usize {
        let many = ends.count_ones() as usize;
        let mut place = before;
        while place < before + many {
            let Some(list) = self.ends.get_mut(1 + place..).and_then(|rest| rest.first_chunk_mut::<AT_ONCE>()) else {
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
}

/// What stands in a block.
#[derive(Clone, Copy)]
struct Found {
    /// A bit for each delimiter and terminator.
    ends: u64,
    /// A bit for each terminator, in the order of [`transposed`].
    terminators: u64,
    /// The same for each quote.
    quotes: u64,
}

impl Marks {
    fn new(dialect: Dialect) -> Self {
        Self {
            delimiters: spread(dialect.delimiter),
            terminators: spread(dialect.terminator),
            // A file that does not quote has no such byte: its ends are found once more, and that is all.
            quotes: spread(dialect.quote.unwrap_or(dialect.terminator)),
            ascii: std::hint::black_box(!HIGH),
        }
    }

    /// What stands in a block.
    #[inline(always)]
    fn find(&self, block: &[u8; BLOCK]) -> Found {
        let Self { delimiters, terminators, quotes, ascii } = *self;
        let (words, _) = block.as_chunks::<8>();
        let (mut no_ends, mut no_terminators, mut no_quotes) = (u64::MAX, u64::MAX, u64::MAX);
        for (place, word) in words.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            let (bytes, others) = (word & ascii, word | ascii);
            // The high bit of a byte stays clear where it is the one that is looked for.
            let no_terminator = (bytes ^ terminators) + ascii;
            let no_end = ((bytes ^ delimiters) + ascii) & no_terminator;
            let no_quote = (bytes ^ quotes) + ascii;
            // The high bits of each word go to a bit of their own in every byte.
            let turn = 7 - place as u32;
            no_ends &= (no_end | others).rotate_right(turn);
            no_terminators &= (no_terminator | others).rotate_right(turn);
            no_quotes &= (no_quote | others).rotate_right(turn);
        }
        Found { ends: transposed(!no_ends), terminators: !no_terminators, quotes: !no_quotes }
    }
}

/// Eight bytes as rows of bits, with rows and columns exchanged: the first bits of all bytes become the first byte.
/// (Warren, "Hacker's Delight", 7–3.)
#[inline(always)]
fn transposed(mut bits: u64) -> u64 {
    for (distance, mask) in [(7, 0x00aa_00aa_00aa_00aa), (14, 0x0000_cccc_0000_cccc), (28, 0x0000_0000_f0f0_f0f0)] {
        let changed = (bits ^ (bits >> distance)) & mask;
        bits ^= changed ^ (changed << distance);
    }
    bits
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
