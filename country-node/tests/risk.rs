//! Before publishing: how far persons can be told apart, and columns that no release is cut from.

use crate::ground::{Ground, NOW, STOCK, SURVEY, person_id, survey};
use country_node::release::cut::CutFault;
use country_node::store::{release, wave};
use node_rules::risk::gate::Barred;
use schema::concept::{Axis, Dimension};
use sea_orm::{ActiveModelTrait, ActiveValue, EntityTrait, PaginatorTrait};
use serde_json::Value;
use std::fmt::Write;
use tokio::process::Command;

/// Runs `country-node risk ...`, its log wide open: whether it succeeded, what it said, and what it told and logged.
async fn risk(ground: &Ground, arguments: &str) -> (bool, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
    command.current_dir(ground.path()).env("DIASPORA_LOG", "trace").arg("risk").args(arguments.split_whitespace());
    let output = command.kill_on_drop(true).output().await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

/// Sixteen persons: six women and eight men of 30 with low schooling, a woman of 30 with high schooling who stands for 100
/// persons, and a man of 20 with middle schooling who stands for 4.
const SIXTEEN: [(&str, usize, &str, usize, usize); 4] =
    [("2", 30, "low", 10, 6), ("1", 30, "low", 10, 8), ("2", 30, "high", 100, 1), ("1", 20, "mid", 4, 1)];

async fn sixteen() -> Ground {
    let ground = Ground::new().await.under("segments = [", "hierarchy = { AGE = [\"Y25T34\"] }\nsegments = [").await;
    let mut text = "id,country,sex,age,school,weight\n".to_owned();
    let persons = SIXTEEN.iter().flat_map(|(sex, age, school, weight, many)| vec![(sex, age, school, weight); *many]);
    for (n, (sex, age, school, weight)) in persons.enumerate() {
        writeln!(text, "{},COL,{sex},{age},{school},{weight}", person_id(n)).unwrap();
    }
    let file = ground.write("survey.csv", text);
    ground.import(SURVEY, &file).await.unwrap();
    ground
}

#[tokio::test]
async fn the_operator_sees_shares_before_and_after_coarsening_what_drives_them_and_an_estimate() {
    let ground = sixteen().await;
    let (done, said, told) = risk(&ground, "--dataset SURVEY --period 2024").await;
    assert!(done, "{told}");
    // Two of sixteen are unique: the woman by her schooling, the man by his age and by his schooling. In the population: a mean
    // of 1/100 and 1/4; found: of ln(100)/99 = 0.04652 and ln(4)/3 = 0.46210.
    let expected = "\
SURVEY 2024: persons who share EDUCATION, DESTINATION, SEX, AGE with few others
               unique  under 3  under 5
as loaded      12.5 %   12.5 %   12.5 %
as released    12.5 %   12.5 %   12.5 %
unique as released, without one of the columns:
  EDUCATION      6.2 %
  DESTINATION   12.5 %
  SEX           12.5 %
  AGE           12.5 %
estimate, from the weights alone (Benedetti and Franconi 1998): of those unique as released 13.0 % are unique in the \
population too, and whoever finds one of their records has the right person in 25.4 % of cases
";
    assert_eq!(said, expected);
    // With its sign: the time that the log tells can have the same digits.
    assert!(!told.contains("12.5 %") && !told.contains("rows"), "a share or a raw count in the log: {told}");
}

#[tokio::test]
async fn columns_are_chosen_and_the_rulebooks_levels_tell_the_after_from_the_before() {
    let levels = "hierarchy = { EDUCATION = [\"0T2\", \"3T4\", \"5T8\"] }\nsegments = [";
    let ground = Ground::new().await.under("segments = [", levels).await;
    let single = "prefixes = { \"low\" = \"1\", \"mid\" = \"2\", \"high\" = \"6\" }";
    let coarse = "prefixes = { \"low\" = \"0T2\", \"mid\" = \"3T4\", \"high\" = \"5T8\" }";
    assert!(SURVEY.contains(coarse));
    let file = ground.write("survey.csv", "id,country,sex,age,school,weight\nA,COL,1,30,low,1\nB,COL,1,30,mid,1\n");
    ground.import(&SURVEY.replace(coarse, single), &file).await.unwrap();
    let (_, said, _) = risk(&ground, "--dataset SURVEY --period 2024 --columns SEX,EDUCATION").await;
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[2], "as loaded     100.0 %  100.0 %  100.0 %");
    assert_eq!(lines[3], "as released     0.0 %  100.0 %  100.0 %");
    assert_eq!(lines[7], "no estimate for the population: nobody is unique, or the records are no weighted sample");
    // It is written down that it was measured, on which columns, and nothing of what came out.
    let mut log = Command::new(env!("CARGO_BIN_EXE_country-node"));
    let log = log.current_dir(ground.path()).args(["audit", "list"]).output().await.unwrap();
    let log = String::from_utf8(log.stdout).unwrap();
    let line = log.lines().find(|line| line.contains("risk")).expect("it is in the audit log");
    assert!(line.ends_with("risk columns=SEX EDUCATION dataset=SURVEY period=2024  DONE"), "{line}");
}

