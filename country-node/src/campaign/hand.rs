//! Those whom an officer reaches: by telephone or by post, while they agree to it.

use super::Campaigns;
use super::fault::CampaignFault;
use super::queue::state;
use super::reached::Reached;
use super::read::stands;
use crate::contact::Contact;
use crate::store::letter::{Column, Entity};
use node_rules::campaign::fault::Fault;
use node_rules::campaign::letter::Turn;
use schema::campaign::letter::{LetterState, Means};
use schema::campaign::state::State;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// A person whom an officer reaches. It shows itself nowhere.
pub struct ByHand {
    /// The letter's number.
    pub letter: i64,
    /// In which language.
    pub language: String,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// The telephone number or the address, as the means needs it.
    pub way: String,
}

impl Campaigns {
    /// Tells an officer how those persons of a campaign are reached whom one means leads to, while it goes on, and keeps that they are told. Who was not
    /// reached is told of again, who was is not. Who does not agree any more, or is not reached by it any more, is left out, and the letter with it.
    pub async fn by_hand(&self, campaign: &str, means: Means) -> Result<Vec<ByHand>, CampaignFault> {
        let is = stands(&self.node.store, campaign).await?;
        let refused = |fault| CampaignFault::Refused(campaign.to_owned(), fault);
        match is.ok_or_else(|| refused(Fault::NotThere))? {
            State::Sending => {}
            state => return Err(refused(Fault::NotSending(state))),
        }
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
                Some((name, way)) if self.turned(&row, Turn::Hand, None).await? => {
                    told.push(ByHand { letter: row.number, language: row.language, name, way });
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
}

/// What a means needs of a contact.
fn way(contact: &Contact, means: Means) -> Option<String> {
    match means {
        Means::Email => contact.email.clone(),
        Means::Telephone => contact.telephone.clone(),
        Means::Post => contact.address.clone(),
    }
}
