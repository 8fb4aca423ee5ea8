//! The attacker: it knows the people, the method and the code, asks a real node over its public API, and says what it found.
//!
//! - [`population`], [`table`]: synthetic persons with a secret bit, and the tables they stand in; [`files`]: as files.
//! - [`mechanism`], [`node`]: the node under attack, as its administrator runs it.
//! - [`questions`], [`views`]: what is asked, and what colluding callers put together of the answers.
//! - [`law`], [`counts`], [`likelihood`], [`least_squares`]: what follows from an answer for one who knows all else, or less.
//! - [`world`]: a population and all that its node said in a year.
//! - [`control`]: every attack first wins where nothing protects.
//! - [`run`], [`plan`], [`score`]: all attacks in a row, how much each does, and what is said of it.
//!
//! One attack a file: [`repeats`], [`differencing`], [`tracker`], [`averaging`], [`reconstruction`], [`withdrawal`],
//! [`scrape`], [`refusals`], [`oracle`], [`means`], [`suppression`], [`timing`].

pub mod averaging;
pub mod control;
pub mod counts;
pub mod differencing;
pub mod files;
pub mod law;
pub mod least_squares;
pub mod likelihood;
pub mod means;
pub mod mechanism;
pub mod node;
pub mod oracle;
pub mod plan;
pub mod population;
pub mod questions;
pub mod reconstruction;
pub mod refusals;
pub mod repeats;
pub mod run;
pub mod score;
pub mod scrape;
pub mod suppression;
pub mod table;
pub mod timing;
pub mod tracker;
pub mod views;
pub mod withdrawal;
pub mod world;
