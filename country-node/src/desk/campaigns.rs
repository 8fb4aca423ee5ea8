//! Campaigns over GraphQL. Thin: what may be done is decided in `node_rules::campaign`. To whom letters go is not told here.

use super::asked::{Answered, written_down};
use crate::campaign::Campaigns;
use crate::campaign::change::Does;
use crate::campaign::fault::CampaignFault;
use crate::programme::change::Officer;
use crate::store::campaign_event::Model;
use async_graphql::{Context, Json, Object, SimpleObject};
use node_rules::audit::entry::{Asker, List};
use node_rules::campaign::content::Campaign;
use node_rules::campaign::reach::Reach;
use node_rules::campaign::record::Record;
use node_rules::clock::text;
use schema::campaign::letter::{LetterState, Means};
use schema::campaign::state::{State, Step};
use schema::error::{Code, Sayable};
use serde_json::Value;
use std::sync::Arc;

/// What may be asked of campaigns.
#[derive(Default)]
pub struct CampaignQuery;

/// What may be asked of campaigns.
#[Object]
impl CampaignQuery {
    /// All campaigns, by their ids.
    async fn campaigns(&self, ctx: &Context<'_>) -> Answered<Vec<CampaignRecord>> {
        read(ctx, |campaigns| async move { Ok(campaigns.all().await?.into_iter().map(CampaignRecord::of).collect()) })
            .await
    }

    /// What was done to a campaign, oldest first.
    async fn campaign_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: String,
    ) -> Answered<Vec<CampaignEvent>> {
        read(ctx, |campaigns| async move {
            Ok(campaigns.history(&id).await?.iter().filter_map(CampaignEvent::of).collect())
        })
        .await
    }

    /// What became of a campaign's letters.
    async fn campaign_reach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: String,
    ) -> Answered<CampaignReach> {
        read(ctx, |campaigns| async move { Ok(CampaignReach::of(&campaigns.reach(&id).await?)) }).await
    }

    /// Letters of which nobody knows yet whether the mail server has them, the oldest first.
    async fn open_letters(&self, ctx: &Context<'_>) -> Answered<Vec<OpenLetter>> {
        read(ctx, |campaigns| async move {
            let open = campaigns.open_letters().await?.into_iter();
            let told = |row: crate::store::letter::Model| OpenLetter {
                number: row.number,
                campaign: row.campaign,
                message_id: row.message_id,
                offered_at: row.offered_at.map(text),
            };
            Ok(open.map(told).collect())
        })
        .await
    }
}

/// What may be done to campaigns.
#[derive(Default)]
pub struct CampaignMutation;

/// What may be done to campaigns.
#[Object]
impl CampaignMutation {
    /// Writes a campaign, for the first time or anew.
    async fn write_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id: small letters, digits and hyphens.")] id: String,
        #[graphql(desc = "What it says: activity, letters, audience.")] says: Json<Value>,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<i32>,
    ) -> Answered<CampaignAnswer> {
        let written = does(ctx, |campaigns, by| async move {
            let content: Campaign =
                serde_json::from_value(says.0).map_err(|fault| CampaignFault::Form(fault.to_string()))?;
            campaigns.act(Officer::Asking(&by), &id, Does::Write(content), version).await
        });
        Ok(CampaignAnswer::of(written.await?))
    }

    /// Moves a campaign to its next state. Where it starts its letters are drawn up and begin to go out.
    async fn move_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "What is done.")] step: Step,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<i32>,
    ) -> Answered<CampaignAnswer> {
        let moved = does(ctx, |campaigns, by| async move {
            campaigns.act(Officer::Asking(&by), &id, Does::Move(step), version).await
        });
        Ok(CampaignAnswer::of(moved.await?))
    }

    /// Says of a letter whether the mail server has it, once the officer looked there. Gives back why that is not taken.
    async fn settle_letter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The letter's number.")] number: i64,
        #[graphql(desc = "Whether the server has it; where it has not, the letter goes out again.")] taken: bool,
    ) -> Answered<Option<String>> {
        Ok(does(
            ctx,
            |campaigns, by| async move { campaigns.settle_by_hand(Officer::Asking(&by), number, taken).await },
        )
        .await?
        .err())
    }
}

