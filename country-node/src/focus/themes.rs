//! In how many groups each theme came up. It is written down before anything is read for it, and before anything is said.

use crate::audit::close::{Closing, Receipt};
use crate::audit::ledger::{AuditFault, Ledger};
use crate::audit::open::Opened;
use crate::store::focus_study::{Column, Entity};
use node_rules::audit::entry::{Ending, Event, List};
use node_rules::caller::Caller;
use node_rules::focus::study::Study;
use node_rules::focus::told::told;
use schema::theme::StudyThemes;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder};

/// The studies that are open to a caller, by their ids.
pub async fn themes(
    ledger: &Ledger,
    store: &impl ConnectionTrait,
    caller: &Caller,
) -> Result<Vec<StudyThemes>, AuditFault> {
    let opened = ledger.open_one(Event::ListAsked { by: ledger.asker(caller), list: List::Themes }).await?;
    let read = studies(store, &opened).await;
    let outcome = if read.is_ok() { Ending::Done } else { Ending::Failed };
    let receipt = ledger.close_one(opened, Closing::with(outcome)).await?;
    Ok(spoken(&read?, caller, &receipt))
}

async fn studies(store: &impl ConnectionTrait, _written: &Opened) -> Result<Vec<Study>, DbErr> {
    let rows = Entity::find().order_by_asc(Column::Id).all(store).await?.into_iter();
    let read = rows.map(|row| {
        serde_json::from_str(&row.study).map_err(|_| DbErr::Custom(format!("the study {} does not read", row.id)))
    });
    read.collect()
}

fn spoken(studies: &[Study], caller: &Caller, _written: &Receipt) -> Vec<StudyThemes> {
    told(studies, caller)
}
