//! Scales: between which whole numbers an answer such as trust lies. What the two ends mean the catalogue says, one for all
//! countries, so that equal scales have equal units whoever writes them.

use crate::concept::{Dimension, Quantity};
use serde::{Deserialize, Serialize};

/// Between which whole numbers an answer lies, the low end first. The low end is the low pole: an instrument that runs the other way is
/// turned when it is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "[i64; 2]", into = "[i64; 2]")]
pub struct Scale {
    from: u16,
    to: u16,
}

/// Two numbers that are no scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scale that runs upward between two whole numbers, from zero or more to {MOST} at most")]
pub struct NotAScale;

/// The highest number of a scale.
const MOST: i64 = 1000;

impl Scale {
    /// The scale between two numbers.
    pub fn new(from: i64, to: i64) -> Result<Self, NotAScale> {
        let end = |end: i64| u16::try_from(end).ok().filter(|_| end <= MOST).ok_or(NotAScale);
        let scale = Self { from: end(from)?, to: end(to)? };
        if scale.from < scale.to { Ok(scale) } else { Err(NotAScale) }
    }

    /// Its ends, as bounds.
    pub fn ends(self) -> (f64, f64) {
        (f64::from(self.from), f64::from(self.to))
    }

    /// Whether a number lies on it.
    pub fn holds(self, number: f64) -> bool {
        let (from, to) = self.ends();
        (from..=to).contains(&number)
    }

    /// The number as it would be if the instrument ran the other way.
    pub fn turned(self, number: f64) -> f64 {
        f64::from(self.from) + f64::from(self.to) - number
    }

    /// Its whole numbers, upward.
    pub fn points(self) -> impl DoubleEndedIterator<Item = u16> {
        self.from..=self.to
    }

    /// What a score on it is counted in, such as `1 (no trust) to 5 (full trust)`; nothing for a quantity that is no score.
    pub fn unit(self, of: &Quantity) -> Option<String> {
        Some(format!("{} ({}) to {} ({})", self.from, of.low.as_ref()?, self.to, of.high.as_ref()?))
    }

    /// The scale of a unit that [`Scale::unit`] made; nothing of any other, which does not say what its ends mean.
    pub fn of_unit(unit: &str, of: &Quantity) -> Option<Self> {
        let (from, rest) = unit.split_once(' ')?;
        let (_, to) = rest.rsplit_once(") to ")?;
        let scale = Self::new(from.parse().ok()?, to.split(' ').next()?.parse().ok()?).ok()?;
        (scale.unit(of)? == unit).then_some(scale)
    }

    /// The scale that a code of a dimension is a point of, or any answer on it; nothing of other codes.
    pub fn of_code(dimension: Dimension, code: &str) -> Option<Self> {
        let known = dimension.codelist().get(code)?;
        Self::of_group(dimension, known.parent.as_deref().unwrap_or(code))
    }

    /// The scales that a dimension has codes of.
    pub fn all(dimension: Dimension) -> Vec<Self> {
        dimension.codelist().codes().iter().filter_map(|code| Self::of_group(dimension, &code.code)).collect()
    }

    /// The codes of its points, upward; none where a dimension does not have it.
    pub fn codes(self, dimension: Dimension) -> Vec<&'static str> {
        let list = dimension.codelist().codes().iter();
        let of_group = |group: &String| Self::of_group(dimension, group) == Some(self);
        list.filter(|code| code.parent.as_ref().is_some_and(of_group)).map(|code| code.code.as_str()).collect()
    }

    /// The scale of a group of points, such as `S0T10`.
    fn of_group(dimension: Dimension, group: &str) -> Option<Self> {
        let (from, to) = group.strip_prefix('S')?.split_once('T').filter(|_| dimension.has_scales())?;
        Self::new(from.parse().ok()?, to.parse().ok()?).ok()
    }
}

impl TryFrom<[i64; 2]> for Scale {
    type Error = NotAScale;

    fn try_from([from, to]: [i64; 2]) -> Result<Self, NotAScale> {
        Self::new(from, to)
    }
}

impl From<Scale> for [i64; 2] {
    fn from(scale: Scale) -> Self {
        [scale.from.into(), scale.to.into()]
    }
}

impl std::fmt::Display for Scale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} to {}", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::concept::{quantities, quantity};

    #[test]
    fn a_scale_runs_upward_from_zero_or_more() {
        let scale = Scale::new(0, 10).unwrap();
        assert_eq!((scale.to_string().as_str(), scale.ends()), ("0 to 10", (0.0, 10.0)));
        assert_eq!(serde_json::to_string(&scale).unwrap(), "[0,10]");
        assert_eq!(serde_json::from_str::<Scale>("[0,10]").unwrap(), scale);
        assert!(serde_json::from_str::<Scale>("[10,0]").is_err());
        for (from, to) in [(5, 1), (3, 3), (-2, 2), (0, 1001), (0, i64::MAX)] {
            assert_eq!(Scale::new(from, to), Err(NotAScale), "{from} to {to}");
        }
    }

    #[test]
    fn an_instrument_that_runs_the_other_way_is_turned_about_the_middle() {
        let scale = Scale::new(1, 5).unwrap();
        assert_eq!([1.0, 2.5, 5.0].map(|answer| scale.turned(answer).to_bits()), [5.0_f64, 3.5, 1.0].map(f64::to_bits));
        assert!(
            scale.holds(1.0) && scale.holds(5.0) && !scale.holds(0.9) && !scale.holds(7.0) && !scale.holds(f64::NAN)
        );
    }

    #[test]
    fn a_unit_is_read_as_it_is_written_and_no_other_says_what_its_ends_mean() {
        let trust = quantity("TRUST_MINISTRY").unwrap();
        let scale = Scale::new(1, 5).unwrap();
        assert_eq!(scale.unit(trust).unwrap(), "1 (no trust) to 5 (full trust)");
        for of in quantities().iter().filter(|of| of.is_score()) {
            assert_eq!(Scale::of_unit(&scale.unit(of).unwrap(), of), Some(scale), "{}", of.code);
        }
        for other in ["1-5", "1 to 5", "1 (full trust) to 5 (no trust)", "01 (no trust) to 5 (full trust)", "", " (to"]
        {
            assert_eq!(Scale::of_unit(other, trust), None, "{other}");
        }
        assert_eq!(scale.unit(quantity("WAGES").unwrap()), None, "an amount has no scale");
    }

    #[test]
    fn each_point_of_a_dimensions_scales_has_a_code_and_each_code_is_of_one_scale() {
        let scales = Scale::all(Dimension::Trust);
        assert_eq!(scales.iter().map(Scale::to_string).collect::<Vec<_>>(), ["1 to 5", "0 to 10"]);
        for scale in scales {
            let codes = scale.codes(Dimension::Trust);
            assert_eq!(codes.len(), scale.points().count());
            for (point, code) in scale.points().zip(codes) {
                assert_eq!(Scale::of_code(Dimension::Trust, code), Some(scale));
                assert_eq!(code.trim_start_matches("S0T10_"), point.to_string(), "the codes run upward");
            }
        }
        assert_eq!(Scale::of_code(Dimension::Trust, "S0T10"), Some(Scale { from: 0, to: 10 }));
        assert_eq!(Scale::of_code(Dimension::Trust, "_N"), None, "who did not answer is on no scale");
        assert_eq!(Scale::of_code(Dimension::Education, "5"), None);
        let have_some = Dimension::ALL.into_iter().filter(|dimension| !Scale::all(*dimension).is_empty());
        assert!(have_some.eq(Dimension::ALL.into_iter().filter(|dimension| dimension.has_scales())));
    }
}
