//! The national desk: a record of one country written, changed, moved, reviewed or undone. The country's own node decides.

#![expect(clippy::too_many_arguments, reason = "the arguments of a field are those of its function")]

use crate::absence::Absence;
use crate::citation::archive::Archive;
use crate::country::desk::Deed;
use crate::exchange::Business;
use crate::exchange::desk::Became;
use async_graphql::{Context, Object, Result, SimpleObject};
use schema::country::CountryCode;
use schema::coverage::Outcome;
use schema::directory::body::Body;
use schema::directory::date::PartialDate;
use schema::directory::kind::EntryKind;
use schema::directory::page::{DirectoryRow, EntryEvent};
use schema::directory::state::{EntryStep, Verdict};
use schema::directory::visibility::Shown;
use std::sync::Arc;

/// The national desk.
#[derive(Default)]
pub struct Desks;

/// What became of what was to be done to a record.
#[derive(SimpleObject)]
pub struct EntryOutcome {
    /// `ANSWERED` where it is done; `DECLINED` where the country's node says why not, or an experience cites what is not kept. After the
    /// others it is not known whether it is done: look at the list.
    outcome: Outcome,
    /// The record as it is now; null where nothing was done or that is not known.
    entry: Option<DirectoryRow>,
    /// Why nothing was done, or why that is not known.
    reason: Option<String>,
}

/// What was done to records.
#[derive(Default)]
pub struct Histories;

/// What was done to records.
#[Object]
impl Histories {
    /// What was done to a record of the caller's own country, oldest first, and nothing where there is none such; for its officers.
    #[graphql(complexity = "100 + child_complexity")]
    async fn entry_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The country, which is the caller's own.")] country: CountryCode,
        #[graphql(desc = "The record's kind.")] kind: EntryKind,
        #[graphql(desc = "Its id.")] id: String,
    ) -> Result<Vec<EntryEvent>> {
        super::query::caller(ctx)?;
        Ok(ctx.data::<Business>()?.past(country, (kind, &id)).await?)
    }
}

/// Writes what a record says, where the answers that it cites are there: given to the very member that writes it.
async fn write(ctx: &Context<'_>, country: CountryCode, deed: Deed, cites: Vec<String>) -> Result<EntryOutcome> {
    let member = super::query::caller(ctx)?.member();
    let lacking = ctx.data::<Arc<Archive>>()?.lacking(member, &cites).await?;
    match lacking {
        None => act(ctx, country, deed).await,
        Some(reason) => Ok(EntryOutcome { outcome: Outcome::Declined, entry: None, reason: Some(reason) }),
    }
}

/// Does it at a country's node.
async fn act(ctx: &Context<'_>, country: CountryCode, deed: Deed) -> Result<EntryOutcome> {
    super::query::caller(ctx)?;
    let became: Became = ctx.data::<Business>()?.act(country, &deed).await?;
    Ok(match became {
        Ok(answer) => {
            let outcome = if answer.entry.is_some() { Outcome::Answered } else { Outcome::Declined };
            EntryOutcome { outcome, entry: answer.entry, reason: answer.reason }
        }
        Err(Absence { outcome, reason }) => EntryOutcome { outcome, entry: None, reason: Some(reason) },
    })
}

/// The national desk.
#[Object]
impl Desks {
    /// Writes a record of the caller's own country for the first time, as a draft.
    #[graphql(complexity = "100 + child_complexity")]
    async fn record_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The country, which is the caller's own.")] country: CountryCode,
        #[graphql(desc = "Its id: small letters, digits and hyphens.")] id: String,
        #[graphql(desc = "What it says.")] content: Body,
        #[graphql(desc = "Since when that holds; left out where nobody knows.")] from: Option<PartialDate>,
        #[graphql(desc = "Whom it is shown to.")] shown: Shown,
    ) -> Result<EntryOutcome> {
        let cites = content.citations().to_vec();
        write(ctx, country, Deed::Record { id, content, from, shown }, cites).await
    }

    /// Puts right what a record says; with a date, says something else from then on, and what was before stays.
    #[graphql(complexity = "100 + child_complexity")]
    async fn change_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The country, which is the caller's own.")] country: CountryCode,
        #[graphql(desc = "The record's id.")] id: String,
        #[graphql(desc = "What it says.")] content: Body,
        #[graphql(desc = "From when on; left out, what it says last was a mistake and is put right.")] from: Option<
            PartialDate,
        >,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<u32>,
        #[graphql(desc = "Why.")] reason: Option<String>,
    ) -> Result<EntryOutcome> {
        let cites = content.citations().to_vec();
        write(ctx, country, Deed::Change { id, content, from, reason, version }, cites).await
    }

    /// Ends what a record says with a date: an institution that was closed, a programme that is over.
    #[graphql(complexity = "100 + child_complexity")]
    async fn end_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The country, which is the caller's own.")] country: CountryCode,
        #[graphql(desc = "The record's kind.")] kind: EntryKind,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "The last day, month or year of it.")] until: PartialDate,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<u32>,
        #[graphql(desc = "Why.")] reason: Option<String>,
    ) -> Result<EntryOutcome> {
        act(ctx, country, Deed::End { kind, id, until, reason, version }).await
    }

    /// Says whom a record is shown to, and who reviews it.
    #[graphql(complexity = "100 + child_complexity")]
    async fn show_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The country, which is the caller's own.")] country: CountryCode,
        #[graphql(desc = "The record's kind.")] kind: EntryKind,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "Whom it is shown to.")] shown: Shown,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<u32>,
    ) -> Result<EntryOutcome> {
        act(ctx, country, Deed::Show { kind, id, shown, version }).await
    }

    /// Moves a record to another state: SUBMIT, RETURN, PUBLISH or WITHDRAW.
    #[graphql(complexity = "100 + child_complexity")]
    async fn move_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The country, which is the caller's own.")] country: CountryCode,
        #[graphql(desc = "The record's kind.")] kind: EntryKind,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "What is done.")] step: EntryStep,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<u32>,
        #[graphql(desc = "Why.")] reason: Option<String>,
    ) -> Result<EntryOutcome> {
        act(ctx, country, Deed::Move { kind, id, step, reason, version }).await
    }

    /// Says what the caller thinks of a record as its reviewer: an officer of its country who did not write it, or of another member.
    #[graphql(complexity = "100 + child_complexity")]
    async fn review_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record's country.")] country: CountryCode,
        #[graphql(desc = "Its kind.")] kind: EntryKind,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "What the reviewer thinks of it.")] verdict: Verdict,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<u32>,
        #[graphql(desc = "Why.")] comment: String,
    ) -> Result<EntryOutcome> {
        act(ctx, country, Deed::Review { kind, id, verdict, comment, version }).await
    }

    /// Undoes what was done to a record last; reviews stay.
    #[graphql(complexity = "100 + child_complexity")]
    async fn undo_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The country, which is the caller's own.")] country: CountryCode,
        #[graphql(desc = "The record's kind.")] kind: EntryKind,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<u32>,
        #[graphql(desc = "Why.")] reason: Option<String>,
    ) -> Result<EntryOutcome> {
        act(ctx, country, Deed::Undo { kind, id, reason, version }).await
    }
}
