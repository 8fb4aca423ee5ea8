//! The store: sea-orm, a file a table. It keeps what it is given and decides nothing.

pub mod agreement_event;
pub mod audit_checkpoint;
pub mod audit_entry;
pub mod campaign_event;
pub mod consent_event;
pub mod contact;
pub mod correction;
pub mod directory_event;
pub mod erasure;
pub mod focus_study;
pub mod judgement;
pub mod letter;
pub mod match_digest;
pub mod person;
pub mod person_link;
pub mod programme_event;
pub mod recall;
pub mod release;
pub mod release_table;
pub mod release_wave;
pub mod script_token;
pub mod spending;
pub mod study;
pub mod total;
pub mod wave;

use node_migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use std::time::Duration;

/// Opens the store and brings it to the current form.
pub async fn open(url: &str) -> Result<DatabaseConnection, DbErr> {
    let store = connect(url).await?;
    Migrator::up(&store, None).await?;
    Ok(store)
}

/// Opens the store as it is. SQLite writes ahead and syncs every commit: what was answered for stays written.
pub async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(4).sqlx_logging(false).connect_timeout(Duration::from_secs(10));
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .pragma("cache_size", "-16384")
            // What a statement would take back stays in memory: at most a batch's pages, and two writes to a file less for
            // each row that is loaded.
            .pragma("temp_store", "MEMORY")
            // What is erased is written over with zeros, and does not wait in a free page for the next row.
            .pragma("secure_delete", "ON")
    });
    Database::connect(options).await
}

/// Brings what was committed into the store's file and empties the file that is written ahead, in which former rows still stand.
/// Where somebody reads at this moment, it happens with a later write.
pub const FORGET: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// Begins to write. SQLite's lock is taken at once: a transaction that first reads and then writes could find that
/// another wrote between.
pub async fn begin(store: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let mode = Some(SqliteTransactionMode::Immediate);
    store
        .begin_with_options(TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() })
        .await
}
