//! May this caller have this answer: one pure, total decision. Deny by default.

use crate::agreement::Agreement;
use crate::agreement::standing::standing;
use crate::caller::Caller;
use crate::clock::Seconds;
use crate::in_force::InForce;
use crate::measured::Measured;
use crate::refusal::{Refusal, Refusals};
use crate::release::{Manifest, ReleasedDimension};
use crate::rulebook::{DatasetRules, Rulebook};
use schema::ask::Question;
use schema::audience::Audience;
use schema::concept::{Axis, Dataset};
use schema::country::CountryCode;
use std::sync::Arc;

/// The right to read the figures that answer one question from one release. Made only here.
#[derive(Clone, Debug)]
pub struct Permit {
    question: Question,
    release: Arc<Manifest>,
    not_asked: Option<Vec<ReleasedDimension>>,
    segments: Vec<u16>,
    agreement: Option<String>,
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
        .and_then(|table| Ok((segments(question, table.release, country, audience)?, table)));
    match (read, Refusals::of(reasons)) {
        (Ok((segments, Found { release, not_asked })), None) => {
            let agreement = standing.map(|standing| standing.agreement);
            Ok(Permit { question: question.clone(), release: Arc::clone(release), not_asked, segments, agreement })
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

/// The release that has the table that a question reads; or that has none, because its wave did not ask.
struct Found<'a> {
    release: &'a Arc<Manifest>,
    /// What was not asked, with the codes that it has elsewhere; nothing where all was.
    not_asked: Option<Vec<ReleasedDimension>>,
}

/// The release that has the table that a question reads.
fn table<'a>(
    question: &Question,
    rules: &DatasetRules,
    country: CountryCode,
    in_force: &'a InForce,
) -> Result<Found<'a>, Refusal> {
    let dataset = question.dataset();
    let Some(release) = &in_force.release else {
        return Err(no_release(country, dataset, question, &in_force.periods));
    };
    if let Some(of) = &question.measure().of
        && !(rules.quantities.contains_key(of) && (release.quantity(of).is_some() || in_force.is_not_asked(of)))
    {
        return Err(Refusal::NoQuantity(country, dataset, of.clone()));
    }
    let dimensions: Vec<Axis> = question.axes();
    let not_asked = in_force.not_asked(&dimensions);
    let is_there = |d: Axis| release.axis(d).is_some() || not_asked.iter().any(|axis| axis.axis == d);
    if let Some(unknown) = dimensions.iter().find(|d| !is_there(**d) || !rules.dimensions.contains(d)) {
        return Err(Refusal::NoDimension(country, dataset, *unknown));
    }
    let asked = not_asked.is_empty() && !question.measure().of.as_ref().is_some_and(|of| in_force.is_not_asked(of));
    let found = Found { release, not_asked: (!asked).then_some(not_asked) };
    let needed = Measured::needed(question.measure());
    let has = |measured: &Measured| !asked || release.has_table(measured, &dimensions);
    if !(rules.has_table(&dimensions) && needed.iter().all(has)) {
        return Err(Refusal::NoTable(country, dataset, dimensions.len()));
    }
    if rows(question, &found) > MOST_ROWS {
        return Err(Refusal::TooLarge(country, dataset, MOST_ROWS));
    }
    Ok(found)
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
fn rows(question: &Question, found: &Found<'_>) -> usize {
    let codes = |dimension: &Axis| {
        let axis =
            axis(found.release, found.not_asked.as_deref(), *dimension).map_or([].as_slice(), |axis| &axis.codes);
        question.filter(*dimension).map_or(axis.len(), |filter| {
            let (places, lacking) = filter.within(axis);
            places.len() + lacking.len()
        })
    };
    question.by().iter().map(codes).fold(1, usize::saturating_mul)
}

/// The axis of a dimension: the release's own, or that of a wave which asked for it.
fn axis<'a>(
    release: &'a Manifest,
    not_asked: Option<&'a [ReleasedDimension]>,
    dimension: Axis,
) -> Option<&'a ReleasedDimension> {
    let elsewhere = || not_asked.unwrap_or_default().iter().find(|axis| axis.axis == dimension);
    release.axis(dimension).or_else(elsewhere)
}

fn no_release(country: CountryCode, dataset: Dataset, question: &Question, periods: &[String]) -> Refusal {
    match question.at() {
        Some(asked) if !periods.is_empty() => {
            let asked = asked.chars().filter(|c| !c.is_control()).take(20).collect();
            Refusal::NoSuchPeriod { country, dataset, asked, there: periods.join(", ") }
        }
        _ => match question.study() {
            Some(study) => Refusal::NoSuchStudy(country, dataset, study.clone()),
            None => Refusal::NotPublished(country, dataset),
        },
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

    /// Whether the release's wave asked for all of it. Where it did not, every figure is `NOT_ASKED`.
    pub fn is_asked(&self) -> bool {
        self.not_asked.is_none()
    }

    /// The axis of a dimension: the release's own, or that of a wave which asked for it.
    pub fn axis(&self, dimension: Axis) -> Option<&ReleasedDimension> {
        axis(&self.release, self.not_asked.as_deref(), dimension)
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
