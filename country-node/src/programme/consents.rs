//! Who may be matched at this moment: by every consent of every id that is judged the person's.

use crate::consent::history::{self, Histories};
use crate::person::same::{Same, same};
use node_rules::clock::Seconds;
use node_rules::consent::Event;
use node_rules::consent::joint::may_jointly;
use node_rules::consent::may::MayNot;
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::{ConnectionTrait, DbErr};

/// All consents as they are at one moment.
pub struct Consents {
    histories: Histories,
    same: Same,
    now: Seconds,
}

impl Consents {
    /// Reads them.
    pub async fn read(store: &impl ConnectionTrait, now: Seconds) -> Result<Self, DbErr> {
        let (histories, same) = (history::all(store, i32::MAX).await?, same(store).await?);
        Ok(Self { histories, same, now })
    }

    /// Whether a person may be matched with a programme's need, by name, by the country's own officers.
    pub fn may_be_matched(&self, person: &Pseudonym) -> Result<(), MayNot> {
        let ids = self.same.ids(*person);
        let own = ids.iter().filter_map(|id| self.histories.get(id.0.as_slice()));
        let histories: Vec<&[Event]> = own.map(Vec::as_slice).collect();
        may_jointly(&histories, ConsentPurpose::ProgrammeMatching, Audience::OwnGovernment, self.now).map(drop)
    }
}
