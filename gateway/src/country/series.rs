//! A question of every wave, as a node answers it: which waves are believed to be a series at all.

use super::{Breach, Silence};
use crate::told::Told;
use schema::answer::{MOST_WAVES, NodeAnswer, WaveAnswer};
use schema::ask::Question;
use schema::period;

/// What a node said of one wave, or why it said nothing of it.
#[derive(Debug)]
pub struct Wave {
    /// The wave's reference period.
    pub at: String,
    /// What was said.
    pub told: Result<Told, Silence>,
}

/// Reads a series: waves of one study, oldest first, each answered and signed for itself. Where there is no wave to ask of,
/// the node answers the question itself, and that answer is why there is no series.
pub fn read(
    question: &Question,
    waves: Vec<WaveAnswer>,
    believed: impl Fn(&Question, NodeAnswer) -> Result<Told, Silence>,
) -> Result<Vec<Wave>, Silence> {
    if waves.is_empty() || waves.len() > MOST_WAVES {
        return Err(Breach::Series.into());
    }
    let mut read: Vec<Wave> = Vec::with_capacity(waves.len());
    let mut of = None;
    for WaveAnswer { at, study, answer } in waves {
        let Some(at) = at else {
            // Only a refusal may be of no wave, and then there is no other.
            return match believed(question, answer) {
                Err(silence) if read.is_empty() => Err(silence),
                _ => Err(Breach::Series.into()),
            };
        };
        let later = read.last().is_none_or(|former| former.at < at);
        let same = of.get_or_insert_with(|| study.clone()) == &study;
        let named = question.study().is_none_or(|asked| study.as_ref() == Some(asked));
        if !(period::is_sound(&at) && later && same && named) {
            return Err(Breach::Series.into());
        }
        let told = believed(&question.of_wave(at.clone(), study), answer);
        read.push(Wave { at, told });
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::tables::{answer, question};
    use schema::concept::Dimension;
    use schema::study::StudyId;

    fn wave(at: &str, study: &str) -> WaveAnswer {
        let study: Option<StudyId> = study.parse().ok();
        let answer = answer("COL", question_of(at, study.clone()).as_input());
        WaveAnswer { at: Some(at.to_owned()), study, answer }
    }

    fn question_of(at: &str, study: Option<StudyId>) -> Question {
        Question::new(question(&[Dimension::Sex])).unwrap().of_wave(at.to_owned(), study)
    }

    /// What is read, where the node's word is believed if it was given to `asked` questions.
    fn series(waves: Vec<WaveAnswer>, study: Option<&str>) -> Result<Vec<String>, Silence> {
        let mut input = question(&[Dimension::Sex]);
        input.study = study.map(|study| study.parse().unwrap());
        let question = Question::new(input).unwrap();
        let believed = |question: &Question, answer: NodeAnswer| super::super::check::check(question, answer);
        read(&question, waves, believed).map(|waves| waves.into_iter().map(|wave| wave.at).collect())
    }

    fn is_no_series(waves: Vec<WaveAnswer>, study: Option<&str>) -> bool {
        matches!(series(waves, study), Err(Silence::Breach(Breach::Series)))
    }

    #[test]
    fn a_series_is_of_one_study_oldest_first_each_wave_once() {
        assert_eq!(series(vec![wave("2022", "ACS"), wave("2024", "ACS")], None).unwrap(), ["2022", "2024"]);
        assert_eq!(series(vec![wave("2022", ""), wave("2024", "")], None).unwrap(), ["2022", "2024"]);
        assert!(is_no_series(vec![], None));
        assert!(is_no_series(vec![wave("2024", "ACS"), wave("2022", "ACS")], None));
        assert!(is_no_series(vec![wave("2024", "ACS"), wave("2024", "ACS")], None));
        assert!(is_no_series(vec![wave("2022", "ACS"), wave("2024", "ELSE")], None));
        assert!(is_no_series(vec![wave("2022", "ACS")], Some("ELSE")));
        assert!(is_no_series(vec![wave("20 22", "ACS")], None));
        let many = (0..65).map(|nth| wave(&format!("{}", 1900 + nth), "ACS")).collect();
        assert!(is_no_series(many, None));
    }

    #[test]
    fn each_wave_is_believed_for_its_own_period_alone() {
        let mut other = wave("2022", "");
        other.answer.source.as_mut().unwrap().reference_period = "2024".into();
        let question = Question::new(question(&[Dimension::Sex])).unwrap();
        let waves = read(&question, vec![other], super::super::check::check).unwrap();
        assert!(matches!(waves[0].told, Err(Silence::Breach(Breach::OtherSource))));
    }

    #[test]
    fn a_refusal_of_no_wave_stands_alone_and_figures_of_no_wave_are_none() {
        let refused = || {
            let answer =
                NodeAnswer::without(schema::coverage::Outcome::NotPublished, "None.", "2026-01-01T00:00:00Z".into());
            WaveAnswer { at: None, study: None, answer: NodeAnswer { signature: "s".into(), ..answer } }
        };
        assert!(matches!(series(vec![refused()], None), Err(Silence::NotPublished(_))));
        assert!(is_no_series(vec![wave("2022", "ACS"), refused()], None));
        assert!(is_no_series(vec![WaveAnswer { at: None, ..wave("2022", "") }], None));
    }
}
