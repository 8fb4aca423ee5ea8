//! The desk of the country's own officers: GraphQL over what is about persons and never leaves the country. No gateway stands between:
//! an officer asks the node itself, with a token of the country's.
//!
//! - [`officer`]: who may ask.
//! - [`graphql`]: its schema; `asked`: doing something for an officer, as the log tells it.
//! - `work`: a programme's records, read and changed; `tables`: many at once; `matching`: whom matching proposes; `said`: what is told of them.
//!   `telling`: what others than officers are told by. `campaigns`: letters; `letters`: what is told of them.
//! - [`serving`]: its port.

mod asked;
mod campaigns;
pub mod graphql;
mod letters;
mod matching;
pub mod officer;
mod said;
pub mod serving;
mod tables;
mod telling;
mod work;
