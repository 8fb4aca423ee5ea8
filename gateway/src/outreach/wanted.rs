//! What is asked of whom: of each country the traits that it has published, once by destination, and once by destination and
//! channel.

use super::input::SegmentsInput;
use super::lack::Lack;
use crate::fetch::Published;
use crate::plan::CompareInput;
use crate::registry::Node;
use schema::answer::{Dataflow, MOST_QUESTIONS, PublishedWave};
use schema::ask::ItemFilter;
use schema::concept::{Axis, Dimension, Item};
use schema::country::CountryCode;
use schema::study::StudyId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The code of a choice that was made.
pub(super) const YES: &str = "YES";

/// What is asked, and what cannot be.
#[derive(Debug, Default)]
pub struct All {
    /// The questions, each of the countries that have its trait; those by channel come last.
    pub wanted: Vec<Wanted>,
    /// What a country's segments lack.
    pub lacks: BTreeMap<CountryCode, Vec<Lack>>,
}

/// One question.
#[derive(Debug)]
pub struct Wanted {
    /// The question, and who is asked it.
    pub question: CompareInput,
    /// The trait that it is of.
    pub of: Axis,
    /// Whether it is how many of a segment prefer a channel, and not how many there are.
    pub by_channel: bool,
}

/// Decides what is asked of which countries. A country that has published none of the traits, or could not be heard, is asked
/// nothing.
pub fn wanted(input: &SegmentsInput, published: &[(Arc<Node>, Published)]) -> All {
    // By question, those countries that are asked it.
    let mut asked: BTreeMap<Form, Vec<CountryCode>> = BTreeMap::new();
    let mut lacks: BTreeMap<CountryCode, Vec<Lack>> = BTreeMap::new();
    for (node, flows) in published {
        let Ok(flows) = flows else { continue };
        let country = node.member.code;
        match wave(flows, input) {
            Ok((flow, wave)) => {
                let (forms, lacking) = forms(flow, wave, input);
                for form in forms {
                    asked.entry(form).or_default().push(country);
                }
                lacks.insert(country, lacking);
            }
            Err(lack) => drop(lacks.insert(country, vec![lack])),
        }
    }
    let mut wanted: Vec<Wanted> = asked.into_iter().map(|(form, countries)| form.asked(input, countries)).collect();
    wanted.sort_by_key(|wanted| wanted.by_channel);
    All { wanted, lacks }
}

/// The one wave of a country that its segments are of: of the study with the latest wave that has any of the traits, or of the
/// period and study that are named. Sizes and channels of two studies never stand beside each other.
fn wave<'a>(flows: &'a [Dataflow], input: &SegmentsInput) -> Result<(&'a Dataflow, &'a PublishedWave), Lack> {
    let mut flows: Vec<&Dataflow> = flows.iter().filter(|flow| flow.dataset == input.dataset).collect();
    if flows.is_empty() {
        return Err(Lack::NoData);
    }
    flows.retain(|flow| input.study.as_ref().is_none_or(|study| flow.study.as_ref() == Some(study)));
    if flows.is_empty() {
        return Err(Lack::NoStudy);
    }
    let waves = flows.iter().filter_map(|flow| {
        let wave = match &input.at {
            Some(at) => flow.waves.iter().find(|wave| wave.reference_period == *at),
            None => flow.waves.last(),
        };
        Some((*flow, wave?))
    });
    let waves: Vec<(&Dataflow, &PublishedWave)> = waves.collect();
    if waves.is_empty() {
        let all = flows.iter().flat_map(|flow| &flow.waves).map(|wave| wave.reference_period.clone());
        return Err(Lack::NoPeriod(all.collect::<BTreeSet<_>>().into_iter().collect()));
    }
    let waves =
        waves.into_iter().map(|(flow, wave)| (traits(wave, input).len(), flow, wave)).filter(|(of, ..)| *of > 0);
    let latest = waves.max_by_key(|(traits, flow, wave)| (wave.reference_period.clone(), *traits, flow.study.clone()));
    latest.map(|(_, flow, wave)| (flow, wave)).ok_or(Lack::NoTraits)
}

fn axes(wave: &PublishedWave) -> BTreeSet<Axis> {
    let shared = wave.dimensions.iter().copied().map(Axis::Shared);
    shared.chain(wave.items.iter().map(|said| Axis::Item(said.item))).collect()
}

