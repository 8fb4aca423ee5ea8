//! Letters that the mail server refused, or did not take for days, put back in the queue: for where it was the sender that it was against.

use super::Campaigns;
use super::fault::CampaignFault;
use super::queue::turn;
use super::read::get;
use crate::programme::change::Officer;
use crate::store;
use crate::store::letter::{Column, Entity};
use node_rules::campaign::fault::Fault;
use node_rules::campaign::letter::{Turn, turned};
use node_rules::campaign::record::moved;
use schema::campaign::letter::LetterState;
use schema::campaign::state::Step;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

impl Campaigns {
    /// Puts the letters of a campaign that were refused or given up back in the queue, in one step with the campaign's history, and says how
    /// many. Whether their persons agree is read at each one's turn, as of any other.
    pub async fn again(&self, officer: Officer<'_>, campaign: &str) -> Result<u64, CampaignFault> {
        let refused = |fault| CampaignFault::Refused(campaign.to_owned(), fault);
        let _only = self.writes.lock().await;
        let transaction = store::begin(&self.node.store).await?;
        let record = get(&transaction, campaign).await?.ok_or_else(|| refused(Fault::NotThere))?;
        moved(record.state, Step::Again).map_err(refused)?;
        let now = (self.node.clock)();
        let states = LetterState::ALL.into_iter().filter(|state| turned(*state, Turn::Again).is_ok());
        let rows = Entity::find().filter(Column::Campaign.eq(campaign)).filter(Column::Pseudonym.is_not_null());
        let rows = rows.filter(Column::State.is_in(states.map(LetterState::name))).order_by_asc(Column::Number);
        let mut letters = 0;
        for row in rows.all(&transaction).await? {
            letters += u64::from(turn(&transaction, &row, (Turn::Again, None), now).await?);
        }
        if letters == 0 {
            return Err(refused(Fault::NoneRefused));
        }
        self.note(&transaction, officer, (campaign, Step::Again), json!({ "letters": letters })).await?;
        transaction.commit().await?;
        Ok(letters)
    }
}
