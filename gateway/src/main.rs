//! The command `gateway`.

use clap::Parser;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    door::log::start();
    gateway::command::Command::parse().run().await
}
