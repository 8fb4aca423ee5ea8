//! Corrections kept: asked for by persons, answered, made or taken back by officers; and what holds, over whatever file is loaded.

use super::erased;
use crate::intake::consents::named;
use crate::node::Node;
use crate::release::data::Data;
use crate::store;
use crate::store::correction::{ActiveModel, Column, Entity, Model};
use node_rules::person::correction::{By, Domain, Event, Field, NoValue, Step, check, holding, in_effect, waiting};
use node_rules::record_key::Pseudonym;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder,
};
use std::collections::HashMap;

/// How many requests of a person may wait, at most.
const MOST_WAITING: usize = 20;

/// Who asks on the own page.
pub const PERSON: &str = "PERSON";

/// Why nothing is corrected or asked for.
#[derive(Debug, thiserror::Error)]
pub enum CorrectFault {
    /// The person has no record in these data.
    #[error("the person has no record in these data")]
    NoRecord,
    /// The value cannot stand there.
    #[error("{0}")]
    NoValue(#[from] NoValue),
    /// A request of this field waits already, or too many do.
    #[error("a request waits already")]
    Waits,
    /// There is no such request that waits.
    #[error("no request {0} waits; `country-node register requests` lists them")]
    NoRequest(i32),
    /// There is no such correction that could be taken back.
    #[error("no correction {0} is there to be taken back; `country-node register corrections` lists a person's")]
    NoCorrection(i32),
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// What is right of a person, and why.
pub struct Right<'a> {
    /// Whose.
    pub person: Pseudonym,
    /// In which data.
    pub data: &'a Data,
    /// Which field.
    pub field: Field,
    /// What it is.
    pub value: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// What a field of some data can be.
pub fn domain<'a>(data: &'a Data, field: &Field) -> Domain<'a> {
    let description = &data.description;
    match field {
        Field::Code(of) => description.axis(*of).map_or(Domain::None, |axis| Domain::Codes(&axis.codes)),
        Field::Number(of) if description.quantities.contains(of) => {
            description.scales.get(of).map_or(Domain::Number, |scale| Domain::Score(*scale))
        }
        Field::Number(_) => Domain::None,
    }
}

/// Writes down what a person asks for.
pub async fn ask(node: &Node, right: Right<'_>) -> Result<(), CorrectFault> {
    let transaction = begin(node, &right).await?;
    let all = of(&transaction, &right.person).await?;
    let events: Vec<Event> = all.iter().filter(|row| is_of(row, right.data)).filter_map(event).collect();
    let of_all: Vec<Event> = all.iter().filter_map(event).collect();
    if waiting(&events).iter().any(|event| event.field == right.field) || waiting(&of_all).len() >= MOST_WAITING {
        return Err(CorrectFault::Waits);
    }
    append(&transaction, row(node, &right, Step::Requested, PERSON)).await?;
    Ok(transaction.commit().await?)
}

/// Corrects a field, by an officer.
pub async fn correct(node: &Node, right: Right<'_>, by: &str) -> Result<(), CorrectFault> {
    let transaction = begin(node, &right).await?;
    append(&transaction, row(node, &right, Step::Corrected, by)).await?;
    Ok(transaction.commit().await?)
}

async fn begin(node: &Node, right: &Right<'_>) -> Result<DatabaseTransaction, CorrectFault> {
    check(&right.field, right.value, domain(right.data, &right.field))?;
    let transaction = store::begin(&node.store).await?;
    let is_held = right.data.holds(&transaction, &right.person).await?;
    if !is_held || erased::at(&transaction, &right.person).await?.is_some() {
        return Err(CorrectFault::NoRecord);
    }
    Ok(transaction)
}

/// Accepts or declines what a person asked for, or takes back what holds; by an officer.
pub async fn answer(node: &Node, number: i32, step: Step, said: (&str, &str)) -> Result<(), CorrectFault> {
    let lacks = if step == Step::TakenBack { CorrectFault::NoCorrection } else { CorrectFault::NoRequest };
    let transaction = store::begin(&node.store).await?;
    let former = Entity::find_by_id(number).one(&transaction).await?.ok_or(lacks(number))?;
    // The mapping can have changed since it was asked for.
    if let (Step::Accepted, Some(asked)) = (step, event(&former)) {
        let all = Data::all(&transaction).await.map_err(|fault| DbErr::Custom(fault.to_string()))?;
        let data = all.iter().find(|data| is_of(&former, data)).ok_or(CorrectFault::NoRecord)?;
        check(&asked.field, &asked.value, domain(data, &asked.field))?;
    }
    if !follow(node, &transaction, former, (step, By::Officer), said).await? {
        return Err(lacks(number));
    }
    Ok(transaction.commit().await?)
}

/// Takes a request back, by the person whose it is.
pub async fn give_up(node: &Node, person: &Pseudonym, number: i32) -> Result<(), CorrectFault> {
    let transaction = store::begin(&node.store).await?;
    let request = Entity::find_by_id(number).filter(Column::Pseudonym.eq(person.0.to_vec())).one(&transaction).await?;
    let request = request.ok_or(CorrectFault::NoRequest(number))?;
    // No reason is asked for.
    if !follow(node, &transaction, request, (Step::TakenBack, By::Person), (PERSON, "")).await? {
        return Err(CorrectFault::NoRequest(number));
    }
    Ok(transaction.commit().await?)
}

