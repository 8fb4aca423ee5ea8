//! The only arithmetic on figures.
//!
//! An [`Estimate`] is a number with its error, or an interval where part of it is withheld. Estimates of disjoint
//! groups add up: values add, variances add, and a withheld part adds the interval of what it can be.

use crate::concept::{Dimension, Item};
use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

/// The two-sided 95 % quantile of the normal distribution.
pub const Z95: f64 = 1.959_963_984_540_054;

/// An error of sampling and protection together above this share of the value makes a figure unreliable.
pub const MOST_RELATIVE_ERROR: f64 = 0.30;

/// Whether a figure is published, and if not, why.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FigureStatus {
    /// The value stands, with its interval.
    Published,
    /// The value stands, but its error is over 30 % of it: sampling and protection together.
    Unreliable,
    /// Withheld, or in part: too few persons (SDMX `CONF_STATUS` A). Under a threshold with secondary suppression also what is
    /// withheld beside them: which of them is small is not told.
    SmallCount,
    /// Withheld to protect another figure (SDMX `CONF_STATUS` D).
    Secondary,
    /// Withheld because few contributors dominate it (SDMX `CONF_STATUS` G).
    Dominance,
    /// Withheld until a set time (SDMX `CONF_STATUS` E).
    Embargoed,
    /// The question was not asked there.
    NotAsked,
}

/// A number with its error. Made from a released cell or from the wire; added up here and nowhere else.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    value: f64,
    sampling_variance: f64,
    protection_variance: f64,
    respondents: Option<u32>,
    withheld_upper: f64,
    withheld: Option<FigureStatus>,
    /// What the true figure can be at all, whatever noise says.
    within: (f64, f64),
}

/// What a count of persons, or a sum, can be.
const NEVER_UNDER_ZERO: (f64, f64) = (0.0, f64::INFINITY);

impl Estimate {
    /// Nobody: what is added to nothing.
    pub const ZERO: Self = Self {
        value: 0.0,
        sampling_variance: 0.0,
        protection_variance: 0.0,
        respondents: Some(0),
        withheld_upper: 0.0,
        withheld: None,
        within: NEVER_UNDER_ZERO,
    };

    /// An exact total, without any error.
    pub const fn exact(value: f64) -> Self {
        Self { value, respondents: None, ..Self::ZERO }
    }

    /// A published estimate: `standard_error` of sampling, `protection_error` the 95 % half-width of the protection part.
    pub fn published(value: f64, standard_error: f64, protection_error: f64, respondents: Option<u32>) -> Self {
        Self {
            value,
            sampling_variance: standard_error.powi(2),
            protection_variance: (protection_error / Z95).powi(2),
            respondents,
            ..Self::ZERO
        }
    }

    /// A figure that was not asked for there: nothing is known of it.
    pub fn not_asked() -> Self {
        Self::withheld(FigureStatus::NotAsked, 0.0, f64::INFINITY)
    }

    /// A withheld figure that lies between `lower` and `upper`.
    pub fn withheld(why: FigureStatus, lower: f64, upper: f64) -> Self {
        Self { value: lower, respondents: None, withheld_upper: upper - lower, withheld: Some(why), ..Self::ZERO }
    }

    /// The same of what lies between two bounds: noise carries neither the figure nor an end of its interval beyond them. A figure
    /// that is brought back comes nearer to the truth, so its interval holds the truth no less often.
    #[must_use]
    pub fn between(self, (lower, upper): (f64, f64)) -> Self {
        Self { value: self.value.max(lower).min(upper), within: (lower, upper), ..self }
    }

