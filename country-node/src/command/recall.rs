//! `recall`.

use super::{Failure, say};
use crate::audit::command::Administration;
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
        let written = Administration::of("recall").with("release", &self.release).switch("withhold", self.withhold);
        let recalling = async { Ok::<_, Failure>(recall(node, &self.release, &self.reason, instead).await?) };
        let next = node.audited(written, recalling).await?;
        say(&format!("{} is recalled", self.release))?;
        match next {
            Some(next) => say(&format!("{next} is published in its place")),
            None => say("nothing is published in its place until a release is cut"),
        }
    }
}
