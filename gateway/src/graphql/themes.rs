//! Themes of focus groups, as they are spoken, and surveys' figures beside them.
//!
//! Nothing is asked before a field needs it, so that a country is asked for its themes and for figures in one request.

use super::agreements::Unheard;
use super::comparison::Comparison;
use super::coverage::ListCoverage;
use super::query::{compared, planned};
use crate::directory::beside::{Nearness, StudyPeriod, sides};
use crate::directory::themes::{Told, groups, together};
use crate::fetch::{Nodes, replies, themes};
use crate::plan::{CompareInput, Plan, nodes_of};
use crate::registry::{Member, Node, Registry};
use async_graphql::{Context, Object, Result, SimpleObject};
use futures_util::future::join;
use schema::concept::{Code, Dataset, Dimension, Item};
use schema::country::CountryCode;
use schema::coverage::Outcome;
use schema::error::{self, Sayable};
use schema::figure::CodeLabel;
use schema::purpose::Purpose;
use schema::theme::StudyThemes;
use schema::theme::surveyed::{ThemeQuestion as Question, questions, unlike, unlike_choices};
use std::collections::HashSet;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// What focus groups talked about, by country and together. Groups are counted, never persons.
pub struct ThemeComparison(Arc<Asked>);

/// The countries that are asked, and what they told, once a field needs it.
struct Asked {
    nodes: Vec<Arc<Node>>,
    /// The countries that were named; nothing where all are asked.
    named: Option<Vec<CountryCode>>,
    told: OnceCell<Vec<Told>>,
}

/// The studies with focus groups of one country, or why they are not known.
#[derive(SimpleObject)]
pub struct CountryThemes {
    /// The country.
    country: Member,
    /// What became of the question there.
    outcome: Outcome,
    /// Why there are no studies, in a sentence that speaks of public facts only; null where the country answered.
    reason: Option<String>,
    /// Its studies that are open to the caller's member; none where the country has none or is absent.
    studies: Vec<StudyThemes>,
}

/// A theme over the groups of several countries.
pub struct ThemeTogether {
    theme: &'static Code,
    asked: Arc<Asked>,
}

/// A question by which surveys speak of a theme.
pub struct ThemeQuestion {
    question: &'static Question,
    asked: Arc<Asked>,
}

/// Of which study a country's focus groups are, and of which the figures beside them.
#[derive(SimpleObject)]
pub struct CountrySides {
    /// The country.
    country: Member,
    /// The waves that its groups belong to, as far as its themes are told; none where no study's document describes them.
    groups: Vec<StudyPeriod>,
    /// The wave that the figures are of; null where the country gives none.
    figures: Option<StudyPeriod>,
    /// How near the figures are to the groups; null where the country gives none, or is heard of no groups.
    nearness: Option<Nearness>,
}

impl ThemeComparison {
    /// Of countries that somebody names, or of all.
    pub(super) fn of(named: Option<Vec<CountryCode>>, registry: &Registry) -> Result<Self, Sayable> {
        let nodes = nodes_of(named.as_deref(), registry)?;
        Ok(Self(Arc::new(Asked { nodes, named, told: OnceCell::new() })))
    }
}

impl Asked {
    async fn told(&self, ctx: &Context<'_>) -> Result<&[Told]> {
        let nodes = ctx.data::<Nodes>()?;
        Ok(self.told.get_or_init(|| themes(nodes, &self.nodes)).await)
    }
}

/// What focus groups talked about, by country and together. Groups are counted, never persons.
#[Object]
impl ThemeComparison {
    /// One entry for each country that was asked, absent countries too.
    async fn countries(&self, ctx: &Context<'_>) -> Result<Vec<CountryThemes>> {
        Ok(self.0.told(ctx).await?.iter().map(CountryThemes::from).collect())
    }

    /// The groups of all studies whose themes are told. Of a study with too few of them nothing is, and its `reason` says so.
    async fn groups(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(groups(self.0.told(ctx).await?))
    }

