//! All records from their events.

use crate::intake::consents::named;
use crate::store::directory_event::{Column, Entity, Model};
use node_rules::directory::content::Content;
use node_rules::directory::event::{By, Did, Event};
use node_rules::directory::index::Index;
use schema::directory::kind::EntryKind;
use schema::directory::state::EntryStep;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::sync::Arc;

/// Takes in what was written since: by this process or by another. An event that does not read is left out, and the log says which:
/// one record is less than all of them.
pub async fn refresh(index: &mut Arc<Index>, store: &impl ConnectionTrait) -> Result<(), DbErr> {
    let rows = Entity::find().filter(Column::Number.gt(index.last())).order_by_asc(Column::Number).all(store).await?;
    if rows.is_empty() {
        return Ok(());
    }
    let next = Arc::make_mut(index);
    for row in rows {
        let taken = event(&row).and_then(|(kind, event)| next.append((kind, &row.entry), &event));
        if taken.is_none() {
            tracing::error!(
                number = row.number,
                "an event of the directory does not read, and its record stays as it was"
            );
        }
    }
    Ok(())
}

/// The events of one record, oldest first.
pub async fn history(store: &impl ConnectionTrait, kind: EntryKind, id: &str) -> Result<Vec<Model>, DbErr> {
    let of = Entity::find().filter(Column::Kind.eq(kind.name())).filter(Column::Entry.eq(id));
    of.order_by_asc(Column::Number).all(store).await
}

fn event(row: &Model) -> Option<(EntryKind, Event)> {
    let kind = EntryKind::named(&row.kind)?;
    let content = || Content::read(kind, serde_json::from_str(row.content.as_deref()?).ok()?).ok().map(Arc::new);
    let did = match EntryStep::named(&row.step)? {
        EntryStep::Record => Did::Recorded(content()?),
        EntryStep::Change => Did::Changed(content()?),
        EntryStep::Review => Did::Reviewed(named(row.content.as_deref()?)?),
        EntryStep::Undo => Did::Undone,
        step @ (EntryStep::Submit | EntryStep::Return | EntryStep::Publish | EntryStep::Withdraw) => Did::Moved(step),
    };
    let by = By { member: row.member.parse().ok()?, officer: row.officer.clone() };
    Some((kind, Event { number: row.number, at: row.at, by, reason: row.reason.clone(), did }))
}