/// A campaign.
#[derive(SimpleObject)]
pub struct CampaignRecord {
    /// Its id.
    id: String,
    /// Where it stands.
    state: State,
    /// What it says.
    says: Json<Value>,
    /// How many things were done to it: who changes it says after which.
    version: i32,
    /// When something was done to it last (RFC 3339).
    changed_at: String,
}

impl CampaignRecord {
    fn of(record: Record) -> Self {
        Self {
            state: record.state,
            says: Json(serde_json::to_value(record.content.as_ref()).unwrap_or_default()),
            version: record.version,
            changed_at: text(record.changed_at),
            id: record.id,
        }
    }
}

/// What became of what an officer wanted done to a campaign.
#[derive(SimpleObject)]
pub struct CampaignAnswer {
    /// The campaign as it is now; null where nothing was done.
    campaign: Option<CampaignRecord>,
    /// Why nothing was done.
    reason: Option<String>,
}

impl CampaignAnswer {
    fn of(done: Result<Record, String>) -> Self {
        match done {
            Ok(record) => Self { campaign: Some(CampaignRecord::of(record)), reason: None },
            Err(reason) => Self { campaign: None, reason: Some(reason) },
        }
    }
}

/// One thing that was done to a campaign.
#[derive(SimpleObject)]
pub struct CampaignEvent {
    /// Its number among all of the node's campaigns.
    number: i64,
    /// When (RFC 3339).
    at: String,
    /// What.
    step: Step,
    /// Which officer: by a pseudonym, or as the node's operator said it.
    officer: String,
    /// What it said from then on, where that was written.
    says: Option<Json<Value>>,
}

impl CampaignEvent {
    fn of(row: &Model) -> Option<Self> {
        let step = crate::intake::consents::named(&row.step)?;
        let says = row.content.as_deref().and_then(|says| serde_json::from_str(says).ok()).map(Json);
        Some(Self { number: row.number, at: text(row.at), step, officer: row.officer.clone(), says })
    }
}

/// What became of a campaign's letters. These are counts without protection, for the country's own officers.
#[derive(SimpleObject)]
pub struct CampaignReach {
    /// How many there are.
    letters: u64,
    /// By means.
    by_means: Vec<LettersByMeans>,
    /// By state.
    by_state: Vec<LettersByState>,
    /// How many were answered.
    answered: u64,
    /// How many led to the person being written to no more.
    opted_out: u64,
}

/// Letters that go by one means.
#[derive(SimpleObject)]
pub struct LettersByMeans {
    /// The means.
    means: Means,
    /// How many.
    letters: u64,
}

/// Letters in one state.
#[derive(SimpleObject)]
pub struct LettersByState {
    /// The state.
    state: LetterState,
    /// How many.
    letters: u64,
}

impl CampaignReach {
    fn of(of: &Reach) -> Self {
        let by_means = of.by_means.iter().map(|(means, letters)| LettersByMeans { means: *means, letters: *letters });
        let by_state = of.by_state.iter().map(|(state, letters)| LettersByState { state: *state, letters: *letters });
        Self {
            letters: of.letters,
            by_means: by_means.collect(),
            by_state: by_state.collect(),
            answered: of.answered,
            opted_out: of.opted_out,
        }
    }
}

/// A letter of which nobody knows yet whether the mail server has it.
#[derive(SimpleObject)]
pub struct OpenLetter {
    /// Its number.
    number: i64,
    /// The campaign.
    campaign: String,
    /// Its `Message-ID`, by which it is looked for at the server.
    message_id: String,
    /// When it was handed over (RFC 3339).
    offered_at: Option<String>,
}

async fn read<T, F: Future<Output = Result<T, CampaignFault>>>(
    ctx: &Context<'_>,
    read: impl FnOnce(Arc<Campaigns>) -> F,
) -> Answered<T> {
    let read = does(ctx, |campaigns, _| read(campaigns)).await?;
    read.map_err(|reason| Sayable::new(Code::InvalidQuery, reason).into())
}

async fn does<T, F: Future<Output = Result<T, CampaignFault>>>(
    ctx: &Context<'_>,
    does: impl FnOnce(Arc<Campaigns>, Asker) -> F,
) -> Answered<Result<T, String>> {
    written_down(ctx, List::Campaign, does, CampaignFault::sayable).await
}
