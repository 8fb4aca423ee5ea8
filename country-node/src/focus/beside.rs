//! A question that is asked beside themes: it is read from the study that the groups belong to, where that is published.

use crate::release::shelf::{Shelf, ShelfFault};
use node_rules::caller::Caller;
use node_rules::focus::beside::nearest;
use node_rules::focus::told::{Kept, waves_told};
use node_rules::in_force::has_all;
use schema::ask::Question;

/// The question as it is read, for one who is told of these groups: the nearest that has what is asked for, or else the nearest
/// that is published at all, so that what the groups' own study did not ask is said to be so. Where it published nothing, the
/// question itself.
pub async fn beside(
    shelf: &Shelf,
    groups: &[Kept],
    caller: &Caller,
    question: &Question,
) -> Result<Question, ShelfFault> {
    let mut published = None;
    for near in nearest(question, &waves_told(groups, caller)) {
        let (in_force, _) = shelf.in_force(&near).await?;
        let Some(release) = in_force.release else { continue };
        if has_all(&near, &release) {
            return Ok(near);
        }
        published.get_or_insert(near);
    }
    Ok(published.unwrap_or_else(|| question.clone()))
}
