//! Records: the bytes of a CSV file in, one record's cells after the other out; a broken record is told and passed over.
//!
//! Follows RFC 4180 as spreadsheets practise it: a quote opens a quoted cell only as its first byte, doubled quotes stand
//! for one, a quoted cell may span lines. Eight bytes are compared at a step ("SIMD within a register").

/// How cells and records are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Between cells.
    pub delimiter: u8,
    /// Around cells that hold delimiters, if the file quotes at all.
    pub quote: Option<u8>,
    /// After a record: a line feed (a carriage return before it is dropped), or a lone carriage return.
    pub terminator: u8,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { delimiter: b',', quote: Some(b'"'), terminator: b'\n' }
    }
}

/// Where the bytes of a cell stand: in the file, or in the record's own buffer if quotes had to be taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Span {
    start: u32,
    end: u32,
    own: bool,
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordFault {
    /// A quoted cell that never ends: the rest of the file would be inside it.
    UnclosedQuote,
    /// Text between a closing quote and the next delimiter.
    TextAfterQuote,
}

/// The cells of one record, reused from record to record.
#[derive(Clone, Debug, Default)]
pub struct Record {
    spans: Vec<Span>,
    own: Vec<u8>,
    /// What is wrong with it, and in which cell, counted from zero.
    pub fault: Option<(RecordFault, usize)>,
}

impl Record {
    /// How many cells it has.
    #[inline]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether it is a blank line: one cell without a byte.
    #[inline]
    pub fn is_empty(&self) -> bool {
        matches!(self.spans.as_slice(), [Span { start, end, own: false }] if start == end)
    }

    /// The bytes of a cell; a cell that is not there is blank.
    #[inline]
    pub fn cell<'a>(&'a self, file: &'a [u8], column: usize) -> &'a [u8] {
        match self.spans.get(column) {
            Some(span) if span.own => &self.own[span.start as usize..span.end as usize],
            Some(span) => &file[span.start as usize..span.end as usize],
            None => &[],
        }
    }
}

/// Walks a file record by record.
#[derive(Clone, Debug)]
pub struct Scanner<'a> {
    file: &'a [u8],
    dialect: Dialect,
    at: usize,
    delimiter: u64,
    quote: u64,
    terminator: u64,
}

pub(crate) const LOW: u64 = 0x0101_0101_0101_0101;
pub(crate) const HIGH: u64 = 0x8080_8080_8080_8080;

/// The high bit of every byte of `word` that equals the byte repeated in `pattern`; exact for each byte.
#[inline]
fn equal(word: u64, pattern: u64) -> u64 {
    let differ = word ^ pattern;
    !(((differ & !HIGH) + !HIGH) | differ) & HIGH
}

/// The high bit of the first byte of `word` that equals the byte repeated in `pattern`, and perhaps bits of later bytes;
/// zero where there is none. Cheaper than [`equal`].
#[inline]
pub(crate) fn first_equal(word: u64, pattern: u64) -> u64 {
    let differ = word ^ pattern;
    differ.wrapping_sub(LOW) & !differ & HIGH
}

/// The byte in every place of a word.
#[inline]
pub(crate) fn spread(byte: u8) -> u64 {
    u64::from(byte) * LOW
}

/// Where a byte is found first; the length of all where it is not.
pub(crate) fn find(bytes: &[u8], byte: u8) -> usize {
    let pattern = spread(byte);
    let (words, tail) = bytes.as_chunks();
    for (at, word) in words.iter().enumerate() {
        let found = first_equal(u64::from_le_bytes(*word), pattern);
        if found != 0 {
            return 8 * at + (found.trailing_zeros() >> 3) as usize;
        }
    }
    let from = bytes.len() - tail.len();
    tail.iter().position(|found| *found == byte).map_or(bytes.len(), |at| from + at)
}

impl<'a> Scanner<'a> {
    /// A scanner over UTF-8 bytes; offsets are 32 bits, so a file of 4 GiB or more is cut there.
    pub fn new(file: &'a [u8], dialect: Dialect) -> Self {
        let file = file.get(..u32::MAX as usize).unwrap_or(file);
        Self {
            file,
            dialect,
            at: 0,
            delimiter: spread(dialect.delimiter),
            // Without a quote the pattern repeats the delimiter, which is harmless.
            quote: spread(dialect.quote.unwrap_or(dialect.delimiter)),
            terminator: spread(dialect.terminator),
        }
    }

