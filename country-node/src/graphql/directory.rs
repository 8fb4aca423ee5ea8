//! The directory over GraphQL: pages for members, and the national desk for officers.

use super::mutation::party;
use super::query::{caller, inside, refused};
use crate::answer::Desk;
use crate::directory::Directory;
use crate::directory::change::Wisher;
use crate::directory::wish::{DirectoryFault, Does, Wish};
use async_graphql::{Context, Object, Result};
use node_rules::directory::content::{Content, Span};
use schema::directory::body::Body;
use schema::directory::date::PartialDate;
use schema::directory::kind::EntryKind;
use schema::directory::page::{DirectoryPage, DirectoryQuestion, EntryAnswer, EntryEvent, MOST_PAGES};
use schema::directory::state::{EntryStep, Verdict};
use schema::directory::visibility::Shown;
use schema::error::{Code, Sayable};
use schema::role::Role;
use std::sync::Arc;

/// The directory, as it is told.
#[derive(Default)]
pub struct Listing;

/// The directory, as it is told.
#[Object]
impl Listing {
    /// Pages of the country's institutional records: those that the caller's member is told of. That they were asked for is recorded
    /// first, and what is told is signed.
    async fn directory(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most 8: of which kind, which of them, and in which order.")] questions: Vec<
            DirectoryQuestion,
        >,
    ) -> Result<Vec<DirectoryPage>> {
        let desk = ctx.data::<Arc<Desk>>()?;
        let caller = caller(ctx);
        match caller.clone().and_then(|caller| askable(&questions).map(|()| caller)) {
            Ok(caller) => {
                let directory = ctx.data::<Arc<Directory>>()?;
                let mut pages = Vec::with_capacity(questions.len());
                for question in &questions {
                    pages.push(directory.tell(caller, question).await.map_err(|fault| inside(&fault))?);
                }
                Ok(pages)
            }
            Err(sayable) => Err(refused(desk, caller.ok(), sayable).await),
        }
    }

    /// What was done to one of the country's records, oldest first, and nothing where there is no such record; for its own officers.
    async fn entry_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record's kind.")] kind: EntryKind,
        #[graphql(desc = "Its id.")] id: String,
    ) -> Result<Vec<EntryEvent>> {
        let desk = ctx.data::<Arc<Desk>>()?;
        let caller = caller(ctx);
        let own = caller.clone().and_then(|caller| {
            let is_own = caller.member() == desk.country && caller.role() == Role::Officer;
            let not_own = || Sayable::new(Code::Forbidden, "A record's history is for the country's own officers.");
            is_own.then_some(caller).ok_or_else(not_own)
        });
        match own {
            Ok(caller) => {
                let past = ctx.data::<Arc<Directory>>()?.past(caller, kind, &id).await;
                Ok(past.map_err(|fault| inside(&fault))?)
            }
            Err(sayable) => Err(refused(desk, caller.ok(), sayable).await),
        }
    }
}

fn askable(questions: &[DirectoryQuestion]) -> Result<(), Sayable> {
    if questions.len() > MOST_PAGES {
        return Err(Sayable::new(Code::TooManyQuestions, "At most 8 pages are told at once."));
    }
    questions.iter().try_for_each(DirectoryQuestion::check)
}

/// The national desk.
#[derive(Default)]
pub struct Desks;

