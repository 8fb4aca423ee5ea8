//! Everything held of a person, for the person: machine-readable, and each code with what it means.

use super::held::{
    Export, HeldCode, HeldContact, HeldCorrection, HeldFocalPoint, HeldJudgement, HeldNotice, HeldQuantity, HeldRecord,
};
use super::{correct, erased, same};
use crate::campaign::person::held as letters;
use crate::consent::history;
use crate::consent::made_out::{self, MadeOutFault};
use crate::contact::keep::{ContactFault, Means, open, own_since};
use crate::directory::focal::naming;
use crate::intake::layout::Description;
use crate::node::Node;
use crate::programme::person::held as candidacies;
use crate::release::data::{Data, DataFault, Source};
use crate::store::{correction, person};
use crate::study;
use chrono::NaiveDate;
use node_rules::clock::text;
use node_rules::person::correction::Field;
use node_rules::record_key::Pseudonym;
use schema::concept::{Dimension, quantity};
use sea_orm::{DbErr, EntityTrait};
use std::collections::BTreeSet;

/// Why nothing is handed out.
#[derive(Debug, thiserror::Error)]
pub enum ExportFault {
    /// Nothing is held.
    #[error("nothing is held of this person: is the id right?")]
    Nothing,
    /// The consent or the releases do not read.
    #[error(transparent)]
    MadeOut(#[from] MadeOutFault),
    /// What is loaded does not read.
    #[error(transparent)]
    Data(#[from] DataFault),
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// Reads everything held of a person under every id that is judged to be the person's.
pub async fn of_person(node: &Node, of: &Pseudonym, means: &mut Means<'_>) -> Result<Export, ExportFault> {
    let mut own = export(node, of, means).await?;
    for other in same::same(&node.store).await?.ids(*of).into_iter().filter(|id| id != of) {
        match export(node, &other, means).await {
            Ok(held) => own.also_held_under.push(held),
            Err(ExportFault::Nothing) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(own)
}

/// Reads everything held under one id, where anything is.
pub async fn export(node: &Node, of: &Pseudonym, means: &mut Means<'_>) -> Result<Export, ExportFault> {
    let export = whole(node, of, means).await?;
    let said = export.corrections.is_empty() && export.judgements.is_empty() && export.focal_points.is_empty();
    let empty = said
        && export.candidacies.is_empty()
        && export.letters.is_empty()
        && export.records.is_empty()
        && matches!(export.contact, HeldContact::NotKept);
    if empty && export.consent.is_none() && export.erased_at.is_none() {
        return Err(ExportFault::Nothing);
    }
    Ok(export)
}

/// The same, whether anything is held or not: what it reads is a person's own page.
pub async fn whole(node: &Node, of: &Pseudonym, means: &mut Means<'_>) -> Result<Export, ExportFault> {
    let consent = match made_out::record(node, of).await {
        Ok(consent) => Some(consent),
        Err(MadeOutFault::Nothing) => None,
        Err(fault) => return Err(fault.into()),
    };
    let releases = match made_out::releases(node, of).await {
        Ok(releases) => Some(releases),
        // Whoever asks is told all the rest.
        Err(fault) if fault.is_of_a_release() => {
            tracing::error!(%fault, "a person is not told of releases");
            None
        }
        Err(fault) => return Err(fault.into()),
    };
    Ok(Export {
        country: node.config.country,
        written_at: text((node.clock)()),
        erased_at: erased::at(&node.store, of).await?.map(text),
        records: records(node, of).await?,
        contact: contact(node, of, means).await,
        contact_own_since: own_since(node, of).await?.map(text),
        notices: notices(node, of).await?,
        releases,
        consent,
        corrections: corrections(node, of).await?,
        judgements: judgements(node, of).await?,
        focal_points: naming(&node.store, of).await?.into_iter().map(focal_point).collect(),
        candidacies: candidacies(&node.store, of).await?,
        letters: letters(&node.store, of).await?,
        also_held_under: Vec::new(),
    })
}

fn focal_point((institution, function): (String, String)) -> HeldFocalPoint {
    HeldFocalPoint { institution, function }
}

/// A person's record in each source of all data that have one.
async fn records(node: &Node, of: &Pseudonym) -> Result<Vec<HeldRecord>, DataFault> {
    let mut records = Vec::new();
    for data in Data::of_person(&node.store, of).await? {
        for Source { wave, mut description } in data.sources {
            let row = person::Entity::find_by_id((wave, of.0.to_vec())).one(&node.store).await?;
            let Some(row) = row else { continue };
            study::describe_wave(&node.store, &data.study, &mut description.dimensions).await?;
            let study = Some(data.study.clone()).filter(|study| !study.is_empty());
            let of = (data.dataset.name().to_owned(), study, data.reference_period.clone());
            records.push(record(of, description, &row));
        }
    }
    Ok(records)
}

fn record(
    (dataset, study, reference_period): (String, Option<String>, String),
    description: Description,
    row: &person::Model,
) -> HeldRecord {
    let codes = description.dimensions.iter().zip(row.places()).filter_map(|(axis, place)| {
        let code = axis.codes.get(place)?;
        let (label, meaning) = axis.told(code);
        let standard = axis.axis.shared().map(Dimension::standard);
        Some(HeldCode { concept: axis.axis, label, code: code.clone(), meaning, standard, fit: axis.fit })
    });
    let quantities = description.quantities.iter().zip(row.values()).map(|(of, value)| HeldQuantity {
        quantity: of.clone(),
        label: quantity(of).map_or(of, |of| &of.label).clone(),
        value: Some(value).filter(|value| !value.is_nan()),
        scale: description.scales.get(of).copied(),
    });
    HeldRecord {
        dataset,
        study,
        reference_period,
        signed_up_on: row.signed_up.and_then(NaiveDate::from_epoch_days),
        codes: codes.collect(),
        quantities: quantities.collect(),
        title: description.described.title,
        producer: description.described.producer,
        note: description.described.note,
        population_basis: description.described.population_basis,
        weight: row.weight,
        adult: row.adult,
        signed_up_at: description.signed_up,
    }
}

async fn contact(node: &Node, of: &Pseudonym, means: &mut Means<'_>) -> HeldContact {
    match open(node, of, means).await {
        Ok(contact) => HeldContact::Kept(contact),
        Err(ContactFault::None) => HeldContact::NotKept,
        Err(fault) => {
            tracing::error!(%fault, "a contact does not open for its person");
            HeldContact::Sealed
        }
    }
}

/// What was corrected, each in the words of the data that it is of, where these are still loaded.
async fn corrections(node: &Node, of: &Pseudonym) -> Result<Vec<HeldCorrection>, DataFault> {
    let rows = correct::of(&node.store, of).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = Data::of_person(&node.store, of).await?;
    for data in &mut all {
        study::describe_wave(&node.store, &data.study, &mut data.description.dimensions).await?;
    }
    let told = |row: &correction::Model| {
        let Some(field) = Field::of(&row.field) else { return (row.field.clone(), row.value.clone()) };
        let data = all.iter().find(|data| correct::is_of(row, data));
        match &field {
            Field::Code(axis) => data.and_then(|data| data.description.axis(*axis)).map(|axis| axis.told(&row.value)),
            Field::Number(_) => None,
        }
        .unwrap_or_else(|| (field.label(), field.meaning(&row.value).to_owned()))
    };
    Ok(rows.into_iter().map(|row| correction(told(&row), row)).collect())
}

fn correction((label, meaning): (String, String), row: correction::Model) -> HeldCorrection {
    HeldCorrection {
        number: row.id,
        dataset: row.dataset,
        study: Some(row.study).filter(|study| !study.is_empty()),
        reference_period: row.reference_period,
        field: row.field,
        label,
        value: row.value,
        meaning,
        step: row.step,
        answers: row.answers,
        at: text(row.at),
        by: row.by,
        reason: row.reason,
    }
}

async fn judgements(node: &Node, of: &Pseudonym) -> Result<Vec<HeldJudgement>, DbErr> {
    let judged = same::of(&node.store, of).await?.into_iter().map(|row| {
        let other = if row.one == of.0 { row.other } else { row.one };
        HeldJudgement {
            other: other.try_into().ok().map(|other| node.keys.handle(&Pseudonym(other))),
            verdict: row.verdict,
            at: text(row.at),
            by: row.by,
            reason: Some(row.reason),
        }
    });
    Ok(judged.collect())
}

async fn notices(node: &Node, of: &Pseudonym) -> Result<Vec<HeldNotice>, DbErr> {
    let history = history::of(&node.store, of).await?;
    let mut told = BTreeSet::new();
    let shown = history.into_iter().filter_map(|(_, recorded)| recorded.shown);
    let shown = shown.filter(|shown| told.insert((shown.notice.clone(), shown.digest.clone())));
    Ok(shown
        .map(|shown| HeldNotice {
            text: node.notices.text(&shown).map(str::to_owned),
            notice: shown.notice,
            language: shown.language,
        })
        .collect())
}
