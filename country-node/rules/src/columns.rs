//! Records column by column: what counting reads.

use crate::consent::Segment;
use schema::concept::Axis;

/// One dimension of all records.
pub struct Column {
    /// Which dimension.
    pub dimension: Axis,
    /// The codes that a record can have, in the codelist's order.
    pub domain: Vec<String>,
    /// For each record the place of its code in `domain`.
    pub places: Vec<u16>,
}

/// Records of persons, column by column. All columns are of one length.
pub struct Columns {
    /// The dimensions.
    pub dimensions: Vec<Column>,
    /// Each record's weight: the persons that it stands for.
    pub weights: Vec<f64>,
    /// Each record's key.
    pub keys: Vec<u64>,
    /// Each record's segment, as a place in `segments`; `None` is counted nowhere.
    pub segment: Vec<Option<u16>>,
    /// The segments.
    pub segments: Vec<Segment>,
    /// What is added up.
    pub quantities: Vec<Quantity>,
}

/// A quantity of all records.
pub struct Quantity {
    /// Which quantity.
    pub of: String,
    /// Each record's value; not a number where there is none.
    pub values: Vec<f64>,
}

/// Totals that are public already: one row a combination of codes.
pub struct Totals {
    /// The dimensions; `places` go with the rows.
    pub dimensions: Vec<Column>,
    /// Persons of each row.
    pub persons: Vec<u64>,
}

impl std::fmt::Debug for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Columns").field("dimensions", &self.dimensions.len()).finish_non_exhaustive()
    }
}
