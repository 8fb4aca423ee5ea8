//! Campaigns over GraphQL. Thin: what may be done is decided in `node_rules::campaign`. To whom letters go is told of those alone whom an
//! officer reaches.

use super::asked::{Answered, does, names, read};
use super::letters::{
    AgainAnswer, ByHandAnswer, CampaignAnswer, CampaignDrawing, CampaignEvent, CampaignReach, CampaignRecord,
    ConsentMethod, OpenLetter, TellAnswer,
};
use crate::campaign::Campaigns;
use crate::campaign::change::Does;
use crate::campaign::fault::CampaignFault;
use crate::campaign::list::{AT_ONCE, List};
use crate::programme::change::Officer;
use async_graphql::{Context, Json, Object};
use node_rules::campaign::content::Campaign;
use schema::campaign::letter::Means;
use schema::campaign::outcome::Outcome;
use schema::campaign::state::Step;
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
        read(ctx, |campaigns: Arc<Campaigns>| async move {
            Ok(campaigns.all().await?.into_iter().map(CampaignRecord::of).collect())
        })
        .await
    }

    /// What was done to a campaign, oldest first.
    async fn campaign_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: String,
    ) -> Answered<Vec<CampaignEvent>> {
        read(ctx, |campaigns: Arc<Campaigns>| async move {
            Ok(campaigns.history(&id).await?.iter().filter_map(CampaignEvent::of).collect())
        })
        .await
    }

    /// Whom a campaign would go to if it started now, and who of those who agree would be left out. Nothing is kept.
    #[graphql(complexity = 2000)]
    async fn campaign_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: String,
    ) -> Answered<CampaignDrawing> {
        read(ctx, |campaigns: Arc<Campaigns>| async move { Ok(CampaignDrawing::of(&campaigns.preview(&id).await?)) })
            .await
    }

    /// What became of a campaign's letters.
    async fn campaign_reach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: String,
    ) -> Answered<CampaignReach> {
        read(ctx, |campaigns: Arc<Campaigns>| async move { Ok(CampaignReach::of(&campaigns.reach(&id).await?)) }).await
    }

    /// Letters of which nobody knows yet whether the mail server has them, the oldest first.
    async fn open_letters(&self, ctx: &Context<'_>) -> Answered<Vec<OpenLetter>> {
        read(ctx, |campaigns: Arc<Campaigns>| async move {
            Ok(campaigns.open_letters().await?.into_iter().map(OpenLetter::of).collect())
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
        let written = does(ctx, |campaigns: Arc<Campaigns>, by| async move {
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
        let moved = does(ctx, |campaigns: Arc<Campaigns>, by| async move {
            campaigns.act(Officer::Asking(&by), &id, Does::Move(step), version).await
        });
        Ok(CampaignAnswer::of(moved.await?))
    }

    /// Puts those letters of a campaign back in the queue that the mail server refused, or did not take for days: for where it was the sender
    /// that it was against, and is no more.
    async fn send_again(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] id: String,
    ) -> Answered<AgainAnswer> {
        let again =
            does(ctx, |campaigns: Arc<Campaigns>, by| async move { campaigns.again(Officer::Asking(&by), &id).await });
        Ok(AgainAnswer::of(again.await?))
    }

    /// Says of a letter whether the mail server has it, once the officer looked there. Gives back why that is not taken.
    async fn settle_letter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The letter's number.")] number: i64,
        #[graphql(desc = "Whether the server has it; where it has not, the letter goes out again.")] taken: bool,
    ) -> Answered<Option<String>> {
        Ok(does(ctx, |campaigns: Arc<Campaigns>, by| async move {
            campaigns.settle_by_hand(Officer::Asking(&by), number, taken).await
        })
        .await?
        .err())
    }

    /// Tells how those persons are reached whom an officer writes to or calls, or whom an embassy or an association does, and keeps that the
    /// officer has their letters: each is handed out once, until somebody says that the person was not reached.
    #[graphql(complexity = 2000)]
    async fn by_hand(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] id: String,
        #[graphql(desc = "The means; e-mail is the node's.")] means: Means,
        #[graphql(desc = "Also those that were handed out before and of which nobody said yet what came of them.")]
        again: Option<bool>,
        #[graphql(desc = "Those behind this letter.")] after: Option<i64>,
        #[graphql(desc = "How many at most, 1 to 500.", default_with = "AT_ONCE")] first: usize,
    ) -> Answered<ByHandAnswer> {
        let handed = names(ctx, |campaigns: Arc<Campaigns>, by| async move {
            let (again, after) = (again.unwrap_or_default(), after.unwrap_or_default());
            let list = List { campaign: &id, means, again, after, first };
            campaigns.by_hand(Officer::Asking(&by), list).await
        });
        Ok(ByHandAnswer::of(handed.await?))
    }

    /// Keeps what came of a letter that an officer carried, or of one by e-mail whose person answered an officer. Gives back why that is
    /// not taken.
    async fn say_of_letter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The letter's number.")] number: i64,
        #[graphql(desc = "What came of it. Whoever is to be written to no more is not.")] outcome: Outcome,
        #[graphql(desc = "How NO_MORE was said, where it is not as the letter goes.")] method: Option<ConsentMethod>,
    ) -> Answered<Option<String>> {
        Ok(does(ctx, |campaigns: Arc<Campaigns>, by| async move {
            campaigns.said(Officer::Asking(&by), number, outcome, method.map(Into::into)).await
        })
        .await?
        .err())
    }

    /// Writes how many persons were reached, in whole tens, by all campaigns of this one's activity together into the activity's record in the
    /// directory.
    async fn tell_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] id: String,
        #[graphql(desc = "Also where the number that stands there was entered by an officer.")] replace: Option<bool>,
    ) -> Answered<TellAnswer> {
        let told = does(ctx, |campaigns: Arc<Campaigns>, by| async move {
            campaigns.tell(Officer::Asking(&by), &id, replace.unwrap_or_default()).await
        });
        Ok(TellAnswer::of(told.await?))
    }
}
