//! Where persons of a register signed up, and which of several rows of one person is counted.
//!
//! One row is counted, whole: what two rows say together, nobody ever said. It is the row of the latest sign-up, for it is what
//! the person said last. Of two of one day, or of unknown days, the source decides that knows best whom it had before it: an
//! embassy, which sees a passport; a portal, where the person wrote; an association; an event. So neither the order in which
//! files are loaded nor a file that is loaded anew decides anything.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// What kind of place it was, in the order in which they are believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Place {
    /// An embassy or a consulate.
    Embassy,
    /// A portal on the web.
    Portal,
    /// An association of the diaspora.
    Association,
    /// An event.
    Event,
}

impl Place {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Embassy => "EMBASSY",
            Self::Portal => "PORTAL",
            Self::Association => "ASSOCIATION",
            Self::Event => "EVENT",
        }
    }
}

/// Where the persons of a file signed up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SignedUpAt {
    /// What kind of place.
    pub place: Place,
    /// Which one, such as `Embassy in Rome`.
    pub name: String,
}

impl SignedUpAt {
    /// The longest name, in characters.
    pub const LONGEST: usize = 60;

    /// Whether its name is one: on one line, with blanks inside only, and not too long.
    pub fn is_sound(&self) -> bool {
        let name = &self.name;
        !name.is_empty()
            && name.trim() == name
            && name.chars().count() <= Self::LONGEST
            && !name.chars().any(char::is_control)
    }
}

impl std::fmt::Display for SignedUpAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.place.name(), self.name)
    }
}

/// What decides of a row: the day of the sign-up, where it is known, and the place of the row's source among those of the
/// period, which stand in the order of [`SignedUpAt`]; a file that names no source stands last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignUp {
    /// Days since 1970.
    pub day: Option<i32>,
    /// The place of the source.
    pub source: usize,
}

impl Ord for SignUp {
    /// The row that is counted comes first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.day.cmp(&self.day).then(self.source.cmp(&other.source))
    }
}

impl PartialOrd for SignUp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(day: Option<i32>, source: usize) -> SignUp {
        SignUp { day, source }
    }

    #[test]
    fn the_latest_sign_up_is_counted_then_the_source_that_is_believed_more() {
        assert_eq!([row(Some(5), 0), row(Some(9), 3), row(None, 0)].into_iter().min(), Some(row(Some(9), 3)));
        assert_eq!([row(Some(9), 2), row(Some(9), 1)].into_iter().min(), Some(row(Some(9), 1)));
        assert_eq!([row(None, 2), row(None, 1)].into_iter().min(), Some(row(None, 1)));
        let mut places = [Place::Event, Place::Association, Place::Embassy, Place::Portal];
        places.sort();
        assert_eq!(places, [Place::Embassy, Place::Portal, Place::Association, Place::Event]);
    }

    #[test]
    fn a_name_is_short_and_stands_on_one_line() {
        let sound = |name: &str| SignedUpAt { place: Place::Event, name: name.to_owned() }.is_sound();
        assert!(sound("Homecoming 2024"));
        assert!(!sound("") && !sound(" x") && !sound("a\nb") && !sound(&"x".repeat(61)));
    }

    proptest! {
        #[test]
        fn the_order_of_files_decides_nothing(days in prop::collection::vec(prop::option::of(0..4_i32), 1..6)) {
            let rows: Vec<SignUp> = days.iter().enumerate().map(|(source, day)| row(*day, source)).collect();
            let mut turned = rows.clone();
            turned.reverse();
            let first = rows.iter().min().copied();
            prop_assert_eq!(first, turned.iter().min().copied());
            let latest = rows.iter().filter_map(|row| row.day).max();
            prop_assert_eq!(first.and_then(|row| row.day), latest);
        }
    }
}
