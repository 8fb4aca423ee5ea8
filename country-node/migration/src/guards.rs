//! What refuses, in the store itself, to change or remove what is only ever appended.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Guards: each with its name, and of which table it refuses what.
pub type Guards = [(&'static str, &'static str)];

/// Puts guards in place, which say `why` they refuse. They are in the words of SQLite, which is the store of today.
pub async fn put(manager: &SchemaManager<'_>, guards: &Guards, why: &str) -> Result<(), DbErr> {
    for (name, when) in of_today(manager, guards) {
        let refuse = format!("BEGIN SELECT RAISE(ABORT, '{why}'); END");
        manager.get_connection().execute_unprepared(&format!("CREATE TRIGGER {name} {when} {refuse}")).await?;
    }
    Ok(())
}

/// Takes guards away.
pub async fn take(manager: &SchemaManager<'_>, guards: &Guards) -> Result<(), DbErr> {
    for (name, _) in of_today(manager, guards) {
        manager.get_connection().execute_unprepared(&format!("DROP TRIGGER {name}")).await?;
    }
    Ok(())
}

fn of_today<'a>(manager: &SchemaManager<'_>, guards: &'a Guards) -> &'a Guards {
    if manager.get_database_backend() == DbBackend::Sqlite { guards } else { &[] }
}
