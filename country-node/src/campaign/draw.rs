//! Who gets a letter of a campaign: those who agree to be written to, are like its audience, and are reached. Whoever agrees and gets none is
//! counted, with the reason.

use super::Campaigns;
use super::fault::CampaignFault;
use super::queue;
use crate::consent::everybody::Consents;
use crate::contact::Contact;
use crate::contact::keep::open_each;
use crate::person::answers::{Answer, Answers, AnswersFault};
use node_rules::campaign::content::Campaign;
use node_rules::campaign::drawing::Drawing;
use node_rules::campaign::fault::Fault;
use node_rules::campaign::means::{Email, Ways, audience, means};
use node_rules::clock::Seconds;
use node_rules::person::alike::Alike;
use node_rules::record_key::Pseudonym;
use schema::campaign::left_out::LeftOut;
use schema::campaign::letter::Means;
use schema::concept::Dimension;
use sea_orm::DatabaseConnection;
use std::collections::BTreeMap;

/// A letter that is to be drawn up.
pub struct Drawn {
    /// To whom, by the id under which the person is reached.
    pub person: Pseudonym,
    /// By which means.
    pub means: Means,
    /// In which language.
    pub language: String,
}

/// How persons are reached, each since when, and when letters came back from them.
struct Reachable {
    contacts: BTreeMap<Pseudonym, (Contact, Seconds)>,
    bounced: BTreeMap<Pseudonym, Seconds>,
}

impl Campaigns {
    /// Whom a campaign would go to if it started now, and who would be left out, in counts.
    pub async fn preview(&self, id: &str) -> Result<Drawing, CampaignFault> {
        let record = self.get(id).await?;
        let record = record.ok_or_else(|| CampaignFault::Refused(id.to_owned(), Fault::NotThere))?;
        Ok(self.drawn(&self.node.store, &record.content).await?.1)
    }

    /// The letters of a campaign as they are at this moment: one a person, whatever ids the person has; and the counts of them and of who is
    /// left out.
    pub(super) async fn drawn(
        &self,
        store: &DatabaseConnection,
        campaign: &Campaign,
    ) -> Result<(Vec<Drawn>, Drawing), CampaignFault> {
        let consents = Consents::read(store, (self.node.clock)()).await?;
        let answers = answers(store, campaign, &consents).await?;
        let agreeing = consents.agreeing(queue::WANTED.0, queue::WANTED.1);
        let languages = consents.languages(store).await?;
        let wanted = agreeing.iter().flat_map(|(_, ids)| ids).copied().collect();
        let contacts = self.with_means(async |means| open_each(&self.node, store, &wanted, means).await).await?;
        let reachable = Reachable { contacts, bounced: queue::bounced(store).await? };
        let (mut letters, mut counts) = (Vec::new(), Drawing::default());
        for (person, ids) in agreeing {
            let answer = answers.as_ref().and_then(|answers| answers.of(&person));
            let reached = is_meant(answer, campaign.audience.as_ref()).and_then(|()| {
                let (id, means) = reachable.by(answer, &ids)?;
                let agrees = consents.may(&person, queue::WANTED.0, audience(means)).is_ok();
                if agrees { Ok((id, means)) } else { Err(LeftOut::Association) }
            });
            match reached {
                Ok((person, means)) => {
                    let spoken = ids.iter().find_map(|id| languages.get(id)).map(String::as_str);
                    let language = campaign.letter(spoken).map(|letter| letter.language.clone()).unwrap_or_default();
                    counts.letter(means, &language);
                    letters.push(Drawn { person, means, language });
                }
                Err(why) => counts.without(why),
            }
        }
        Ok((letters, counts))
    }

    /// A new letter's `Message-ID`: random, so that it tells nothing.
    pub(super) fn message_id(&self, means: Means) -> Result<String, CampaignFault> {
        let host = match (self.mail(), means) {
            (Ok(mail), _) => mail.host(),
            (Err(_), Means::Email) => return Err(CampaignFault::NoServer),
            // What never goes out by mail only needs a name of its own.
            (Err(_), _) => "localhost",
        };
        let random = (self.directory.random)();
        let local = random.iter().take(16).fold(String::new(), |local, byte| local + &format!("{byte:02x}"));
        Ok(format!("{local}@{host}"))
    }
}

impl Reachable {
    /// Under which of a person's ids, and by which means, the person is reached.
    fn by(&self, answer: Option<Answer<'_>>, ids: &[Pseudonym]) -> Result<(Pseudonym, Means), LeftOut> {
        let channel = answer.and_then(|answer| answer.chosen(Dimension::Channel).first().copied());
        let mut why = LeftOut::NoContact;
        for id in ids {
            match means(channel, self.ways(id)) {
                Ok(means) => return Ok((*id, means)),
                // That an address is of no use any more says more than that another id has none.
                Err(reason) if reason != LeftOut::NoContact => why = reason,
                Err(_) => {}
            }
        }
        Err(why)
    }

    fn ways(&self, id: &Pseudonym) -> Ways {
        let Some((contact, since)) = self.contacts.get(id) else { return Ways::default() };
        let is_old = self.bounced.get(id).is_some_and(|bounced| since <= bounced);
        Ways {
            email: match contact.email {
                None => Email::None,
                Some(_) if is_old => Email::CameBack,
                Some(_) => Email::Good,
            },
            telephone: contact.telephone.is_some(),
            address: contact.address.is_some(),
        }
    }
}

/// What tells who is like a campaign's audience, and who prefers which channel; nothing where that is neither needed nor there.
pub(super) async fn answers(
    store: &DatabaseConnection,
    campaign: &Campaign,
    consents: &Consents,
) -> Result<Option<Answers>, CampaignFault> {
    let audience = campaign.audience.as_ref();
    match Answers::to(store, audience.unwrap_or(&Alike::REGISTER), consents.same()).await {
        Ok(answers) => Ok(Some(answers)),
        // Without an audience all that it would tell is which channel somebody prefers.
        Err(AnswersFault::NoData(_)) if audience.is_none() => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}

/// Whether a campaign is meant for somebody who answered so, or why not.
fn is_meant(answer: Option<Answer<'_>>, audience: Option<&Alike>) -> Result<(), LeftOut> {
    match (answer, audience) {
        (Some(answer), _) if answer.is_minor() => Err(LeftOut::Minor),
        (Some(answer), Some(audience)) if !answer.is(audience) => Err(LeftOut::Unlike),
        (None, Some(_)) => Err(LeftOut::Unknown),
        _ => Ok(()),
    }
}
