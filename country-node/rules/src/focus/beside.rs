//! Of which study a survey's figures are that stand beside themes: of the one that the groups belong to.

use schema::ask::Question;
use schema::study::StudyWave;

/// A question of each wave that groups belong to and then of the latest wave of its study, in the waves' order; none where it is
/// not asked beside groups.
pub fn nearest(question: &Question, waves: &[(&StudyWave, &str)]) -> Vec<Question> {
    if !question.is_beside_groups() {
        return Vec::new();
    }
    let of = |(wave, period): &(&StudyWave, &str)| {
        let study = wave.study.clone();
        [question.of_wave((*period).to_owned(), Some(study.clone())), question.of_study(study)]
    };
    waves.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::ask::QuestionInput;
    use schema::concept::Dataset;
    use schema::purpose::Purpose;

    #[test]
    fn the_groups_own_wave_is_nearest_and_then_the_latest_of_its_study() {
        let document = crate::study::Study::from_toml(include_str!("../../../study.sample.toml")).unwrap();
        let wave = document.said(document.wave("2024").unwrap());
        let question = Question::new(QuestionInput::of(Dataset::Survey, Purpose::Comparison)).unwrap();
        let waves = [(&wave, "2024")];
        assert_eq!(nearest(&question, &waves), [], "it is not asked beside groups");
        let beside = question.beside_groups();
        let near: Vec<_> =
            nearest(&beside, &waves).iter().map(|q| (q.study().cloned(), q.at().map(str::to_owned))).collect();
        assert_eq!(near, [(Some(wave.study.clone()), Some("2024".to_owned())), (Some(wave.study.clone()), None)]);
        assert_eq!(nearest(&beside, &[]), []);
    }
}
