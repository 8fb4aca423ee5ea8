//! Corrections of what is coded of a person: asked for by the person, or made by an officer.
//!
//! ```text
//! REQUESTED -> ACCEPTED or DECLINED, once        CORRECTED by an officer, without a request
//!           -> TAKEN_BACK by the person          ACCEPTED, CORRECTED -> TAKEN_BACK by an officer, once
//! ```
//!
//! What was accepted or corrected last, and was not taken back, holds for its field, from the next release on and whatever file
//! is loaded. What the file says is not kept beside it: it stands in the file's own record.

use schema::concept::{Axis, quantity};
use schema::scale::Scale;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is corrected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The code of a dimension or an item.
    Code(Axis),
    /// The number of a quantity.
    Number(String),
}

impl Field {
    /// A field by its name: `EDUCATION`, `YEARS_OF_EXPERIENCE`.
    pub fn of(name: &str) -> Option<Self> {
        match name.parse() {
            Ok(axis) => Some(Self::Code(axis)),
            Err(_) => quantity(name).map(|_| Self::Number(name.to_owned())),
        }
    }

    /// What it is, in words.
    pub fn label(&self) -> String {
        match self {
            Self::Code(axis) => axis.label(),
            Self::Number(of) => quantity(of).map_or(of, |of| &of.label).clone(),
        }
    }

    /// What a value of it means, in words.
    pub fn meaning<'a>(&self, value: &'a str) -> &'a str {
        match self {
            Self::Code(axis) => axis.meaning(value).unwrap_or(value),
            Self::Number(_) => value,
        }
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(axis) => write!(f, "{axis}"),
            Self::Number(of) => f.write_str(of),
        }
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Step {
    /// The person asked for it.
    Requested,
    /// An officer accepted a request.
    Accepted,
    /// An officer declined one.
    Declined,
    /// An officer corrected it without a request.
    Corrected,
    /// The person took a request back, or an officer what was accepted or corrected.
    TakenBack,
}

impl Step {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requested => "REQUESTED",
            Self::Accepted => "ACCEPTED",
            Self::Declined => "DECLINED",
            Self::Corrected => "CORRECTED",
            Self::TakenBack => "TAKEN_BACK",
        }
    }

    /// Whether its value holds from then on.
    pub const fn holds(self) -> bool {
        matches!(self, Self::Accepted | Self::Corrected)
    }

    /// Whether it can answer another, which nothing has answered yet.
    pub const fn answers(self, other: Self, by: By) -> bool {
        match by {
            By::Person => matches!((other, self), (Self::Requested, Self::TakenBack)),
            By::Officer => {
                matches!((other, self), (Self::Requested, Self::Accepted | Self::Declined))
                    || other.holds() && matches!(self, Self::TakenBack)
            }
        }
    }
}

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The person.
    Person,
    /// An officer.
    Officer,
}

/// That a wave did not ask: it is said of a wave, and of nobody in it.
const NOT_IN_WAVE: &str = "_W";

/// Whether a code is one that can be right of a person, where the data have it.
pub fn can_be_right(code: &str) -> bool {
    code != NOT_IN_WAVE
}

/// What a field of some data can be: what the mappings of the data can give, so that no correction adds a code to a release
/// that would show by itself that somebody was corrected.
#[derive(Clone, Copy, Debug)]
pub enum Domain<'a> {
    /// One of these codes.
    Codes(&'a [String]),
    /// A number.
    Number,
    /// A number on this scale: data that were asked on one know nothing beyond it.
    Score(Scale),
    /// The data have no such field.
    None,
}

/// The largest number that a correction may say; what counts in a figure is bound by the rulebook.
const LARGEST: f64 = 1e9;

/// Why a value is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoValue {
    /// The data have no such field.
    #[error("the data do not have {0}")]
    NoField(Field),
    /// The field has no such code.
    #[error("`{1}` is none of the codes that {0} can have here: {2}")]
    NoCode(Field, String, String),
    /// It is not a number.
    #[error("`{1}` is no value of {0}: a number from 0 to a thousand million")]
    NoNumber(Field, String),
    /// It is not on the scale that was asked on.
    #[error("`{1}` is no value of {0}: a number on its scale, {2}")]
    OffScale(Field, String, String),
}

