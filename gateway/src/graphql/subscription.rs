//! What can be watched. Each takes a caller before anything else, as the root fields of queries do.

use super::comparison::{Comparison, CountryAnswer};
use super::query::caller;
use crate::attribute::attribute;
use crate::clock::Clock;
use crate::fetch::{Arrival, Nodes, Reply, arrivals};
use crate::merge::merge;
use crate::plan::{CompareInput, plan};
use crate::registry::{Member, Registry};
use async_graphql::{Context, Object, Result};
use futures_util::{Stream, StreamExt};
use schema::ask::Question;
use std::sync::Arc;

/// What can be watched while it comes about.
pub struct Subscription;

/// What has come of a comparison.
pub struct Progress {
    expected: usize,
    heard: usize,
    came: Came,
}

enum Came {
    Country { question: Arc<Question>, member: Arc<Member>, reply: Reply },
    Whole(Box<Comparison>),
}

/// What can be watched while it comes about.
#[async_graphql::Subscription]
impl Subscription {
    /// Asks as `compare` does, and says each country's answer, or its absence, as soon as it is known; last, the whole
    /// comparison. Whoever stops listening stops the questions.
    #[graphql(complexity = "100 + child_complexity")]
    async fn comparing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is compared, between whom, and why.")] input: CompareInput,
    ) -> Result<impl Stream<Item = Progress>> {
        let asker = caller(ctx)?.asker()?;
        let plan = plan(asker, input, ctx.data::<Arc<Registry>>()?)?;
        let clock = Arc::clone(ctx.data::<Clock>()?);
        let expected = plan.nodes().len();
        let mut heard = 0;
        Ok(arrivals(ctx.data::<Nodes>()?, plan).map(move |arrival| {
            let came = match arrival {
                Arrival::Country { question, member, reply } => {
                    heard += 1;
                    Came::Country { question, member, reply }
                }
                Arrival::All(all) => {
                    let (plan, replies) = *all;
                    let merged = merge(plan.question(), &replies);
                    Came::Whole(Box::new(Comparison(attribute(plan, replies, merged, clock()))))
                }
            };
            Progress { expected, heard, came }
        }))
    }
}

/// What has come of a comparison.
#[Object]
impl Progress {
    /// How many countries were asked.
    async fn expected(&self) -> usize {
        self.expected
    }

    /// How many of them have answered so far, or are known to be absent.
    async fn heard(&self) -> usize {
        self.heard
    }

    /// The country that was heard now; null in the last part.
    async fn country(&self) -> Option<CountryAnswer<'_>> {
        match &self.came {
            Came::Country { question, member, reply } => Some(CountryAnswer::new(question.by(), member, reply)),
            Came::Whole(_) => None,
        }
    }

    /// The whole comparison; null in all parts but the last.
    async fn comparison(&self) -> Option<&Comparison> {
        match &self.came {
            Came::Country { .. } => None,
            Came::Whole(comparison) => Some(comparison),
        }
    }
}
