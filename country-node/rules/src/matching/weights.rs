//! What each part of a score weighs: one table, which a country may set.

use serde::{Deserialize, Serialize};

/// The most points that a score has.
pub const MOST: u16 = 1000;

/// The most points of each part. What a table leaves out is as in the default one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WeightTable {
    /// The occupation is of the unit group that is asked for: the most that an occupation gives.
    pub unit_group: u16,
    /// It is of the same minor group only.
    pub minor_group: u16,
    /// It is of the same sub-major group only.
    pub sub_major_group: u16,
    /// It is of the same major group only.
    pub major_group: u16,
    /// The person has worked in the sector.
    pub sector: u16,
    /// The person was educated in the field that is asked for.
    pub field: u16,
    /// Years of experience over the least that is asked: all of it from [`ENOUGH_YEARS`] on.
    pub experience: u16,
    /// Languages beyond those that are asked for: all of it from [`ENOUGH_LANGUAGES`] on.
    pub languages: u16,
    /// Placements completed before: all of it from [`ENOUGH_PLACEMENTS`] on.
    pub placements: u16,
}

/// So many years over the least are enough.
pub const ENOUGH_YEARS: u16 = 20;
/// So many further languages are enough.
pub const ENOUGH_LANGUAGES: u16 = 3;
/// So many placements before are enough.
pub const ENOUGH_PLACEMENTS: u16 = 3;

impl Default for WeightTable {
    /// What the person does weighs most; what the person knows of the sector, by schooling and by years, weighs as much
    /// together; who has served before knows how it goes; and a further language helps a little.
    fn default() -> Self {
        Self {
            unit_group: 400,
            minor_group: 300,
            sub_major_group: 200,
            major_group: 100,
            sector: 150,
            field: 150,
            experience: 150,
            languages: 50,
            placements: 100,
        }
    }
}

/// A table that was checked: no score by it is over [`MOST`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WeightTable", into = "WeightTable")]
pub struct Weights(WeightTable);

/// Why a table of weights is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightFault {
    /// The parts do not come to the whole.
    #[error("unit_group, sector, field, experience, languages and placements come to {0}; expected {MOST}")]
    Sum(u32),
    /// An occupation that is further off would give more.
    #[error(
        "an occupation gives the more points the nearer it is: unit_group, minor_group, sub_major_group, major_group"
    )]
    NearerGivesLess,
}

impl Weights {
    /// Checks a table.
    pub fn new(table: WeightTable) -> Result<Self, WeightFault> {
        let WeightTable { unit_group, minor_group, sub_major_group, major_group, .. } = table;
        let parts = [unit_group, table.sector, table.field, table.experience, table.languages, table.placements];
        let sum = parts.into_iter().map(u32::from).sum();
        if sum != u32::from(MOST) {
            return Err(WeightFault::Sum(sum));
        }
        if ![unit_group, minor_group, sub_major_group, major_group].is_sorted_by(|nearer, other| nearer >= other) {
            return Err(WeightFault::NearerGivesLess);
        }
        Ok(Self(table))
    }

    /// The table.
    pub const fn table(&self) -> &WeightTable {
        &self.0
    }
}

impl TryFrom<WeightTable> for Weights {
    type Error = WeightFault;

    fn try_from(table: WeightTable) -> Result<Self, WeightFault> {
        Self::new(table)
    }
}

impl From<Weights> for WeightTable {
    fn from(weights: Weights) -> Self {
        weights.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_to_a_thousand_and_gives_a_nearer_occupation_no_fewer_points() {
        let table = WeightTable::default();
        assert_eq!(Weights::new(table), Ok(Weights::default()));
        assert_eq!(Weights::new(WeightTable { sector: 151, ..table }), Err(WeightFault::Sum(1001)));
        assert_eq!(Weights::new(WeightTable { sector: u16::MAX, ..table }), Err(WeightFault::Sum(66_385)));
        assert_eq!(Weights::new(WeightTable { minor_group: 401, ..table }), Err(WeightFault::NearerGivesLess));
        assert_eq!(Weights::new(WeightTable { major_group: 201, ..table }), Err(WeightFault::NearerGivesLess));
    }

    #[test]
    fn a_country_sets_what_it_names_and_is_told_what_is_wrong() {
        let weights: Weights = toml::from_str("languages = 100\nplacements = 50").unwrap();
        let expected = WeightTable { languages: 100, placements: 50, ..WeightTable::default() };
        assert_eq!(*weights.table(), expected);
        let fault = toml::from_str::<Weights>("languages = 100").unwrap_err().to_string();
        assert!(fault.contains("come to 1050; expected 1000"), "{fault}");
        assert!(toml::from_str::<Weights>("sex = 10").is_err());
    }
}
