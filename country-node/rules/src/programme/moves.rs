//! In which state what may be done to a record: one table.

use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use std::collections::{BTreeMap, VecDeque};

/// Something is not done to a record in its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is {}: {} is for one that is {}", state.name(), step.name(), states(*kind, *step))]
pub struct NotNow {
    /// The record's kind.
    pub kind: Kind,
    /// Its state.
    pub state: State,
    /// What was to be done.
    pub step: Step,
}

/// What is done to a record of a kind: in which state, and what it is then.
const MOVES: [(Kind, Step, State, State); 40] = {
    use {Kind as K, State as S, Step as T};
    [
        (K::Need, T::Change, S::Submitted, S::Submitted),
        (K::Need, T::Change, S::Qualified, S::Qualified),
        (K::Need, T::Qualify, S::Submitted, S::Qualified),
        (K::Need, T::Refuse, S::Submitted, S::Refused),
        (K::Need, T::Close, S::Qualified, S::Closed),
        (K::Need, T::Reopen, S::Refused, S::Submitted),
        (K::Need, T::Reopen, S::Closed, S::Qualified),
        (K::Candidate, T::Change, S::Applied, S::Applied),
        (K::Candidate, T::Change, S::Selected, S::Selected),
        (K::Candidate, T::Select, S::Applied, S::Selected),
        (K::Candidate, T::Refuse, S::Applied, S::Refused),
        (K::Candidate, T::Withdraw, S::Applied, S::Withdrawn),
        (K::Candidate, T::Withdraw, S::Selected, S::Withdrawn),
        (K::Candidate, T::Reopen, S::Refused, S::Applied),
        (K::Candidate, T::Reopen, S::Withdrawn, S::Applied),
        (K::Match, T::Accept, S::Proposed, S::Accepted),
        (K::Match, T::Contact, S::Accepted, S::Contacted),
        (K::Match, T::Agree, S::Contacted, S::Agreed),
        (K::Match, T::Decline, S::Proposed, S::Declined),
        (K::Match, T::Decline, S::Accepted, S::Declined),
        (K::Match, T::Lapse, S::Proposed, S::Lapsed),
        (K::Match, T::Lapse, S::Accepted, S::Lapsed),
        (K::Match, T::Lapse, S::Contacted, S::Lapsed),
        (K::Match, T::Lapse, S::Agreed, S::Lapsed),
        (K::Placement, T::Change, S::Planned, S::Planned),
        (K::Placement, T::Change, S::Started, S::Started),
        (K::Placement, T::Start, S::Planned, S::Started),
        (K::Placement, T::Complete, S::Started, S::Completed),
        (K::Placement, T::BreakOff, S::Started, S::BrokenOff),
        (K::Placement, T::Cancel, S::Planned, S::Cancelled),
        (K::Compensation, T::Change, S::Due, S::Due),
        (K::Compensation, T::Pay, S::Due, S::Paid),
        (K::Compensation, T::Cancel, S::Due, S::Cancelled),
        (K::Reintegration, T::Change, S::Planned, S::Planned),
        (K::Reintegration, T::Complete, S::Planned, S::Completed),
        (K::Reintegration, T::Cancel, S::Planned, S::Cancelled),
        (K::Indicator, T::Change, S::Kept, S::Kept),
        (K::Indicator, T::Cancel, S::Kept, S::Cancelled),
        (K::Observation, T::Change, S::Kept, S::Kept),
        (K::Observation, T::Cancel, S::Kept, S::Cancelled),
    ]
};

/// The state of a record that is written for the first time.
pub const fn first(kind: Kind) -> State {
    match kind {
        Kind::Need => State::Submitted,
        Kind::Candidate => State::Applied,
        Kind::Match => State::Proposed,
        Kind::Placement | Kind::Reintegration => State::Planned,
        Kind::Compensation => State::Due,
        Kind::Indicator | Kind::Observation => State::Kept,
    }
}

/// The state that a step leads to.
pub fn moved(kind: Kind, state: State, step: Step) -> Result<State, NotNow> {
    let found = MOVES.iter().find(|(of, does, from, _)| (*of, *does, *from) == (kind, step, state));
    found.map(|(.., to)| *to).ok_or(NotNow { kind, state, step })
}

/// The fewest steps from one state to another; nothing where no way leads there. What was refused or closed is not looked at anew on the
/// way: that is a decision of its own.
pub fn way(kind: Kind, from: State, to: State) -> Option<Vec<Step>> {
    let mut ways = BTreeMap::from([(from, Vec::new())]);
    let mut next = VecDeque::from([from]);
    while let Some(state) = next.pop_front() {
        let so_far = ways.get(&state).cloned().unwrap_or_default();
        if state == to {
            return Some(so_far);
        }
        let moves = MOVES.iter().filter(|(of, step, at, _)| (*of, *at) == (kind, state) && *step != Step::Reopen);
        for (_, step, _, reached) in moves {
            if !ways.contains_key(reached) {
                ways.insert(*reached, [&so_far[..], &[*step]].concat());
                next.push_back(*reached);
            }
        }
    }
    None
}

/// The states that a kind has, in the order of the table.
pub fn states_of(kind: Kind) -> Vec<State> {
    let mut states = vec![first(kind)];
    for (_, _, from, to) in MOVES.iter().filter(|(of, ..)| *of == kind) {
        for state in [from, to] {
            if !states.contains(state) {
                states.push(*state);
            }
        }
    }
    states
}

fn states(kind: Kind, step: Step) -> String {
    let names = MOVES.iter().filter(|(of, does, ..)| (*of, *does) == (kind, step)).map(|(_, _, from, _)| from.name());
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "of another kind".to_owned() } else { names.join(" or ") }
}
