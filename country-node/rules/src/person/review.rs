//! When an officer may open the contacts of two ids who are probably one person.
//!
//! It needs no consent: who keeps a register keeps it right (GDPR, Article 5 (1) (d)), and the contacts are compared for
//! nothing else. So it is for a pair that waits on the list for review, and for no other; and not of one who withdrew, who was
//! told that nothing is done by name any more.

use super::identity::Verdict;
use super::likeness::Likeness;
use crate::consent::history::State;

/// Why contacts stay sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    /// Nothing brings the two together.
    #[error("this pair is not on the list for review: the contacts stay sealed")]
    NotListed,
    /// It is decided.
    #[error("this pair is judged already: the contacts stay sealed")]
    Judged,
    /// One of them withdrew.
    #[error("one of them withdrew, and nothing is done by name: the contacts stay sealed. Judge by what agrees")]
    Withdrawn,
}

/// Whether the contacts of a pair may be opened for review.
pub fn may_open(likeness: &Likeness, verdict: Option<Verdict>, consents: &[State]) -> Result<(), Closed> {
    if verdict.is_some() {
        return Err(Closed::Judged);
    }
    if !likeness.is_for_review() {
        return Err(Closed::NotListed);
    }
    if consents.iter().any(|state| matches!(state, State::Withdrawn { .. })) {
        return Err(Closed::Withdrawn);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::likeness::Field;
    use super::*;

    #[test]
    fn contacts_are_opened_for_a_pair_that_waits_and_of_nobody_who_withdrew() {
        let alike = Likeness { agree: [Field::Email].into(), differ: [].into() };
        let unlike = Likeness { agree: [Field::Name].into(), differ: [].into() };
        let (holds, gone) = (State::Holds { since: 1, until: None }, State::Withdrawn { since: 1 });
        assert_eq!(may_open(&alike, None, &[holds, State::Never]), Ok(()));
        assert_eq!(may_open(&alike, None, &[holds, gone]), Err(Closed::Withdrawn));
        assert_eq!(may_open(&unlike, None, &[holds, holds]), Err(Closed::NotListed));
        assert_eq!(may_open(&alike, Some(Verdict::Different), &[holds, holds]), Err(Closed::Judged));
    }
}
