//! `status`: what is loaded and what is released.

use super::{Failure, say};
use crate::node::Node;
use crate::state::State;

pub async fn run(node: &Node) -> Result<(), Failure> {
    say(&format!("{} in {}", node.config.country, node.folder.display()))?;
    let state = State::of(&node.store).await?;
    for (dataset, period) in &state.waves {
        say(&format!("loaded    {dataset} {period}"))?;
    }
    for (release, _) in &state.releases {
        say(&format!("released  {release}"))?;
    }
    if state.releases.is_empty() {
        say("nothing is released yet: `country-node release` cuts a release")?;
    }
    Ok(())
}
