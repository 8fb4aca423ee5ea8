//! Concepts that countries share: datasets, dimensions and the codelists they take their codes from; and beside them the items
//! of questionnaires, which are a study's own.

mod axis;
mod codelist;
mod dataset;
mod dimension;
mod item;
mod quantity;
pub mod translated;

pub use axis::Axis;
pub(crate) use codelist::codes;
pub use codelist::{Code, Codelist, MISSING};
pub use dataset::Dataset;
pub use dimension::Dimension;
pub use item::{Choice, Item, QuestionId};
pub use quantity::{Quantity, quantities, quantity};
