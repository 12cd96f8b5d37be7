//! Texts and what is looked for in, pairs of letters out, by which an index finds one by the other; cannot fail.

use daylight_core::consultation::gram::{self, Query};

/// A comment has no more letters than these, so that all its pairs are kept.
const ALL: usize = usize::MAX;

/// A query uses so many pairs at most: fewer let more candidates through and lose none.
const MOST: usize = 32;

/// Columns are signed; a pair is below 2⁴².
fn signed(grams: Vec<u64>) -> Vec<i64> {
    grams.into_iter().filter_map(|gram| i64::try_from(gram).ok()).collect()
}

/// The pairs of a text that is kept.
pub fn grams(text: &str) -> Vec<i64> {
    signed(gram::grams(text, ALL).grams)
}

/// What is looked for.
pub struct Wanted {
    /// Pairs that every text has in which it occurs.
    pub grams: Vec<i64>,
    query: Query,
}

impl Wanted {
    /// Words, all of which must occur.
    pub fn new(typed: &str) -> Self {
        let mut query = Query::new(typed, MOST);
        Self { grams: signed(std::mem::take(&mut query.grams)), query }
    }

    /// Whether a text has them.
    pub fn matches(&self, text: &str) -> bool {
        self.query.matches(text)
    }
}
