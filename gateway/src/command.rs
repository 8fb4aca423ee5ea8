//! The gateway's command line.

use crate::registrar::command::Member;
use crate::{Config, citation, clock, random, sdl, start};
use clap::{Parser, Subcommand};
use door::key_file;
use door::tls::authority::request;
use door::tls::name;
use schema::member::Pin;
use schema::seal::PublicKey;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
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
    /// Makes the key that the gateway signs with, and prints its public half, which the registrar needs.
    Key {
        /// The key's file; one that is there is kept.
        #[arg(default_value = "gateway.key")]
        file: PathBuf,
    },
    /// Makes a new key for mutual TLS, and a request for a certificate in the gateway's name.
    Request {
        /// The gateway's name.
        #[arg(default_value = "hub")]
        name: String,
        /// Where the request (PKCS#10, PEM) is written.
        #[arg(long, default_value = "gateway.csr")]
        request: PathBuf,
        /// Where the key is written; a key that is there is replaced.
        #[arg(long, default_value = "gateway.tls.key")]
        key: PathBuf,
    },
    /// Keeps the membership document, as the federation's registrar.
    Member(Member),
    /// Checks a citation offline, and names what does not fit.
    Verify {
        /// The citation, as its address has it.
        file: PathBuf,
        /// The membership document.
        #[arg(long, default_value = "members.toml")]
        members: PathBuf,
        /// The public key of the federation's registrar.
        #[arg(long)]
        registrar: String,
    },
}

impl Command {
    /// Runs the command; what fails is told on standard error.
    pub async fn run(self) -> ExitCode {
        match self.act().await {
            Ok(code) => code,
            Err(failure) => {
                let _ = writeln!(std::io::stderr(), "gateway: {failure}");
                ExitCode::FAILURE
            }
        }
    }

    async fn act(self) -> Result<ExitCode, Box<dyn Error>> {
        match self.verb {
            Verb::Schema => std::io::stdout().write_all(sdl().as_bytes())?,
            Verb::Serve { config, until_input_closes } => {
                let running = start(Config::from_file(&config)?, clock::system(), random::system()?).await?;
                writeln!(std::io::stdout(), "http://{}/graphql", running.address)?;
                running.serve(stop(until_input_closes)).await?;
            }
            Verb::Key { file } => {
                writeln!(std::io::stdout(), "{}", key_file::make(&file, thirty_two()?)?.public().to_text())?;
            }
            Verb::Request { name, request: to, key } => {
                let made = request(&name::gateway(&name))?;
                key_file::write(&key, &made.key)?;
                std::fs::write(&to, made.public)?;
                writeln!(std::io::stdout(), "{} is for the registrar, {} stays here", to.display(), key.display())?;
            }
            Verb::Member(member) => member.run(thirty_two()?, clock::system()())?,
            Verb::Verify { file, members, registrar } => return verify(&file, &members, &registrar),
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Says what a citation holds, and what does not fit in it.
fn verify(file: &Path, members: &Path, registrar: &str) -> Result<ExitCode, Box<dyn Error>> {
    let (membership, _) = Pin::to(&PublicKey::from_text(registrar)?).accept(&std::fs::read_to_string(members)?)?;
    let (document, findings) = citation::verify::verify(&std::fs::read(file)?, &membership);
    let mut out = std::io::stdout();
    if let Some(document) = document {
        writeln!(out, "citation {}, asked by {} on {}", document.citation, document.asked_by, document.asked_at)?;
        let (answered, asked) = (document.answers.len(), document.countries.len());
        writeln!(out, "{answered} of {asked} countries answered: {}", document.releases().join(", "))?;
    }
    for finding in &findings {
        writeln!(out, "does not fit: {finding}")?;
    }
    if findings.is_empty() {
        writeln!(out, "every signature fits")?;
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}

fn thirty_two() -> Result<[u8; 32], getrandom::Error> {
    Ok(random::system()?())
}

async fn stop(until_input_closes: bool) {
    if until_input_closes {
        tokio::select! { () = door::serve::asked_to_stop() => {}, () = door::serve::input_closed() => {} }
    } else {
        door::serve::asked_to_stop().await;
    }
}
