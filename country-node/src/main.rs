//! The command `country-node`.

use clap::Parser;
use country_node::command::Command;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    door::log::start();
    Command::parse().run().await
}
