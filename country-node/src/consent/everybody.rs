//! What everybody agrees to at this moment: by every consent of every id that is judged one person's.

use crate::consent::history::{self, Histories};
use crate::person::same::{Same, same};
use crate::store::consent_event::{Column, Entity};
use node_rules::clock::Seconds;
use node_rules::consent::Event;
use node_rules::consent::joint::may_jointly;
use node_rules::consent::may::MayNot;
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

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

    /// Which ids are one person's.
    pub fn same(&self) -> &Same {
        &self.same
    }

    /// Whether a person may be used by name for a purpose, before an audience.
    pub fn may(&self, person: &Pseudonym, purpose: ConsentPurpose, audience: Audience) -> Result<(), MayNot> {
        self.may_under(&self.same.ids(*person), purpose, audience)
    }

    /// Every person who agrees to a purpose before an audience, with all ids of that person.
    pub fn agreeing(&self, purpose: ConsentPurpose, audience: Audience) -> Vec<(Pseudonym, Vec<Pseudonym>)> {
        let known = self.histories.keys().filter_map(|id| id.clone().try_into().ok().map(Pseudonym));
        let persons: BTreeSet<Pseudonym> = known.map(|id| self.same.person(id)).collect();
        let of = persons.into_iter().map(|person| (person, self.same.ids(person)));
        of.filter(|(_, ids)| self.may_under(ids, purpose, audience).is_ok()).collect()
    }

    /// In which language each id was last shown a notice.
    pub async fn languages(&self, store: &impl ConnectionTrait) -> Result<BTreeMap<Pseudonym, String>, DbErr> {
        let shown = Entity::find().select_only().columns([Column::Pseudonym, Column::Language]);
        let shown = shown.filter(Column::Language.is_not_null()).order_by_asc(Column::Id);
        let shown: Vec<(Vec<u8>, String)> = shown.into_tuple().all(store).await?;
        Ok(shown.into_iter().filter_map(|(id, tag)| Some((Pseudonym(id.try_into().ok()?), tag))).collect())
    }

    fn may_under(&self, ids: &[Pseudonym], purpose: ConsentPurpose, audience: Audience) -> Result<(), MayNot> {
        let own = ids.iter().filter_map(|id| self.histories.get(id.0.as_slice()));
        let histories: Vec<&[Event]> = own.map(Vec::as_slice).collect();
        may_jointly(&histories, purpose, audience, self.now).map(drop)
    }
}
