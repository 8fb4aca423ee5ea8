//! Protection: from raw counts to the figures of a release. One mechanism a room, all behind one trait.

pub mod cell_key;
mod exact;

use crate::release::{Absent, Table};
use crate::rulebook::Mechanism;
use crate::tally::Tally;
use schema::provenance::MechanismName;

/// A segment's tables, protected.
pub struct Protected {
    /// The tables, in the tally's order; cells that are withheld are left out.
    pub tables: Vec<Table>,
    /// What a cell that is left out can be.
    pub absent: Absent,
    /// How the figures were made, in words with the parameters.
    pub method: String,
}

/// Turns raw counts into figures that may be published.
pub trait Protect {
    /// The mechanism's name.
    fn name(&self) -> MechanismName;

    /// Protects the counts of one segment.
    fn protect(&self, tally: &Tally) -> Result<Protected, ProtectFault>;
}

/// Why counts could not be protected: nothing is released.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the counts could not be protected: {0}")]
pub struct ProtectFault(pub String);

/// The mechanism that a rulebook names.
pub fn mechanism(named: Mechanism) -> Box<dyn Protect + Send + Sync> {
    match named {
        Mechanism::Exact => Box::new(exact::Exact),
        Mechanism::CellKey { threshold } => Box::new(cell_key::CellKey::new(threshold)),
    }
}
