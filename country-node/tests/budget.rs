//! The privacy budget of a register: spent before noise is drawn, never more than the year's.

use crate::ground::{Ground, NOW, SURVEY, person_id, survey};
use crate::serving::Serving;
use country_node::release::cut::CutFault;
use country_node::release::spend::{SpendFault, account, spend, year};
use country_node::store::release;
use schema::concept::Dataset;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

/// Two releases of the default 0.0125 fit into the year, and 0.005 is left.
const YEARLY: u64 = 30_000_000;
const RELEASE: u64 = 12_500_000;
const YEAR: i64 = 366 * 86_400;

async fn register(people: usize) -> Ground {
    let mechanism = "mechanism = { name = \"CELL_KEY\", threshold = 10 }";
    let ground = Ground::new().await.under("[dataset.SURVEY]", "[dataset.REGISTER]").await;
    let ground = ground.under(mechanism, "yearly_rho = 0.03\ncut_every_days = 184").await;
    let mapping = SURVEY.replace("\"SURVEY\"", "\"REGISTER\"");
    let mapping = mapping.replace("weight = { column = \"weight\", max = 1000 }", "");
    let file = ground.write("register.csv", survey(people));
    ground.import(&mapping, &file).await.unwrap();
    ground.consent(&(0..people).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground
}

async fn spent(ground: &Ground) -> u64 {
    account(&ground.node.store, Dataset::Register, year(ground.now()), YEARLY).await.unwrap().spent
}

async fn releases(ground: &Ground) -> u64 {
    release::Entity::find().count(&ground.node.store).await.unwrap()
}

#[tokio::test]
async fn a_release_that_would_overspend_the_year_is_refused_and_the_former_stays_in_force() {
    let ground = register(2_000).await;
    ground.release().await.unwrap();
    ground.later(60);
    ground.release().await.unwrap();
    assert_eq!((spent(&ground).await, releases(&ground).await), (2 * RELEASE, 2));
    ground.later(60);
    let refused = ground.release().await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "REGISTER: a release would spend rho 0.0125 of the year's privacy budget, and 0.005 of 0.03 is left; the former \
         release stays in force"
    );
    assert_eq!((spent(&ground).await, releases(&ground).await), (2 * RELEASE, 2));
    let serving = Serving::start(&ground).await;
    let answer = serving.answer(json!({ "dataset": "REGISTER", "purpose": "COMPARISON" })).await;
    assert_eq!(answer["source"]["release"], "COL-REGISTER-2024-2");
    serving.stop().await;
    ground.later(YEAR);
    ground.release().await.unwrap();
    assert_eq!(spent(&ground).await, RELEASE, "a new year has a new account");
}

#[tokio::test]
async fn a_crash_between_spending_and_publishing_leaves_the_account_over_what_was_published() {
    let ground = register(500).await;
    // What is written before noise is drawn; then the power fails.
    spend(&ground.node, Dataset::Register, "COL-REGISTER-2024-1", RELEASE, YEARLY).await.unwrap();
    let node = ground.reopened().await;
    assert_eq!(account(&node.store, Dataset::Register, year(NOW), YEARLY).await.unwrap().left(), YEARLY - RELEASE);
    assert_eq!(ground.release().await.unwrap(), ["COL-REGISTER-2024-1"]);
    assert_eq!(
        (spent(&ground).await, releases(&ground).await),
        (RELEASE, 1),
        "noise that nobody saw is not charged twice"
    );
    ground.release().await.unwrap();
    assert!(matches!(ground.release().await, Err(CutFault::Spend(SpendFault::Overspent(..)))));
}

#[tokio::test]
async fn of_two_that_spend_the_last_of_it_at_the_same_time_one_is_refused() {
    let ground = register(10).await;
    let other = ground.reopened().await;
    spend(&ground.node, Dataset::Register, "first", RELEASE, YEARLY).await.unwrap();
    let both = tokio::join!(
        spend(&ground.node, Dataset::Register, "one", RELEASE, YEARLY),
        spend(&other, Dataset::Register, "other", RELEASE, YEARLY),
    );
    assert!(both.0.is_ok() != both.1.is_ok(), "{both:?}");
    assert_eq!(spent(&ground).await, 2 * RELEASE);
}

#[tokio::test]
async fn under_a_clock_that_jumped_back_nothing_is_spent() {
    let ground = register(500).await;
    ground.release().await.unwrap();
    ground.later(-400 * 86_400);
    let refused = spend(&ground.node, Dataset::Register, "a release", RELEASE, YEARLY).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "REGISTER: the clock stands before the last line of the budget's account; set it right before a release is cut"
    );
    assert!(ground.release().await.is_err());
    assert_eq!((spent(&ground).await, releases(&ground).await), (0, 1), "the other year's account is untouched");
}

#[tokio::test]
async fn a_figure_of_a_register_says_its_method_its_promise_and_its_error() {
    let ground = register(4_000).await;
    ground.consent(&(0..1_000).map(person_id).collect::<Vec<_>>(), "WITHDRAWN", NOW - 50).await;
    ground.release().await.unwrap();
    let serving = Serving::start(&ground).await;
    let answer = serving.answer(json!({ "dataset": "REGISTER", "by": ["SEX"], "purpose": "COMPARISON" })).await;
    let source = &answer["source"];
    assert_eq!(source["mechanism"], "DIFFERENTIAL_PRIVACY");
    assert!(source["method"].as_str().unwrap().contains("rho = 0.0125"), "{source}");
    let share = source["consentShare"].as_f64().unwrap();
    assert!((0.72..0.78).contains(&share), "three of four agree, give or take the noise: {share}");
    for figure in answer["figures"].as_array().unwrap() {
        let (value, error) = (figure["value"].as_f64().unwrap(), figure["protectionError"].as_f64().unwrap());
        assert!(value.fract() == 0.0 && (value - 1_500.0).abs() < 3.0 * error, "{figure}");
        assert_eq!(figure["standardError"], json!(0.0), "persons are counted, not sampled");
    }
    serving.stop().await;
}

#[tokio::test]
async fn releases_that_the_year_cannot_bear_together_are_refused_before_any_is_charged() {
    let ground = register(100).await;
    let mapping = SURVEY.replace("\"SURVEY\"", "\"REGISTER\"");
    let mapping = mapping.replace("weight = { column = \"weight\", max = 1000 }", "");
    for period in ["2022", "2023"] {
        let file = ground.write("register.csv", survey(100));
        ground.import(&mapping.replace("2024", period), &file).await.unwrap();
    }
    assert!(matches!(ground.release().await, Err(CutFault::Spend(SpendFault::Overspent(..)))));
    assert_eq!((spent(&ground).await, releases(&ground).await), (0, 0));
}

#[tokio::test]
async fn a_rulebook_that_lacks_a_dataset_is_told_before_another_is_charged() {
    let ground = register(100).await;
    let file = ground.write("stock.csv", "year,to,men,women\n2020,USA,30,40\n");
    ground.import(crate::ground::STOCK, &file).await.unwrap();
    let file = ground.write("survey.csv", survey(100));
    ground.import(SURVEY, &file).await.unwrap();
    assert!(matches!(ground.release().await, Err(CutFault::NotInRulebook(Dataset::Survey))));
    assert_eq!(spent(&ground).await, 0);
}
