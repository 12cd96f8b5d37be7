//! Usual rows: the bytes of records in, exact sums by class out, in one pass over the bytes; a row with anything unusual in it
//! is left alone, for the caller to read with care.
//!
//! A table has many rows and few kinds of them. Texts that were seen before are found again by their bytes while the ends of
//! their cells are looked for, and cells that nobody asked for are passed over eight bytes a step. Nothing is decided here:
//! a text that is new, a number in an odd notation, too few cells or too many are all the caller's to judge.

use crate::record::{HIGH, LOW, Record, Scanner, first_equal};
use crate::symbol::Key;
use crate::{Marks, Symbol, Symbols, Tuples, decimal};

/// What a column is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    Nothing,
    Code(usize),
    Number(usize),
}

/// The texts of a column, and what each of them means.
#[derive(Clone, Debug, Default)]
struct Codes {
    texts: Symbols,
    meanings: Vec<Symbol>,
}

/// A number as it is written: `mantissa / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    mantissa: i64,
    scale: u8,
}

/// How the numbers of a column are held in one class of rows: as integers, with so many decimals to the unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The decimals; a number with more of them is not usual.
    pub decimals: u8,
    /// The largest integer on either side of zero; a number beyond it is not usual.
    pub most: u64,
}

/// The exact sum of the usual numbers of a column in one class of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// As an integer, with the decimals of `fixed`.
    pub sum: i128,
    /// How many numbers.
    pub count: u32,
    fixed: Fixed,
}

/// The rows of one table: which columns matter, and what was seen in them.
///
/// Every text of a column of codes has a *meaning*, given by the caller: different days may mean the same year. Rows whose
/// codes mean the same are one *class*; classes are numbered from zero in order of first appearance.
#[derive(Clone, Debug)]
pub struct Rows {
    wants: Vec<Want>,
    codes: Vec<Codes>,
    marks: Vec<Marks>,
    classes: Tuples,
    /// For each class, a total of each column of numbers.
    totals: Vec<Total>,
    /// What the codes of a row mean, and its numbers.
    meanings: Vec<Symbol>,
    numbers: Vec<Option<Number>>,
    /// The numbers of the usual row that was read last, in the decimals of its class.
    integers: Vec<Option<i64>>,
}

const UNKNOWN: Symbol = Symbol(u32::MAX);

impl Rows {
    /// Rows of so many cells, of which some columns hold codes and others numbers. Where one column is asked for twice, no row
    /// is usual.
    pub fn new(width: usize, codes: &[usize], numbers: &[(usize, Marks)]) -> Self {
        let mut wants = vec![Want::Nothing; width];
        let code = |(index, column): (usize, &usize)| (*column, Want::Code(index));
        let number = |(index, (column, _)): (usize, &(usize, Marks))| (*column, Want::Number(index));
        for (column, want) in codes.iter().enumerate().map(code).chain(numbers.iter().enumerate().map(number)) {
            match wants.get_mut(column) {
                Some(free @ Want::Nothing) => *free = want,
                _ => {
                    wants.clear();
                    break;
                }
            }
        }
        Self {
            wants,
            codes: vec![Codes::default(); codes.len()],
            marks: numbers.iter().map(|(_, marks)| *marks).collect(),
            classes: Tuples::new(codes.len()),
            totals: Vec::new(),
            meanings: vec![Symbol::BLANK; codes.len()],
            numbers: vec![None; numbers.len()],
            integers: vec![None; numbers.len()],
        }
    }

    /// Reads usual rows and adds them up, at most so many, until one is not usual; returns how many there were and the class
    /// of the last.
    ///
    /// A usual row has exactly the cells of the table; its codes and their combination were seen before; each of its numbers
    /// is blank or can be held as its class holds it, and not all are blank. The last bytes of a file are never usual.
    #[inline(never)]
    pub fn sum(&mut self, scanner: &mut Scanner<'_>, record: &mut Record, most: u32) -> (u32, usize) {
        let (mut many, mut last) = (0, 0);
        while many < most {
            let Some(class) = self.read(scanner, record) else { break };
            last = class;
            many += 1;
        }
        (many, last)
    }

    /// Reads the next record if it is a usual one and adds its numbers to the totals of its class; otherwise the scanner stays
    /// where it is.
    #[inline(always)]
    fn read(&mut self, scanner: &mut Scanner<'_>, record: &mut Record) -> Option<usize> {
        let last = self.wants.len().checked_sub(1)?;
        record.begin(last + 1);
        let mut at = scanner.position();
        for (column, want) in self.wants.iter().enumerate() {
            let word = scanner.word(at)?;
            let (start, end, next, mut key);
            if scanner.opens_quote(word) {
                (start, key) = (at + 1, None);
                (end, next) = scanner.quoted_cell(at)?;
            } else {
                start = at;
                (key, next) = match want {
                    Want::Nothing => (None, scanner.open_cell(at, word)?),
                    Want::Code(_) | Want::Number(_) => scanner.keyed_cell(at, word)?,
                };
                end = scanner.without_return(at, next, column == last);
                key = key.filter(|_| end == next);
            }
            if !scanner.ends_with(next, column == last) {
                return None;
            }
            record.set(column, start, end);
            at = next + 1;
            match *want {
                Want::Nothing => {}
                Want::Code(index) => {
                    let (codes, text) = (&self.codes[index], scanner.text(start, end));
                    let symbol = codes.texts.find_key(key.unwrap_or_else(|| Key::of(text)), text)?;
                    self.meanings[index] = *codes.meanings.get(symbol.index())?;
                }
                Want::Number(index) => {
                    let text = scanner.text(start, end);
                    self.numbers[index] =
                        if start == end { None } else { Some(number(key, text, &self.marks[index])?) };
                }
            }
        }
        let class = self.classes.find(&self.meanings)?;
        let many = self.numbers.len();
        let totals = self.totals.get_mut(class * many..(class + 1) * many)?;
        let mut stated = false;
        for ((integer, number), total) in self.integers.iter_mut().zip(&self.numbers).zip(&*totals) {
            *integer = match number {
                Some(number) => Some(total.fixed.integer(*number)?),
                None => None,
            };
            stated |= number.is_some();
        }
        if !stated {
            return None;
        }
        for (total, integer) in totals.iter_mut().zip(&self.integers) {
            if let Some(integer) = integer {
                total.sum += i128::from(*integer);
                total.count += 1;
            }
        }
        scanner.go_to(at);
        Some(class)
    }

