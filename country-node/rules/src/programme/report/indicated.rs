//! What is told of indicators.
//!
//! A mean near an end of its scale tells that few are away from that end, and how far: of values that are 0 or 1 it is a share. Which
//! ends a scale has is in the unit's own words, so the least and the greatest value that there are stand for them: a mean is told where
//! enough persons have another value than the least, and enough another than the greatest. Of values that are two it is the rule of a
//! share.
//!
//! A mean that is left out of one phase is left out of all: from the whole and the others it could be told.

use super::Said;
use super::least::Least;
use crate::programme::book::Book;
use crate::programme::derived::{Derived, Share};
use crate::programme::indicator::{FOLLOW_ON, Indicator};
use crate::programme::measured::{Found, Measured, measured};
use crate::programme::observation::Moment;
use schema::money::Exact;
use serde::Serialize;

/// What an indicator came to, as far as it is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Indicated {
    /// The indicator's id.
    pub id: String,
    /// What it is.
    pub indicator: Indicator,
    /// What was found in all phases, at each of the three moments.
    pub found: [Told; 3],
    /// The same of each phase.
    pub phases: Vec<InPhase>,
}

/// What was found in one phase.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InPhase {
    /// The phase.
    pub phase: String,
    /// What was found, at each of the three moments.
    pub found: [Told; 3],
}

/// What was found at a moment, as far as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Told {
    /// When.
    pub moment: Moment,
    /// Of how many placements there is a value.
    pub values: Said<u64>,
    /// The mean of the values, to four digits.
    pub mean: Said<Exact>,
}

impl Told {
    const fn few(moment: Moment) -> Self {
        Self { moment, values: Said::Few, mean: Said::Few }
    }
}

impl Least {
    /// The indicators of the whole and of each phase, beside the figures of the same.
    pub(super) fn indicators(self, book: &Book, whole: &Derived, phases: &[(String, Derived)]) -> Vec<Indicated> {
        let told = |phase: Option<&str>, figures: &Derived| {
            let found = |Measured { id, found, .. }: &Measured| self.found(id, found, figures);
            measured(book, phase).iter().map(found).collect::<Vec<_>>()
        };
        let of_phases: Vec<_> = phases.iter().map(|(phase, figures)| (phase, told(Some(phase), figures))).collect();
        let all = measured(book, None).into_iter().zip(told(None, whole)).enumerate();
        let indicated = all.map(|(at, (Measured { id, indicator, .. }, found))| {
            let in_phase = |(phase, found): &(&String, Vec<[Told; 3]>)| {
                Some(InPhase { phase: (*phase).clone(), found: *found.get(at)? })
            };
            let mut phases: Vec<InPhase> = of_phases.iter().filter_map(in_phase).collect();
            all_or_none(&found, &mut phases);
            Indicated { id, indicator, found, phases }
        });
        indicated.collect()
    }

    /// What is told of an indicator beside the figures of the same.
    fn found(self, id: &str, found: &[Found; 3], beside: &Derived) -> [Told; 3] {
        found.each_ref().map(|found| {
            let Some(mean) = found.mean else {
                return Told { moment: found.moment, values: Said::None, mean: Said::None };
            };
            let is_few = self.lacks(&found.under) || self.lacks(&found.over);
            let is_figure = (id, found.moment) == (FOLLOW_ON, Moment::T2);
            if is_few || is_figure && !self.goes_with(found, &beside.follow_on) {
                return Told::few(found.moment);
            }
            Told { moment: found.moment, values: Said::Is(found.values), mean: Said::Is(mean) }
        })
    }

    /// Whether who goes on may be told as an indicator beside the figure of it: only of the same placements, for what lies between two
    /// that are told is of those alone who are in one of them.
    fn goes_with(self, found: &Found, figure: &Share) -> bool {
        self.0 <= 1 || matches!(self.share(figure), Said::Is(_)) && found.values == figure.whole
    }
}

fn all_or_none(whole: &[Told; 3], phases: &mut [InPhase]) {
    for of_whole in whole {
        let own = |of: &&mut Told| of.moment == of_whole.moment;
        let mut found: Vec<&mut Told> = phases.iter_mut().flat_map(|of| &mut of.found).filter(own).collect();
        if of_whole.mean == Said::Few || found.iter().any(|told| told.mean == Said::Few) {
            for told in found.iter_mut().filter(|told| told.mean != Said::None) {
                **told = Told::few(told.moment);
            }
        }
    }
}
