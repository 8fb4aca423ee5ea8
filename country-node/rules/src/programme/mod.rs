//! What is done in a programme of skills transfer, step by step: needs of host institutions, candidates, who is matched with what,
//! placements, what is paid, reintegration, and what is measured.
//!
//! What this room decides: what a record of each kind must say, in which state what may be done to it, and what one record asks of
//! others. What it must not know: where records are kept, and who a candidate is.
//!
//! The words are in `schema::programme`.
//!
//! - [`moves`]: in which state what may be done, one table.
//! - [`content`]: what a record says, by its kind: [`need`], [`candidate`], [`matched`], [`placement`], [`compensation`],
//!   [`reintegration`], [`indicator`], [`observation`]; [`coded`], [`day`]: how codes and days are written in it.
//! - [`event`], [`record`], [`book`]: a record from its events, and all records of a programme; [`judge`]: whether an event may be
//!   the next, `measures`: whether values stay what was measured, [`known`]: what it is held against beside the records; [`fault`]: why not.
//! - [`listing`]: which records are listed, and in which order.
//! - [`pool`]: needs and candidates as matching sees them; [`progress`]: who is among those who come how far.
//! - [`totals`]: money and days, exactly; [`derived`]: the programme's figures; [`measured`]: its indicators; [`report`]: all of it for
//!   those who pay.
//! - [`year`]: what each person did in a year, from which a release is cut.

pub mod book;
pub mod candidate;
pub mod coded;
pub mod compensation;
pub mod content;
pub mod day;
pub mod derived;
pub mod event;
pub mod fault;
pub mod indicator;
pub mod judge;
pub mod known;
pub mod listing;
pub mod matched;
pub mod measured;
mod measures;
pub mod moves;
pub mod need;
pub mod observation;
pub mod placement;
pub mod pool;
pub mod progress;
pub mod record;
pub mod reintegration;
pub mod report;
pub mod totals;
pub mod year;

#[cfg(test)]
mod tests;
