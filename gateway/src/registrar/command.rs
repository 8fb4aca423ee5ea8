//! `gateway member ...`: what the registrar types.

use super::folder::{Registrar, RegistrarFault};
use clap::{Args, Subcommand};
use door::tls::identity::fingerprint;
use schema::member::{Gateway, MemberCode};
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

/// Keeps the federation's membership document, in the registrar's folder.
#[derive(Args, Debug)]
pub struct Member {
    /// The registrar's folder.
    #[arg(long, default_value = ".")]
    dir: PathBuf,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Begins a federation: the registrar's key, an authority for certificates, and a document of nobody.
    Begin,
    /// Enters a member by its application, or changes its entry; writes the certificate of its node.
    Add {
        /// The application, as `country-node join` writes it.
        application: PathBuf,
        /// Where the certificate is written.
        #[arg(long)]
        certificate: Option<PathBuf>,
    },
    /// Strikes a member out.
    Remove {
        /// Its code.
        member: MemberCode,
    },
    /// Enters a gateway, or changes its keys; writes its certificate.
    Gateway {
        /// Its name.
        name: String,
        /// Its public keys, as `gateway key` prints them; two while it changes from one to the next.
        #[arg(long = "key", required = true)]
        keys: Vec<String>,
        /// Its request for a certificate, as `gateway request` writes it.
        #[arg(long)]
        request: PathBuf,
        /// Where the certificate is written.
        #[arg(long)]
        certificate: PathBuf,
    },
    /// Revokes a certificate.
    Revoke {
        /// The certificate (PEM).
        certificate: PathBuf,
    },
    /// Hands the registrar's signing over to a new key.
    HandOver,
    /// Prints the registrar's public key, for every service's configuration.
    Key,
}

impl Member {
    /// Runs the command. `random` is 32 random bytes, `now` is in seconds since 1970.
    pub fn run(self, random: [u8; 32], now: i64) -> Result<(), Box<dyn Error>> {
        let mut out = std::io::stdout();
        let read =
            |path: &PathBuf| std::fs::read_to_string(path).map_err(|error| RegistrarFault::File(path.clone(), error));
        let write = |path: &PathBuf, text: &str| {
            std::fs::write(path, text).map_err(|error| RegistrarFault::File(path.clone(), error))
        };
        let mut registrar = match self.verb {
            Verb::Begin => Registrar::begin(&self.dir, random, now)?,
            _ => Registrar::open(&self.dir)?,
        };
        match self.verb {
            Verb::Begin | Verb::Key => return Ok(writeln!(out, "{}", registrar.public())?),
            Verb::Add { application, certificate } => {
                let signed = registrar.admit(&read(&application)?, now)?;
                if let Some(signed) = signed {
                    let path = certificate.unwrap_or_else(|| application.with_extension("crt"));
                    write(&path, &signed)?;
                    writeln!(out, "the certificate is in {}", path.display())?;
                }
            }
            Verb::Remove { member } => drop(registrar.remove(member, now)?),
            Verb::Gateway { name, keys, request, certificate } => {
                let signed = registrar.admit_gateway(Gateway { name, keys }, &read(&request)?, now)?;
                write(&certificate, &signed)?;
                writeln!(out, "the certificate is in {}", certificate.display())?;
            }
            Verb::Revoke { certificate } => {
                let shown = fingerprint(&certificate).ok_or(RegistrarFault::NoCertificate(certificate))?;
                registrar.revoke(shown, now)?;
            }
            Verb::HandOver => {
                registrar.hand_over(random, now)?;
                writeln!(out, "the new key is {}", registrar.public())?;
            }
        }
        Ok(writeln!(out, "version {} of members.toml is written", registrar.document.version)?)
    }
}
