//! All records from their events.

use crate::intake::consents::named;
use crate::store::directory_event::{Column, Entity, Model};
use node_rules::directory::content::Content;
use node_rules::directory::event::{By, Did, Event};
use node_rules::directory::index::Index;
use schema::directory::kind::EntryKind;
use schema::directory::state::EntryStep;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::sync::Arc;

/// Takes in what was written since: by this process or by another. An event that does not read is left out, and the log says which:
/// one record is less than all of them.
pub async fn refresh(index: &mut Arc<Index>, store: &impl ConnectionTrait) -> Result<(), DbErr> {
    let rows = Entity::find().filter(Column::Number.gt(index.last())).order_by_asc(Column::Number).all(store).await?;
    if rows.is_empty() {
        return Ok(());
    }
    take(Arc::make_mut(index), rows);
    Ok(())
}

/// The records of a kind of which an event says a text, and no others. Who wants to know of one person does not read the whole
/// directory for it.
pub async fn saying(store: &impl ConnectionTrait, kind: EntryKind, text: &str) -> Result<Index, DbErr> {
    let of_kind = || Entity::find().filter(Column::Kind.eq(kind.name()));
    let ids = of_kind().select_only().column(Column::Entry).distinct().filter(Column::Content.contains(text));
    let ids: Vec<String> = ids.into_tuple().all(store).await?;
    let mut index = Index::default();
    if !ids.is_empty() {
        let rows = of_kind().filter(Column::Entry.is_in(ids)).order_by_asc(Column::Number).all(store).await?;
        take(&mut index, rows);
    }
    Ok(index)
}

fn take(index: &mut Index, rows: Vec<Model>) {
    for row in rows {
        let taken = event(&row).and_then(|(kind, event)| index.append((kind, &row.entry), &event));
        if taken.is_none() {
            tracing::error!(
                number = row.number,
                "an event of the directory does not read, and its record stays as it was"
            );
        }
    }
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
