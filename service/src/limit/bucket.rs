//! Keys and the time in, whether there is something left for a key out; cannot fail. In memory: a restart forgives.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// So many keys are remembered; what is full again is forgotten first.
const MOST: usize = 50_000;

/// One bucket for each key. It holds what a minute gives, and is full again after a minute.
pub struct Buckets<K> {
    per_minute: u32,
    inner: Mutex<HashMap<K, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    /// In sixty-thousandths, so that a millisecond gives `per_minute` of them.
    left: u64,
    at_ms: u64,
}

const ONE: u64 = 60_000;

impl<K: Hash + Eq> Buckets<K> {
    /// Buckets that fill at this rate.
    pub fn new(per_minute: u32) -> Self {
        Self { per_minute: per_minute.max(1), inner: Mutex::new(HashMap::new()) }
    }

    /// Takes one. Where nothing is left: the seconds until there is.
    pub fn take(&self, key: K, now_ms: u64) -> Result<(), u64> {
        let rate = u64::from(self.per_minute);
        let full = rate * ONE;
        let filled = |bucket: &Bucket| {
            bucket.left.saturating_add(now_ms.saturating_sub(bucket.at_ms).saturating_mul(rate)).min(full)
        };
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.len() >= MOST && !inner.contains_key(&key) {
            inner.retain(|_, bucket| filled(bucket) < full);
            if inner.len() >= MOST {
                // Nobody is refused for the sake of others; the consultation's own bucket still holds.
                return Ok(());
            }
        }
        let bucket = inner.entry(key).or_insert(Bucket { left: full, at_ms: now_ms });
        let left = filled(bucket);
        *bucket = Bucket { left: left.saturating_sub(if left >= ONE { ONE } else { 0 }), at_ms: now_ms };
        if left >= ONE { Ok(()) } else { Err((ONE - left).div_ceil(rate * 1000)) }
    }
}

#[cfg(test)]
mod tests {
    use super::Buckets;

    #[test]
    fn a_bucket_is_emptied_and_fills_again() {
        let buckets = Buckets::new(30);
        for _ in 0..30 {
            assert_eq!(buckets.take("a", 0), Ok(()));
        }
        assert_eq!(buckets.take("a", 0), Err(2));
        assert_eq!(buckets.take("a", 1000), Err(1));
        assert_eq!(buckets.take("b", 1000), Ok(()));
        assert_eq!(buckets.take("a", 2000), Ok(()));
        assert_eq!(buckets.take("a", 2000), Err(2));
    }
}