/// Whether a value can stand in a field.
pub fn check(field: &Field, value: &str, domain: Domain<'_>) -> Result<(), NoValue> {
    match domain {
        Domain::None => Err(NoValue::NoField(field.clone())),
        Domain::Codes(codes) => {
            let codes: Vec<&str> = codes.iter().map(String::as_str).filter(|code| can_be_right(code)).collect();
            if codes.contains(&value) {
                return Ok(());
            }
            Err(NoValue::NoCode(field.clone(), value.to_owned(), codes.join(", ")))
        }
        Domain::Number => match value.parse::<f64>() {
            Ok(number) if (0.0..=LARGEST).contains(&number) => Ok(()),
            _ => Err(NoValue::NoNumber(field.clone(), value.to_owned())),
        },
        Domain::Score(scale) => match value.parse::<f64>() {
            Ok(number) if scale.holds(number) => Ok(()),
            _ => Err(NoValue::OffScale(field.clone(), value.to_owned(), told(field, scale))),
        },
    }
}

/// A scale with what its ends mean, such as `1 (no trust) to 5 (full trust)`.
fn told(field: &Field, scale: Scale) -> String {
    let score = match field {
        Field::Number(of) => quantity(of),
        Field::Code(_) => None,
    };
    score.and_then(|of| scale.unit(of)).unwrap_or_else(|| scale.to_string())
}

/// One event of a field's corrections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub number: i32,
    /// What happened.
    pub step: Step,
    /// The request that it answers.
    pub answers: Option<i32>,
    /// The field.
    pub field: Field,
    /// The value that is right.
    pub value: String,
}

/// The requests that wait for an answer, of events in the order in which they were appended.
pub fn waiting(events: &[Event]) -> Vec<&Event> {
    let answered: Vec<i32> = events.iter().filter_map(|event| event.answers).collect();
    events.iter().filter(|event| event.step == Step::Requested && !answered.contains(&event.number)).collect()
}

/// What holds of each field: what was accepted or corrected last and was not taken back, of events in the order in which they
/// were appended.
pub fn in_effect(events: &[Event]) -> BTreeMap<&Field, &str> {
    holding(events).into_iter().map(|event| (&event.field, event.value.as_str())).collect()
}

