use super::*;
use crate::tests::people::{asker, code, membership, plain};
use schema::concept::Axis;

fn input() -> CompareInput {
    CompareInput {
        dataset: Dataset::Stock,
        measure: None,
        by: vec![Dimension::Sex],
        filters: vec![],
        by_item: vec![],
        where_item: vec![],
        share_within: vec![],
        countries: None,
        at: None,
        study: None,
        purpose: Purpose::Comparison,
    }
}

fn planned(input: CompareInput) -> Result<Vec<String>, Code> {
    let plan = plan(asker(), input, &Registry::new(Arc::new(membership()), &plain()).unwrap())
        .map_err(|refused| refused.code)?;
    Ok(plan.nodes().iter().map(|node| node.member.code.to_string()).collect())
}

fn among(countries: &[&str]) -> Result<Vec<String>, Code> {
    planned(CompareInput { countries: Some(countries.iter().map(|country| code(country)).collect()), ..input() })
}

#[test]
fn without_countries_every_member_with_the_dataset_is_asked_by_code() {
    assert_eq!(planned(input()).unwrap(), ["COL", "CUB", "GHA", "PHL"]);
    assert_eq!(planned(CompareInput { dataset: Dataset::Survey, ..input() }).unwrap(), ["COL", "CUB", "GHA"]);
    let nobody: [&str; 0] = [];
    assert_eq!(planned(CompareInput { dataset: Dataset::Programme, ..input() }).unwrap(), nobody);
}

#[test]
fn named_countries_are_asked_in_their_order_even_without_the_dataset() {
    assert_eq!(among(&["PHL", "COL"]).unwrap(), ["PHL", "COL"]);
    let survey = CompareInput { dataset: Dataset::Survey, countries: Some(vec![code("PHL")]), ..input() };
    assert_eq!(planned(survey).unwrap(), ["PHL"], "its node says NOT_PUBLISHED, and coverage says so");
}

#[test]
fn a_country_that_cannot_be_asked_is_refused_by_name() {
    assert_eq!(among(&["COL", "FRA"]), Err(Code::UnknownCountry));
    assert_eq!(among(&["IOM"]), Err(Code::UnknownCountry), "IOM is a member without a node");
    assert_eq!(among(&["COL", "COL"]), Err(Code::DuplicateCountry));
    assert_eq!(among(&[]), Err(Code::EmptyFilter));
    let countries = Some(vec![code("FRA")]);
    let refused =
        plan(asker(), CompareInput { countries, ..input() }, &Registry::new(Arc::new(membership()), &plain()).unwrap());
    assert!(refused.unwrap_err().message.contains("FRA"));
}

#[test]
fn a_question_that_is_not_well_formed_is_refused_before_anybody_is_asked() {
    assert_eq!(planned(CompareInput { by: vec![Dimension::Sex; 2], ..input() }), Err(Code::DuplicateDimension));
    let outside = CompareInput { share_within: vec![Dimension::Age], ..input() };
    assert_eq!(planned(outside), Err(Code::ShareOutsideTable));
}

#[test]
fn the_question_travels_as_it_was_asked() {
    let plan = plan(
        asker(),
        CompareInput { at: Some("2015".into()), ..input() },
        &Registry::new(Arc::new(membership()), &plain()).unwrap(),
    );
    let plan = plan.unwrap();
    assert_eq!(plan.question().at(), Some("2015"));
    assert_eq!(plan.question().measure(), &MeasureInput::default());
}

#[test]
fn a_table_of_more_than_three_dimensions_is_asked_for_where_a_catalogue_names_it_and_only_then() {
    use Dimension::{Age, Destination, Education, Sex};
    let four = CompareInput { by: vec![Sex, Age, Education, Destination], ..input() };
    assert_eq!(planned(four.clone()), Err(Code::TooManyDimensions));
    let mut document = crate::tests::people::document();
    let named = schema::member::WideTable {
        dataset: Dataset::Stock,
        dimensions: [Sex, Age, Education, Destination].map(Axis::Shared).into(),
    };
    document
        .members
        .iter_mut()
        .filter(|member| member.code == code("GHA"))
        .for_each(|member| member.wider = vec![named.clone()]);
    let registry = Registry::new(Arc::new(crate::tests::people::accepted(document)), &plain()).unwrap();
    let planned =
        |input| plan(asker(), input, &registry).map(|plan| plan.nodes().len()).map_err(|refused| refused.code);
    assert_eq!(planned(four.clone()), Ok(4), "who lacks the table says so");
    assert_eq!(
        planned(CompareInput { countries: Some(vec![code("COL")]), ..four.clone() }),
        Err(Code::TooManyDimensions)
    );
    assert_eq!(planned(CompareInput { dataset: Dataset::Survey, ..four }), Err(Code::TooManyDimensions));
}
