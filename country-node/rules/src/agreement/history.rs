//! What has happened to an agreement, what it is now, and what may happen next.

use super::terms::Terms;
use crate::clock::{Seconds, text};
use schema::agreement::{Agreement as Said, AgreementEvent, AgreementStatus, AgreementStep};
use schema::country::CountryCode;
use schema::member::MemberCode;
use std::collections::BTreeSet;

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When, in seconds since 1970.
    pub at: Seconds,
    /// Which side did it.
    pub by: MemberCode,
    /// What.
    pub step: AgreementStep,
}

/// What `member` may ask of `country`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    id: String,
    country: CountryCode,
    member: MemberCode,
    terms: Terms,
    events: Vec<Event>,
    accepted: bool,
    suspended_by: BTreeSet<MemberCode>,
    ended: bool,
}

/// Why an agreement does not change. Each may be said to either side.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeFault {
    /// Another member's agreement. Nothing tells whether it is there.
    #[error("There is no agreement {0} of this member.")]
    Unknown(String),
    /// It is over.
    #[error("{0} is {1}; propose a new one.")]
    Over(String, &'static str),
    /// The side that proposed it accepts it.
    #[error("{0} was proposed by this side; the other side's officer accepts it.")]
    OwnProposal(String),
    /// It was accepted before.
    #[error("{0} is accepted already.")]
    Accepted(String),
    /// Nobody has accepted it yet.
    #[error("{0} is not accepted yet; to decline it or take it back, end it.")]
    NotAccepted(String),
    /// This side has suspended it already.
    #[error("{0} is suspended by this side already.")]
    Suspended(String),
    /// This side has not suspended it.
    #[error("{0} is not suspended by this side; only the side that suspended it resumes it.")]
    NotSuspended(String),
}

impl Agreement {
    /// An agreement that one side proposes: `country` is asked, `member` asks.
    pub fn proposed(id: String, (country, member): (CountryCode, MemberCode), terms: Terms, by: Event) -> Self {
        let events = vec![Event { step: AgreementStep::Proposed, ..by }];
        Self { id, country, member, terms, events, accepted: false, suspended_by: BTreeSet::new(), ended: false }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The country that is asked.
    pub fn country(&self) -> CountryCode {
        self.country
    }

    /// The member that asks.
    pub fn member(&self) -> MemberCode {
        self.member
    }

    /// What it allows.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Whether this member is one of its two sides.
    pub fn is_of(&self, member: MemberCode) -> bool {
        member == self.country || member == self.member
    }

    /// What it is at `now`.
    pub fn status(&self, now: Seconds) -> AgreementStatus {
        match self {
            _ if self.ended => AgreementStatus::Ended,
            _ if now >= self.terms.until => AgreementStatus::Expired,
            _ if !self.accepted => AgreementStatus::Proposed,
            _ if !self.suspended_by.is_empty() => AgreementStatus::Suspended,
            _ => AgreementStatus::InForce,
        }
    }

    /// Whether nothing can happen to it any more.
    pub fn is_over(&self, now: Seconds) -> bool {
        matches!(self.status(now), AgreementStatus::Ended | AgreementStatus::Expired)
    }

    /// The same after one more thing happened, where it may.
    pub fn then(mut self, event: Event) -> Result<Self, ChangeFault> {
        self.may(event)?;
        match event.step {
            AgreementStep::Proposed | AgreementStep::Accepted => self.accepted = true,
            AgreementStep::Suspended => drop(self.suspended_by.insert(event.by)),
            AgreementStep::Resumed => drop(self.suspended_by.remove(&event.by)),
            AgreementStep::Ended => self.ended = true,
        }
        self.events.push(event);
        Ok(self)
    }

    fn may(&self, event: Event) -> Result<(), ChangeFault> {
        let id = || self.id.clone();
        if !self.is_of(event.by) {
            return Err(ChangeFault::Unknown(id()));
        }
        if self.is_over(event.at) {
            return Err(ChangeFault::Over(id(), self.status(event.at).words()));
        }
        let (proposer, suspended) = (self.events.first().map(|first| first.by), self.suspended_by.contains(&event.by));
        match event.step {
            AgreementStep::Accepted | AgreementStep::Proposed if self.accepted => Err(ChangeFault::Accepted(id())),
            AgreementStep::Accepted if proposer != Some(event.by) => Ok(()),
            AgreementStep::Accepted | AgreementStep::Proposed => Err(ChangeFault::OwnProposal(id())),
            AgreementStep::Suspended | AgreementStep::Resumed if !self.accepted => Err(ChangeFault::NotAccepted(id())),
            AgreementStep::Suspended if suspended => Err(ChangeFault::Suspended(id())),
            AgreementStep::Resumed if !suspended => Err(ChangeFault::NotSuspended(id())),
            AgreementStep::Suspended | AgreementStep::Resumed | AgreementStep::Ended => Ok(()),
        }
    }

    /// The agreement in words of the contract.
    pub fn said(&self, now: Seconds) -> Said {
        let event = |event: &Event| AgreementEvent { at: text(event.at), by: event.by, step: event.step };
        Said {
            id: self.id.clone(),
            country: self.country,
            member: self.member,
            terms: self.terms.said(),
            status: self.status(now),
            events: self.events.iter().map(event).collect(),
        }
    }
}