    /// Each theme of the list, or those that are named, over the groups of all studies that were heard of.
    async fn themes(
        &self,
        #[graphql(desc = "The themes by their codes, such as `NEED_VOTING`; left out: all.")] codes: Option<
            Vec<String>,
        >,
    ) -> Result<Vec<ThemeTogether>> {
        let known = |code: &String| {
            let unknown =
                || Sayable::new(error::Code::UnknownCode, "`codes` names what is no theme; `themes` lists them.");
            schema::theme::theme(code).ok_or_else(unknown)
        };
        if let Some(codes) = &codes
            && codes.iter().collect::<HashSet<_>>().len() < codes.len()
        {
            return Err(Sayable::new(error::Code::InvalidQuery, "`codes` names a theme twice.").into());
        }
        let themes: Vec<&'static Code> = match &codes {
            None => schema::theme::themes().collect(),
            Some(codes) => codes.iter().map(known).collect::<Result<_, _>>()?,
        };
        Ok(themes.into_iter().map(|theme| ThemeTogether { theme, asked: Arc::clone(&self.0) }).collect())
    }

    /// Who was asked, who answered, and who did not and why.
    async fn coverage(&self, ctx: &Context<'_>) -> Result<ListCoverage> {
        let told = self.0.told(ctx).await?;
        let absent = told.iter().filter_map(|(node, came)| Some(Unheard::of(node, came.as_ref().err()?.clone())));
        Ok(ListCoverage::of(told.len(), absent.collect()))
    }
}

/// A theme over the groups of several countries.
#[Object]
impl ThemeTogether {
    /// The theme. `NEED_` with a code of the dimension NEED is what a survey asks for as that need.
    async fn code(&self) -> &str {
        &self.theme.code
    }

    /// What it means, in English.
    async fn label(&self) -> &str {
        &self.theme.label
    }

    /// The groups in which it came up.
    async fn groups(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(together(self.asked.told(ctx).await?, self.theme).groups)
    }

    /// The countries in which it came up in one group at least.
    async fn countries(&self, ctx: &Context<'_>) -> Result<u32> {
        Ok(together(self.asked.told(ctx).await?, self.theme).countries)
    }

    /// The questions by which surveys speak of the theme; none where they have no shared question for it, and `reason` says so.
    async fn questions(&self) -> Vec<ThemeQuestion> {
        let of = |question| ThemeQuestion { question, asked: Arc::clone(&self.asked) };
        questions(&self.theme.code).map(of).collect()
    }

    /// Why there are no questions; null where there are.
    async fn reason(&self) -> Option<&str> {
        let none = questions(&self.theme.code).next().is_none();
        none.then_some("Surveys share no question that speaks of this theme.")
    }
}

impl ThemeQuestion {
    fn asked_of(&self, (dataset, purpose): (Dataset, Purpose), by: Vec<Dimension>, by_item: Vec<Item>) -> CompareInput {
        CompareInput {
            measure: Some(self.question.measure()),
            by,
            by_item,
            countries: self.asked.named.clone(),
            ..CompareInput::of(dataset, purpose)
        }
    }

    fn plan(&self, ctx: &Context<'_>, of: (Dataset, Purpose)) -> Result<Plan> {
        let by = self.question.dimension.into_iter().collect();
        Ok(planned(ctx, self.asked_of(of, by, Vec::new()))?.beside_groups())
    }

    fn plan_by_choice(&self, ctx: &Context<'_>, of: (Dataset, Purpose)) -> Result<Option<Plan>> {
        let Some(choice) = self.question.choice() else { return Ok(None) };
        let input = self.asked_of(of, Vec::new(), vec![Item::Choice(choice)]);
        Ok(Some(planned(ctx, input)?.beside_groups()))
    }

    /// Both are wanted at once, so that they come with one request to a country.
    async fn sides_of(&self, ctx: &Context<'_>, plan: &Plan) -> Result<Vec<CountrySides>> {
        let (told, replies) = join(self.asked.told(ctx), replies(ctx.data::<Nodes>()?, plan)).await;
        let told = told?;
        let of = |(node, reply)| {
            let node: &Arc<Node> = node;
            let talked = told.iter().find(|(of, _)| of.member.code == node.member.code).map(|(_, talked)| talked);
            let sides = sides(talked, reply);
            let country = Member::clone(&node.member);
            CountrySides { country, groups: sides.groups, figures: sides.figures, nearness: sides.nearness }
        };
        Ok(replies.iter().map(of).collect())
    }
}

