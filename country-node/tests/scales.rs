//! Scores and the scales that they were asked on: from a column to a figure that says its scale, and never two scales in one.

use crate::ground::{Ground, NOW, SURVEY, person_id, survey};
use crate::serving::Serving;
use country_node::intake::load::Options;
use country_node::person::correct::{Right, correct};
use country_node::release::cut::CutFault;
use country_node::release::data::Data;
use country_node::store::wave;
use node_rules::person::correction::Field;
use node_rules::study::Study;
use schema::concept::Dataset;
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, QueryFilter};
use serde_json::{Value, json};

const SEGMENTS: &str = "audience = \"MEMBER_GOVERNMENTS\" }]";
const RULES: &str = "\n[dataset.SURVEY.quantity.TRUST_MINISTRY]\nmost_dimensions = 1\n";

/// The survey's file with an answer of each person, by number.
fn answers(people: usize, answer: impl Fn(usize) -> String) -> String {
    let rows = survey(people);
    let mut rows = rows.lines();
    let header = rows.next().unwrap();
    let rows: String = rows.enumerate().map(|(n, row)| format!("{row},{}\n", answer(n))).collect();
    format!("{header},trust\n{rows}")
}

/// The survey's mapping with a score on a scale; `more` says what else there is.
fn mapping(scale: &str, more: &str) -> String {
    let header = SURVEY.replace("\"weight\"]", "\"weight\", \"trust\"]");
    assert_ne!(header, SURVEY);
    format!("{header}\n[[quantity]]\nof = \"TRUST_MINISTRY\"\ncolumn = \"trust\"\nscale = {scale}\n{more}\n")
}

