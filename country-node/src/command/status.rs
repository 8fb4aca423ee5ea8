//! `status`: what is loaded, what is released and by when it is replaced, what was recalled.

use super::{Failure, say};
use crate::node::Node;
use crate::release::due::Standing;
use crate::release::shelf::Shelf;
use crate::state::State;
use crate::store::recall;
use node_rules::clock::Seconds;
use sea_orm::{EntityTrait, QueryOrder};

pub async fn run(node: &Node) -> Result<(), Failure> {
    say(&format!("{} in {}", node.config.country, node.folder.display()))?;
    let state = State::of(&node.store).await?;
    for (dataset, study, period) in &state.waves {
        let study = if study.is_empty() { String::new() } else { format!(" {study}") };
        say(&format!("loaded    {dataset}{study} {period}"))?;
        for source in state.sources.iter().filter(|source| (&source.0, &source.1) == (dataset, period)) {
            say(&format!("          from {}", source.2))?;
        }
    }
    for (release, ..) in &state.releases {
        say(&format!("released  {release}"))?;
    }
    if state.releases.is_empty() {
        say("nothing is released yet: `country-node release` cuts a release")?;
    }
    for recalled in recall::Entity::find().order_by_asc(recall::Column::At).all(&node.store).await? {
        say(&format!("recalled  {}  {}: {}", recalled.release_id, day(recalled.at), recalled.reason))?;
    }
    let shelf = Shelf::new(node.store.clone(), node.signing.public());
    for standing in Standing::all(&node.rulebook, &shelf).await? {
        let overdue = if (node.clock)() > standing.due_by() { "  overdue: serve, or `release --due`" } else { "" };
        let study = standing.study().map(|study| format!(" {study}")).unwrap_or_default();
        say(&format!("next      {}{study} by {}{overdue}", standing.dataset, day(standing.due_by())))?;
    }
    Ok(())
}

fn day(at: Seconds) -> String {
    chrono::DateTime::from_timestamp(at, 0).map_or_else(String::new, |at| at.format("%Y-%m-%d").to_string())
}
