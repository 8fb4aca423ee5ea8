use super::*;

fn persons(by: &[Dimension], filters: &[(Dimension, &[&str])]) -> QuestionInput {
    QuestionInput {
        by: by.to_vec(),
        filters: filters
            .iter()
            .map(|(dimension, codes)| CodeFilter {
                dimension: *dimension,
                codes: codes.iter().map(|c| (*c).to_owned()).collect(),
            })
            .collect(),
        ..QuestionInput::of(Dataset::Survey, Purpose::Comparison)
    }
}

fn refused(input: QuestionInput) -> Code {
    Question::new(input).expect_err("this question must be refused").code
}

use Dimension::{Age, Education, Field, Generation, Sex};

#[test]
fn three_dimensions_are_a_table_up_to_six_may_be_one_and_seven_are_not() {
    let wide = |input| Question::new(input).unwrap().is_wide();
    assert!(!wide(persons(&[Sex, Age, Education], &[])));
    assert!(!wide(persons(&[Sex, Age], &[(Education, &["5"])])));
    assert!(wide(persons(&[Sex, Age], &[(Education, &["5"]), (Field, &["06"])])));
    let six = [Sex, Age, Education, Field, Generation, Dimension::Status];
    assert!(wide(persons(&six, &[])));
    assert_eq!(refused(persons(&six, &[(Dimension::Trust, &["1"])])), Code::TooManyDimensions);
}

#[test]
fn a_dimension_both_shown_and_filtered_counts_once() {
    assert!(Question::new(persons(&[Sex, Age, Education], &[(Education, &["5T8"])])).is_ok());
}

#[test]
fn what_stands_twice_is_refused() {
    assert_eq!(refused(persons(&[Sex, Sex], &[])), Code::DuplicateDimension);
    assert_eq!(refused(persons(&[], &[(Sex, &["F"]), (Sex, &["M"])])), Code::DuplicateDimension);
}

#[test]
fn a_filter_needs_codes_and_only_known_ones() {
    assert_eq!(refused(persons(&[], &[(Sex, &[])])), Code::EmptyFilter);
    assert_eq!(refused(persons(&[], &[(Sex, &["female"])])), Code::UnknownCode);
}

#[test]
fn repeats_in_a_filter_become_each_code_once_in_the_lists_order() {
    let question = Question::new(persons(&[], &[(Education, &["8", "8", "6"])])).unwrap();
    assert_eq!(question.filter(Education).unwrap().codes, ["6", "8"]);
    let again = Question::new(question.as_input().clone()).unwrap();
    assert_eq!(again, question, "what is well formed stays as it is");
}

#[test]
fn a_filter_finds_groups_members_and_what_a_table_lacks() {
    let filter = |dimension, codes: &[&str]| Filter {
        axis: Axis::Shared(dimension),
        codes: codes.iter().map(|c| (*c).to_owned()).collect(),
    };
    let domain = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
    let schooling = domain(&["0", "5", "6", "_Z"]);
    assert_eq!(filter(Education, &["5T8", "6"]).within(&schooling), (vec![1, 2], vec![]));
    assert_eq!(filter(Education, &["3T4", "6"]).within(&schooling), (vec![2], vec!["3T4"]));
    // A country may know no finer than the group itself.
    assert_eq!(filter(Generation, &["G2PLUS"]).within(&domain(&["G1", "G2PLUS"])), (vec![1], vec![]));
}

#[test]
fn a_studys_own_question_is_asked_by_its_id_of_its_study() {
    let visits: Item = "QUESTION:VISITS".parse().unwrap();
    let voting: Item = "NEED:VOTING".parse().unwrap();
    let asked = |study: Option<&str>, codes: &[&str]| {
        let mut input = persons(&[Sex], &[]);
        input.by_item = vec![visits, voting];
        input.where_item = vec![ItemFilter { item: visits, codes: codes.iter().map(|c| (*c).to_owned()).collect() }];
        input.study = study.map(|study| study.parse().unwrap());
        input
    };
    let question = Question::new(asked(Some("ACS"), &["OFTEN", "_N", "NEVER", "OFTEN"])).unwrap();
    assert_eq!(question.by(), [Axis::Shared(Sex), Axis::Item(visits), Axis::Item(voting)]);
    assert_eq!(question.filter(Axis::Item(visits)).unwrap().codes, ["NEVER", "OFTEN", "_N"]);
    assert_eq!(Question::new(question.as_input().clone()).unwrap(), question, "what is well formed stays as it is");
    assert_eq!(refused(asked(None, &["OFTEN"])), Code::InvalidQuery, "of which study?");
    assert_eq!(refused(asked(Some("ACS"), &["often"])), Code::UnknownCode);
    let mut twice = asked(Some("ACS"), &["OFTEN"]);
    twice.by_item.push(visits);
    assert_eq!(refused(twice), Code::DuplicateDimension);
    let mut choice = persons(&[], &[]);
    choice.where_item = vec![ItemFilter { item: voting, codes: vec!["YES".into()] }];
    assert!(Question::new(choice.clone()).is_ok(), "a choice is of a shared concept: any study may have it");
    choice.where_item[0].codes = vec!["OFTEN".into()];
    assert_eq!(refused(choice), Code::UnknownCode);
}

#[test]
fn a_share_is_held_within_the_table() {
    let mut input = persons(&[Sex, Education], &[]);
    input.share_within = vec![Generation];
    assert_eq!(refused(input), Code::ShareOutsideTable);
}

#[test]
fn a_mean_needs_a_quantity_and_persons_have_none() {
    let mut input = persons(&[Sex], &[]);
    input.measure = MeasureInput { kind: MeasureKind::Mean, of: None };
    assert_eq!(refused(input.clone()), Code::BadMeasure);
    input.measure = MeasureInput { kind: MeasureKind::Persons, of: Some("AGE".into()) };
    assert_eq!(refused(input), Code::BadMeasure);
}

#[test]
fn a_question_beside_groups_names_no_study_itself_and_travels_as_before_where_it_is_not_one() {
    let plain = Question::new(persons(&[Dimension::Need], &[])).unwrap();
    assert!(
        !serde_json::to_string(plain.as_input()).unwrap().contains("besideGroups"),
        "what was signed before still fits"
    );
    let beside = plain.beside_groups();
    assert!(beside.is_beside_groups() && beside != plain);
    assert_eq!(serde_json::to_value(beside.as_input()).unwrap()["besideGroups"], true);
    let study: StudyId = "GHDS".parse().unwrap();
    for read in [beside.of_study(study.clone()), beside.of_wave("2026".into(), Some(study.clone()))] {
        assert_eq!((read.is_beside_groups(), read.study()), (false, Some(&study)));
        assert_eq!(read.beside_groups(), read, "a study that is named stays");
    }
    for input in [
        QuestionInput { study: Some(study), beside_groups: true, ..persons(&[], &[]) },
        QuestionInput { at: Some("2026".into()), beside_groups: true, ..persons(&[], &[]) },
    ] {
        assert_eq!(refused(input), Code::InvalidQuery);
    }
}
