//! Who is under 18, or not known to be of age, is in no release unless the rulebook says how consent was given.

use crate::ground::{Ground, HEADER, NOW, SURVEY};
use country_node::intake::load::{LoadFault, Options};
use country_node::store::{person, release};
use node_rules::release::Manifest;
use sea_orm::{EntityTrait, QueryOrder};

const MINORS: &str = "minors = \"A guardian agreed, for the test.\"\n";

async fn adults(ground: &Ground, mapping: &str, ages: &[&str]) -> Vec<Option<bool>> {
    let rows = ages.iter().enumerate().map(|(n, age)| format!("P{n},COL,1,{age},low,1\n"));
    let file = ground.write("survey.csv", format!("{HEADER}{}", rows.collect::<String>()));
    let anew = Options { replace: true, ..Options::default() };
    ground.import_with(mapping, &file, anew).await.unwrap();
    let stored = person::Entity::find().order_by_asc(person::Column::Line).all(&ground.node.store).await.unwrap();
    stored.into_iter().map(|person| person.adult).collect()
}

/// The share of persons in a release of as many minors as adults, all under consent: in twentieths, for it carries noise.
async fn share(ground: &Ground) -> f64 {
    let ages = ["16", "17", "18", "40"].repeat(40);
    adults(ground, SURVEY, &ages).await;
    ground.consent(&(0..ages.len()).map(|n| format!("P{n}")).collect::<Vec<_>>(), "GIVEN", NOW - 5).await;
    let id = ground.release().await.unwrap().remove(0);
    let row = release::Entity::find_by_id(id).one(&ground.node.store).await.unwrap().unwrap();
    let share = serde_json::from_slice::<Manifest>(&row.manifest).unwrap().segments[0].share;
    (20.0 * share.unwrap()).round() / 20.0
}

#[tokio::test]
async fn a_whole_number_of_years_says_who_is_of_age() {
    let ground = Ground::new().await;
    let known = adults(&ground, SURVEY, &["16", "17", "18", "54"]).await;
    assert_eq!(known, [Some(false), Some(false), Some(true), Some(true)]);
}

#[tokio::test]
async fn a_number_that_is_no_age_leaves_it_to_its_code() {
    // Years of birth: 2008 is no age, whatever its size.
    let (ranges, years) = ("from = 16, to = 24,", "from = 2003, to = 2011,");
    let mapping = SURVEY.replace(ranges, years);
    assert_ne!(mapping, SURVEY);
    assert_eq!(adults(&Ground::new().await, &mapping, &["2008", "30"]).await, [None, Some(true)]);
}

#[tokio::test]
async fn a_code_says_it_where_it_can() {
    let from = SURVEY.find("ranges = [").unwrap();
    let to = from + SURVEY[from..].find("\n]\n").unwrap() + 3;
    let coded = "as_is = true\nmissing = { \"\" = \"_N\" }\n";
    let mapping = format!("{}{coded}{}", &SURVEY[..from], &SURVEY[to..]);
    let ages = ["Y0T15", "Y16T24", "Y25T34", "Y_GE65", ""];
    let expected = [Some(false), None, Some(true), Some(true), None];
    assert_eq!(adults(&Ground::new().await, &mapping, &ages).await, expected);
    let mapping = mapping.replace("id = \"id\"", "id = \"id\"\nadults_only = true");
    assert_eq!(adults(&Ground::new().await, &mapping, &ages[1..]).await, [Some(true); 4]);
}

#[tokio::test]
async fn a_minor_in_a_file_of_adults_only_is_a_fault() {
    let ground = Ground::new().await;
    let mapping = SURVEY.replace("id = \"id\"", "id = \"id\"\nadults_only = true");
    let file = ground.write("survey.csv", format!("{HEADER}P1,COL,1,17,low,1\n"));
    let Err(LoadFault::Report(report)) = ground.import(&mapping, &file).await else { panic!("it must be refused") };
    let expected = "line 2, column age: `17`; expected an age of 18 or over, as `adults_only` says";
    assert_eq!(report.faults[0].to_string(), expected);
    assert_eq!(ground.counts().await, [0; 3]);
}

#[tokio::test]
async fn minors_are_in_a_release_only_under_a_rulebook_that_says_how_consent_was_given() {
    assert!((share(&Ground::new().await).await - 1.0).abs() < 0.01);
    assert!((share(&Ground::new().await.under(MINORS, "").await).await - 0.5).abs() < 0.01);
}
