//! Open totals, released as they are.

use super::{Protect, ProtectFault, Protected};
use crate::release::{Absent, ReleasedCell, Table};
use crate::tally::Tally;
use schema::provenance::MechanismName;

/// Releases totals as they are; a rulebook allows it for published totals only.
pub struct Exact;

impl Protect for Exact {
    fn name(&self) -> MechanismName {
        MechanismName::Exact
    }

    fn protect(&self, tally: &Tally) -> Result<Protected, ProtectFault> {
        let tables = tally.tables.iter().map(|raw| {
            let cells = raw.cells.iter().enumerate().filter(|(_, cell)| cell.weight > 0.0);
            Table::new(
                raw.dimensions.clone(),
                cells.filter_map(|(place, cell)| ReleasedCell::exact(place, cell.weight)).collect(),
            )
        });
        Ok(Protected {
            tables: tables.collect(),
            absent: Absent::Zero,
            method: "Published totals, released exactly; they carry no error of ours.".to_owned(),
            persons: tally.whole.weight,
            spent: None,
            bound: None,
        })
    }
}
