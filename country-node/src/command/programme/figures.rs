//! `programme figures`: a year of the country's programmes, as releases are cut from it.

use crate::audit::command::Administration;
use crate::command::Failure;
use crate::programme::Programmes;
use crate::programme::figures::{Made, Wanted};
use clap::Args;
use schema::money::{Exact, Money};
use schema::seal::digest;
use std::collections::BTreeMap;

/// A year's figures.
#[derive(Args, Debug)]
pub struct Figures {
    /// The year in which placements began, such as 2025.
    #[arg(value_parser = clap::value_parser!(i32).range(1950..=2999))]
    year: i32,
    /// Only of this programme, by the id of its record in the directory; may stand several times. Left out: of all.
    #[arg(long = "programme")]
    programmes: Vec<String>,
    /// What one of another currency is worth in that of the rulebook's COMPENSATION, such as EUR=1.08; may stand several times.
    #[arg(long = "rate", value_parser = rate)]
    rates: Vec<(String, Exact)>,
    /// The programmes take adults only. Left out, who is of age is known from the register and surveys that are loaded.
    #[arg(long)]
    adults_only: bool,
    /// Who makes the figures, as it is shown with them; left out, the country's code.
    #[arg(long)]
    producer: Option<String>,
}

impl Figures {
    /// What is written down of it.
    pub fn written(&self) -> Administration {
        let programmes = (!self.programmes.is_empty()).then(|| self.programmes.join(" "));
        let written = Administration::of("programme figures").with("period", self.year.to_string());
        // A rate is no code: its digest tells whether two runs had the same.
        let rates: Vec<String> = self.rates.iter().map(|(of, worth)| format!("{of}={}", worth.0)).collect();
        let rates = (!rates.is_empty()).then(|| digest(rates.join(" ").as_bytes()));
        written.maybe("programmes", programmes).maybe("rates", rates).switch("adults-only", self.adults_only)
    }

    /// Makes them, and says how many.
    pub async fn act(self, programmes: &Programmes) -> Result<String, Failure> {
        let wanted = self.wanted()?;
        Ok(made(wanted.year, &programmes.figures(&wanted).await?))
    }

    fn wanted(self) -> Result<Wanted, Failure> {
        let Self { year, programmes, rates, adults_only, producer } = self;
        let mut each = BTreeMap::new();
        for (currency, worth) in rates {
            if each.insert(currency.clone(), worth).is_some() {
                return Err(format!("--rate {currency}=...: expected each currency once").into());
            }
        }
        Ok(Wanted { year, programmes, rates: each, adults_only, producer })
    }
}

/// Such as `EUR=1.08`.
fn rate(said: &str) -> Result<(String, Exact), String> {
    let expected = "a currency and what one is worth, over zero, such as EUR=1.08";
    let (currency, worth) = said.split_once('=').ok_or(expected)?;
    let money = Money { amount: Exact(0.into()), currency: currency.to_owned() };
    money.check().map_err(|_| expected)?;
    let worth: Exact = serde_json::from_value(serde_json::Value::from(worth)).map_err(|_| expected)?;
    // So that no amount of money is beyond all numbers.
    let most = Exact(1_000_000_000.into());
    if worth > Exact(0.into()) && worth <= most { Ok((money.currency, worth)) } else { Err(expected.to_owned()) }
}

fn made(year: i32, made: &Made) -> String {
    let mut lines = vec![format!(
        "{} persons of {} stand in PROGRAMME {year}: `release --dataset PROGRAMME --period {year}` counts those who agreed to it",
        made.persons,
        made.programmes.join(", ")
    )];
    lines.extend(made.replaces.then(|| "they take the place of those that were made before".to_owned()));
    lines.extend(made.over.iter().map(|(of, over)| {
        format!("{over} of them have more {of} than the rulebook counts of a person (`upper`): figures of it come out too small")
    }));
    lines.extend((made.ageless > 0).then(|| {
        format!(
            "{} of them are not known to be of age, and no release counts them unless the rulebook's `minors` says how guardians \
             agree: load the register, or say --adults-only where it is so",
            made.ageless
        )
    }));
    lines.join("\n")
}
