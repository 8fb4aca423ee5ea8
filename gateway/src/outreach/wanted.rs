//! What is asked of whom: of each country the traits that it has published, once by destination, and once by destination and
//! channel.

use crate::fetch::Published;
use crate::plan::CompareInput;
use crate::registry::Node;
use async_graphql::InputObject;
use schema::answer::Dataflow;
use schema::ask::{CodeFilter, ItemFilter};
use schema::concept::{Axis, Dataset, Dimension, Item};
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

/// One trait as a question asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trait(pub Axis);

/// One question, with what its rows are.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The trait.
    pub of: Trait,
    /// What is asked, of the countries that have it.
    pub input: CompareInput,
}

/// What a country has published of a dataset in the latest wave of each study: its axes.
fn axes(flows: &[Dataflow], input: &SegmentsInput) -> BTreeSet<Axis> {
    let of_study = |flow: &&Dataflow| input.study.as_ref().is_none_or(|study| flow.study.as_ref() == Some(study));
    let flows = flows.iter().filter(|flow| flow.dataset == input.dataset).filter(of_study);
    let waves = flows.filter_map(|flow| match &input.at {
        Some(at) => flow.waves.iter().find(|wave| wave.reference_period == *at),
        None => flow.waves.last(),
    });
    let axes = waves.flat_map(|wave| {
        let shared = wave.dimensions.iter().copied().map(Axis::Shared);
        shared.chain(wave.items.iter().map(|said| Axis::Item(said.item)))
    });
    axes.collect()
}

/// Decides what is asked of which countries. A country that has published none of the traits, or could not be heard, is asked
/// nothing.
pub fn wanted(input: &SegmentsInput, published: &[(Arc<Node>, Published)]) -> Result<Vec<Wanted>, Sayable> {
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
    // By trait, and whether rows can be by destination and by channel, those countries that have it so.
    let mut asked: BTreeMap<(Trait, bool, bool), Vec<CountryCode>> = BTreeMap::new();
    for (node, flows) in published {
        let Ok(flows) = flows else { continue };
        let has = axes(flows, input);
        let by_destination = has.contains(&Axis::Shared(Dimension::Destination));
        let by_channel = has.contains(&Axis::Shared(Dimension::Channel));
        for of in has.into_iter().filter(|axis| is_wanted(input, *axis)).map(Trait) {
            asked.entry((of, by_destination, false)).or_default().push(node.member.code);
            if by_channel {
                asked.entry((of, by_destination, true)).or_default().push(node.member.code);
            }
        }
    }
    let wanted = asked.into_iter().map(|((of, by_destination, by_channel), countries)| {
        let places = by_destination.then_some(Dimension::Destination);
        let by = places.into_iter().chain(by_channel.then_some(Dimension::Channel)).chain(of.0.shared());
        let input = CompareInput {
            dataset: input.dataset,
            measure: None,
            by: by.collect(),
            by_item: of.0.item().into_iter().collect(),
            filters: input.filters.clone(),
            where_item: input.where_item.clone(),
            // So that a trait's share is of all who live in a place.
            share_within: places.filter(|_| !by_channel).into_iter().collect(),
            countries: Some(countries),
            at: input.at.clone(),
            study: input.study.clone(),
            purpose: input.purpose,
        };
        Wanted { of, input }
    });
    Ok(wanted.collect())
}

fn is_wanted(input: &SegmentsInput, axis: Axis) -> bool {
    match axis {
        Axis::Shared(dimension) => input.traits.contains(&dimension),
        Axis::Item(Item::Choice(choice)) => input.traits.contains(&choice.dimension()),
        Axis::Item(Item::Question(_)) => false,
    }
}
