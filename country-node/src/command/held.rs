//! `person`: everything held of one person, handed out or erased, by the country's own operator.

use super::person::Whose;
use super::{Failure, say, system_random};
use crate::audit::command::Administration;
use crate::contact::keep::Means;
use crate::contact::vault::VARIABLE;
use crate::intake::consents::{name, named};
use crate::node::Node;
use crate::person::erase::{Reason, Under, erase};
use crate::person::{erased, export};
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::{Path, PathBuf};

const REASONS: &str = "NOT_NEEDED, ASKED, OBJECTED, UNLAWFUL or LAW";

#[derive(Subcommand, Debug)]
pub enum Person {
    /// Writes everything held of a person, for the person: JSON, each code with what it means.
    Export(Export),
    /// Erases a person: records of every period, contact, links. Consents stay as evidence, withdrawn; releases stay too.
    Erase(Erase),
    /// Lets files bring a person in again who was erased and signed up anew.
    Readmit(Whose),
}

#[derive(Args, Debug)]
pub struct Export {
    #[command(flatten)]
    whose: Whose,
    /// A file that only its owner reads; left out: standard output.
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Erase {
    #[command(flatten)]
    whose: Whose,
    #[arg(long, help = format!("{REASONS}, after Article 17 of the GDPR"), value_parser = reason)]
    reason: Reason,
}

impl Person {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        // That it was done and why is written down; to whom, is not.
        let written = match &self {
            Self::Export(_) => Administration::of("person export"),
            Self::Erase(erase) => Administration::of("person erase").with("reason", name(erase.reason)),
            Self::Readmit(_) => Administration::of("person readmit"),
        };
        let done = node.audited(written, self.act(node)).await?;
        say(&done)
    }

    /// Does it, and gives back what is said once that is written down.
    async fn act(self, node: &Node) -> Result<String, Failure> {
        match self {
            Self::Export(Export { whose, out }) => {
                let (environment, mut random) = (std::env::var(VARIABLE).ok(), system_random()?);
                let means = &mut Means { environment: environment.as_deref(), random: &mut random };
                let held = export::of_person(node, &whose.pseudonym(node)?, means).await?;
                let text = serde_json::to_string_pretty(&held)?;
                match out {
                    None => Ok(text),
                    Some(path) => {
                        write(&path, text.as_bytes()).map_err(|error| format!("{}: {error}", path.display()))?;
                        Ok(format!("{} is written", path.display()))
                    }
                }
            }
            Self::Erase(Erase { whose, .. }) => {
                let ids = erase(node, &whose.pseudonym(node)?, Under::EveryId, None).await?;
                let under = if ids > 1 { format!(", under {ids} ids that are judged the same") } else { String::new() };
                Ok(format!("the person is erased{under}; what was published stays, for nobody can be taken out of it"))
            }
            Self::Readmit(whose) => {
                if erased::readmit(&node.store, &whose.pseudonym(node)?).await? {
                    Ok("files bring the person in again from now on".to_owned())
                } else {
                    Err("this person was not erased".into())
                }
            }
        }
    }
}

/// Writes what only its owner reads: it tells of a person.
pub(super) fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}

fn reason(name: &str) -> Result<Reason, String> {
    named(name).ok_or_else(|| REASONS.to_owned())
}
