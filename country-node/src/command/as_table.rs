//! Records into a table, by the mapping that reads it.

use super::Failure;
use super::held;
use crate::intake::tabled::Table;
use clap::Args;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// In which form records are printed.
#[derive(Args, Debug)]
pub struct AsTable {
    /// Writes a table (CSV) by this mapping, as `load` reads it, instead of JSON.
    #[arg(long, requires = "out")]
    mapping: Option<PathBuf>,
    /// The table's file; only its owner reads it.
    #[arg(long, requires = "mapping")]
    out: Option<PathBuf>,
}

impl AsTable {
    /// The mapping and the table's file, where a table is wanted.
    pub fn wanted(&self) -> Option<(&Path, &Path)> {
        self.mapping.as_deref().zip(self.out.as_deref())
    }
}

/// Writes a table, and says what is not in it.
pub fn written(table: &Table, out: &Path) -> Result<String, Failure> {
    held::write(out, &table.bytes)?;
    let mut said = format!("{} rows are written", table.rows);
    if !table.left_out.is_empty() {
        said.push_str("; records say more than the mapping has columns for:");
    }
    for (what, rows) in &table.left_out {
        let _ = write!(said, "\n  {what}  ({rows})");
    }
    Ok(said)
}
