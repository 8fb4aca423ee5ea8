//! The figures that programmes are compared by. Each is a sum over another: both are of a release's persons and protected there, add up
//! over countries, and are divided at the end.

use crate::figure::Estimate;
use crate::ratio::ratio;
use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// Placements that began: a quantity of a person, as the others here.
pub const PLACEMENTS: &str = "PLACEMENTS";
/// Of these, those that are over.
pub const PLACEMENTS_ENDED: &str = "PLACEMENTS_ENDED";
/// Of those that are over, those that came to their end.
pub const PLACEMENTS_COMPLETED: &str = "PLACEMENTS_COMPLETED";
/// Days from the day on which the host asked to the first day.
pub const DAYS_TO_PLACEMENT: &str = "DAYS_TO_PLACEMENT";
/// Days of service of those that are over and whose days are known.
pub const DAYS_PLACED: &str = "DAYS_PLACED";
/// What was paid for these days.
pub const COMPENSATION: &str = "COMPENSATION";
/// Of those that ended a year ago, those of which it is known whether cooperation goes on.
pub const FOLLOW_ON_KNOWN: &str = "FOLLOW_ON_KNOWN";
/// Of these, those after which it does.
pub const FOLLOW_ON: &str = "FOLLOW_ON";

/// A figure that is derived from two sums.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProgrammeFigure {
    /// Days from the day on which the host asked to the first day, in the mean of placements that began.
    DaysToPlacement,
    /// Of the placements that are over: those that came to their end.
    CompletionRate,
    /// Of the placements of women and men: those of women.
    ShareOfWomen,
    /// What a day of service cost, of placements that are over.
    CostADay,
    /// Of the placements that ended a year ago and of which it is known: those after which cooperation goes on.
    FollowOn,
}

/// A sum over persons: of a quantity, and of whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Summed {
    /// The quantity.
    pub of: &'static str,
    /// Of which sexes; empty: of everybody.
    pub sexes: &'static [&'static str],
}

const fn everybodys(of: &'static str) -> Summed {
    Summed { of, sexes: &[] }
}

impl ProgrammeFigure {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::DaysToPlacement, Self::CompletionRate, Self::ShareOfWomen, Self::CostADay, Self::FollowOn];

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DaysToPlacement => "DAYS_TO_PLACEMENT",
            Self::CompletionRate => "COMPLETION_RATE",
            Self::ShareOfWomen => "SHARE_OF_WOMEN",
            Self::CostADay => "COST_A_DAY",
            Self::FollowOn => "FOLLOW_ON",
        }
    }

    /// The sum that is divided, and the one that it is divided by.
    pub const fn sums(self) -> (Summed, Summed) {
        match self {
            Self::DaysToPlacement => (everybodys(DAYS_TO_PLACEMENT), everybodys(PLACEMENTS)),
            Self::CompletionRate => (everybodys(PLACEMENTS_COMPLETED), everybodys(PLACEMENTS_ENDED)),
            Self::ShareOfWomen => {
                (Summed { of: PLACEMENTS, sexes: &["F"] }, Summed { of: PLACEMENTS, sexes: &["F", "M"] })
            }
            Self::CostADay => (everybodys(COMPENSATION), everybodys(DAYS_PLACED)),
            Self::FollowOn => (everybodys(FOLLOW_ON), everybodys(FOLLOW_ON_KNOWN)),
        }
    }

    /// Whether it is a part of a whole, between 0 and 1.
    pub const fn is_share(self) -> bool {
        matches!(self, Self::CompletionRate | Self::ShareOfWomen | Self::FollowOn)
    }

    /// The figure of its two sums.
    pub fn of(self, sum: &Estimate, over: &Estimate) -> Estimate {
        ratio(sum, over, (0.0, if self.is_share() { 1.0 } else { f64::INFINITY }))
    }

    /// What it is counted in, where its first sum is counted in `unit`; nothing of a share.
    pub fn unit(self, unit: &str) -> Option<String> {
        match self {
            Self::DaysToPlacement => Some(unit.to_owned()),
            Self::CostADay => Some(format!("{unit} a day")),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::concept::{Dimension, quantity};

    #[test]
    fn every_sum_is_of_a_quantity_and_of_sexes_that_there_are() {
        for figure in ProgrammeFigure::ALL {
            let (of, over) = figure.sums();
            assert_ne!(of, over, "{figure:?}");
            assert_eq!(serde_json::to_value(figure).unwrap(), figure.name());
            for summed in [of, over] {
                assert!(quantity(summed.of).is_some_and(|of| !of.is_score()), "{}", summed.of);
                assert!(summed.sexes.iter().all(|sex| Dimension::Sex.codelist().get(sex).is_some()));
            }
        }
    }

    #[test]
    fn a_share_never_leaves_zero_to_one_and_has_no_unit() {
        let noisy = Estimate::published(105.0, 0.0, 9.0, None);
        let over = Estimate::exact(100.0);
        for figure in ProgrammeFigure::ALL {
            let made = figure.of(&noisy, &over);
            assert_eq!(made.value() == Some(1.0), figure.is_share(), "{figure:?}");
            assert_eq!(figure.unit("USD").is_none(), figure.is_share(), "{figure:?}");
        }
        assert_eq!(ProgrammeFigure::CostADay.unit("USD").as_deref(), Some("USD a day"));
    }
}
