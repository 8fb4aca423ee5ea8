//! How the person of a match is reached, for the officer who decided for it: only while the person agrees to be matched.

use super::Programmes;
use super::change::Officer;
use super::wish::{Does, ProgrammeFault, Wish};
use crate::contact::Contact;
use crate::contact::keep::{Means, open_for};
use node_rules::audit::entry::{Event, Names};
use node_rules::programme::content::Content;
use schema::audience::Audience;
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use schema::purpose::ConsentPurpose;

impl Programmes {
    /// Tells how the person of a match is reached, and keeps that the person is told of it. While the match goes on it can be asked again:
    /// each time stands in the log.
    pub async fn contact(&self, officer: Officer<'_>, programme: &str, id: &str) -> Result<Contact, ProgrammeFault> {
        let (_, by) = officer.named(&self.node);
        let asked = Event::persons_asked(by, Names::of_match(programme, id));
        self.node.ledger.between(asked, Box::pin(self.opened(officer, programme, id))).await
    }

    async fn opened(&self, officer: Officer<'_>, programme: &str, id: &str) -> Result<Contact, ProgrammeFault> {
        let book = self.book(programme).await?;
        let of = book.get(Kind::Match, id).ok_or(ProgrammeFault::Nobody)?;
        let Content::Match(says) = of.now.content.as_ref() else { return Err(ProgrammeFault::Nobody) };
        let candidate = book.get(Kind::Candidate, &says.candidate).ok_or(ProgrammeFault::Nobody)?;
        let person = candidate.person.ok_or(ProgrammeFault::Nobody)?;
        let drawn = (self.directory.random)();
        let mut random = move |bytes: &mut [u8; 32]| *bytes = drawn;
        let means = &mut Means { environment: self.directory.environment.as_deref(), random: &mut random };
        let wanted = (ConsentPurpose::ProgrammeMatching, Audience::OwnGovernment);
        let is_told = matches!(of.now.state, State::Contacted | State::Agreed);
        let does = Does::Move(Step::Contact, None);
        let wish = Wish { kind: Kind::Match, id: id.to_owned(), does, version: Some(of.version) };
        if !is_told {
            // First: what is not decided for opens nothing.
            self.rehearsed(programme, &wish).await?;
        }
        let contact = open_for(&self.node, &person, wanted, means).await?;
        if !is_told {
            self.act(officer, programme, vec![wish]).await?;
        }
        Ok(contact)
    }
}
