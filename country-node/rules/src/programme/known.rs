//! What a programme's records are held against beside one another.

use super::fault::Fault;
use super::need::Need;
use crate::consent::may::MayNot;
use crate::directory::index::Index;
use crate::directory::references::is_there;
use chrono::NaiveDate;
use schema::directory::kind::EntryKind;
use schema::directory::programme::Programme;

/// What is known beside the records.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The programme, as the directory has it.
    pub programme: &'a Programme,
    /// The directory's records, of which hosts can be.
    pub directory: &'a Index,
    /// The latest day that it is anywhere.
    pub today: NaiveDate,
    /// Whether the person whom the event is about may be matched, now.
    pub consent: Result<(), MayNot>,
}

impl Known<'_> {
    /// Whether a need is one of the programme, as both are written. Of one that stands there only what becomes another is asked: work of a
    /// phase that the programme names no more, and at a host that is gone, goes on.
    pub(super) fn takes(&self, need: &Need, former: Option<&Need>) -> Result<(), Fault> {
        let is_phase = || self.programme.phases.iter().any(|of| of.phase == need.phase);
        if former.is_none_or(|former| former.phase != need.phase) && !is_phase() {
            return Err(Fault::NoPhase(need.phase.clone()));
        }
        match need.institution.as_ref().filter(|_| former.is_none_or(|former| former.institution != need.institution)) {
            Some(host) => Ok(is_there(self.directory, ("institution", &[EntryKind::Institution], host))?),
            None => Ok(()),
        }
    }
}
