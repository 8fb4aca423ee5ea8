//! Protection: from raw counts to the figures of a release. One mechanism a room, all behind one trait.

pub mod cell_key;
mod exact;
pub mod privacy;
pub mod threshold;
mod weighted;

use crate::release::{Absent, Table};
use crate::rulebook::Mechanism;
use crate::tally::Tally;
use privacy::{NanoRho, nano};
use schema::provenance::MechanismName;

/// A segment's tables, protected.
pub struct Protected {
    /// The tables, in the tally's order; cells that are withheld are left out.
    pub tables: Vec<Table>,
    /// What a cell that is left out can be.
    pub absent: Absent,
    /// How the figures were made, in words with the parameters.
    pub method: String,
    /// Persons in the segment, as they may be told.
    pub persons: f64,
    /// What it spent of the year's budget.
    pub spent: Option<NanoRho>,
    /// What is promised to each person, in plain words.
    pub bound: Option<String>,
}

/// Turns raw counts into figures that may be published.
pub trait Protect {
    /// The mechanism's name.
    fn name(&self) -> MechanismName;

    /// Protects the counts of one segment.
    fn protect(&self, tally: &Tally) -> Result<Protected, ProtectFault>;

    /// Persons of the data who are in no segment, as they may be told beside a segment's.
    fn outside(&self, _: &Tally, persons: u32) -> Result<f64, ProtectFault> {
        Ok(f64::from(persons))
    }
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
        Mechanism::Threshold { threshold } => Box::new(threshold::Threshold { threshold }),
        Mechanism::DifferentialPrivacy { rho, threshold, shares, consistent } => {
            Box::new(privacy::Privacy { budget: nano(rho), threshold, shares, consistent })
        }
    }
}
