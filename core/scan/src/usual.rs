//! Usual rows: the bytes of records in, exact sums by class out, in one pass over the bytes; a row with anything unusual in it
//! is left alone, for the caller to read with care.
//!
//! A table has many rows and few kinds of them. Texts that were seen before are found again by their bytes while the ends of
//! their cells are looked for, and cells that nobody asked for are passed over eight bytes a step. Nothing is decided here:
//! a text that is new, a number in an odd notation, a blank, too few cells or too many are all the caller's to judge.

use crate::batch::Batch;
use crate::record::{Dialect, HIGH, LOW, Scanner, first_equal};
use crate::symbol::Key;
use crate::{Marks, Symbol, Symbols, Tuples, decimal};

/// A column of codes: its texts, and what each of them means.
#[derive(Clone, Debug, Default)]
struct Codes {
    column: usize,
    texts: Symbols,
    meanings: Vec<Symbol>,
}

/// A number as it is written: `mantissa / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    mantissa: i64,
    scale: u8,
}

/// In place of a number that is not usual: no column has so many decimals.
const ODD: Number = Number { mantissa: 0, scale: u8::MAX };

/// How numbers are held: as integers, with so many decimals to the unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The decimals; a number with more of them is not usual.
    pub decimals: u8,
    /// The largest integer on either side of zero; a number beyond it is not usual.
    pub most: u64,
}

/// The sum of the usual numbers of a column in one class of rows.
#[derive(Clone, Copy, Debug, Default)]
struct Total {
    /// What is not yet carried over.
    low: i64,
    count: u32,
    /// The way in which they are held, by its place in a list counted from one; zero while no way is stated.
    held: u32,
}

/// The rows of one table: which columns matter, and what was seen in them.
///
/// Every text of a column of codes has a *meaning*, given by the caller: different days may mean the same year. Rows whose
/// codes mean the same are one *class*; classes are numbered from zero in order of first appearance.
#[derive(Clone, Debug)]
pub struct Rows {
    dialect: Dialect,
    width: usize,
    codes: Vec<Codes>,
    /// The columns of numbers.
    marks: Vec<(usize, Marks)>,
    classes: Tuples,
    /// For each class, a total of each column of numbers.
    totals: Vec<Total>,
    /// What was carried over, total by total; shorter where nothing was.
    high: Vec<i128>,
    /// The ways in which numbers are held.
    held: Vec<Fixed>,
    /// The rows that are read together, and which of them is next.
    batch: Batch,
    next: usize,
    /// Of all rows of the batch, row after row: what their codes mean, and their numbers.
    meanings: Vec<Symbol>,
    numbers: Vec<Number>,
    integers: Vec<i64>,
}

const UNKNOWN: Symbol = Symbol(u32::MAX);

impl Rows {
    /// Rows of so many cells, of which some columns hold codes and others numbers. Where a column is asked for twice or no
    /// number is asked for, no row is usual.
    pub fn new(dialect: Dialect, width: usize, codes: &[usize], numbers: &[(usize, Marks)]) -> Self {
        let columns: Vec<usize> = codes.iter().chain(numbers.iter().map(|(column, _)| column)).copied().collect();
        let once = |(place, column): (usize, &usize)| *column < width && !columns[..place].contains(column);
        let possible = !numbers.is_empty() && columns.iter().enumerate().all(once);
        Self {
            dialect,
            width: if possible { width } else { 0 },
            codes: codes.iter().map(|column| Codes { column: *column, ..Codes::default() }).collect(),
            marks: numbers.to_vec(),
            classes: Tuples::new(codes.len()),
            totals: Vec::new(),
            high: Vec::new(),
            held: Vec::new(),
            batch: Batch::new(width),
            next: 0,
            meanings: Vec::new(),
            numbers: Vec::new(),
            integers: vec![0; numbers.len()],
        }
    }

    /// Reads usual rows and adds their numbers up until one is not usual, at which the scanner then stands; returns how many
    /// there were.
    ///
    /// A usual row has exactly the cells of the table. Its codes and their combination were seen before, and it is stated how
    /// its class holds its numbers; nothing of that is blank. The last bytes of a file are never usual.
    pub fn sum(&mut self, scanner: &mut Scanner<'_>) -> u32 {
        let mut many = 0;
        while self.width > 0 {
            // The row at which the batch was left was read with care, or more than that was.
            while self.batch.start(self.next).is_some_and(|start| start < scanner.position()) {
                self.next += 1;
            }
            if self.next >= self.batch.len() || self.batch.start(self.next) != Some(scanner.position()) {
                self.read(scanner.file(), scanner.position());
            }
            let first = self.next;
            self.add();
            many += (self.next - first) as u32;
            scanner.go_to(self.batch.start(self.next).unwrap_or(scanner.position()));
            if self.next == first || self.next < self.batch.len() {
                break;
            }
        }
        many
    }

