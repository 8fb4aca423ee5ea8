//! What an officer's word on a letter comes to.

use super::fault::Fault;
use super::letter::Turn;
use crate::consent::Method;
use schema::campaign::letter::{LetterState, Means};
use schema::campaign::outcome::Outcome;

/// What becomes of a letter by an officer's word: of one that an officer carried, what was said last holds. Whether a letter went out by
/// e-mail the mail server says, so nothing becomes of such a one; but its person may have answered an officer.
pub const fn comes(state: LetterState, said: Outcome) -> Result<Option<Turn>, Fault> {
    match (state, said) {
        (LetterState::Sent, Outcome::Answered | Outcome::NoMore) => Ok(None),
        (LetterState::Handed | LetterState::Reached | LetterState::NotReached, Outcome::NotReached) => {
            Ok(Some(Turn::Miss))
        }
        (LetterState::Handed | LetterState::Reached | LetterState::NotReached, _) => Ok(Some(Turn::Reach)),
        _ => Err(Fault::Letter(state)),
    }
}

/// Whether the person answered.
pub const fn is_answer(said: Outcome) -> bool {
    matches!(said, Outcome::Answered | Outcome::NoMore)
}

/// By which method somebody who is reached by a means says something, where nobody says it otherwise. By e-mail, or to an association, nothing
/// is said in any of the ways in which consents are expressed.
pub const fn method(means: Means) -> Option<Method> {
    match means {
        Means::Email | Means::Association => None,
        Means::Telephone => Some(Method::Telephone),
        Means::Post => Some(Method::Paper),
        Means::Embassy => Some(Method::Embassy),
    }
}
