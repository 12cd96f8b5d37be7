//! A bounded memory of things that cost time to make: what was used longest ago goes first. Cannot fail.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Keeps values up to a total weight.
pub struct Shelf<K, V> {
    limit: usize,
    inner: Mutex<Inner<K, V>>,
}

struct Inner<K, V> {
    items: HashMap<K, Item<V>>,
    weight: usize,
    turn: u64,
}

struct Item<V> {
    value: V,
    weight: usize,
    used: u64,
}

impl<K: Hash + Eq + Clone, V: Clone> Shelf<K, V> {
    /// An empty shelf that carries `limit` in all.
    pub fn new(limit: usize) -> Self {
        Self { limit, inner: Mutex::new(Inner { items: HashMap::new(), weight: 0, turn: 0 }) }
    }

    /// The value kept under `key`, if it is still here.
    pub fn get(&self, key: &K) -> Option<V> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.turn += 1;
        let turn = inner.turn;
        let item = inner.items.get_mut(key)?;
        item.used = turn;
        Some(item.value.clone())
    }

    /// Keeps `value`, and lets go of what was used longest ago until everything fits. What is heavier than the whole
    /// shelf is not kept.
    pub fn put(&self, key: K, value: V, weight: usize) {
        if weight > self.limit {
            return;
        }
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.turn += 1;
        let item = Item { value, weight, used: inner.turn };
        inner.weight += weight;
        if let Some(old) = inner.items.insert(key, item) {
            inner.weight -= old.weight;
        }
        while inner.weight > self.limit {
            let Some(oldest) = inner.items.iter().min_by_key(|(_, i)| i.used).map(|(k, _)| k.clone()) else {
                break;
            };
            if let Some(gone) = inner.items.remove(&oldest) {
                inner.weight -= gone.weight;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shelf;

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let shelf = Shelf::new(10);
        shelf.put("a", 1, 4);
        shelf.put("b", 2, 4);
        assert_eq!(shelf.get(&"a"), Some(1));
        shelf.put("c", 3, 4);
        assert_eq!((shelf.get(&"a"), shelf.get(&"b"), shelf.get(&"c")), (Some(1), None, Some(3)));
    }

    #[test]
    fn what_is_too_heavy_is_not_kept_and_pushes_nothing_out() {
        let shelf = Shelf::new(10);
        shelf.put("a", 1, 10);
        shelf.put("b", 2, 11);
        assert_eq!((shelf.get(&"a"), shelf.get(&"b")), (Some(1), None));
    }

    #[test]
    fn replacing_gives_the_old_weight_back() {
        let shelf = Shelf::new(10);
        for value in 0..100 {
            shelf.put("a", value, 6);
        }
        shelf.put("b", 7, 4);
        assert_eq!((shelf.get(&"a"), shelf.get(&"b")), (Some(99), Some(7)));
    }
}
