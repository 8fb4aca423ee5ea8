//! Those whom an officer reaches: by telephone, by post, or by an embassy or an association that the officer tells; while they agree to it.

use super::Campaigns;
use super::fault::CampaignFault;
use super::list::{ByHand, List, MOST_AT_ONCE};
use super::queue::{agrees, goes_out, letter, turn};
use crate::programme::change::Officer;
use crate::store;
use crate::store::letter::{ActiveModel, Column, Entity, Model};
use node_rules::audit::entry::{Event, Names};
use node_rules::campaign::fault::Fault;
use node_rules::campaign::letter::Turn;
use schema::campaign::letter::Means;
use schema::campaign::state::{State, Step};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

/// What an officer was handed.
pub struct Handed {
    /// The persons, by the numbers of their letters.
    pub persons: Vec<ByHand>,
    /// Whether there may be others behind them.
    pub more: bool,
}

impl Campaigns {
    /// Tells an officer how those persons of a campaign are reached whom one means leads to, while it goes on, and keeps which letters are in
    /// the officer's hands from then on: nobody else is told of those until somebody says what came of them, but where that is asked for.
    /// Who was not reached is told of anew, who was is not. Who does not agree any more, or is not reached by it any more, is left out, and
    /// the letter with it. Each list stands in the log.
    pub async fn by_hand(&self, officer: Officer<'_>, list: List<'_>) -> Result<Handed, CampaignFault> {
        let (_, by) = officer.named(&self.node);
        let asked = Event::persons_asked(by, Names::of_letters(list.campaign, list.means));
        self.node.ledger.between(asked, Box::pin(self.listed(officer, &list))).await
    }

    async fn listed(&self, officer: Officer<'_>, list: &List<'_>) -> Result<Handed, CampaignFault> {
        let refused = |fault| CampaignFault::Refused(list.campaign.to_owned(), fault);
        if !(1..=MOST_AT_ONCE).contains(&list.first) {
            return Err(CampaignFault::Form(format!("from 1 to {MOST_AT_ONCE} persons are told of at once")));
        }
        if list.means == Means::Email {
            return Err(refused(Fault::ByMail));
        }
        let record = self.get(list.campaign).await?.ok_or_else(|| refused(Fault::NotThere))?;
        if record.state != State::Sending {
            return Err(refused(Fault::NotSending(record.state)));
        }
        let lives = self.lives(&record.content, list.means).await?;
        let mut after = list.after;
        loop {
            let found = self.found(list, &mut after, &lives).await?;
            let persons = self.handed(officer, list, found).await?;
            // Where that cannot be read now there may be others: what was handed over is told all the same.
            let more = list.open(after).one(&self.node.store).await.map_or(true, |row| row.is_some());
            // Where somebody else took all of these meanwhile there may be others; of what is handed over no second step is needed, which
            // could fail and leave letters in the hands of an officer who was told of none.
            if !persons.is_empty() || !more {
                return Ok(Handed { persons, more });
            }
        }
    }

    /// Keeps which letters are handed to an officer, in one step with the campaign's history: those that are as they were read, and whose
    /// persons agree, both read in the same step. Nobody is told who was taken out meanwhile, and of a step that fails nobody is told at all.
    async fn handed(
        &self,
        officer: Officer<'_>,
        list: &List<'_>,
        found: Vec<(ByHand, Model)>,
    ) -> Result<Vec<ByHand>, CampaignFault> {
        let mut told = Vec::with_capacity(found.len());
        if found.is_empty() {
            return Ok(told);
        }
        let transaction = store::begin(&self.node.store).await?;
        if !goes_out(&transaction, list.campaign).await? {
            return Ok(told);
        }
        let now = (self.node.clock)();
        let (to, _) = officer.named(&self.node);
        for (person, row) in found {
            // Another officer may have taken it meanwhile.
            let is_as_read = letter(&transaction, row.number).await? == row;
            if !is_as_read || !agrees(&transaction, &row, now).await? {
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
            let word = json!({ "means": list.means.name(), "letters": letters });
            self.note(&transaction, officer, (list.campaign, Step::Hand), word).await?;
            transaction.commit().await?;
        }
        Ok(told)
    }
}
