//! Sums and means: from a column to a protected figure.

use crate::ground::{Ground, NOW, SURVEY, person_id, survey};
use crate::serving::Serving;
use country_node::intake::load::LoadFault;
use country_node::release::cut::CutFault;
use country_node::release::spend::{account, year};
use schema::concept::Dataset;
use serde_json::{Value, json};

const COLUMN: &str =
    "\n[[quantity]]\nof = \"YEARS_OF_EXPERIENCE\"\ncolumn = \"age\"\nmin = 0\nmax = 99\nmissing = [\"20\"]\n";
const RULES: &str =
    "\n[dataset.SURVEY.quantity.YEARS_OF_EXPERIENCE]\nlower = 0\nupper = 60\nunit = \"years\"\nmost_dimensions = 1\n";
const SEGMENTS: &str = "audience = \"MEMBER_GOVERNMENTS\" }]";

/// A register of persons without weights, under the default of registers.
async fn register(people: usize) -> Ground {
    let mechanism = "mechanism = { name = \"CELL_KEY\", threshold = 10 }";
    let rules = RULES.replace("SURVEY", "REGISTER").replace("most_dimensions = 1", "most_dimensions = 1\nshare = 0.4");
    let ground = Ground::new().await.under("[dataset.SURVEY]", "[dataset.REGISTER]").await;
    let ground = ground.under(mechanism, "").await.under(SEGMENTS, &format!("{SEGMENTS}\n{rules}")).await;
    let mapping = SURVEY.replace("\"SURVEY\"", "\"REGISTER\"");
    let mapping = mapping.replace("weight = { column = \"weight\", max = 1000 }", "");
    // One more band of ages, of which there is nobody.
    let last = "{ from = 45, to = 54, code = \"Y45T54\" },";
    let mapping = mapping.replace(last, &format!("{last}{{ from = 55, to = 64, code = \"Y55T64\" }},"));
    let file = ground.write("register.csv", survey(people));
    ground.import(&format!("{mapping}{COLUMN}"), &file).await.unwrap();
    ground.consent(&(0..people).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground
}

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
        // The noise is bounded: whatever is drawn lies within 1.3 times its 95 % half-width, beside the rounding.
        assert!((value - years / persons).abs() < 1.3 * error + 0.1, "{value} for {}", years / persons);
        assert!(
            (figure["base"].as_f64().unwrap() - persons).abs() < 0.1 * persons,
            "the persons that it is over: {figure}"
        );
    }
    let sum = serving.answer(asked("SUM", &[])).await;
    let (value, error) =
        (sum["figures"][0]["value"].as_f64().unwrap(), sum["figures"][0]["protectionError"].as_f64().unwrap());
    assert!((value - years[0] - years[1]).abs() < 1.3 * error + 5000.0, "{value} for {}", years[0] + years[1]);
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
async fn a_register_tells_sums_and_means_out_of_its_budget_and_withholds_what_is_small() {
    let ground = register(8_000).await;
    ground.release().await.unwrap();
    let spent = account(&ground.node.store, Dataset::Register, year(NOW), 50_000_000).await.unwrap().spent;
    assert_eq!(spent, 12_500_000, "quantities spend a part of the release's budget, and nothing on top of it");
    let serving = Serving::start(&ground).await;
    let of_register = |kind: &str, by: &[&str]| {
        let mut asked = asked(kind, by);
        asked["dataset"] = json!("REGISTER");
        asked
    };
    let mean = serving.answer(of_register("MEAN", &["SEX"])).await;
    let sum = serving.answer(of_register("SUM", &["SEX"])).await;
    assert_eq!(mean["source"]["mechanism"], "DIFFERENTIAL_PRIVACY");
    let (mut persons, mut years) = ([0.0; 2], [0.0; 2]);
    for (n, age) in (0..8_000).map(|n| (n, 16 + n * 7 % 39)).filter(|(_, age)| *age != 20) {
        persons[1 - n % 2] += 1.0;
        years[1 - n % 2] += age as f64;
    }
    for (at, (persons, years)) in persons.into_iter().zip(years).enumerate() {
        for (answer, truth) in [(&mean, years / persons), (&sum, years)] {
            let figure = &answer["figures"][at];
            let (value, error) = (figure["value"].as_f64().unwrap(), figure["protectionError"].as_f64().unwrap());
            // Three times the 95 % half-width is nearly six standard deviations.
            assert!((value - truth).abs() < 3.0 * error, "{value} for {truth}, give or take {error}");
            assert!(error < 0.2 * truth, "the interval of {truth} is no wider than its noise: {error}");
        }
    }
    let mut withheld = 0;
    for (kind, bounded) in [("SUM", 60.0 * 8_000.0), ("MEAN", 60.0)] {
        let answer = serving.answer(of_register(kind, &["AGE"])).await;
        for figure in answer["figures"].as_array().unwrap().iter().filter(|figure| figure["value"].is_null()) {
            withheld += 1;
            assert_eq!(figure["status"], "SMALL_COUNT", "nothing of a register is withheld for what it truly holds");
            assert!(figure["upper"].as_f64().unwrap() <= bounded, "{figure}");
        }
    }
    assert!(withheld >= 2, "nobody is over 54, but {withheld} figures are withheld");
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