    /// The figure of two disjoint groups together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            within: NEVER_UNDER_ZERO,
            value: self.value + other.value,
            sampling_variance: self.sampling_variance + other.sampling_variance,
            protection_variance: self.protection_variance + other.protection_variance,
            respondents: self.respondents.zip(other.respondents).and_then(|(a, b)| a.checked_add(b)),
            withheld_upper: self.withheld_upper + other.withheld_upper,
            withheld: self.withheld.max(other.withheld),
        }
    }

    /// The value, where nothing of it is withheld.
    pub fn value(&self) -> Option<f64> {
        self.withheld.is_none().then_some(self.value)
    }

    /// The lower end of the 95 % interval; a count of persons is never under zero, nor a mean under its bounds.
    pub fn lower(&self) -> f64 {
        (self.value - self.half_width()).max(self.within.0)
    }

    /// The upper end of the 95 % interval, with all that the withheld parts can be; `None` where nothing bounds them.
    pub fn upper(&self) -> Option<f64> {
        let upper = (self.value + self.half_width() + self.withheld_upper).min(self.within.1);
        Some(upper).filter(|upper| upper.is_finite())
    }

    /// The standard error of sampling.
    pub fn standard_error(&self) -> f64 {
        self.sampling_variance.sqrt()
    }

    /// The 95 % half-width of the protection part.
    pub fn protection_error(&self) -> f64 {
        Z95 * self.protection_variance.sqrt()
    }

    /// Respondents behind a survey estimate, as released.
    pub fn respondents(&self) -> Option<u32> {
        self.respondents
    }

    /// Whether the figure stands.
    pub fn status(&self) -> FigureStatus {
        match self.withheld {
            Some(why) => why,
            None if self.half_width() > Z95 * MOST_RELATIVE_ERROR * self.value => FigureStatus::Unreliable,
            None => FigureStatus::Published,
        }
    }

    /// The share of `base` to six decimals, where both stand and `base` is not zero; noise never carries it over one.
    pub fn share_of(&self, base: &Self) -> Option<f64> {
        let (value, base) = (self.value()?, base.value()?);
        (base > 0.0).then(|| (1e6 * (value / base).min(1.0)).round() / 1e6)
    }

    fn half_width(&self) -> f64 {
        Z95 * (self.sampling_variance + self.protection_variance).sqrt()
    }
}

impl std::iter::Sum for Estimate {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Self::plus)
    }
}

/// A figure as it travels from a node.
#[derive(SimpleObject, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeFigure {
    /// One code for each dimension of `by`, and then for each item of `byItem`, in their order.
    pub codes: Vec<String>,
    /// Persons; null where withheld.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval, or the least that a withheld figure can be.
    pub lower: f64,
    /// Upper end of the 95 % interval; of a withheld figure the most respondents that it can have, at the mean weight, or
    /// under a threshold with secondary suppression what its table leaves of the total. Null where nothing bounds it.
    pub upper: Option<f64>,
    /// Whether the value stands, and if not, why.
    pub status: FigureStatus,
    /// Respondents behind a survey estimate, as released.
    pub respondents: Option<u32>,
    /// Standard error of sampling; null where withheld.
    pub standard_error: Option<f64>,
    /// 95 % half-width of the protection part; null where withheld.
    pub protection_error: Option<f64>,
    /// The denominator of the share; null where withheld.
    pub base: Option<f64>,
}

impl NodeFigure {
    /// The wire form of an estimate and of the denominator of its share.
    pub fn new(codes: Vec<String>, estimate: &Estimate, base: &Estimate) -> Self {
        let value = estimate.value();
        Self {
            codes,
            value,
            lower: estimate.lower(),
            upper: estimate.upper(),
            status: estimate.status(),
            respondents: value.and(estimate.respondents()),
            standard_error: value.map(|_| estimate.standard_error()),
            protection_error: value.map(|_| estimate.protection_error()),
            base: base.value(),
        }
    }

