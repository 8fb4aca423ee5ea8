//! Sources of a register: files of one period beside one another; and which of them a release was cut from.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, integer_null, pk_auto, string, text};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden, Clone, Copy)]
enum Wave {
    Table,
    Id,
    Dataset,
    Study,
    ReferencePeriod,
    Source,
    Description,
}

#[derive(DeriveIden)]
enum Person {
    Table,
    SignedUp,
}

#[derive(DeriveIden)]
enum Release {
    Table,
    WaveId,
}

#[derive(DeriveIden)]
enum ReleaseWave {
    Table,
    ReleaseId,
    WaveId,
}

/// What stands in for a table while its rows move; a key that was declared with a table cannot be changed in place.
#[derive(DeriveIden)]
enum Moving {
    Table,
}

const WAVE: &str = "id, dataset, study, reference_period, description";

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut form = wave();
        form.col(string(Wave::Source).default("")).index(
            Index::create().unique().col(Wave::Dataset).col(Wave::Study).col(Wave::ReferencePeriod).col(Wave::Source),
        );
        moved(manager, form, "").await?;
        let day = Table::alter().table(Person::Table).add_column(integer_null(Person::SignedUp)).to_owned();
        manager.alter_table(day).await?;
        let waves = Table::create()
            .table(ReleaseWave::Table)
            .col(string(ReleaseWave::ReleaseId))
            .col(integer(ReleaseWave::WaveId))
            .primary_key(Index::create().col(ReleaseWave::ReleaseId).col(ReleaseWave::WaveId))
            .to_owned();
        manager.create_table(waves).await?;
        let known = "INSERT INTO release_wave SELECT id, wave_id FROM release WHERE wave_id IS NOT NULL";
        manager.get_connection().execute_unprepared(known).await?;
        manager.alter_table(Table::alter().table(Release::Table).drop_column(Release::WaveId).to_owned()).await
    }

    /// What names a source has no place in the form of before, and is left out.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection
            .execute_unprepared("DELETE FROM person WHERE wave_id IN (SELECT id FROM wave WHERE source <> '')")
            .await?;
        let wave_id = Table::alter().table(Release::Table).add_column(integer_null(Release::WaveId)).to_owned();
        manager.alter_table(wave_id).await?;
        let known =
            "UPDATE release SET wave_id = (SELECT max(wave_id) FROM release_wave WHERE release_id = release.id)";
        connection.execute_unprepared(known).await?;
        manager.drop_table(Table::drop().table(ReleaseWave::Table).to_owned()).await?;
        manager.alter_table(Table::alter().table(Person::Table).drop_column(Person::SignedUp).to_owned()).await?;
        let mut form = wave();
        form.index(Index::create().unique().col(Wave::Dataset).col(Wave::Study).col(Wave::ReferencePeriod));
        moved(manager, form, " WHERE source = ''").await
    }
}

/// Moves the waves into a table of another form, which takes its name.
async fn moved(manager: &SchemaManager<'_>, form: TableCreateStatement, which: &str) -> Result<(), DbErr> {
    manager.create_table(form).await?;
    let rows = format!("INSERT INTO moving ({WAVE}) SELECT {WAVE} FROM wave{which}");
    manager.get_connection().execute_unprepared(&rows).await?;
    manager.drop_table(Table::drop().table(Wave::Table).to_owned()).await?;
    manager.rename_table(Table::rename().table(Moving::Table, Wave::Table).to_owned()).await
}

fn wave() -> TableCreateStatement {
    Table::create()
        .table(Moving::Table)
        .col(pk_auto(Wave::Id))
        .col(string(Wave::Dataset))
        .col(string(Wave::Study).default(""))
        .col(string(Wave::ReferencePeriod))
        .col(text(Wave::Description))
        .to_owned()
}
