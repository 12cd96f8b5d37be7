//! Symbols: the bytes of a cell in, a small number out that stands for them; equal cells give equal numbers.

/// A number that stands for a text of one column. Zero stands for the blank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

impl Symbol {
    /// The blank cell.
    pub const BLANK: Self = Self(0);

    /// As an index into [`Symbols`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The distinct texts of a column, in order of first appearance.
///
/// Open addressing over a power of two. Most cells are codes and dates of 15 bytes at most: such a text is compared as two
/// words. Words and slots are kept small and apart, so that those of a thousand texts stay in the processor's nearest cache.
#[derive(Clone, Debug)]
pub struct Symbols {
    /// All texts one after the other.
    bytes: Vec<u8>,
    /// Where each text ends; the blank is the first.
    ends: Vec<u32>,
    /// The key of each text.
    keys: Vec<Key>,
    /// Numbers by hash; `FREE` where there is none.
    slots: Vec<u32>,
}

/// What a text is known by: up to 15 bytes as they are, zeros behind them and their number as the last byte; of a longer
/// text its hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Key {
    low: u64,
    high: u64,
}

const FREE: u32 = u32::MAX;
const LENGTH_AT: u32 = 56;
/// In place of the length of a text that has more than 15 bytes.
const LONG: u64 = 0xff << LENGTH_AT;

impl Default for Symbols {
    fn default() -> Self {
        Self { bytes: Vec::new(), ends: vec![0], keys: vec![Key::default()], slots: vec![FREE; 64] }
    }
}

impl Symbols {
    /// The symbol of a text, given one now if it is new.
    pub fn intern(&mut self, text: &[u8]) -> Symbol {
        let key = Key::of(text);
        match self.seek(key, text) {
            Ok(symbol) => symbol,
            Err(free) => self.insert(text, key, free),
        }
    }

    /// The symbol of a text that was seen before.
    pub fn find(&self, text: &[u8]) -> Option<Symbol> {
        self.seek(Key::of(text), text).ok()
    }

    /// The same of a text that is not blank, by its key; short texts, which are most, are found without a call.
    #[inline(always)]
    pub(crate) fn find_key(&self, key: Key, text: &[u8]) -> Option<Symbol> {
        if !key.is_short() {
            return self.find_long(key, text);
        }
        let mask = self.slots.len() - 1;
        let mut slot = key.hash() as usize & mask;
        loop {
            let number = *self.slots.get(slot)?;
            if *self.keys.get(number as usize)? == key {
                return Some(Symbol(number));
            }
            slot = (slot + 1) & mask;
        }
    }

    #[inline(never)]
    fn find_long(&self, key: Key, text: &[u8]) -> Option<Symbol> {
        self.seek(key, text).ok()
    }

    /// The symbol of a text, or the slot in which to put it.
    fn seek(&self, key: Key, text: &[u8]) -> Result<Symbol, usize> {
        if key.is_blank() {
            return Ok(Symbol::BLANK);
        }
        let mask = self.slots.len() - 1;
        let mut slot = key.hash() as usize & mask;
        loop {
            let number = self.slots[slot];
            if number == FREE {
                return Err(slot);
            }
            if self.keys[number as usize] == key && (key.is_short() || self.bytes_of(Symbol(number)) == text) {
                return Ok(Symbol(number));
            }
            slot = (slot + 1) & mask;
        }
    }

