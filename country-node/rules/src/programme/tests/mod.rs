//! What may be done in a programme, and what it comes to.

mod asks;
mod figures;
mod forms;
mod indicated;
mod laws;
mod listing;
mod persons;
mod policy;
mod pool;
mod progress;
mod same;
mod whole;
mod written;
mod year;
