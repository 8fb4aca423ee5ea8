//! What may be changed at a node over GraphQL: agreements, by officers of their two sides.

use super::query::{caller, inside, refused};
use crate::agreement::AgreementFault;
use crate::answer::Desk;
use async_graphql::{Context, Object, Result};
use door::roll::Roll;
use node_rules::agreement::{Agreement, Party};
use schema::agreement::{AgreementAnswer, AgreementChange, AgreementTerms};
use schema::error::{Code, Sayable};
use schema::member::MemberCode;
use std::sync::Arc;

/// Agreements, as they are changed.
#[derive(Default)]
pub struct Agreements;

/// Agreements, as they are changed.
#[Object]
impl Agreements {
    /// Proposes what a member may ask of this country. An officer of either side proposes, an officer of the other accepts.
    async fn propose_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member that would ask.")] member: MemberCode,
        #[graphql(desc = "What it might ask.")] terms: AgreementTerms,
    ) -> Result<AgreementAnswer> {
        let (desk, party) = party(ctx).await?;
        let members = ctx.data::<Arc<Roll>>()?.in_force();
        said(desk, desk.cabinet.propose(party, member, &terms, &members).await)
    }

    /// Accepts, suspends, resumes or ends an agreement, in effect at once.
    async fn change_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The agreement's id, such as `GHA-COL-1`.")] id: String,
        #[graphql(desc = "What happens to it.")] change: AgreementChange,
    ) -> Result<AgreementAnswer> {
        let (desk, party) = party(ctx).await?;
        said(desk, desk.cabinet.change(party, &id, change).await)
    }
}

/// The officer who acts; a refusal is written down.
pub(super) async fn party<'a>(ctx: &'a Context<'_>) -> Result<(&'a Arc<Desk>, Party<'a>)> {
    let desk = ctx.data::<Arc<Desk>>()?;
    let caller = caller(ctx);
    match caller.clone().and_then(|caller| Party::officer(caller).ok_or_else(not_for_all)) {
        Ok(party) => Ok((desk, party)),
        Err(sayable) => Err(refused(desk, caller.ok(), sayable).await),
    }
}

fn said(desk: &Desk, changed: Result<Agreement, AgreementFault>) -> Result<AgreementAnswer> {
    match changed {
        Ok(agreement) => Ok(AgreementAnswer { agreement: Some(agreement.said((desk.clock)())), reason: None }),
        Err(fault) => match fault.sayable() {
            Some(reason) => Ok(AgreementAnswer { agreement: None, reason: Some(reason) }),
            None => Err(inside(&fault).into()),
        },
    }
}

fn not_for_all() -> Sayable {
    Sayable::new(Code::Forbidden, "Agreements and records are an officer's business; other roles may read them.")
}
