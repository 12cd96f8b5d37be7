//! Tuples of symbols: the codes of a row in, a small number out that stands for them; equal tuples give equal numbers.

use crate::Symbol;

/// The distinct tuples of one width, numbered from zero in order of first appearance.
///
/// As long as few symbols occur, every tuple has its own place in a grid; where that would grow large, places are found by
/// hash, as in [`Symbols`](crate::Symbols).
#[derive(Clone, Debug)]
pub struct Tuples {
    width: usize,
    members: Vec<Symbol>,
    many: usize,
    /// Numbers by place; `FREE` where there is none.
    slots: Vec<u32>,
    /// In a grid, how many bits of a place each member has; by hash, nothing.
    bits: Vec<u32>,
}

const FREE: u32 = u32::MAX;
/// The most places of a grid, as a power of two: a quarter of a megabyte.
const MOST_BITS: u32 = 16;

impl Default for Tuples {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Tuples {
    /// No tuple yet, each to have so many members.
    pub fn new(width: usize) -> Self {
        Self { width, members: Vec::new(), many: 0, slots: vec![FREE], bits: vec![0; width] }
    }

    /// The number of a tuple, given one now if it is new; a tuple that is not `width` long is cut or refused by a panic in tests.
    pub fn intern(&mut self, tuple: &[Symbol]) -> usize {
        debug_assert_eq!(tuple.len(), self.width);
        self.find(tuple).unwrap_or_else(|| self.insert(tuple))
    }

    /// The number of a tuple that was seen before.
    #[inline(always)]
    pub fn find(&self, tuple: &[Symbol]) -> Option<usize> {
        if self.bits.is_empty() {
            return self.seek(tuple).ok();
        }
        let number = *self.slots.get(self.place(tuple)?)?;
        (number != FREE).then_some(number as usize)
    }

    /// The place of a tuple in the grid; none where a symbol is larger than the grid is wide.
    #[inline(always)]
    fn place(&self, tuple: &[Symbol]) -> Option<usize> {
        let (mut place, mut beyond) = (0, 0);
        for (bits, symbol) in self.bits.iter().zip(tuple) {
            place = place << bits | symbol.0;
            beyond |= symbol.0 >> bits;
        }
        (beyond == 0).then_some(place as usize)
    }

    /// By hash: the number of a tuple, or the slot in which to put it.
    #[inline(never)]
    fn seek(&self, tuple: &[Symbol]) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash(tuple) as usize & mask;
        loop {
            match self.slots[slot] {
                FREE => return Err(slot),
                number if self.get(number as usize) == tuple => return Ok(number as usize),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    /// The tuple of a number.
    #[inline]
    pub fn get(&self, number: usize) -> &[Symbol] {
        &self.members[number * self.width..(number + 1) * self.width]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.many
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.many == 0
    }

    /// All members, tuple after tuple.
    pub fn into_members(self) -> Vec<Symbol> {
        self.members
    }

    #[cold]
    fn insert(&mut self, tuple: &[Symbol]) -> usize {
        let number = self.many;
        self.members.extend_from_slice(tuple);
        self.many += 1;
        if self.width > 0 && self.bits.is_empty() {
            if self.many * 3 > self.slots.len() {
                self.spread(self.slots.len() * 2);
            } else if let Err(free) = self.seek(tuple) {
                self.slots[free] = number as u32;
            }
        } else if let Some(place) = self.place(tuple) {
            self.slots[place] = number as u32;
        } else {
            self.widen(tuple);
        }
        number
    }

    /// Makes the grid wide enough for a tuple that was added, or gives it up.
    fn widen(&mut self, tuple: &[Symbol]) {
        for (bits, symbol) in self.bits.iter_mut().zip(tuple) {
            *bits = (*bits).max(u32::BITS - symbol.0.leading_zeros());
        }
        let bits = self.bits.iter().sum::<u32>();
        if bits > MOST_BITS {
            self.bits.clear();
            return self.spread((self.many * 4).next_power_of_two().max(256));
        }
        self.slots = vec![FREE; 1 << bits];
        for number in 0..self.many {
            if let Some(place) = self.place(self.get(number)) {
                self.slots[place] = number as u32;
            }
        }
    }

    /// Puts all tuples into so many slots by hash.
    fn spread(&mut self, slots: usize) {
        self.slots = vec![FREE; slots];
        for number in 0..self.many {
            if let Err(free) = self.seek(self.get(number)) {
                self.slots[free] = number as u32;
            }
        }
    }
}

/// Two symbols a step, mixed by multiplication; the upper half of a product depends on all bits of its factors.
fn hash(tuple: &[Symbol]) -> u32 {
    let mut state = 0_u64;
    for pair in tuple.chunks(2) {
        let second = pair.get(1).map_or(0, |symbol| u64::from(symbol.0));
        state = (state ^ u64::from(pair[0].0) ^ second << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        state ^= state >> 32;
    }
    state as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn equal_tuples_give_equal_numbers(tuples in proptest::collection::vec(proptest::array::uniform3(prop_oneof![20 => 0..9_u32, 1 => any::<u32>()]), 0..600)) {
            let (mut ours, mut theirs) = (Tuples::new(3), HashMap::new());
            for tuple in &tuples {
                let symbols = tuple.map(Symbol);
                let next = theirs.len();
                prop_assert_eq!(ours.intern(&symbols), *theirs.entry(*tuple).or_insert(next));
                prop_assert_eq!(ours.get(theirs[tuple]), &symbols);
            }
            prop_assert_eq!(ours.len(), theirs.len());
        }
    }
}
