//! `focus-group`: studies with focus groups, by the country's own officers.

use super::{Failure, say};
use crate::audit::command::Administration;
use crate::focus::find::find;
use crate::focus::load::load;
use crate::focus::remove::remove;
use crate::focus::show::{list, shown, told_to};
use crate::node::Node;
use clap::Subcommand;
use node_rules::focus::told::{is_told, too_few};
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum FocusGroup {
    /// Takes in a study with its focus groups: all of them, or none and every fault.
    Load {
        /// The file (TOML), as in focus-groups.sample.toml.
        file: PathBuf,
    },
    /// Lists the studies, with how many groups each has and whom its themes are told to.
    List,
    /// Shows a study: each group's composition in bands, its themes, and the approved summary.
    Show {
        /// The study's id, as it is listed.
        study: String,
    },
    /// Removes a study with its groups, such as one that was loaded by mistake.
    Remove {
        /// The study's id, as it is listed.
        study: String,
    },
}

impl FocusGroup {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        // Which study is written down; what stands in it is not.
        let written = match &self {
            Self::Load { .. } => Administration::of("focus-group load"),
            Self::List => Administration::of("focus-group list"),
            Self::Show { study } => Administration::of("focus-group show").with("study", study),
            Self::Remove { study } => Administration::of("focus-group remove").with("study", study),
        };
        let done = node.audited(written, self.act(node)).await?;
        say(&done)
    }

    /// Does it, and gives back what is said once that is written down.
    async fn act(self, node: &Node) -> Result<String, Failure> {
        match self {
            Self::Load { file } => {
                let study = load(node, &file).await?;
                let kept = format!("{} groups of {} are kept; {}", study.groups.len(), study.study, told_to(&study));
                Ok(if is_told(&study) { kept } else { format!("{kept}. {}", too_few()) })
            }
            Self::List => {
                let lines = list(&node.store).await?;
                let nothing =
                    "there are no focus groups: `country-node focus-group load FILE` takes a study in".to_owned();
                Ok(if lines.is_empty() { nothing } else { lines.join("\n") })
            }
            Self::Show { study } => {
                let (study, loaded_at) = find(&node.store, &study).await?;
                Ok(shown(&study, loaded_at))
            }
            Self::Remove { study } => {
                let study = remove(&node.store, &study).await?;
                Ok(format!(
                    "{} is removed with its {} groups; what was told of it before stays told",
                    study.study,
                    study.groups.len()
                ))
            }
        }
    }
}
