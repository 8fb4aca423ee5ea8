//! Who gets a letter of a campaign: those who agree to be written to, are like its audience, and are reached.

use super::Campaigns;
use super::fault::CampaignFault;
use super::queue;
use crate::consent::everybody::Consents;
use crate::contact::keep::open_each;
use crate::person::answers::{Answers, AnswersFault};
use node_rules::campaign::content::Campaign;
use node_rules::campaign::means::{Ways, means};
use node_rules::person::alike::Alike;
use node_rules::record_key::Pseudonym;
use schema::campaign::letter::Means;
use schema::concept::Dimension;
use sea_orm::DatabaseConnection;

/// A letter that is to be drawn up.
pub struct Drawn {
    /// To whom, by the id under which the person is reached.
    pub person: Pseudonym,
    /// By which means.
    pub means: Means,
    /// In which language.
    pub language: String,
    /// Its `Message-ID`.
    pub message_id: String,
}

impl Campaigns {
    /// The letters of a campaign as they are at this moment: one a person, whatever ids the person has.
    pub(super) async fn drawn(
        &self,
        store: &DatabaseConnection,
        campaign: &Campaign,
    ) -> Result<Vec<Drawn>, CampaignFault> {
        let consents = Consents::read(store, (self.node.clock)()).await?;
        let audience = campaign.audience.as_ref();
        let answers = match Answers::to(store, audience.unwrap_or(&Alike::REGISTER), consents.same()).await {
            Ok(answers) => Some(answers),
            // Without an audience all that it would tell is which channel somebody prefers.
            Err(AnswersFault::NoData(_)) if audience.is_none() => None,
            Err(fault) => return Err(fault.into()),
        };
        let agreeing = consents.agreeing(queue::WANTED.0, queue::WANTED.1);
        let bounced = queue::bounced(store).await?;
        let languages = consents.languages(store).await?;
        let wanted = agreeing.iter().flat_map(|(_, ids)| ids).copied().collect();
        let contacts = self.with_means(async |means| open_each(&self.node, store, &wanted, means).await).await?;
        let host = self.mail().map(|mail| mail.host().to_owned());
        let mut drawn = Vec::new();
        for (person, ids) in agreeing {
            let answer = answers.as_ref().and_then(|answers| answers.of(&person));
            let is_like = match (answer, audience) {
                (None, audience) => audience.is_none(),
                (Some(answer), audience) => answer.is(audience.unwrap_or(&Alike::REGISTER)),
            };
            if !is_like {
                continue;
            }
            let channel = answer.and_then(|answer| answer.chosen(Dimension::Channel).first().copied());
            let found = ids.iter().find_map(|id| {
                let (contact, since) = contacts.get(id)?;
                let is_old = bounced.get(id).is_some_and(|bounced| since <= bounced);
                let ways = Ways {
                    email: contact.email.is_some() && !is_old,
                    telephone: contact.telephone.is_some(),
                    address: contact.address.is_some(),
                };
                Some((*id, means(channel, ways)?))
            });
            let Some((id, means)) = found else { continue };
            let spoken = ids.iter().find_map(|id| languages.get(id)).map(String::as_str);
            let language = campaign.letter(spoken).map(|letter| letter.language.clone()).unwrap_or_default();
            let host = match (&host, means) {
                (Ok(host), _) => host,
                (Err(_), Means::Email) => return Err(CampaignFault::NoServer),
                // What never goes out by mail only needs a name of its own.
                (Err(_), _) => "localhost",
            };
            let random = (self.directory.random)();
            let local = random.iter().take(16).fold(String::new(), |local, byte| local + &format!("{byte:02x}"));
            drawn.push(Drawn { person: id, means, language, message_id: format!("{local}@{host}") });
        }
        Ok(drawn)
    }
}
