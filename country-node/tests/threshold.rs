//! A register under a threshold with secondary suppression.

use crate::ground::{Ground, NOW, SURVEY, person_id, survey};
use crate::serving::Serving;
use serde_json::{Value, json};

const CELL_KEY: &str = "mechanism = { name = \"CELL_KEY\", threshold = 10 }";
const THRESHOLD: &str = "mechanism = { name = \"THRESHOLD\", threshold = 10 }";

async fn register(people: usize) -> (Ground, Serving) {
    let ground = Ground::new().await.under("[dataset.SURVEY]", "[dataset.REGISTER]").await;
    let ground = ground.under(CELL_KEY, THRESHOLD).await;
    let mapping = SURVEY.replace("\"SURVEY\"", "\"REGISTER\"");
    let mapping = mapping.replace("weight = { column = \"weight\", max = 1000 }", "");
    let file = ground.write("register.csv", survey(people));
    ground.import(&mapping, &file).await.unwrap();
    ground.consent(&(0..people).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    (ground, serving)
}

async fn figures(serving: &Serving, by: &[&str]) -> (Value, Vec<Value>) {
    let answer = serving.answer(json!({ "dataset": "REGISTER", "by": by, "purpose": "COMPARISON" })).await;
    assert_eq!(answer["outcome"], "ANSWERED", "{answer}");
    (answer["source"].clone(), answer["figures"].as_array().unwrap().clone())
}

#[tokio::test]
async fn figures_are_exact_or_withheld_within_what_the_total_leaves() {
    let (_ground, serving) = register(331).await;
    let (source, total) = figures(&serving, &[]).await;
    assert_eq!(source["mechanism"], "THRESHOLD");
    assert!(source["method"].as_str().unwrap().contains("fewer than 10 respondents"), "{source}");
    assert_eq!(
        (&total[0]["value"], &total[0]["lower"], &total[0]["upper"]),
        (&json!(331.0), &json!(331.0), &json!(331.0))
    );
    let (_, cells) = figures(&serving, &["SEX", "AGE", "EDUCATION"]).await;
    let (told, hidden): (Vec<&Value>, Vec<&Value>) = cells.iter().partition(|cell| cell["status"] == "PUBLISHED");
    assert!(
        told.iter().all(|cell| cell["value"].as_f64().is_some_and(|value| value == 0.0 || value >= 10.0)),
        "{told:?}"
    );
    let left = 331.0 - told.iter().filter_map(|cell| cell["value"].as_f64()).sum::<f64>();
    assert!(!hidden.is_empty() && left >= 10.0, "{} told, {} hidden, {left} left", told.len(), hidden.len());
    for cell in hidden {
        assert_eq!(
            (&cell["status"], &cell["lower"], &cell["upper"]),
            (&json!("SMALL_COUNT"), &json!(0.0), &json!(left))
        );
    }
    serving.stop().await;
}

#[tokio::test]
async fn of_a_register_of_few_nothing_is_told_and_nothing_bounds_it() {
    let (_ground, serving) = register(7).await;
    let (source, total) = figures(&serving, &[]).await;
    assert_eq!((&total[0]["value"], &total[0]["upper"]), (&Value::Null, &Value::Null));
    assert_eq!(source["consentShare"], json!(0.0));
    serving.stop().await;
}
