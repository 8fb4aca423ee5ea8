//! Sums and means: from a column to a protected figure.

use crate::ground::{Ground, NOW, SURVEY, person_id, survey};
use crate::serving::Serving;
use country_node::intake::load::LoadFault;
use country_node::release::cut::CutFault;
use serde_json::{Value, json};

const COLUMN: &str =
    "\n[[quantity]]\nof = \"YEARS_OF_EXPERIENCE\"\ncolumn = \"age\"\nmin = 0\nmax = 99\nmissing = [\"20\"]\n";
const RULES: &str =
    "\n[dataset.SURVEY.quantity.YEARS_OF_EXPERIENCE]\nlower = 0\nupper = 60\nunit = \"years\"\nmost_dimensions = 1\n";
const SEGMENTS: &str = "audience = \"MEMBER_GOVERNMENTS\" }]";

async fn ground(people: usize) -> Ground {
    let ground = Ground::new().await.under(SEGMENTS, &format!("{SEGMENTS}\n{RULES}")).await;
    let file = ground.write("survey.csv", survey(people));
    ground.import(&format!("{SURVEY}{COLUMN}"), &file).await.unwrap();
    ground.consent(&(0..people).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground
}

fn asked(kind: &str, by: &[&str]) -> Value {
    let measure = json!({ "kind": kind, "of": "YEARS_OF_EXPERIENCE" });
    json!({ "dataset": "SURVEY", "measure": measure, "by": by, "purpose": "COMPARISON" })
}

#[tokio::test]
async fn a_mean_is_read_from_a_protected_sum_over_a_protected_count() {
    let ground = ground(600).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    let mean = serving.answer(asked("MEAN", &["SEX"])).await;
    let (mut persons, mut years) = ([0.0; 2], [0.0; 2]);
    for n in 0..600 {
        let (age, weight) = (16 + n * 7 % 39, (1 + n * 37 % 100) as f64);
        if age != 20 {
            persons[1 - n % 2] += weight;
            years[1 - n % 2] += weight * age.min(60) as f64;
        }
    }
    for (figure, (persons, years)) in mean["figures"].as_array().unwrap().iter().zip(persons.into_iter().zip(years)) {
        let (value, error) = (figure["value"].as_f64().unwrap(), figure["protectionError"].as_f64().unwrap());
        assert!((value - years / persons).abs() < error + 0.1, "{value} for {}", years / persons);
        assert!(
            (figure["base"].as_f64().unwrap() - persons).abs() < 0.1 * persons,
            "the persons that it is over: {figure}"
        );
    }
    let sum = serving.answer(asked("SUM", &[])).await;
    let (value, error) =
        (sum["figures"][0]["value"].as_f64().unwrap(), sum["figures"][0]["protectionError"].as_f64().unwrap());
    assert!((value - years[0] - years[1]).abs() < error, "{value} for {}", years[0] + years[1]);
    let wide = serving.answer(asked("MEAN", &["SEX", "AGE"])).await;
    assert_eq!(wide["outcome"], "DECLINED", "the rulebook has no such table: {wide}");
    let mut other = asked("MEAN", &["SEX"]);
    other["measure"]["of"] = json!("WAGES");
    let other = serving.answer(other).await;
    assert_eq!(
        (&other["outcome"], &other["reason"]),
        (&json!("DECLINED"), &json!("SURVEY of COL has no sums of WAGES."))
    );
    serving.stop().await;
}

#[tokio::test]
async fn a_number_that_is_not_believed_is_a_fault_and_a_quantity_that_the_data_lack_stops_a_release() {
    let ground = Ground::new().await.under(SEGMENTS, &format!("{SEGMENTS}\n{RULES}")).await;
    let file = ground.write("survey.csv", survey(50));
    let narrow = COLUMN.replace("max = 99", "max = 50");
    let Err(LoadFault::Report(report)) = ground.import(&format!("{SURVEY}{narrow}"), &file).await else {
        panic!("a value over the believed was loaded")
    };
    let expected = "expected a number from 0 to 50, or a missing value that the mapping names";
    assert!(report.to_string().contains(expected), "{report}");
    ground.import(SURVEY, &file).await.unwrap();
    assert!(matches!(ground.release().await, Err(CutFault::NoSuchQuantity(..))));
}
