//! Contacts in the store: written from a file or as their persons say them, opened for a purpose or for the person, erased, and sealed anew with another key.

use super::Contact;
use super::vault::{self, Vault, VaultFault};
use crate::consent::history;
use crate::node::Node;
use crate::person::{digests, erased};
use crate::store;
use crate::store::contact::{ActiveModel, Column, Entity, Model};
use node_rules::clock::Seconds;
use node_rules::consent::may::MayNot;
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

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

/// What became of contacts that a file has.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many are kept.
    pub kept: usize,
    /// How many were left out because their persons were erased.
    pub erased: usize,
    /// How many were left out because their persons said themselves how they are reached.
    pub own: usize,
}

/// Writes contacts of a file, all or none, each in the place of the person's former one. Those of persons who were erased are
/// left out; and of persons who said it themselves, unless it is said that these are meant too.
pub async fn write(
    node: &Node,
    contacts: Vec<(Pseudonym, Contact)>,
    also_own: bool,
    means: &mut Means<'_>,
) -> Result<Taken, ContactFault> {
    let transaction = store::begin(&node.store).await?;
    // Read while nobody else writes: a key that is being given up seals nothing any more.
    let (vault, erased) = (means.vault(node)?, erased::all(&transaction).await?);
    let own = Entity::find().select_only().column(Column::Pseudonym).filter(Column::Own.eq(true));
    let own: BTreeSet<Vec<u8>> = own.into_tuple().all(&transaction).await?.into_iter().collect();
    let mut taken = Taken::default();
    for (person, contact) in contacts {
        if erased.contains(person.0.as_slice()) {
            taken.erased += 1;
        } else if !also_own && own.contains(person.0.as_slice()) {
            taken.own += 1;
        } else {
            taken.kept += 1;
            let sealed = vault.seal(&person, &contact, means.nonce())?;
            put(&transaction, &person.0, sealed, ((node.clock)(), false)).await?;
            digests::write(&transaction, &person, digests::of(&contact, &node.keys)).await?;
        }
    }
    transaction.commit().await?;
    Ok(taken)
}

/// Writes how a person is reached as the person says it; of one who was erased nothing. What is left empty is taken out, and that
/// nothing is left is kept too, so that no file brings it back.
pub async fn say(
    node: &Node,
    person: &Pseudonym,
    contact: &Contact,
    means: &mut Means<'_>,
) -> Result<(), ContactFault> {
    let transaction = store::begin(&node.store).await?;
    if erased::at(&transaction, person).await?.is_some() {
        return Err(ContactFault::None);
    }
    let sealed = means.vault(node)?.seal(person, contact, means.nonce())?;
    put(&transaction, &person.0, sealed, ((node.clock)(), true)).await?;
    digests::write(&transaction, person, digests::of(contact, &node.keys)).await?;
    Ok(transaction.commit().await?)
}

/// Since when a person's contact is as the person said it; nothing where it is not.
pub async fn own_since(node: &Node, person: &Pseudonym) -> Result<Option<Seconds>, DbErr> {
    let row = Entity::find_by_id(person.0.to_vec()).filter(Column::Own.eq(true)).one(&node.store).await?;
    Ok(row.map(|row| row.at))
}

/// Opens a person's contact for a purpose, where the person's consent of this moment reaches it.
pub async fn open_for(
    node: &Node,
    person: &Pseudonym,
    wanted: (ConsentPurpose, Audience),
    means: &mut Means<'_>,
) -> Result<Contact, ContactFault> {
    history::may(&node.store, person, wanted, (node.clock)()).await??;
    // The day of birth tells namesakes apart, and reaches nobody.
    let contact = Contact { born: None, ..open(node, person, means).await? };
    if contact.reaches() { Ok(contact) } else { Err(ContactFault::None) }
}

/// Opens the contacts of persons who were found to agree to it, each with when it was written. One that does not open is left out.
pub async fn open_each(
    node: &Node,
    store: &impl ConnectionTrait,
    persons: &BTreeSet<Pseudonym>,
    means: &mut Means<'_>,
) -> Result<BTreeMap<Pseudonym, (Contact, Seconds)>, ContactFault> {
    let (vault, mut contacts) = (means.vault(node)?, BTreeMap::new());
    for row in Entity::find().all(store).await? {
        let person = row.pseudonym.as_slice().try_into().map(Pseudonym);
        let Some(person) = person.ok().filter(|person| persons.contains(person)) else { continue };
        match vault.unseal(&person, &row.sealed) {
            Ok(contact) => contacts.insert(person, (Contact { born: None, ..contact }, row.at)),
            // One contact that does not open reaches nobody, and keeps no other from being opened.
            Err(VaultFault::OtherKey | VaultFault::Altered) => continue,
            Err(fault) => return Err(fault.into()),
        };
    }
    Ok(contacts)
}

/// Opens a person's contact for the person, who asks what is kept.
pub async fn open(node: &Node, person: &Pseudonym, means: &mut Means<'_>) -> Result<Contact, ContactFault> {
    let row = Entity::find_by_id(person.0.to_vec()).one(&node.store).await?.ok_or(ContactFault::None)?;
    let contact = means.vault(node)?.unseal(person, &row.sealed)?;
    // A person can have had everything taken out.
    if contact == Contact::default() { Err(ContactFault::None) } else { Ok(contact) }
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
        for Model { pseudonym, sealed, at, own } in page {
            let person = Pseudonym(pseudonym.as_slice().try_into().map_err(|_| VaultFault::Altered)?);
            let contact = vault.unseal(&person, &sealed)?;
            let sealed = vault.seal(&person, &contact, means.nonce())?;
            put(&transaction, &person.0, sealed, (at, own)).await?;
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

/// Puts what is sealed in the place of what is there: since when it is so, and whether the person said it.
async fn put(
    store: &impl ConnectionTrait,
    person: &[u8; 16],
    sealed: Vec<u8>,
    (at, own): (Seconds, bool),
) -> Result<(), DbErr> {
    let row = ActiveModel { pseudonym: Set(person.to_vec()), sealed: Set(sealed), at: Set(at), own: Set(own) };
    let columns = [Column::Sealed, Column::At, Column::Own];
    let there = OnConflict::column(Column::Pseudonym).update_columns(columns).to_owned();
    Entity::insert(row).on_conflict(there).exec_without_returning(store).await.map(drop)
}
