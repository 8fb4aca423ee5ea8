//! Whom a campaign reached.

use super::Campaigns;
use super::fault::CampaignFault;
use crate::directory::change::Wisher;
use crate::directory::wish::{Does, Wish};
use crate::intake::consents::named;
use crate::store::letter::{Column, Entity};
use node_rules::campaign::fault::Fault;
use node_rules::campaign::reach::Reach;
use schema::directory::body::Body;
use schema::directory::kind::EntryKind;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

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

    /// Writes how many were reached, as far as that is told, into the record of the campaign's activity; and says what it wrote.
    pub async fn tell(&self, by: Wisher<'_>, campaign: &str) -> Result<u64, CampaignFault> {
        let refused = |fault| CampaignFault::Refused(campaign.to_owned(), fault);
        let record = self.get(campaign).await?.ok_or_else(|| refused(Fault::NotThere))?;
        let none = || CampaignFault::Form("it belongs to no activity of the directory".to_owned());
        let id = record.content.activity.clone().ok_or_else(none)?;
        let told = self.reach(campaign).await?.told().ok_or(CampaignFault::Few)?;
        let entry = self.directory.get(EntryKind::Activity, &id).await?;
        let body = entry.as_ref().and_then(|entry| entry.now.content.latest()).map(|span| span.body.clone());
        let Some(Body::Activity(mut activity)) = body else { return Err(CampaignFault::NoActivity(id)) };
        activity.attendance = u32::try_from(told).ok();
        let does = Does::Correct(Body::Activity(activity));
        let version = entry.map(|entry| entry.now.version);
        let wish = Wish { kind: EntryKind::Activity, id, does, reason: String::new(), version };
        self.directory.act(by, vec![wish]).await?;
        Ok(told)
    }
}
