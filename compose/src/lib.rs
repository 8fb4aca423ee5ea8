//! One command for a whole federation on one machine.
//!
//! - [`options`]: what the command is told.
//! - [`place`]: where its state lies.
//! - [`country`]: the demonstration's countries, read from `compose/countries`.
//! - [`keys`], [`users`]: members' keys, and tokens of demonstration users; [`certificates`]: who is who on the wire.
//! - [`consents`]: consents drawn at random, because the real records carry none.
//! - [`programme`]: a year of a programme of skills transfer, made up.
//! - [`load`]: a country's files into its node; [`work`]: the year of its programme.
//! - [`settle`]: the documents that services and scripts read.
//! - [`agreements`]: what the members let each other ask.
//! - [`children`]: the services as processes of their own.
//! - [`federation`]: all of it in order.
//!
//! What it must not know: what a node or the gateway decides. It uses them as their operators do.

pub mod agreements;
pub mod certificates;
pub mod children;
pub mod consents;
pub mod country;
pub mod fault;
pub mod federation;
pub mod keys;
pub mod load;
pub mod options;
pub mod place;
pub mod programme;
pub mod settle;
pub mod users;
pub mod work;

use clap::Parser;
use std::process::ExitCode;

/// The command. Told to be a service, it is that service: the federation's processes are this one program.
pub async fn run() -> ExitCode {
    door::log::start();
    let mut words = std::env::args_os().skip(1).peekable();
    match words.peek().and_then(|word| word.to_str()) {
        Some("country-node") => country_node::command::Command::parse_from(words).run().await,
        Some("gateway") => gateway::command::Command::parse_from(words).run().await,
        _ => federation::run(options::Options::parse()).await,
    }
}
