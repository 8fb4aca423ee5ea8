//! A comparison: the question with everything that can be wanted, and the answer as it is read from the wire.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Everything that a comparison says, but when it was asked.
pub const COMPARE: &str = "\
query($input: CompareInput!) { compare(input: $input) { \
countries { country { code name } outcome reason figures { ...all } source { release referencePeriod note unit consentShare } } \
combined { comparability differences figures { ...all } } \
coverage { expected answered absent { country { code name } outcome reason } } \
citation { id releases question } } } \
fragment all on Figure { codes { dimension code } value lower upper share status respondents standardError \
protectionError }";

/// The countries' answers, side by side and together.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// One answer for each country asked.
    pub countries: Vec<CountryAnswer>,
    /// Their sum.
    pub combined: Option<Combined>,
    /// Who answered.
    pub coverage: Coverage,
    /// The lasting reference.
    pub citation: Citation,
}

/// What one country answered.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct CountryAnswer {
    /// The country.
    pub country: Country,
    /// What became of the question.
    pub outcome: String,
    /// Why there are no figures.
    pub reason: Option<String>,
    /// The figures.
    #[serde(default)]
    pub figures: Vec<Figure>,
    /// Where they come from.
    pub source: Option<Source>,
}

/// A country by code and name.
#[derive(Deserialize, Debug, PartialEq, Eq)]
pub struct Country {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Where figures come from.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// The release's id.
    pub release: String,
    /// The period.
    pub reference_period: String,
    /// The data's limits.
    pub note: Option<String>,
    /// What a sum or a mean is counted in.
    pub unit: Option<String>,
    /// The share of persons who agreed.
    pub consent_share: Option<f64>,
}

/// The countries together.
#[derive(Deserialize, Debug)]
pub struct Combined {
    /// The sums.
    pub figures: Vec<Figure>,
    /// Whether they may be read as one.
    pub comparability: String,
    /// Who differs in what.
    pub differences: Vec<String>,
}

/// Who answered.
#[derive(Deserialize, Debug)]
pub struct Coverage {
    /// How many were asked.
    pub expected: usize,
    /// How many answered.
    pub answered: usize,
    /// Who did not.
    pub absent: Vec<CountryAnswer>,
}

/// The lasting reference.
#[derive(Deserialize, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Its id.
    pub id: String,
    /// The releases.
    pub releases: Vec<String>,
    /// The question.
    pub question: String,
}

/// A code of a dimension.
#[derive(Deserialize, Debug)]
pub struct CodeLabel {
    /// The dimension.
    pub dimension: String,
    /// The code.
    pub code: String,
}

/// A figure with its error.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    /// Its codes, in the order of `by`.
    pub codes: Vec<CodeLabel>,
    /// The value.
    pub value: Option<f64>,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: Option<f64>,
    /// Share of the denominator.
    pub share: Option<f64>,
    /// Whether it stands.
    pub status: String,
    /// Respondents.
    pub respondents: Option<u32>,
    /// Standard error of sampling.
    pub standard_error: Option<f64>,
    /// Half-width of the protection part.
    pub protection_error: Option<f64>,
}

impl Figure {
    /// Its codes as one key.
    pub fn key(&self) -> Vec<String> {
        self.codes.iter().map(|label| label.code.clone()).collect()
    }
}

impl Comparison {
    /// The answer of one country.
    pub fn of(&self, country: &str) -> &CountryAnswer {
        let found = self.countries.iter().find(|answer| answer.country.code == country);
        found.unwrap_or_else(|| panic!("{country} is not among the answers"))
    }

    /// What became of the question, by country.
    pub fn outcomes(&self) -> BTreeMap<&str, &str> {
        self.countries.iter().map(|answer| (answer.country.code.as_str(), answer.outcome.as_str())).collect()
    }

    /// The sum of the countries.
    pub fn together(&self) -> &Combined {
        self.combined.as_ref().expect("somebody answered")
    }
}
