//! Those whom an officer reaches: by telephone, by post, or by an embassy or an association that the officer tells; while they agree to it.

use super::Campaigns;
use super::draw::answers;
use super::fault::CampaignFault;
use super::queue::{agreed, person, state, turn};
use super::reached::Reached;
use crate::consent::everybody::Consents;
use crate::contact::Contact;
use crate::programme::change::Officer;
use crate::store;
use crate::store::letter::{Column, Entity, Model};
use node_rules::audit::entry::{Event, Names};
use node_rules::campaign::content::Campaign;
use node_rules::campaign::fault::Fault;
use node_rules::campaign::letter::Turn;
use node_rules::record_key::Pseudonym;
use schema::campaign::letter::{LetterState, Means};
use schema::campaign::state::State;
use schema::concept::Dimension;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// A person whom an officer reaches. It shows itself nowhere.
pub struct ByHand {
    /// The letter's number.
    pub letter: i64,
    /// In which language.
    pub language: String,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// The telephone number or the address, as the means needs it; of an embassy's or an association's, whatever there is.
    pub way: String,
    /// The country that the person lives in, where the list is divided by that and it is known.
    pub country: Option<String>,
}

/// Whether a list is divided by the countries that its persons live in: each embassy or association is told of its own.
pub const fn is_divided(means: Means) -> bool {
    matches!(means, Means::Embassy | Means::Association)
}

impl Campaigns {
    /// Tells an officer how those persons of a campaign are reached whom one means leads to, while it goes on, and keeps that they are told.
    /// Who was not reached is told of again, who was is not. Who does not agree any more, or is not reached by it any more, is left out, and
    /// the letter with it. Each list stands in the log.
    pub async fn by_hand(
        &self,
        officer: Officer<'_>,
        campaign: &str,
        means: Means,
    ) -> Result<Vec<ByHand>, CampaignFault> {
        let (_, by) = officer.named(&self.node);
        let asked = Event::persons_asked(by, Names::of_letters(campaign, means));
        let is_refusal = |fault: &CampaignFault| fault.sayable().is_some();
        self.node.ledger.between(asked, is_refusal, Box::pin(self.listed(campaign, means))).await
    }

    async fn listed(&self, campaign: &str, means: Means) -> Result<Vec<ByHand>, CampaignFault> {
        let refused = |fault| CampaignFault::Refused(campaign.to_owned(), fault);
        let record = self.get(campaign).await?.ok_or_else(|| refused(Fault::NotThere))?;
        if record.state != State::Sending {
            return Err(refused(Fault::NotSending(record.state)));
        }
        let lives = self.lives(&record.content, means).await?;
        let open = [LetterState::ByHand, LetterState::Handed, LetterState::NotReached].map(LetterState::name);
        let rows = Entity::find().filter(Column::Campaign.eq(campaign)).filter(Column::Means.eq(means.name()));
        let rows = rows.filter(Column::State.is_in(open)).order_by_asc(Column::Number).all(&self.node.store).await?;
        let mut told = Vec::new();
        for row in rows {
            let reached = match self.reached(&row).await? {
                Reached::By(contact) => way(&contact, means).map(|way| (contact.name, way)),
                Reached::Nobody => None,
                Reached::Sealed => continue,
            };
            match reached {
                // Nobody is told who was taken out meanwhile.
                Some((name, way)) if self.handed(&row).await? => {
                    let country = person(&row).and_then(|person| lives(&person));
                    told.push(ByHand { letter: row.number, language: row.language, name, way, country });
                }
                // Who was handed over before stays so in the figures, and is told no more.
                None if state(&row)? == LetterState::ByHand => {
                    self.turned(&row, Turn::Withhold, None).await?;
                }
                _ => {}
            }
        }
        Ok(told)
    }

    /// Keeps that an officer is told how a letter's person is reached: while the campaign goes out and the person agrees, both read in the
    /// same step.
    async fn handed(&self, row: &Model) -> Result<bool, CampaignFault> {
        let transaction = store::begin(&self.node.store).await?;
        let now = (self.node.clock)();
        if agreed(&transaction, row, now).await? != Some(true) {
            return Ok(false);
        }
        let handed = turn(&transaction, row, (Turn::Hand, None), now).await?;
        transaction.commit().await?;
        Ok(handed)
    }

    /// Tells in which country somebody lives, where a list is divided by that.
    async fn lives(
        &self,
        campaign: &Campaign,
        means: Means,
    ) -> Result<impl Fn(&Pseudonym) -> Option<String> + use<>, CampaignFault> {
        let consents = Consents::read(&self.node.store, (self.node.clock)()).await?;
        let answers = if is_divided(means) { answers(&self.node.store, campaign, &consents).await? } else { None };
        Ok(move |id: &Pseudonym| {
            let answer = answers.as_ref()?.of(&consents.same().person(*id))?;
            answer.chosen(Dimension::Destination).first().map(|code| (*code).to_owned())
        })
    }
}

/// What a means needs of a contact.
fn way(contact: &Contact, means: Means) -> Option<String> {
    match means {
        Means::Email => contact.email.clone(),
        Means::Telephone => contact.telephone.clone(),
        Means::Post => contact.address.clone(),
        Means::Embassy | Means::Association => {
            [&contact.telephone, &contact.address, &contact.email].into_iter().find_map(Clone::clone)
        }
    }
}
