//! The same questions, for one who wants to hear each country as soon as it is known.

use super::{NodeLoader, Nodes, Replies, Reply};
use crate::plan::Plan;
use crate::registry::{Member, Node};
use futures_util::future::BoxFuture;
use futures_util::stream::{self, FuturesUnordered};
use futures_util::{FutureExt, Stream, StreamExt};
use schema::ask::Question;
use std::sync::Arc;

/// What came of a plan.
#[derive(Debug)]
pub enum Arrival {
    /// One country's figures, or why they are not there.
    Country {
        /// What was asked.
        question: Arc<Question>,
        /// The country.
        member: Arc<Member>,
        /// What became of it.
        reply: Reply,
    },
    /// All of them, last.
    All(Box<(Plan, Replies)>),
}

/// Replies that are awaited, by their place in the plan, and those that have come.
struct Waiting {
    plan: Plan,
    under_way: FuturesUnordered<BoxFuture<'static, (usize, Arc<Node>, Reply)>>,
    came: Vec<(usize, Arc<Node>, Reply)>,
}

/// Asks what a plan says: each country at once, in a request of its own, under the one deadline. Each reply or named absence
/// comes when it is known, and all of them come together last. Dropped, it asks no further.
pub fn arrivals(nodes: &Nodes, plan: Plan) -> impl Stream<Item = Arrival> + Send + use<> {
    let under_way = plan.nodes().iter().cloned().enumerate();
    let ask = |(place, node)| one(nodes.loader().clone(), Arc::clone(plan.question()), place, node).boxed();
    let waiting = Waiting { under_way: under_way.map(ask).collect(), came: Vec::new(), plan };
    stream::unfold(Some(waiting), |waiting| async {
        let mut waiting = waiting?;
        let Some((place, node, reply)) = waiting.under_way.next().await else {
            let Waiting { plan, mut came, .. } = waiting;
            came.sort_by_key(|(place, ..)| *place);
            let replies = Replies(came.into_iter().map(|(_, node, reply)| (node, reply)).collect());
            return Some((Arrival::All(Box::new((plan, replies))), None));
        };
        let (question, member) = (Arc::clone(waiting.plan.question()), Arc::clone(&node.member));
        waiting.came.push((place, node, reply.clone()));
        Some((Arrival::Country { question, member, reply }, Some(waiting)))
    })
}

async fn one(loader: NodeLoader, question: Arc<Question>, place: usize, node: Arc<Node>) -> (usize, Arc<Node>, Reply) {
    let reply = loader.reply(&node, question).await;
    (place, node, reply)
}