#[tokio::test]
async fn what_cannot_be_measured_is_said() {
    let ground = sixteen().await;
    let file = ground.write("stock.csv", "year,to,men,women\n2020,USA,30,40\n");
    ground.import(STOCK, &file).await.unwrap();
    for (arguments, expected) in [
        ("--dataset SURVEY --period 2023", "SURVEY of 2023 is not loaded"),
        ("--dataset SURVEY --period 2024 --columns TRUST", "the data of SURVEY have no TRUST"),
        ("--dataset STOCK --period 2020", "STOCK holds published totals, and no persons who could be told apart"),
    ] {
        let (done, said, told) = risk(&ground, arguments).await;
        assert_eq!((done, said.as_str()), (false, ""), "{arguments}");
        assert!(told.contains(expected), "{arguments}: {told}");
    }
}

/// A node whose survey has one column more, which the rulebook names.
async fn with_column(dimension: Dimension, values: &[&str]) -> Ground {
    let named = format!("\"EDUCATION\", \"{dimension}\"]");
    let ground = Ground::new().await.under("\"EDUCATION\"]", &named).await;
    let concept =
        format!("\n[[concept]]\ndimension = \"{dimension}\"\nfit = \"IDENTICAL\"\ncolumn = \"more\"\nas_is = true\n");
    let mapping = format!("{}{concept}", SURVEY.replace("\"weight\"]", "\"weight\", \"more\"]"));
    let mut text = String::new();
    let survey = survey(values.len());
    let mut lines = survey.lines();
    writeln!(text, "{},more", lines.next().unwrap()).unwrap();
    lines.zip(values).for_each(|(line, value)| writeln!(text, "{line},{value}").unwrap());
    let file = ground.write("survey.csv", text);
    ground.import(&mapping, &file).await.unwrap();
    ground.consent(&(0..values.len()).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground
}

/// Puts other words in the place of the stored codes of a dimension, as an import would that let them through.
async fn slip_in(ground: &Ground, dimension: Dimension, word: impl Fn(usize) -> String) {
    let wave = wave::Entity::find().one(&ground.node.store).await.unwrap().unwrap();
    let mut description: Value = serde_json::from_str(&wave.description).unwrap();
    let axis = description["dimensions"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|axis| axis["dimension"] == dimension.name())
        .unwrap();
    let codes = axis["codes"].as_array_mut().unwrap();
    codes.iter_mut().enumerate().for_each(|(n, code)| *code = word(n).into());
    let mut changed: wave::ActiveModel = wave.into();
    changed.description = ActiveValue::Set(description.to_string());
    changed.update(&ground.node.store).await.unwrap();
}

async fn refused(ground: &Ground) -> (Axis, Barred, String) {
    let fault = ground.release().await.unwrap_err();
    assert_eq!(release::Entity::find().count(&ground.node.store).await.unwrap(), 0, "something was published");
    let CutFault::Barred(_, dimension, barred) = fault else { panic!("{fault}") };
    (dimension, barred, fault.to_string())
}

const LANGUAGES: [&str; 10] = ["aar", "abk", "afr", "aka", "amh", "ara", "arg", "asm", "ava", "ave"];

#[tokio::test]
async fn no_release_is_cut_from_free_text_that_the_rulebook_names() {
    let ground = with_column(Dimension::Language, &LANGUAGES).await;
    slip_in(&ground, Dimension::Language, |n| format!("I speak what my mother, number {n}, spoke")).await;
    let (dimension, barred, words) = refused(&ground).await;
    assert_eq!((dimension, barred), (Dimension::Language.into(), Barred::FreeText));
    assert!(words.starts_with("SURVEY: LANGUAGE, which the rulebook names, is free text: "), "{words}");
    assert!(!words.contains("mother"), "a value is said: {words}");
    // The same data are published where the rulebook leaves the column out.
    let ground = ground.under(", \"LANGUAGE\"", "").await;
    assert_eq!(ground.release().await.unwrap(), ["COL-SURVEY-2024-1"]);
    // And codes of the list were no free text.
    let ground = with_column(Dimension::Language, &LANGUAGES).await;
    assert_eq!(ground.release().await.unwrap(), ["COL-SURVEY-2024-1"]);
}

#[tokio::test]
async fn no_release_is_cut_by_places_smaller_than_a_first_level_region() {
    let ground = with_column(Dimension::DestinationRegion, &["US-NY"; 60]).await;
    slip_in(&ground, Dimension::DestinationRegion, |n| format!("US-NY-{n:03}")).await;
    let (dimension, barred, _) = refused(&ground).await;
    assert_eq!((dimension, barred), (Dimension::DestinationRegion.into(), Barred::FinePlaces));
}

#[tokio::test]
async fn no_release_is_cut_by_regions_of_few_persons_and_no_withdrawal_decides_it() {
    let few = [["US-NY"; 30].as_slice(), &["US-FL"; 9], &["US-WY"; 2]].concat();
    let ground = with_column(Dimension::DestinationRegion, &few).await;
    assert_eq!(refused(&ground).await.1, Barred::FewInRegions);
    let many = [["US-NY"; 30].as_slice(), &["US-FL"; 10], &["US-WY"; 2]].concat();
    let ground = with_column(Dimension::DestinationRegion, &many).await;
    assert_eq!(ground.release().await.unwrap(), ["COL-SURVEY-2024-1"]);
    // Everybody in Florida withdraws: whether a release is cut would tell that, if it turned on those who are counted.
    ground.consent(&(30..40).map(person_id).collect::<Vec<_>>(), "WITHDRAWN", NOW - 10).await;
    assert_eq!(ground.release().await.unwrap(), ["COL-SURVEY-2024-2"]);
}
