//! Which figures of a year are wanted, and what is written down of it.

use super::figures::FiguresFault;
use crate::audit::command::Administration;
use schema::money::{Exact, Money};
use schema::seal::digest;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Which figures are made.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of placements that began in this year.
    pub year: i32,
    /// Of these programmes; none named: of all.
    pub programmes: Vec<String>,
    /// What one of another currency is worth in that of the rulebook, each currency once.
    pub rates: Vec<(String, Exact)>,
    /// Whether the programmes take adults only.
    pub adults_only: bool,
    /// Who makes the figures; left out, the country.
    pub producer: Option<String>,
}

/// Years of which there can be figures.
pub const YEARS: RangeInclusive<i64> = 1950..=2999;

/// What a rate is.
pub const RATE: &str = "a currency and what one is worth, over zero, such as EUR=1.08";

/// Whether it is one: so that no amount of money is beyond all numbers.
pub fn is_rate(currency: &str, worth: Exact) -> bool {
    is_currency(currency) && worth > Exact(0.into()) && worth <= Exact(1_000_000_000.into())
}

/// Whether a code is a currency's.
pub(super) fn is_currency(code: &str) -> bool {
    Money { amount: Exact(0.into()), currency: code.to_owned() }.check().is_ok()
}

impl Wanted {
    /// What is written down of making them, by whichever door that is wanted.
    pub fn written(&self) -> Administration {
        let programmes = (!self.programmes.is_empty()).then(|| self.programmes.join(" "));
        let written = Administration::of("programme figures").with("period", self.year.to_string());
        // A rate is no code: its digest tells whether two runs had the same.
        let rates: Vec<String> = self.rates.iter().map(|(of, worth)| format!("{of}={}", worth.0)).collect();
        let rates = (!rates.is_empty()).then(|| digest(rates.join(" ").as_bytes()));
        written.maybe("programmes", programmes).maybe("rates", rates).switch("adults-only", self.adults_only)
    }

    /// What each currency is worth, where the year is one and the rates are some.
    pub(super) fn worth(&self) -> Result<BTreeMap<String, Exact>, FiguresFault> {
        if !YEARS.contains(&i64::from(self.year)) {
            return Err(FiguresFault::Year);
        }
        let mut each = BTreeMap::new();
        for (currency, worth) in &self.rates {
            if !is_rate(currency, *worth) {
                return Err(FiguresFault::NoSuchRate(currency.clone()));
            }
            if each.insert(currency.clone(), *worth).is_some() {
                return Err(FiguresFault::TwoRates(currency.clone()));
            }
        }
        Ok(each)
    }
}
