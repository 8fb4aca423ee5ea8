//! `status`: what is loaded and what is released.

use super::{Failure, say};
use crate::node::Node;
use crate::store::{release, wave};
use sea_orm::{EntityTrait, QueryOrder};

pub async fn run(node: &Node) -> Result<(), Failure> {
    say(&format!("{} in {}", node.config.country, node.folder.display()))?;
    let waves = wave::Entity::find().order_by_asc(wave::Column::Dataset).order_by_asc(wave::Column::ReferencePeriod);
    for wave in waves.all(&node.store).await? {
        say(&format!("loaded    {} {}", wave.dataset, wave.reference_period))?;
    }
    let releases = release::Entity::find().order_by_asc(release::Column::Id).all(&node.store).await?;
    for release in &releases {
        say(&format!("released  {}", release.id))?;
    }
    if releases.is_empty() {
        say("nothing is released yet: `country-node release` cuts a release")?;
    }
    Ok(())
}
