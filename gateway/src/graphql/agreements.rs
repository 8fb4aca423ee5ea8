//! Agreements, as they are spoken.

use crate::absence::Absence;
use crate::exchange::Business;
use crate::exchange::agreements::Became;
use crate::registry::{Member, Node};
use async_graphql::{Context, Object, Result, SimpleObject};
use schema::agreement::{Agreement, AgreementChange, AgreementTerms};
use schema::country::CountryCode;
use schema::coverage::Outcome;
use schema::member::MemberCode;
use std::sync::Arc;

/// Agreements that the caller's member is a side of, and the countries that could not be asked for theirs.
#[derive(SimpleObject)]
pub struct AgreementList {
    /// The agreements, by the country that is asked.
    agreements: Vec<Agreement>,
    /// The countries whose agreements are not known at the moment.
    unknown: Vec<Unheard>,
}

/// A country whose node was not heard, and why.
#[derive(SimpleObject)]
pub struct Unheard {
    /// The country.
    country: Member,
    /// What became of the question.
    outcome: Outcome,
    /// Why, in public words.
    reason: String,
}

/// What became of a proposal or a change.
#[derive(SimpleObject)]
pub struct AgreementOutcome {
    /// `ANSWERED` where it is done; `DECLINED` where the country's node says why not. After the others it is not known
    /// whether it is done: look at `agreements`.
    outcome: Outcome,
    /// The agreement as it is now; null where nothing changed or that is not known.
    agreement: Option<Agreement>,
    /// Why nothing changed, or why that is not known.
    reason: Option<String>,
}

impl AgreementList {
    pub(super) async fn of(business: &Business) -> Self {
        let mut list = Self { agreements: vec![], unknown: vec![] };
        for (node, came) in business.agreements().await {
            match came {
                Ok(agreements) => list.agreements.extend(agreements),
                Err(absence) => list.unknown.push(Unheard::of(&node, absence)),
            }
        }
        list
    }
}

impl Unheard {
    pub(super) fn of(node: &Arc<Node>, Absence { outcome, reason }: Absence) -> Self {
        Self { country: Member::clone(&node.member), outcome, reason }
    }
}

impl From<Became> for AgreementOutcome {
    fn from(became: Became) -> Self {
        match became {
            Ok(answer) => {
                let outcome = if answer.agreement.is_some() { Outcome::Answered } else { Outcome::Declined };
                Self { outcome, agreement: answer.agreement, reason: answer.reason }
            }
            Err(Absence { outcome, reason }) => Self { outcome, agreement: None, reason: Some(reason) },
        }
    }
}

/// Agreements, as they are changed.
#[derive(Default)]
pub struct AgreementDesk;

/// Agreements, as they are changed.
#[Object]
impl AgreementDesk {
    /// Proposes what a member may ask of a country. An officer of either side proposes, an officer of the other accepts; the
    /// country's node keeps it and decides.
    #[graphql(complexity = "100 + child_complexity")]
    async fn propose_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The country that would be asked.")] country: CountryCode,
        #[graphql(desc = "The member that would ask.")] member: MemberCode,
        #[graphql(desc = "What it might ask.")] terms: AgreementTerms,
    ) -> Result<AgreementOutcome> {
        super::query::caller(ctx)?;
        Ok(ctx.data::<Business>()?.propose(country, member, &terms).await?.into())
    }

    /// Accepts, suspends, resumes or ends an agreement, in effect at once.
    #[graphql(complexity = "100 + child_complexity")]
    async fn change_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The country that is asked under it.")] country: CountryCode,
        #[graphql(desc = "The agreement's id, such as `GHA-COL-1`.")] id: String,
        #[graphql(desc = "What happens to it.")] change: AgreementChange,
    ) -> Result<AgreementOutcome> {
        super::query::caller(ctx)?;
        Ok(ctx.data::<Business>()?.change(country, &id, change).await?.into())
    }
}
