//! The odometer: what a release may spend is written down before its noise is drawn.
//!
//! A crash between the two leaves a line for a release that nobody saw: the account never shows less than was published. The
//! line stands for that release's next try too, for noise that nobody saw tells nothing: however often a release fails, it is
//! charged once.

use crate::node::Node;
use crate::store::{self, spending};
use node_rules::budget::{Account, Overspent};
use node_rules::protect::privacy::NanoRho;
use schema::concept::Dataset;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// Why nothing may be spent.
#[derive(Debug, thiserror::Error)]
pub enum SpendFault {
    /// The year's budget does not reach.
    #[error("{0}: {1}; the former release stays in force")]
    Overspent(Dataset, Overspent),
    /// The clock stands before what was spent last.
    #[error("{0}: the clock stands before the last line of the budget's account; set it right before a release is cut")]
    ClockJumpedBack(Dataset),
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// Charges a release to its year, or refuses; of two at the same time one waits for the other. One that was charged this year
/// and never published is not charged again.
pub async fn spend(
    node: &Node,
    dataset: Dataset,
    release: &str,
    wanted: NanoRho,
    yearly: NanoRho,
) -> Result<(), SpendFault> {
    let now = (node.clock)();
    let transaction = store::begin(&node.store).await?;
    let last = spending::Entity::find()
        .filter(spending::Column::Dataset.eq(dataset.name()))
        .order_by_desc(spending::Column::At)
        .one(&transaction)
        .await?;
    if last.is_some_and(|last| last.at > now) {
        return Err(SpendFault::ClockJumpedBack(dataset));
    }
    let year = year(now);
    if is_charged(&transaction, dataset, release, wanted, year).await? {
        return Ok(());
    }
    account(&transaction, dataset, year, yearly)
        .await?
        .allow(wanted)
        .map_err(|overspent| SpendFault::Overspent(dataset, overspent))?;
    let line = spending::ActiveModel {
        id: ActiveValue::NotSet,
        dataset: ActiveValue::Set(dataset.name().to_owned()),
        year: ActiveValue::Set(year),
        release_id: ActiveValue::Set(release.to_owned()),
        nano_rho: ActiveValue::Set(i64::try_from(wanted).unwrap_or(i64::MAX)),
        at: ActiveValue::Set(now),
    };
    spending::Entity::insert(line).exec_without_returning(&transaction).await?;
    transaction.commit().await?;
    Ok(())
}

/// Whether a release has a line of this year, of so much at least.
pub async fn is_charged(
    store: &impl ConnectionTrait,
    dataset: Dataset,
    release: &str,
    wanted: NanoRho,
    year: i32,
) -> Result<bool, DbErr> {
    let lines = spending::Entity::find()
        .filter(spending::Column::Dataset.eq(dataset.name()))
        .filter(spending::Column::Year.eq(year))
        .filter(spending::Column::ReleaseId.eq(release));
    Ok(lines.all(store).await?.iter().any(|line| line.nano_rho.unsigned_abs() >= wanted))
}

/// The account of a dataset in a year.
pub async fn account(
    store: &impl ConnectionTrait,
    dataset: Dataset,
    year: i32,
    yearly: NanoRho,
) -> Result<Account, DbErr> {
    let lines = spending::Entity::find()
        .filter(spending::Column::Dataset.eq(dataset.name()))
        .filter(spending::Column::Year.eq(year))
        .all(store)
        .await?;
    let spent = lines.iter().fold(0, |sum: NanoRho, line| sum.saturating_add(line.nano_rho.unsigned_abs()));
    Ok(Account { yearly, spent })
}

/// The calendar year of a time, UTC.
pub fn year(at: i64) -> i32 {
    use chrono::Datelike;
    chrono::DateTime::from_timestamp(at, 0).map_or(0, |at| at.year())
}