async fn ground() -> Ground {
    let ground = Ground::new().await.under(SEGMENTS, &format!("{SEGMENTS}\n{RULES}")).await;
    ground.consent(&(0..300).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground
}

/// The mean of all persons as another member hears it: value, ends of its interval, unit.
async fn mean(serving: &Serving, study: Option<&str>, at: Option<&str>) -> (f64, f64, f64, Value) {
    let measure = json!({ "kind": "MEAN", "of": "TRUST_MINISTRY" });
    let question =
        json!({ "dataset": "SURVEY", "study": study, "at": at, "measure": measure, "by": [], "purpose": "COMPARISON" });
    let query = "query($q: [QuestionInput!]!) { answers(questions: $q) { outcome reason figures { value lower upper } source { unit } } }";
    let (_, said) = serving.query(Some(serving.analyst()), query, json!({ "q": [question] })).await;
    let answer = &said["data"]["answers"][0];
    let figure = |name: &str| answer["figures"][0][name].as_f64().unwrap_or_else(|| panic!("no {name}: {said}"));
    (figure("value"), figure("lower"), figure("upper"), answer["source"]["unit"].clone())
}

#[tokio::test]
async fn a_score_says_its_scale_with_both_ends_and_one_that_ran_the_other_way_is_turned() {
    let ground = ground().await;
    let file = ground.write("survey.csv", answers(300, |n| (1 + n % 2).to_string()));
    for (more, about) in [("", 1.5), ("reversed = true", 4.5)] {
        let again = Options { replace: true, ..Options::default() };
        ground.import_with(&mapping("[1, 5]", more), &file, again).await.unwrap();
        ground.later(60);
        ground.release().await.unwrap();
        let serving = Serving::start(&ground).await;
        let (value, _, _, unit) = mean(&serving, None, None).await;
        serving.stop().await;
        assert!((value - about).abs() < 0.4, "answers of 1 and 2 {more}: {value}");
        assert_eq!(unit, "1 (no trust) to 5 (full trust)", "whichever way it was asked, the low end is the low one");
    }
}

#[tokio::test]
async fn a_mean_of_those_who_all_say_the_most_is_not_over_it() {
    let ground = ground().await;
    for (answer, end) in [("5", 5.0), ("1", 1.0)] {
        let file = ground.write("survey.csv", answers(300, |_| answer.to_owned()));
        let again = Options { replace: true, ..Options::default() };
        ground.import_with(&mapping("[1, 5]", ""), &file, again).await.unwrap();
        ground.later(60);
        ground.release().await.unwrap();
        let serving = Serving::start(&ground).await;
        let measure = json!({ "kind": "MEAN", "of": "TRUST_MINISTRY" });
        let mut at_the_end = 0;
        for by in ["SEX", "AGE", "EDUCATION"] {
            let asked = json!({ "dataset": "SURVEY", "measure": measure, "by": [by], "purpose": "COMPARISON" });
            let said = serving.answer(asked).await;
            for figure in said["figures"].as_array().unwrap() {
                let (lower, upper) = (figure["lower"].as_f64().unwrap(), figure["upper"].as_f64().unwrap());
                assert!(lower >= 1.0 && upper <= 5.0, "beyond the scale: {figure}");
                let Some(value) = figure["value"].as_f64() else { continue };
                assert!((lower..=upper).contains(&value) && lower < upper, "the noise is in the interval: {figure}");
                at_the_end += usize::from((value - end).abs() < 1e-9);
            }
        }
        assert!(at_the_end > 0, "noise carries one mean in two beyond the end of the scale, but none was brought back");
        serving.stop().await;
    }
}

const STUDY: &str = r#"
version = 1
id = "COLS"
title = "Survey of Colombians abroad"
owner = "A statistical office"
sampling = "PROBABILITY"
universe = "Colombians in the United States"
population_basis = "CITIZENSHIP"
destinations = ["USA"]
[[instrument]]
version = "1"
languages = ["spa"]
[[wave]]
period = "2022"
fieldwork = { from = "2022-01-10", to = "2022-03-01" }
modes = ["TELEPHONE"]
instrument = "1"
[[wave.weight]]
variable = "weight"
domain = "All who were asked"
[[wave]]
period = "2024"
fieldwork = { from = "2024-01-10", to = "2024-03-01" }
modes = ["TELEPHONE"]
instrument = "1"
[[wave.weight]]
variable = "weight"
domain = "All who were asked"
"#;

#[tokio::test]
async fn waves_and_studies_of_one_country_each_publish_on_the_scale_that_they_asked_on() {
    let ground = ground().await;
    for id in ["COLS", "OTHER"] {
        let study = Study::from_toml(&STUDY.replace("COLS", id)).unwrap();
        country_node::study::add(&ground.node.store, &study).await.unwrap();
    }
    let waves = [("COLS", "2022", 5, 1), ("COLS", "2024", 10, 0), ("OTHER", "2024", 7, 1)];
    for (study, period, most, least) in waves {
        let file = ground.write("survey.csv", answers(300, |n| (least + n % (most + 1 - least)).to_string()));
        let mapping = mapping(&format!("[{least}, {most}]"), "");
        let mapping = mapping.replace("dataset = \"SURVEY\"", &format!("dataset = \"SURVEY\"\nstudy = \"{study}\""));
        let mapping = mapping.replace("value = \"2024\"", &format!("value = \"{period}\""));
        ground.import(&mapping, &file).await.unwrap();
    }
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    for (study, period, most, least) in waves {
        let (value, _, _, unit) = mean(&serving, Some(study), Some(period)).await;
        assert_eq!(unit, format!("{least} (no trust) to {most} (full trust)"), "{study} {period}");
        let middle = (most + least) as f64 / 2.0;
        assert!((value - middle).abs() < 0.2 * most as f64, "{study} {period}: {value} for {middle}");
    }
    serving.stop().await;
}

#[tokio::test]
async fn data_that_were_loaded_before_mappings_said_the_scale_are_not_released_until_they_say_it() {
    let ground = ground().await;
    let file = ground.write("survey.csv", answers(300, |n| (1 + n % 5).to_string()));
    ground.import(&mapping("[1, 5]", ""), &file).await.unwrap();
    ground.release().await.unwrap();
    // As a former version has stored it.
    let stored = wave::Entity::find().one(&ground.node.store).await.unwrap().unwrap();
    let mut description: Value = serde_json::from_str(&stored.description).unwrap();
    assert_eq!(description.as_object_mut().unwrap().remove("scales").unwrap(), json!({ "TRUST_MINISTRY": [1, 5] }));
    wave::Entity::update_many()
        .col_expr(wave::Column::Description, Expr::value(description.to_string()))
        .filter(sea_orm::ColumnTrait::eq(&wave::Column::Id, stored.id))
        .exec(&ground.node.store)
        .await
        .unwrap();
    ground.later(60);
    let refused = ground.release().await.unwrap_err();
    assert!(matches!(&refused, CutFault::Unscaled(Dataset::Survey, of) if of == "TRUST_MINISTRY"), "{refused}");
    let serving = Serving::start(&ground).await;
    assert_eq!(mean(&serving, None, None).await.3, "1 (no trust) to 5 (full trust)", "the former release stands");
    serving.stop().await;
}

#[tokio::test]
async fn data_with_codes_of_trust_on_two_scales_are_not_released() {
    let ground = Ground::new().await.under("\"EDUCATION\"]", "\"EDUCATION\", \"TRUST\"]").await;
    let file = ground.write("survey.csv", answers(300, |n| (1 + n % 5).to_string()));
    let trust = "[[concept]]\ndimension = \"TRUST\"\nfit = \"IDENTICAL\"\ncolumn = \"trust\"\nscale = [1, 5]\n";
    let mapping = mapping("[1, 5]", "").split("[[quantity]]").next().unwrap().to_owned() + trust;
    ground.import(&mapping, &file).await.unwrap();
    ground.consent(&(0..300).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    let said = serving.answer(json!({ "dataset": "SURVEY", "by": ["TRUST"], "purpose": "COMPARISON" })).await;
    let codes: Vec<&str> =
        said["figures"].as_array().unwrap().iter().map(|f| f["codes"][0].as_str().unwrap()).collect();
    assert_eq!(codes, ["1", "2", "3", "4", "5"], "the codes of the scale alone");
    serving.stop().await;
    // A former version took in the codes of both.
    let stored = wave::Entity::find().one(&ground.node.store).await.unwrap().unwrap();
    let both = stored.description.replace("\"4\",\"5\"]", "\"4\",\"5\",\"S0T10_0\"]");
    assert_ne!(both, stored.description);
    wave::Entity::update_many()
        .col_expr(wave::Column::Description, Expr::value(both))
        .filter(sea_orm::ColumnTrait::eq(&wave::Column::Id, stored.id))
        .exec(&ground.node.store)
        .await
        .unwrap();
    ground.later(60);
    let refused = ground.release().await.unwrap_err();
    assert!(matches!(refused, CutFault::TwoScales(Dataset::Survey, _)), "{refused}");
}

#[tokio::test]
async fn a_correction_that_is_not_on_the_scale_is_refused_and_changes_no_figure() {
    let ground = ground().await;
    let file = ground.write("survey.csv", answers(300, |_| "3".to_owned()));
    ground.import(&mapping("[1, 5]", ""), &file).await.unwrap();
    let data = Data::all(&ground.node.store).await.unwrap().remove(0);
    let values = || async {
        let same = country_node::person::same::Same::of([]);
        let records = country_node::release::records::records(&ground.node.store, &data, &same).await.unwrap();
        let value = |bytes: &[u8]| f64::from_le_bytes(bytes.try_into().unwrap());
        records.iter().map(|record| value(&record.quantities)).sum::<f64>()
    };
    assert!((values().await - 900.0).abs() < 1e-9);
    for (number, said, sum) in [(1, "9", 900.0), (2, "5", 902.0)] {
        let right = Right {
            person: crate::person::person(&ground, number),
            data: &data,
            field: Field::of("TRUST_MINISTRY").unwrap(),
            value: said,
            reason: "a slip of the pen",
        };
        let corrected = correct(&ground.node, right, "officer-1").await;
        assert_eq!(corrected.is_ok(), said == "5", "a correction to {said}");
        assert!((values().await - sum).abs() < 1e-9, "a correction to {said}");
    }
}