/// The national desk.
#[Object]
impl Desks {
    /// Writes a record for the first time, as a draft.
    async fn record_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id: small letters, digits and hyphens.")] id: String,
        #[graphql(desc = "What it says.")] content: Body,
        #[graphql(desc = "Since when that holds; left out where nobody knows.")] from: Option<PartialDate>,
        #[graphql(desc = "Whom it is shown to.")] shown: Shown,
    ) -> Result<EntryAnswer> {
        let Shown { visibility, named, reviewers } = shown;
        let kind = content.kind();
        let spans = vec![Span { from, until: None, body: content }];
        act(ctx, (kind, id), Does::Record(Content { visibility, named, reviewers, spans }), (None, None)).await
    }

    /// Puts right what a record says; with a date, says something else from then on, and what was before stays.
    async fn change_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record's id.")] id: String,
        #[graphql(desc = "What it says.")] content: Body,
        #[graphql(desc = "From when on; left out, what it says last was a mistake and is put right.")] from: Option<
            PartialDate,
        >,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<u32>,
        #[graphql(desc = "Why.")] reason: Option<String>,
    ) -> Result<EntryAnswer> {
        let kind = content.kind();
        let does = match from {
            Some(from) => Does::ChangeFrom(from, content),
            None => Does::Correct(content),
        };
        act(ctx, (kind, id), does, (reason, version)).await
    }

    /// Ends what a record says with a date: an institution that was closed, a programme that is over.
    async fn end_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record's kind.")] kind: EntryKind,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "The last day, month or year of it.")] until: PartialDate,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<u32>,
        #[graphql(desc = "Why.")] reason: Option<String>,
    ) -> Result<EntryAnswer> {
        act(ctx, (kind, id), Does::End(until), (reason, version)).await
    }

    /// Says whom a record is shown to, and who reviews it.
    async fn show_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record's kind.")] kind: EntryKind,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "Whom it is shown to.")] shown: Shown,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<u32>,
    ) -> Result<EntryAnswer> {
        act(ctx, (kind, id), Does::Show(shown), (None, version)).await
    }

    /// Moves a record to another state: SUBMIT, RETURN, PUBLISH or WITHDRAW.
    async fn move_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record's kind.")] kind: EntryKind,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "What is done.")] step: EntryStep,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<u32>,
        #[graphql(desc = "Why.")] reason: Option<String>,
    ) -> Result<EntryAnswer> {
        if !matches!(step, EntryStep::Submit | EntryStep::Return | EntryStep::Publish | EntryStep::Withdraw) {
            let desk = ctx.data::<Arc<Desk>>()?;
            let moves = Sayable::new(Code::InvalidQuery, "A record is moved by SUBMIT, RETURN, PUBLISH or WITHDRAW.");
            return Err(refused(desk, caller(ctx).ok(), moves).await);
        }
        act(ctx, (kind, id), Does::Move(step), (reason, version)).await
    }

    /// Says what a reviewer thinks of a record: an officer of the country who did not write it, or of another member.
    async fn review_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record's kind.")] kind: EntryKind,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "What the reviewer thinks of it.")] verdict: Verdict,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<u32>,
        #[graphql(desc = "Why.")] comment: String,
    ) -> Result<EntryAnswer> {
        act(ctx, (kind, id), Does::Review(verdict), (Some(comment), version)).await
    }

    /// Undoes what was done to a record last; reviews stay.
    async fn undo_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record's kind.")] kind: EntryKind,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<u32>,
        #[graphql(desc = "Why.")] reason: Option<String>,
    ) -> Result<EntryAnswer> {
        act(ctx, (kind, id), Does::Undo, (reason, version)).await
    }
}

/// Does it for the officer who asks.
async fn act(
    ctx: &Context<'_>,
    (kind, id): (EntryKind, String),
    does: Does,
    (reason, version): (Option<String>, Option<u32>),
) -> Result<EntryAnswer> {
    let (_, party) = party(ctx).await?;
    let directory = ctx.data::<Arc<Directory>>()?;
    // A version that no record has is none of any.
    let version = version.map(|version| i32::try_from(version).unwrap_or(-1));
    let wish = Wish { kind, id, does, reason: reason.unwrap_or_default(), version };
    let done: std::result::Result<_, DirectoryFault> = directory.act(Wisher::For(party), vec![wish]).await;
    match done {
        Ok(entries) => {
            let Some(entry) = entries.first() else { return Ok(EntryAnswer { entry: None, reason: None }) };
            Ok(EntryAnswer { entry: directory.row(entry, party.member()).await, reason: None })
        }
        Err(fault) => match fault.sayable() {
            Some(reason) => Ok(EntryAnswer { entry: None, reason: Some(reason) }),
            None => Err(inside(&fault).into()),
        },
    }
}
