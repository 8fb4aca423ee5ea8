//! Figures to segments: who, how many, what they need or offer, and by which channel they are reached.

use super::draft::{Activity, draft};
use super::narrowed::narrowed;
use super::segment_trait::Trait;
use super::wanted::YES;
use crate::told::Row;
use async_graphql::SimpleObject;
use schema::ask::Question;
use schema::concept::{Axis, Dimension, Item};
use schema::figure::{CodeLabel, FigureStatus};
use schema::provenance::ItemSource;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Persons of one country of origin who share a trait and live in one place.
#[derive(SimpleObject, Clone, Debug, PartialEq)]
#[graphql(complex)]
pub struct Segment {
    /// The need, the offer or the interest.
    pub of: Trait,
    /// Where they live; null where the country does not publish it.
    pub destination: Option<CodeLabel>,
    /// To whom `where` and `whereItem` narrow the segment, in words, beside its place and its trait.
    pub narrowed_to: Vec<String>,
    /// How many they are, and which share of all who live there.
    pub persons: Size,
    /// The channels that they prefer, most persons first; none where the country does not publish them. Where `severalChannels` is
    /// true, one person may be in several.
    pub channels: Vec<ByChannel>,
}

/// How many persons a segment or a part of it has.
#[derive(SimpleObject, Clone, Debug, PartialEq)]
#[graphql(name = "SegmentSize")]
pub struct Size {
    /// Persons; null where withheld.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval; for a withheld figure, the least that it can be.
    pub lower: f64,
    /// Upper end of the 95 % interval; null where nothing bounds a withheld figure.
    pub upper: Option<f64>,
    /// Whether the value stands, and if not, why.
    pub status: FigureStatus,
    /// The share, between 0 and 1: of a segment, of all who live in the place, as far as `where` lets them through; of a channel, of
    /// the segment.
    pub share: Option<f64>,
}

/// Persons of a segment who prefer a channel.
#[derive(SimpleObject, Clone, Debug, PartialEq)]
pub struct ByChannel {
    /// The channel.
    pub channel: CodeLabel,
    /// How many.
    pub persons: Size,
}

#[async_graphql::ComplexObject]
impl Segment {
    /// An outreach activity for these persons, drawn up for an officer to change.
    async fn activity(&self) -> Activity {
        draft(self)
    }
}

/// A country's segments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Segments {
    /// Those whose size stands, the largest first.
    pub made: Vec<Segment>,
    /// How many are withheld, in places where it is published how many persons live: too few persons or none, which is not told
    /// apart, or withheld beside such.
    pub withheld: usize,
    /// Whether one person may name several channels.
    pub several_channels: bool,
}

/// One question's rows.
pub struct Answered<'a> {
    /// The question: by one trait, and perhaps by destination and channel.
    pub question: &'a Question,
    /// Its rows.
    pub rows: &'a [Row],
    /// The items that its country tells of.
    pub items: &'a [ItemSource],
}

/// A segment's trait, by the axis that it is asked by and the code of the answer, and its place.
type Key = (Axis, String, Option<String>);

/// One row: of which segment, by which channel, how many.
struct Cell<'a> {
    key: Key,
    channel: Option<String>,
    row: &'a Row,
}

