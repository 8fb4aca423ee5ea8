//! What officers do to records, carried to the node of the record's country: it keeps them, and decides who may do what.

use super::business::{Business, became_of};
use crate::absence::Absence;
use crate::country::desk::{Deed, done, past};
use schema::country::CountryCode;
use schema::directory::kind::EntryKind;
use schema::directory::page::{EntryAnswer, EntryEvent};
use schema::error::{Code, Sayable};

/// What one is told who may not.
const FORBIDDEN: &str = "Records are an officer's business; other roles may read them.";

/// What one is told who may not look.
const NOT_OWN: &str = "A record's history is for its own country's officers.";

/// What became of it at the country's node.
pub type Became = Result<EntryAnswer, Absence>;

impl Business {
    /// What was done to a record of a country, for its own officers.
    pub async fn past(&self, country: CountryCode, of: (EntryKind, &str)) -> Result<Vec<EntryEvent>, Sayable> {
        let node = self.registry.named(country)?;
        let came = past(self.word(), node, of, self.deadline).await;
        became_of(came, node, NOT_OWN)?.map_err(|absence| Sayable::new(Code::TimedOut, absence.reason))
    }

    /// Does something to a record of a country.
    pub async fn act(&self, country: CountryCode, deed: &Deed) -> Result<Became, Sayable> {
        let node = self.registry.named(country)?;
        became_of(done(self.word(), node, deed, self.deadline).await, node, FORBIDDEN)
    }
}
