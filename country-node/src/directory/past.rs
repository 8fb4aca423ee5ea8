//! What was done to a record, for the country's own officers. That it is asked for is written down first.

use super::focal::nameless;
use super::{Directory, read};
use crate::answer::AnswerFault;
use crate::audit::open::Opened;
use crate::intake::consents::named;
use crate::store::directory_event::Model;
use async_graphql::Json;
use node_rules::audit::entry::{Event, List};
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
        let asked = Event::ListAsked { by: ledger.asker(caller), list: List::Directory };
        let (past, _receipt) = ledger.reading(asked, async |_: &Opened| self.history(kind, id).await).await?;
        Ok(past)
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
    let said = |content: &str| {
        let mut content = Content::read(kind, serde_json::from_str(content).ok()?).ok()?;
        // Whom one turns to is told on pages alone, while the person agrees.
        nameless(&mut content);
        Some(Json(content.value()))
    };
    let (verdict, content) = match row.content.as_deref() {
        None => (None, None),
        Some(verdict) if step == EntryStep::Review => (named(verdict), None),
        Some(content) => (None, Some(said(content)?)),
    };
    Some(EntryEvent {
        number: row.number,
        at: text(row.at),
        step,
        by: row.member.parse().ok()?,
        officer: row.officer.clone(),
        reason: row.reason.clone(),
        verdict,
        content,
    })
}