    /// Reads the estimate back. `None` where the parts contradict each other.
    pub fn estimate(&self) -> Option<Estimate> {
        let sound = |x: f64| x.is_finite() && x >= 0.0;
        let upper = self.upper.unwrap_or(f64::INFINITY);
        let bounded = self.upper.is_none_or(sound) && self.lower <= upper;
        if !(sound(self.lower) && bounded && self.base.is_none_or(sound)) {
            return None;
        }
        let stands = matches!(self.status, FigureStatus::Published | FigureStatus::Unreliable);
        match (stands, self.value, self.standard_error, self.protection_error) {
            (true, Some(value), Some(sampling), Some(protection)) => {
                let within = self.lower <= value && value <= upper && upper.is_finite();
                (within && sound(sampling) && sound(protection))
                    .then(|| Estimate::published(value, sampling, protection, self.respondents))
            }
            (false, None, None, None) => Some(Estimate::withheld(self.status, self.lower, upper)),
            _ => None,
        }
    }

    /// The denominator of the share as an estimate; unknown where it is withheld.
    pub fn base_estimate(&self) -> Estimate {
        self.base.map_or_else(Estimate::not_asked, Estimate::exact)
    }
}

/// A code with what it means.
#[derive(SimpleObject, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeLabel {
    /// The dimension that the code belongs to.
    pub dimension: Dimension,
    /// The code, as in the dimension's codelist.
    pub code: String,
    /// What it means, in English.
    pub label: String,
}

/// A code of an item with what it means.
#[derive(SimpleObject, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemLabel {
    /// The item that the code belongs to.
    pub item: Item,
    /// The code, as in the item's own list.
    pub code: String,
    /// What it means, in English, or in the language that the study asked in first.
    pub label: String,
}

