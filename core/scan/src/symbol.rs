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
/// Open addressing over a power of two. Most cells are codes and dates of 16 bytes at most: such a text is held in its slot
/// as two words, so that finding it touches no other memory. The last text asked for is remembered, since neighbouring rows
/// mostly repeat it.
#[derive(Clone, Debug)]
pub struct Symbols {
    /// All texts one after the other.
    bytes: Vec<u8>,
    /// Where each text ends; the blank is the first.
    ends: Vec<u32>,
    slots: Vec<Slot>,
    last: Slot,
}

/// A text in the table.
#[derive(Clone, Copy, Debug)]
struct Slot {
    key: Key,
    /// The symbol's number; `u32::MAX` where the slot is free.
    number: u32,
}

/// What a text is known by: up to 16 bytes as they are, of a longer one its hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Key {
    low: u64,
    high: u64,
    length: u32,
}

const FREE: Slot = Slot { key: Key { low: 0, high: 0, length: 0 }, number: u32::MAX };

/// Texts up to this length are known by their bytes.
const SHORT: u32 = 16;

impl Default for Symbols {
    fn default() -> Self {
        Self { bytes: Vec::new(), ends: vec![0], slots: vec![FREE; 64], last: Slot { number: 0, ..FREE } }
    }
}

impl Symbols {
    /// The symbol of a text, given one now if it is new.
    #[inline]
    pub fn intern(&mut self, text: &[u8]) -> Symbol {
        let key = Key::of(text);
        if self.is(self.last, key, text) {
            return Symbol(self.last.number);
        }
        let mask = self.slots.len() - 1;
        let mut slot = key.hash() as usize & mask;
        loop {
            let found = self.slots[slot];
            if found.number == FREE.number {
                break;
            }
            if self.is(found, key, text) {
                self.last = found;
                return Symbol(found.number);
            }
            slot = (slot + 1) & mask;
        }
        self.insert(text, key, slot)
    }

    #[cold]
    fn insert(&mut self, text: &[u8], key: Key, slot: usize) -> Symbol {
        if text.is_empty() {
            return Symbol::BLANK;
        }
        let number = self.ends.len() as u32;
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len() as u32);
        self.last = Slot { key, number };
        self.slots[slot] = self.last;
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        Symbol(number)
    }

    /// Whether a slot holds a text.
    #[inline]
    fn is(&self, slot: Slot, key: Key, text: &[u8]) -> bool {
        slot.key == key && (key.length <= SHORT || self.bytes_of(Symbol(slot.number)) == text)
    }

    /// The symbol of a text that was seen before.
    pub fn find(&self, text: &[u8]) -> Option<Symbol> {
        if text.is_empty() {
            return Some(Symbol::BLANK);
        }
        let key = Key::of(text);
        let mask = self.slots.len() - 1;
        let mut slot = key.hash() as usize & mask;
        loop {
            let found = self.slots[slot];
            if found.number == FREE.number {
                return None;
            }
            if self.is(found, key, text) {
                return Some(Symbol(found.number));
            }
            slot = (slot + 1) & mask;
        }
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
        let old = std::mem::replace(&mut self.slots, vec![FREE; mask + 1]);
        for held in old.into_iter().filter(|slot| slot.number != FREE.number) {
            let mut slot = held.key.hash() as usize & mask;
            while self.slots[slot].number != FREE.number {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = held;
        }
    }
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

impl Key {
    /// With their length, the first and the last bytes of a short text, overlapping, are the text.
    #[inline]
    fn of(text: &[u8]) -> Self {
        let length = text.len();
        let (low, high) = match length {
            0 => (0, 0),
            1..4 => (u64::from(text[0]) | u64::from(text[length / 2]) << 8 | u64::from(text[length - 1]) << 16, 0),
            4..8 => (half(text, 0) | half(text, length - 4) << 32, 0),
            8..=16 => (word(text, 0), word(text, length - 8)),
            _ => (long_hash(text), 0),
        };
        Self { low, high, length: length as u32 }
    }

    #[inline]
    fn hash(self) -> u64 {
        let mixed = (self.low ^ u64::from(self.length)).wrapping_mul(MIX) ^ self.high.rotate_left(29).wrapping_mul(MIX);
        mixed ^ mixed >> 32
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
