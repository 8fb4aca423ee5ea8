//! An outreach activity drawn up from a segment: an officer changes it and gives it its date and partners.

use super::segments::Segment;
use async_graphql::{Enum, SimpleObject};
use schema::concept::Dimension;
use schema::figure::CodeLabel;

/// What kind of activity.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityKind {
    /// Information where persons look for it.
    Website,
    /// Persons are told of something, face to face.
    SensitizationSession,
    /// Persons are heard.
    Consultation,
    /// Persons are written to, or spoken to on the air.
    Campaign,
}

/// An outreach activity, drawn up from a segment. It has no date and no partners yet.
#[derive(SimpleObject, Clone, Debug, PartialEq)]
#[graphql(name = "ActivityDraft")]
pub struct Activity {
    /// What kind, as channel and trait suggest.
    pub kind: ActivityKind,
    /// A title.
    pub title: String,
    /// Where; null where the country does not publish where persons live.
    pub place: Option<CodeLabel>,
    /// By which channel: the one that most of them prefer; null where none is known.
    pub channel: Option<CodeLabel>,
    /// Whom it is for, in words.
    pub audience: String,
    /// The fewest persons it can be expected to be for: lower end of the 95 % interval, by the channel where there is one.
    pub from: f64,
    /// The most persons.
    pub to: Option<f64>,
    /// How they are written to, and who may.
    pub reached: &'static str,
}

/// How persons of a segment are reached.
const REACHED: &str = "Figures name nobody. The country of origin writes to those of its register who agreed to outreach, from its own node.";

/// Draws an activity up.
pub fn draft(segment: &Segment) -> Activity {
    let best = segment.channels.first().filter(|best| best.persons.value.is_some_and(|persons| persons > 0.0));
    let persons = best.map_or(&segment.persons, |best| &best.persons);
    let place = segment.destination.as_ref().map(|place| format!(" in {}", place.label)).unwrap_or_default();
    let by = best.map(|best| format!(", by {}", best.channel.label)).unwrap_or_default();
    let kind = kind(segment.of.dimension, best.map(|best| best.channel.code.as_str()));
    let what = match kind {
        ActivityKind::Website => "Information",
        ActivityKind::SensitizationSession => "Sensitization session",
        ActivityKind::Consultation => "Consultation",
        ActivityKind::Campaign => "Campaign",
    };
    Activity {
        kind,
        title: format!("{what}: {}{place}{by}", segment.of.label),
        place: segment.destination.clone(),
        channel: best.map(|best| best.channel.clone()),
        audience: format!("Persons{place}; {}", segment.of.words()),
        from: persons.lower,
        to: persons.upper,
        reached: REACHED,
    }
}

/// Who needs something is told of it, who offers or intends something is heard; who prefers to be written to is written to.
fn kind(of: Option<Dimension>, channel: Option<&str>) -> ActivityKind {
    match channel {
        None => ActivityKind::Website,
        Some("EMBASSY" | "ASSOCIATION") if of == Some(Dimension::Need) => ActivityKind::SensitizationSession,
        Some("EMBASSY" | "ASSOCIATION") => ActivityKind::Consultation,
        Some(_) => ActivityKind::Campaign,
    }
}
