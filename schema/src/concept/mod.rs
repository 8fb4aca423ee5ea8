//! Concepts that countries share: datasets, dimensions and the codelists they take their codes from.

mod codelist;
mod dataset;
mod dimension;
mod quantity;

pub(crate) use codelist::codes;
pub use codelist::{Code, Codelist, MISSING};
pub use dataset::Dataset;
pub use dimension::Dimension;
pub use quantity::{Quantity, quantities, quantity};