    /// Reads a batch, column by column: neighbouring steps do not wait for each other.
    fn read(&mut self, file: &[u8], at: usize) {
        self.batch.read(file, self.dialect, at);
        self.next = 0;
        self.meanings.resize(self.batch.len() * self.codes.len(), UNKNOWN);
        self.numbers.resize(self.batch.len() * self.marks.len(), ODD);
        let quote = self.dialect.quote.map_or(u32::MAX, u32::from);
        let cells = Cells { file, dialect: self.dialect, quote, last: self.width - 1, batch: &self.batch };
        let many = self.codes.len();
        for (index, codes) in self.codes.iter().enumerate() {
            read_codes(&cells, codes, self.meanings.iter_mut().skip(index).step_by(many));
        }
        let many = self.marks.len();
        for (index, (column, marks)) in self.marks.iter().enumerate() {
            read_numbers(&cells, *column, marks, self.numbers.iter_mut().skip(index).step_by(many));
        }
    }

    /// Adds up the next rows of the batch until one is not usual.
    fn add(&mut self) {
        let many = self.marks.len();
        let meanings = &self.meanings[self.next * self.codes.len()..];
        let numbers = &self.numbers[self.next * many..];
        self.next += match self.codes.len() {
            0 => 0,
            width => add_rows(
                meanings.chunks_exact(width).zip(numbers.chunks_exact(many)),
                &self.classes,
                &self.held,
                (&mut self.totals, &mut self.high),
                &mut self.integers,
            ),
        };
    }

    /// The symbol of a text in a column of codes, given one now if it is new, and what it means, if that is known.
    pub fn intern(&mut self, code: usize, text: &[u8]) -> (Symbol, Option<Symbol>) {
        let codes = &mut self.codes[code];
        let symbol = codes.texts.intern(text);
        let meaning = codes.meanings.get(symbol.index()).copied();
        (symbol, meaning.filter(|meaning| *meaning != UNKNOWN))
    }

    /// The text of a symbol of a column of codes.
    pub fn text(&self, code: usize, symbol: Symbol) -> &str {
        self.codes[code].texts.text(symbol)
    }

    /// States what a text means.
    pub fn set_meaning(&mut self, code: usize, symbol: Symbol, meaning: Symbol) {
        let meanings = &mut self.codes[code].meanings;
        if meanings.len() <= symbol.index() {
            meanings.resize(symbol.index() + 1, UNKNOWN);
        }
        meanings[symbol.index()] = meaning;
    }

    /// The class of a row by the meanings of its codes, given a number now if it is new.
    pub fn class(&mut self, meanings: &[Symbol]) -> usize {
        let class = self.classes.intern(meanings);
        if class * self.marks.len() == self.totals.len() {
            self.totals.resize(self.totals.len() + self.marks.len(), Total::default());
        }
        class
    }

    /// How many classes there are so far.
    pub fn classes(&self) -> usize {
        self.classes.len()
    }

    /// States how a class holds the numbers of a column; later statements do not count.
    pub fn hold(&mut self, class: usize, number: usize, fixed: Fixed) {
        let total = &mut self.totals[class * self.marks.len() + number];
        if total.held == 0 {
            let known = self.held.iter().position(|held| *held == fixed).unwrap_or(self.held.len());
            if known == self.held.len() {
                self.held.push(fixed);
            }
            total.held = known as u32 + 1;
        }
    }

    /// The exact sum of the usual numbers of a class in a column, as the class holds them, and how many they are.
    pub fn total(&self, class: usize, number: usize) -> (i128, u32) {
        let place = class * self.marks.len() + number;
        let total = &self.totals[place];
        (self.high.get(place).copied().unwrap_or(0) + i128::from(total.low), total.count)
    }
}

/// Carries a sum over before it would no longer fit.
#[cold]
fn carry(high: &mut Vec<i128>, place: usize, sum: i64) {
    if high.len() <= place {
        high.resize(place + 1, 0);
    }
    high[place] += i128::from(sum);
}

impl Fixed {
    /// A number with these decimals, if it can be held so.
    #[inline]
    fn integer(self, number: Number) -> Option<i64> {
        let (ten, most) = *TENS.get(usize::from(self.decimals.checked_sub(number.scale)?))?;
        let integer = number.mantissa.wrapping_mul(ten);
        (number.mantissa.unsigned_abs() <= most && integer.unsigned_abs() <= self.most).then_some(integer)
    }
}

