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
    /// A title; it says to whom the segment was narrowed where there is room, and that it was in any case.
    pub title: String,
    /// Where; null where the country does not publish where persons live.
    pub place: Option<CodeLabel>,
    /// By which channel: the one that most of them prefer; null where none is known.
    pub channel: Option<CodeLabel>,
    /// Whom it is for, in words, with all that the segment was narrowed to.
    pub audience: String,
    /// The fewest persons like these that there are, of those who agreed to be counted: lower end of the 95 % interval, by the channel
    /// where there is one. It is not how many may be written to: `reached` says who may.
    pub from: f64,
    /// The most persons like these; null where nothing bounds them.
    pub to: Option<f64>,
    /// How they are reached, and who of them may be: figures are of those who agreed to be counted, and to be written to by name is
    /// another consent.
    pub reached: String,
}

/// The longest title, in characters.
const LONGEST_TITLE: usize = 100;

/// Draws an activity up.
pub fn draft(segment: &Segment) -> Activity {
    let best = segment.channels.first().filter(|best| best.persons.value.is_some_and(|persons| persons > 0.0));
    let persons = best.map_or(&segment.persons, |best| &best.persons);
    let channel = best.map(|best| best.channel.code.as_str());
    let kind = kind(segment.of.dimension, channel);
    let place = place(segment);
    let audience = [vec![format!("Persons{place}"), segment.of.words()], segment.narrowed_to.clone()].concat();
    Activity {
        kind,
        title: title(segment, kind, best.map(|best| best.channel.label.as_str())),
        place: segment.destination.clone(),
        channel: best.map(|best| best.channel.clone()),
        audience: audience.join("; "),
        from: persons.lower,
        to: persons.upper,
        reached: reached(channel),
    }
}

fn place(segment: &Segment) -> String {
    segment.destination.as_ref().map(|place| format!(" in {}", place.label)).unwrap_or_default()
}

/// The longest of the titles that has room. An answer to a study's own question, such as `Often`, says little without the question.
fn title(segment: &Segment, kind: ActivityKind, channel: Option<&str>) -> String {
    let what = match kind {
        ActivityKind::Website => "Information",
        ActivityKind::SensitizationSession => "Sensitization session",
        ActivityKind::Consultation => "Consultation",
        ActivityKind::Campaign => "Campaign",
    };
    let by = channel.map(|channel| format!(", by {channel}")).unwrap_or_default();
    let (full, short) = if segment.narrowed_to.is_empty() {
        (String::new(), String::new())
    } else {
        (format!(" ({})", segment.narrowed_to.join("; ")), " (some of them)".to_owned())
    };
    let of = &segment.of;
    let own = of.dimension.is_none().then(|| of.words());
    let titled = |of: &str, narrowed: &str| format!("{what}: {of}{}{by}{narrowed}", place(segment));
    let longer = own.iter().flat_map(|own| [titled(own, &full), titled(own, &short)]);
    let mut all = longer.chain([titled(&of.label, &full)]);
    let fits = all.find(|title| title.chars().count() <= LONGEST_TITLE);
    fits.unwrap_or_else(|| titled(&of.label, &short))
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

/// Figures are of those who agreed to statistics, and to write to somebody by name takes consent to outreach, of which they know
/// nothing.
fn reached(channel: Option<&str>) -> String {
    let (open, by_name) = match channel {
        None => (" A website needs no consent.", "Written to"),
        Some("RADIO") => (" A broadcast needs no consent.", "Written to"),
        Some("EMBASSY" | "ASSOCIATION") => (" An announcement to all needs no consent.", "Invited"),
        Some(_) => ("", "Written to"),
    };
    format!(
        "Figures say how many persons are like this, of those who are counted, and name nobody.{open} {by_name} by name are only those \
         among them who consent to outreach; who and how many they are, the own node of the country of origin alone knows."
    )
}
