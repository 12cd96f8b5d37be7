//! Tuples of symbols: the codes of a row in, a small number out that stands for them; equal tuples give equal numbers.

use crate::Symbol;

/// The distinct tuples of one width, numbered from zero in order of first appearance.
///
/// Open addressing like [`Symbols`](crate::Symbols).
#[derive(Clone, Debug)]
pub struct Tuples {
    width: usize,
    members: Vec<Symbol>,
    many: usize,
    /// Numbers by hash; `FREE` where there is none.
    slots: Vec<u32>,
}

const FREE: u32 = u32::MAX;

impl Default for Tuples {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Tuples {
    /// No tuple yet, each to have so many members.
    pub fn new(width: usize) -> Self {
        Self { width, members: Vec::new(), many: 0, slots: vec![FREE; 256] }
    }

    /// The number of a tuple, given one now if it is new; a tuple that is not `width` long is cut or refused by a panic in tests.
    pub fn intern(&mut self, tuple: &[Symbol]) -> usize {
        debug_assert_eq!(tuple.len(), self.width);
        match self.seek(tuple) {
            Ok(number) => number,
            Err(free) => self.insert(tuple, free),
        }
    }

    /// The number of a tuple that was seen before.
    #[inline]
    pub fn find(&self, tuple: &[Symbol]) -> Option<usize> {
        self.seek(tuple).ok()
    }

    /// The number of a tuple, or the slot in which to put it.
    #[inline(always)]
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
    fn insert(&mut self, tuple: &[Symbol], slot: usize) -> usize {
        let number = self.many;
        self.members.extend_from_slice(tuple);
        self.many += 1;
        self.slots[slot] = number as u32;
        // A table that is mostly free finds nearly every tuple at the first step.
        if self.many * 3 > self.slots.len() {
            let mask = self.slots.len() * 2 - 1;
            self.slots = vec![FREE; mask + 1];
            for number in 0..self.many {
                let mut slot = hash(self.get(number)) as usize & mask;
                while self.slots[slot] != FREE {
                    slot = (slot + 1) & mask;
                }
                self.slots[slot] = number as u32;
            }
        }
        number
    }
}

/// Two symbols a step, mixed by multiplication; the upper half of a product depends on all bits of its factors.
#[inline(always)]
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
        fn equal_tuples_give_equal_numbers(tuples in proptest::collection::vec(proptest::array::uniform3(0..9_u32), 0..600)) {
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