/// Powers of ten, each with the largest number that it may multiply.
const TENS: [(i64, u64); 10] = {
    let mut tens = [(1, i64::MAX as u64); 10];
    let mut power = 1;
    while power < tens.len() {
        let ten = tens[power - 1].0 * 10;
        tens[power] = (ten, (i64::MAX / ten) as u64);
        power += 1;
    }
    tens
};

/// Adds up rows, given as meanings and numbers, until one is not usual; returns how many there were.
#[inline(never)]
fn add_rows<'a>(
    rows: impl Iterator<Item = (&'a [Symbol], &'a [Number])>,
    classes: &Tuples,
    held: &[Fixed],
    (totals, high): (&mut [Total], &mut Vec<i128>),
    integers: &mut [i64],
) -> usize {
    let mut many = 0;
    for (meanings, numbers) in rows {
        let Some(class) = classes.find(meanings) else { break };
        let first = class * numbers.len();
        let Some(totals) = totals.get_mut(first..first + numbers.len()) else { break };
        let fits = integers.iter_mut().zip(numbers).zip(&*totals).all(|((integer, number), total)| {
            // While no way is stated nothing is usual, not even a zero.
            let held = held.get((total.held as usize).wrapping_sub(1));
            let fixed = held.and_then(|fixed| fixed.integer(*number));
            fixed.inspect(|fixed| *integer = *fixed).is_some()
        });
        if !fits {
            break;
        }
        for (place, (total, integer)) in totals.iter_mut().zip(&*integers).enumerate() {
            total.count += 1;
            match total.low.checked_add(*integer) {
                Some(sum) => total.low = sum,
                None => {
                    carry(high, first + place, total.low);
                    total.low = *integer;
                }
            }
        }
        many += 1;
    }
    many
}

/// The cells of a batch.
struct Cells<'a> {
    file: &'a [u8],
    dialect: Dialect,
    /// No byte at all where the file does not quote.
    quote: u32,
    last: usize,
    batch: &'a Batch,
}

impl<'a> Cells<'a> {
    /// The cell of a row by its key, and from where to where its text reaches; none near the end of the file.
    #[inline(always)]
    fn cell(&self, row: usize, column: usize) -> Option<(Key, &'a [u8])> {
        let (start, end) = self.batch.cell(row, column);
        let rest = self.file.get(start..)?;
        let (words, _) = rest.first_chunk::<16>()?.as_chunks::<8>();
        let (low, high) = (u64::from_le_bytes(words[0]), u64::from_le_bytes(words[1]));
        let length = end - start;
        if length > 15 || self.quote == u32::from(low as u8) || column == self.last && rest[..length].ends_with(b"\r") {
            return self.odd_cell(rest.get(..length)?, column == self.last);
        }
        let key = if length < 8 {
            Key::short(low & ((1 << (8 * length)) - 1), 0, length as u32)
        } else {
            Key::short(low, high & ((1 << (8 * (length - 8))) - 1), length as u32)
        };
        Some((key, &rest[..length]))
    }

    /// A cell as a number; none near the beginning and the end of the file, and where it is not usual.
    #[inline(always)]
    fn number(&self, row: usize, column: usize, marks: &Marks) -> Option<Number> {
        let (start, end) = self.batch.cell(row, column);
        let text = self.file.get(start..end)?;
        let (words, _) = self.file.get(..end)?.last_chunk::<16>()?.as_chunks::<8>();
        let (low, high) = (u64::from_le_bytes(words[0]), u64::from_le_bytes(words[1]));
        let returns = column == self.last && high >> 56 == u64::from(b'\r');
        let first = text.first()?;
        if text.len() > 15 || self.quote == u32::from(*first) || returns {
            let (_, text) = self.odd_cell(text, column == self.last)?;
            return odd_number(text, marks);
        }
        let minus = *first == b'-';
        plain(low, high, text.len() as u32 - u32::from(minus), minus, marks).or_else(|| odd_number(text, marks))
    }

    /// The same for a cell that is long or quoted or ends with a carriage return; none where a quote stands inside it.
    #[cold]
    #[inline(never)]
    fn odd_cell(&self, text: &'a [u8], is_last: bool) -> Option<(Key, &'a [u8])> {
        let returns = is_last && self.dialect.terminator == b'\n';
        let mut text = text.strip_suffix(b"\r").filter(|_| returns).unwrap_or(text);
        if let Some(quote) = self.dialect.quote.filter(|quote| text.first() == Some(quote)) {
            text = text[1..].strip_suffix(&[quote]).filter(|inner| !inner.contains(&quote))?;
        }
        Some((Key::of(text), text))
    }
}

