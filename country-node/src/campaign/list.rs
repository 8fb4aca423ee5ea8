//! A list of persons whom an officer reaches: what is asked for, and how each of them is reached.

use super::Campaigns;
use super::draw::answers;
use super::fault::CampaignFault;
use super::queue::{person, state};
use super::reached::Reached;
use crate::consent::everybody::Consents;
use crate::contact::Contact;
use crate::store::letter::{Column, Entity, Model};
use node_rules::campaign::content::Campaign;
use node_rules::campaign::letter::Turn;
use node_rules::clock::Seconds;
use node_rules::record_key::Pseudonym;
use schema::campaign::letter::{LetterState, Means};
use schema::concept::Dimension;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

/// How many persons an officer is told of at once, where nothing is said.
pub const AT_ONCE: usize = 200;

/// How many at most: handing them out is one step, and whoever else writes waits for it.
pub const MOST_AT_ONCE: usize = 500;

/// What an officer asks for.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    /// The campaign.
    pub campaign: &'a str,
    /// By which means its persons are reached.
    pub means: Means,
    /// Whether those are meant too that were handed out before and of which nobody said yet what came of them.
    pub again: bool,
    /// Those behind this letter.
    pub after: i64,
    /// How many persons at most.
    pub first: usize,
}

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
    /// In whose hands the letter was before, where nobody said since what came of it.
    pub before: Option<Before>,
}

/// That a letter was handed to an officer before.
pub struct Before {
    /// When.
    pub at: Seconds,
    /// To whom, by a pseudonym; nothing where a former version did not keep it.
    pub to: Option<String>,
}

/// Whether a list is divided by the countries that its persons live in: each embassy or association is told of its own.
pub const fn is_divided(means: Means) -> bool {
    matches!(means, Means::Embassy | Means::Association)
}

impl List<'_> {
    /// The letters that may be on it behind one of them, in their order.
    pub(super) fn open(&self, after: i64) -> Select<Entity> {
        let open = [LetterState::ByHand, LetterState::Handed, LetterState::NotReached].map(LetterState::name);
        let rows = Entity::find().filter(Column::Campaign.eq(self.campaign)).filter(Column::State.is_in(open));
        let rows = rows.filter(Column::Means.eq(self.means.name())).filter(Column::Number.gt(after));
        let rows = if self.again { rows } else { rows.filter(Column::HandedAt.is_null()) };
        rows.order_by_asc(Column::Number)
    }
}

impl Campaigns {
    /// The next letters of a list behind one of them, each with how its person is reached: as many as are asked for, where there are. Moves
    /// `after` to the last that was looked at.
    pub(super) async fn found(
        &self,
        list: &List<'_>,
        after: &mut i64,
        lives: impl Fn(&Pseudonym) -> Option<String>,
    ) -> Result<Vec<(ByHand, Model)>, CampaignFault> {
        let mut found = Vec::new();
        while found.len() < list.first {
            let lacking = u64::try_from(list.first - found.len()).unwrap_or(u64::MAX);
            let rows = list.open(*after).limit(lacking).all(&self.node.store).await?;
            let Some(end) = rows.last() else { break };
            *after = end.number;
            for row in rows {
                let Some((name, way)) = self.way(&row, list.means).await? else { continue };
                let country = person(&row).and_then(|person| lives(&person));
                let before = row.handed_at.map(|at| Before { at, to: row.handed_to.clone() });
                let language = row.language.clone();
                found.push((ByHand { letter: row.number, language, name, way, country, before }, row));
            }
        }
        Ok(found)
    }

    /// The name and the way of a letter's person, where there is a way by now. Where there is none, a letter that nobody had yet is taken out;
    /// one that was handed over before stays so in the figures, and is told no more.
    async fn way(&self, row: &Model, means: Means) -> Result<Option<(Option<String>, String)>, CampaignFault> {
        let found = match self.reached(row).await? {
            Reached::By(contact) => way(&contact, means).map(|way| (contact.name, way)),
            Reached::Nobody => None,
            Reached::Sealed => return Ok(None),
        };
        if found.is_none() && state(row)? == LetterState::ByHand {
            self.turned(row, Turn::Withhold, None).await?;
        }
        Ok(found)
    }

    /// Tells in which country somebody lives, where a list is divided by that.
    pub(super) async fn lives(
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
