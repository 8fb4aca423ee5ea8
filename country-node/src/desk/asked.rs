//! Doing something for an officer, between two entries of the log: that something is read is written down too, and what is refused, for
//! that tells something. What is begun for an officer is brought to its end, also where the officer is gone before.

use super::officer::{AtDesk, NoOfficer};
use crate::audit::act::to_its_end;
use crate::audit::ledger::{AuditFault, Ledger};
use crate::audit::reason::Reason;
use crate::campaign::Campaigns;
use crate::campaign::fault::CampaignFault;
use crate::programme::Programmes;
use crate::programme::wish::ProgrammeFault;
use async_graphql::{Context, Error};
use node_rules::audit::entry::{Asker, Event, List};
use schema::error::{Code, Sayable};
use schema::token::TokenFault;
use std::sync::Arc;

/// What an officer is answered, or a failure that may be said.
pub type Answered<T> = Result<T, Error>;

/// What officers work in at the desk.
pub trait Room: Send + Sync + 'static {
    /// How the log calls it.
    const LIST: List;
    /// Why something is not done in it.
    type Fault: Reason + From<AuditFault> + Send;
}

impl Room for Programmes {
    const LIST: List = List::Programme;
    type Fault = ProgrammeFault;
}

impl Room for Campaigns {
    const LIST: List = List::Campaign;
    type Fault = CampaignFault;
}

/// Reads something in a room for the officer who asks.
pub async fn read<R: Room, T: Send + 'static, F>(ctx: &Context<'_>, read: impl FnOnce(Arc<R>) -> F) -> Answered<T>
where
    F: Future<Output = Result<T, R::Fault>> + Send + 'static,
{
    let read = does(ctx, |room, _| read(room)).await?;
    read.map_err(|reason| Sayable::new(Code::InvalidQuery, reason).into())
}

/// Does something in a room for the officer who asks, and gives back why it was refused.
pub async fn does<R: Room, T: Send + 'static, F>(
    ctx: &Context<'_>,
    does: impl FnOnce(Arc<R>, Asker) -> F,
) -> Answered<Result<T, String>>
where
    F: Future<Output = Result<T, R::Fault>> + Send + 'static,
{
    Ok(tries(ctx, does).await?.map_err(|fault| said(&fault)))
}

/// What is said of a fault of which something may be.
pub fn said(fault: &impl Reason) -> String {
    fault.sayable().unwrap_or_default()
}

/// The same, and gives back the fault itself; something of it may be said.
pub async fn tries<R: Room, T, E, F>(ctx: &Context<'_>, does: impl FnOnce(Arc<R>, Asker) -> F) -> Answered<Result<T, E>>
where
    T: Send + 'static,
    E: Reason + From<AuditFault> + Send + 'static,
    F: Future<Output = Result<T, E>> + Send + 'static,
{
    let by = officer(ctx).await?;
    let (room, ledger) = (Arc::clone(ctx.data::<Arc<R>>()?), Arc::clone(ctx.data::<Arc<Ledger>>()?));
    let asked = Event::ListAsked { by: by.clone(), list: R::LIST };
    let doing = Box::pin(does(room, by));
    done(async move { ledger.between(asked, doing).await }).await
}

/// Does what names persons, or looks one up, for the officer who asks. What is opened, and for which purpose, the room itself writes down, for
/// the command line as for the desk.
pub async fn names<R: Room, T: Send + 'static, F>(
    ctx: &Context<'_>,
    names: impl FnOnce(Arc<R>, Asker) -> F,
) -> Answered<Result<T, String>>
where
    F: Future<Output = Result<T, R::Fault>> + Send + 'static,
{
    let by = officer(ctx).await?;
    let told = done(Box::pin(names(Arc::clone(ctx.data::<Arc<R>>()?), by))).await?;
    Ok(told.map_err(|fault| said(&fault)))
}

/// What an act came to, or a fault of which something may be said; of what failed inside nothing is.
async fn done<T: Send + 'static, E: Reason + Send + 'static>(
    act: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Answered<Result<T, E>> {
    match to_its_end(act).await.map_err(|fault| inside(&fault))? {
        Err(fault) if fault.sayable().is_none() => Err(inside(&fault)),
        done => Ok(done),
    }
}

/// The officer who asks; whoever is none is written down.
async fn officer(ctx: &Context<'_>) -> Answered<Asker> {
    let ledger = ctx.data::<Arc<Ledger>>()?;
    let (by, sayable) = match ctx.data_opt::<Result<AtDesk, NoOfficer>>() {
        Some(Ok(officer)) => return Ok(ledger.officer(officer.identity())),
        Some(Err(NoOfficer::SomebodyElse(identity))) => {
            let sentence = "The desk is for the country's own officers.";
            (Some(ledger.officer(identity)), Sayable::new(Code::Forbidden, sentence))
        }
        Some(Err(NoOfficer::Token(fault))) => (None, Sayable::new(Code::Unauthenticated, fault.to_string())),
        None => (None, Sayable::new(Code::Unauthenticated, TokenFault::None.to_string())),
    };
    ledger.turned_away(by, sayable.code).await.map_err(|fault: AuditFault| inside(&fault))?;
    Err(sayable.into())
}

/// What went wrong inside is logged; what is said is only that something did.
fn inside(fault: &dyn std::error::Error) -> Error {
    tracing::error!(%fault, "an officer was not answered");
    Sayable::internal().into()
}
