//! What focus groups talked about: themes, and in how many groups of a study each came up.
//!
//! - [`surveyed`]: how surveys speak of a theme.
//!
//! A theme is counted by groups and never by persons: a group is a conversation, and who said what in it is not told.

pub mod surveyed;

use crate::concept::{Code, codes};
use crate::country::CountryCode;
use crate::study::StudyWave;
use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// In how many groups a theme came up.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ThemeCount {
    /// The theme, as in the codelist of themes.
    pub code: String,
    /// What it means, in English.
    pub label: String,
    /// The groups in which it came up.
    pub groups: u32,
}

/// What the focus groups of one study talked about; or that it is not told, and why.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StudyThemes {
    /// The study's id, which the country gives it.
    pub study: String,
    /// Its title.
    pub title: String,
    /// Who made it.
    pub producer: String,
    /// Why nothing more is told, in a sentence; null where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The month of the first group (ISO 8601, such as `2026-03`); null where `reason` says why.
    pub from: Option<String>,
    /// The month of the last group (ISO 8601); null where `reason` says why.
    pub until: Option<String>,
    /// The countries (ISO 3166-1 alpha-3) in each of which so many groups met that no single one of them is told of, by code.
    pub places: Vec<CountryCode>,
    /// The wave of a study that the groups belong to, in the words of the study's document: who owns it, whom it speaks of,
    /// where, when and in which languages; null for groups of no such study.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wave: Option<StudyWave>,
    /// The wave's reference period, by which figures of the same wave are asked for; null for groups of no such study.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// How many groups there were; null where `reason` says why.
    pub groups: Option<u32>,
    /// Every theme of the codelist, in its order; those that came up in no group too. None where `reason` says why.
    pub themes: Vec<ThemeCount>,
}

/// What a node tells of themes, under its signature.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ThemesAnswer {
    /// The studies that are open to the member that asked, by id.
    pub studies: Vec<StudyThemes>,
    /// When it was told (RFC 3339, UTC).
    pub answered_at: String,
    /// The node's ed25519 signature over the studies, whom they were told to, and when (RFC 8785, base64url).
    pub signature: String,
}

static THEMES: LazyLock<Vec<Code>> = LazyLock::new(|| codes(include_str!("../codelists/theme.csv")));

/// Every theme that a group can be coded with, in the list's own order; without the groups of themes.
pub fn themes() -> impl Iterator<Item = &'static Code> {
    THEMES.iter().filter(|theme| theme.parent.is_some())
}

/// The theme with this code.
pub fn theme(code: &str) -> Option<&'static Code> {
    themes().find(|theme| theme.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::concept::Dimension;
    use std::collections::BTreeSet;

    #[test]
    fn every_line_is_a_theme_or_a_group_of_themes_and_no_code_stands_twice() {
        let lines = include_str!("../codelists/theme.csv").lines().count() - 1;
        let codes: BTreeSet<&str> = THEMES.iter().map(|theme| theme.code.as_str()).collect();
        assert!(THEMES.len() == lines && codes.len() == lines && THEMES.iter().all(|theme| !theme.label.is_empty()));
        for theme in themes() {
            let parent = THEMES.iter().find(|group| Some(&group.code) == theme.parent.as_ref()).unwrap();
            assert_eq!(parent.parent, None, "{}: a group lies in no other", theme.code);
        }
        assert_eq!((themes().count(), theme("NEEDS"), theme("GOSSIP")), (16, None, None));
    }

    #[test]
    fn what_was_signed_before_a_study_could_be_withheld_is_read_and_written_as_it_was() {
        let told = serde_json::json!({ "study": "A-1", "title": "A study", "producer": "A ministry", "from": "2026-03-14",
            "until": "2026-03-21", "places": ["DEU"], "groups": 2,
            "themes": [{ "code": "NEED_VOTING", "label": "Voting", "groups": 1 }] });
        let read: StudyThemes = serde_json::from_value(told.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), told, "a node's signature over it still fits");
        assert_eq!((read.reason, read.period, read.groups), (None, None, Some(2)));
    }

    #[test]
    fn each_need_that_a_survey_asks_for_is_a_theme_too() {
        // What groups talked about stands beside a survey's figures on NEED by the same words.
        let needs: Vec<(String, &str)> = themes()
            .filter(|theme| theme.parent.as_deref() == Some("NEEDS"))
            .map(|theme| (theme.code.replace("NEED_", ""), theme.label.as_str()))
            .collect();
        let codes = Dimension::Need.codelist().codes().iter().filter(|code| !code.code.starts_with('_'));
        let asked: Vec<(String, &str)> = codes.map(|code| (code.code.clone(), code.label.as_str())).collect();
        assert_eq!(needs, asked);
    }
}
