//! An announcement in a language, as it is read, in; the same out for every reader after the first. Cannot fail. It is computed anew once
//! its package was written anew, a comment was withheld since, or names of what comments are of came in, which is all of it that changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::Adoption;
use crate::catalogue::Entry;

/// So many are kept; what was asked for longest ago goes first.
const MOST: usize = 64;

/// What tells whether an announcement is still the same: the digest with which it was made, how many comments are withheld, and how often
/// names came in.
pub type Stamp = (String, i64, u64);

struct Kept {
    entry: Weak<Entry>,
    stamp: Stamp,
    adoption: Arc<Adoption>,
    asked: u64,
}

#[derive(Default)]
struct Inner {
    /// By consultation and language.
    all: HashMap<(String, String), Kept>,
    /// How often one was asked for.
    clock: u64,
}

/// The announcements that are kept.
#[derive(Default)]
pub struct Announced {
    inner: Mutex<Inner>,
}

impl Announced {
    /// The one that is kept.
    pub fn find(&self, entry: &Arc<Entry>, lang: &str, stamp: &Stamp) -> Option<Arc<Adoption>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let Inner { all, clock } = &mut *inner;
        *clock += 1;
        let kept = all.get_mut(&(entry.told.id.clone(), lang.to_owned()))?;
        let is_same = std::ptr::eq(kept.entry.as_ptr(), Arc::as_ptr(entry)) && kept.stamp == *stamp;
        kept.asked = *clock;
        is_same.then(|| kept.adoption.clone())
    }

    /// Keeps one.
    pub fn keep(&self, entry: &Arc<Entry>, lang: &str, stamp: Stamp, adoption: Adoption) -> Arc<Adoption> {
        let adoption = Arc::new(adoption);
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let Inner { all, clock } = &mut *inner;
        let key = (entry.told.id.clone(), lang.to_owned());
        if all.len() >= MOST && !all.contains_key(&key) {
            let oldest = all.iter().min_by_key(|(_, kept)| kept.asked).map(|(key, _)| key.clone());
            oldest.map(|oldest| all.remove(&oldest));
        }
        all.insert(key, Kept { entry: Arc::downgrade(entry), stamp, adoption: adoption.clone(), asked: *clock });
        adoption
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use daylight_core::calendar::Calendar;
    use daylight_core::model::consultation::Consultation;
    use daylight_core::words::Words;

    use super::{Adoption, Announced, Entry, MOST};

    fn entry(id: usize) -> Arc<Entry> {
        let told = Consultation { id: id.to_string(), ..Consultation::default() };
        Arc::new(Entry { told, head: String::new(), may_open: true, calendar: Calendar::default() })
    }

    #[test]
    fn what_is_kept_is_the_same_and_has_an_end() {
        let announced = Announced::default();
        let adoption = || Adoption::of(&Consultation::default(), &Words::default());
        let stamp = |withheld| ("log".to_owned(), withheld, 0);
        let first = entry(0);
        let kept = announced.keep(&first, "en", stamp(1), adoption());
        assert!(Arc::ptr_eq(&kept, &announced.find(&first, "en", &stamp(1)).unwrap()));
        for (entry, lang, withheld) in [(&first, "zh-Hans", 1), (&first, "en", 2), (&entry(0), "en", 1)] {
            assert!(announced.find(entry, lang, &stamp(withheld)).is_none(), "{lang} {withheld}");
        }
        let others: Vec<Arc<Entry>> = (1..=MOST).map(entry).collect();
        for other in &others {
            assert!(announced.find(&first, "en", &stamp(1)).is_some(), "it is asked for all the time");
            announced.keep(other, "en", stamp(1), adoption());
        }
        assert!(announced.find(&others[0], "en", &stamp(1)).is_none());
        assert!(announced.find(&others[MOST - 1], "en", &stamp(1)).is_some());
    }
}
