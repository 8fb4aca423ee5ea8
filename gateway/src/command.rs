//! The gateway's command line.

use crate::{Config, clock, sdl, start};
use clap::{Parser, Subcommand};
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Asks all country nodes, puts their answers side by side and together.
#[derive(Parser, Debug)]
#[command(name = "gateway", version)]
pub struct Command {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Runs the gateway until it is asked to stop; it says its address when it listens.
    Serve {
        /// The configuration file.
        #[arg(long)]
        config: PathBuf,
        /// Stop too when standard input closes, as it does when the parent process is gone.
        #[arg(long)]
        until_input_closes: bool,
    },
    /// Prints the GraphQL schema.
    Schema,
}

impl Command {
    /// Runs the command; what fails is told on standard error.
    pub async fn run(self) -> ExitCode {
        match self.act().await {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                let _ = writeln!(std::io::stderr(), "gateway: {failure}");
                ExitCode::FAILURE
            }
        }
    }

    async fn act(self) -> Result<(), Box<dyn Error>> {
        match self.verb {
            Verb::Schema => std::io::stdout().write_all(sdl().as_bytes())?,
            Verb::Serve { config, until_input_closes } => {
                let running = start(Config::from_file(&config)?, clock::system()).await?;
                writeln!(std::io::stdout(), "http://{}/graphql", running.address)?;
                running.serve(stop(until_input_closes)).await?;
            }
        }
        Ok(())
    }
}

async fn stop(until_input_closes: bool) {
    if until_input_closes {
        tokio::select! { () = door::serve::asked_to_stop() => {}, () = door::serve::input_closed() => {} }
    } else {
        door::serve::asked_to_stop().await;
    }
}
