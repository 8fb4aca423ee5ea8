//! Segments for outreach, as they are spoken.

use crate::absence::{outcome, reason};
use crate::caller::Asker;
use crate::fetch::{Nodes, Reply, catalogues, replies};
use crate::outreach::country::Country;
use crate::outreach::input::SegmentsInput;
use crate::outreach::planned::{Asked, Planned, planned};
use crate::outreach::segments::Segment;
use crate::plan::named_nodes;
use crate::registry::{Member, Node, Registry};
use async_graphql::SimpleObject;
use futures_util::future::join_all;
use schema::coverage::Outcome;
use schema::error::Sayable;
use schema::provenance::Source;

/// The most segments that are told of a country.
const MOST_SEGMENTS: usize = 200;

/// Segments for outreach, country by country.
#[derive(SimpleObject)]
pub struct OutreachSegments {
    /// One entry for each country that was asked, absent countries too.
    countries: Vec<CountrySegments>,
}

/// One country's segments, or why there are none.
#[derive(SimpleObject)]
pub struct CountrySegments {
    /// The country of origin.
    country: Member,
    /// What became of the questions there; where they ended differently, that of the one that ended best.
    outcome: Outcome,
    /// Why there are no segments, or not all, or no channels; speaks of public facts only.
    reason: Option<String>,
    /// Segments whose size stands, the largest first.
    segments: Vec<Segment>,
    /// How many segments there are whose size stands, those that are not told here too.
    total: usize,
    /// How many are withheld, in places where it is published how many persons live: too few persons or none, which is not told
    /// apart, or withheld beside such. Of places where even the number of all persons is withheld, since few live there or nobody,
    /// none is counted.
    withheld: usize,
    /// Whether one person may name several channels, as the country asks: then a person is counted in each, and their shares add up
    /// to more than one.
    several_channels: bool,
    /// Where the figures come from; null where there are none. Counted are those in the data who agreed to it: its `consentShare`
    /// says which share of them.
    source: Option<Source>,
}

impl OutreachSegments {
    /// Asks what is published, and then for the sizes, each country once more.
    pub(super) async fn of(
        nodes: &Nodes,
        registry: &Registry,
        asker: Asker,
        input: &SegmentsInput,
    ) -> Result<Self, Sayable> {
        input.check()?;
        let of = match &input.countries {
            None => registry.publishing(Some(input.dataset)),
            Some(named) => named_nodes(named, registry)?,
        };
        let published = catalogues(nodes, &of).await;
        let Planned { asked, mut lacks, mut refused } = planned(asker, input, registry, &published)?;
        let all = join_all(asked.iter().map(|asked| replies(nodes, &asked.plan))).await;
        let countries = published.iter().map(|(node, published)| {
            let of_country = asked.iter().zip(&all).filter_map(|(asked, replies)| {
                let (_, reply) = replies.iter().find(|(other, _)| other.member.code == node.member.code)?;
                Some((asked, reply))
            });
            let replies: Vec<(&Asked, &Reply)> = of_country.collect();
            let lacks = lacks.remove(&node.member.code).unwrap_or_default();
            let refused = refused.remove(&node.member.code).unwrap_or_default();
            match published {
                Ok(_) => CountrySegments::of(node, Country::of(&replies, refused, lacks), usize::from(input.first)),
                Err(_) => CountrySegments::without(node, outcome(published), reason(published).map(str::to_owned)),
            }
        });
        Ok(Self { countries: countries.collect() })
    }
}

impl CountrySegments {
    fn without(node: &Node, outcome: Outcome, reason: Option<String>) -> Self {
        let country = Member::clone(&node.member);
        Self {
            country,
            outcome,
            reason,
            segments: vec![],
            total: 0,
            withheld: 0,
            several_channels: false,
            source: None,
        }
    }

    fn of(node: &Node, Country { outcome, reason, segments: mut made, source }: Country, first: usize) -> Self {
        let total = made.made.len();
        made.made.truncate(first.min(MOST_SEGMENTS));
        Self {
            segments: made.made,
            total,
            withheld: made.withheld,
            several_channels: made.several_channels,
            source,
            ..Self::without(node, outcome, reason)
        }
    }
}
