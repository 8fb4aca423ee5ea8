//! Corrections of what is coded of a person: asked for by the person, or made by an officer.
//!
//! ```text
//! REQUESTED -> ACCEPTED or DECLINED, once        CORRECTED by an officer, without a request
//! ```
//!
//! What was accepted or corrected last holds for its field, from the next release on and whatever file is loaded. What the file
//! says is not kept beside it: it stands in the file's own record.

use schema::concept::{Axis, quantity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
}

impl Step {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requested => "REQUESTED",
            Self::Accepted => "ACCEPTED",
            Self::Declined => "DECLINED",
            Self::Corrected => "CORRECTED",
        }
    }

    /// Whether its value holds from then on.
    pub const fn holds(self) -> bool {
        matches!(self, Self::Accepted | Self::Corrected)
    }
}

/// What a field of some data can be: what the mappings of the data can give, so that no correction adds a code to a release
/// that would show by itself that somebody was corrected.
#[derive(Clone, Copy, Debug)]
pub enum Domain<'a> {
    /// One of these codes.
    Codes(&'a [String]),
    /// A number.
    Number,
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
}

/// Whether a value can stand in a field.
pub fn check(field: &Field, value: &str, domain: Domain<'_>) -> Result<(), NoValue> {
    match domain {
        Domain::None => Err(NoValue::NoField(field.clone())),
        Domain::Codes(codes) if codes.iter().any(|code| code == value) => Ok(()),
        Domain::Codes(codes) => Err(NoValue::NoCode(field.clone(), value.to_owned(), codes.join(", "))),
        Domain::Number => match value.parse::<f64>() {
            Ok(number) if (0.0..=LARGEST).contains(&number) => Ok(()),
            _ => Err(NoValue::NoNumber(field.clone(), value.to_owned())),
        },
    }
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

/// What holds of each field: what was accepted or corrected last.
pub fn in_effect(events: &[Event]) -> BTreeMap<&Field, &str> {
    let holding = events.iter().filter(|event| event.step.holds());
    holding.map(|event| (&event.field, event.value.as_str())).collect()
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
    }

    #[test]
    fn a_value_is_one_that_the_data_can_have() {
        let codes = ["3T4".to_owned(), "6".to_owned()];
        let years = Field::of("YEARS_OF_EXPERIENCE").unwrap();
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

    proptest! {
        #[test]
        fn declining_changes_nothing_and_the_last_word_holds(steps in prop::collection::vec((0..4_usize, 0..3_usize), 0..20)) {
            let all = [Step::Requested, Step::Accepted, Step::Declined, Step::Corrected];
            let values = ["6", "7", "8"];
            let events: Vec<Event> = steps.iter().zip(1..).map(|((step, value), number)| event(number, all[*step], None, values[*value])).collect();
            let without: Vec<Event> = events.iter().filter(|event| event.step.holds()).cloned().collect();
            prop_assert_eq!(in_effect(&events), in_effect(&without));
            let last = without.last().map(|event| event.value.as_str());
            prop_assert_eq!(in_effect(&events).get(&field()).copied(), last);
        }
    }
}
