//! Agreements from their events.

use crate::store::agreement_event::{Column, Entity, Model};
use node_rules::agreement::{Agreement, Event, Terms};
use schema::agreement::{AgreementStep, AgreementTerms};
use schema::country::CountryCode;
use schema::member::MemberCode;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

/// The agreements of this country with one member, or with all of them, as their ids sort.
pub async fn agreements(
    store: &impl ConnectionTrait,
    country: CountryCode,
    with: Option<MemberCode>,
) -> Result<Vec<Agreement>, DbErr> {
    let mut events = Entity::find();
    if let Some(member) = with {
        events = events.filter(Column::Member.eq(member.as_str()));
    }
    read(country, events.order_by_asc(Column::Id).all(store).await?)
}

/// One agreement, with how many events it has.
pub async fn agreement(
    store: &impl ConnectionTrait,
    country: CountryCode,
    id: &str,
) -> Result<Option<(Agreement, i32)>, DbErr> {
    let events = Entity::find().filter(Column::Agreement.eq(id)).order_by_asc(Column::Id).all(store).await?;
    let count = events.last().map_or(0, |last| last.number);
    Ok(read(country, events)?.into_iter().next().map(|agreement| (agreement, count)))
}

fn read(country: CountryCode, events: Vec<Model>) -> Result<Vec<Agreement>, DbErr> {
    let mut found: BTreeMap<(MemberCode, usize, String), Agreement> = BTreeMap::new();
    for row in events {
        let broken = || DbErr::Custom(format!("an event of agreement {} does not read", row.agreement));
        let member: MemberCode = row.member.parse().map_err(|_| broken())?;
        let step = AgreementStep::named(&row.step).ok_or_else(broken)?;
        let event = Event { at: row.at, by: row.by.parse().map_err(|_| broken())?, step };
        // `GHA-COL-2` before `GHA-COL-10`.
        let key = (member, row.agreement.len(), row.agreement.clone());
        let next = match (found.remove(&key), &row.terms) {
            (None, Some(terms)) => {
                let said: AgreementTerms = serde_json::from_str(terms).map_err(|_| broken())?;
                let terms = Terms::read(&said).map_err(|_| broken())?;
                Agreement::proposed(row.agreement.clone(), (country, member), terms, event)
            }
            (Some(agreement), None) => agreement.then(event).map_err(|_| broken())?,
            _ => return Err(broken()),
        };
        found.insert(key, next);
    }
    Ok(found.into_values().collect())
}
