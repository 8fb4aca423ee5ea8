//! Why a question is refused. A refusal speaks only of public facts, never of counts.

use schema::agreement::AgreementStatus;
use schema::concept::{Axis, Dataset};
use schema::country::CountryCode;
use schema::coverage::Outcome;
use schema::member::MemberCode;
use schema::purpose::Purpose;
use schema::study::StudyId;

/// One reason why a question is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The caller's role asks for no figures.
    #[error("The role {0} asks for no figures; analysts and officers do.")]
    Role(&'static str),
    /// The country publishes no such data.
    #[error("{0} publishes no {1} data.")]
    NotPublished(CountryCode, Dataset),
    /// The country publishes nothing of that study.
    #[error("{0} publishes no {1} data of the study {2}.")]
    NoSuchStudy(CountryCode, Dataset, StudyId),
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
    /// The rulebook opens the data to a narrower audience than the member is, or may pass answers on to.
    #[error("{0} does not open its {1} data to this member or for this audience.")]
    NotOpen(CountryCode, Dataset),
    /// A dimension that no table of the dataset has.
    #[error("{1} of {0} has no tables by {2}.")]
    NoDimension(CountryCode, Dataset, Axis),
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
    /// No agreement with the member that asks.
    #[error("There is no agreement with {0}; an officer of either side can propose one.")]
    NoAgreement(MemberCode),
    /// The agreement that comes nearest is not in force.
    #[error("Agreement {0} is {is}.", is = .1.words())]
    NotInForce(String, AgreementStatus),
    /// No agreement is of these data.
    #[error("Agreement {0} is not of {1} data, and no other is.")]
    OtherDataset(String, Dataset),
    /// The agreement is for other purposes.
    #[error("Agreement {0} is not for the purpose {purpose}.", purpose = .1.name())]
    OtherPurpose(String, Purpose),
    /// The agreement has other dimensions.
    #[error("Agreement {0} has no {dimensions}.", dimensions = named(.1))]
    OtherDimensions(String, Vec<Axis>),
}

fn named(dimensions: &[Axis]) -> String {
    dimensions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Why a question is refused: each reason that holds, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusals {
    first: Refusal,
    others: Vec<Refusal>,
}

impl From<Refusal> for Refusals {
    fn from(first: Refusal) -> Self {
        Self { first, others: Vec::new() }
    }
}

impl Refusals {
    /// Some reasons; nothing where there are none.
    pub fn of(reasons: Vec<Refusal>) -> Option<Self> {
        let mut reasons = reasons.into_iter();
        Some(Self { first: reasons.next()?, others: reasons.collect() })
    }

    /// The same with one reason more.
    #[must_use]
    pub fn and(mut self, reason: Refusal) -> Self {
        self.others.push(reason);
        self
    }

    /// The reasons.
    pub fn iter(&self) -> impl Iterator<Item = &Refusal> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// What the gateway counts it as: declined, where any reason is of the country's rules or of its agreements.
    pub fn outcome(&self) -> Outcome {
        let declined = self.iter().any(|reason| reason.outcome() == Outcome::Declined);
        if declined { Outcome::Declined } else { Outcome::NotPublished }
    }
}

impl std::fmt::Display for Refusals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.first)?;
        self.others.iter().try_for_each(|reason| write!(f, " {reason}"))
    }
}

impl Refusal {
    /// What the gateway counts it as, where it is the only reason.
    fn outcome(&self) -> Outcome {
        match self {
            Self::NotPublished(..) | Self::NoSuchStudy(..) | Self::NoSuchPeriod { .. } => Outcome::NotPublished,
            _ => Outcome::Declined,
        }
    }
}
