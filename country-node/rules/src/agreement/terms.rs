//! What an agreement allows, checked: nothing twice, nothing empty, an end in sight.

use crate::clock::{Seconds, seconds, text};
use schema::agreement::AgreementTerms;
use schema::ask::Question;
use schema::audience::Audience;
use schema::concept::{Axis, Dataset, Dimension, Item};
use schema::country::CountryCode;
use schema::member::MemberCode;
use schema::purpose::Purpose;
use std::collections::BTreeSet;

/// The longest that an agreement holds, in seconds: five years.
pub const LONGEST: Seconds = 5 * 366 * 24 * 3600;

/// What an agreement allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Which data may be asked of; not empty.
    pub datasets: BTreeSet<Dataset>,
    /// Which dimensions; nothing means all that are published.
    pub dimensions: Option<BTreeSet<Dimension>>,
    /// Which items beside the dimensions that are named.
    pub items: BTreeSet<Item>,
    /// For which purposes; not empty.
    pub purposes: BTreeSet<Purpose>,
    /// To whom the member may pass answers on.
    pub audience: Audience,
    /// Until when, in seconds since 1970.
    pub until: Seconds,
}

/// Why terms are not taken. Each may be said: it depends on the terms alone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermsFault {
    /// No dataset.
    #[error("An agreement names at least one dataset.")]
    NoDataset,
    /// No purpose.
    #[error("An agreement names at least one purpose.")]
    NoPurpose,
    /// An empty list of dimensions.
    #[error("Name the dimensions that may be asked, or leave the list out: then all that are published may be.")]
    NoDimension,
    /// No time, or one without a zone.
    #[error("`until` is a time with its zone, such as 2028-01-01T00:00:00Z (RFC 3339).")]
    NoTime,
    /// A time that is over.
    #[error("`until` lies in the past.")]
    Over,
    /// A time too far away.
    #[error("An agreement holds five years at most; propose it anew then.")]
    TooLong,
    /// An audience that the member itself is not in.
    #[error("{0} asks as {1}, so the audience is that or a wider one.")]
    TooNarrow(MemberCode, &'static str),
    /// A country and itself.
    #[error("A country needs no agreement with itself.")]
    OneSide,
}

impl Terms {
    /// Checks what is proposed for `member` at the node of `country`.
    pub fn proposed(
        said: &AgreementTerms,
        country: CountryCode,
        member: MemberCode,
        now: Seconds,
    ) -> Result<Self, TermsFault> {
        let terms = Self::read(said)?;
        let own = Audience::of(member, country);
        if member == country {
            return Err(TermsFault::OneSide);
        }
        if terms.audience < own {
            return Err(TermsFault::TooNarrow(member, own.name()));
        }
        if terms.until <= now {
            return Err(TermsFault::Over);
        }
        if terms.until > now.saturating_add(LONGEST) {
            return Err(TermsFault::TooLong);
        }
        Ok(terms)
    }

    /// Reads terms as they were proposed once.
    pub fn read(said: &AgreementTerms) -> Result<Self, TermsFault> {
        let dimensions = said.dimensions.as_ref().map(|dimensions| dimensions.iter().copied().collect());
        let terms = Self {
            datasets: said.datasets.iter().copied().collect(),
            dimensions,
            items: said.items.iter().flatten().copied().collect(),
            purposes: said.purposes.iter().copied().collect(),
            audience: said.audience,
            until: seconds(&said.until).ok_or(TermsFault::NoTime)?,
        };
        if terms.datasets.is_empty() {
            return Err(TermsFault::NoDataset);
        }
        if terms.purposes.is_empty() {
            return Err(TermsFault::NoPurpose);
        }
        if terms.dimensions.as_ref().is_some_and(BTreeSet::is_empty) {
            return Err(TermsFault::NoDimension);
        }
        Ok(terms)
    }

    /// The terms in words of the contract, each list sorted.
    pub fn said(&self) -> AgreementTerms {
        AgreementTerms {
            datasets: self.datasets.iter().copied().collect(),
            dimensions: self.dimensions.as_ref().map(|dimensions| dimensions.iter().copied().collect()),
            items: (!self.items.is_empty()).then(|| self.items.iter().copied().collect()),
            purposes: self.purposes.iter().copied().collect(),
            audience: self.audience,
            until: text(self.until),
        }
    }

    /// The axes of a question that the terms do not name. A choice is named by itself or with its dimension; a study's own question by
    /// itself.
    pub(super) fn lacking(&self, question: &Question) -> Vec<Axis> {
        let Some(named) = &self.dimensions else { return Vec::new() };
        let allows = |axis: &Axis| {
            axis.concept().is_some_and(|concept| named.contains(&concept))
                || axis.item().is_some_and(|item| self.items.contains(&item))
        };
        question.axes().into_iter().filter(|axis| !allows(axis)).collect()
    }
}
