//! In which order records come, over all countries: by a key that each record has, then by country, then by id. So a record has
//! one place, whichever node tells of it.

use crate::country::CountryCode;
use async_graphql::{Enum, InputObject};
use serde::{Deserialize, Serialize};

/// In which order records come.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DirectoryOrder {
    /// By country, and within it by title.
    #[default]
    Country,
    /// By title: English where there is one.
    Title,
    /// The one that changed last first.
    Changed,
}

/// A record's place in an order.
#[derive(InputObject, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[graphql(name = "DirectoryPositionInput")]
#[serde(rename_all = "camelCase")]
pub struct Position {
    /// The record's key in the order.
    pub key: String,
    /// Its country.
    pub country: CountryCode,
    /// Its id.
    pub id: String,
}

/// How many characters of a title tell places apart; the id does the rest.
const LONGEST: usize = 60;

impl DirectoryOrder {
    /// The key of a record by its title and the second in which it changed last.
    pub fn key(self, country: CountryCode, title: &str, changed_at: i64) -> String {
        match self {
            Self::Country => format!("{country} {}", folded(title)),
            Self::Title => folded(title),
            // The later, the smaller; of one width, so that texts sort as numbers do.
            Self::Changed => format!("{:019}", i64::MAX.saturating_sub(changed_at.max(0))),
        }
    }
}

/// A title as orders compare it: without case, and as far as its first words.
pub fn folded(title: &str) -> String {
    title.trim().to_lowercase().chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_one_place_in_each_order() {
        let (gha, col) = ("GHA".parse().unwrap(), "COL".parse().unwrap());
        let key = |order: DirectoryOrder, country, title, at| order.key(country, title, at);
        assert!(key(DirectoryOrder::Country, col, "Z", 1) < key(DirectoryOrder::Country, gha, "A", 1));
        assert!(key(DirectoryOrder::Title, col, "Z", 1) > key(DirectoryOrder::Title, gha, "a", 1));
        assert_eq!(key(DirectoryOrder::Title, col, " Diaspora ", 1), key(DirectoryOrder::Title, gha, "DIASPORA", 2));
        assert!(key(DirectoryOrder::Changed, col, "A", 1000) < key(DirectoryOrder::Changed, gha, "A", 999));
        assert!(key(DirectoryOrder::Changed, col, "A", 0) > key(DirectoryOrder::Changed, gha, "A", 1));
        let place = |key: &str, country, id: &str| Position { key: key.into(), country, id: id.into() };
        assert!(place("a", gha, "z") < place("b", col, "a") && place("a", col, "z") < place("a", gha, "a"));
        assert!(place("a", col, "a") < place("a", col, "b"));
    }
}
