//! A programme's records as tables over GraphQL. Thin: how a table becomes records and all its faults is in `crate::programme::file`.

use super::asked::{Answered, said, tries};
use crate::intake::fault::Fault;
use crate::intake::tabled::Table;
use crate::programme::Programmes;
use crate::programme::change::Officer;
use crate::programme::file::{FileFault, Loaded};
use crate::programme::mapping::Mapping;
use async_graphql::{Context, Object, SimpleObject};
use schema::error::{Code, Sayable};
use schema::programme::kind::Kind;
use std::sync::Arc;

/// What faults are told under, of a table that has no file.
const NAME: &str = "the table";

/// What may be asked of tables.
#[derive(Default)]
pub struct TableQuery;

/// What may be asked of tables.
#[Object]
impl TableQuery {
    /// All records of a kind as the table (CSV) that `loadTable` takes in by the same mapping. Whose a candidate is stays at the node.
    #[graphql(complexity = 2000)]
    async fn export_table(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] programme: String,
        #[graphql(desc = "The records' kind.")] kind: Kind,
        #[graphql(desc = "The mapping (TOML), of this programme and this kind.")] mapping: String,
    ) -> Answered<ExportedTable> {
        let tabled = tries(ctx, |programmes: Arc<Programmes>, _| async move {
            programmes.tabled((&programme, kind), &Mapping::of_text(&mapping)?).await
        });
        let refused = |fault: FileFault| Sayable::new(Code::InvalidQuery, said(&fault)).into();
        tabled.await?.map(ExportedTable::of).map_err(refused)
    }
}

/// What may be done with tables.
#[derive(Default)]
pub struct TableMutation;

/// What may be done with tables.
#[Object]
impl TableMutation {
    /// Takes in a table by its mapping: needs, candidates, matches, placements, what is paid, what is measured. All of it, or none and every
    /// fault. A request is 256 KiB at most, mapping and table together: a larger table comes in parts, or by the command.
    #[graphql(complexity = 2000)]
    async fn load_table(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mapping (TOML): the programme, the kind, and which column is which field.")]
        mapping: String,
        #[graphql(
            desc = "The table (CSV with a header), as text: what its file was encoded in does not matter any more."
        )]
        table: String,
    ) -> Answered<LoadAnswer> {
        let loaded = tries(ctx, |programmes: Arc<Programmes>, by| async move {
            let mapping = Mapping::of_text(&mapping)?;
            programmes.load(Officer::Asking(&by), (NAME, table.into_bytes()), &mapping).await
        });
        Ok(LoadAnswer::of(loaded.await?))
    }
}

/// A kind of records as a table.
#[derive(SimpleObject)]
pub struct ExportedTable {
    /// The table (CSV).
    table: String,
    /// How many rows it has, without its header.
    rows: usize,
    /// What the records say and the mapping has no column for.
    left_out: Vec<FieldLeftOut>,
}

/// A field that a mapping has no column for.
#[derive(SimpleObject)]
pub struct FieldLeftOut {
    /// The field, such as `languages` or `money.amount`.
    field: String,
    /// How many records say something there.
    rows: usize,
}

impl ExportedTable {
    fn of(Table { bytes, rows, left_out }: Table) -> Self {
        // A table that is made as text is in UTF-8.
        let table = String::from_utf8_lossy(&bytes).into_owned();
        let left_out = left_out.into_iter().map(|(field, rows)| FieldLeftOut { field, rows });
        Self { table, rows, left_out: left_out.collect() }
    }
}

/// What became of a table.
#[derive(SimpleObject)]
pub struct LoadAnswer {
    /// What was taken in; null where nothing was.
    loaded: Option<LoadedTable>,
    /// Every fault of the table, by line.
    faults: Vec<TableFault>,
    /// Why nothing was taken in.
    reason: Option<String>,
}

/// What was taken in of a table.
#[derive(SimpleObject)]
pub struct LoadedTable {
    /// How many records the table has.
    records: usize,
    /// How many of them stood here so already.
    unchanged: usize,
    /// How many were left out because their persons were erased.
    erased: usize,
}

/// One fault of a table.
#[derive(SimpleObject)]
pub struct TableFault {
    /// The line, counted from 1.
    line: u64,
    /// The column, where one is at fault.
    column: Option<String>,
    /// What stands there, shortened; null where nothing does.
    value: Option<String>,
    /// What was expected.
    expected: String,
}

impl TableFault {
    fn of(Fault { line, column, value, expected, .. }: Fault) -> Self {
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        Self { line, column: said(column), value: said(value), expected }
    }
}

impl LoadAnswer {
    fn of(loaded: Result<Loaded, FileFault>) -> Self {
        let none = |faults, reason| Self { loaded: None, faults, reason: Some(reason) };
        match loaded {
            Ok(Loaded { records, unchanged, erased }) => {
                Self { loaded: Some(LoadedTable { records, unchanged, erased }), faults: Vec::new(), reason: None }
            }
            Err(FileFault::Report(report)) => {
                let faults: Vec<TableFault> = report.faults.into_iter().map(TableFault::of).collect();
                let reason =
                    format!("{NAME} has {} {}", faults.len(), if faults.len() == 1 { "fault" } else { "faults" });
                none(faults, reason)
            }
            Err(fault) => none(Vec::new(), said(&fault)),
        }
    }
}
