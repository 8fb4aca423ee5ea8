//! What may become of a letter: one table.

use super::fault::Fault;
use crate::clock::Seconds;
use schema::campaign::letter::LetterState;

/// What happens to a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is about to be handed to the mail server. This is kept before the server can take it.
    Offer,
    /// The mail server took it.
    Take,
    /// The mail server surely did not take it, and may later; or what it has against it is not yet believed to be about the addressee.
    Defer,
    /// It is settled that the mail server never had it: its turn comes again at once.
    Return,
    /// It is believed that the mail server refuses it for good.
    Refuse,
    /// It came back.
    Bounce,
    /// The person does not agree any more, or is reached no more.
    Withhold,
    /// It was tried for days.
    GiveUp,
    /// An officer is told how the person is reached.
    Hand,
    /// An officer says that the person was reached.
    Reach,
    /// An officer says that the person was not.
    Miss,
    /// The campaign was stopped.
    Cancel,
    /// An officer puts it back in the queue.
    Again,
}

impl Turn {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Offer,
        Self::Take,
        Self::Defer,
        Self::Return,
        Self::Refuse,
        Self::Bounce,
        Self::Withhold,
        Self::GiveUp,
        Self::Hand,
        Self::Reach,
        Self::Miss,
        Self::Cancel,
        Self::Again,
    ];
}

/// What becomes of a letter in a state. Of one that was offered nothing but the server's own word, or its log, decides: whatever else
/// were done could lose it or send it twice.
pub fn turned(state: LetterState, turn: Turn) -> Result<LetterState, Fault> {
    use {LetterState as S, Turn as T};
    match (state, turn) {
        (S::Waiting, T::Offer) => Ok(S::Offered),
        // What was refused or given up the server surely does not have.
        (S::Waiting | S::Offered, T::Defer) | (S::Offered, T::Return) | (S::Refused | S::GivenUp, T::Again) => {
            Ok(S::Waiting)
        }
        (S::Waiting, T::Refuse) => Ok(S::Refused),
        (S::Waiting, T::GiveUp) => Ok(S::GivenUp),
        (S::Waiting | S::ByHand, T::Withhold) => Ok(S::Withheld),
        (S::Waiting | S::ByHand, T::Cancel) => Ok(S::Cancelled),
        // The server's own word comes late where it was settled by its log meanwhile.
        (S::Offered | S::Waiting, T::Take) => Ok(S::Sent),
        (S::Sent, T::Bounce) => Ok(S::Bounced),
        (S::ByHand | S::Handed, T::Hand) => Ok(S::Handed),
        // Who was not reached is tried again, and stays so until somebody says otherwise.
        (S::NotReached, T::Hand) | (S::Handed | S::Reached | S::NotReached, T::Miss) => Ok(S::NotReached),
        (S::Handed | S::Reached | S::NotReached, T::Reach) => Ok(S::Reached),
        (state, _) => Err(Fault::Letter(state)),
    }
}

/// How often a letter is tried: with the waits between, for almost five days (RFC 5321, 4.5.4.1).
const MOST_TRIES: u32 = 31;

/// Tries are counted on where an officer puts a letter back in the queue, for they tell each offer from every other: each time from the next
/// multiple of this, which is more than there are tries.
const ROUND: u32 = MOST_TRIES + 1;

/// Whether a letter was tried for days.
pub const fn is_over(tries: u32) -> bool {
    tries % ROUND >= MOST_TRIES
}

/// How the tries are counted of a letter that is tried anew.
pub const fn anew(tries: u32) -> u32 {
    (tries / ROUND).saturating_add(1).saturating_mul(ROUND)
}

/// How long a letter waits that was not taken for the `tries`th time: half an hour, and twice as long each time, up to four hours.
pub const fn wait(tries: u32) -> Seconds {
    match tries % ROUND {
        0 | 1 => 30 * 60,
        2 => 60 * 60,
        3 => 2 * 60 * 60,
        _ => 4 * 60 * 60,
    }
}
