//! What a programme's indicators came to, at each moment.

use super::book::Book;
use super::content::Content;
use super::indicator::Indicator;
use super::observation::Moment;
use schema::money::Exact;
use schema::programme::kind::Kind;
use schema::programme::state::State;
use serde::Serialize;
use std::collections::BTreeSet;

/// What was found at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// When.
    pub moment: Moment,
    /// Of how many placements there is a value.
    pub values: u64,
    /// Of how many persons.
    #[serde(skip)]
    pub persons: u64,
    /// The mean of the values, to four digits; nothing where there is none.
    pub mean: Option<Exact>,
}

/// What an indicator came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Measured {
    /// The indicator's id.
    pub id: String,
    /// What it is.
    pub indicator: Indicator,
    /// What was found, at each of the three moments.
    pub found: [Found; 3],
}

/// What each indicator of a programme came to, in one phase or in all.
pub fn measured(book: &Book, phase: Option<&str>) -> Vec<Measured> {
    let kept = book.of(Kind::Indicator).filter(|record| record.now.state == State::Kept);
    let measured = kept.filter_map(|record| {
        let Content::Indicator(indicator) = record.now.content.as_ref() else { return None };
        let found = Moment::ALL.map(|moment| found(book, (&record.id, phase), moment));
        Some(Measured { id: record.id.clone(), indicator: indicator.clone(), found })
    });
    measured.collect()
}

fn found(book: &Book, (indicator, phase): (&str, Option<&str>), moment: Moment) -> Found {
    let (mut values, mut sum, mut persons) = (0_u64, Exact(0.into()), BTreeSet::new());
    for record in book.leaning((Kind::Indicator, indicator), Kind::Observation) {
        let Content::Observation(of) = record.now.content.as_ref() else { continue };
        let is_of =
            phase.is_none() || book.get(Kind::Placement, &of.placement).and_then(|of| book.phase_of(of)) == phase;
        if record.now.state == State::Kept && of.moment == moment && is_of {
            values += 1;
            sum.0 += of.value.0;
            persons.insert(book.candidate_of(&of.placement));
        }
    }
    let mean = (values > 0).then(|| Exact((sum.0 / Exact(values.into()).0).round_dp(4)));
    Found { moment, values, persons: persons.len() as u64, mean }
}
