//! Whether a node knows an id at all, so that a slip of the pen opens nothing and tells nobody that something was recorded.

use crate::consent::history;
use crate::release::data::{Data, DataFault};
use crate::store::contact;
use node_rules::record_key::Pseudonym;
use sea_orm::{DatabaseConnection, EntityTrait};

/// Whether anything is held of a person: a record, how the person is reached, or what the person said of consent.
pub async fn is_known(store: &DatabaseConnection, person: &Pseudonym) -> Result<bool, DataFault> {
    let is_reached = contact::Entity::find_by_id(person.0.to_vec()).one(store).await?.is_some();
    Ok(is_reached || !history::of(store, person).await?.is_empty() || !Data::of_person(store, person).await?.is_empty())
}
