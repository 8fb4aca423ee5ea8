//! The node's root fields. Each needs a valid token.

use crate::answer::Desk;
use crate::answer::identify::Unidentified;
use crate::answer::reply::Answer;
use async_graphql::{Context, Object, Result};
use node_rules::caller::Caller;
use schema::CONTRACT;
use schema::answer::{Dataflow, NodeAnswer, NodeInfo};
use schema::ask::{Question, QuestionInput};
use schema::country::CountryCode;
use schema::error::{Code, Sayable};
use schema::token::TokenFault;
use std::sync::Arc;

/// The most questions of one request.
const MOST_QUESTIONS: usize = 64;

/// What may be asked of a node.
pub struct Query;

/// What may be asked of a country's node.
#[Object]
impl Query {
    /// Whose node this is, and which contract it speaks.
    async fn node(&self, ctx: &Context<'_>) -> Result<NodeInfo> {
        caller(ctx)?;
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Ok(NodeInfo { country: *ctx.data::<CountryCode>()?, contract: CONTRACT.to_owned(), version })
    }

    /// What the country has published: datasets, dimensions, periods.
    async fn catalogue(&self, ctx: &Context<'_>) -> Result<Vec<Dataflow>> {
        caller(ctx)?;
        let desk = ctx.data::<Arc<Desk>>()?;
        let mut dataflows = Vec::new();
        for (dataset, rules) in &desk.rulebook.datasets {
            let (in_force, _) = desk.shelf.in_force(*dataset, None).await.map_err(|fault| inside(&fault))?;
            if let Some(release) = in_force.release {
                dataflows.push(Dataflow {
                    dataset: *dataset,
                    dimensions: rules.dimensions.iter().copied().filter(|d| release.axis(*d).is_some()).collect(),
                    reference_periods: in_force.periods,
                    most_dimensions: u32::try_from(rules.most_dimensions.min(release.cut.most_dimensions)).unwrap_or(0),
                    population_basis: release.cut.described.population_basis,
                    title: release.cut.described.title.clone(),
                });
            }
        }
        Ok(dataflows)
    }

    /// Answers questions in their order, each from the release in force; every one is recorded first.
    async fn answers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most 64 questions.")] questions: Vec<QuestionInput>,
    ) -> Result<Vec<NodeAnswer>> {
        let caller = caller(ctx)?;
        if questions.len() > MOST_QUESTIONS {
            let message = format!("A request asks at most {MOST_QUESTIONS} questions.");
            return Err(Sayable::new(Code::TooManyQuestions, message).into());
        }
        let questions = questions.into_iter().map(Question::new).collect::<Result<Vec<_>, Sayable>>()?;
        if let Some(other) = questions.iter().find(|question| !caller.signed_for(question.purpose())) {
            let message = format!("The gateway did not sign a question for {}.", other.purpose().name());
            return Err(Sayable::new(Code::Unauthenticated, message).into());
        }
        let answers = ctx.data::<Arc<Desk>>()?.answer(caller, &questions).await.map_err(|fault| inside(&fault))?;
        Ok(answers.into_iter().map(Answer::speak).collect())
    }
}

fn caller<'a>(ctx: &'a Context<'_>) -> Result<&'a Caller, Sayable> {
    match ctx.data_opt::<Result<Caller, Unidentified>>() {
        Some(Ok(caller)) => Ok(caller),
        Some(Err(fault)) => Err(Sayable::new(Code::Unauthenticated, fault.to_string())),
        None => Err(Sayable::new(Code::Unauthenticated, TokenFault::None.to_string())),
    }
}

/// What went wrong inside is logged; what is said is only that something did.
fn inside(fault: &dyn std::error::Error) -> Sayable {
    tracing::error!(%fault, "a question was not answered");
    Sayable::internal()
}