/// Puts a country's rows together to segments.
pub fn segments(all: &[Answered<'_>]) -> Segments {
    let mut sizes: BTreeMap<Key, (&Row, &Answered<'_>)> = BTreeMap::new();
    let mut channels: BTreeMap<Key, Vec<(String, &Row)>> = BTreeMap::new();
    for (of, cell) in all.iter().flat_map(|of| cells(of).into_iter().map(move |cell| (of, cell))) {
        match cell.channel {
            None => drop(sizes.insert(cell.key, (cell.row, of))),
            Some(channel) => channels.entry(cell.key).or_default().push((channel, cell.row)),
        }
    }
    let is_choice = |axis: &Axis| axis.item().is_some() && axis.concept() == Some(Dimension::Channel);
    let several_channels = all.iter().any(|of| of.question.by().iter().any(is_choice));
    let mut of_country = Segments { several_channels, ..Segments::default() };
    for (key, (row, of)) in sizes {
        match row.figure().value {
            Some(persons) if persons > 0.0 => {}
            Some(_) => continue,
            None => {
                of_country.withheld += usize::from(is_withheld(row));
                continue;
            }
        }
        let whole = row.estimate();
        let part = |row: &Row| Size { share: row.estimate().share_of(&whole), ..Size::of(row) };
        let by_channel = channels.remove(&key).unwrap_or_default().into_iter();
        let by_channel = by_channel
            .map(|(code, row)| ByChannel { channel: CodeLabel::new(Dimension::Channel, &code), persons: part(row) });
        let mut by_channel: Vec<ByChannel> = by_channel.collect();
        by_channel.sort_by_key(|by| (Reverse(whole_number(by.persons.value)), by.channel.code.clone()));
        let (axis, code, place) = key;
        of_country.made.push(Segment {
            of: Trait::of(axis, &code, of.items),
            destination: place.map(|place| CodeLabel::new(Dimension::Destination, &place)),
            narrowed_to: narrowed(of.question, of.items),
            persons: Size::of(row),
            channels: by_channel,
        });
    }
    // Stable, so that segments of one size stay in the order of their codes.
    of_country.made.sort_by_key(|segment| Reverse(whole_number(segment.persons.value)));
    of_country
}

/// Whether a size without a value is one that was withheld. A node's release does not tell small cells from empty ones, but it says how
/// many live in a place where that is no secret. Where even this is withheld, few live there or nobody: a country whose list of
/// places is the whole world would withhold thousands of segments of nobody.
fn is_withheld(row: &Row) -> bool {
    !row.was_not_asked() && row.figure().base.is_some_and(|all| all > 0.0)
}

/// For sorting alone: persons to a thousandth.
#[expect(clippy::cast_possible_truncation, reason = "a figure is under 1e18, and `as` saturates")]
fn whole_number(value: Option<f64>) -> i128 {
    value.map_or(-1, |value| (1000.0 * value) as i128)
}

/// The rows of those who have the trait, without those of whom it is not known what they need, where they live or how they are reached.
fn cells<'a>(of: &Answered<'a>) -> Vec<Cell<'a>> {
    let by = of.question.by();
    let read = |row: &'a Row| {
        let (mut shared, mut place, mut channel) = (None, None, None);
        for (axis, code) in by.iter().zip(row.codes()) {
            let answer = answer(*axis, code)?;
            match axis.concept() {
                Some(Dimension::Destination) => place = Some(answer),
                Some(Dimension::Channel) => channel = Some(answer),
                _ => shared = Some((*axis, code.clone())),
            }
        }
        let (axis, code) = shared?;
        Some(Cell { key: (axis, code, place), channel, row })
    };
    of.rows.iter().filter_map(read).collect()
}

/// What a code says of the persons of a row; nothing where it says of them only what they are not.
fn answer(axis: Axis, code: &str) -> Option<String> {
    if axis.is_residual(code) || NO_TRAITS.contains(&(axis, code)) {
        return None;
    }
    match axis {
        Axis::Item(Item::Choice(choice)) => (code == YES).then(|| choice.code().to_owned()),
        _ => Some(code.to_owned()),
    }
}

/// Codes of a trait's dimension that are none: nobody is invited for not meaning to return.
const NO_TRAITS: [(Axis, &str); 2] =
    [(Axis::Shared(Dimension::ReturnIntention), "NONE"), (Axis::Shared(Dimension::ReturnIntention), "UNDECIDED")];

impl Size {
    fn of(row: &Row) -> Self {
        let figure = row.figure();
        Self {
            value: figure.value,
            lower: figure.lower,
            upper: figure.upper,
            status: figure.status,
            share: row.share(),
        }
    }
}
