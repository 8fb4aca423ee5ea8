//! Agreements, carried to the node of the country that would be asked: it keeps them, and decides who may do what to one.

use super::business::{Business, became_of};
use crate::absence::Absence;
use crate::country::agree;
use crate::registry::Node;
use futures_util::future::join_all;
use schema::agreement::{Agreement, AgreementAnswer, AgreementChange, AgreementTerms};
use schema::country::CountryCode;
use schema::error::Sayable;
use schema::member::MemberCode;
use std::sync::Arc;

/// What one is told who may not.
const FORBIDDEN: &str = "Agreements are an officer's business; other roles may read them.";

/// What became of a proposal or a change at the country's node.
pub type Became = Result<AgreementAnswer, Absence>;

impl Business {
    /// Each country with the agreements that the caller's member is a side of, all asked at once.
    pub async fn agreements(&self) -> Vec<(Arc<Node>, Result<Vec<Agreement>, Absence>)> {
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
        became_of(became, node, FORBIDDEN)
    }

    /// Changes an agreement of `country`.
    pub async fn change(&self, country: CountryCode, id: &str, change: AgreementChange) -> Result<Became, Sayable> {
        let node = self.registry.named(country)?;
        let became = agree::change(self.word(), node, (id, change), self.deadline).await;
        became_of(became, node, FORBIDDEN)
    }
}
