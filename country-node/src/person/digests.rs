//! Digests of persons' contacts, written with the contact and erased with it. They are made with the record secret, so a store
//! that is stolen without it tells only which of two are alike.

use crate::contact::Contact;
use crate::intake::consents::named;
use crate::store::match_digest::{ActiveModel, Column, Entity};
use node_rules::person::likeness::{Digests, Field};
use node_rules::person::normal::{born, email, name, telephone};
use node_rules::record_key::{Pseudonym, RecordKeys};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

/// The digests of a contact.
pub fn of(contact: &Contact, keys: &RecordKeys) -> Digests {
    let name = contact.name.as_deref().and_then(name);
    let born = contact.born.as_deref().and_then(born);
    let with = |day: Option<&str>| Some(format!("{} {}", name.as_ref()?, day?));
    let values = [
        (Field::Email, contact.email.as_deref().and_then(email)),
        (Field::Telephone, contact.telephone.as_deref().and_then(telephone)),
        (Field::NameAndYear, with(born.map(|(year, _)| year))),
        (Field::NameAndDay, with(born.and_then(|(_, day)| day))),
        (Field::Name, name.clone()),
    ];
    let digest = |(field, value): (Field, Option<String>)| Some((field, keys.likeness(field, &value?)));
    values.into_iter().filter_map(digest).collect()
}

/// Writes a person's digests in the place of the former ones.
pub async fn write(store: &impl ConnectionTrait, person: &Pseudonym, digests: Digests) -> Result<(), DbErr> {
    erase(store, person).await?;
    let rows = digests.into_iter().map(|(field, digest)| ActiveModel {
        pseudonym: ActiveValue::Set(person.0.to_vec()),
        field: ActiveValue::Set(field.name().to_owned()),
        digest: ActiveValue::Set(digest.to_vec()),
    });
    let rows: Vec<ActiveModel> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    Entity::insert_many(rows).exec_without_returning(store).await.map(drop)
}

/// Erases a person's digests.
pub async fn erase(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<u64, DbErr> {
    let erased = Entity::delete_many().filter(Column::Pseudonym.eq(person.0.to_vec())).exec(store).await?;
    Ok(erased.rows_affected)
}

/// Everybody's digests, by pseudonym.
pub async fn all(store: &impl ConnectionTrait) -> Result<BTreeMap<Pseudonym, Digests>, DbErr> {
    let unknown = || DbErr::Custom("a digest of an unknown field or person".to_owned());
    let mut all: BTreeMap<Pseudonym, Digests> = BTreeMap::new();
    for row in Entity::find().all(store).await? {
        let person = Pseudonym(row.pseudonym.try_into().map_err(|_| unknown())?);
        let field: Field = named(&row.field).ok_or_else(unknown)?;
        all.entry(person).or_default().insert(field, row.digest.try_into().map_err(|_| unknown())?);
    }
    Ok(all)
}
