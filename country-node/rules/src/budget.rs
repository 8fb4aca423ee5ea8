//! A year's privacy budget of a dataset: what was spent, and whether a release may be drawn.

use crate::protect::privacy::NanoRho;

/// The account of one dataset in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// What the year may spend.
    pub yearly: NanoRho,
    /// What is spent.
    pub spent: NanoRho,
}

/// Why a release may not be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a release would spend rho {wanted} of the year's privacy budget, and {left} of {yearly} is left",
    wanted = *wanted as f64 / 1e9, left = *left as f64 / 1e9, yearly = *yearly as f64 / 1e9
)]
pub struct Overspent {
    /// What it would spend.
    pub wanted: NanoRho,
    /// What is left.
    pub left: NanoRho,
    /// What the year may spend.
    pub yearly: NanoRho,
}

impl Account {
    /// What is left; nothing where a rulebook was narrowed under what is spent.
    pub fn left(&self) -> NanoRho {
        self.yearly.saturating_sub(self.spent)
    }

    /// Whether so much may be spent.
    pub fn allow(&self, wanted: NanoRho) -> Result<(), Overspent> {
        if wanted <= self.left() { Ok(()) } else { Err(Overspent { wanted, left: self.left(), yearly: self.yearly }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_spent_to_the_last_unit_and_not_beyond() {
        let account = Account { yearly: 90, spent: 67 };
        assert_eq!(account.allow(23), Ok(()));
        let refused = account.allow(24).unwrap_err();
        assert_eq!((refused.left, refused.wanted), (23, 24));
        assert_eq!(Account { yearly: 50, spent: 67 }.left(), 0);
        let said = Overspent { wanted: 22_500_000, left: 0, yearly: 90_000_000 }.to_string();
        assert_eq!(said, "a release would spend rho 0.0225 of the year's privacy budget, and 0 of 0.09 is left");
    }
}
