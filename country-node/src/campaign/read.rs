//! A campaign from its events.

use super::Campaigns;
use super::fault::CampaignFault;
use crate::intake::consents::named;
use crate::store::campaign_event::{Column, Entity, Model};
use node_rules::campaign::fault::Fault;
use node_rules::campaign::record::{Event, Record, after_step, moves};
use schema::campaign::state::{State, Step};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Campaigns {
    /// All campaigns as they are now, by id.
    pub async fn all(&self) -> Result<Vec<Record>, DbErr> {
        let rows = Entity::find().order_by_asc(Column::Number).all(&self.node.store).await?;
        let mut all: BTreeMap<String, Record> = BTreeMap::new();
        for row in rows {
            let record = after(all.remove(&row.campaign), &row)?;
            all.insert(row.campaign, record);
        }
        Ok(all.into_values().collect())
    }

    /// One campaign as it is now.
    pub async fn get(&self, id: &str) -> Result<Option<Record>, DbErr> {
        get(&self.node.store, id).await
    }

    /// What was done to a campaign, oldest first.
    pub async fn history(&self, id: &str) -> Result<Vec<Model>, CampaignFault> {
        let events = history(&self.node.store, id).await?;
        if events.is_empty() { Err(CampaignFault::Refused(id.to_owned(), Fault::NotThere)) } else { Ok(events) }
    }
}

/// One campaign as far as `store` sees what was written.
pub(super) async fn get(store: &impl ConnectionTrait, id: &str) -> Result<Option<Record>, DbErr> {
    let mut record = None;
    for row in history(store, id).await? {
        record = Some(after(record, &row)?);
    }
    Ok(record)
}

/// Where a campaign stands, by the steps alone that move one: its letters add any number of others. Nothing where it is a draft that was
/// never moved, or is not there.
pub(super) async fn stands(store: &impl ConnectionTrait, id: &str) -> Result<Option<State>, DbErr> {
    let moving = Step::ALL.into_iter().filter(|step| moves(*step)).map(Step::name);
    let steps = Entity::find().select_only().column(Column::Step).filter(Column::Campaign.eq(id));
    let steps = steps.filter(Column::Step.is_in(moving));
    let steps: Vec<String> = steps.order_by_asc(Column::Number).into_tuple().all(store).await?;
    let unknown = || DbErr::Custom(format!("an event of campaign {id} does not read"));
    let mut state = None;
    for step in steps {
        state = Some(after_step(state, named(&step).ok_or_else(unknown)?));
    }
    Ok(state)
}

async fn history(store: &impl ConnectionTrait, id: &str) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::Campaign.eq(id)).order_by_asc(Column::Number).all(store).await
}

fn after(former: Option<Record>, row: &Model) -> Result<Record, DbErr> {
    let event = event(row).and_then(|event| Record::after(former, &row.campaign, &event));
    event.ok_or_else(|| DbErr::Custom(format!("event {} of campaign {} does not read", row.number, row.campaign)))
}

fn event(row: &Model) -> Option<Event> {
    let step = named(&row.step)?;
    let content = match row.content.as_deref().filter(|_| step == Step::Write) {
        None => None,
        Some(content) => Some(Arc::new(serde_json::from_str(content).ok()?)),
    };
    Some(Event { at: row.at, officer: row.officer.clone(), step, content })
}
