//! Segments for outreach, as they are spoken.

use crate::absence::{outcome, reason};
use crate::caller::Asker;
use crate::fetch::{Nodes, Reply, catalogues, replies};
use crate::outreach::segments::{Answered, Segment, segments};
use crate::outreach::wanted::{All, MOST_SEGMENTS, SegmentsInput, wanted};
use crate::plan::{Plan, named_nodes, plan};
use crate::registry::{Member, Node, Registry};
use async_graphql::SimpleObject;
use futures_util::future::join_all;
use schema::coverage::Outcome;
use schema::error::{Code, Sayable};
use schema::provenance::Source;
use std::collections::BTreeMap;
use std::sync::Arc;

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
    /// Why there are no segments, or not all; speaks of public facts only.
    reason: Option<String>,
    /// Segments whose size stands, the largest first.
    segments: Vec<Segment>,
    /// How many segments there are whose size stands, those that are not told here too.
    total: usize,
    /// How many are withheld, in places where it is published how many persons live: too few persons or none, which is not told
    /// apart, or withheld beside such. Of places where even the number of all persons is withheld, since few live there or nobody,
    /// none is counted.
    withheld: usize,
    /// Where the figures come from; null where there are none.
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
        let of = match &input.countries {
            None => registry.publishing(Some(input.dataset)),
            Some(named) => named_nodes(named, registry)?,
        };
        let published = catalogues(nodes, &of).await;
        let (mut planned, mut too_wide) = (Vec::new(), BTreeMap::new());
        let All { wanted, mut lacks } = wanted(input, &published)?;
        for wanted in wanted {
            let countries = wanted.countries.clone();
            match plan(asker, wanted, registry) {
                Ok(plan) => planned.push(plan),
                // With what they are narrowed to, a table that no catalogue names: the others are answered all the same.
                Err(sayable) if sayable.code == Code::TooManyDimensions => {
                    for country in countries.into_iter().flatten() {
                        too_wide.entry(country).or_insert_with(|| sayable.message.clone());
                    }
                }
                Err(sayable) => return Err(sayable),
            }
        }
        lacks.extend(too_wide);
        let all = join_all(planned.iter().map(|plan| replies(nodes, plan))).await;
        let mut countries = Vec::with_capacity(of.len());
        for (node, published) in &published {
            let of_country = planned.iter().zip(&all).filter_map(|(plan, replies)| {
                let (_, reply) = replies.iter().find(|(other, _)| other.member.code == node.member.code)?;
                Some((plan, reply))
            });
            let replies: Vec<(&Plan, &Reply)> = of_country.collect();
            let lack = lacks.remove(&node.member.code);
            countries.push(match published {
                Ok(_) => CountrySegments::of(node, &replies, lack, usize::from(input.first).min(MOST_SEGMENTS)),
                Err(_) => CountrySegments::without(node, outcome(published), reason(published).map(str::to_owned)),
            });
        }
        Ok(Self { countries })
    }
}

impl CountrySegments {
    fn without(node: &Arc<Node>, outcome: Outcome, reason: Option<String>) -> Self {
        let country = Member::clone(&node.member);
        Self { country, outcome, reason, segments: Vec::new(), total: 0, withheld: 0, source: None }
    }

    fn of(node: &Arc<Node>, replies: &[(&Plan, &Reply)], lack: Option<String>, first: usize) -> Self {
        let rows = replies.iter().filter_map(|(plan, reply)| {
            let told = reply.as_ref().ok()?;
            Some(Answered { question: plan.question(), rows: &told.rows })
        });
        let mut made = segments(&rows.collect::<Vec<_>>());
        let total = made.segments.len();
        made.segments.truncate(first);
        let told = replies.iter().find_map(|(_, reply)| reply.as_ref().ok());
        let refused = replies.iter().find_map(|(_, reply)| reply.as_ref().err());
        let lacks_all = || format!("{} has published none of these traits.", node.member.name);
        let (outcome, reason) = match (told, refused) {
            (Some(_), refused) => (Outcome::Answered, refused.map(|absence| absence.reason.clone()).or(lack)),
            (None, Some(absence)) => (absence.outcome, Some(absence.reason.clone())),
            (None, None) => (Outcome::NotPublished, Some(lacks_all())),
        };
        Self {
            country: Member::clone(&node.member),
            outcome,
            reason,
            segments: made.segments,
            total,
            withheld: made.withheld,
            source: told.map(|told| told.source.clone()),
        }
    }
}
