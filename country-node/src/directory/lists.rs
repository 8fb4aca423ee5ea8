//! Lists that pages were told of lately: the next page of one is read without going through all records again. What a list has follows from
//! what names it, so one that is kept never differs from one that is made anew.

use node_rules::directory::fitting::{Fitting, Which};
use node_rules::directory::index::Index;
use node_rules::directory::listed::Told;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// The most lists that are kept.
const MOST: usize = 32;

/// Lists, the one that was read last at the end.
#[derive(Default)]
pub(super) struct Lists {
    recent: Mutex<VecDeque<Arc<Fitting>>>,
}

impl Lists {
    /// The records of a list.
    pub(super) fn fitting(&self, of: Which, index: &Index, told: Told) -> Arc<Fitting> {
        if let Some(kept) = self.kept(&of) {
            return kept;
        }
        // Made without the lock: whoever reads another list does not wait for it.
        let made = Arc::new(Fitting::of(of, index, told));
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.retain(|kept| kept.list().last() == index.last());
        if recent.len() >= MOST {
            recent.pop_front();
        }
        recent.push_back(Arc::clone(&made));
        made
    }

    fn kept(&self, of: &Which) -> Option<Arc<Fitting>> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let at = recent.iter().position(|kept| kept.list() == of)?;
        let kept = recent.remove(at)?;
        recent.push_back(Arc::clone(&kept));
        Some(kept)
    }
}
