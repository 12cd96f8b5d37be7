//! A consultation in, its comments counted out; fails where the store does. Where there are many, what was counted a moment ago is told
//! again: each reader asks for the counts, and counting takes the database longer the more there are.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use tokio::sync::Mutex;

use crate::store::{Failure, Store, Sum};

/// What takes less is counted anew each time.
const QUICK_MS: u64 = 50;
/// Counts are kept so many times longer than counting took, and no longer than [`LONGEST_MS`].
const TIMES: u64 = 20;
/// No count is older when it is told.
const LONGEST_MS: u64 = 10_000;

/// What was counted.
type Sums = Arc<Vec<Sum>>;

/// Until when a count is told, and what it is.
type Kept = Arc<Mutex<Option<(u64, Sums)>>>;

/// The counts that are kept.
#[derive(Default)]
pub struct Counted {
    /// By consultation. Whoever comes while it is counted waits for it, and nobody else does.
    kept: std::sync::Mutex<HashMap<String, Kept>>,
}

impl Counted {
    /// The comments of a consultation that there is, counted.
    pub async fn sums(&self, store: &Store, consultation: &str, elapsed_ms: impl Fn() -> u64) -> Result<Sums, Failure> {
        let kept = {
            let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(consultation.to_owned()).or_default().clone()
        };
        let mut kept = kept.lock().await;
        let started_ms = elapsed_ms();
        if let Some((until_ms, sums)) = kept.as_ref().filter(|(until_ms, _)| started_ms < *until_ms) {
            debug_assert!(until_ms - started_ms <= LONGEST_MS);
            return Ok(sums.clone());
        }
        let sums: Sums = Arc::new(store.sums(consultation).await?);
        let now_ms = elapsed_ms();
        let took_ms = now_ms.saturating_sub(started_ms);
        if took_ms >= QUICK_MS {
            *kept = Some((now_ms + (took_ms * TIMES).min(LONGEST_MS), sums.clone()));
        }
        Ok(sums)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::Counted;
    use crate::store::{Store, sqlite_of};

    #[tokio::test]
    async fn what_took_long_is_told_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&sqlite_of(&folder.path().join("a.sqlite")), 8).await.unwrap();
        let clock = AtomicU64::new(0);
        let counted = Counted::default();
        // Each look at the clock takes so long.
        let sums =
            async |step: u64| counted.sums(&store, "roads", || clock.fetch_add(step, Ordering::SeqCst)).await.unwrap();
        let quick = sums(1).await;
        assert!(!std::sync::Arc::ptr_eq(&quick, &sums(1).await));
        let slow = sums(100).await;
        assert!(std::sync::Arc::ptr_eq(&slow, &sums(1000).await));
        clock.fetch_add(2000, Ordering::SeqCst);
        assert!(!std::sync::Arc::ptr_eq(&slow, &sums(1).await));
    }
}
