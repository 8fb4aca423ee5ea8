//! Figures of programmes, as they are spoken.

use super::agreements::Unheard;
use super::coverage::ListCoverage;
use crate::absence::{Absence, outcome, reason};
use crate::caller::Asker;
use crate::derived::divided::{Both, DerivedFigure};
use crate::derived::input::{ProgrammeFiguresInput, sums};
use crate::fetch::{Nodes, Replies, Reply, replies};
use crate::merge::merge;
use crate::plan::{Plan, plan};
use crate::registry::{Member, Node, Registry};
use async_graphql::SimpleObject;
use futures_util::future::join_all;
use schema::coverage::Outcome;
use schema::error::Sayable;
use schema::programme::derived::{ProgrammeFigure, Summed};
use schema::provenance::Source;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Figures of programmes, country by country and together.
#[derive(SimpleObject)]
pub struct ProgrammeFigures {
    /// One entry for each country that was asked, absent countries too.
    countries: Vec<CountryFigures>,
    /// The figures of all that told both of their sums: sums are added up and then divided, so that who placed more weighs more.
    combined: Vec<DerivedFigure>,
    /// Who differs from whom, in what; empty where nothing that is known differs.
    differences: Vec<String>,
    /// Who was asked, who answered, and who did not and why.
    coverage: ListCoverage,
}

/// One country's figures, or why there are none.
#[derive(SimpleObject)]
pub struct CountryFigures {
    /// The country.
    country: Member,
    /// What became of the questions there; where they ended differently, that of the one that ended best.
    outcome: Outcome,
    /// Why there are no figures, in a sentence that speaks of public facts only; null where there are.
    reason: Option<String>,
    /// The figures.
    figures: Vec<DerivedFigure>,
    /// Where they come from; null where there are none. Counted are those in the data who agreed to it: its `consentShare` says which
    /// share of them.
    source: Option<Source>,
}

/// What came of each sum.
type Came = BTreeMap<Summed, (Plan, Replies)>;

impl ProgrammeFigures {
    /// Asks for the sums, each country once, and divides them.
    pub(super) async fn of(
        nodes: &Nodes,
        registry: &Registry,
        asker: Asker,
        input: &ProgrammeFiguresInput,
    ) -> Result<Self, Sayable> {
        let figures = input.figures()?;
        let mut plans = Vec::new();
        for sum in sums(&figures) {
            plans.push((sum, plan(asker, input.asked(sum), registry)?));
        }
        let all = join_all(plans.iter().map(|(_, plan)| replies(nodes, plan))).await;
        let came: Came = plans.into_iter().zip(all).map(|((sum, plan), came)| (sum, (plan, came))).collect();
        let of: Vec<Arc<Node>> =
            came.values().next().map_or_else(Vec::new, |(plan, _)| plan.nodes().iter().map(Arc::clone).collect());
        let countries: Vec<CountryFigures> = of.iter().map(|node| CountryFigures::of(node, &figures, &came)).collect();
        let absent = of.iter().zip(&countries).filter(|(_, country)| country.outcome != Outcome::Answered);
        let absent = absent.map(|(node, country)| {
            let reason = country.reason.clone().unwrap_or_default();
            Unheard::of(node, Absence { outcome: country.outcome, reason })
        });
        let coverage = ListCoverage::of(of.len(), absent.collect());
        let combined = figures.iter().map(|figure| {
            // By country, so that floats are added in one order whatever order was asked for.
            let mut all: Vec<&Arc<Node>> = of.iter().collect();
            all.sort_by_key(|node| node.member.code);
            let both = all.into_iter().filter_map(|node| both(*figure, node, &came)?.ok());
            DerivedFigure::together(*figure, &both.collect::<Vec<_>>())
        });
        Ok(Self { combined: combined.collect(), differences: differences(&came), countries, coverage })
    }
}

impl CountryFigures {
    fn of(node: &Node, figures: &[ProgrammeFigure], came: &Came) -> Self {
        let all = || came.values().filter_map(|(_, replies)| reply(replies, node));
        let best = all().find(|reply| reply.is_ok()).or_else(|| all().next());
        let made = figures.iter().filter_map(|figure| {
            let both = both(*figure, node, came)?;
            Some(DerivedFigure::of_country(*figure, both))
        });
        let is_answered = best.is_some_and(Result::is_ok);
        Self {
            country: Member::clone(&node.member),
            outcome: best.map_or(Outcome::NotPublished, outcome),
            reason: best.and_then(reason).map(str::to_owned),
            figures: if is_answered { made.collect() } else { Vec::new() },
            source: best.and_then(|reply| reply.as_ref().ok()).map(|told| Source { unit: None, ..told.source.clone() }),
        }
    }
}

fn reply<'a>(replies: &'a Replies, node: &Node) -> Option<&'a Reply> {
    replies.iter().find(|(other, _)| other.member.code == node.member.code).map(|(_, reply)| reply)
}

/// What a country replied to both sums of a figure.
fn both<'a>(figure: ProgrammeFigure, node: &Node, came: &'a Came) -> Option<Result<Both<'a>, String>> {
    let of_sum = |sum: Summed| came.get(&sum).and_then(|(_, replies)| reply(replies, node));
    let (of, over) = figure.sums();
    Some(Both::of(node.member.code, of_sum(of)?, of_sum(over)?))
}

/// What differs in any of the sums, each once.
fn differences(came: &Came) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for (plan, replies) in came.values() {
        for sentence in merge(plan.question(), replies).together().map_or(&[][..], |together| &together.differences) {
            if !said.contains(sentence) {
                said.push(sentence.clone());
            }
        }
    }
    said
}
