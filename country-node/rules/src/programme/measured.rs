//! What a programme's indicators came to, at each moment.

use super::book::Book;
use super::content::Content;
use super::indicator::Indicator;
use super::observation::Moment;
use schema::money::Exact;
use schema::programme::kind::Kind;
use schema::programme::state::State;
use std::collections::{BTreeMap, BTreeSet};

/// What was found at a moment, and of which persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// When.
    pub moment: Moment,
    /// Of how many placements there is a value.
    pub values: u64,
    /// The mean of the values, to four digits; nothing where there is none.
    pub mean: Option<Exact>,
    /// Of whom there is one under the greatest.
    pub under: BTreeSet<String>,
    /// Of whom there is one over the least.
    pub over: BTreeSet<String>,
}

/// What an indicator came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The indicator's id.
    pub id: String,
    /// What it is.
    pub indicator: Indicator,
    /// What was found, at each of the three moments.
    pub found: [Found; 3],
}

/// What each indicator of a programme came to, in one phase or in all: the same indicators, in the same order.
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
    let mut voices: BTreeMap<&str, Vec<Exact>> = BTreeMap::new();
    for record in book.leaning((Kind::Indicator, indicator), Kind::Observation) {
        let Content::Observation(of) = record.now.content.as_ref() else { continue };
        let is_of =
            phase.is_none() || book.get(Kind::Placement, &of.placement).and_then(|of| book.phase_of(of)) == phase;
        if record.now.state == State::Kept && of.moment == moment && is_of {
            voices.entry(&of.placement).or_default().push(of.value);
        }
    }
    // A placement of which many are asked counts as one of which one is.
    let value = |(placement, said): (&str, Vec<Exact>)| {
        let sum = said.iter().fold(Exact(0.into()), |sum, value| Exact(sum.0 + value.0));
        let whose = book.whose(placement).unwrap_or_default().to_owned();
        (Exact(sum.0 / Exact((said.len() as u64).into()).0), whose)
    };
    let all: Vec<(Exact, String)> = voices.into_iter().map(value).collect();
    let (values, mut sum) = (all.len() as u64, Exact(0.into()));
    for (value, _) in &all {
        sum.0 += value.0;
    }
    let mean = (values > 0).then(|| Exact((sum.0 / Exact(values.into()).0).round_dp(4)));
    let (least, greatest) = (all.iter().map(|of| of.0).min(), all.iter().map(|of| of.0).max());
    let whose_not =
        |end: Option<Exact>| all.iter().filter(move |of| Some(of.0) != end).map(|of| of.1.clone()).collect();
    Found { moment, values, mean, under: whose_not(greatest), over: whose_not(least) }
}
