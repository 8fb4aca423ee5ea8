//! Whom a campaign reached.

use super::Campaigns;
use super::fault::CampaignFault;
use crate::directory::change::Wisher;
use crate::directory::wish::{Does, Wish};
use crate::intake::consents::named;
use crate::person::same::same;
use crate::programme::change::Officer;
use crate::store::campaign_event;
use crate::store::letter::{Column, Entity};
use node_rules::campaign::fault::Fault;
use node_rules::campaign::reach::{Reach, gives_way, is_reached, persons};
use node_rules::campaign::record::moved;
use node_rules::record_key::Pseudonym;
use node_rules::tens::in_tens;
use schema::campaign::letter::LetterState;
use schema::campaign::state::Step;
use schema::directory::body::Body;
use schema::directory::kind::EntryKind;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use serde_json::json;

impl Campaigns {
    /// What became of a campaign's letters.
    pub async fn reach(&self, campaign: &str) -> Result<Reach, CampaignFault> {
        let counted = Entity::find().select_only().columns([Column::Means, Column::State]);
        let counted = counted.column_as(Column::Number.count(), "letters");
        let counted = counted.column_as(Column::AnsweredAt.count(), "answered");
        let counted = counted.column_as(Column::OptedOutAt.count(), "opted_out");
        let counted = counted.filter(Column::Campaign.eq(campaign)).group_by(Column::Means).group_by(Column::State);
        let rows: Vec<(String, String, i64, i64, i64)> = counted.into_tuple().all(&self.node.store).await?;
        let mut reach = Reach::default();
        for (means, state, letters, answered, opted_out) in rows {
            let unknown = || DbErr::Custom("a letter by no known means, or in no known state".to_owned());
            let of = (named(&means).ok_or_else(unknown)?, named(&state).ok_or_else(unknown)?);
            reach.count(of, [letters, answered, opted_out].map(i64::unsigned_abs));
        }
        Ok(reach)
    }

    /// Writes how many persons were reached, as far as that is told, into the record of a campaign's activity: by all campaigns that belong
    /// to it together. Says what it wrote. A number that an officer entered is replaced only where `replace` says that it is meant.
    pub async fn tell(&self, officer: Officer<'_>, campaign: &str, replace: bool) -> Result<u64, CampaignFault> {
        let refused = |fault| CampaignFault::Refused(campaign.to_owned(), fault);
        let record = self.get(campaign).await?.ok_or_else(|| refused(Fault::NotThere))?;
        let none = || CampaignFault::Form("it belongs to no activity of the directory".to_owned());
        let id = record.content.activity.clone().ok_or_else(none)?;
        moved(record.state, Step::Tell).map_err(refused)?;
        let _only = self.writes.lock().await;
        let told = in_tens(self.persons(&id).await?).ok_or(CampaignFault::Few)?;
        let entry = self.directory.get(EntryKind::Activity, &id).await?;
        let body = entry.as_ref().and_then(|entry| entry.now.content.latest()).map(|span| span.body.clone());
        let Some(Body::Activity(mut activity)) = body else { return Err(CampaignFault::NoActivity(id)) };
        gives_way(activity.attendance, self.told_last(&id).await?, replace).map_err(refused)?;
        activity.attendance = u32::try_from(told).ok();
        let does = Does::Correct(Body::Activity(activity));
        let version = entry.map(|entry| entry.now.version);
        let wish = Wish { kind: EntryKind::Activity, id: id.clone(), does, reason: String::new(), version };
        let word = json!(Told { activity: id, persons: told });
        // In one step: a number that the history does not have would pass for an officer's own, and nothing would take its place unasked.
        let beside = async |step: &DatabaseTransaction| self.note(step, officer, (campaign, Step::Tell), word).await;
        self.directory.act_with(Wisher::Own(officer), vec![wish], beside).await?;
        Ok(told)
    }

    /// How many persons were reached by all campaigns of an activity together, whichever ids are judged one person's by now.
    async fn persons(&self, activity: &str) -> Result<u64, CampaignFault> {
        let all = self.all().await?.into_iter().filter(|of| of.content.activity.as_deref() == Some(activity));
        let states = LetterState::ALL.into_iter().filter(|state| is_reached(*state)).map(LetterState::name);
        let letters = Entity::find().select_only().columns([Column::Campaign, Column::Pseudonym]);
        let letters = letters.filter(Column::Campaign.is_in(all.map(|of| of.id))).filter(Column::State.is_in(states));
        let letters: Vec<(String, Option<Vec<u8>>)> = letters.into_tuple().all(&self.node.store).await?;
        let same = same(&self.node.store).await?;
        let person = |id: Vec<u8>| id.try_into().ok().map(|id| same.person(Pseudonym(id)));
        Ok(persons(letters.into_iter().map(|(campaign, id)| (campaign, id.and_then(person)))))
    }

    /// What campaigns wrote last into the record of an activity.
    async fn told_last(&self, activity: &str) -> Result<Option<u64>, DbErr> {
        let told = campaign_event::Entity::find().filter(campaign_event::Column::Step.eq(Step::Tell.name()));
        let told = told.order_by_desc(campaign_event::Column::Number).all(&self.node.store).await?.into_iter();
        let mut told = told.filter_map(|row| serde_json::from_str::<Told>(row.content.as_deref()?).ok());
        Ok(told.find(|told| told.activity == activity).map(|told| told.persons))
    }
}

/// What stands in a campaign's history of a number that it wrote into the record of its activity.
#[derive(Serialize, Deserialize)]
struct Told {
    activity: String,
    persons: u64,
}
