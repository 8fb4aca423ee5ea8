//! A script's secret for the node's word: a token that the member's own key signs and that holds for a minute. A secret that
//! is of no use is written down before that is said.

use super::terms;
use crate::audit::ledger::{AuditFault, Ledger};
use crate::command::TOKEN_KEY;
use crate::store::script_token::{ActiveModel, Column, Entity, Model};
use door::key_file::{self, KeyFault};
use node_rules::clock::{Clock, Seconds};
use node_rules::script::Useless;
use schema::assertion::SKEW;
use schema::country::CountryCode;
use schema::script::{Exchanged, HOLDS, Secret};
use schema::token::{TokenFault, issue};
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};
use std::path::PathBuf;
use std::sync::Arc;

/// A day, in seconds.
const DAY: i64 = 86_400;

/// Exchanges secrets.
pub struct Exchange {
    /// The country whose node this is.
    pub country: CountryCode,
    /// The node's folder, in which the key lies that signs tokens. It may be another from one day to the next.
    pub folder: PathBuf,
    /// Its store.
    pub store: DatabaseConnection,
    /// Its audit log.
    pub ledger: Arc<Ledger>,
    /// Tells the time.
    pub clock: Clock,
}

/// Why a secret was not exchanged.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeFault {
    /// The secret is of no use.
    #[error(transparent)]
    Useless(#[from] Useless),
    /// The key cannot be read.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// The token could not be signed.
    #[error(transparent)]
    Token(#[from] TokenFault),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
    /// It could not be written down.
    #[error(transparent)]
    Audit(#[from] AuditFault),
}

impl Exchange {
    /// The node's word for whoever has this secret, to the gateway that presents it.
    pub async fn exchange(&self, secret: &str, gateway: &str) -> Result<Exchanged, ExchangeFault> {
        let now = (self.clock)();
        let row = match Secret::read(secret).filter(|secret| secret.member() == self.country) {
            Some(secret) => Entity::find().filter(Column::Digest.eq(secret.digest())).one(&self.store).await?,
            None => None,
        };
        let held = row.as_ref().map_or(Err(Useless::Unknown), |row| terms(row).hold(now));
        match (row, held) {
            (Some(row), Ok(())) => self.word(row, now).await,
            (row, held) => {
                let why = held.err().unwrap_or(Useless::Unknown);
                self.ledger.token_refused(gateway, row.map(|row| row.name), why).await?;
                Err(why.into())
            }
        }
    }

    async fn word(&self, row: Model, now: Seconds) -> Result<Exchanged, ExchangeFault> {
        let key = key_file::read(&self.folder.join(TOKEN_KEY))?;
        let (terms, until) = (terms(&row), row.expires_at.min(now + HOLDS));
        // Clocks may lie a little apart: who is behind must not take it for one of the time to come.
        let token = issue(&key, self.country, &format!("script/{}", row.name), terms.role, now - SKEW, until)?;
        let today = now.div_euclid(DAY);
        if row.last_used_day != Some(today) {
            let last_used_day = ActiveValue::Set(Some(today));
            let used = ActiveModel { id: ActiveValue::Unchanged(row.id), last_used_day, ..Default::default() };
            used.update(&self.store).await?;
        }
        Ok(Exchanged { token, until })
    }
}
