//! Candidates and matching over GraphQL. Thin: who fits what is decided in `node_rules::matching`.

use super::asked::{Answered, does, read};
use super::said::{DrawAnswer, Proposals, ServiceMode, ShortlistOf, Steps};
use crate::programme::Programmes;
use crate::programme::change::Officer;
use crate::programme::propose::kept;
use crate::programme::wish::ProgrammeFault;
use async_graphql::{Context, Json, Object};
use node_rules::matching::need::Mode;
use node_rules::matching::weights::Weights;
use node_rules::person::alike::Alike;
use schema::error::{Code, Sayable};
use serde_json::Value;
use std::sync::Arc;

/// The weights that an officer wants.
fn weighed(weights: Option<Json<Value>>) -> Result<Weights, ProgrammeFault> {
    let read = weights.map_or(Ok(Weights::default()), |of| serde_json::from_value(of.0));
    read.map_err(|fault| ProgrammeFault::Form(format!("weights: {fault}")))
}

/// What may be asked of matching.
#[derive(Default)]
pub struct MatchingQuery;

/// What may be asked of matching.
#[Object]
impl MatchingQuery {
    /// Whom matching proposes for which need, over all needs at once. Nothing is kept.
    #[graphql(complexity = 2000)]
    async fn proposals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "Only the needs of this phase.")] phase: Option<String>,
        #[graphql(
            desc = "What each part of a score weighs: unit_group, sector, languages ...; what is left out is as the rules have it."
        )]
        weights: Option<Json<Value>>,
    ) -> Answered<Proposals> {
        read(ctx, |programmes: Arc<Programmes>| async move {
            Ok(Proposals::of(programmes.propose(&programme, phase.as_deref(), weighed(weights)?).await?))
        })
        .await
    }

    /// Who is among those who could be matched with needs that were taken up, and among those who are, step by step.
    #[graphql(complexity = 2000)]
    async fn fairness(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "Only of needs of this phase.")] phase: Option<String>,
    ) -> Answered<Steps> {
        read(ctx, |programmes: Arc<Programmes>| async move {
            Ok(Steps::of(&programmes.progress(&programme, phase.as_deref()).await?))
        })
        .await
    }

    /// The candidates of one need; null where it has no position that nobody is proposed for.
    #[graphql(complexity = 2000)]
    async fn shortlist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "The need.")] need: String,
        #[graphql(
            desc = "What each part of a score weighs: unit_group, sector, languages ...; what is left out is as the rules have it."
        )]
        weights: Option<Json<Value>>,
    ) -> Answered<Option<ShortlistOf>> {
        read(ctx, |programmes: Arc<Programmes>| async move {
            Ok(programmes.shortlist(&programme, &need, &weighed(weights)?).await?.map(ShortlistOf::of))
        })
        .await
    }
}

/// What may be done about candidates, and with what matching proposes.
#[derive(Default)]
pub struct MatchingMutation;

/// What may be done about candidates, and with what matching proposes.
#[Object]
impl MatchingMutation {
    /// Draws candidates from the register, all or none: who agrees to be matched, offers to transfer skills, and is like what is looked for.
    #[graphql(complexity = 2000)]
    async fn draw_candidates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(
            desc = "What is looked for, as a campaign's audience: dataset, study, where; left out, everybody in the register."
        )]
        like: Option<Json<Value>>,
        #[graphql(desc = "How those would serve who do not say it; left out, they are not drawn.", default)] modes: Vec<
            ServiceMode,
        >,
    ) -> Answered<DrawAnswer> {
        let drawn = does(ctx, |programmes: Arc<Programmes>, by| async move {
            let alike = like.map_or(Ok(Alike::REGISTER), |like| serde_json::from_value(like.0));
            let alike = alike.map_err(|fault| ProgrammeFault::Form(format!("like: {fault}")))?;
            let modes: Vec<Mode> = modes.into_iter().map(Into::into).collect();
            programmes.draw(Officer::Asking(&by), &programme, &alike, &modes).await
        });
        Ok(DrawAnswer::of(drawn.await?))
    }

    /// Proposes candidates for all open needs at once and keeps the proposals, for officers to decide on.
    #[graphql(complexity = 2000)]
    async fn keep_proposals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "Only the needs of this phase.")] phase: Option<String>,
        #[graphql(
            desc = "What each part of a score weighs: unit_group, sector, languages ...; what is left out is as the rules have it."
        )]
        weights: Option<Json<Value>>,
    ) -> Answered<Proposals> {
        let kept = does(ctx, |programmes: Arc<Programmes>, by| async move {
            let proposed = programmes.propose(&programme, phase.as_deref(), weighed(weights)?).await?;
            programmes.act(Officer::Asking(&by), &programme, kept(proposed.matches.clone())).await?;
            Ok(Proposals::of(proposed))
        });
        kept.await?.map_err(|reason| Sayable::new(Code::InvalidQuery, reason).into())
    }

    /// Takes back all proposals that nobody has decided on, as a mistake: each pair may be proposed again. Says how many there were.
    async fn withdraw_proposals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "Only those for needs of this phase.")] phase: Option<String>,
    ) -> Answered<usize> {
        let withdrawn = does(ctx, |programmes: Arc<Programmes>, by| async move {
            programmes.withdraw_proposals(Officer::Asking(&by), &programme, phase.as_deref()).await
        });
        withdrawn.await?.map_err(|reason| Sayable::new(Code::InvalidQuery, reason).into())
    }
}
