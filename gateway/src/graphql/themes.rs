//! Themes of focus groups, as they are spoken.

use super::agreements::Unheard;
use crate::directory::themes::{Told, groups, together};
use crate::registry::Member;
use async_graphql::SimpleObject;
use schema::coverage::Outcome;
use schema::theme::StudyThemes;

/// What focus groups talked about, by country and together. Groups are counted, never persons.
#[derive(SimpleObject)]
pub struct ThemeComparison {
    /// One entry for each country that was asked, absent countries too.
    countries: Vec<CountryThemes>,
    /// The groups of all studies that were heard of.
    groups: u64,
    /// Each theme of the list, over the groups of all studies that were heard of.
    themes: Vec<ThemeTogether>,
    /// Who was asked, who answered, and who did not and why.
    coverage: ThemeCoverage,
}

/// The studies with focus groups of one country, or why they are not known.
#[derive(SimpleObject)]
pub struct CountryThemes {
    /// The country.
    country: Member,
    /// What became of the question there.
    outcome: Outcome,
    /// Why there are no studies, in a sentence that speaks of public facts only; null where the country answered.
    reason: Option<String>,
    /// Its studies that are open to the caller's member; none where the country has none or is absent.
    studies: Vec<StudyThemes>,
}

/// A theme over the groups of several countries.
#[derive(SimpleObject)]
pub struct ThemeTogether {
    /// The theme. `NEED_` with a code of the dimension NEED is what a survey asks for as that need.
    code: &'static str,
    /// What it means, in English.
    label: &'static str,
    /// The groups in which it came up.
    groups: u64,
    /// The countries in which it came up in one group at least.
    countries: u32,
}

/// Who was asked for themes, who answered, and who did not and why.
#[derive(SimpleObject)]
pub struct ThemeCoverage {
    /// How many countries were asked.
    expected: usize,
    /// How many countries answered, those without a study too.
    answered: usize,
    /// The countries that did not answer, with the reason.
    absent: Vec<Unheard>,
}

impl From<Vec<Told>> for ThemeComparison {
    fn from(told: Vec<Told>) -> Self {
        let themes = together(&told).into_iter().map(|over| ThemeTogether {
            code: &over.theme.code,
            label: &over.theme.label,
            groups: over.groups,
            countries: over.countries,
        });
        let absent = told.iter().filter_map(|(node, came)| Some(Unheard::of(node, came.as_ref().err()?.clone())));
        let absent: Vec<Unheard> = absent.collect();
        Self {
            groups: groups(&told),
            themes: themes.collect(),
            coverage: ThemeCoverage { expected: told.len(), answered: told.len() - absent.len(), absent },
            countries: told.into_iter().map(CountryThemes::from).collect(),
        }
    }
}

impl From<Told> for CountryThemes {
    fn from((node, came): Told) -> Self {
        let country = Member::clone(&node.member);
        match came {
            Ok(studies) => Self { country, outcome: Outcome::Answered, reason: None, studies },
            Err(absence) => Self { country, outcome: absence.outcome, reason: Some(absence.reason), studies: vec![] },
        }
    }
}