/// What was accepted or corrected and was not taken back. The last of a field holds; each can be taken back.
pub fn holding(events: &[Event]) -> Vec<&Event> {
    let back = events.iter().filter(|event| event.step == Step::TakenBack);
    let back: BTreeSet<i32> = back.filter_map(|event| event.answers).collect();
    events.iter().filter(|event| event.step.holds() && !back.contains(&event.number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn field() -> Field {
        Field::Code(schema::concept::Dimension::Education.into())
    }

    fn event(number: i32, step: Step, answers: Option<i32>, value: &str) -> Event {
        Event { number, step, answers, field: field(), value: value.to_owned() }
    }

    #[test]
    fn what_was_accepted_or_corrected_last_holds_and_what_was_only_asked_for_does_not() {
        let mut events = vec![event(1, Step::Requested, None, "6")];
        assert!(in_effect(&events).is_empty());
        assert_eq!(waiting(&events).len(), 1);
        events.push(event(2, Step::Accepted, Some(1), "6"));
        assert_eq!(in_effect(&events)[&field()], "6");
        events.push(event(3, Step::Corrected, None, "7"));
        assert_eq!(in_effect(&events)[&field()], "7");
        events.extend([event(4, Step::Requested, None, "8"), event(5, Step::Declined, Some(4), "8")]);
        assert_eq!(in_effect(&events)[&field()], "7");
        assert!(waiting(&events).is_empty());
        events.push(event(6, Step::TakenBack, Some(3), "7"));
        assert_eq!(in_effect(&events)[&field()], "6", "what was said before holds again");
        events.push(event(7, Step::TakenBack, Some(2), "6"));
        assert!(in_effect(&events).is_empty(), "the file's own word");
        events.extend([event(8, Step::Requested, None, "8"), event(9, Step::TakenBack, Some(8), "8")]);
        assert!(waiting(&events).is_empty());
    }

    #[test]
    fn a_person_takes_requests_back_and_officers_what_holds() {
        use Step::{Accepted, Corrected, Declined, Requested, TakenBack};
        let all = [Requested, Accepted, Declined, Corrected, TakenBack];
        let allowed = |by: By| {
            let pairs = all.iter().flat_map(|other| all.iter().map(move |step| (*other, *step)));
            pairs.filter(|(other, step)| step.answers(*other, by)).collect::<Vec<_>>()
        };
        assert_eq!(allowed(By::Person), [(Requested, TakenBack)]);
        let officers = [(Requested, Accepted), (Requested, Declined), (Accepted, TakenBack), (Corrected, TakenBack)];
        assert_eq!(allowed(By::Officer), officers);
    }

    #[test]
    fn a_value_is_one_that_the_data_can_have() {
        let codes = ["3T4".to_owned(), "6".to_owned()];
        let years = Field::of("YEARS_OF_EXPERIENCE").unwrap();
        let missing = ["6".to_owned(), "_Z".to_owned(), "_W".to_owned()];
        assert_eq!(check(&field(), "_Z", Domain::Codes(&missing)), Ok(()), "who retired has no occupation any more");
        assert!(check(&field(), "_W", Domain::Codes(&missing)).is_err(), "a wave did not ask, or did");
        assert_eq!(check(&field(), "6", Domain::Codes(&codes)), Ok(()));
        let fault = check(&field(), "5T8", Domain::Codes(&codes)).unwrap_err().to_string();
        assert_eq!(fault, "`5T8` is none of the codes that EDUCATION can have here: 3T4, 6");
        assert_eq!(check(&years, "12.5", Domain::Number), Ok(()));
        for none in ["-1", "many", "NaN", "inf", "1e10"] {
            assert!(check(&years, none, Domain::Number).is_err(), "{none}");
        }
        assert_eq!(
            check(&years, "1", Domain::None).unwrap_err().to_string(),
            "the data do not have YEARS_OF_EXPERIENCE"
        );
        assert_eq!((Field::of("EDUCATION"), Field::of("SHOE_SIZE")), (Some(field()), None));
    }

    #[test]
    fn a_score_is_a_number_on_the_scale_that_was_asked_on() {
        let trust = Field::of("TRUST_MINISTRY").unwrap();
        let domain = Domain::Score(Scale::new(1, 5).unwrap());
        for on in ["1", "2.5", "5"] {
            assert_eq!(check(&trust, on, domain), Ok(()));
        }
        for off in ["0", "7", "-1", "NaN", "high"] {
            let fault = check(&trust, off, domain).unwrap_err().to_string();
            let expected = "is no value of TRUST_MINISTRY: a number on its scale, 1 (no trust) to 5 (full trust)";
            assert_eq!(fault, format!("`{off}` {expected}"));
        }
    }

    /// Steps of one field as they can follow one another: each with a value, and with which of those before it is answered.
    fn story(steps: &[(usize, usize, usize)]) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for (number, (kind, value, which)) in (1..).zip(steps) {
            let value = ["6", "7", "8"][*value];
            let (step, by) = [
                (Step::Requested, By::Person),
                (Step::Corrected, By::Officer),
                (Step::Accepted, By::Officer),
                (Step::Declined, By::Officer),
                (Step::TakenBack, By::Officer),
                (Step::TakenBack, By::Person),
            ][*kind];
            if matches!(step, Step::Requested | Step::Corrected) {
                events.push(event(number, step, None, value));
                continue;
            }
            let free = |other: &&Event| !events.iter().any(|event| event.answers == Some(other.number));
            let can: Vec<Event> =
                events.iter().filter(|other| step.answers(other.step, by)).filter(free).cloned().collect();
            if let Some(other) = can.get(which % can.len().max(1)) {
                events.push(event(number, step, Some(other.number), &other.value));
            }
        }
        events
    }

    proptest! {
        #[test]
        fn taking_back_leaves_everything_as_if_it_had_never_been_said(
            steps in prop::collection::vec((0..6_usize, 0..3_usize, 0..20_usize), 0..30)
        ) {
            let events = story(&steps);
            let back: Vec<i32> = events.iter().filter(|event| event.step == Step::TakenBack).filter_map(|event| event.answers).collect();
            let never: Vec<Event> = events
                .iter()
                .filter(|event| event.step != Step::TakenBack && !back.contains(&event.number))
                .cloned()
                .collect();
            prop_assert_eq!(in_effect(&events), in_effect(&never));
            let last = never.iter().filter(|event| event.step.holds()).map(|event| event.value.as_str()).next_back();
            prop_assert_eq!(in_effect(&events).get(&field()).copied(), last, "the last word holds");
            prop_assert!(holding(&events).len() + waiting(&events).len() <= events.len());
        }
    }
}
