//! `study`: the country's studies, as their owners describe them, and a first mapping of their forms.

use super::draft::Draft;
use super::{Failure, say};
use crate::audit::command::Administration;
use crate::node::Node;
use crate::study;
use clap::Subcommand;
use node_rules::clock::Clock;
use std::path::{Path, PathBuf};

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Takes a study's document in (TOML, as in study.sample.toml), or a later one with more waves.
    Add {
        /// The file.
        file: PathBuf,
    },
    /// Lists the studies and their waves.
    List,
    /// Prints a first mapping of a questionnaire, to be checked by a person.
    Draft(Draft),
}

impl Command {
    pub async fn run(self, folder: &Path, clock: Clock) -> Result<(), Failure> {
        match self {
            // By whoever makes the questionnaire, who need not have the node.
            Self::Draft(draft) => draft.run(),
            Self::Add { file } => {
                let node = Node::open(folder, clock).await?;
                let text = std::fs::read_to_string(&file)?;
                let study = node_rules::study::Study::from_toml(&text)
                    .map_err(|fault| format!("{}:\n{fault}", file.display()))?;
                let written = Administration::of("study add").with("study", study.id.as_str());
                node.audited(written, async { Ok::<_, Failure>(study::add(&node.store, &study).await?) }).await?;
                say(&format!("{} is taken in, with the waves {}", study.id, study.periods().join(", ")))
            }
            Self::List => {
                let node = Node::open(folder, clock).await?;
                let studies = study::all(&node.store).await?;
                if studies.is_empty() {
                    say("there are no studies: `country-node study add FILE` takes one in")?;
                }
                studies.iter().try_for_each(|study| {
                    say(&format!("{}  {}  {}", study.id, study.periods().join(", "), study.title))
                })
            }
        }
    }
}
