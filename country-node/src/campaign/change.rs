//! Doing something to a campaign: held against how it stands, and appended in one step with the audit log and with what becomes of its
//! letters.

use super::Campaigns;
use super::draw::Drawn;
use super::fault::CampaignFault;
use super::queue;
use super::read::get;
use crate::audit::writer::append_with;
use crate::programme::change::Officer;
use crate::store::{self, campaign_event, letter};
use node_rules::audit::entry::{Asker, Event as Written};
use node_rules::campaign::content::Campaign;
use node_rules::campaign::fault::Fault;
use node_rules::campaign::letter::Turn;
use node_rules::campaign::record::{Event, Record, judge};
use schema::campaign::state::Step;
use schema::directory::kind::EntryKind;
use schema::directory::sound::is_id;
use schema::seal::{SealFault, canonical, digest};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait};
use serde_json::{Value, json};
use std::sync::Arc;

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Does {
    /// Writes it, for the first time or anew.
    Write(Campaign),
    /// Moves it to another state.
    Move(Step),
}

impl Campaigns {
    /// Does something to a campaign, and gives it back as it is then. Where it starts, its letters are drawn up in the same step; where it
    /// stops, those that have not gone out never will.
    pub async fn act(
        &self,
        officer: Officer<'_>,
        id: &str,
        does: Does,
        version: Option<i32>,
    ) -> Result<Record, CampaignFault> {
        if !is_id(id) {
            return Err(CampaignFault::Id);
        }
        let refused = |fault| CampaignFault::Refused(id.to_owned(), fault);
        let (step, content) = match does {
            Does::Write(content) => (Step::Write, Some(Arc::new(content))),
            Does::Move(step @ (Step::Write | Step::Again | Step::Settle | Step::Hand | Step::Say | Step::Tell)) => {
                return Err(CampaignFault::Form(format!("{} is a command of its own", step.name())));
            }
            Does::Move(step) => (step, None),
        };
        self.has_activity(content.as_deref()).await?;
        let (officer, asker) = officer.named(&self.node);
        let event = Event { at: (self.node.clock)(), officer, step, content };
        let _only = self.writes.lock().await;
        // Before anything is locked: who may be written to is read anew at each letter's turn anyway.
        let drawn = match get(&self.node.store, id).await? {
            Some(record) if step == Step::Start => {
                judge(Some(&record), &event).map_err(refused)?;
                let (letters, counts) = self.drawn(&self.node.store, &record.content).await?;
                let named = letters.into_iter().map(|letter| Ok((self.message_id(letter.means)?, letter)));
                let letters: Vec<(String, Drawn)> = named.collect::<Result<_, CampaignFault>>()?;
                Some((letters, counts, record.version))
            }
            _ => None,
        };
        let transaction = store::begin(&self.node.store).await?;
        let former = get(&transaction, id).await?;
        if let (Some(meant), Some(record)) = (version, &former)
            && meant != record.version
        {
            return Err(refused(Fault::Stale(record.version)));
        }
        judge(former.as_ref(), &event).map_err(refused)?;
        let record = Record::after(former, id, &event).ok_or_else(|| refused(Fault::NotThere))?;
        // Of a start it is kept whom it reaches and whom it leaves out.
        let content = match (&event.content, &drawn) {
            (Some(content), _) => Some(serde_json::to_string(content.as_ref())),
            (None, Some((_, counts, _))) => Some(serde_json::to_string(counts)),
            (None, None) => None,
        };
        let content = content.transpose().map_err(|fault| CampaignFault::Form(fault.to_string()))?;
        append(&transaction, id, (&event, content), asker).await?;
        match (step, drawn) {
            // Another process did something to it meanwhile.
            (Step::Start, Some((.., version))) if version + 1 != record.version => {
                return Err(refused(Fault::Stale(record.version - 1)));
            }
            (Step::Start, Some((drawn, ..))) if !drawn.is_empty() => {
                queue::draw_up(&transaction, id, drawn, event.at).await?;
            }
            (Step::Start, _) => return Err(refused(Fault::Nobody)),
            // What is being handed over at this moment is settled by itself.
            (Step::Stop, _) => {
                queue::turn_all(&transaction, letter::Column::Campaign.eq(id), Turn::Cancel, event.at).await?;
            }
            _ => {}
        }
        transaction.commit().await?;
        Ok(record)
    }

    /// Whether the activity that a campaign names is in the directory.
    async fn has_activity(&self, content: Option<&Campaign>) -> Result<(), CampaignFault> {
        let Some(activity) = content.and_then(|content| content.activity.as_deref()).filter(|id| is_id(id)) else {
            return Ok(());
        };
        match self.directory.get(EntryKind::Activity, activity).await? {
            Some(_) => Ok(()),
            None => Err(CampaignFault::NoActivity(activity.to_owned())),
        }
    }

    /// Notes in a campaign's history what an officer said of one of its letters.
    pub(super) async fn note(
        &self,
        transaction: &DatabaseTransaction,
        officer: Officer<'_>,
        (campaign, step): (&str, Step),
        said: Value,
    ) -> Result<(), CampaignFault> {
        let (officer, asker) = officer.named(&self.node);
        let event = Event { at: (self.node.clock)(), officer, step, content: None };
        append(transaction, campaign, (&event, Some(said.to_string())), asker).await
    }
}

/// What the log has of an event: a digest that tells whether it is as it was.
pub(crate) fn said(content: Option<&str>, officer: &str) -> Result<String, SealFault> {
    Ok(digest(&canonical(&json!({ "content": content, "officer": officer }))?))
}

/// Appends what was done, and the entry of the audit log that tells of it. Both stand or neither.
async fn append(
    transaction: &DatabaseTransaction,
    campaign: &str,
    (event, content): (&Event, Option<String>),
    by: Option<Asker>,
) -> Result<(), CampaignFault> {
    let said = said(content.as_deref(), &event.officer)?;
    let step = event.step.name().to_owned();
    let row = campaign_event::ActiveModel {
        number: NotSet,
        campaign: Set(campaign.to_owned()),
        step: Set(step.clone()),
        at: Set(event.at),
        officer: Set(event.officer.clone()),
        content: Set(content),
    };
    let number = campaign_event::Entity::insert(row).exec(transaction).await?.last_insert_id;
    let written = Written::Campaign { number, campaign: campaign.to_owned(), step, said, by };
    append_with(transaction, vec![written], event.at).await?;
    Ok(())
}