    /// The byte at which the next record begins.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The whole file.
    pub(crate) fn file(&self) -> &'a [u8] {
        self.file
    }

    /// Goes on at a byte.
    #[inline]
    pub(crate) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Goes on after the line in which a broken record began, so that a stray quote costs one line and no more.
    pub fn skip_line(&mut self, start: usize) {
        self.at = (self.find(self.dialect.terminator, start) + 1).min(self.file.len());
    }

    /// Reads the next record; `false` at the end of the file.
    pub fn read(&mut self, record: &mut Record) -> bool {
        record.spans.clear();
        record.own.clear();
        record.fault = None;
        if self.at >= self.file.len() {
            return false;
        }
        let mut start = self.at;
        let mut at = start;
        'words: loop {
            let Some(word) = self.file.get(at..at + 8) else {
                return self.read_tail(record, start, at);
            };
            let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
            let mut marks = equal(word, self.delimiter) | equal(word, self.terminator) | equal(word, self.quote);
            while marks != 0 {
                let here = at + (marks.trailing_zeros() >> 3) as usize;
                marks &= marks - 1;
                let byte = self.file[here];
                if byte == self.dialect.delimiter {
                    record.spans.push(Span { start: start as u32, end: here as u32, own: false });
                    start = here + 1;
                } else if byte == self.dialect.terminator {
                    self.finish(record, start, here);
                    self.at = here + 1;
                    return true;
                } else if here == start {
                    let next = self.quoted(record, here);
                    match self.after_quoted(next) {
                        After::Cell(after) => start = after,
                        After::Record(after) => {
                            self.at = after;
                            return true;
                        }
                    }
                    at = start;
                    continue 'words;
                }
            }
            at += 8;
        }
    }

    /// The last bytes of the file, one at a time.
    #[cold]
    fn read_tail(&mut self, record: &mut Record, mut start: usize, mut at: usize) -> bool {
        while at < self.file.len() {
            let byte = self.file[at];
            if byte == self.dialect.delimiter {
                record.spans.push(Span { start: start as u32, end: at as u32, own: false });
                start = at + 1;
            } else if byte == self.dialect.terminator {
                self.finish(record, start, at);
                self.at = at + 1;
                return true;
            } else if Some(byte) == self.dialect.quote && at == start {
                let next = self.quoted(record, at);
                match self.after_quoted(next) {
                    After::Cell(after) => start = after,
                    After::Record(after) => {
                        self.at = after;
                        return true;
                    }
                }
                at = start;
                continue;
            }
            at += 1;
        }
        self.finish(record, start, at);
        self.at = self.file.len();
        true
    }

    /// Ends the last cell of a record, without the carriage return of a CRLF.
    #[inline]
    fn finish(&self, record: &mut Record, start: usize, end: usize) {
        let end =
            if self.dialect.terminator == b'\n' && end > start && self.file[end - 1] == b'\r' { end - 1 } else { end };
        record.spans.push(Span { start: start as u32, end: end as u32, own: false });
    }

    /// Reads the quoted cell that opens at `open`; returns the byte of the delimiter or terminator after it.
    fn quoted(&self, record: &mut Record, open: usize) -> usize {
        let quote = self.dialect.quote.unwrap_or(b'"');
        let (own, start) = (record.own.len(), open + 1);
        let (mut from, mut at, mut doubled) = (start, start, false);
        let end = loop {
            at = self.find(quote, at);
            if at >= self.file.len() {
                record.fault.get_or_insert((RecordFault::UnclosedQuote, record.spans.len()));
                break self.file.len();
            }
            if self.file.get(at + 1) != Some(&quote) {
                break at;
            }
            record.own.extend_from_slice(&self.file[from..=at]);
            doubled = true;
            at += 2;
            from = at;
        };
        let after = (end + 1).min(self.file.len());
        let next = self.end_of_cell(after);
        let trailing = &self.file[after..next];
        if !trailing.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')) {
            record.fault.get_or_insert((RecordFault::TextAfterQuote, record.spans.len()));
        }
        if doubled {
            record.own.extend_from_slice(&self.file[from..end]);
            record.spans.push(Span { start: own as u32, end: record.own.len() as u32, own: true });
        } else {
            record.spans.push(Span { start: start as u32, end: end as u32, own: false });
        }
        next
    }

    /// The next `byte` at or after `at`, or the end of the file.
    fn find(&self, byte: u8, at: usize) -> usize {
        self.file.get(at..).map_or(self.file.len(), |rest| at + find(rest, byte))
    }

    /// The delimiter or terminator that ends the cell in which `at` stands.
    fn end_of_cell(&self, at: usize) -> usize {
        let rest = self.file.get(at..).unwrap_or_default();
        let ends = |byte: &u8| *byte == self.dialect.delimiter || *byte == self.dialect.terminator;
        rest.iter().position(ends).map_or(self.file.len(), |offset| at + offset)
    }

    /// What follows the cell that ended at `at`.
    fn after_quoted(&self, at: usize) -> After {
        match self.file.get(at) {
            Some(byte) if *byte == self.dialect.delimiter => After::Cell(at + 1),
            Some(_) => After::Record(at + 1),
            None => After::Record(self.file.len()),
        }
    }
}

