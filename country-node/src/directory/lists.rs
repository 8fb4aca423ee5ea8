//! Lists that pages were told of lately: the next page of one is read without going through all records again. What a list has follows from
//! what names it, so one that is kept never differs from one that is made anew.

use lru::LruCache;
use node_rules::directory::fitting::{Fitting, Which};
use node_rules::directory::index::Index;
use node_rules::directory::listed::Told;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

/// The most lists that are kept.
const MOST: NonZeroUsize = NonZeroUsize::new(32).unwrap();

/// Lists, by what names them.
pub(super) struct Lists {
    recent: Mutex<LruCache<Which, Arc<Fitting>>>,
}

impl Default for Lists {
    fn default() -> Self {
        Self { recent: Mutex::new(LruCache::new(MOST)) }
    }
}

impl Lists {
    /// The records of a list.
    pub(super) fn fitting(&self, of: Which, index: &Index, told: Told) -> Arc<Fitting> {
        if let Some(kept) = self.recent.lock().unwrap_or_else(PoisonError::into_inner).get(&of) {
            return Arc::clone(kept);
        }
        // Made without the lock: whoever reads another list does not wait for it.
        let made = Arc::new(Fitting::of(of.clone(), index, told));
        self.recent.lock().unwrap_or_else(PoisonError::into_inner).put(of, Arc::clone(&made));
        made
    }
}
