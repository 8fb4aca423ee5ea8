//! A place in a federated list: behind which record, of which list; as of which event each country's directory is read, and on which day,
//! so that neither what is written meanwhile nor midnight moves anything; and how far a country came that was away on a page.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schema::country::CountryCode;
use schema::directory::date::PartialDate;
use schema::directory::filter::DirectoryFilter;
use schema::directory::kind::EntryKind;
use schema::directory::order::{DirectoryOrder, Position};
use schema::error::{Code, Sayable};
use schema::seal::{canonical, digest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far countries came that were away: behind which record; nothing where none was told.
pub type Behind = BTreeMap<CountryCode, Option<Position>>;

/// A place in a list of all countries. Whoever reads on from it is told each record once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Which list: a digest of its kind, its order and what is asked for.
    #[serde(rename = "l")]
    list: String,
    /// The list as it was on this day.
    #[serde(rename = "d")]
    pub day: PartialDate,
    /// Behind this record.
    #[serde(rename = "p")]
    pub place: Position,
    /// As of which event the directory of each country that was heard is read.
    #[serde(rename = "a")]
    pub as_of: BTreeMap<CountryCode, i64>,
    /// Countries of which less was told than up to `place`, because they were away. Each place stands once, however many are there.
    #[serde(rename = "b", default, skip_serializing_if = "BTreeMap::is_empty", with = "grouped")]
    pub behind: Behind,
}

/// The longest cursor that is read.
const LONGEST: usize = 32 * 1024;

/// Which list it is.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// Its kind.
    pub kind: EntryKind,
    /// Its order.
    pub order: DirectoryOrder,
    /// What is asked for.
    pub filter: &'a DirectoryFilter,
}

impl Of<'_> {
    fn digest(self) -> String {
        let text = canonical(&(self.kind, self.order, self.filter));
        // Texts and numbers have a canonical form, always. Half of a digest tells lists apart.
        digest(&text.unwrap_or_default()).chars().take(20).collect()
    }
}

impl Cursor {
    /// A place in a list, as it was on a day.
    pub fn new(
        of: Of<'_>,
        day: PartialDate,
        place: Position,
        as_of: BTreeMap<CountryCode, i64>,
        behind: Behind,
    ) -> Self {
        Self { list: of.digest(), day, place, as_of, behind }
    }

    /// As it travels.
    pub fn to_text(&self) -> String {
        // Texts and numbers have a JSON form, always.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads a cursor of this very list.
    pub fn read(text: &str, of: Of<'_>) -> Result<Self, Sayable> {
        let bytes = (text.len() <= LONGEST).then(|| URL_SAFE_NO_PAD.decode(text).ok()).flatten();
        let cursor: Option<Self> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let cursor = cursor.filter(|cursor| cursor.list == of.digest());
        let other = "`after` is a cursor of this very list: with the same `where`, in the same order.";
        cursor.ok_or_else(|| Sayable::new(Code::InvalidQuery, other))
    }

    /// Behind which record a country is asked on.
    pub fn after(&self, country: CountryCode) -> Option<Position> {
        self.behind.get(&country).cloned().unwrap_or_else(|| Some(self.place.clone()))
    }

    /// Whether the list began with a country, heard or not.
    pub fn has(&self, country: CountryCode) -> bool {
        self.as_of.contains_key(&country) || self.behind.contains_key(&country)
    }

    /// The countries that the list began with.
    pub fn countries(&self) -> impl Iterator<Item = CountryCode> {
        self.as_of.keys().chain(self.behind.keys()).copied()
    }
}

/// Places with the countries that stand there.
mod grouped {
    use super::Behind;
    use schema::country::CountryCode;
    use schema::directory::order::Position;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    pub fn serialize<S: Serializer>(behind: &Behind, to: S) -> Result<S::Ok, S::Error> {
        let mut places: BTreeMap<&Option<Position>, Vec<CountryCode>> = BTreeMap::new();
        for (country, place) in behind {
            places.entry(place).or_default().push(*country);
        }
        places.into_iter().collect::<Vec<_>>().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Behind, D::Error> {
        let places = Vec::<(Option<Position>, Vec<CountryCode>)>::deserialize(from)?;
        let each = places
            .into_iter()
            .flat_map(|(place, countries)| countries.into_iter().map(move |country| (country, place.clone())));
        Ok(each.collect())
    }
}
