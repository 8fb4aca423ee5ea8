//! May this caller have this answer: one pure, total decision. Deny by default.

use crate::agreement::Agreement;
use crate::agreement::standing::standing;
use crate::caller::Caller;
use crate::clock::Seconds;
use crate::measured::Measured;
use crate::refusal::{Refusal, Refusals};
use crate::release::Manifest;
use crate::rulebook::{DatasetRules, Rulebook};
use schema::ask::Question;
use schema::audience::Audience;
use schema::concept::{Dataset, Dimension};
use schema::country::CountryCode;
use std::sync::Arc;

/// The right to read the figures that answer one question from one release. Made only here.
#[derive(Clone, Debug)]
pub struct Permit {
    question: Question,
    release: Arc<Manifest>,
    segments: Vec<u16>,
    agreement: Option<String>,
}

/// What a node has in force for a dataset: public facts.
pub struct InForce {
    /// The release that the question would be read from.
    pub release: Option<Arc<Manifest>>,
    /// All periods with a release, oldest first.
    pub periods: Vec<String>,
}

/// Decides: a permit, or every reason that holds against the question as far as it can be judged.
pub fn decide(
    caller: &Caller,
    question: &Question,
    rulebook: &Rulebook,
    in_force: &InForce,
    agreements: &[Agreement],
    now: Seconds,
) -> Result<Permit, Refusals> {
    let (country, dataset) = (rulebook.country, question.dataset());
    if !caller.role().may_ask_figures() {
        return Err(Refusal::Role(caller.role().name()).into());
    }
    let rules = rulebook.datasets.get(&dataset).ok_or(Refusal::NotPublished(country, dataset))?;
    let standing =
        if needs_agreement(caller, rules) { standing(caller, question, agreements, now).map(Some) } else { Ok(None) };
    let (standing, mut reasons) = standing.map_or_else(|lacks| (None, lacks), |standing| (standing, Vec::new()));
    let audience = standing.as_ref().map_or(caller.audience(), |standing| standing.audience);
    if audience > rules.open_to {
        reasons.push(Refusal::NotOpen(country, dataset));
    }
    let read = table(question, rules, country, in_force)
        .and_then(|release| Ok((release, segments(question, release, country, audience)?)));
    match (read, Refusals::of(reasons)) {
        (Ok((release, segments)), None) => {
            let agreement = standing.map(|standing| standing.agreement);
            Ok(Permit { question: question.clone(), release: Arc::clone(release), segments, agreement })
        }
        (Ok(_), Some(refusals)) => Err(refusals),
        (Err(reason), None) => Err(reason.into()),
        (Err(reason), Some(refusals)) => Err(refusals.and(reason)),
    }
}

/// Whether a caller's questions to some data need an agreement, so that whoever decides must know those that there are.
pub fn needs_agreement(caller: &Caller, rules: &DatasetRules) -> bool {
    caller.audience() != Audience::OwnGovernment && !rules.open_without_agreement
}

/// The release that has the table that a question reads.
fn table<'a>(
    question: &Question,
    rules: &DatasetRules,
    country: CountryCode,
    in_force: &'a InForce,
) -> Result<&'a Arc<Manifest>, Refusal> {
    let dataset = question.dataset();
    let Some(release) = &in_force.release else {
        return Err(no_release(country, dataset, question, &in_force.periods));
    };
    if let Some(of) = &question.measure().of
        && !(rules.quantities.contains_key(of) && release.quantity(of).is_some())
    {
        return Err(Refusal::NoQuantity(country, dataset, of.clone()));
    }
    let dimensions: Vec<Dimension> = question.dimensions();
    if let Some(unknown) = dimensions.iter().find(|d| release.axis(**d).is_none() || !rules.dimensions.contains(d)) {
        return Err(Refusal::NoDimension(country, dataset, *unknown));
    }
    let needed = Measured::needed(question.measure());
    if !(rules.has_table(&dimensions) && needed.iter().all(|measured| release.has_table(measured, &dimensions))) {
        return Err(Refusal::NoTable(country, dataset, dimensions.len()));
    }
    if rows(question, release) > MOST_ROWS {
        return Err(Refusal::TooLarge(country, dataset, MOST_ROWS));
    }
    Ok(release)
}

/// The segments whose persons agreed to this use, as places in the release's list.
fn segments(
    question: &Question,
    release: &Manifest,
    country: CountryCode,
    audience: Audience,
) -> Result<Vec<u16>, Refusal> {
    let purpose = question.purpose().needs();
    let covered = release.segments.iter().zip(0_u16..).filter(|(s, _)| s.segment.covers(purpose, audience));
    let segments: Vec<u16> = covered.map(|(_, at)| at).collect();
    if segments.is_empty() { Err(Refusal::NotAskedFor(country, question.dataset())) } else { Ok(segments) }
}

/// The most rows of one answer.
const MOST_ROWS: usize = 50_000;

/// How many rows an answer has: known from the release's axes and the filters alone.
fn rows(question: &Question, release: &Manifest) -> usize {
    let codes = |dimension: &Dimension| {
        let axis = release.axis(*dimension).map_or([].as_slice(), |axis| &axis.codes);
        question.filter(*dimension).map_or(axis.len(), |filter| {
            let (places, lacking) = filter.within(axis);
            places.len() + lacking.len()
        })
    };
    question.by().iter().map(codes).fold(1, usize::saturating_mul)
}

fn no_release(country: CountryCode, dataset: Dataset, question: &Question, periods: &[String]) -> Refusal {
    match question.at() {
        Some(asked) if !periods.is_empty() => {
            let asked = asked.chars().filter(|c| !c.is_control()).take(20).collect();
            Refusal::NoSuchPeriod { country, dataset, asked, there: periods.join(", ") }
        }
        _ => Refusal::NotPublished(country, dataset),
    }
}

impl Permit {
    /// The question that may be answered.
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The release that it is answered from.
    pub fn release(&self) -> &Manifest {
        &self.release
    }

    /// The segments whose persons agreed to this use, as places in the release's list.
    pub fn segments(&self) -> &[u16] {
        &self.segments
    }

    /// The id of the agreement that allows it; nothing where none is needed.
    pub fn agreement(&self) -> Option<&str> {
        self.agreement.as_deref()
    }
}

#[cfg(test)]
pub(crate) mod tests;