impl CodeLabel {
    /// A code of a dimension with the label of its codelist; a code that the list lacks is its own label.
    pub fn new(dimension: Dimension, code: &str) -> Self {
        let label = dimension.codelist().get(code).map_or(code, |c| &c.label).to_owned();
        Self { dimension, code: code.to_owned(), label }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_estimate() -> impl Strategy<Value = Estimate> {
        // Whole numbers, so that addition of floats is exact and the laws can be tested with `==`.
        prop_oneof![
            (0u32..1_000_000).prop_map(|v| Estimate::exact(f64::from(v))),
            (0u32..1_000_000, 0u32..1000, 0u32..100, 10u32..5000).prop_map(|(v, s, p, n)| Estimate {
                value: f64::from(v),
                sampling_variance: f64::from(s),
                protection_variance: f64::from(p),
                respondents: Some(n),
                withheld_upper: 0.0,
                withheld: None,
                within: NEVER_UNDER_ZERO,
            }),
            (0u32..2000).prop_map(|u| Estimate::withheld(FigureStatus::SmallCount, 0.0, f64::from(u))),
        ]
    }

    proptest! {
        #[test]
        fn adding_up_knows_no_order_and_nobody_changes_nothing(a in any_estimate(), b in any_estimate(), c in any_estimate()) {
            prop_assert_eq!(a.plus(b), b.plus(a));
            prop_assert_eq!(a.plus(b).plus(c), a.plus(b.plus(c)));
            prop_assert_eq!(a.plus(Estimate::ZERO), a);
        }

        #[test]
        fn a_sum_lies_within_its_own_interval_and_never_narrows(a in any_estimate(), b in any_estimate()) {
            let sum = a.plus(b);
            let upper = sum.upper().expect("bounded");
            prop_assert!(sum.lower() <= upper);
            if let Some(value) = sum.value() {
                prop_assert!(sum.lower() <= value && value <= upper);
            }
            prop_assert!(upper + 1e-6 >= a.upper().unwrap().max(b.upper().unwrap()));
            prop_assert!(sum.standard_error() + 1e-9 >= a.standard_error());
        }

        #[test]
        fn a_sum_over_a_withheld_part_is_an_interval_and_says_so(a in any_estimate(), upper in 1u32..2000) {
            let sum = a.plus(Estimate::withheld(FigureStatus::SmallCount, 0.0, f64::from(upper)));
            prop_assert_eq!(sum.value(), None);
            prop_assert_eq!(sum.status(), FigureStatus::SmallCount);
            prop_assert!((sum.lower() - a.lower()).abs() < 1e-6);
            prop_assert!((sum.upper().unwrap() - a.upper().unwrap() - f64::from(upper)).abs() < 1e-6);
        }

        #[test]
        fn what_travels_is_read_back_the_same(a in any_estimate()) {
            let wire = NodeFigure::new(vec![], &a, &Estimate::exact(5.0));
            let text = serde_json::to_string(&wire).unwrap();
            let back = serde_json::from_str::<NodeFigure>(&text).unwrap().estimate().expect("sound");
            prop_assert_eq!(back.value(), a.value());
            prop_assert!((back.lower() - a.lower()).abs() < 1e-6);
            prop_assert!((back.upper().unwrap() - a.upper().unwrap()).abs() < 1e-6);
            prop_assert_eq!(back.status(), a.status());
        }
    }

    #[test]
    fn a_figure_that_contradicts_itself_is_not_read() {
        let sound = NodeFigure::new(vec![], &Estimate::exact(7.0), &Estimate::exact(7.0));
        assert!(sound.estimate().is_some());
        let broken: [fn(&mut NodeFigure); 8] = [
            |f| f.value = None,
            |f| f.status = FigureStatus::SmallCount,
            |f| f.lower = 8.0,
            |f| f.upper = Some(f64::NAN),
            |f| f.upper = None,
            |f| f.standard_error = Some(-1.0),
            |f| f.lower = -1.0,
            |f| f.base = Some(f64::INFINITY),
        ];
        for (at, breaks) in broken.iter().enumerate() {
            let mut figure = sound.clone();
            breaks(&mut figure);
            assert!(figure.estimate().is_none(), "case {at} must not be read");
        }
    }

    #[test]
    fn what_was_not_asked_bounds_nothing_and_takes_a_sum_with_it() {
        let sum = Estimate::exact(7.0).plus(Estimate::not_asked());
        assert_eq!((sum.value(), sum.lower(), sum.upper()), (None, 7.0, None));
        assert_eq!(sum.status(), FigureStatus::NotAsked);
        let wire = NodeFigure::new(vec![], &sum, &Estimate::exact(9.0));
        assert_eq!(wire.estimate().unwrap().upper(), None);
    }

    #[test]
    fn noise_carries_a_figure_and_its_interval_no_further_than_its_bounds() {
        let over = Estimate::published(5.05, 0.0, 0.18, Some(20)).between((1.0, 5.0));
        assert_eq!((over.value(), over.upper()), (Some(5.0), Some(5.0)));
        assert!(
            (over.lower() - 4.82).abs() < 1e-9,
            "its interval lies about the figure that is said: {}",
            over.lower()
        );
        let under = Estimate::published(0.9, 0.0, 0.18, Some(20)).between((1.0, 5.0));
        assert_eq!((under.value(), under.lower()), (Some(1.0), 1.0));
        let inside = Estimate::published(3.0, 0.1, 0.2, Some(20));
        assert_eq!(inside.between((1.0, 5.0)).upper(), inside.upper());
        let wire = NodeFigure::new(vec![], &over, &Estimate::exact(9.0));
        assert!(wire.estimate().is_some(), "what is said of it does not contradict itself");
        assert_eq!(over.plus(over).value(), Some(10.0), "two together have other bounds");
    }

    #[test]
    fn an_estimate_with_a_large_sampling_error_is_unreliable() {
        assert_eq!(Estimate::published(100.0, 31.0, 0.0, Some(10)).status(), FigureStatus::Unreliable);
        assert_eq!(Estimate::published(100.0, 29.0, 0.0, Some(12)).status(), FigureStatus::Published);
    }

    #[test]
    fn a_share_needs_both_sides_and_is_at_most_one() {
        let part = Estimate::published(103.0, 1.0, 1.0, Some(20));
        assert_eq!(part.share_of(&Estimate::exact(100.0)), Some(1.0));
        assert_eq!(part.share_of(&Estimate::ZERO), None);
        assert_eq!(part.share_of(&Estimate::withheld(FigureStatus::SmallCount, 0.0, 10.0)), None);
    }
}
