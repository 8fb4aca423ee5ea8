//! Why a question is refused. A refusal speaks only of public facts, never of counts.

use schema::concept::{Dataset, Dimension};
use schema::country::CountryCode;
use schema::coverage::Outcome;

/// Why a question is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The caller's role asks for no figures.
    #[error("The role {0} asks for no figures; analysts and officers do.")]
    Role(&'static str),
    /// The country publishes no such data.
    #[error("{0} publishes no {1} data.")]
    NotPublished(CountryCode, Dataset),
    /// There is no release for that period.
    #[error("{country} has no {dataset} release for {asked}; there are {there}.")]
    NoSuchPeriod {
        /// Whose data.
        country: CountryCode,
        /// Which data.
        dataset: Dataset,
        /// The period asked for.
        asked: String,
        /// The periods that have a release.
        there: String,
    },
    /// The rulebook opens the data to a narrower audience.
    #[error("{0} does not open its {1} data to this member.")]
    NotOpen(CountryCode, Dataset),
    /// A dimension that no table of the dataset has.
    #[error("{1} of {0} has no tables by {2}.")]
    NoDimension(CountryCode, Dataset, Dimension),
    /// Dimensions that no table of the catalogue has together.
    #[error("{1} of {0} has no table of these {2} dimensions together.")]
    NoTable(CountryCode, Dataset, usize),
    /// More rows than one answer has.
    #[error("An answer of {1} of {0} has at most {2} rows; name fewer codes or dimensions.")]
    TooLarge(CountryCode, Dataset, usize),
    /// A quantity that the country does not release.
    #[error("{1} of {0} has no sums of {2}.")]
    NoQuantity(CountryCode, Dataset, String),
    /// No segment of the release is of this purpose and audience, whoever agreed.
    #[error("Persons in {1} of {0} are not asked to agree to this purpose for this member.")]
    NotAskedFor(CountryCode, Dataset),
}

impl Refusal {
    /// What the gateway counts it as.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::NotPublished(..) | Self::NoSuchPeriod { .. } => Outcome::NotPublished,
            _ => Outcome::Declined,
        }
    }
}
