//! Studies: their documents; and waves and releases that are of a study, so that one period may have several.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{binary, integer, integer_null, pk_auto, string, text};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Study {
    Table,
    Id,
    Document,
}

#[derive(DeriveIden, Clone, Copy)]
enum Wave {
    Table,
    Id,
    Dataset,
    Study,
    ReferencePeriod,
    Description,
}

#[derive(DeriveIden, Clone, Copy)]
enum Release {
    Table,
    Id,
    Dataset,
    Study,
    ReferencePeriod,
    Version,
    Manifest,
    Signature,
    WaveId,
    ConsentsSeen,
}

/// What stands in for a table while its rows move; a key that was declared with a table cannot be changed in place.
#[derive(DeriveIden)]
enum Moving {
    Table,
}

const WAVE: &str = "id, dataset, reference_period, description";
const RELEASE: &str = "id, dataset, reference_period, version, manifest, signature, wave_id, consents_seen";

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let study = Table::create()
            .table(Study::Table)
            .col(string(Study::Id).primary_key())
            .col(text(Study::Document))
            .to_owned();
        manager.create_table(study).await?;
        let key = |wave: &mut TableCreateStatement| {
            wave.col(string(Wave::Study).default(""));
            wave.index(Index::create().unique().col(Wave::Dataset).col(Wave::Study).col(Wave::ReferencePeriod));
        };
        rebuild(manager, Wave::Table, wave(), key, ("wave", WAVE, "")).await?;
        let key = |release: &mut TableCreateStatement| {
            release.col(string(Release::Study).default(""));
            let index = Index::create().unique().col(Release::Dataset).col(Release::Study).to_owned();
            release.index(index.clone().col(Release::ReferencePeriod).col(Release::Version));
        };
        rebuild(manager, Release::Table, release(), key, ("release", RELEASE, "")).await
    }

    /// What is of a study has no place in the form of before, and is left out.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for orphan in [
            "DELETE FROM person WHERE wave_id IN (SELECT id FROM wave WHERE study <> '')",
            "DELETE FROM release_table WHERE release_id IN (SELECT id FROM release WHERE study <> '')",
            "DELETE FROM recall WHERE release_id IN (SELECT id FROM release WHERE study <> '')",
        ] {
            connection.execute_unprepared(orphan).await?;
        }
        let key = |release: &mut TableCreateStatement| {
            let index = Index::create().unique().col(Release::Dataset).col(Release::ReferencePeriod).to_owned();
            release.index(index.clone().col(Release::Version));
        };
        rebuild(manager, Release::Table, release(), key, ("release", RELEASE, " WHERE study = ''")).await?;
        let key = |wave: &mut TableCreateStatement| {
            wave.index(Index::create().unique().col(Wave::Dataset).col(Wave::ReferencePeriod));
        };
        rebuild(manager, Wave::Table, wave(), key, ("wave", WAVE, " WHERE study = ''")).await?;
        manager.drop_table(Table::drop().table(Study::Table).to_owned()).await
    }
}

/// Moves a table's rows into one of another form, which takes its name.
async fn rebuild(
    manager: &SchemaManager<'_>,
    table: impl IntoIden + Copy + 'static,
    mut form: TableCreateStatement,
    key: impl FnOnce(&mut TableCreateStatement),
    (name, columns, which): (&str, &str, &str),
) -> Result<(), DbErr> {
    key(&mut form);
    manager.create_table(form).await?;
    let rows = format!("INSERT INTO moving ({columns}) SELECT {columns} FROM {name}{which}");
    manager.get_connection().execute_unprepared(&rows).await?;
    manager.drop_table(Table::drop().table(table).to_owned()).await?;
    manager.rename_table(Table::rename().table(Moving::Table, table).to_owned()).await
}

fn wave() -> TableCreateStatement {
    Table::create()
        .table(Moving::Table)
        .col(pk_auto(Wave::Id))
        .col(string(Wave::Dataset))
        .col(string(Wave::ReferencePeriod))
        .col(text(Wave::Description))
        .to_owned()
}

fn release() -> TableCreateStatement {
    Table::create()
        .table(Moving::Table)
        .col(string(Release::Id).primary_key())
        .col(string(Release::Dataset))
        .col(string(Release::ReferencePeriod))
        .col(integer(Release::Version))
        .col(binary(Release::Manifest))
        .col(string(Release::Signature))
        .col(integer_null(Release::WaveId))
        .col(integer_null(Release::ConsentsSeen))
        .to_owned()
}
