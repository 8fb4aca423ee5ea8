//! How a dataset's figures are protected.

use serde::Deserialize;

/// How a dataset's figures are protected.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE", tag = "name", deny_unknown_fields)]
pub enum Mechanism {
    /// Not at all: for totals that are public already.
    Exact,
    /// The cell-key method.
    CellKey {
        /// Figures of fewer respondents, after the noise, are withheld.
        threshold: u32,
    },
}
