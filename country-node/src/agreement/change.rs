//! A proposal, and what happens to it: checked against what is stored, and appended in one step with the audit log.

use super::read::{agreement, agreements};
use crate::audit::ledger::{AuditFault, Ledger};
use crate::audit::writer::append_with;
use crate::store::{self, agreement_event};
use node_rules::agreement::{Agreement, ChangeFault, Event, Party, Terms, TermsFault};
use node_rules::audit::entry::Event as Written;
use node_rules::clock::Clock;
use schema::agreement::{AgreementChange, AgreementStep, AgreementTerms};
use schema::concept::Dataset;
use schema::country::CountryCode;
use schema::member::{MemberCode, Membership};
use schema::seal::{SealFault, canonical, digest};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityTrait};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The most agreements with one member that are not over.
const MOST_OPEN: usize = 20;

/// Why nothing changed. What may be said of it is in [`AgreementFault::sayable`].
#[derive(Debug, thiserror::Error)]
pub enum AgreementFault {
    /// The terms cannot be kept.
    #[error(transparent)]
    Terms(#[from] TermsFault),
    /// It may not happen now, or not by this side.
    #[error(transparent)]
    Change(#[from] ChangeFault),
    /// Neither side is the caller's.
    #[error("An officer proposes agreements of his own member alone.")]
    NotAParty,
    /// The other side is no member.
    #[error("{0} is no member of this federation.")]
    NoMember(MemberCode),
    /// The country has no rules for such data.
    #[error("{0} publishes no {1} data.")]
    NotPublished(CountryCode, Dataset),
    /// There are so many that nobody could keep watch over them.
    #[error("There are {MOST_OPEN} agreements with {0} that are not over; end one first.")]
    TooMany(MemberCode),
    /// The store failed. Not said.
    #[error("agreements: {0}")]
    Store(#[from] DbErr),
    /// The audit log could not be written. Not said.
    #[error(transparent)]
    Audit(#[from] AuditFault),
    /// The terms have no canonical form. Not said.
    #[error("agreements: {0}")]
    Seal(#[from] SealFault),
}

impl AgreementFault {
    /// The sentence for the one who asked; nothing where something failed inside.
    pub fn sayable(&self) -> Option<String> {
        match self {
            Self::Store(_) | Self::Audit(_) | Self::Seal(_) => None,
            said => Some(said.to_string()),
        }
    }
}

/// Keeps a country's agreements.
pub struct Cabinet {
    /// The country.
    pub country: CountryCode,
    /// What it publishes.
    pub datasets: BTreeSet<Dataset>,
    /// Where they are kept.
    pub store: DatabaseConnection,
    /// The audit log.
    pub ledger: Arc<Ledger>,
    /// Tells the time.
    pub clock: Clock,
}

impl Cabinet {
    /// The agreements that a member is a side of: the country's own see all.
    pub async fn of(&self, member: MemberCode) -> Result<Vec<Agreement>, DbErr> {
        let with = (member != self.country).then_some(member);
        agreements(&self.store, self.country, with).await
    }

    /// Proposes what `member` may ask of this country.
    pub async fn propose(
        &self,
        party: Party<'_>,
        member: MemberCode,
        said: &AgreementTerms,
        members: &Membership,
    ) -> Result<Agreement, AgreementFault> {
        let now = (self.clock)();
        let terms = Terms::proposed(said, self.country, member, now)?;
        if party.member() != self.country && party.member() != member {
            return Err(AgreementFault::NotAParty);
        }
        if members.get(member).is_none() {
            return Err(AgreementFault::NoMember(member));
        }
        if let Some(other) = terms.datasets.iter().find(|dataset| !self.datasets.contains(dataset)) {
            return Err(AgreementFault::NotPublished(self.country, *other));
        }
        let transaction = store::begin(&self.store).await?;
        let there = agreements(&transaction, self.country, Some(member)).await?;
        if there.iter().filter(|agreement| !agreement.is_over(now)).count() >= MOST_OPEN {
            return Err(AgreementFault::TooMany(member));
        }
        let id = format!("{}-{member}-{}", self.country, there.len() + 1);
        let event = Event { at: now, by: party.member(), step: AgreementStep::Proposed };
        let agreement = Agreement::proposed(id, (self.country, member), terms, event);
        self.append(&transaction, party, &agreement, (1, event)).await?;
        transaction.commit().await?;
        Ok(agreement)
    }

    /// Does to an agreement what one of its sides wants.
    pub async fn change(
        &self,
        party: Party<'_>,
        id: &str,
        change: AgreementChange,
    ) -> Result<Agreement, AgreementFault> {
        let event = Event { at: (self.clock)(), by: party.member(), step: change.into() };
        let transaction = store::begin(&self.store).await?;
        let found = agreement(&transaction, self.country, id).await?;
        // A third member is told the same whether it is there or not.
        let found = found.filter(|(agreement, _)| agreement.is_of(party.member()));
        let (agreement, events) = found.ok_or_else(|| ChangeFault::Unknown(plain(id)))?;
        let agreement = agreement.then(event)?;
        self.append(&transaction, party, &agreement, (events + 1, event)).await?;
        transaction.commit().await?;
        Ok(agreement)
    }

    /// Appends what happened, and the entry of the audit log that tells of it. Both stand or neither.
    async fn append(
        &self,
        transaction: &impl ConnectionTrait,
        party: Party<'_>,
        agreement: &Agreement,
        (number, event): (i32, Event),
    ) -> Result<(), AgreementFault> {
        let terms = String::from_utf8(canonical(&agreement.terms().said())?).map_err(|_| SealFault::NotCanonical)?;
        let by = party.caller().map(|caller| self.ledger.asker(caller));
        let row = agreement_event::ActiveModel {
            id: NotSet,
            agreement: Set(agreement.id().to_owned()),
            number: Set(number),
            member: Set(agreement.member().to_string()),
            at: Set(event.at),
            by: Set(event.by.to_string()),
            officer: Set(by.as_ref().map(|by| by.user.as_str().to_owned())),
            step: Set(event.step.name().to_owned()),
            terms: Set((number == 1).then(|| terms.clone())),
        };
        agreement_event::Entity::insert(row).exec_without_returning(transaction).await?;
        let written = Written::Agreement {
            agreement: agreement.id().to_owned(),
            step: event.step.name().to_owned(),
            side: event.by,
            terms: digest(terms.as_bytes()),
            by,
        };
        append_with(transaction, vec![written], event.at).await?;
        Ok(())
    }
}

/// An id as it is said back: nothing that an asker may have written in its place.
fn plain(id: &str) -> String {
    let is_id = id.len() <= 20 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_id { id.to_owned() } else { "of that name".to_owned() }
}
