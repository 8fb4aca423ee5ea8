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
    /// Whether a need is one of the programme, as both are written.
    pub(super) fn takes(&self, need: &Need) -> Result<(), Fault> {
        if !self.programme.phases.iter().any(|of| of.phase == need.phase) {
            return Err(Fault::NoPhase(need.phase.clone()));
        }
        match &need.institution {
            Some(host) => Ok(is_there(self.directory, ("institution", &[EntryKind::Institution], host))?),
            None => Ok(()),
        }
    }
}