/// A question by which surveys speak of a theme.
#[Object]
impl ThemeQuestion {
    /// The dimensions that `compare` is asked by; none where a mean is asked for.
    async fn by(&self) -> Vec<Dimension> {
        self.question.dimension.into_iter().collect()
    }

    /// The codes that speak of the theme. Figures of the others stand beside them, so that a share is one of all persons.
    async fn codes(&self) -> Vec<CodeLabel> {
        let of = |dimension| self.question.codes.iter().map(move |code| CodeLabel::new(dimension, code));
        self.question.dimension.into_iter().flat_map(of).collect()
    }

    /// The quantity whose mean `compare` is asked for; null where persons are counted.
    async fn mean_of(&self) -> Option<&str> {
        self.question.quantity.as_deref()
    }

    /// What the countries answer to it, as to `compare`: of the countries that `themes` names, or of every member that
    /// publishes the dataset. In each country the figures are of the study that its focus groups belong to, and of their wave, where
    /// it published that; elsewhere of the latest, and `sides` and each country's `source` say of which. Each country's rules decide
    /// on figures as they always do; a country that gives none is named in the comparison's own `coverage`.
    #[graphql(complexity = "unlike() * (100 + child_complexity)")]
    async fn beside(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Why the figures are asked.")] purpose: Purpose,
        #[graphql(desc = "What kind of data is asked.", default_with = "Dataset::Survey")] dataset: Dataset,
    ) -> Result<Option<Comparison>> {
        compared(ctx, self.plan(ctx, (dataset, purpose))?).await.map(Some)
    }

    /// Of which study and wave each country's focus groups are, and of which the figures of `beside` with the same arguments.
    #[graphql(complexity = "unlike() * (100 + child_complexity)")]
    async fn sides(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Why the figures are asked.")] purpose: Purpose,
        #[graphql(desc = "What kind of data is asked.", default_with = "Dataset::Survey")] dataset: Dataset,
    ) -> Result<Option<Vec<CountrySides>>> {
        self.sides_of(ctx, &self.plan(ctx, (dataset, purpose))?).await.map(Some)
    }

    /// The choice by which the same is asked of countries that let persons choose several; null where several codes speak of the
    /// theme.
    async fn item(&self) -> Option<Item> {
        self.question.choice().map(Item::Choice)
    }

    /// What the countries answer to it by that choice, as to `compare`; null where there is none. A country has published the one
    /// form of the question or the other. Of which study the figures are is decided as for `beside`.
    #[graphql(complexity = "unlike_choices() * (100 + child_complexity)")]
    async fn beside_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Why the figures are asked.")] purpose: Purpose,
        #[graphql(desc = "What kind of data is asked.", default_with = "Dataset::Survey")] dataset: Dataset,
    ) -> Result<Option<Comparison>> {
        let Some(plan) = self.plan_by_choice(ctx, (dataset, purpose))? else { return Ok(None) };
        compared(ctx, plan).await.map(Some)
    }

    /// Of which study and wave each country's focus groups are, and of which the figures of `besideItem` with the same arguments.
    #[graphql(complexity = "unlike_choices() * (100 + child_complexity)")]
    async fn sides_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Why the figures are asked.")] purpose: Purpose,
        #[graphql(desc = "What kind of data is asked.", default_with = "Dataset::Survey")] dataset: Dataset,
    ) -> Result<Option<Vec<CountrySides>>> {
        let Some(plan) = self.plan_by_choice(ctx, (dataset, purpose))? else { return Ok(None) };
        self.sides_of(ctx, &plan).await.map(Some)
    }
}

impl From<&Told> for CountryThemes {
    fn from((node, came): &Told) -> Self {
        let country = Member::clone(&node.member);
        match came {
            Ok(studies) => Self { country, outcome: Outcome::Answered, reason: None, studies: studies.to_vec() },
            Err(absence) => {
                Self { country, outcome: absence.outcome, reason: Some(absence.reason.clone()), studies: vec![] }
            }
        }
    }
}
