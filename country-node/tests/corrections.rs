//! What is coded of a person put right: asked for or made, held against the codelist, in effect with the next release and
//! whatever file is loaded.

use crate::ground::{Ground, HEADER, NOW, SURVEY, person_id};
use crate::person::{held, person};
use crate::register::{by_sex, ground, sign_up, source};
use country_node::intake::load::Options;
use country_node::person::correct::{CorrectFault, Right, answer, ask, correct, give_up, idle, requests, taken};
use country_node::person::erase::{Under, erase};
use country_node::person::same::{Same, judge};
use country_node::release::data::Data;
use country_node::release::records::records;
use country_node::store::correction;
use node_rules::person::correction::{Field, NoValue, Step};
use node_rules::person::identity::Verdict;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use std::process::Command;

const YEARS: &str =
    "\n[[quantity]]\nof = \"YEARS_OF_EXPERIENCE\"\ncolumn = \"age\"\nmin = 0\nmax = 99\nmissing = [\"20\"]\n";

async fn data(ground: &Ground) -> Data {
    Data::all(&ground.node.store).await.unwrap().remove(0)
}

async fn put(ground: &Ground, number: usize, field: &str, value: &str) -> Result<(), CorrectFault> {
    let (data, field) = (data(ground).await, Field::of(field).unwrap());
    let right = Right { person: person(ground, number), data: &data, field, value, reason: "a slip of the pen" };
    correct(&ground.node, right, "officer-1").await
}

async fn asked(ground: &Ground, number: usize, value: &str) -> Result<(), CorrectFault> {
    let (data, field) = (data(ground).await, Field::of("SEX").unwrap());
    let right = Right { person: person(ground, number), data: &data, field, value, reason: "I know it best" };
    ask(&ground.node, right).await
}

