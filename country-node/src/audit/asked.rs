//! What was asked of the country, for those who may see it. That it was looked at is written down like any question.

use super::close::Receipt;
use super::ledger::{AuditFault, Ledger};
use super::open::Opened;
use super::told::{Told, Wanted, told};
use node_rules::audit::entry::{Ending, Event};
use node_rules::audit::oversight::Oversight;
use node_rules::caller::Caller;
use node_rules::clock::text;
use schema::asked::{AskedPage, AskedQuestion, Became};

/// The events that are questions.
const QUESTIONS: [&str; 2] = ["ASKED", "RECORDED"];

impl Ledger {
    /// At most so many questions after a number, oldest first. Which ones is in `wanted`; its events are set here.
    pub async fn asked(
        &self,
        caller: &Caller,
        oversight: Oversight,
        wanted: Wanted,
        after: Option<i64>,
        most: usize,
    ) -> Result<AskedPage, AuditFault> {
        let by = self.asker(caller);
        let asked = Event::LogAsked { by, since: wanted.since, of: wanted.member };
        let wanted = Wanted { events: &QUESTIONS, ..wanted };
        let reading = async |_: &Opened| told(self.store(), &wanted, after, most).await;
        let ((questions, more), receipt) = self.reading(asked, reading).await?;
        Ok(page(questions, more, oversight, &receipt))
    }
}

fn page(questions: Vec<Told>, more: bool, oversight: Oversight, _written: &Receipt) -> AskedPage {
    AskedPage { questions: questions.into_iter().filter_map(|told| question(told, oversight)).collect(), more }
}

fn question(told: Told, oversight: Oversight) -> Option<AskedQuestion> {
    let Told { number, entry, closed } = told;
    let at = text(entry.at);
    match entry.event {
        Event::Asked { by, purpose, question } => {
            let user = (oversight == Oversight::WithUsers).then(|| by.user.as_str().to_owned());
            let (outcome, releases) =
                closed.map_or((Became::Open, vec![]), |closing| (became(closing.outcome), closing.releases));
            let (member, role, question) = (by.member, by.role, question.to_string());
            Some(AskedQuestion { number, at, member, user, role, purpose, question, outcome, releases })
        }
        Event::Recorded { member, role, purpose, question, outcome, release } => {
            let (outcome, releases) = (became(outcome.into()), release.into_iter().collect());
            Some(AskedQuestion { number, at, member, user: None, role, purpose, question, outcome, releases })
        }
        _ => None,
    }
}

fn became(ending: Ending) -> Became {
    match ending {
        Ending::Answered => Became::Answered,
        Ending::Declined => Became::Declined,
        Ending::NotPublished => Became::NotPublished,
        Ending::Done | Ending::Failed => Became::Failed,
    }
}
