//! What of a cell must stay unknown: its respondents, and the persons that they stand for where records have weights.

use crate::tally::Cell;

/// What of a cell must stay unknown, counted in whole parts so that all proofs are exact.
#[derive(Clone, Copy)]
pub(super) enum Aspect {
    /// Respondents.
    Respondents,
    /// Persons that respondents stand for, in thousandths of the mean weight.
    Persons {
        /// Persons that a respondent stands for in the mean.
        mean_weight: f64,
    },
}

/// Parts of a mean weight.
const PARTS: u32 = 1000;

impl Aspect {
    /// The aspects of a release: of records without weights both are the same.
    pub(super) fn of(whole: &Cell) -> Vec<Self> {
        if whole.is_unweighted() {
            return vec![Self::Respondents];
        }
        vec![Self::Respondents, Self::Persons { mean_weight: whole.weight / f64::from(whole.records) }]
    }

    /// What of it a cell has, rounded down: what is not there cannot be taken away.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a sum of weights in thousandths of their mean is far under 2^53"
    )]
    pub(super) fn in_cell(self, cell: &Cell) -> i64 {
        match self {
            Self::Respondents => i64::from(cell.records),
            Self::Persons { mean_weight } => (f64::from(PARTS) * cell.weight / mean_weight).floor() as i64,
        }
    }

    /// How wide the span must be within which a withheld cell can lie, for all that is published.
    pub(super) fn width(self, threshold: u32) -> i64 {
        match self {
            Self::Respondents => i64::from(threshold),
            Self::Persons { .. } => i64::from(PARTS) * i64::from(threshold),
        }
    }
}
