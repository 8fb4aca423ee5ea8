//! Contacts in the store: written, opened for a purpose or for the person, erased, and sealed anew with another key.

use super::Contact;
use super::vault::{self, Vault, VaultFault};
use crate::consent::history;
use crate::node::Node;
use crate::person::{digests, erased};
use crate::store;
use crate::store::contact::{ActiveModel, Column, Entity, Model};
use node_rules::consent::may::MayNot;
use node_rules::consent::{Event, may_jointly};
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Rows that are sealed anew at once.
const PAGE: u64 = 500;

/// Why nothing was written or opened.
#[derive(Debug, thiserror::Error)]
pub enum ContactFault {
    /// The keys do not serve.
    #[error(transparent)]
    Vault(#[from] VaultFault),
    /// The person does not agree to it.
    #[error("{0}: the contact stays sealed")]
    MayNot(#[from] MayNot),
    /// Nothing is kept of the person.
    #[error("no contact of this person is kept")]
    None,
    /// The store failed.
    #[error("contacts: {0}")]
    Store(#[from] DbErr),
}

/// What opening and sealing need beside a node.
pub struct Means<'a> {
    /// The keys that the environment names, where it does.
    pub environment: Option<&'a str>,
    /// Makes keys and nonces.
    pub random: &'a mut (dyn FnMut(&mut [u8; 32]) + Send),
}

impl Means<'_> {
    fn bytes(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        (self.random)(&mut bytes);
        bytes
    }

    fn nonce(&mut self) -> [u8; 24] {
        self.bytes().first_chunk().copied().unwrap_or_default()
    }

    fn vault(&mut self, node: &Node) -> Result<Vault, VaultFault> {
        let random = self.bytes();
        Vault::open(&node.folder, self.environment, random)
    }
}

/// Writes contacts, all or none, each in the place of the person's former one, and says how many. Those of persons who were
/// erased are left out.
pub async fn write(
    node: &Node,
    contacts: Vec<(Pseudonym, Contact)>,
    means: &mut Means<'_>,
) -> Result<usize, ContactFault> {
    let transaction = store::begin(&node.store).await?;
    // Read while nobody else writes: a key that is being given up seals nothing any more.
    let (vault, erased) = (means.vault(node)?, erased::all(&transaction).await?);
    let mut kept = 0;
    for (person, contact) in contacts.into_iter().filter(|(person, _)| !erased.contains(person.0.as_slice())) {
        kept += 1;
        let sealed = vault.seal(&person, &contact, means.nonce())?;
        put(&transaction, &person.0, sealed, (node.clock)()).await?;
        digests::write(&transaction, &person, digests::of(&contact, &node.keys)).await?;
    }
    transaction.commit().await?;
    Ok(kept)
}

/// Opens a person's contact for a purpose, where the person's consent of this moment reaches it.
pub async fn open_for(
    node: &Node,
    person: &Pseudonym,
    (purpose, audience): (ConsentPurpose, Audience),
    means: &mut Means<'_>,
) -> Result<Contact, ContactFault> {
    let histories = history::joint(&node.store, person).await?;
    let histories: Vec<&[Event]> = histories.iter().map(Vec::as_slice).collect();
    may_jointly(&histories, purpose, audience, (node.clock)())?;
    // The day of birth tells namesakes apart, and reaches nobody.
    Ok(Contact { born: None, ..open(node, person, means).await? })
}

/// Opens a person's contact for the person, who asks what is kept.
pub async fn open(node: &Node, person: &Pseudonym, means: &mut Means<'_>) -> Result<Contact, ContactFault> {
    let row = Entity::find_by_id(person.0.to_vec()).one(&node.store).await?.ok_or(ContactFault::None)?;
    Ok(means.vault(node)?.unseal(person, &row.sealed)?)
}

/// Erases a person's contact.
pub async fn erase(node: &Node, person: &Pseudonym) -> Result<(), ContactFault> {
    let transaction = store::begin(&node.store).await?;
    let erased = Entity::delete_by_id(person.0.to_vec()).exec(&transaction).await?;
    digests::erase(&transaction, person).await?;
    transaction.commit().await?;
    if erased.rows_affected == 0 { Err(ContactFault::None) } else { Ok(()) }
}

/// Seals every contact anew with a new key, or with the first that the environment names, and says how many. One that is cut
/// off leaves both keys where they are, and every contact opens with one of them.
pub async fn rotate(node: &Node, means: &mut Means<'_>) -> Result<u64, ContactFault> {
    let transaction = store::begin(&node.store).await?;
    means.vault(node)?;
    if means.environment.is_none() {
        vault::begin(&node.folder, means.bytes())?;
    }
    let vault = means.vault(node)?;
    let (mut count, mut after): (u64, Option<Vec<u8>>) = (0, None);
    loop {
        let mut page = Entity::find().order_by_asc(Column::Pseudonym).limit(PAGE);
        if let Some(after) = after.take() {
            page = page.filter(Column::Pseudonym.gt(after));
        }
        let page = page.all(&transaction).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.pseudonym.clone());
        count += page.len() as u64;
        for Model { pseudonym, sealed, at } in page {
            let person = Pseudonym(pseudonym.as_slice().try_into().map_err(|_| VaultFault::Altered)?);
            let contact = vault.unseal(&person, &sealed)?;
            let sealed = vault.seal(&person, &contact, means.nonce())?;
            put(&transaction, &person.0, sealed, at).await?;
            // Of contacts that a former version took in there are none yet.
            digests::write(&transaction, &person, digests::of(&contact, &node.keys)).await?;
        }
    }
    transaction.commit().await?;
    if means.environment.is_none() {
        vault::forget(&node.folder)?;
    }
    Ok(count)
}

async fn put(store: &impl ConnectionTrait, person: &[u8; 16], sealed: Vec<u8>, at: i64) -> Result<(), DbErr> {
    let row = ActiveModel { pseudonym: Set(person.to_vec()), sealed: Set(sealed), at: Set(at) };
    let there = OnConflict::column(Column::Pseudonym).update_columns([Column::Sealed, Column::At]).to_owned();
    Entity::insert(row).on_conflict(there).exec_without_returning(store).await.map(drop)
}
