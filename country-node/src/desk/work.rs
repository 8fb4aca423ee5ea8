//! A programme's work over GraphQL. Thin: what may be done is decided in `node_rules::programme`.

use super::asked::{Answered, does, names, read};
use super::said::{Reached, ReachedAnswer, WorkAnswer, WorkEvent, WorkPage, WorkRecord};
use crate::programme::Programmes;
use crate::programme::change::Officer;
use crate::programme::tell::{Form, written};
use crate::programme::wish::{Does, ProgrammeFault, Wish};
use async_graphql::{Context, Json, Object};
use node_rules::programme::content::Content;
use node_rules::programme::listing::Listing;
use node_rules::programme::record::Record;
use node_rules::programme::report::LEAST;
use schema::error::{Code, Sayable};
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use schema::programme::why::Why;
use serde_json::Value;
use std::sync::Arc;

/// The most records of a page, and how many there are where nothing is said.
const MOST: usize = 200;

/// What may be asked of programmes.
#[derive(Default)]
pub struct WorkQuery;

/// What may be asked of programmes.
#[Object]
impl WorkQuery {
    /// The records of a kind, by their ids or by how much their needs matter.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the query")]
    async fn work(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme, by the id of its record in the directory.")] programme: String,
        #[graphql(desc = "Of which kind.")] kind: Kind,
        #[graphql(desc = "Only in this state.")] state: Option<State>,
        #[graphql(desc = "Only of this phase.")] phase: Option<String>,
        #[graphql(desc = "Only what comes of this need.")] need: Option<String>,
        #[graphql(desc = "Only what comes of this candidate.")] candidate: Option<String>,
        #[graphql(desc = "Whether those of a need of higher priority come first.", default)] by_priority: bool,
        #[graphql(desc = "Those after this id.")] after: Option<String>,
        #[graphql(desc = "How many at most, 1 to 200.", default = 50)] first: usize,
    ) -> Answered<WorkPage> {
        read(ctx, |programmes: Arc<Programmes>| async move {
            if !(1..=MOST).contains(&first) {
                return Err(ProgrammeFault::Form("From 1 to 200 records are told at once.".to_owned()));
            }
            let book = programmes.records(&programme).await?;
            let listing = Listing { state, phase, need, candidate, by_priority };
            let records = listing.of(&book, kind);
            let total = records.len();
            let is_after = |of: &Record| after.as_ref().is_none_or(|after| listing.is_after(&book, of, (kind, after)));
            let rest = records.into_iter().filter(|of| is_after(of));
            let mut page: Vec<_> = rest.take(first + 1).collect();
            let more = page.len() > first;
            page.truncate(first);
            Ok(WorkPage { records: page.into_iter().map(|record| WorkRecord::of(record)).collect(), total, more })
        })
        .await
    }

    /// The candidacies of a person, under whichever of the ids that are judged to be the person's.
    async fn candidate_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "The person's id.")] person: String,
    ) -> Answered<Vec<WorkRecord>> {
        let found = names(ctx, |programmes: Arc<Programmes>, by| async move {
            let records = programmes.candidacies(Officer::Asking(&by), &programme, &person).await?;
            Ok(records.iter().map(|record| WorkRecord::of(record)).collect())
        });
        found.await?.map_err(|reason| Sayable::new(Code::InvalidQuery, reason).into())
    }

    /// What was done to a record, oldest first.
    async fn work_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "The record's kind.")] kind: Kind,
        #[graphql(desc = "Its id.")] id: String,
    ) -> Answered<Vec<WorkEvent>> {
        read(ctx, |programmes: Arc<Programmes>| async move {
            let rows = programmes.history(&programme, kind, &id).await?;
            Ok(rows.iter().filter_map(WorkEvent::of).collect())
        })
        .await
    }

    /// A report for those who pay: money, days, figures and indicators, without what is of few persons.
    #[graphql(complexity = 2000)]
    async fn programme_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "Figures of fewer persons are left out; 5 where nothing is said.")] least: Option<u32>,
    ) -> Answered<Json<Value>> {
        read(ctx, |programmes: Arc<Programmes>| async move {
            let report = programmes.report(&programme, least.map_or(LEAST, u64::from)).await?;
            Ok(Json(serde_json::to_value(report)?))
        })
        .await
    }

    /// The same report as it is handed over: lines, a page that stands by itself, or JSON.
    #[graphql(complexity = 2000)]
    async fn programme_report_as(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "Figures of fewer persons are left out; 5 where nothing is said.")] least: Option<u32>,
        #[graphql(desc = "In which form.")] form: Form,
    ) -> Answered<String> {
        read(ctx, |programmes: Arc<Programmes>| async move {
            Ok(written(&programmes.report(&programme, least.map_or(LEAST, u64::from)).await?, form)?)
        })
        .await
    }
}

