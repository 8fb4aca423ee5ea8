//! The nine areas of diaspora engagement by which the survey on Objective 19 of the Global Compact for Migration asks: the codes of
//! the codelist of themes under `OBJECTIVE_19`.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// An area of diaspora engagement, after the survey on Objective 19 of the Global Compact for Migration.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Area {
    /// Policy coherence and mainstreaming.
    PolicyCoherence,
    /// Institutionalisation.
    Institutionalisation,
    /// Socio-political participation.
    Participation,
    /// Mobility and circularity.
    Mobility,
    /// Research and analysis.
    Research,
    /// Communication channels and information.
    Communication,
    /// Economic contributions.
    EconomicContributions,
    /// Partnerships.
    Partnerships,
    /// International partnerships for skills transfer.
    SkillsPartnerships,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::concept::codes;

    #[test]
    fn the_areas_are_the_codelists_themes_of_objective_19() {
        let listed = codes(include_str!("../../codelists/theme.csv"));
        let listed = listed.iter().filter(|code| code.parent.as_deref() == Some("OBJECTIVE_19"));
        let listed: Vec<&str> = listed.map(|code| code.code.as_str()).collect();
        let all = <Area as async_graphql::resolver_utils::EnumType>::items().iter();
        let all: Vec<String> =
            all.map(|item| serde_json::to_value(item.value).unwrap().as_str().unwrap().to_owned()).collect();
        assert_eq!(listed, all);
    }
}
