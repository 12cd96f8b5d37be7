//! Sorting: how two things compare in, their order out; cannot fail.
//!
//! One routine for all, since every call of the standard library's sorts adds some six kilobytes to the browser's module.
//! Use these in code that reaches the browser. All of them are stable.

use std::cmp::Ordering;

/// The indices of `count` things in order.
pub fn order(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..count).collect();
    let mut to = from.clone();
    let mut width = 1;
    while width < count {
        let mut start = 0;
        while start < count {
            let (middle, end) = ((start + width).min(count), (start + 2 * width).min(count));
            let (mut left, mut right) = (start, middle);
            for slot in &mut to[start..end] {
                let takes_left =
                    left < middle && (right >= end || compare(from[left], from[right]) != Ordering::Greater);
                let next = if takes_left { &mut left } else { &mut right };
                *slot = from[*next];
                *next += 1;
            }
            start = end;
        }
        std::mem::swap(&mut from, &mut to);
        width *= 2;
    }
    from
}

/// The indices of the first `wanted` things in order, without sorting the others: quick where few are wanted of many.
pub fn first(count: usize, wanted: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    if wanted >= count {
        return order(count, compare);
    }
    let mut kept: Vec<usize> = Vec::with_capacity(wanted + 1);
    for index in 0..count {
        let is_full = kept.len() >= wanted;
        if is_full && kept.last().is_none_or(|last| compare(*last, index) != Ordering::Greater) {
            continue;
        }
        let at = kept.partition_point(|known| compare(*known, index) != Ordering::Greater);
        kept.insert(at, index);
        kept.truncate(wanted);
    }
    kept
}

/// Sorts things.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order = order(items.len(), &mut |a, b| compare(&items[a], &items[b]));
    // Follows each cycle of the permutation once.
    for start in 0..order.len() {
        let mut at = start;
        loop {
            let next = std::mem::replace(&mut order[at], at);
            if next == start || next == at {
                break;
            }
            items.swap(at, next);
            at = next;
        }
    }
}

/// Sorts things by a key.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(items in proptest::collection::vec((0..9_u8, 0..99_u8), 0..60)) {
            let (mut ours, mut theirs) = (items.clone(), items.clone());
            sort_by_key(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, theirs, "stable");
        }

        #[test]
        fn the_first_are_the_first(items in proptest::collection::vec(0..30_u8, 0..80), wanted in 0..90_usize) {
            let mut compare = |a: usize, b: usize| items[a].cmp(&items[b]);
            let mut all = order(items.len(), &mut compare);
            all.truncate(wanted);
            prop_assert_eq!(first(items.len(), wanted, &mut compare), all);
        }
    }
}
