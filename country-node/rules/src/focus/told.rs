//! What is told of studies: for each theme in how many groups it came up, of how many. Places and days of single groups, their
//! composition and their summaries are not.

use super::study::Study;
use crate::caller::Caller;
use schema::study::StudyWave;
use schema::theme::{StudyThemes, ThemeCount, themes};
use std::collections::BTreeSet;

/// A study as it is kept, with what its document says of the wave that the groups belong to; nothing where they belong to none.
pub type Kept = (Study, Option<StudyWave>);

/// The studies that are open to a caller, of whatever role: themes of groups are institutional records, as lists are.
pub fn told(studies: &[Kept], caller: &Caller) -> Vec<StudyThemes> {
    studies.iter().filter(|(study, _)| study.audience >= caller.audience()).map(counted).collect()
}

fn counted((study, wave): &Kept) -> StudyThemes {
    let of = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let came_up =
        |code: &str| study.groups.iter().filter(|group| group.themes.iter().any(|theme| theme == code)).count();
    let days = || study.groups.iter().map(|group| group.date.as_str());
    let places: BTreeSet<_> = study.groups.iter().map(|group| group.country).collect();
    let themes = themes().map(|theme| ThemeCount {
        code: theme.code.clone(),
        label: theme.label.clone(),
        groups: of(came_up(&theme.code)),
    });
    StudyThemes {
        study: study.study.clone(),
        title: study.title.clone(),
        producer: study.producer.clone(),
        from: days().min().unwrap_or_default().to_owned(),
        until: days().max().unwrap_or_default().to_owned(),
        places: places.into_iter().collect(),
        wave: wave.clone(),
        groups: of(study.groups.len()),
        themes: themes.collect(),
    }
}
