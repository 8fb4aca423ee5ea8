//! What is told of studies: for each theme in how many groups it came up, of how many. Days of groups, their composition and their
//! summaries are not; and nothing of a study of so few groups that it would tell of one conversation.

use super::study::Study;
use crate::caller::Caller;
use schema::country::CountryCode;
use schema::study::StudyWave;
use schema::theme::{StudyThemes, ThemeCount, themes};
use std::collections::BTreeMap;

/// The fewest groups of a study whose themes are told, and the fewest that met in a country that is named.
///
/// The least that a frequency rule can ask for: what is told of one group is that conversation, and of two, each one's
/// moderator and those who sat in it know the other by taking away their own. From three on what is left is of several.
pub const LEAST_GROUPS: usize = 3;

/// A study as it is kept, with what its document says of the wave that the groups belong to; nothing where they belong to none.
pub type Kept = (Study, Option<StudyWave>);

/// Whether a study has so many groups that its themes are told.
pub fn is_told(study: &Study) -> bool {
    study.groups.len() >= LEAST_GROUPS
}

/// Why nothing is told of a study.
pub fn too_few() -> String {
    format!("The study has fewer than {LEAST_GROUPS} focus groups: its themes would tell of single conversations.")
}

/// The studies that are open to a caller, of whatever role: themes of groups are institutional records, as lists are.
pub fn told(studies: &[Kept], caller: &Caller) -> Vec<StudyThemes> {
    open(studies, caller).map(|kept| if is_told(&kept.0) { counted(kept) } else { withheld(&kept.0) }).collect()
}

/// The waves that a caller is told of groups of, as studies and periods, the latest first.
pub fn waves_told<'a>(studies: &'a [Kept], caller: &Caller) -> Vec<(&'a StudyWave, &'a str)> {
    let of = |(study, wave): &'a Kept| Some((wave.as_ref()?, study.of.as_ref()?.wave.as_str()));
    let mut waves: Vec<_> = open(studies, caller).filter(|(study, _)| is_told(study)).filter_map(of).collect();
    waves.sort_by(|one, other| (other.1, &one.0.study).cmp(&(one.1, &other.0.study)));
    waves
}

fn open<'a>(studies: &'a [Kept], caller: &Caller) -> impl Iterator<Item = &'a Kept> {
    let audience = caller.audience();
    studies.iter().filter(move |(study, _)| study.audience >= audience)
}

fn withheld(study: &Study) -> StudyThemes {
    StudyThemes {
        study: study.study.clone(),
        title: study.title.clone(),
        producer: study.producer.clone(),
        reason: Some(too_few()),
        from: None,
        until: None,
        places: Vec::new(),
        wave: None,
        period: None,
        groups: None,
        themes: Vec::new(),
    }
}

fn counted((study, wave): &Kept) -> StudyThemes {
    let of = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let came_up =
        |code: &str| study.groups.iter().filter(|group| group.themes.iter().any(|theme| theme == code)).count();
    let months = || study.groups.iter().filter_map(|group| group.date.get(..MONTH));
    let mut places: BTreeMap<CountryCode, usize> = BTreeMap::new();
    for group in &study.groups {
        *places.entry(group.country).or_default() += 1;
    }
    let themes = themes().map(|theme| ThemeCount {
        code: theme.code.clone(),
        label: theme.label.clone(),
        groups: of(came_up(&theme.code)),
    });
    StudyThemes {
        study: study.study.clone(),
        title: study.title.clone(),
        producer: study.producer.clone(),
        reason: None,
        from: months().min().map(str::to_owned),
        until: months().max().map(str::to_owned),
        places: places.into_iter().filter(|(_, groups)| *groups >= LEAST_GROUPS).map(|(place, _)| place).collect(),
        wave: wave.clone(),
        period: wave.as_ref().and(study.of.as_ref()).map(|of| of.wave.clone()),
        groups: of(study.groups.len()).into(),
        themes: themes.collect(),
    }
}

/// How much of a day says its month (`2026-03`).
const MONTH: usize = 7;
