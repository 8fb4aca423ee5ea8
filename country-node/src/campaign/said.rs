//! What an officer says came of a letter: of those whom an officer reaches nobody else can tell.

use super::Campaigns;
use super::fault::CampaignFault;
use super::no_more::ended;
use super::queue::{letter, means, state, turn};
use crate::programme::change::Officer;
use crate::store;
use crate::store::letter::{ActiveModel, Column, Entity};
use node_rules::campaign::outcome::{comes, is_answer, method};
use node_rules::consent::Method;
use schema::campaign::letter::LetterState;
use schema::campaign::outcome::Outcome;
use schema::campaign::state::Step;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

impl Campaigns {
    /// Keeps what an officer says came of a letter, in one step with the campaign's history, and says where the letter stands then. Whoever
    /// wants to be written to no more is not, under whatever ids; `by` is how that was said, where it is not as the letter goes.
    pub async fn said(
        &self,
        officer: Officer<'_>,
        number: i64,
        said: Outcome,
        by: Option<Method>,
    ) -> Result<LetterState, CampaignFault> {
        if by.is_some() && said != Outcome::NoMore {
            return Err(CampaignFault::Form(format!("how it was said is kept of {}", Outcome::NoMore.name())));
        }
        let transaction = store::begin(&self.node.store).await?;
        let now = (self.node.clock)();
        let row = letter(&transaction, number).await?;
        let refused = |fault| CampaignFault::Refused(row.campaign.clone(), fault);
        let does = comes(state(&row)?, said).map_err(refused)?;
        if let Some(does) = does
            && !turn(&transaction, &row, (does, None), now).await?
        {
            return Err(CampaignFault::NoLetter);
        }
        // An officer who takes a word back takes the answer back with it.
        let answered = is_answer(said).then(|| row.answered_at.unwrap_or(now));
        let change = ActiveModel { answered_at: Set(answered), ..Default::default() };
        Entity::update_many().set(change).filter(Column::Number.eq(number)).exec(&transaction).await?;
        if said == Outcome::NoMore {
            ended(&transaction, &row, by.or(method(means(&row)?)), now).await?;
        }
        let word = json!({ "letter": number, "said": said.name() });
        self.note(&transaction, officer, (&row.campaign, Step::Say), word).await?;
        let stands = state(&letter(&transaction, number).await?)?;
        transaction.commit().await?;
        Ok(stands)
    }
}
