//! In which state what may be done to a record: one table.

use schema::directory::kind::EntryKind;
use schema::directory::state::{EntryState, EntryStep};

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoveFault {
    /// Not in this state.
    #[error("the record is {}: {} is for one that is {}", .0.name(), .1.name(), states(*.1))]
    NotNow(EntryState, EntryStep),
    /// Not of this kind.
    #[error("records of {0} are not reviewed")]
    NotReviewed(EntryKind),
    /// Whoever names nobody can be one who wrote it.
    #[error("an officer who is named (--by) reviews it: whoever names nobody could have written it")]
    Unnamed,
    /// Whoever reviews it could be the one who wrote it.
    #[error(
        "somebody who named nobody wrote some of it, and could be whoever reviews it: whoever stands for it writes it anew, on the command line with --by"
    )]
    WrittenUnnamed,
    /// There is no such record.
    #[error("there is no such record")]
    NotThere,
    /// There is nothing that could be undone.
    #[error("nothing was done to it that could be undone")]
    NothingToUndo,
    /// It names no reviewers.
    #[error("it names no reviewers: say which members' officers review it")]
    NoReviewers,
    /// So many have reviewed it that more would tell nothing.
    #[error("this version has as many reviews as one can have")]
    TooManyReviews,
    /// It was written anew since it was read.
    #[error("the record is of version {0} by now: read it again")]
    Stale(i32),
    /// It was written by the one who reviews it.
    #[error("who wrote any of it does not review it")]
    OwnWork,
    /// It is there already.
    #[error("there is a record of this id already")]
    There,
}

/// What is done to a record that is there: in which state, and what it is then.
const MOVES: [(EntryStep, EntryState, EntryState); 14] = {
    use EntryState::{Draft, InReview, Published, Withdrawn};
    [
        (EntryStep::Change, Draft, Draft),
        (EntryStep::Change, InReview, InReview),
        (EntryStep::Change, Published, Published),
        (EntryStep::Change, Withdrawn, Withdrawn),
        (EntryStep::Submit, Draft, InReview),
        (EntryStep::Return, InReview, Draft),
        (EntryStep::Publish, Draft, Published),
        (EntryStep::Publish, InReview, Published),
        (EntryStep::Publish, Withdrawn, Published),
        (EntryStep::Withdraw, Draft, Withdrawn),
        (EntryStep::Withdraw, InReview, Withdrawn),
        (EntryStep::Withdraw, Published, Withdrawn),
        (EntryStep::Review, InReview, InReview),
        (EntryStep::Review, Published, Published),
    ]
};

/// The state that a step leads to.
pub fn moved(kind: EntryKind, from: EntryState, step: EntryStep) -> Result<EntryState, MoveFault> {
    if matches!(step, EntryStep::Submit | EntryStep::Return | EntryStep::Review) && !kind.is_reviewed() {
        return Err(MoveFault::NotReviewed(kind));
    }
    let found = MOVES.iter().find(|(of, state, _)| (*of, *state) == (step, from));
    found.map(|(_, _, to)| *to).ok_or(MoveFault::NotNow(from, step))
}

/// The state that a step leads to, whether it may be or not.
pub const fn led(from: EntryState, step: EntryStep) -> EntryState {
    match step {
        EntryStep::Submit => EntryState::InReview,
        EntryStep::Return | EntryStep::Record => EntryState::Draft,
        EntryStep::Publish => EntryState::Published,
        EntryStep::Withdraw => EntryState::Withdrawn,
        EntryStep::Change | EntryStep::Review | EntryStep::Undo => from,
    }
}

/// The states in which something may be done, in words.
fn states(step: EntryStep) -> String {
    let names = MOVES.iter().filter(|(of, _, _)| *of == step).map(|(_, from, _)| from.name());
    names.collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What may be done to records, kind by kind: this table is the policy, written a second time.
    #[test]
    fn what_may_be_done_to_a_record_in_which_state() {
        use EntryState::{Draft, InReview, Published, Withdrawn};
        let table = |kind| EntryStep::ALL.map(|step| EntryState::ALL.map(|from| moved(kind, from, step).ok()));
        let never = [None; 4];
        let of_policies = [
            never,
            [Some(Draft), Some(InReview), Some(Published), Some(Withdrawn)],
            never,
            never,
            [Some(Published), Some(Published), None, Some(Published)],
            [Some(Withdrawn), Some(Withdrawn), Some(Withdrawn), None],
            never,
            never,
        ];
        let mut of_experiences = of_policies;
        of_experiences[2] = [Some(InReview), None, None, None];
        of_experiences[3] = [None, Some(Draft), None, None];
        of_experiences[6] = [None, Some(InReview), Some(Published), None];
        for (step, from, to) in MOVES {
            assert_eq!(led(from, step), to, "{step:?}");
        }
        for kind in EntryKind::ALL {
            let expected = if kind == EntryKind::Experience { of_experiences } else { of_policies };
            assert_eq!(table(kind), expected, "{kind}");
        }
    }

    #[test]
    fn a_move_that_is_not_allowed_says_why() {
        let why = |kind, from, step| moved(kind, from, step).unwrap_err().to_string();
        assert_eq!(
            why(EntryKind::Policy, EntryState::Withdrawn, EntryStep::Withdraw),
            "the record is WITHDRAWN: WITHDRAW is for one that is DRAFT or IN_REVIEW or PUBLISHED"
        );
        assert_eq!(why(EntryKind::Policy, EntryState::Draft, EntryStep::Submit), "records of POLICY are not reviewed");
    }
}