    #[cold]
    fn insert(&mut self, text: &[u8], key: Key, slot: usize) -> Symbol {
        let number = self.ends.len() as u32;
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len() as u32);
        self.keys.push(key);
        self.slots[slot] = number;
        // A table that is mostly free finds nearly every text at the first step.
        if self.ends.len() * 4 > self.slots.len() {
            self.grow();
        }
        Symbol(number)
    }

    /// The bytes a symbol stands for.
    #[inline]
    pub fn bytes_of(&self, symbol: Symbol) -> &[u8] {
        let index = symbol.index();
        let from = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.bytes[from..self.ends[index] as usize]
    }

    /// The text a symbol stands for; bytes that are not UTF-8 read as blank.
    pub fn text(&self, symbol: Symbol) -> &str {
        std::str::from_utf8(self.bytes_of(symbol)).unwrap_or("")
    }

    /// How many there are, the blank included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether only the blank is known.
    pub fn is_empty(&self) -> bool {
        self.ends.len() == 1
    }

    /// Every symbol, the blank first.
    pub fn iter(&self) -> impl Iterator<Item = Symbol> + use<> {
        (0..self.ends.len() as u32).map(Symbol)
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        self.slots = vec![FREE; mask + 1];
        for (number, key) in self.keys.iter().enumerate().skip(1) {
            let mut slot = key.hash() as usize & mask;
            while self.slots[slot] != FREE {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = number as u32;
        }
    }
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

impl Key {
    /// The key of a text.
    #[inline]
    pub(crate) fn of(text: &[u8]) -> Self {
        let length = text.len();
        // Loads may overlap: what was loaded twice is shifted out.
        let (low, high) = match length {
            0 => (0, 0),
            1..4 => {
                let byte = |at: usize| u64::from(text[at]) << (8 * at);
                (byte(0) | byte(length / 2) | byte(length - 1), 0)
            }
            4..8 => (half(text, 0) | half(text, length - 4) >> (8 * (8 - length)) << 32, 0),
            8 => (word(text, 0), 0),
            9..=15 => (word(text, 0), word(text, length - 8) >> (8 * (16 - length))),
            _ => return Self { low: long_hash(text), high: LONG },
        };
        Self::short(low, high, length as u32)
    }

    /// The key of a text of 15 bytes at most, given as two words with zeros behind it.
    #[inline]
    pub(crate) fn short(low: u64, high: u64, length: u32) -> Self {
        Self { low, high: high | u64::from(length) << LENGTH_AT }
    }

    #[inline]
    fn is_blank(self) -> bool {
        self.high | self.low == 0
    }

    #[inline]
    fn is_short(self) -> bool {
        self.high < LONG
    }

    /// The upper half of a product depends on all bits of its factors; the lower half does not.
    #[inline]
    fn hash(self) -> u32 {
        let mixed = self.low.wrapping_mul(MIX) ^ self.high.wrapping_mul(MIX.rotate_left(32) | 1);
        (mixed >> 32 ^ mixed >> 47) as u32
    }
}

/// The eight bytes at `at`.
#[inline]
fn word(text: &[u8], at: usize) -> u64 {
    text.get(at..at + 8).map_or(0, |bytes| u64::from_le_bytes(bytes.try_into().unwrap_or_default()))
}

/// The four bytes at `at`.
#[inline]
fn half(text: &[u8], at: usize) -> u64 {
    text.get(at..at + 4).map_or(0, |bytes| u64::from(u32::from_le_bytes(bytes.try_into().unwrap_or_default())))
}

/// Eight bytes a step; the last step overlaps the one before.
fn long_hash(text: &[u8]) -> u64 {
    let steps = (0..text.len() - 8).step_by(8).chain([text.len() - 8]);
    steps.fold(0, |state, at| {
        let state = (state ^ word(text, at)).wrapping_mul(MIX);
        state ^ state >> 32
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equal_texts_give_equal_symbols(texts in proptest::collection::vec("[ab]{0,3}|[a-c0-1]{0,12}|[ab]{14,40}", 0..300)) {
            let mut symbols = Symbols::default();
            let numbers: Vec<_> = texts.iter().map(|text| symbols.intern(text.as_bytes())).collect();
            for (text, number) in texts.iter().zip(&numbers) {
                prop_assert_eq!(symbols.text(*number), text.as_str());
                prop_assert_eq!(symbols.find(text.as_bytes()), Some(*number));
            }
            let distinct: std::collections::HashSet<_> = texts.iter().filter(|text| !text.is_empty()).collect();
            prop_assert_eq!(symbols.len(), distinct.len() + 1);
        }
    }
}
