//! Why a federation does not start.

use std::path::PathBuf;

/// Why a federation does not start. Each says what to do next where that is known.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A file does not read or write.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// A country that the demonstration has no data for.
    #[error("there is no data for {0}; there is for {1}")]
    UnknownCountry(String, String),
    /// The folder is not a federation's.
    #[error("{0} holds something else than a federation; it is not removed. Name another folder with --state")]
    NotOurs(PathBuf),
    /// Another federation runs there.
    #[error("a federation runs in {0} already. Stop it, or name another folder with --state")]
    InUse(PathBuf),
    /// A key file does not serve.
    #[error("{0}; remove it, or begin anew with --fresh")]
    Key(door::key_file::KeyFault),
    /// A token could not be issued.
    #[error("a token for {0}: {1}")]
    Token(String, schema::token::TokenFault),
    /// Something failed at a country's node.
    #[error("{0}: {1}")]
    Node(String, Box<dyn std::error::Error + Send + Sync>),
    /// A service ended before it was ready.
    #[error("{0} did not start; its own words stand above. A port in use? --port names another")]
    DidNotStart(String),
    /// The nodes' ports would lie beyond the last.
    #[error("the nodes take the ports after {0}, and there are not enough; --port names another")]
    PortTooHigh(u16),
    /// A service without which nothing works ended.
    #[error("{0} has ended; its own words stand above")]
    Ended(String),
    /// A document could not be written.
    #[error("a document of the federation: {0}")]
    Document(String),
}

impl Fault {
    /// A failure at a path.
    pub fn at(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        |error| Self::File(path, error)
    }

    /// A failure at a country's node.
    pub fn node<E: Into<Box<dyn std::error::Error + Send + Sync>>>(country: impl ToString) -> impl FnOnce(E) -> Self {
        let country = country.to_string();
        |error| Self::Node(country, error.into())
    }
}
