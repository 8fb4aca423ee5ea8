//! `focus-group`: studies with focus groups, by the country's own operator.

use super::{Failure, say};
use crate::audit::command::Administration;
use crate::focus::load::load;
use crate::node::Node;
use clap::Subcommand;
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum FocusGroup {
    /// Takes in a study with its focus groups: all of them, or none and every fault.
    Load {
        /// The file (TOML), as in focus-groups.sample.toml.
        file: PathBuf,
    },
}

impl FocusGroup {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        let Self::Load { file } = self;
        let loading = async { Ok::<_, Failure>(load(node, &file).await?) };
        let study = node.audited(Administration::of("focus-group load"), loading).await?;
        say(&format!(
            "{} groups of {} are kept; themes are told to {}",
            study.groups.len(),
            study.study,
            study.audience.name()
        ))
    }
}