/// What may be done in programmes.
#[derive(Default)]
pub struct WorkMutation;

/// What may be done in programmes.
#[Object]
impl WorkMutation {
    /// Writes a record, for the first time or anew.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the mutation")]
    async fn write_work(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "The record's kind.")] kind: Kind,
        #[graphql(desc = "Its id: small letters, digits and hyphens. A new candidate's is made by the node.")]
        id: String,
        #[graphql(desc = "What it says, in the form of its kind.")] says: Json<Value>,
        #[graphql(desc = "Of a candidate that is written for the first time: the person's id.")] person: Option<String>,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<i32>,
    ) -> Answered<WorkAnswer> {
        let written = does(ctx, |programmes: Arc<Programmes>, by| async move {
            let content = Content::read(kind, says.0).map_err(|fault| ProgrammeFault::Form(fault.to_string()))?;
            let person = person.map(|id| programmes.node.keys.of(id.trim()).0);
            let of = (programme.as_str(), kind, id);
            programmes.write(Officer::Asking(&by), of, (content, person), version).await
        });
        Ok(answer(written.await?))
    }

    /// Moves a record to its next state.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the mutation")]
    async fn move_work(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "The record's kind.")] kind: Kind,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "What is done.")] step: Step,
        #[graphql(desc = "Why, where it ends something.")] why: Option<Why>,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<i32>,
    ) -> Answered<WorkAnswer> {
        act(ctx, programme, Wish { kind, id, does: Does::Move(step, why), version }).await
    }

    /// Undoes what was done to a record last.
    async fn undo_work(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "The record's kind.")] kind: Kind,
        #[graphql(desc = "Its id.")] id: String,
        #[graphql(desc = "The version that it is meant for; left out, whatever stands.")] version: Option<i32>,
    ) -> Answered<WorkAnswer> {
        act(ctx, programme, Wish { kind, id, does: Does::Undo, version }).await
    }

    /// Tells how the person of a match is reached, while the person agrees to be matched, and keeps that the person is told of it.
    async fn contact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "The match.")] id: String,
    ) -> Answered<ReachedAnswer> {
        let told = names(ctx, |programmes: Arc<Programmes>, by| async move {
            let told = programmes.contact(Officer::Asking(&by), &programme, &id).await;
            told.map(Reached::of)
        });
        Ok(match told.await? {
            Ok(reached) => ReachedAnswer { reached: Some(reached), reason: None },
            Err(reason) => ReachedAnswer { reached: None, reason: Some(reason) },
        })
    }
}

async fn act(ctx: &Context<'_>, programme: String, wish: Wish) -> Answered<WorkAnswer> {
    let done = does(ctx, |programmes: Arc<Programmes>, by| async move {
        programmes.act(Officer::Asking(&by), &programme, vec![wish]).await
    });
    Ok(answer(done.await?))
}

fn answer(done: Result<Vec<Arc<Record>>, String>) -> WorkAnswer {
    match done {
        Ok(records) => WorkAnswer { record: records.first().map(|record| WorkRecord::of(record)), reason: None },
        Err(reason) => WorkAnswer { record: None, reason: Some(reason) },
    }
}
