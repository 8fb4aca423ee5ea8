//! Which segments are looked for, and whether they can be.

use async_graphql::InputObject;
use schema::ask::{CodeFilter, ItemFilter};
use schema::concept::{Axis, Dataset, Dimension, Item};
use schema::country::CountryCode;
use schema::error::{Code, Sayable};
use schema::purpose::Purpose;
use schema::study::StudyId;

/// The most dimensions that make segments in one request.
const MOST_TRAITS: usize = 6;

/// The most items that do.
const MOST_ITEMS: usize = 20;

/// What makes a segment where nothing is said: what persons need, offer, and mean to do.
const TRAITS: [Dimension; 3] = [Dimension::Need, Dimension::Offer, Dimension::ReturnIntention];

/// Which segments are looked for.
#[derive(InputObject, Clone, Debug)]
pub struct SegmentsInput {
    /// What kind of data; a register is of those who can be reached.
    #[graphql(default_with = "Dataset::Register")]
    pub dataset: Dataset,
    /// What makes a segment, at most six dimensions: needs, offers (capabilities), interests. Where persons may choose several, each
    /// choice is a segment of its own, and a person is in as many as were chosen. Left out: needs, offers and return intention, or
    /// nothing but `traitItems` where these are named.
    pub traits: Option<Vec<Dimension>>,
    /// Items that make a segment too, at most twenty: one choice such as `NEED:VOTING`, for those who made it; and a question of the
    /// study's own such as `QUESTION:INTEREST`, which needs its `study`, for each answer to it. `studies` lists what each wave has.
    #[graphql(default)]
    pub trait_items: Vec<Item>,
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

impl SegmentsInput {
    /// The dimensions that make segments.
    pub fn dimensions(&self) -> &[Dimension] {
        match &self.traits {
            Some(traits) => traits,
            None if self.trait_items.is_empty() => &TRAITS,
            None => &[],
        }
    }

    /// All that makes segments, as it is asked for.
    pub fn sought(&self) -> impl Iterator<Item = Axis> {
        let items = self.trait_items.iter().copied().map(Axis::Item);
        self.dimensions().iter().copied().map(Axis::Shared).chain(items)
    }

    /// Whether somebody named what makes segments, and so misses what is not there.
    pub fn is_named(&self) -> bool {
        self.traits.is_some() || !self.trait_items.is_empty()
    }

    /// Refuses what makes no segments anywhere.
    pub fn check(&self) -> Result<(), Sayable> {
        let refused = |message: String| Err(Sayable::new(Code::InvalidQuery, message));
        if self.sought().next().is_none() || self.dimensions().len() > MOST_TRAITS {
            return refused(format!(
                "`traits` names one to {MOST_TRAITS} dimensions, such as NEED, OFFER or RETURN_INTENTION, or `traitItems` an item."
            ));
        }
        if self.trait_items.len() > MOST_ITEMS {
            return refused(format!("`traitItems` names {}; {MOST_ITEMS} at most.", self.trait_items.len()));
        }
        let is_place = |axis: &Axis| matches!(axis.concept(), Some(Dimension::Destination | Dimension::Channel));
        if let Some(place) = self.sought().find(is_place) {
            return refused(format!(
                "{place} is no trait: segments are by destination and channel as it is; `where` narrows them."
            ));
        }
        let filtered = self.where_item.iter().map(|filter| Axis::Item(filter.item));
        let own = self.sought().chain(filtered).find(|axis| axis.question().is_some());
        match own.filter(|_| self.study.is_none()) {
            Some(own) => refused(format!(
                "{own} is a study's own question: name the `study` that asks it. `studies` lists them."
            )),
            None => Ok(()),
        }
    }
}
