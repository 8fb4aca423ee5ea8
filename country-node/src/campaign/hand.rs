//! Those whom an officer reaches: by telephone, by post, or by an embassy or an association that the officer tells; while they agree to it.

use super::Campaigns;
use super::draw::answers;
use super::fault::CampaignFault;
use super::queue::{agreed, letter, person, state, turn};
use super::reached::Reached;
use crate::consent::everybody::Consents;
use crate::contact::Contact;
use crate::programme::change::Officer;
use crate::store;
use crate::store::letter::{ActiveModel, Column, Entity, Model};
use node_rules::audit::entry::{Event, Names};
use node_rules::campaign::content::Campaign;
use node_rules::campaign::fault::Fault;
use node_rules::campaign::letter::Turn;
use node_rules::clock::Seconds;
use node_rules::record_key::Pseudonym;
use schema::campaign::letter::{LetterState, Means};
use schema::campaign::state::{State, Step};
use schema::concept::Dimension;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

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

impl Campaigns {
    /// Tells an officer how those persons of a campaign are reached whom one means leads to, while it goes on, and keeps which letters are in
    /// the officer's hands from then on: nobody else is told of those until somebody says what came of them, but where `again` asks for it.
    /// Who was not reached is told of anew, who was is not. Who does not agree any more, or is not reached by it any more, is left out, and
    /// the letter with it. Each list stands in the log.
    pub async fn by_hand(
        &self,
        officer: Officer<'_>,
        (campaign, means): (&str, Means),
        again: bool,
    ) -> Result<Vec<ByHand>, CampaignFault> {
        let (_, by) = officer.named(&self.node);
        let asked = Event::persons_asked(by, Names::of_letters(campaign, means));
        let listed = Box::pin(self.listed(officer, (campaign, means), again));
        self.node.ledger.between(asked, listed).await
    }

    async fn listed(
        &self,
        officer: Officer<'_>,
        (campaign, means): (&str, Means),
        again: bool,
    ) -> Result<Vec<ByHand>, CampaignFault> {
        let refused = |fault| CampaignFault::Refused(campaign.to_owned(), fault);
        if means == Means::Email {
            return Err(refused(Fault::ByMail));
        }
        let record = self.get(campaign).await?.ok_or_else(|| refused(Fault::NotThere))?;
        if record.state != State::Sending {
            return Err(refused(Fault::NotSending(record.state)));
        }
        let lives = self.lives(&record.content, means).await?;
        let open = [LetterState::ByHand, LetterState::Handed, LetterState::NotReached].map(LetterState::name);
        let rows = Entity::find().filter(Column::Campaign.eq(campaign)).filter(Column::Means.eq(means.name()));
        let rows = rows.filter(Column::State.is_in(open)).order_by_asc(Column::Number);
        let rows = if again { rows } else { rows.filter(Column::HandedAt.is_null()) };
        let mut reached = Vec::new();
        for row in rows.all(&self.node.store).await? {
            let found = match self.reached(&row).await? {
                Reached::By(contact) => way(&contact, means).map(|way| (contact.name, way)),
                Reached::Nobody => None,
                Reached::Sealed => continue,
            };
            match found {
                Some((name, way)) => {
                    let country = person(&row).and_then(|person| lives(&person));
                    let before = row.handed_at.map(|at| Before { at, to: row.handed_to.clone() });
                    let language = row.language.clone();
                    reached.push((ByHand { letter: row.number, language, name, way, country, before }, row));
                }
                // Who was handed over before stays so in the figures, and is told no more.
                None if state(&row)? == LetterState::ByHand => {
                    self.turned(&row, Turn::Withhold, None).await?;
                }
                None => {}
            }
        }
        self.handed(officer, (campaign, means), reached).await
    }

    /// Keeps which letters are handed to an officer, in one step with the campaign's history: those that are as they were read, and whose
    /// persons agree, both read in the same step. Nobody is told who was taken out meanwhile, and of a step that fails nobody is told at all.
    async fn handed(
        &self,
        officer: Officer<'_>,
        (campaign, means): (&str, Means),
        reached: Vec<(ByHand, Model)>,
    ) -> Result<Vec<ByHand>, CampaignFault> {
        let transaction = store::begin(&self.node.store).await?;
        let now = (self.node.clock)();
        let (to, _) = officer.named(&self.node);
        let mut told = Vec::with_capacity(reached.len());
        for (person, row) in reached {
            // Another officer may have taken it meanwhile.
            let is_as_read = letter(&transaction, row.number).await? == row;
            if !is_as_read || agreed(&transaction, &row, now).await? != Some(true) {
                continue;
            }
            if turn(&transaction, &row, (Turn::Hand, None), now).await? {
                let hands =
                    ActiveModel { handed_at: Set(Some(now)), handed_to: Set(Some(to.clone())), ..Default::default() };
                let of = Entity::update_many().set(hands).filter(Column::Number.eq(row.number));
                of.exec(&transaction).await?;
                told.push(person);
            }
        }
        if !told.is_empty() {
            let letters: Vec<i64> = told.iter().map(|person| person.letter).collect();
            let word = json!({ "means": means.name(), "letters": letters });
            self.note(&transaction, officer, (campaign, Step::Hand), word).await?;
            transaction.commit().await?;
        }
        Ok(told)
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
