//! What was done to a record, for the country's own officers. That it is asked for is written down first.

use super::{Directory, read};
use crate::answer::AnswerFault;
use crate::audit::close::Closing;
use crate::audit::ledger::AuditFault;
use crate::intake::consents::named;
use crate::store::directory_event::Model;
use async_graphql::Json;
use node_rules::audit::entry::{Ending, Event, List};
use node_rules::caller::Caller;
use node_rules::clock::text;
use node_rules::directory::content::Content;
use schema::directory::kind::EntryKind;
use schema::directory::page::EntryEvent;
use schema::directory::state::EntryStep;
use sea_orm::DbErr;

impl Directory {
    /// What was done to a record, oldest first, for an officer who asks.
    pub async fn past(&self, caller: &Caller, kind: EntryKind, id: &str) -> Result<Vec<EntryEvent>, AnswerFault> {
        let ledger = &self.node.ledger;
        let opened = ledger.open_one(Event::ListAsked { by: ledger.asker(caller), list: List::Directory }).await?;
        let read = self.history(kind, id).await;
        let outcome = if read.is_ok() { Ending::Done } else { Ending::Failed };
        ledger.close_one(opened, Closing::with(outcome)).await?;
        Ok(read.map_err(AuditFault::from)?)
    }

    /// The same, under whatever command wrote it down.
    pub async fn history(&self, kind: EntryKind, id: &str) -> Result<Vec<EntryEvent>, DbErr> {
        let rows = read::history(&self.node.store, kind, id).await?;
        let broken = |row: &Model| DbErr::Custom(format!("event {} of the directory does not read", row.number));
        rows.into_iter().map(|row| event(kind, &row).ok_or_else(|| broken(&row))).collect()
    }
}

fn event(kind: EntryKind, row: &Model) -> Option<EntryEvent> {
    let step = EntryStep::named(&row.step)?;
    let is_review = step == EntryStep::Review;
    let content = row.content.as_deref().filter(|_| !is_review).map(|content| {
        let mut content = Content::read(kind, serde_json::from_str(content).ok()?).ok()?;
        // Whom one turns to is told on pages alone, while the person agrees.
        let points = content.spans.iter_mut().flat_map(|span| span.body.focal_points());
        points.for_each(|point| point.pseudonym = None);
        Some(Json(content.value()))
    });
    Some(EntryEvent {
        number: row.number,
        at: text(row.at),
        step,
        by: row.member.parse().ok()?,
        officer: row.officer.clone(),
        reason: row.reason.clone(),
        verdict: if is_review { row.content.as_deref().and_then(named) } else { None },
        content: match content {
            Some(read) => Some(read?),
            None => None,
        },
    })
}
