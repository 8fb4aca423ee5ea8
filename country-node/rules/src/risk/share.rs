//! A share of persons, said to a tenth of a percent.

/// A part of a whole, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    /// So many of so many; none of nobody.
    pub(super) fn of(part: usize, whole: usize) -> Self {
        Self::mean(part as f64, whole)
    }

    /// The mean of so many parts that add up to `sum`.
    pub(super) fn mean(sum: f64, parts: usize) -> Self {
        Self(if parts == 0 { 0.0 } else { sum / parts as f64 })
    }

    /// The number, from 0 to 1.
    pub const fn fraction(self) -> f64 {
        self.0
    }
}

impl std::fmt::Display for Share {
    /// Such as `47.1 %`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&format!("{:.1} %", 100.0 * self.0))
    }
}
