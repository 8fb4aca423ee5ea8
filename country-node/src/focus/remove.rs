//! A study with its groups out of the store, such as one that was loaded by mistake. Nothing of it is kept.

use super::find::{NoStudy, find};
use crate::store;
use crate::store::focus_study::Entity;
use node_rules::focus::study::Study;
use sea_orm::{DatabaseConnection, EntityTrait};

/// Removes a study and gives it back.
pub async fn remove(store: &DatabaseConnection, id: &str) -> Result<Study, NoStudy> {
    let transaction = store::begin(store).await?;
    let (study, _) = find(&transaction, id).await?;
    Entity::delete_by_id(id.to_owned()).exec(&transaction).await?;
    transaction.commit().await?;
    Ok(study)
}
