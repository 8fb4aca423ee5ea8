//! In which state what may be done: the table of it, written a second time as what an officer would expect.

use crate::programme::moves::{first, moved, states_of, way};
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};

/// Each kind: its states from the first on, and every step that may be done in each.
const POLICY: &str = "
NEED SUBMITTED: CHANGE=SUBMITTED QUALIFY=QUALIFIED REFUSE=REFUSED
NEED QUALIFIED: CHANGE=QUALIFIED CLOSE=CLOSED
NEED REFUSED: REOPEN=SUBMITTED
NEED CLOSED: REOPEN=QUALIFIED
CANDIDATE APPLIED: CHANGE=APPLIED REFUSE=REFUSED SELECT=SELECTED WITHDRAW=WITHDRAWN
CANDIDATE SELECTED: CHANGE=SELECTED WITHDRAW=WITHDRAWN
CANDIDATE REFUSED: REOPEN=APPLIED
CANDIDATE WITHDRAWN: REOPEN=APPLIED
MATCH PROPOSED: ACCEPT=ACCEPTED DECLINE=DECLINED LAPSE=LAPSED
MATCH ACCEPTED: DECLINE=DECLINED CONTACT=CONTACTED LAPSE=LAPSED
MATCH CONTACTED: AGREE=AGREED LAPSE=LAPSED
MATCH AGREED: LAPSE=LAPSED
MATCH DECLINED:
MATCH LAPSED:
PLACEMENT PLANNED: CHANGE=PLANNED START=STARTED CANCEL=CANCELLED
PLACEMENT STARTED: CHANGE=STARTED COMPLETE=COMPLETED BREAK_OFF=BROKEN_OFF
PLACEMENT COMPLETED:
PLACEMENT BROKEN_OFF:
PLACEMENT CANCELLED:
COMPENSATION DUE: CHANGE=DUE CANCEL=CANCELLED PAY=PAID
COMPENSATION PAID:
COMPENSATION CANCELLED:
REINTEGRATION PLANNED: CHANGE=PLANNED COMPLETE=COMPLETED CANCEL=CANCELLED
REINTEGRATION COMPLETED:
REINTEGRATION CANCELLED:
INDICATOR KEPT: CHANGE=KEPT CANCEL=CANCELLED
INDICATOR CANCELLED:
OBSERVATION KEPT: CHANGE=KEPT CANCEL=CANCELLED
OBSERVATION CANCELLED:
";

#[test]
fn what_may_be_done_to_each_kind_in_each_state() {
    let mut found: Vec<String> = Vec::new();
    for kind in Kind::ALL {
        assert_eq!(states_of(kind)[0], first(kind));
        for state in states_of(kind) {
            let steps = Step::ALL.into_iter().filter_map(|step| Some((step, moved(kind, state, step).ok()?)));
            let steps: Vec<String> = steps.map(|(step, to)| format!(" {}={}", step.name(), to.name())).collect();
            found.push(format!("{kind} {}:{}", state.name(), steps.concat()));
        }
    }
    found.sort();
    let mut policy: Vec<&str> = POLICY.trim().lines().collect();
    policy.sort_unstable();
    assert_eq!(found, policy);
}

#[test]
fn a_step_that_is_not_allowed_says_in_which_states_it_is() {
    let why = |kind, state, step| moved(kind, state, step).unwrap_err().to_string();
    assert_eq!(
        why(Kind::Candidate, State::Refused, Step::Withdraw),
        "it is REFUSED: WITHDRAW is for one that is APPLIED or SELECTED"
    );
    assert_eq!(why(Kind::Match, State::Agreed, Step::Pay), "it is AGREED: PAY is for one that is of another kind");
}

#[test]
fn from_one_state_to_another_a_file_takes_the_fewest_steps_and_opens_nothing_anew() {
    use Step::{Accept, Agree, Complete, Contact, Start};
    let ways = [
        (Kind::Match, State::Proposed, State::Agreed, Some(vec![Accept, Contact, Agree])),
        (Kind::Match, State::Contacted, State::Agreed, Some(vec![Agree])),
        (Kind::Placement, State::Planned, State::Completed, Some(vec![Start, Complete])),
        (Kind::Placement, State::Completed, State::Completed, Some(vec![])),
        (Kind::Placement, State::Completed, State::Started, None),
        (Kind::Need, State::Closed, State::Qualified, None),
        (Kind::Need, State::Submitted, State::Paid, None),
    ];
    for (kind, from, to, steps) in ways {
        assert_eq!(way(kind, from, to), steps, "{kind} {from:?} {to:?}");
    }
}

#[test]
fn every_name_is_read_back() {
    assert!(Kind::ALL.into_iter().all(|kind| kind.name().parse() == Ok(kind)));
    let json = |name: &str| serde_json::Value::from(name);
    for step in Step::ALL {
        assert_eq!(serde_json::to_value(step).unwrap(), json(step.name()));
    }
    for state in State::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), json(state.name()));
    }
    for why in schema::programme::why::Why::ALL {
        assert_eq!(serde_json::to_value(why).unwrap(), json(why.name()));
    }
}
