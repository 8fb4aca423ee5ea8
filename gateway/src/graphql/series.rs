//! Series: one question of every wave, as they are spoken.

use super::comparison::{Figure, told_figures};
use crate::absence::{outcome, reason};
use crate::fetch::{Nodes, Point, Points, series};
use crate::merge::breaks;
use crate::plan::Plan;
use crate::registry::{Member, Node};
use crate::told::Told;
use async_graphql::Object;
use schema::ask::Question;
use schema::coverage::Outcome;
use schema::provenance::Source;
use std::sync::Arc;

/// One question, of every wave that each country has.
pub struct SeriesComparison {
    question: Arc<Question>,
    countries: Vec<(Arc<Node>, Points)>,
}

/// One country's waves.
pub struct CountrySeries<'a> {
    question: &'a Question,
    member: &'a Member,
    points: &'a Points,
}

/// One wave of a series.
pub struct SeriesWave<'a> {
    question: &'a Question,
    earlier: &'a [Point],
    point: &'a Point,
}

impl SeriesComparison {
    pub(super) async fn of(nodes: &Nodes, plan: &Plan) -> Self {
        Self { question: Arc::clone(plan.question()), countries: series(nodes, plan).await }
    }
}

/// One question, of every wave that each country has.
#[Object]
impl SeriesComparison {
    /// One series for each country that was asked, in the order asked; absent countries too.
    async fn countries(&self) -> Vec<CountrySeries<'_>> {
        self.countries
            .iter()
            .map(|(node, points)| CountrySeries { question: &self.question, member: &node.member, points })
            .collect()
    }
}

/// One country's waves.
#[Object]
impl CountrySeries<'_> {
    /// The country.
    async fn country(&self) -> &Member {
        self.member
    }

    /// What became of the question there; each wave has an outcome of its own.
    async fn outcome(&self) -> Outcome {
        outcome(self.points)
    }

    /// Why there are no waves, in a sentence that speaks of public facts only; null where there are.
    async fn reason(&self) -> Option<&str> {
        reason(self.points)
    }

    /// The waves of the study that was named, or of the one that answers the question, oldest first.
    async fn waves(&self) -> Vec<SeriesWave<'_>> {
        let points = self.points.as_ref().map_or([].as_slice(), |points| points);
        let earlier = |at: usize| points.get(..at).unwrap_or_default();
        let wave = |(at, point)| SeriesWave { question: self.question, earlier: earlier(at), point };
        points.iter().enumerate().map(wave).collect()
    }
}

/// One wave of a series.
#[Object]
impl SeriesWave<'_> {
    /// The period that its figures speak of.
    async fn reference_period(&self) -> &str {
        &self.point.at
    }

    /// What became of the question there.
    async fn outcome(&self) -> Outcome {
        outcome(&self.point.reply)
    }

    /// Why there are no figures; null where there are.
    async fn reason(&self) -> Option<&str> {
        reason(&self.point.reply)
    }

    /// One figure for each combination of codes, sorted by the codelists; `NOT_ASKED` where the wave did not ask what other
    /// waves of its study did.
    async fn figures(&self) -> Vec<Figure<'_>> {
        self.point.reply.as_ref().map_or_else(|_| Vec::new(), |told| told_figures(self.question.by(), told))
    }

    /// Where the figures come from; null where there are none.
    async fn source(&self) -> Option<&Source> {
        Some(&self.point.reply.as_ref().ok()?.source)
    }

    /// What changed since the wave before: what the study itself says, and what the sources show. Where anything did, the
    /// figures before and after are not one series.
    async fn breaks(&self) -> Vec<String> {
        // A break is told against the last wave that answered, whatever became of those between.
        let earlier: Vec<&Told> = self.earlier.iter().filter_map(|point| Some(&**point.reply.as_ref().ok()?)).collect();
        self.point.reply.as_ref().map_or_else(|_| Vec::new(), |after| breaks(self.question, &earlier, after))
    }
}
