//! How a dataset's figures are protected.

use crate::protect::privacy::{NanoRho, nano};
use schema::concept::Dataset;
use serde::Deserialize;

/// How a dataset's figures are protected.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE", tag = "name", deny_unknown_fields)]
pub enum Mechanism {
    /// Not at all: for totals that are public already.
    Exact,
    /// Differential privacy (zCDP).
    DifferentialPrivacy {
        /// What one release spends of the year's budget.
        #[serde(default = "rho")]
        rho: f64,
        /// Figures of fewer persons, after the noise, are withheld.
        #[serde(default = "threshold")]
        threshold: u32,
        /// The parts of rho for tables of one dimension (and the total), of two, and of three and more.
        #[serde(default = "shares")]
        shares: [f64; 3],
        /// Whether tables are made to agree with each other.
        #[serde(default = "consistent")]
        consistent: bool,
    },
    /// A threshold with secondary suppression.
    Threshold {
        /// Figures of fewer respondents are withheld.
        threshold: u32,
    },
    /// The cell-key method.
    CellKey {
        /// Figures of fewer respondents, after the noise, are withheld.
        threshold: u32,
    },
}

/// What a year of releases spends: whoever knows all else then guesses a fact of a person right less than 55 times in 100, also
/// in a small catalogue of seven dimensions, of whose tables more hold the fact than of twelve. At 0.09 the attacker of the
/// tests was right 55.6 times.
pub const YEARLY_RHO: f64 = 0.05;

/// Four releases a year.
const fn rho() -> f64 {
    YEARLY_RHO / 4.0
}

const fn threshold() -> u32 {
    10
}

const fn shares() -> [f64; 3] {
    [0.3, 0.4, 0.3]
}

const fn consistent() -> bool {
    true
}

impl Mechanism {
    /// What one release spends of the year's privacy budget, where there is one.
    pub fn spends(self) -> Option<NanoRho> {
        match self {
            Self::DifferentialPrivacy { rho, .. } => Some(nano(rho)),
            Self::Exact | Self::Threshold { .. } | Self::CellKey { .. } => None,
        }
    }

    /// The fewest respondents of a figure that is not withheld; none for totals that are public already.
    pub const fn threshold(self) -> u32 {
        match self {
            Self::Exact => 0,
            Self::DifferentialPrivacy { threshold, .. }
            | Self::Threshold { threshold }
            | Self::CellKey { threshold } => threshold,
        }
    }

    /// Where a rulebook names none: the cell-key method for surveys, nothing for published totals, differential privacy for
    /// all else.
    pub const fn default_of(dataset: Dataset) -> Self {
        match dataset {
            Dataset::Stock => Self::Exact,
            Dataset::Survey => Self::CellKey { threshold: threshold() },
            Dataset::Register | Dataset::Programme => Self::DifferentialPrivacy {
                rho: rho(),
                threshold: threshold(),
                shares: shares(),
                consistent: consistent(),
            },
        }
    }
}