/// Appends what follows on something that is there; nothing where it cannot follow, or something else did.
async fn follow(
    node: &Node,
    transaction: &DatabaseTransaction,
    former: Model,
    (step, who): (Step, By),
    (by, reason): (&str, &str),
) -> Result<bool, DbErr> {
    let is_answered = Entity::find().filter(Column::Answers.eq(former.id)).count(transaction).await? > 0;
    if is_answered || !named(&former.step).is_some_and(|former: Step| step.answers(former, who)) {
        return Ok(false);
    }
    let next = ActiveModel {
        id: ActiveValue::NotSet,
        step: ActiveValue::Set(step.name().to_owned()),
        answers: ActiveValue::Set(Some(former.id)),
        at: ActiveValue::Set((node.clock)()),
        by: ActiveValue::Set(by.to_owned()),
        reason: ActiveValue::Set(reason.to_owned()),
        ..ActiveModel::from(former)
    };
    append(transaction, next).await?;
    Ok(true)
}

fn row(node: &Node, right: &Right<'_>, step: Step, by: &str) -> ActiveModel {
    ActiveModel {
        id: ActiveValue::NotSet,
        pseudonym: ActiveValue::Set(right.person.0.to_vec()),
        dataset: ActiveValue::Set(right.data.dataset.name().to_owned()),
        study: ActiveValue::Set(right.data.study.clone()),
        reference_period: ActiveValue::Set(right.data.reference_period.clone()),
        field: ActiveValue::Set(right.field.to_string()),
        value: ActiveValue::Set(right.value.to_owned()),
        step: ActiveValue::Set(step.name().to_owned()),
        answers: ActiveValue::Set(None),
        at: ActiveValue::Set((node.clock)()),
        by: ActiveValue::Set(by.to_owned()),
        reason: ActiveValue::Set(right.reason.to_owned()),
    }
}

async fn append(store: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
    Entity::insert(row).exec_without_returning(store).await.map(drop)
}

/// What happened to a person's fields, oldest first.
pub async fn of(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<Vec<Model>, DbErr> {
    let all = Entity::find().filter(Column::Pseudonym.eq(person.0.to_vec()));
    all.order_by_asc(Column::Id).all(store).await
}

/// The requests of everybody that wait for an answer, oldest first.
pub async fn requests(store: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    let all = Entity::find().order_by_asc(Column::Id).all(store).await?;
    let answered: Vec<i32> = all.iter().filter_map(|row| row.answers).collect();
    let waits = |row: &Model| row.step == Step::Requested.name() && !answered.contains(&row.id);
    Ok(all.into_iter().filter(waits).collect())
}

/// What was accepted or corrected of a person and could be taken back, oldest first.
pub async fn taken(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<Vec<Model>, DbErr> {
    let all = of(store, person).await?;
    let events: Vec<Event> = all.iter().filter_map(event).collect();
    let numbers: Vec<i32> = holding(&events).into_iter().map(|event| event.number).collect();
    Ok(all.into_iter().filter(|row| numbers.contains(&row.id)).collect())
}

/// What happened to the fields of everybody in some data, each in the order in which it was appended.
pub async fn all(store: &impl ConnectionTrait, data: &Data) -> Result<HashMap<Pseudonym, Vec<Event>>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Dataset.eq(data.dataset.name()))
        .filter(Column::Study.eq(&data.study))
        .filter(Column::ReferencePeriod.eq(&data.reference_period))
        .order_by_asc(Column::Id);
    let mut all: HashMap<Pseudonym, Vec<Event>> = HashMap::new();
    for row in rows.all(store).await? {
        let Some(event) = event(&row) else { continue };
        let person = row.pseudonym.try_into().map_err(|_| DbErr::Custom("a correction of nobody".to_owned()))?;
        all.entry(Pseudonym(person)).or_default().push(event);
    }
    Ok(all)
}

/// How many corrections of some data do not hold, because no mapping can give their value any more.
pub async fn idle(store: &impl ConnectionTrait, data: &Data) -> Result<usize, DbErr> {
    let of = |events: &Vec<Event>| {
        let holding = in_effect(events).into_iter();
        holding.filter(|(field, value)| check(field, value, domain(data, field)).is_err()).count()
    };
    Ok(all(store, data).await?.values().map(of).sum())
}

/// Removes what was corrected of a person; the store lets go of it once the person stands among those who were erased.
pub(super) async fn erase(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<u64, DbErr> {
    Ok(Entity::delete_many().filter(Column::Pseudonym.eq(person.0.to_vec())).exec(store).await?.rows_affected)
}

/// A row as the rules know it; nothing where this version knows its field no more.
pub fn event(row: &Model) -> Option<Event> {
    let (field, value) = (Field::of(&row.field)?, row.value.clone());
    Some(Event { number: row.id, step: named(&row.step)?, answers: row.answers, field, value })
}

/// Whether a row is of some data.
pub fn is_of(row: &Model, data: &Data) -> bool {
    row.dataset == data.dataset.name() && row.study == data.study && row.reference_period == data.reference_period
}
