//! What is told of indicators.
//!
//! A mean near an end of its scale tells that few are away from that end, and how far: of values that are 0 or 1 it is a share. Which
//! ends a scale has is in the unit's own words, so the least and the greatest value that there are stand for them: a mean is told where
//! enough persons have another value than the least, and enough another than the greatest. Of values that are two it is the rule of a
//! share.

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
    /// The indicators of the whole.
    pub(super) fn indicators(self, book: &Book, whole: &Derived) -> Vec<Indicated> {
        let told = |Measured { id, indicator, found }| {
            let found = self.found(&id, &found, whole);
            Indicated { id, indicator, found }
        };
        measured(book, None).into_iter().map(told).collect()
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
