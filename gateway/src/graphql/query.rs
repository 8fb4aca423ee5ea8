//! The root fields. Each takes a caller before anything else; a test holds every one of them to it.

use super::agreements::AgreementList;
use super::comparison::Comparison;
use super::dimensions::{DimensionInfo, dimensions};
use super::outreach::OutreachSegments;
use super::programme_figures::ProgrammeFigures;
use super::series::SeriesComparison;
use super::studies::StudyList;
use super::themes::ThemeComparison;
use crate::attribute::attribute;
use crate::caller::Caller;
use crate::clock::Clock;
use crate::derived::input::ProgrammeFiguresInput;
use crate::exchange::Business;
use crate::fetch::{Nodes, replies};
use crate::merge::merge;
use crate::outreach::input::SegmentsInput;
use crate::plan::{CompareInput, Plan, plan};
use crate::registry::{Member, Registry};
use async_graphql::{Context, Object, Result};
use schema::concept::{Dataset, Quantity};
use schema::country::CountryCode;
use schema::error::{Code, Sayable};
use schema::token::TokenFault;
use std::sync::Arc;

/// Figures, themes, agreements and members.
#[derive(Default)]
pub struct Answers;

/// Who asks; a refusal where nobody does.
pub(super) fn caller<'a>(ctx: &Context<'a>) -> Result<&'a Caller, Sayable> {
    match ctx.data_opt::<Result<Caller, Sayable>>() {
        Some(Ok(caller)) => Ok(caller),
        Some(Err(sayable)) => Err(sayable.clone()),
        None => Err(Sayable::new(Code::Unauthenticated, TokenFault::None.to_string())),
    }
}

/// Which countries are asked, and what, of one who may ask.
pub(super) fn planned(ctx: &Context<'_>, input: CompareInput) -> Result<Plan> {
    let asker = caller(ctx)?.asker()?;
    Ok(plan(asker, input, ctx.data::<Arc<Registry>>()?)?)
}

/// Asks the countries one question and puts their answers side by side and together.
pub(super) async fn compared(ctx: &Context<'_>, plan: Plan) -> Result<Comparison> {
    let replies = replies(ctx.data::<Nodes>()?, &plan).await;
    let merged = merge(plan.question(), &replies);
    Ok(Comparison(attribute(plan, replies, merged, ctx.data::<Clock>()?())))
}

/// Figures, themes, agreements and members.
#[Object]
impl Answers {
    /// Asks the countries the same question and puts their answers side by side and together. A country that does not
    /// answer is named in `coverage`; it is never an error.
    #[graphql(complexity = "100 + child_complexity")]
    async fn compare(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is compared, between whom, and why.")] input: CompareInput,
    ) -> Result<Comparison> {
        compared(ctx, planned(ctx, input)?).await
    }

    /// Asks the countries the same question of every wave, and says what broke between one wave and the next.
    #[graphql(complexity = "100 + child_complexity")]
    async fn series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked of each wave, and why; without `at`.")] input: CompareInput,
    ) -> Result<SeriesComparison> {
        caller(ctx)?.asker()?;
        if input.at.is_some() {
            return Err(Sayable::new(Code::InvalidQuery, "A series is of every wave; leave out `at`.").into());
        }
        Ok(SeriesComparison::of(ctx.data::<Nodes>()?, &planned(ctx, input)?).await)
    }

    /// What the members have published, study by study and wave by wave.
    #[graphql(complexity = "100 + child_complexity")]
    async fn studies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only of this dataset.")] dataset: Option<Dataset>,
    ) -> Result<StudyList> {
        caller(ctx)?;
        Ok(StudyList::of(ctx.data::<Nodes>()?, ctx.data::<Arc<Registry>>()?, dataset).await)
    }

    /// The agreements that the caller's member is a side of: what it may ask of others, and what others may ask of it.
    #[graphql(complexity = "100 + child_complexity")]
    async fn agreements(&self, ctx: &Context<'_>) -> Result<AgreementList> {
        caller(ctx)?;
        Ok(AgreementList::of(ctx.data::<Business>()?).await)
    }

    /// What focus groups talked about: in how many groups each theme came up, by country and together, and beside it what
    /// surveys say of the same theme. A country that does not answer is named in `coverage`; it is never an error.
    #[graphql(complexity = "100 + child_complexity")]
    async fn themes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The countries that are asked; left out: every member.")] countries: Option<Vec<CountryCode>>,
    ) -> Result<ThemeComparison> {
        caller(ctx)?;
        Ok(ThemeComparison::of(countries, ctx.data::<Arc<Registry>>()?)?)
    }

    /// Groups of persons that an outreach activity could be for: what they need, offer or mean to do, where they live, how many they
    /// are and by which channel they are reached; as far as the countries publish it, the largest first.
    #[graphql(complexity = "500 + child_complexity")]
    async fn outreach_segments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which segments are looked for, and why.")] input: SegmentsInput,
    ) -> Result<OutreachSegments> {
        let asker = caller(ctx)?.asker()?;
        Ok(OutreachSegments::of(ctx.data::<Nodes>()?, ctx.data::<Arc<Registry>>()?, asker, &input).await?)
    }

    /// Figures that programmes of skills transfer are compared by: days to placement, completion, the share of women, what a day costs,
    /// what goes on a year later. Each is one protected sum over another, by country and together. A country that does not answer is named
    /// in `coverage`; it is never an error.
    #[graphql(complexity = "300 + child_complexity")]
    async fn programme_figures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which figures are looked for, of whom, and why.")] input: ProgrammeFiguresInput,
    ) -> Result<ProgrammeFigures> {
        let asker = caller(ctx)?.asker()?;
        Ok(ProgrammeFigures::of(ctx.data::<Nodes>()?, ctx.data::<Arc<Registry>>()?, asker, &input).await?)
    }

    /// The members whose nodes can be asked, by code.
    async fn members<'a>(&self, ctx: &Context<'a>) -> Result<Vec<&'a Member>> {
        caller(ctx)?;
        Ok(ctx.data::<Arc<Registry>>()?.nodes().map(|node| &*node.member).collect())
    }

    /// One member; null where no such member can be asked.
    async fn member<'a>(
        &self,
        ctx: &Context<'a>,
        #[graphql(desc = "The member's code, such as `GHA`.")] code: CountryCode,
    ) -> Result<Option<&'a Member>> {
        caller(ctx)?;
        Ok(ctx.data::<Arc<Registry>>()?.node(code).map(|node| &*node.member))
    }

    /// The quantities that can be added up or averaged, where a country's catalogue has them.
    async fn quantities(&self, ctx: &Context<'_>) -> Result<Vec<Quantity>> {
        caller(ctx)?;
        Ok(schema::concept::quantities().to_vec())
    }

    /// The dimensions that a table can have, with their codes: all of them, or those that at least one member has
    /// published in a dataset. (Where none of that dataset's members could be heard, all of them: nothing is known.)
    #[graphql(complexity = "10 + child_complexity")]
    async fn dimensions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only what is published in this dataset.")] dataset: Option<Dataset>,
    ) -> Result<Vec<DimensionInfo>> {
        caller(ctx)?;
        dimensions(ctx, dataset).await
    }
}