/// The traits of a wave, in the order in which they are sought, each once. Where a concept is published choice by choice, the choices
/// say all that the one main answer does.
fn traits(wave: &PublishedWave, input: &SegmentsInput) -> Vec<Axis> {
    let all = axes(wave);
    let of_concept = |concept: Dimension| {
        let (items, shared): (Vec<Axis>, Vec<Axis>) =
            all.iter().filter(|axis| axis.concept() == Some(concept)).partition(|axis| axis.item().is_some());
        if items.is_empty() { shared } else { items }
    };
    let of = |sought: Axis| match sought {
        Axis::Shared(concept) => of_concept(concept),
        Axis::Item(_) => all.get(&sought).copied().into_iter().collect(),
    };
    let mut seen = BTreeSet::new();
    input.sought().flat_map(of).filter(|axis| seen.insert(*axis)).collect()
}

/// By what preferred channels are asked for: the one that a person prefers, or each of several that a person may name.
fn channels(wave: &PublishedWave) -> Vec<Axis> {
    let of_channels = axes(wave).into_iter().filter(|axis| axis.concept() == Some(Dimension::Channel));
    let (one, several): (Vec<Axis>, Vec<Axis>) = of_channels.partition(|axis| axis.shared().is_some());
    if one.is_empty() { several } else { one }
}

/// All questions of one country, so many that one request has room for them: how many there are comes before by which channel.
fn forms(flow: &Dataflow, wave: &PublishedWave, input: &SegmentsInput) -> (Vec<Form>, Vec<Lack>) {
    let (mut traits, channels) = (traits(wave, input), channels(wave));
    let mut lacks = Vec::new();
    if input.is_named() {
        let is_there = |sought: &Axis| match sought {
            Axis::Shared(concept) => traits.iter().any(|of| of.concept() == Some(*concept)),
            Axis::Item(_) => traits.contains(sought),
        };
        let missing: BTreeSet<Axis> = input.sought().filter(|sought| !is_there(sought)).collect();
        lacks.extend((!missing.is_empty()).then(|| Lack::SomeTraits(missing.into_iter().collect())));
    }
    let too_many = traits.len().saturating_sub(MOST_QUESTIONS);
    traits.truncate(MOST_QUESTIONS);
    lacks.extend((too_many > 0).then_some(Lack::TooManyTraits(too_many)));
    let by_destination = axes(wave).contains(&Axis::Shared(Dimension::Destination));
    let form = |of: Axis, channel: Option<Axis>| Form {
        of,
        by_destination,
        channel,
        study: flow.study.clone(),
        at: wave.reference_period.clone(),
    };
    let mut forms: Vec<Form> = traits.iter().map(|of| form(*of, None)).collect();
    // All channels of a trait or none: the one that most prefer is known only beside the others.
    let with = if channels.is_empty() { 0 } else { (MOST_QUESTIONS - forms.len()) / channels.len() };
    for of in traits.iter().take(with) {
        forms.extend(channels.iter().map(|channel| form(*of, Some(*channel))));
    }
    let without = if channels.is_empty() { 0 } else { traits.len().saturating_sub(with) };
    lacks.extend((without > 0).then_some(Lack::TooManyChannels(without)));
    (forms, lacks)
}

/// One question, before it is known who is asked.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    of: Axis,
    by_destination: bool,
    channel: Option<Axis>,
    study: Option<StudyId>,
    at: String,
}

impl Form {
    fn asked(self, input: &SegmentsInput, countries: Vec<CountryCode>) -> Wanted {
        let places = self.by_destination.then_some(Dimension::Destination);
        let both = || self.channel.into_iter().chain([self.of]);
        let mut where_item = input.where_item.clone();
        // Shares are of a segment's size, so of those who did not choose nothing need come.
        if self.channel.is_some() {
            let chosen = both().filter_map(Axis::item).filter(|item| matches!(item, Item::Choice(_)));
            let chosen = chosen.filter(|item| input.where_item.iter().all(|filter| filter.item != *item));
            where_item.extend(chosen.map(|item| ItemFilter { item, codes: vec![YES.to_owned()] }));
        }
        let question = CompareInput {
            dataset: input.dataset,
            measure: None,
            by: places.into_iter().chain(both().filter_map(Axis::shared)).collect(),
            by_item: both().filter_map(Axis::item).collect(),
            filters: input.filters.clone(),
            where_item,
            // So that a trait's share is of all who live in a place.
            share_within: places.filter(|_| self.channel.is_none()).into_iter().collect(),
            countries: Some(countries),
            at: Some(self.at),
            study: self.study,
            purpose: input.purpose,
        };
        Wanted { question, of: self.of, by_channel: self.channel.is_some() }
    }
}
