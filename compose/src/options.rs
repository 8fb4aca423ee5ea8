//! What the command is told.

use clap::Parser;
use schema::country::CountryCode;
use std::path::PathBuf;

/// Starts a gateway and country nodes on this machine, with real data, until Ctrl-C.
#[derive(Parser, Clone, Debug)]
#[command(name = "compose", version)]
pub struct Options {
    /// The countries, such as `GHA,COL`; left out: all eight.
    #[arg(long, value_delimiter = ',')]
    pub countries: Vec<CountryCode>,
    /// The gateway's port; the nodes take the ports after it. 0: any that are free.
    #[arg(long, default_value_t = 4700)]
    pub port: u16,
    /// Where the state lies.
    #[arg(long, default_value = ".federation")]
    pub state: PathBuf,
    /// Begin anew: the former state is removed.
    #[arg(long)]
    pub fresh: bool,
    /// Gateway and nodes speak without mutual TLS, as they may on one machine: to see what is said, or what TLS costs.
    #[arg(long)]
    pub without_tls: bool,
}
