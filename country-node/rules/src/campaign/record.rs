//! A campaign from its events, and what may be done to it.

use super::content::Campaign;
use super::fault::Fault;
use crate::clock::Seconds;
use crate::officer::is_named;
use schema::campaign::state::{State, Step};
use std::sync::Arc;

/// What is done to a campaign: in which state, and what it is then.
const MOVES: [(Step, State, State); 21] = [
    (Step::Write, State::Draft, State::Draft),
    (Step::Approve, State::Draft, State::Approved),
    (Step::Reopen, State::Approved, State::Draft),
    (Step::Start, State::Approved, State::Sending),
    (Step::Pause, State::Sending, State::Paused),
    (Step::Resume, State::Paused, State::Sending),
    (Step::Stop, State::Approved, State::Stopped),
    (Step::Stop, State::Sending, State::Stopped),
    (Step::Stop, State::Paused, State::Stopped),
    (Step::Again, State::Sending, State::Sending),
    (Step::Again, State::Paused, State::Paused),
    (Step::Settle, State::Sending, State::Sending),
    (Step::Settle, State::Paused, State::Paused),
    (Step::Settle, State::Stopped, State::Stopped),
    (Step::Hand, State::Sending, State::Sending),
    (Step::Say, State::Sending, State::Sending),
    (Step::Say, State::Paused, State::Paused),
    (Step::Say, State::Stopped, State::Stopped),
    (Step::Tell, State::Sending, State::Sending),
    (Step::Tell, State::Paused, State::Paused),
    (Step::Tell, State::Stopped, State::Stopped),
];

/// The state that a step leads to.
pub fn moved(state: State, step: Step) -> Result<State, Fault> {
    let found = MOVES.iter().find(|(does, from, _)| (*does, *from) == (step, state));
    found.map(|(.., to)| *to).ok_or_else(|| {
        let of = MOVES.iter().filter(|(does, ..)| *does == step);
        let names: Vec<&str> = of.map(|(_, from, _)| from.name()).collect();
        Fault::NotNow { state, step, wanted: names.join(" or ") }
    })
}

/// Whether a step can lead from one state to another: where a campaign stands is told by such steps alone.
pub fn moves(step: Step) -> bool {
    MOVES.iter().any(|(does, from, to)| *does == step && from != to)
}

/// Where a campaign stands after something was done to it; what was done once stands, whatever the rules of today are.
pub fn after_step(state: Option<State>, step: Step) -> State {
    let state = state.unwrap_or(State::Draft);
    moved(state, step).unwrap_or(state)
}

/// One thing that was done to a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Seconds,
    /// Which officer, by a pseudonym; or the node's operator, who named nobody.
    pub officer: String,
    /// What.
    pub step: Step,
    /// What it says from then on, where it was written.
    pub content: Option<Arc<Campaign>>,
}

/// A campaign as it is after some of its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub state: State,
    /// What it says.
    pub content: Arc<Campaign>,
    /// Who wrote any of what it says. Whoever writes it anew under a name stands for what somebody wrote before who named nobody.
    pub writers: Vec<String>,
    /// How many things were done to it: who changes it says after which.
    pub version: i32,
    /// When something was done to it last.
    pub changed_at: Seconds,
}

impl Record {
    /// A campaign after another event; nothing where the event cannot be the first.
    pub fn after(former: Option<Self>, id: &str, event: &Event) -> Option<Self> {
        let mut record = match (former, &event.content) {
            (Some(record), _) => record,
            (None, Some(content)) => Self {
                id: id.to_owned(),
                state: State::Draft,
                content: Arc::clone(content),
                writers: Vec::new(),
                version: 0,
                changed_at: event.at,
            },
            (None, None) => return None,
        };
        record.version += 1;
        record.changed_at = event.at;
        if let Some(content) = &event.content {
            record.content = Arc::clone(content);
            if is_named(&event.officer) {
                record.writers.retain(|writer| is_named(writer));
            }
            if !record.writers.contains(&event.officer) {
                record.writers.push(event.officer.clone());
            }
        }
        record.state = after_step(Some(record.state), event.step);
        Some(record)
    }
}

/// Whether something may be done to a campaign, or why not.
pub fn judge(former: Option<&Record>, event: &Event) -> Result<(), Fault> {
    if let Some(content) = &event.content {
        let faults: Vec<String> = content.faults().iter().map(ToString::to_string).collect();
        if !faults.is_empty() {
            return Err(Fault::Content(faults.join("; ")));
        }
    }
    let Some(former) = former else {
        return if event.content.is_some() { Ok(()) } else { Err(Fault::NotThere) };
    };
    moved(former.state, event.step)?;
    match event.step {
        Step::Approve if !is_named(&event.officer) => Err(Fault::Unnamed),
        Step::Approve if former.writers.contains(&event.officer) => Err(Fault::OwnWork),
        Step::Approve if former.writers.iter().any(|writer| !is_named(writer)) => Err(Fault::WrittenUnnamed),
        _ => Ok(()),
    }
}
