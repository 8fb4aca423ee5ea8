//! Checkpoints: where the log ends, signed with the node's key and stored apart from its entries.

use super::ledger::AuditFault;
use super::writer::end;
use crate::node::Node;
use crate::store::{self, audit_checkpoint};
use node_rules::audit::checkpoint::{Checkpoint, Signed};
use schema::country::CountryCode;
use sea_orm::{ActiveValue, ConnectionTrait, DbErr, EntityTrait, QueryOrder};
use std::sync::Arc;
use std::time::Duration;

/// After how many entries a serving node signs the next one, whenever that is.
pub const EVERY_ENTRIES: i64 = 1000;

/// After what time it signs the next one, if the log has grown at all.
pub const EVERY: Duration = Duration::from_mins(10);

/// Signs where the log ends, unless the latest checkpoint says it already, and returns the latest; nothing of an empty log.
pub async fn sign(node: &Node) -> Result<Option<Signed>, AuditFault> {
    let transaction = store::begin(&node.store).await?;
    let (end, latest) = (end(&transaction).await?, latest(&transaction, node.config.country).await?);
    if latest.as_ref().map_or(0, |latest| latest.checkpoint.number) >= end.number {
        return Ok(latest);
    }
    let signed = Signed::of(node.config.country, &end, (node.clock)(), &node.signing)?;
    audit_checkpoint::Entity::insert(row(&signed)).exec_without_returning(&transaction).await?;
    transaction.commit().await?;
    Ok(Some(signed))
}

/// Signs checkpoints for as long as the node serves.
pub async fn keep(node: Arc<Node>) {
    let mut grown = node.ledger.grown();
    let mut signed = *grown.borrow();
    loop {
        let due = async {
            // The ledger lives as long as the node, so its end is always heard.
            let _ = grown.wait_for(|number| *number >= signed.saturating_add(EVERY_ENTRIES)).await;
        };
        tokio::select! {
            () = due => {}
            () = tokio::time::sleep(EVERY) => {}
        }
        match sign(&node).await {
            Ok(latest) => signed = latest.map_or(signed, |latest| latest.checkpoint.number),
            Err(fault) => {
                tracing::error!(%fault, "the audit log's end is not signed");
                tokio::time::sleep(Duration::from_secs(10)).await;
            }
        }
    }
}

/// The latest checkpoint.
pub async fn latest(store: &impl ConnectionTrait, country: CountryCode) -> Result<Option<Signed>, DbErr> {
    let latest = audit_checkpoint::Entity::find().order_by_desc(audit_checkpoint::Column::Number).one(store).await?;
    Ok(latest.map(|row| signed(row, country)))
}

/// Every checkpoint.
pub async fn all(store: &impl ConnectionTrait, country: CountryCode) -> Result<Vec<Signed>, DbErr> {
    let rows = audit_checkpoint::Entity::find().order_by_asc(audit_checkpoint::Column::Number).all(store).await?;
    Ok(rows.into_iter().map(|row| signed(row, country)).collect())
}

fn row(signed: &Signed) -> audit_checkpoint::ActiveModel {
    let Signed { checkpoint, signature } = signed;
    audit_checkpoint::ActiveModel {
        number: ActiveValue::Set(checkpoint.number),
        digest: ActiveValue::Set(checkpoint.digest.clone()),
        at: ActiveValue::Set(checkpoint.at),
        signature: ActiveValue::Set(signature.clone()),
    }
}

fn signed(row: audit_checkpoint::Model, country: CountryCode) -> Signed {
    let audit_checkpoint::Model { number, digest, at, signature } = row;
    Signed { checkpoint: Checkpoint { country, number, digest, at }, signature }
}
