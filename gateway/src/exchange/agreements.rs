//! Agreements, carried to the node of the country that would be asked: it keeps them, and decides who may do what to one.

use crate::absence::Absence;
use crate::caller::Caller;
use crate::country::{Carrier, Silence, Word, agree};
use crate::registry::{Node, Registry};
use futures_util::future::join_all;
use schema::agreement::{Agreement, AgreementAnswer, AgreementChange, AgreementTerms};
use schema::country::CountryCode;
use schema::error::{Code, Sayable};
use schema::member::MemberCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Carries one request's business to the nodes, for its caller.
pub struct Agreements {
    carrier: Arc<Carrier>,
    registry: Arc<Registry>,
    caller: Caller,
    deadline: Instant,
}

/// What became of a proposal or a change at the country's node.
pub type Became = Result<AgreementAnswer, Absence>;

impl Agreements {
    /// For one request, which begins now and may take as long as `time`.
    pub fn begin(carrier: Arc<Carrier>, registry: Arc<Registry>, caller: &Caller, time: Duration) -> Self {
        Self { carrier, registry, caller: caller.clone(), deadline: Instant::now() + time }
    }

    /// Each country with the agreements that the caller's member is a side of, all asked at once.
    pub async fn all(&self) -> Vec<(Arc<Node>, Result<Vec<Agreement>, Absence>)> {
        let ask = |node: &Arc<Node>| {
            let node = Arc::clone(node);
            async move {
                let came = agree::agreements(self.word(), &node, self.deadline).await;
                let came = came.map_err(|silence| silence.told(&node));
                (node, came)
            }
        };
        join_all(self.registry.nodes().map(ask)).await
    }

    /// Proposes what `member` may ask of `country`.
    pub async fn propose(
        &self,
        country: CountryCode,
        member: MemberCode,
        terms: &AgreementTerms,
    ) -> Result<Became, Sayable> {
        let node = self.registry.named(country)?;
        let became = agree::propose(self.word(), node, (member, terms), self.deadline).await;
        became.map(Ok).or_else(|silence| not_done(silence, node))
    }

    /// Changes an agreement of `country`.
    pub async fn change(&self, country: CountryCode, id: &str, change: AgreementChange) -> Result<Became, Sayable> {
        let node = self.registry.named(country)?;
        let became = agree::change(self.word(), node, (id, change), self.deadline).await;
        became.map(Ok).or_else(|silence| not_done(silence, node))
    }

    fn word(&self) -> Word<'_> {
        Word { carrier: &self.carrier, link: self.registry.link(), caller: &self.caller }
    }
}

/// A caller who may not is told so; a node that is not heard is an absence.
fn not_done(silence: Silence, node: &Node) -> Result<Became, Sayable> {
    match silence {
        Silence::NotAllowed => {
            let message = "Agreements are an officer's business; other roles may read them.";
            Err(Sayable::new(Code::Forbidden, message))
        }
        silence => Ok(Err(silence.told(node))),
    }
}