/// Thirty women and twenty men who all agreed.
async fn registered() -> Ground {
    let ground = ground().await;
    let rows = [(0..30, "2024-01-01", "F"), (30..50, "2024-01-01", "M")];
    sign_up(&ground, &source("EMBASSY", "Accra"), &rows, false).await.unwrap();
    ground.consent(&(0..50).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground
}

async fn released(ground: &Ground) -> (f64, f64) {
    ground.later(60);
    ground.release().await.unwrap();
    let persons = by_sex(ground).await;
    (persons["F"], persons["M"])
}

#[tokio::test]
async fn what_an_officer_corrects_holds_with_the_next_release_and_over_every_file() {
    let ground = registered().await;
    assert_eq!(released(&ground).await, (30.0, 20.0));
    for number in 0..10 {
        put(&ground, number, "SEX", "M").await.unwrap();
    }
    let published = by_sex(&ground).await;
    assert_eq!((published["F"], published["M"]), (30.0, 20.0), "what is published stays");
    assert_eq!(released(&ground).await, (20.0, 30.0));
    let rows = [(0..30, "2024-01-01", "F"), (30..50, "2024-01-01", "M")];
    sign_up(&ground, &source("EMBASSY", "Accra"), &rows, true).await.unwrap();
    sign_up(&ground, &source("PORTAL", "web"), &[(0..5, "2024-03-01", "F")], false).await.unwrap();
    assert_eq!(released(&ground).await, (20.0, 30.0), "no file undoes it");
    put(&ground, 0, "SEX", "F").await.unwrap();
    assert_eq!(released(&ground).await, (21.0, 29.0), "what was corrected last holds");
}

#[tokio::test]
async fn a_request_does_nothing_until_an_officer_accepts_it_and_is_answered_once() {
    let ground = registered().await;
    asked(&ground, 1, "M").await.unwrap();
    asked(&ground, 2, "M").await.unwrap();
    assert!(matches!(asked(&ground, 1, "M").await, Err(CorrectFault::Waits)), "one of a field at a time");
    let waiting: Vec<i32> = requests(&ground.node.store).await.unwrap().iter().map(|row| row.id).collect();
    assert_eq!(waiting.len(), 2);
    assert_eq!(released(&ground).await, (30.0, 20.0));
    answer(&ground.node, waiting[0], Step::Accepted, ("officer-1", "she showed a passport")).await.unwrap();
    answer(&ground.node, waiting[1], Step::Declined, ("officer-1", "the passport says otherwise")).await.unwrap();
    for number in [waiting[0], waiting[1], 99] {
        let again = answer(&ground.node, number, Step::Accepted, ("officer-1", "again")).await;
        assert!(matches!(again, Err(CorrectFault::NoRequest(_))), "{number}");
    }
    assert_eq!(released(&ground).await, (29.0, 21.0));
    assert!(requests(&ground.node.store).await.unwrap().is_empty());
    let held = held(&ground, 2).await.unwrap();
    let steps: Vec<&str> =
        held["corrections"].as_array().unwrap().iter().map(|c| c["step"].as_str().unwrap()).collect();
    assert_eq!(steps, ["REQUESTED", "DECLINED"]);
    assert_eq!(held["corrections"][1]["reason"], "the passport says otherwise");
    asked(&ground, 2, "M").await.unwrap();
}

#[tokio::test]
async fn what_was_corrected_is_taken_back_and_what_was_there_before_holds_again() {
    let ground = registered().await;
    for value in ["M", "F"] {
        put(&ground, 0, "SEX", value).await.unwrap();
    }
    asked(&ground, 1, "M").await.unwrap();
    let request = requests(&ground.node.store).await.unwrap()[0].id;
    answer(&ground.node, request, Step::Accepted, ("officer-1", "she showed a passport")).await.unwrap();
    assert_eq!(released(&ground).await, (29.0, 21.0));
    let taken = async |number: usize| -> Vec<i32> {
        let taken = taken(&ground.node.store, &person(&ground, number)).await.unwrap();
        taken.iter().map(|row| row.id).collect()
    };
    let (of_0, of_1) = (taken(0).await, taken(1).await);
    assert_eq!((of_0.len(), of_1.len()), (2, 1));
    let back = async |number| answer(&ground.node, number, Step::TakenBack, ("officer-2", "another person")).await;
    back(of_0[1]).await.unwrap();
    assert_eq!(released(&ground).await, (28.0, 22.0), "the correction before it");
    back(of_0[0]).await.unwrap();
    back(of_1[0]).await.unwrap();
    assert_eq!(released(&ground).await, (30.0, 20.0), "the file's own word");
    for number in [of_0[0], of_1[0], request, 99] {
        assert!(matches!(back(number).await, Err(CorrectFault::NoCorrection(_))), "{number}");
    }
    assert!(taken(0).await.is_empty() && taken(1).await.is_empty());
    put(&ground, 0, "SEX", "M").await.unwrap();
    assert_eq!(released(&ground).await, (29.0, 21.0), "and can be said anew");
}

#[tokio::test]
async fn a_person_takes_back_what_waits_and_nothing_of_anybody_elses() {
    let ground = registered().await;
    asked(&ground, 1, "M").await.unwrap();
    let request = requests(&ground.node.store).await.unwrap()[0].id;
    let other = give_up(&ground.node, &person(&ground, 2), request).await;
    assert!(matches!(other, Err(CorrectFault::NoRequest(_))));
    give_up(&ground.node, &person(&ground, 1), request).await.unwrap();
    assert!(requests(&ground.node.store).await.unwrap().is_empty());
    let late = answer(&ground.node, request, Step::Accepted, ("officer-1", "too late")).await;
    assert!(matches!(late, Err(CorrectFault::NoRequest(_))));
    asked(&ground, 1, "M").await.unwrap();
    let request = requests(&ground.node.store).await.unwrap()[0].id;
    answer(&ground.node, request, Step::Accepted, ("officer-1", "she showed a passport")).await.unwrap();
    let accepted = taken(&ground.node.store, &person(&ground, 1)).await.unwrap()[0].id;
    assert!(give_up(&ground.node, &person(&ground, 1), accepted).await.is_err(), "what an officer accepted stays");
}

#[tokio::test]
async fn a_correction_is_held_against_what_the_data_can_say_and_kept_by_the_store() {
    let ground = registered().await;
    let fault = put(&ground, 0, "SEX", "Q").await.unwrap_err();
    assert!(matches!(fault, CorrectFault::NoValue(NoValue::NoCode(..))), "{fault}");
    let fault = put(&ground, 0, "EDUCATION", "6").await.unwrap_err();
    assert!(matches!(fault, CorrectFault::NoValue(NoValue::NoField(_))), "{fault}");
    assert!(matches!(put(&ground, 77, "SEX", "M").await, Err(CorrectFault::NoRecord)));
    put(&ground, 0, "SEX", "M").await.unwrap();
    for change in ["UPDATE correction SET value = 'F'", "DELETE FROM correction"] {
        let refused = ground.node.store.execute_unprepared(change).await.unwrap_err().to_string();
        assert!(refused.contains("only ever appended"), "{refused}");
    }
    erase(&ground.node, &person(&ground, 0), Under::EveryId, None).await.unwrap();
    assert_eq!(correction::Entity::find().count(&ground.node.store).await.unwrap(), 0, "it goes with its person");
    assert!(matches!(put(&ground, 0, "SEX", "M").await, Err(CorrectFault::NoRecord)));
}

#[tokio::test]
async fn what_is_right_under_one_id_is_right_of_the_person() {
    let ground = registered().await;
    sign_up(&ground, &source("PORTAL", "web"), &[(60..61, "2024-03-01", "F")], false).await.unwrap();
    ground.consent(&[person_id(60)], "GIVEN", NOW - 100).await;
    put(&ground, 0, "SEX", "M").await.unwrap();
    assert_eq!(released(&ground).await, (30.0, 21.0));
    let pair = (person(&ground, 60), person(&ground, 0));
    judge(&ground.node, pair, Verdict::Same, ("officer-1", "the same passport")).await.unwrap();
    assert_eq!(released(&ground).await, (29.0, 21.0));
}

#[tokio::test]
async fn numbers_and_ages_are_put_right_and_an_age_says_anew_who_is_of_age() {
    let ground = Ground::new().await;
    let file = ground.write("survey.csv", format!("{HEADER}{},COL,2,16,high,1\n", person_id(0)));
    let mapping = format!("{SURVEY}{YEARS}");
    ground.import_with(&mapping, &file, Options::default()).await.unwrap();
    let read = async || {
        let record = records(&ground.node.store, &data(&ground).await, &Same::of([])).await.unwrap().remove(0);
        (record.adult, f64::from_le_bytes(record.quantities[..].try_into().unwrap()))
    };
    assert_eq!(read().await, (Some(false), 16.0));
    put(&ground, 0, "YEARS_OF_EXPERIENCE", "2.5").await.unwrap();
    put(&ground, 0, "AGE", "Y25T34").await.unwrap();
    assert_eq!(read().await, (Some(true), 2.5));
    put(&ground, 0, "AGE", "Y16T24").await.unwrap();
    assert_eq!(read().await.0, Some(false), "a band over both sides of 18 leaves what the file says");
    assert!(put(&ground, 0, "YEARS_OF_EXPERIENCE", "many").await.is_err());
    // A mapping that cannot give the code any more leaves the file's: the code would stand in the release for one person alone.
    let narrow =
        mapping.replace("{ from = 16, to = 24, code = \"Y16T24\" }", "{ from = 16, to = 24, code = \"Y0T15\" }");
    ground.import_with(&narrow, &file, Options { replace: true, ..Options::default() }).await.unwrap();
    assert_eq!(read().await, (Some(false), 2.5));
    assert_eq!(idle(&ground.node.store, &data(&ground).await).await.unwrap(), 1, "the operator is told");
}

#[test]
fn an_officer_corrects_and_answers_by_commands_and_no_log_tells_of_whom() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let ground = runtime.block_on(async {
        let ground = ground().await;
        sign_up(&ground, &source("EMBASSY", "Accra"), &[(0..5, "2024-01-01", "F")], false).await.unwrap();
        asked(&ground, 1, "M").await.unwrap();
        asked(&ground, 2, "M").await.unwrap();
        ground
    });
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
        let output = command.current_dir(ground.path()).env("DIASPORA_LOG", "trace").args(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.success(), text(output.stdout), text(output.stderr))
    };
    let said = ["--by", "officer-1", "--reason", "She showed her passport."];
    let (done, list, log) = run(&["register", "requests"]);
    assert!(done && list.lines().count() == 2, "{list}{log}");
    assert!(list.contains("REGISTER 2024  SEX: M (Male)  I know it best") && !list.contains("P000"), "{list}");
    let number = list.split("  ").next().unwrap();
    let (done, told, accepted) = run(&[&["register", "accept", number], &said[..]].concat());
    assert!(done && told.contains("is accepted"), "{told}{accepted}");
    let (done, _, why) = run(&[&["register", "decline", number], &said[..]].concat());
    assert!(!done && why.contains("waits; `country-node register requests` lists them"), "{why}");
    let right =
        ["register", "correct", "--person", "P0000004", "--dataset", "REGISTER", "--period", "2024", "--field", "SEX"];
    let (done, told, corrected) = run(&[&right[..], &["--value", "M"], &said[..]].concat());
    assert!(done && told.contains("it is corrected"), "{told}{corrected}");
    let (done, _, why) = run(&[&right[..], &["--value", "Q"], &said[..]].concat());
    assert!(!done && why.contains("`Q` is none of the codes that SEX can have here"), "{why}");
    let (done, list, _) = run(&["register", "corrections", "--person", "P0000004"]);
    assert!(done && list.contains("SEX: M (Male)") && !list.contains("P000"), "{list}");
    let number = list.split("  ").next().unwrap();
    let (done, told, back) = run(&[&["register", "uncorrect", number], &said[..]].concat());
    assert!(done && told.contains("is taken back"), "{told}{back}");
    let (done, list, _) = run(&["register", "corrections", "--person", "P0000004"]);
    assert!(done && list.contains("nothing is corrected"), "{list}");
    let (done, _, why) = run(&[&["register", "uncorrect", number], &said[..]].concat());
    assert!(!done && why.contains("no correction"), "{why}");
    for log in [log, accepted, corrected, back] {
        assert!(!log.contains("P000") && !log.contains("passport") && !log.contains("I know it best"), "{log}");
    }
    let written = serde_json::to_string(&runtime.block_on(crate::ledger::entries(&ground.node))).unwrap();
    assert!(
        written.contains("register accept") && written.contains("register correct") && written.contains("officer-1")
    );
    assert!(!written.contains("passport") && !written.contains("P000"));
}
