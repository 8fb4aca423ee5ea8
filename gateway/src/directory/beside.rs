//! Of which study and wave a country's focus groups are, and of which the survey's figures beside them.

use crate::fetch::{Reply, Talked};
use async_graphql::{Enum, SimpleObject};
use schema::study::StudyId;
use schema::theme::StudyThemes;

/// A wave of a study.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct StudyPeriod {
    /// The study; null for figures of no study.
    pub study: Option<StudyId>,
    /// The wave's reference period; null where the node does not tell it.
    pub period: Option<String>,
}

/// How near figures are to the groups beside which they stand.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// Of a wave that groups belong to.
    SameWave,
    /// Of another wave of a study that groups belong to.
    SameStudy,
    /// Of another study, or of none: the country published no figures of the groups' own, or the groups belong to no study.
    Apart,
}

/// Both sides in one country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides {
    /// The waves that groups belong to whose themes are told, each once.
    pub groups: Vec<StudyPeriod>,
    /// The wave that the figures are of; nothing where there are none.
    pub figures: Option<StudyPeriod>,
    /// How near they are; nothing where one side is missing.
    pub nearness: Option<Nearness>,
}

/// Puts what a country told of its groups beside what it answered.
pub fn sides(told: Option<&Talked>, reply: &Reply) -> Sides {
    let studies: &[StudyThemes] = told.and_then(|told| told.as_ref().ok()).map_or(&[], |studies| studies.as_slice());
    let mut groups: Vec<StudyPeriod> = Vec::new();
    for study in studies {
        let Some(wave) = &study.wave else { continue };
        let of = StudyPeriod { study: Some(wave.study.clone()), period: study.period.clone() };
        if !groups.contains(&of) {
            groups.push(of);
        }
    }
    let figures = reply.as_ref().ok().map(|told| StudyPeriod {
        study: told.source.study.as_ref().map(|wave| wave.study.clone()),
        period: Some(told.source.reference_period.clone()),
    });
    let are_told = studies.iter().any(|study| study.groups.is_some());
    let nearness = figures.as_ref().filter(|_| are_told).map(|figures| nearness(&groups, figures));
    Sides { groups, figures, nearness }
}

fn nearness(groups: &[StudyPeriod], figures: &StudyPeriod) -> Nearness {
    if groups.contains(figures) {
        Nearness::SameWave
    } else if groups.iter().any(|of| of.study == figures.study) {
        Nearness::SameStudy
    } else {
        Nearness::Apart
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::absence::Absence;
    use crate::tests::tables::{source, wave};
    use crate::told::Told;
    use schema::concept::Dataset;
    use schema::coverage::Outcome;
    use schema::study::StudyWave;
    use std::sync::Arc;

    /// Groups of a wave of a study, or of none; or a study that is withheld.
    fn groups(of: Option<(&str, &str)>, groups: Option<u32>) -> StudyThemes {
        StudyThemes {
            study: "A-1".into(),
            title: "A study".into(),
            producer: "A ministry".into(),
            reason: None,
            from: None,
            until: None,
            places: vec![],
            wave: of.map(|(study, _)| StudyWave { study: study.parse().unwrap(), ..wave() }),
            period: of.map(|(_, period)| period.to_owned()),
            groups,
            themes: vec![],
        }
    }

    fn figures(study: Option<&str>) -> Arc<Told> {
        let study = study.map(|study| StudyWave { study: study.parse().unwrap(), ..wave() });
        let source = schema::provenance::Source { study, ..source("COL", Dataset::Survey) };
        Arc::new(Told { rows: vec![], source, answered_at: String::new(), signature: String::new() })
    }

    fn nearness(told: Vec<StudyThemes>, reply: &Reply) -> Option<Nearness> {
        sides(Some(&Ok(Arc::new(told))), reply).nearness
    }

    #[test]
    fn figures_are_of_the_groups_wave_of_their_study_or_of_another() {
        let own = |period| vec![groups(Some(("ACS", period)), Some(3)), groups(Some(("ACS", period)), Some(4))];
        assert_eq!(nearness(own("2024"), &Ok(figures(Some("ACS")))), Some(Nearness::SameWave));
        assert_eq!(nearness(own("2022"), &Ok(figures(Some("ACS")))), Some(Nearness::SameStudy));
        assert_eq!(nearness(own("2024"), &Ok(figures(Some("ELSE")))), Some(Nearness::Apart));
        assert_eq!(nearness(own("2024"), &Ok(figures(None))), Some(Nearness::Apart), "figures of no study");
        assert_eq!(
            nearness(vec![groups(None, Some(3))], &Ok(figures(None))),
            Some(Nearness::Apart),
            "groups of no study"
        );
        let both = sides(Some(&Ok(Arc::new(own("2024")))), &Ok(figures(Some("ACS"))));
        assert_eq!((both.groups.len(), both.figures), (1, Some(both.groups[0].clone())), "a wave is named once");
    }

    #[test]
    fn where_one_side_is_missing_they_are_not_near_and_not_apart() {
        let absent = || Absence { outcome: Outcome::Unreachable, reason: "Down.".into() };
        let own = vec![groups(Some(("ACS", "2024")), Some(3))];
        assert_eq!(nearness(own, &Err(absent())), None);
        assert_eq!(nearness(vec![], &Ok(figures(Some("ACS")))), None, "there are no groups");
        assert_eq!(nearness(vec![groups(None, None)], &Ok(figures(Some("ACS")))), None, "nothing is told of them");
        assert_eq!(sides(Some(&Err(absent())), &Ok(figures(Some("ACS")))).nearness, None);
    }
}
