//! What is asked of whom: of each country the traits that it has published, once by destination, and once by destination and
//! channel.

use crate::fetch::Published;
use crate::plan::CompareInput;
use crate::registry::Node;
use async_graphql::InputObject;
use schema::answer::{Dataflow, PublishedWave};
use schema::ask::{CodeFilter, ItemFilter};
use schema::concept::{Axis, Dataset, Dimension};
use schema::country::CountryCode;
use schema::error::{Code, Sayable};
use schema::purpose::Purpose;
use schema::study::StudyId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most traits of one request, each dimension counted once.
const MOST_TRAITS: usize = 6;

/// The most segments that are told of a country.
pub const MOST_SEGMENTS: usize = 200;

/// Which segments are looked for.
#[derive(InputObject, Clone, Debug)]
pub struct SegmentsInput {
    /// What kind of data; a register is of those who can be reached.
    #[graphql(default_with = "Dataset::Register")]
    pub dataset: Dataset,
    /// What makes a segment, at most six dimensions: needs, offers (capabilities), interests. Where persons may choose several, each
    /// choice is a segment of its own, and a person is in as many as were chosen.
    #[graphql(default_with = "vec![Dimension::Need, Dimension::Offer, Dimension::ReturnIntention]")]
    pub traits: Vec<Dimension>,
    /// Whom else they are narrowed to, such as some destinations.
    #[graphql(default, name = "where")]
    pub filters: Vec<CodeFilter>,
    /// The same by items, such as those who offer teaching; with a channel this needs a table that the country's catalogue names.
    #[graphql(default)]
    pub where_item: Vec<ItemFilter>,
    /// The countries that are asked; left out: every member that publishes the dataset.
    pub countries: Option<Vec<CountryCode>>,
    /// A release's reference period; left out: the latest.
    pub at: Option<String>,
    /// The study that is asked of.
    pub study: Option<StudyId>,
    /// Why it is asked.
    #[graphql(default_with = "Purpose::OutreachDesign")]
    pub purpose: Purpose,
    /// How many segments of each country are told, the largest first; at most 200.
    #[graphql(default = 20)]
    pub first: u8,
}

/// What is asked, and what cannot be.
#[derive(Debug, Default)]
pub struct All {
    /// The questions, each of the countries that have its trait.
    pub wanted: Vec<CompareInput>,
    /// What a country's segments lack, in a sentence for the one who asked.
    pub lacks: BTreeMap<CountryCode, String>,
}

/// The one wave of a country that its segments are of: of the study with the latest wave that has any of the traits, or of the
/// period and study that are named. Sizes and channels of two studies never stand beside each other.
fn wave<'a>(flows: &'a [Dataflow], input: &SegmentsInput) -> Option<(&'a Dataflow, &'a PublishedWave)> {
    let of_study = |flow: &&Dataflow| input.study.as_ref().is_none_or(|study| flow.study.as_ref() == Some(study));
    let flows = flows.iter().filter(|flow| flow.dataset == input.dataset).filter(of_study);
    let waves = flows.filter_map(|flow| {
        let wave = match &input.at {
            Some(at) => flow.waves.iter().find(|wave| wave.reference_period == *at),
            None => flow.waves.last(),
        };
        Some((flow, wave?))
    });
    let traits = |wave: &PublishedWave| axes(wave).into_iter().filter(|axis| is_wanted(input, *axis)).count();
    let waves = waves.filter(|(_, wave)| traits(wave) > 0);
    waves.max_by_key(|(flow, wave)| (wave.reference_period.clone(), traits(wave), flow.study.clone()))
}

fn axes(wave: &PublishedWave) -> BTreeSet<Axis> {
    let shared = wave.dimensions.iter().copied().map(Axis::Shared);
    shared.chain(wave.items.iter().map(|said| Axis::Item(said.item))).collect()
}

/// The traits of a wave. Where a concept is published choice by choice, the choices say all that the one main answer does.
fn traits(wave: &PublishedWave, input: &SegmentsInput) -> Vec<Axis> {
    let all = axes(wave);
    let is_chosen =
        |dimension: Dimension| all.iter().any(|axis| axis.item().is_some() && axis.concept() == Some(dimension));
    let kept =
        all.iter().filter(|axis| is_wanted(input, **axis)).filter(|axis| axis.shared().is_none_or(|of| !is_chosen(of)));
    kept.copied().collect()
}

fn is_wanted(input: &SegmentsInput, axis: Axis) -> bool {
    axis.concept().is_some_and(|concept| input.traits.contains(&concept))
}

/// Decides what is asked of which countries. A country that has published none of the traits, or could not be heard, is asked
/// nothing.
pub fn wanted(input: &SegmentsInput, published: &[(Arc<Node>, Published)]) -> Result<All, Sayable> {
    if input.traits.is_empty() || input.traits.len() > MOST_TRAITS {
        let message =
            format!("`traits` names one to {MOST_TRAITS} dimensions, such as NEED, OFFER or RETURN_INTENTION.");
        return Err(Sayable::new(Code::InvalidQuery, message));
    }
    if let Some(place) = input.traits.iter().find(|of| [Dimension::Destination, Dimension::Channel].contains(of)) {
        let message =
            format!("{place} is no trait: segments are by destination and channel as it is; `where` narrows them.");
        return Err(Sayable::new(Code::InvalidQuery, message));
    }
    // By question, those countries that are asked it.
    let mut asked: BTreeMap<Form, Vec<CountryCode>> = BTreeMap::new();
    let mut lacks = BTreeMap::new();
    for (node, flows) in published {
        let Some((flow, wave)) = flows.as_ref().ok().and_then(|flows| wave(flows, input)) else { continue };
        let has = axes(wave);
        let by_destination = has.contains(&Axis::Shared(Dimension::Destination));
        let by_channel = has.contains(&Axis::Shared(Dimension::Channel));
        if !by_channel && has.iter().any(|axis| axis.concept() == Some(Dimension::Channel)) {
            let lack =
                format!("{} lets persons choose several channels; segments have those of one.", node.member.name);
            lacks.insert(node.member.code, lack);
        }
        for of in traits(wave, input) {
            for by_channel in [false, true].into_iter().filter(|wanted| by_channel || !wanted) {
                let (study, at) = (flow.study.clone(), wave.reference_period.clone());
                asked.entry(Form { of, by_destination, by_channel, study, at }).or_default().push(node.member.code);
            }
        }
    }
    let wanted = asked.into_iter().map(|(form, countries)| form.asked(input, countries));
    Ok(All { wanted: wanted.collect(), lacks })
}

/// One question, before it is known who is asked.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    of: Axis,
    by_destination: bool,
    by_channel: bool,
    study: Option<StudyId>,
    at: String,
}

impl Form {
    fn asked(self, input: &SegmentsInput, countries: Vec<CountryCode>) -> CompareInput {
        let places = self.by_destination.then_some(Dimension::Destination);
        let by = places.into_iter().chain(self.by_channel.then_some(Dimension::Channel)).chain(self.of.shared());
        CompareInput {
            dataset: input.dataset,
            measure: None,
            by: by.collect(),
            by_item: self.of.item().into_iter().collect(),
            filters: input.filters.clone(),
            where_item: input.where_item.clone(),
            // So that a trait's share is of all who live in a place.
            share_within: places.filter(|_| !self.by_channel).into_iter().collect(),
            countries: Some(countries),
            at: Some(self.at),
            study: self.study,
            purpose: input.purpose,
        }
    }
}
