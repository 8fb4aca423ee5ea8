//! `programme figures`: a year of the country's programmes, as releases are cut from it.

use crate::audit::command::Administration;
use crate::command::Failure;
use crate::programme::Programmes;
use crate::programme::figures::Made;
use crate::programme::wanted::{RATE, Wanted, YEARS, is_rate};
use clap::Args;
use schema::money::Exact;

/// A year's figures.
#[derive(Args, Debug)]
pub struct Figures {
    /// The year in which placements began, such as 2025.
    #[arg(value_parser = clap::value_parser!(i32).range(YEARS))]
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
        self.wanted().written()
    }

    /// Makes them, and says how many.
    pub async fn act(self, programmes: &Programmes) -> Result<String, Failure> {
        Ok(made(self.year, &programmes.figures(&self.wanted()).await?))
    }

    fn wanted(&self) -> Wanted {
        let Self { year, programmes, rates, adults_only, producer } = self;
        let (programmes, rates, producer) = (programmes.clone(), rates.clone(), producer.clone());
        Wanted { year: *year, programmes, rates, adults_only: *adults_only, producer }
    }
}

/// Such as `EUR=1.08`.
fn rate(said: &str) -> Result<(String, Exact), String> {
    let (currency, worth) = said.split_once('=').ok_or(RATE)?;
    let worth: Exact = serde_json::from_value(serde_json::Value::from(worth)).map_err(|_| RATE)?;
    if is_rate(currency, worth) { Ok((currency.to_owned(), worth)) } else { Err(RATE.to_owned()) }
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