/// What follows a quoted cell: another cell or the end of the record, and the byte at which it begins.
enum After {
    Cell(usize),
    Record(usize),
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(file: &[u8], dialect: Dialect) -> Vec<Vec<String>> {
        let (mut scanner, mut record, mut records) = (Scanner::new(file, dialect), Record::default(), Vec::new());
        while scanner.read(&mut record) {
            let cell = |column| String::from_utf8_lossy(record.cell(file, column)).into_owned();
            records.push((0..record.len()).map(cell).collect());
        }
        records
    }

    #[test]
    fn quotes_hold_delimiters_lines_and_quotes() {
        let file = b"a,b\r\n\"x, y\",\"say \"\"hi\"\"\r\nthere\"\r\n,\n\n\"\",z\"q\"";
        let expected: [&[&str]; 5] = [&["a", "b"], &["x, y", "say \"hi\"\r\nthere"], &["", ""], &[""], &["", "z\"q\""]];
        assert_eq!(all(file, Dialect::default()), expected);
    }

    #[test]
    fn a_delimiter_at_the_end_of_the_file_opens_a_last_cell() {
        assert_eq!(all(b"a,\"b\",", Dialect::default()), [["a", "b", ""]]);
        assert_eq!(
            all(b"aaaaaaaaaa;bbbbbbbb\r", Dialect { delimiter: b';', terminator: b'\r', ..Dialect::default() }),
            [["aaaaaaaaaa", "bbbbbbbb"]]
        );
    }

    #[test]
    fn broken_quotes_are_told_with_their_cell() {
        let mut record = Record::default();
        let mut scanner = Scanner::new(b"1,\"abc\n2,3\n", Dialect::default());
        assert!(scanner.read(&mut record));
        assert_eq!(record.fault, Some((RecordFault::UnclosedQuote, 1)));
        let mut scanner = Scanner::new(b"\"a\"b,c\nd,e\n", Dialect::default());
        assert!(scanner.read(&mut record));
        assert_eq!((record.fault, record.len()), (Some((RecordFault::TextAfterQuote, 0)), 2));
        assert!(scanner.read(&mut record));
        assert_eq!(record.fault, None);
    }

    proptest! {
        /// Whatever a CSV library writes, we read back; blank lines are records to us and nothing to it.
        #[test]
        fn reads_what_a_library_writes(
            rows in proptest::collection::vec(proptest::collection::vec("[a-c,\"\r\n ;0-9]{0,11}", 2..6), 1..12),
            crlf in any::<bool>(),
        ) {
            let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
            let mut writer = csv::WriterBuilder::new().flexible(true).terminator(terminator).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let file = writer.into_inner().unwrap();
            prop_assert_eq!(all(&file, Dialect::default()), rows);
        }

        #[test]
        fn never_panics_and_always_ends(file in proptest::collection::vec(prop_oneof![Just(b','), Just(b'"'), Just(b'\n'), Just(b'\r'), any::<u8>()], 0..80)) {
            let mut scanner = Scanner::new(&file, Dialect::default());
            let mut record = Record::default();
            let mut records = 0;
            while scanner.read(&mut record) {
                records += 1;
                prop_assert!(records <= file.len() + 1);
                for column in 0..record.len() {
                    let _ = record.cell(&file, column);
                }
            }
        }
    }
}
