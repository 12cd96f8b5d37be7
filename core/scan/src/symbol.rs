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
/// Open addressing over a power of two, FNV-like mixing of eight bytes a step. The last text asked for is remembered,
/// since neighbouring rows mostly repeat it.
#[derive(Clone, Debug)]
pub struct Symbols {
    /// All texts one after the other.
    bytes: Vec<u8>,
    /// Where each text ends; the blank is the first.
    ends: Vec<u32>,
    /// Symbol numbers by hash; `u32::MAX` is free.
    slots: Vec<u32>,
    last: Symbol,
}

const FREE: u32 = u32::MAX;

impl Default for Symbols {
    fn default() -> Self {
        Self { bytes: Vec::new(), ends: vec![0], slots: vec![FREE; 64], last: Symbol::BLANK }
    }
}

impl Symbols {
    /// The symbol of a text, given one now if it is new.
    #[inline]
    pub fn intern(&mut self, text: &[u8]) -> Symbol {
        if self.bytes_of(self.last) == text {
            return self.last;
        }
        self.last = self.intern_new(text);
        self.last
    }

    fn intern_new(&mut self, text: &[u8]) -> Symbol {
        if text.is_empty() {
            return Symbol::BLANK;
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash(text) as usize & mask;
        loop {
            match self.slots[slot] {
                FREE => break,
                number if self.bytes_of(Symbol(number)) == text => return Symbol(number),
                _ => slot = (slot + 1) & mask,
            }
        }
        let number = self.ends.len() as u32;
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len() as u32);
        self.slots[slot] = number;
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        Symbol(number)
    }

    /// The symbol of a text that was seen before.
    pub fn find(&self, text: &[u8]) -> Option<Symbol> {
        if text.is_empty() {
            return Some(Symbol::BLANK);
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash(text) as usize & mask;
        loop {
            match self.slots[slot] {
                FREE => return None,
                number if self.bytes_of(Symbol(number)) == text => return Some(Symbol(number)),
                _ => slot = (slot + 1) & mask,
            }
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
        let mut slots = vec![FREE; mask + 1];
        for number in 1..self.ends.len() as u32 {
            let mut slot = hash(self.bytes_of(Symbol(number))) as usize & mask;
            while slots[slot] != FREE {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number;
        }
        self.slots = slots;
    }
}

/// Eight bytes a step, mixed by multiplication and folded.
#[inline]
fn hash(text: &[u8]) -> u64 {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut state = text.len() as u64;
    let mut words = text.chunks_exact(8);
    for word in words.by_ref() {
        state = (state ^ u64::from_le_bytes(word.try_into().unwrap_or_default())).wrapping_mul(MIX);
        state ^= state >> 32;
    }
    let mut last = 0;
    for &byte in words.remainder() {
        last = last << 8 | u64::from(byte);
    }
    state = (state ^ last).wrapping_mul(MIX);
    state ^ state >> 29
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equal_texts_give_equal_symbols(texts in proptest::collection::vec("[a-d0-3]{0,12}", 0..300)) {
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