/// What the codes of a column mean, row by row.
#[inline(never)]
fn read_codes<'a>(cells: &Cells<'_>, codes: &Codes, meanings: impl Iterator<Item = &'a mut Symbol>) {
    for (row, meaning) in meanings.enumerate() {
        let symbol = cells.cell(row, codes.column).and_then(|(key, text)| codes.texts.find_key(key, text));
        *meaning = symbol.and_then(|symbol| codes.meanings.get(symbol.index()).copied()).unwrap_or(UNKNOWN);
    }
}

/// The numbers of a column, row by row.
#[inline(never)]
fn read_numbers<'a>(cells: &Cells<'_>, column: usize, marks: &Marks, numbers: impl Iterator<Item = &'a mut Number>) {
    for (row, number) in numbers.enumerate() {
        *number = cells.number(row, column, marks).unwrap_or(ODD);
    }
}

/// A cell in any notation as a number of 64 bits; text around the number may change it, and is not usual.
#[cold]
#[inline(never)]
fn odd_number(text: &[u8], marks: &Marks) -> Option<Number> {
    let decimal = decimal(text, marks).ok().filter(|_| marks.bare)??;
    Some(Number { mantissa: i64::try_from(decimal.mantissa).ok()?, scale: decimal.scale })
}

/// The common case without a loop and without a guess: digits, with at most seven decimals, 15 bytes at most, which are the
/// last of two words.
#[inline(always)]
fn plain(low: u64, high: u64, length: u32, negative: bool, marks: &Marks) -> Option<Number> {
    let mark = u8::try_from(marks.decimal).ok()?;
    // Digits as their values, and zeros before them.
    let before = 8 * (16_u32.checked_sub(length)?);
    let low = if before < 64 { (low ^ ZEROS) & u64::MAX << before } else { 0 };
    let high = (high ^ ZEROS) & if before < 64 { u64::MAX } else { u64::MAX.checked_shl(before - 64)? };
    // Without the first mark, what stands before it moves up by a byte; a second one is no digit.
    let marks = first_equal(high, (u64::from(mark) * LOW) ^ ZEROS) >> 7;
    let at = marks & marks.wrapping_neg();
    let marked = u64::from(at != 0);
    let above = at.wrapping_neg() & !(at * 0xff);
    let scale = (at.leading_zeros() / 8) * marked as u32;
    if at != 0 && (scale == 0 || scale + 1 >= length) {
        return None;
    }
    let first = low << (8 * marked);
    let second = if marked == 1 { high & above | (high & at.wrapping_sub(1)) << 8 | low >> 56 } else { high };
    let no_digit = (first.wrapping_add(TEN_IS_HIGH) | first | second.wrapping_add(TEN_IS_HIGH) | second) & HIGH;
    if no_digit != 0 {
        return None;
    }
    let mantissa = (eight_digits(first) * 100_000_000 + eight_digits(second)) as i64;
    Some(Number { mantissa: if negative { -mantissa } else { mantissa }, scale: scale as u8 })
}

/// `'0'` in every byte.
const ZEROS: u64 = 0x30 * LOW;
/// Added to a byte, it sets the high bit of ten and more.
const TEN_IS_HIGH: u64 = 0x76 * LOW;

/// The number of eight digits, each a byte, the first the lowest: neighbours are joined, three times.
#[inline]
fn eight_digits(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(1 + (10 << 8)) >> 8 & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(1 + (100 << 16)) >> 16 & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(1 + (10_000 << 32)) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MARKS: Marks = Marks { decimal: '.', group: Some(','), bare: true };

    fn plain_of(text: &str) -> Option<Number> {
        let file = format!("{:#>16}{text}", "");
        let (words, _) = file.as_bytes().last_chunk::<16>()?.as_chunks::<8>();
        let minus = text.starts_with('-');
        let length = text.len() as u32 - u32::from(minus);
        plain(u64::from_le_bytes(words[0]), u64::from_le_bytes(words[1]), length, minus, &MARKS)
    }

    proptest! {
        #[test]
        fn the_way_without_a_loop_reads_what_the_careful_way_reads(text in "-?[0-9]{0,9}[.,x]?[0-9]{0,7}|[0-9.-]{0,15}|[ -~]{0,16}") {
            let careful = decimal(text.as_bytes(), &MARKS);
            let plain = plain_of(&text);
            if let Some(number) = plain {
                let careful = careful.unwrap().unwrap();
                prop_assert_eq!((i128::from(number.mantissa), number.scale), (careful.mantissa, careful.scale));
            }
            if let Some((whole, part)) = text.trim_start_matches('-').split_once('.') && text.len() <= 15 {
                let all = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                prop_assert!(!(all(whole) && all(part)) || part.len() > 7 || text.starts_with("--") || plain.is_some());
            }
        }
    }
}
