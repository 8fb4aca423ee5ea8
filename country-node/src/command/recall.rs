//! `recall`.

use super::{Failure, say};
use crate::node::Node;
use crate::release::recall::{Instead, recall};
use clap::Args;

#[derive(Args, Debug)]
pub struct Recall {
    /// The release, such as `GHA-REGISTER-2024-1`.
    release: String,
    /// Why; it is kept.
    #[arg(long)]
    reason: String,
    /// Put nothing in its place: the period is not published until a release of it is cut.
    #[arg(long)]
    withhold: bool,
}

impl Recall {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        let instead = if self.withhold { Instead::Nothing } else { Instead::Next };
        let next = recall(node, &self.release, &self.reason, instead).await?;
        say(&format!("{} is recalled", self.release))?;
        match next {
            Some(next) => say(&format!("{next} is published in its place")),
            None => say("nothing is published in its place until a release is cut"),
        }
    }
}