    /// The numbers of the usual row that was read last, as its class holds them; of a blank cell, none.
    pub fn integers(&self) -> &[Option<i64>] {
        &self.integers
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

    /// The class of a row by the meanings of its codes, given a number now if it is new. No number of a new class is usual.
    pub fn class(&mut self, meanings: &[Symbol]) -> usize {
        let class = self.classes.intern(meanings);
        if (class + 1) * self.numbers.len() > self.totals.len() {
            self.totals.resize((class + 1) * self.numbers.len(), Total::default());
        }
        class
    }

    /// States how a class holds the numbers of a column.
    pub fn hold(&mut self, class: usize, number: usize, fixed: Fixed) {
        let many = self.numbers.len();
        self.totals[class * many + number].fixed = fixed;
    }

    /// How many classes there are so far.
    pub fn classes(&self) -> usize {
        self.classes.len()
    }

    /// What usual rows of a class add up to, for each column of numbers.
    pub fn totals(&self, class: usize) -> &[Total] {
        let many = self.numbers.len();
        &self.totals[class * many..(class + 1) * many]
    }
}

impl Fixed {
    /// A number with these decimals, if it can be held so.
    #[inline]
    fn integer(self, number: Number) -> Option<i64> {
        let (ten, most) = *TENS.get(usize::from(self.decimals.wrapping_sub(number.scale)))?;
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

/// A cell as a number of 64 bits, if it is one.
#[inline]
fn number(key: Option<Key>, text: &[u8], marks: &Marks) -> Option<Number> {
    key.and_then(|key| plain(key, marks)).or_else(|| odd_number(text, marks))
}

/// The same for every notation; text around the number may change it, and is left to the caller.
#[cold]
#[inline(never)]
fn odd_number(text: &[u8], marks: &Marks) -> Option<Number> {
    let decimal = decimal(text, marks).ok().filter(|_| marks.bare)??;
    Some(Number { mantissa: i64::try_from(decimal.mantissa).ok()?, scale: decimal.scale })
}

/// The common case without a loop and without a guess: an optional minus, digits and the decimal mark, 16 bytes at most.
#[inline]
fn plain(key: Key, marks: &Marks) -> Option<Number> {
    let mark = u8::try_from(marks.decimal).ok()?;
    let (mut low, mut high, length) = key.words()?;
    let mut length = u64::from(length);
    let negative = low as u8 == b'-';
    if negative {
        (low, high, length) = (low >> 8 | high << 56, high >> 8, length - 1);
    }
    // From here on a digit is its value.
    (low, high) = (low ^ ZEROS, high ^ ZEROS);
    // The bits below the first mark, in each half: all of them where there is none.
    let below = |half: u64| {
        let at = first_equal(half, (u64::from(mark) * LOW) ^ ZEROS) >> 7;
        at.wrapping_sub(1) & !at
    };
    let below_low = below(low);
    let below_high = if below_low == u64::MAX { below(high) } else { 0 };
    let before = u64::from(below_low.count_ones() + below_high.count_ones()) / 8;
    // Without the mark, what follows it moves up by a byte.
    (low, high) =
        (low & below_low | (low >> 8 | high << 56) & !below_low, high & below_high | (high >> 8) & !below_high);
    let marked = u64::from(before < length);
    let digits = length - marked;
    let scale = marked * digits.saturating_sub(before);
    if digits == 0 || marked == 1 && (before == 0 || scale == 0) {
        return None;
    }
    // Sixteen digits, the last of them last: what stood behind falls off, zeros come before.
    let shift = (8 * (16 - digits)) as u32;
    let shifted = low.wrapping_shl(shift);
    let (first, second) = if shift < 64 { (shifted, high << shift | (low >> 1) >> (63 - shift)) } else { (0, shifted) };
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

    proptest! {
        #[test]
        fn the_way_without_a_loop_reads_what_the_careful_way_reads(text in "-?[0-9]{0,9}[.,x]?[0-9]{0,7}|[ -~]{0,16}") {
            let careful = decimal(text.as_bytes(), &MARKS);
            if let Some(number) = plain(Key::of(text.as_bytes()), &MARKS) {
                let careful = careful.unwrap().unwrap();
                prop_assert_eq!((i128::from(number.mantissa), number.scale), (careful.mantissa, careful.scale));
            }
            if let Some((whole, part)) = text.trim_start_matches('-').split_once('.') && text.len() <= 16 {
                let all = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                prop_assert!(!(all(whole) && all(part)) || text.starts_with("--") || plain(Key::of(text.as_bytes()), &MARKS).is_some());
            }
        }
    }
}
